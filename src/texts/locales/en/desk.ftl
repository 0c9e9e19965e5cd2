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
