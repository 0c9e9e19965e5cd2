# What mails say. The variables of a message are the same in all languages.

greeting = Hello { $name },
greeting-nobody = Hello,
foot-sent = Sent by the comments at { $host }.
foot-settings = Choose which mails you get, or none:
date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
moment = { date }, { $time } ({ $zone })
age-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
age-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}
age-days = { $count ->
    [one] one day
   *[other] { $count } days
}
labelled = { $label }:
note-intro = The moderator adds:
read-on = Read on and answer
to-comment = Go to the comment
to-article = Go to the article
you-wrote = You had written:
reason-intro = The reason: { $why }
ignore-mail = If that was not you, nothing happens, and you can delete this mail.

why-spam = It read like advertising.
why-off-topic = It was not about the article.
why-abuse = Its language was insulting or degrading.
why-personal-attack = It attacked a person rather than what that person said.
why-illegal = It contained something that the law does not let us publish.
why-duplicate = The same comment had been sent before.
why-false-identity = It was written under a name that seems to belong to somebody else.
why-other = It did not fit the rules for comments here.
now-spam = If that was not the intention, you are welcome to write it again without the promotion.
now-off-topic = Comments stay close to the article they stand under; one on its subject is welcome.
now-abuse = You are welcome to make the same point again in other words.
now-personal-attack = You are welcome to answer the argument instead.
now-illegal = If you write it again, please leave that part out.
now-duplicate = There is nothing you need to do.
now-false-identity = You are welcome to write it again under your own name, or a pen name nobody else goes by.
now-other = You are welcome to write another one.
appeal-until = If you think that this was wrong, you can appeal once, until { $until }. Somebody else then looks at it again.
appeal-button = See the decision and appeal
decision-button = See the decision

list-pending = waiting for a decision
list-reported = reported by readers
list-unreviewed = published and not looked at
list-appealed = appealed against by their authors
list-spam = taken for spam

verify-address-subject = Please confirm your address for { $host }
verify-address-intro = Somebody signed up at { $host } with this address. Please confirm that it is yours: the account is made only then.
verify-address-button = Confirm the address
verify-address-valid = The link works once, for two days.
welcome-subject = Welcome to the comments at { $host }
welcome-intro = Your account is ready. Sign in with your address and your password wherever you comment.
welcome-told = We tell you by mail when somebody replies to you and when a moderator decides on a comment of yours. You can change that at any time.
welcome-button = Choose which mails you get
change-address-subject = Please confirm your new address for { $host }
change-address-intro = Your account at { $host } is to move to this address. Please confirm that it is yours.
change-address-button = Use this address
change-address-valid = The link works once, for a day.
address-change-asked-subject = Your account at { $host } is to get another address
address-change-asked-intro = Somebody who knows your password asked to move your account at { $host } to another address. It moves once the link that was sent there is used.
address-change-asked-now = If that was not you, set a new password at once: that also makes the link useless.
address-changed-subject = Your account at { $host } has another address now
address-changed-intro = Your account at { $host } has moved to another address, as was asked for. This one is not used any more.
address-changed-now = If that was not you, write to the people who run the site: somebody has your account.
address-in-use-subject = You have an account at { $host } already
address-in-use-intro = Somebody tried to sign up at { $host } with this address, which has an account already.
address-in-use-now = If that was you, just sign in; if you do not know your password any more, ask for a new one. If it was not, there is nothing to do.
reset-password-subject = A new password for { $host }
reset-password-intro = Somebody asked for a new password for your account at { $host }. With this link you choose one:
reset-password-button = Choose a new password
reset-password-valid = The link works once, for an hour. As long as it is not used, your password stays as it is.
password-changed-subject = Your password at { $host } was changed
password-changed-intro = The password of your account at { $host } was changed, and everybody who was signed in elsewhere is signed out.
password-changed-now = If that was not you, ask for a new password at once, and look whether your address is still the right one.
new-sign-in-subject = A new sign-in to your account at { $host }
new-sign-in-intro = Somebody signed in to your account at { $host } with a browser or program that it was not used with before.
new-sign-in-device = With: { $device }
new-sign-in-unknown = With: a program that we do not know
new-sign-in-at = When: { $at }
new-sign-in-now = If that was you, there is nothing to do. If not, set a new password at once: that signs everybody else out.
confirm-follow-subject = Shall we mail you replies on { $site }?
confirm-follow-intro = Somebody commented on { $site } under “{ $title }” with this address, and would like to hear of replies.
confirm-follow-button = Yes, mail me
confirm-follow-valid = The link works once, for a week. If that was not you, do nothing: no more mail comes.

