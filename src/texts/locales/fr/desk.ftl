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

# The lists, a comment alone, second looks.
desk-second-looks = Seconds regards
desk-veil = Peut-être pénible à lire ({ $why }) – afficher
desk-veil-off = Ne rien me masquer
desk-veil-on = Masquer ce qui est pénible
desk-the-checks = Les contrôles
desk-the-reports = Les signalements des lecteurs
desk-the-author = L’auteur
desk-somebody = Quelqu’un qui n’est plus là
desk-a-reader = un lecteur ou une lectrice
desk-who-did = { $who } : { $did }
desk-did-approve = approuvé
desk-did-reject = rejeté
desk-did-spam = classé comme spam
desk-did-escalate = laissé aux administrateurs
desk-did-ask-edit = modification demandée
desk-did-edit = texte modifié
desk-did-hide = masqué en attendant un regard
desk-did-pin = épinglé
desk-did-unpin = désépinglé
desk-did-close-thread = fil fermé
desk-did-reopen-thread = fil rouvert
desk-did-undo = annulé
desk-did-delete = supprimé
check-closed-thread = Fil fermé
check-sanction = Sanction
check-form = Formulaire
check-length = Longueur
check-slow-mode = Mode lent
check-rate = Cadence
check-repeated-text = Répétition
check-near-duplicate = Dit par d’autres
check-word-list = Liste de mots
check-link-domains = Sites liés
check-links = Liens
check-personal-details = Données personnelles
check-shouting = Cris
check-language = Langue
check-impersonation = Usurpation
check-address = Adresse
check-record = Antécédents
check-level = Niveau de confiance
check-sensitive-thread = Sujet sensible
check-first-time = Premier commentaire
check-akismet = Akismet
check-external = Serveur propre
desk-field-name = dans le nom
desk-field-email = dans l’adresse
desk-field-website = dans le site web
desk-field-network = dans le réseau
desk-record = { $published } publiés, { $rejected } rejetés, { $spam } spam
desk-record-none = Rien de publié encore
desk-sum = gravité { $severity } × portée { $reach } × âge { $age } = { $value }
desk-since = Sur cette liste : { $ago }
desk-choose = Choisir le commentaire de { $name }
desk-open = ouvrir le commentaire de { $name }
desk-escalated = Pour les administrateurs
desk-edit-asked = Attend son auteur
desk-closed = Fil fermé
desk-only-article = cet article seul
desk-only-author = cet auteur seul
desk-on = { $name } s’en occupe
desk-on-me = Vous vous en occupez
desk-reply-to = En réponse à { $name }
desk-deleted = Ce commentaire est supprimé. Son texte n’existe plus.
desk-appealed = L’auteur conteste.
desk-findings = Ce que les contrôles ont vu
desk-score = Score, sur 100
desk-weight = Poids
desk-similar = { $count ->
    [one] Un autre dit presque la même chose
   *[other] { $count } autres disent presque la même chose
}
desk-similar-too = { $count ->
    [one] le semblable aussi
   *[other] les { $count } semblables aussi
}
desk-approve = Approuver
desk-spam = Spam
desk-reject = Rejeter
desk-more = Plus
desk-claim = Je m’en occupe
desk-release = Rendre
desk-why = Pourquoi
desk-canned = Motif préparé
desk-canned-none = Aucun
desk-note = Ce qui est dit à l’auteur (facultatif)
desk-ask-note = Note
desk-ask-hint = L’auteur la lit si vous demandez une modification, les administrateurs si vous leur laissez le commentaire.
desk-escalate = Laisser aux administrateurs
desk-ask-edit = Demander une modification
desk-pin = Épingler
desk-unpin = Désépingler
desk-close-thread = Fermer le fil
desk-reopen-thread = Rouvrir le fil
desk-undo = Annuler
desk-left = { $count ->
    [one] Un est resté tel quel : quelqu’un d’autre s’en occupe, il avait changé ou c’était trop tard.
   *[other] { $count } sont restés tels quels : quelqu’un d’autre s’en occupe, ils avaient changé ou c’était trop tard.
}
desk-done-approve = { $count ->
    [0] Rien n’est décidé.
    [one] Approuvé.
   *[other] { $count } approuvés.
}
desk-done-reject = { $count ->
    [0] Rien n’est décidé.
    [one] Rejeté.
   *[other] { $count } rejetés.
}
desk-done-spam = { $count ->
    [0] Rien n’est décidé.
    [one] Classé comme spam.
   *[other] { $count } classés comme spam.
}
desk-done-escalate = { $count ->
    [0] Rien n’est décidé.
    [one] Laissé aux administrateurs.
   *[other] { $count } laissés aux administrateurs.
}
desk-done-ask-edit = { $count ->
    [0] Rien n’est décidé.
    [one] Modification demandée.
   *[other] { $count } modifications demandées.
}
desk-done-pin = { $count ->
    [0] Rien n’est décidé.
    [one] Épinglé.
   *[other] { $count } épinglés.
}
desk-done-unpin = { $count ->
    [0] Rien n’est décidé.
    [one] N’est plus épinglé.
   *[other] { $count } ne sont plus épinglés.
}
desk-done-close-thread = { $count ->
    [0] Rien n’est décidé.
    [one] Le fil est fermé.
   *[other] { $count } fils sont fermés.
}
desk-done-reopen-thread = { $count ->
    [0] Rien n’est décidé.
    [one] Le fil est rouvert.
   *[other] { $count } fils sont rouverts.
}
desk-undone = { $count ->
    [0] Rien n’est annulé.
    [one] Annulé.
   *[other] { $count } annulés.
}
desk-taken = { $count ->
    [0] Il ne reste rien à prendre.
    [one] Un commentaire est à vous pour dix minutes.
   *[other] { $count } commentaires sont à vous pour dix minutes.
}
desk-kept-noted = La note est gardée.
desk-kept-unnoted = La note est retirée.
desk-kept-edited = Le texte est modifié.
desk-kept-deleted = Il est supprimé.
desk-kept-released = D’autres peuvent le prendre.
desk-kept-claimed = Il est à vous pour dix minutes.
desk-kept-looked = Merci. Votre regard est gardé.
desk-choose-some = Choisissez au moins un commentaire.
desk-overtaken = Quelqu’un a été plus rapide. Voici où en est le commentaire.
desk-wrong = Rien n’a été fait : quelque chose ne va pas dans le formulaire.
desk-claimed-why = Si vous décidez maintenant, vous décidez quand même.
desk-order = Ordre
desk-priority = Les plus urgents
desk-oldest = Les plus anciens
desk-newest = Les plus récents
desk-take = Prendre les dix suivants
desk-mine = Les miens seuls
desk-everybodys = Ceux de tous
desk-filters = Filtres
desk-filter = Appliquer
desk-filter-none = Aucun filtre
desk-any = Tous
desk-reason = Motif
desk-no-reason = Aucun motif
desk-check = Contrôle
desk-mark = Marque
desk-language = Langue
desk-article = Article (adresse ou numéro)
desk-author = Auteur (numéro d’un commentaire)
desk-none = Rien n’attend ici. Bravo.
desk-none-filtered = Rien de tel sur cette liste.
desk-many = Décider pour plusieurs
desk-choose-all = Choisir toute la page
desk-choose-none = N’en choisir aucun
desk-chosen = { "{n}" } choisis
desk-next = Suivant
desk-first-page = Première page
desk-keys = Touches
desk-key-move = Commentaire suivant, précédent
desk-key-reject = Rejeter : choisir un motif, puis envoyer
desk-key-more = Laisser, demander une modification, plus
desk-key-claim = Prendre ou rendre
desk-key-choose = Choisir pour plusieurs
desk-key-veil = Afficher ce qui est masqué
desk-key-open = Ouvrir le commentaire
desk-key-help = Cette liste
desk-keys-on = Les touches seules font quelque chose
desk-around = Autour
desk-replies = Réponses
desk-siblings = Autres réponses au même commentaire
desk-similar-title = Presque la même chose
desk-appeal-not-you = Cette contestation vise votre décision ; quelqu’un d’autre tranche donc.
desk-appeal-reason = Motif, si elle est écartée
desk-overturn = Publier quand même
desk-uphold = Écarter
desk-appeal-upheld = écartée
desk-appeal-overturned = publié quand même
desk-appeal-moot = plus rien à décider
desk-reporter = Par
desk-reporter-record = { $confirmed } confirmés, { $dismissed } écartés
desk-when = Quand
desk-outcome = Issue
desk-still-open = Ouvert
desk-report-confirmed = Confirmé
desk-report-dismissed = Écarté
desk-report-moot = Rien à décider
desk-history = Ce qui a été décidé
desk-revisions = Ses textes
desk-about-author = L’auteur
desk-trust = Confiance
desk-trust-new = Nouveau
desk-trust-known = Connu
desk-trust-trusted = De confiance
desk-trust-staff = Rédaction
desk-comments = Commentaires ici
desk-since-when = Compte depuis
desk-guest = Invité, sans compte
desk-sanction-warn = Averti
desk-sanction-premoderate = Chaque commentaire attend
desk-sanction-mute = Muet
desk-sanction-suspend = Suspendu
desk-sanction-ban = Exclu
desk-until = jusqu’au { $until }
desk-notes = Notes
desk-notes-none = Personne n’a rien noté.
desk-note-new = Une note pour l’équipe
desk-note-hint = L’auteur ne la voit que dans l’export de son compte.
desk-note-save = Garder la note
desk-note-remove = Retirer
desk-edit = Modifier ou supprimer
desk-edit-open = Modifier le texte
desk-edit-hint = Tout le monde voit que la rédaction l’a modifié. Le texte d’origine est gardé.
desk-looks-why = Quelqu’un d’autre a déjà tranché. Dites ce que vous auriez fait, sans le savoir. Rien n’arrive au commentaire.
desk-look-approve = J’approuverais
desk-look-reject = Je rejetterais
desk-look-late = Quelqu’un l’a déjà regardé, ou le commentaire a changé.
desk-looks-none = Rien à regarder de nouveau.
desk-disagreed = Où deux personnes n’étaient pas d’accord
desk-disagreed-none = Personne n’était en désaccord.
desk-first = D’abord
desk-second = Ensuite
desk-verdict-approve = approuver
desk-verdict-reject = rejeter
desk-verdict-spam = spam
desk-effect-note = noté
desk-effect-mute = pour son auteur seul
desk-effect-hold = le retient
desk-effect-refuse = le refuse
desk-edited-since = Le texte a changé entre-temps. Voici où en est le commentaire.
