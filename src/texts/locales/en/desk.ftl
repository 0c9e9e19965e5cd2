# The moderators’ desk.
queue-pending = Pending
queue-reported = Reported
queue-unreviewed = Not yet looked at
queue-appealed = Appealed
queue-spam = Spam
desk-search = Search
desk-reports = Reports
desk-appeals = Appeals
desk-sanctions = Sanctions
desk-log = Decisions
desk-figures = Figures
desk-texts = Canned reasons
desk-rules = Rules
desk-site = Site and mail
desk-members = Members
desk-sites = Sites
desk-mail = Outgoing mail

# The lists, a comment alone, second looks.
desk-second-looks = Second looks
desk-veil = May be hard to read ({ $why }) – show
desk-veil-off = Do not veil for me
desk-veil-on = Veil what is hard to read
desk-the-checks = The checks
desk-the-reports = Readers’ reports
desk-the-author = The author
desk-somebody = Somebody who is gone
desk-a-reader = a reader
desk-who-did = { $who }: { $did }
desk-did-approve = approved
desk-did-reject = rejected
desk-did-spam = taken for spam
desk-did-escalate = left to the administrators
desk-did-ask-edit = asked for an edit
desk-did-edit = text changed
desk-did-hide = hidden until somebody has looked
desk-did-pin = pinned
desk-did-unpin = unpinned
desk-did-close-thread = thread closed
desk-did-reopen-thread = thread reopened
desk-did-undo = taken back
desk-did-delete = deleted
check-closed-thread = Closed thread
check-sanction = Sanction
check-form = Form
check-length = Length
check-slow-mode = Slow mode
check-rate = Rate
check-repeated-text = Repeated
check-near-duplicate = Said by others
check-word-list = Word list
check-link-domains = Linked sites
check-links = Links
check-personal-details = Private details
check-shouting = Shouting
check-language = Language
check-impersonation = False name
check-address = Address
check-record = Record
check-level = Author’s level
check-sensitive-thread = Sensitive thread
check-first-time = First comment
check-akismet = Akismet
check-external = Own server
desk-field-name = in the name
desk-field-email = in the address
desk-field-website = in the website
desk-field-network = in the network
desk-record = { $published } published, { $rejected } rejected, { $spam } spam
desk-record-none = Nothing published yet
desk-sum = severity { $severity } × reach { $reach } × age { $age } = { $value }
desk-since = On this list: { $ago }
desk-choose = Choose the comment by { $name }
desk-open = open the comment by { $name }
desk-escalated = For the administrators
desk-edit-asked = Waits for its author
desk-closed = Thread closed
desk-only-article = only this article
desk-only-author = only this author
desk-on = { $name } is on this
desk-on-me = You are on this
desk-reply-to = In reply to { $name }
desk-deleted = This comment is deleted. Its text is gone.
desk-appealed = The author appeals.
desk-findings = What the checks found
desk-score = Score, of 100
desk-weight = Weight
desk-similar = { $count ->
    [one] One more says nearly the same
   *[other] { $count } more say nearly the same
}
desk-similar-too = { $count ->
    [one] the one like it too
   *[other] the { $count } like it too
}
desk-approve = Approve
desk-spam = Spam
desk-reject = Reject
desk-more = More
desk-claim = I take this
desk-release = Give back
desk-why = Why
desk-canned = Canned reason
desk-canned-none = None
desk-note = What the author is told (optional)
desk-ask-note = Note
desk-ask-hint = Asking for an edit, the author reads it; escalating, the administrators do.
desk-escalate = Escalate
desk-ask-edit = Ask for an edit
desk-pin = Pin
desk-unpin = Unpin
desk-close-thread = Close the thread
desk-reopen-thread = Reopen the thread
desk-undo = Undo
desk-left = { $count ->
    [one] One was left as it is: somebody else works on it, it had changed, or it was too late.
   *[other] { $count } were left as they are: somebody else works on them, they had changed, or it was too late.
}
desk-done-approve = { $count ->
    [0] Nothing was decided.
    [one] Approved.
   *[other] { $count } approved.
}
desk-done-reject = { $count ->
    [0] Nothing was decided.
    [one] Rejected.
   *[other] { $count } rejected.
}
desk-done-spam = { $count ->
    [0] Nothing was decided.
    [one] Taken for spam.
   *[other] { $count } taken for spam.
}
desk-done-escalate = { $count ->
    [0] Nothing was decided.
    [one] Left to the administrators.
   *[other] { $count } left to the administrators.
}
desk-done-ask-edit = { $count ->
    [0] Nothing was decided.
    [one] The author is asked to change it.
   *[other] { $count } authors are asked to change them.
}
desk-done-pin = { $count ->
    [0] Nothing was decided.
    [one] Pinned.
   *[other] { $count } pinned.
}
desk-done-unpin = { $count ->
    [0] Nothing was decided.
    [one] Not pinned any more.
   *[other] { $count } not pinned any more.
}
desk-done-close-thread = { $count ->
    [0] Nothing was decided.
    [one] The thread is closed.
   *[other] { $count } threads are closed.
}
desk-done-reopen-thread = { $count ->
    [0] Nothing was decided.
    [one] The thread is open again.
   *[other] { $count } threads are open again.
}
desk-undone = { $count ->
    [0] Nothing was taken back.
    [one] Taken back.
   *[other] { $count } taken back.
}
desk-taken = { $count ->
    [0] There is nothing more to take.
    [one] One comment is yours for ten minutes.
   *[other] { $count } comments are yours for ten minutes.
}
desk-kept-noted = The note is kept.
desk-kept-unnoted = The note is gone.
desk-kept-edited = The text is changed.
desk-kept-deleted = It is deleted.
desk-kept-released = Others can take it now.
desk-kept-claimed = It is yours for ten minutes.
desk-kept-looked = Thank you. Your look is kept.
desk-choose-some = Choose at least one comment.
desk-overtaken = Somebody was faster. This is how the comment stands now.
desk-wrong = Nothing was done: something in the form is not right.
desk-claimed-why = If you decide now, you decide all the same.
desk-order = Order
desk-priority = Most urgent
desk-oldest = Oldest
desk-newest = Newest
desk-take = Take the next ten
desk-mine = Only mine
desk-everybodys = Everybody’s
desk-filters = Filters
desk-filter = Apply
desk-filter-none = No filters
desk-any = Any
desk-reason = Reason
desk-no-reason = No reason
desk-check = Check
desk-mark = Mark
desk-language = Language
desk-article = Article (its address or number)
desk-author = Author (number of a comment)
desk-none = Nothing waits here. Well done.
desk-none-filtered = Nothing on this list is like that.
desk-many = Decide on many
desk-choose-all = Choose all on this page
desk-choose-none = Choose none
desk-chosen = { "{n}" } chosen
desk-next = Next
desk-first-page = First page
desk-keys = Keys
desk-key-move = Next, previous comment
desk-key-reject = Reject: choose a reason, then send
desk-key-more = Escalate, ask for an edit, more
desk-key-claim = Take or give back
desk-key-choose = Choose for many
desk-key-veil = Show what is veiled
desk-key-open = Open the comment
desk-key-help = This list
desk-keys-on = Single keys do something
desk-around = Around it
desk-replies = Replies
desk-siblings = Other replies to the same comment
desk-similar-title = Nearly the same
desk-appeal-not-you = You decided what this appeal is against, so somebody else decides on it.
desk-appeal-reason = Reason, if it is turned down
desk-overturn = Publish after all
desk-uphold = Turn down
desk-appeal-upheld = turned down
desk-appeal-overturned = published after all
desk-appeal-moot = nothing left to decide
desk-reporter = By
desk-reporter-record = { $confirmed } confirmed, { $dismissed } dismissed
desk-when = When
desk-outcome = Outcome
desk-still-open = Open
desk-report-confirmed = Confirmed
desk-report-dismissed = Dismissed
desk-report-moot = Nothing to decide
desk-history = What was decided
desk-revisions = Its texts
desk-about-author = The author
desk-trust = Trust
desk-trust-new = New
desk-trust-known = Known
desk-trust-trusted = Trusted
desk-trust-staff = Staff
desk-comments = Comments here
desk-since-when = Account since
desk-guest = A guest, without an account
desk-sanction-warn = Warned
desk-sanction-premoderate = Every comment waits
desk-sanction-mute = Muted
desk-sanction-suspend = Suspended
desk-sanction-ban = Banned
desk-until = until { $until }
desk-notes = Notes
desk-notes-none = Nobody has noted anything.
desk-note-new = A note for the staff
desk-note-hint = The author sees it only in an export of the account.
desk-note-save = Keep the note
desk-note-remove = Remove
desk-edit = Change or delete
desk-edit-open = Change the text
desk-edit-hint = Everybody sees that the staff changed it. The author’s own text is kept.
desk-looks-why = Somebody else has decided on these. Say what you would have done, without knowing. Nothing happens to the comment.
desk-look-approve = I would approve
desk-look-reject = I would reject
desk-look-late = Somebody has looked at it already, or the comment has changed.
desk-looks-none = Nothing to look at again.
desk-disagreed = Where two did not agree
desk-disagreed-none = Nobody has disagreed.
desk-first = First
desk-second = Second
desk-verdict-approve = approve
desk-verdict-reject = reject
desk-verdict-spam = spam
desk-effect-note = noted
desk-effect-mute = for its author alone
desk-effect-hold = holds it
desk-effect-refuse = refuses it
desk-edited-since = The author has changed the text. This is how the comment stands now.