reply-subject = { $who } replied to you under “{ $title }”
reply-intro = { $who } replied to your comment under “{ $title }”:
mention-subject = { $who } mentioned you under “{ $title }”
mention-intro = { $who } mentioned you in a comment under “{ $title }”:
followed-subject = { $who } commented under “{ $title }”
followed-intro = { $who } wrote where you follow, under “{ $title }”:
comment-published-subject = Published: your comment under “{ $title }”
comment-published-intro = A moderator has read your comment under “{ $title }” and published it:
comment-not-published-subject = Not published: your comment under “{ $title }”
comment-not-published-intro = A moderator has read your comment under “{ $title }” and decided not to publish it:
comment-removed-subject = Taken down: your comment under “{ $title }”
comment-removed-intro = A moderator has taken down your comment under “{ $title }”:
comment-edited-subject = Changed by a moderator: your comment under “{ $title }”
comment-edited-intro = A moderator has changed the text of your comment under “{ $title }”. It now begins:
edit-asked-subject = Please change your comment under “{ $title }”
edit-asked-intro = A moderator has read your comment under “{ $title }” and asks you to change it before it can be published:
edit-asked-button = Change the comment
appeal-outcome-subject-overturned = Published after all: your comment under “{ $title }”
appeal-outcome-subject-upheld = Your appeal: the comment under “{ $title }” stays unpublished
appeal-outcome-intro-overturned = You appealed, and somebody else has looked at your comment under “{ $title }” again. It is published now:
appeal-outcome-intro-upheld = You appealed, and somebody else has looked at your comment under “{ $title }” again. It stays unpublished:
report-outcome-subject = What became of your report under “{ $title }”
report-outcome-intro = You reported a comment under “{ $title }”. Thank you for that.
report-outcome-confirmed = A moderator has looked at it and taken it down.
report-outcome-dismissed = A moderator has looked at it and let it stand.
report-outcome-moot = Its author has taken it back meanwhile.

sanctioned-subject = A measure against your account at { $place }
sanctioned-intro = A moderator has taken a measure against your account at { $place }.
measure-premoderate = From now on a moderator reads your comments before they appear.
measure-mute = From now on your comments are seen by you and the moderators alone.
measure-ban = From now on you can neither comment nor vote.
measure-until = This lasts until { $until }.
sanction-reason = What the moderator says:
purge = { $days ->
    [one] Your comments of the last day are taken down with it.
   *[other] Your comments of the last { $days } days are taken down with it.
}
warned-subject = A warning for your account at { $place }
warned-intro = A moderator has warned you at { $place }. No comment of yours is taken until you have said that you read it.
warned-button = Read and acknowledge the warning
sanction-ended-subject = A measure against your account at { $place } is over
sanction-ended-lifted = A moderator has lifted a measure against your account at { $place }.
sanction-ended-ran-out = A measure against your account at { $place } has run out.
over-warn = You need not acknowledge the warning any more.
over-premoderate = Your new comments appear again as anybody’s do.
over-mute = Everybody can see again what you write from now on.
over-ban = You can comment and vote again.

waiting-subject = { $count ->
    [one] One comment is waiting on { $site }
   *[other] { $count } comments are waiting on { $site }
}
waiting-intro = { $count ->
    [one] One comment is waiting for the moderators of { $site }:
   *[other] { $count } comments are waiting for the moderators of { $site }:
}
waiting-list = { $count } { $list }, the oldest for { $age }
waiting-item = { $author } under “{ $title }”:
waiting-approve = Publish
waiting-reject = Reject
waiting-spam = Spam
waiting-button = See all that waits
waiting-links = Each link opens a page with the whole comment and a button. It works once, for three days, and only for you.
target-breached-subject = { $site }: something has waited for { $age }
target-breached-intro = On { $site }, something { $list } has waited for { $age }. The site wants it looked at within { $target }.
escalated-subject = { $moderator } leaves a comment on { $site } to you
escalated-intro = { $moderator } leaves a comment under “{ $title }” on { $site } to the administrators:
weekly-figures-subject = { $site }: { $received ->
    [one] one comment last week
   *[other] { $received } comments last week
}
weekly-figures-intro = The week on { $site } from { $from } to { $to }, and the week before:
weekly-figures-this = this week
weekly-figures-before = the week before
weekly-figures-received = Comments received
weekly-figures-published = Published
weekly-figures-rejected = Rejected
weekly-figures-spam = Taken for spam
weekly-figures-reports = Reports by readers
weekly-figures-appeals = Appeals
weekly-figures-overturned = Appeals that succeeded
weekly-figures-wait = Median wait for a decision
digest-subject = { $count ->
    [one] One thing is new in the comments
   *[other] { $count } things are new in the comments
}
digest-intro = { $frequency ->
    [hourly] This is new since the last hour:
    [weekly] This is new since last week:
   *[daily] This is new since yesterday:
}
digest-reply = { $who } replied to you:
digest-mention = { $who } mentioned you:
digest-followed = { $who } wrote:
digest-comment-published = Your comment is published:
digest-comment-not-published = Your comment was not published:
digest-comment-removed = Your comment was taken down:
digest-comment-edited = A moderator has changed your comment:
digest-report-confirmed = What you reported was taken down.
digest-report-dismissed = What you reported was looked at, and stands.
digest-report-moot = What you reported was taken back by its author.
digest-other = News from the moderators:
digest-more = { $count ->
    [one] And one thing more.
   *[other] And { $count } things more.
}
test-subject = Test: { $subject }
