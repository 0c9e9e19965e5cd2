# The moderators’ desk.
queue-pending = En attente
queue-reported = Signalés
queue-unreviewed = Pas encore vus
queue-appealed = Contestés
queue-spam = Spam
desk-search = Recherche
desk-reports = Signalements
desk-appeals = Contestations
desk-sanctions = Sanctions
desk-log = Décisions
desk-figures = Chiffres
desk-texts = Motifs préparés
desk-rules = Règles
desk-site = Site et e-mails
desk-members = Membres
desk-sites = Sites
desk-mail = E-mails sortants
