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

# The lists, a comment alone, second looks.
desk-second-looks = Zweite Blicke
desk-veil = Vielleicht schwer zu lesen ({ $why }) – zeigen
desk-veil-off = Mir nichts verdecken
desk-veil-on = Schwer Lesbares verdecken
desk-the-checks = Die Prüfungen
desk-the-reports = Meldungen von Lesern
desk-the-author = Autor oder Autorin
desk-somebody = Jemand, der nicht mehr da ist
desk-a-reader = jemand aus der Leserschaft
desk-who-did = { $who }: { $did }
desk-did-approve = freigegeben
desk-did-reject = abgelehnt
desk-did-spam = als Spam eingestuft
desk-did-escalate = der Administration überlassen
desk-did-ask-edit = um Änderung gebeten
desk-did-edit = Text geändert
desk-did-hide = verborgen, bis jemand hingesehen hat
desk-did-pin = angeheftet
desk-did-unpin = nicht mehr angeheftet
desk-did-close-thread = Kommentare geschlossen
desk-did-reopen-thread = Kommentare wieder geöffnet
desk-did-undo = zurückgenommen
desk-did-delete = gelöscht
check-closed-thread = Geschlossene Kommentare
check-sanction = Sanktion
check-form = Formular
check-length = Länge
check-slow-mode = Langsamer Modus
check-rate = Tempo
check-repeated-text = Wiederholung
check-near-duplicate = Von anderen gesagt
check-word-list = Wortliste
check-link-domains = Verlinkte Websites
check-links = Links
check-personal-details = Private Angaben
check-shouting = Geschrei
check-language = Sprache
check-impersonation = Falscher Name
check-address = Adresse
check-record = Vorgeschichte
check-level = Vertrauensstufe
check-sensitive-thread = Heikles Thema
check-first-time = Erster Kommentar
check-akismet = Akismet
check-external = Eigener Server
desk-field-name = im Namen
desk-field-email = in der Adresse
desk-field-website = in der Website
desk-field-network = im Netz
desk-record = { $published } veröffentlicht, { $rejected } abgelehnt, { $spam } Spam
desk-record-none = Noch nichts veröffentlicht
desk-sum = Schwere { $severity } × Reichweite { $reach } × Alter { $age } = { $value }
desk-since = Auf dieser Liste: { $ago }
desk-choose = Den Kommentar von { $name } auswählen
desk-open = den Kommentar von { $name } öffnen
desk-escalated = Für die Administration
desk-edit-asked = Wartet auf Änderung
desk-closed = Kommentare geschlossen
desk-only-article = nur dieser Artikel
desk-only-author = nur von hier
desk-on = { $name } ist hier dran
desk-on-me = Sie sind hier dran
desk-reply-to = Antwort auf { $name }
desk-deleted = Dieser Kommentar ist gelöscht. Sein Text ist weg.
desk-appealed = Es liegt ein Einspruch vor.
desk-findings = Was die Prüfungen gefunden haben
desk-score = Wert, von 100
desk-weight = Gewicht
desk-similar = { $count ->
    [one] Ein weiterer sagt fast dasselbe
   *[other] { $count } weitere sagen fast dasselbe
}
desk-similar-too = { $count ->
    [one] den ähnlichen auch
   *[other] die { $count } ähnlichen auch
}
desk-approve = Freigeben
desk-spam = Spam
desk-reject = Ablehnen
desk-more = Mehr
desk-claim = Ich übernehme das
desk-release = Zurückgeben
desk-why = Warum
desk-canned = Textbaustein
desk-canned-none = Keiner
desk-note = Was Autor oder Autorin erfährt (freiwillig)
desk-ask-note = Notiz
desk-ask-hint = Bei der Bitte um Änderung liest sie der Autor oder die Autorin, beim Überlassen die Administration.
desk-escalate = Der Administration überlassen
desk-ask-edit = Um Änderung bitten
desk-pin = Anheften
desk-unpin = Nicht mehr anheften
desk-close-thread = Kommentare schließen
desk-reopen-thread = Kommentare wieder öffnen
desk-undo = Rückgängig
desk-left = { $count ->
    [one] Einer blieb, wie er war: Jemand anders ist dran, er wurde geändert, oder es war zu spät.
   *[other] { $count } blieben, wie sie waren: Jemand anders ist dran, sie wurden geändert, oder es war zu spät.
}
desk-done-approve = { $count ->
    [0] Nichts wurde entschieden.
    [one] Freigegeben.
   *[other] { $count } freigegeben.
}
desk-done-reject = { $count ->
    [0] Nichts wurde entschieden.
    [one] Abgelehnt.
   *[other] { $count } abgelehnt.
}
desk-done-spam = { $count ->
    [0] Nichts wurde entschieden.
    [one] Als Spam eingestuft.
   *[other] { $count } als Spam eingestuft.
}
desk-done-escalate = { $count ->
    [0] Nichts wurde entschieden.
    [one] Der Administration überlassen.
   *[other] { $count } der Administration überlassen.
}
desk-done-ask-edit = { $count ->
    [0] Nichts wurde entschieden.
    [one] Um Änderung gebeten.
   *[other] Bei { $count } um Änderung gebeten.
}
desk-done-pin = { $count ->
    [0] Nichts wurde entschieden.
    [one] Angeheftet.
   *[other] { $count } angeheftet.
}
desk-done-unpin = { $count ->
    [0] Nichts wurde entschieden.
    [one] Nicht mehr angeheftet.
   *[other] { $count } nicht mehr angeheftet.
}
desk-done-close-thread = { $count ->
    [0] Nichts wurde entschieden.
    [one] Die Kommentare sind geschlossen.
   *[other] Bei { $count } sind die Kommentare geschlossen.
}
desk-done-reopen-thread = { $count ->
    [0] Nichts wurde entschieden.
    [one] Die Kommentare sind wieder offen.
   *[other] Bei { $count } sind die Kommentare wieder offen.
}
desk-undone = { $count ->
    [0] Nichts wurde zurückgenommen.
    [one] Zurückgenommen.
   *[other] { $count } zurückgenommen.
}
desk-taken = { $count ->
    [0] Es gibt nichts mehr zu übernehmen.
    [one] Ein Kommentar gehört zehn Minuten lang Ihnen.
   *[other] { $count } Kommentare gehören zehn Minuten lang Ihnen.
}
desk-kept-noted = Die Notiz ist gespeichert.
desk-kept-unnoted = Die Notiz ist weg.
desk-kept-edited = Der Text ist geändert.
desk-kept-deleted = Er ist gelöscht.
desk-kept-released = Andere können ihn jetzt übernehmen.
desk-kept-claimed = Er gehört zehn Minuten lang Ihnen.
desk-kept-looked = Danke. Ihr Blick ist festgehalten.
desk-choose-some = Wählen Sie mindestens einen Kommentar aus.
desk-overtaken = Jemand war schneller. So steht der Kommentar jetzt da.
desk-wrong = Es ist nichts geschehen: Im Formular stimmt etwas nicht.
desk-claimed-why = Wenn Sie jetzt entscheiden, entscheiden Sie trotzdem.
desk-order = Reihenfolge
desk-priority = Dringendste
desk-oldest = Älteste
desk-newest = Neueste
desk-take = Die nächsten zehn übernehmen
desk-mine = Nur meine
desk-everybodys = Die aller
desk-filters = Filter
desk-filter = Anwenden
desk-filter-none = Keine Filter
desk-any = Alle
desk-reason = Grund
desk-no-reason = Kein Grund
desk-check = Prüfung
desk-mark = Vermerk
desk-language = Sprache
desk-article = Artikel (Adresse oder Nummer)
desk-author = Von wem (Nummer eines Kommentars)
desk-none = Hier wartet nichts. Gut gemacht.
desk-none-filtered = Nichts auf dieser Liste ist so.
desk-many = Über mehrere entscheiden
desk-choose-all = Alle auf dieser Seite auswählen
desk-choose-none = Keinen auswählen
desk-chosen = { "{n}" } ausgewählt
desk-next = Weiter
desk-first-page = Erste Seite
desk-keys = Tasten
desk-key-move = Nächster, voriger Kommentar
desk-key-reject = Ablehnen: Grund wählen, dann senden
desk-key-more = Überlassen, um Änderung bitten, mehr
desk-key-claim = Übernehmen oder zurückgeben
desk-key-choose = Für mehrere auswählen
desk-key-veil = Verdecktes zeigen
desk-key-open = Kommentar öffnen
desk-key-help = Diese Liste
desk-keys-on = Einzelne Tasten bewirken etwas
desk-around = Drumherum
desk-replies = Antworten
desk-siblings = Andere Antworten auf denselben Kommentar
desk-similar-title = Fast dasselbe
desk-appeal-not-you = Der Einspruch richtet sich gegen Ihre Entscheidung, also entscheidet jemand anders darüber.
desk-appeal-reason = Grund, falls er abgewiesen wird
desk-overturn = Doch veröffentlichen
desk-uphold = Abweisen
desk-appeal-upheld = abgewiesen
desk-appeal-overturned = doch veröffentlicht
desk-appeal-moot = nichts mehr zu entscheiden
desk-reporter = Von
desk-reporter-record = { $confirmed } bestätigt, { $dismissed } verworfen
desk-when = Wann
desk-outcome = Ergebnis
desk-still-open = Offen
desk-report-confirmed = Bestätigt
desk-report-dismissed = Verworfen
desk-report-moot = Nichts zu entscheiden
desk-history = Was entschieden wurde
desk-revisions = Seine Texte
desk-about-author = Wer schreibt
desk-trust = Vertrauen
desk-trust-new = Neu
desk-trust-known = Bekannt
desk-trust-trusted = Vertraut
desk-trust-staff = Redaktion
desk-comments = Kommentare hier
desk-since-when = Konto seit
desk-guest = Gast, ohne Konto
desk-sanction-warn = Verwarnt
desk-sanction-premoderate = Jeder Kommentar wartet
desk-sanction-mute = Stummgestellt
desk-sanction-suspend = Gesperrt auf Zeit
desk-sanction-ban = Ausgeschlossen
desk-until = bis { $until }
desk-notes = Notizen
desk-notes-none = Niemand hat etwas notiert.
desk-note-new = Eine Notiz für das Team
desk-note-hint = Zu sehen bekommt sie die Person nur in einem Export ihres Kontos.
desk-note-save = Notiz speichern
desk-note-remove = Entfernen
desk-edit = Ändern oder löschen
desk-edit-open = Text ändern
desk-edit-hint = Alle sehen, dass die Redaktion ihn geändert hat. Der ursprüngliche Text bleibt erhalten.
desk-looks-why = Über diese hat schon jemand anders entschieden. Sagen Sie, was Sie getan hätten, ohne es zu wissen. Mit dem Kommentar geschieht nichts.
desk-look-approve = Ich würde freigeben
desk-look-reject = Ich würde ablehnen
desk-look-late = Jemand hat ihn schon angesehen, oder der Kommentar hat sich geändert.
desk-looks-none = Nichts, was noch einmal anzusehen wäre.
desk-disagreed = Wo zwei sich nicht einig waren
desk-disagreed-none = Niemand war uneinig.
desk-first = Zuerst
desk-second = Danach
desk-verdict-approve = freigeben
desk-verdict-reject = ablehnen
desk-verdict-spam = Spam
desk-effect-note = vermerkt
desk-effect-mute = nur für Autor oder Autorin
desk-effect-hold = hält ihn an
desk-effect-refuse = weist ihn ab
desk-edited-since = Der Text wurde inzwischen geändert. So steht der Kommentar jetzt da.
