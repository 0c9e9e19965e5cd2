# The moderators’ desk.
queue-pending = Wartend
queue-reported = Gemeldet
queue-unreviewed = Noch nicht angesehen
queue-appealed = Mit Einspruch
queue-spam = Spam
desk-search = Suche
desk-reports = Meldungen
desk-appeals = Einsprüche
desk-sanctions = Sanktionen
desk-log = Entscheidungen
desk-figures = Zahlen
desk-texts = Textbausteine
desk-rules = Regeln
desk-site = Website und Mails
desk-members = Mitglieder
desk-sites = Websites
desk-mail = Ausgehende Mails
