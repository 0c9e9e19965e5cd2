# The pages of an account, and those that links in mails lead to.
sign-in-title = Sign in
sign-in-wrong = The email address or the password is not right.
sign-in-busy = Many people are signing in at the moment. Please try again in a minute.
sign-in-stale = This page was open for too long, or cookies are switched off. Please try again.
field-email = Email
field-password = Password
sign-in-forgot = Forgotten your password?
sign-in-no-account = No account yet?
field-name = Name
field-name-hint = Stands beside your comments. 2 to 40 characters.
field-new-password = New password
field-present-password = Your present password
field-password-hint = At least { $count } characters. A few unrelated words make a good one.
wrong-name = Please choose 2 to 40 visible characters with a letter or a digit, and no name that looks like that of somebody on the staff.
wrong-email = Please enter an address such as name@example.org.
wrong-email-often = The address was changed too often today. Please try again tomorrow.
wrong-password = Please choose a password of 10 to 128 characters that is none of the most common ones, and not one character over and over.
wrong-present-password = This is not the password of your account.
wrong-statement = Please say why in 1 to 2000 characters: your statement is what somebody else goes by.
wrong-note = Please write at most 2000 characters.
wrong-zone = Please choose a time zone such as Europe/Berlin.
wrong-time = Please enter a time such as 22:30, here and in the other field, or leave both empty.
account-wrong = Nothing was changed yet: something in the form is not right.
sign-up-title = Create an account
sign-up-why = With an account you can comment under your own name, follow conversations and change what you wrote.
sign-up-email-hint = Never shown. We send a link there first.
sign-up-button = Create the account
sign-up-have-one = You have an account already?
sent-title = Look into your mailbox
sign-up-sent = We have sent a mail to the address. Its link makes the account, and works for two days. Nothing has come after a few minutes? Look among the unwanted mail.
forgot-title = Forgotten your password?
forgot-why = Tell us the address of your account, and we send a link there by which you choose a new one.
forgot-button = Send the link
forgot-sent = If the address has an account here, a link is on its way there. It works for an hour.
link-unusable = This link doesn’t work any more
verify-title = Confirm your address
verify-why = Press the button to confirm that this email address is yours. Your account is ready to use after that.
verify-button = Confirm my address
verify-not-you = You didn’t make an account? Close this page, and nothing happens.
verify-done = Your account is ready
verify-done-why = Thank you. Sign in with your address and password wherever you comment.
verify-unusable = It was used before, or it is too old. Sign up again, and a new link is sent to you.
address-title = Confirm your new address
address-why = Press the button, and your account moves to the address that this link was sent to. From then on you sign in with it, and mail goes there.
address-button = Use the new address
address-not-you = You didn’t ask for this? Close this page, and your account keeps its old address.
address-done = Your address is changed
address-done-why = Your account has moved. Sign in with the new address from now on.
address-unusable = It was used before, or it is too old. Your account keeps the address it has. Ask for the change again, and a new link is sent to you.
reset-title = Choose a new password
reset-why = Setting it signs you out everywhere else.
reset-button = Set the password
reset-done = Your password is set
reset-done-why = Sign in with the new password. Everywhere else you are signed out.
reset-unusable = It was used before, or it is too old. Ask for a new password again, and a new link is sent to you. Each link works for an hour, once.
guest-mail-title = Mail about replies
guest-mail-why = Press the button, and { $site } tells you by mail when somebody replies to your comments, or writes where you follow.
guest-mail-button = Yes, mail me
guest-mail-not-you = You did not comment there? Close this page: nothing more is sent to you.
guest-mail-done = You will hear of replies
guest-mail-done-why = Each mail has a link by which you can stop them again.
guest-mail-unusable = It was used before, or it is too old. When you comment again, a new one is sent to you.
own-title = Your comment
own-wrote = You wrote under
appeal-done = Your appeal is in
appeal-done-why = Somebody else looks at your comment again, and you are told by mail.
warning-title = A warning
warning-on = A moderator warned you on { $at }:
warning-over = You have acknowledged it, or it was taken back. There is nothing to do.
warning-then = Once you say that you have read it, you can comment again.
warning-button = I have read it
warning-done = Thank you
warning-done-why = You can comment again.
mail-waiting-title = What waits
mail-waiting-none = Nothing waits for a decision.
mail-waiting-count = { $count ->
    [one] One comment waits for a decision.
   *[other] { $count } comments wait for a decision; the most urgent come first.
}
mail-waiting-by = { $name } under
mail-decide-wrote = { $name } wrote under
mail-decide-because = Why it waits:
mail-decide-reason = Reason, which the author is told
mail-decide-note = A word to the author (optional)
mail-decide-approve = Publish the comment
mail-decide-reject = Reject the comment
mail-decide-spam = Take it for spam
mail-decided-approve = The comment is published
mail-decided-reject = The comment is rejected
mail-decided-spam = The comment is taken for spam
mail-decided-on = You decided on what { $name } wrote under “{ $title }”.
mail-decide-expired = This link is too old
mail-decide-expired-why = It worked for three days. The comment still waits at the desk.
mail-decide-spent = This link was used before
mail-decide-spent-why = Each link works once. Decide at the desk.
mail-decide-changed = The comment has changed
mail-decide-changed-why = Its author has changed it, or the checks have looked again, since the mail was written. Decide at the desk.
mail-decide-taken = It is decided already
mail-taken-approve = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} published the comment on { $at }.
mail-taken-reject = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} rejected the comment on { $at }.
mail-taken-spam = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} took the comment for spam on { $at }.
mail-taken-delete = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} deleted the comment on { $at }.
mail-taken-ask-edit = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} asked the author for a change on { $at }.
mail-taken-edit = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} changed the comment’s text on { $at }.
mail-taken-escalate = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} left the comment to the administrators on { $at }.
mail-taken-undo = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} took back what was decided on { $at }.
mail-taken-other = { $who ->
    [you] You
    [nobody] Somebody
   *[name] { $name }
} changed what is with the comment on { $at }.
mail-title = Your mails
mail-saved = Your choice is saved.
mail-said-forgotten = It is off the list.
mail-said-heard = You are told of this author again.
mail-choose = { $name }, choose how often you are told by mail.
mail-always = Mails about your account itself, such as a new password, are always sent.
mail-from-mail = (what the mail was about)
mail-all-off = Turn all of them off
mail-how-often = How often you are told by mail
mail-quiet = Quiet hours
mail-quiet-hint = No mail comes then but those that you wait for. Leave both empty for none.
mail-quiet-from = From
mail-quiet-to = To
mail-followed = What you follow or have muted
mail-followed-none = You follow nothing. Below each comment, and at the head of each thread, you can begin to.
mail-muted = muted
mail-whole-thread = All comments
mail-below-comment = Replies below a comment
mail-unmute = Unmute
mail-unfollow = Stop following
mail-ignored = People you ignore
mail-ignored-none = You ignore nobody.
mail-ignored-hint = You are told of nothing that they write.
mail-unignore = Ignore no longer
mail-forget = Forget my address
mail-forget-why = Your comments stay. Nothing more is mailed to you, and your choices here are forgotten.
mail-forgotten = Your address is forgotten
mail-forgotten-why = No more mail goes to it from here.
mail-unsubscribed = You are unsubscribed
mail-unsubscribed-why = No more mails of that kind go to your address from here.
topic-replies = Replies to my comments
topic-follows = New comments where I follow
topic-mentions = Comments that name me
topic-decisions = What moderators decide on my comments
topic-reports = What becomes of what I report
topic-waiting = Comments that wait for moderators
topic-targets = Lists that wait too long
topic-figures = The week’s figures
frequency-at-once = At once
frequency-hourly = Together, every hour
frequency-daily = Together, every morning
frequency-weekly = Together, every Monday
frequency-off = Never by mail
account-overview = Your account
account-comments = Your comments
account-sessions = Sessions
account-tokens = API tokens
account-export = Your data
account-delete = Delete your account
account-save = Save
account-pages = Pages of the list
account-first-page = First page
account-next-page = Next page
account-said-name = Your name is changed. It is so beside all your comments.
account-said-email = A link is on its way to the address. Your account has it once the link is used.
account-said-password = Your password is changed. Everywhere else you are signed out.
account-said-language = Language and time zone are saved.
account-said-read = Thank you. You can comment again.
account-name-label = What others call you
account-email-confirmed = confirmed
account-email-pending = A link has been sent to a new address. Until it is used, your account keeps this one.
account-mail-off = No mail has gone to this address since { $at }.
account-mail-bounced = What we sent there came back:
account-mail-complained = Somebody there told us that our mail was unwanted:
account-mail-lift-bounced = If the mailbox works again, enter the same address below and use the link that is sent there; another address does as well.
account-mail-lift-complained = If that was a mistake, write to the people who run the site, or enter another address below.
account-email-new = New address
account-email-hint = A link goes there first. Whoever has the old address is told.
account-email-send = Send the link
account-password-change = Change the password
account-password-ends = It ends your other sessions and all API tokens.
account-language = Language and time
account-language-label = Language of pages and mails
account-language-any = As the browser and the site have it
account-zone = Time zone
account-zone-hint = When your mornings and quiet hours are. Such as Europe/London.
account-measure-on = A measure on { $site }
account-measure-everywhere = A measure on all sites
account-measure-warn = You are warned. Once you say that you have read this, you can comment again.
account-measure-premoderate = A moderator reads your comments before they appear.
account-measure-mute = Your comments are seen by you and the moderators alone.
account-measure-suspend = For a while you can neither comment nor vote.
account-measure-ban = You can neither comment nor vote.
account-measure-since = Since { $at }.
account-measure-no-end = It lasts until a moderator lifts it.
sessions-why = In these browsers and programs you are signed in. End what you do not know.
sessions-unknown = A program that we do not know
sessions-this = This browser
sessions-when = Since { $since }, used { $used }
sessions-end = Sign out there
sessions-end-others = Sign out everywhere else
sessions-said-ended = It has ended.
news-none = Nothing yet. Replies to you, and what becomes of your comments, will stand here.
news-unread = New:
news-read-all = Mark all as read
news-read-one = Mark as read
comments-none = You have not commented yet.
comments-edit-asked = A change is asked for
state-published = Published
state-pending = Waiting
state-rejected = Not published
state-spam = Not published
state-deleted = Deleted
export-why = Here is everything that is kept about your account, in one file that programs can read (JSON).
export-what = Your comments with all their versions, votes, reports and appeals, what was decided and noted, what you follow and were told, and where you are signed in. No passwords and no texts of mails.
export-button = Download the file
delete-why = This is for good; nobody can bring it back:
delete-comments = All your comments are deleted. Where replies stand below one, an empty place stays.
delete-votes = Your votes are taken back; your name, your address and what you follow are forgotten.
delete-sessions = You are signed out everywhere, and API tokens end.
delete-before = Before that, take along what you want to keep:
delete-button = Delete my account for good
delete-last-administrator = You are the last administrator. Make somebody else one first.
delete-done = Your account is gone
delete-done-why = All that you wrote here is deleted. Thank you for having been with us.
error-status = Error { $status }
error-nowhere = Page not found
error-nowhere-why = There is nothing at this address. A link may have been cut off on its way to you.
error-internal = Something went wrong
error-internal-why = It was our mistake, and it was noted. Please try again in a few minutes.
error-busy = Please wait a moment
error-busy-why = There is too much to do here at the moment. Please try again in a minute.
error-stale = Please send that once more
error-stale-why = The page was open for too long, you have signed in or out meanwhile, or cookies are switched off. Please go back, load the page again and repeat.
error-too-many = Too much at once
error-too-many-why = More came from your network address than we take. Please wait a minute and try again.
error-forbidden = That is not allowed
error-forbidden-why = You are not signed in with an account that may do this.
error-warned = Please read this first
error-warned-why = A warning waits for you in your account. Acknowledge it, and you can comment again.
error-invalid = That could not be used
error-no-choice-why = One of the choices is none that there is. Please go back and choose again.
error-overtaken = Somebody was faster
error-overtaken-why = It was changed at the same moment. Please go back, look at it again and repeat.
error-too-long = That is too long
error-too-long-why = More was sent than we take. Go back: your text is still in the form, where you can shorten it.
error-unread = That could not be read
error-unread-why = What was sent could not be read. Please go back and send the form again.
error-no-form-why = This address takes what its own form sends, and nothing else.
error-method = That doesn’t work here
error-method-why = This page cannot be used that way. Please go back and try again.
error-unknown-link = This link leads nowhere
error-unknown-link-why = A part of the link may be missing, or the address it was mailed to is not in use here any more.
error-cut-link = This link is not complete
error-cut-link-why = A part of the link is missing. Please open it from the mail again, or copy all of it.
