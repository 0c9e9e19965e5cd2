# The pages of an account, and those that links in mails lead to.
sign-in-title = Anmelden
sign-in-wrong = Die E-Mail-Adresse oder das Passwort stimmt nicht.
sign-in-busy = Im Moment melden sich viele Menschen an. Bitte versuchen Sie es in einer Minute noch einmal.
sign-in-stale = Diese Seite war zu lange offen, oder Cookies sind ausgeschaltet. Bitte versuchen Sie es noch einmal.
field-email = E-Mail
field-password = Passwort
sign-in-forgot = Passwort vergessen?
sign-in-no-account = Noch kein Konto?
field-name = Name
field-name-hint = Steht bei Ihren Kommentaren. 2 bis 40 Zeichen.
field-new-password = Neues Passwort
field-present-password = Ihr jetziges Passwort
field-password-hint = Mindestens { $count } Zeichen. Ein paar Wörter ohne Zusammenhang sind ein gutes.
wrong-name = Bitte wählen Sie 2 bis 40 sichtbare Zeichen mit einem Buchstaben oder einer Ziffer, und keinen Namen, der dem von jemandem aus der Redaktion gleicht.
wrong-email = Bitte geben Sie eine Adresse wie name@example.org ein.
wrong-email-often = Die Adresse wurde heute zu oft geändert. Bitte versuchen Sie es morgen noch einmal.
wrong-password = Bitte wählen Sie ein Passwort mit 10 bis 128 Zeichen, das keines der häufigsten ist und nicht nur aus einem wiederholten Zeichen besteht.
wrong-present-password = Das ist nicht das Passwort Ihres Kontos.
wrong-statement = Bitte begründen Sie es in 1 bis 2000 Zeichen: Danach richtet sich, wer ihn noch einmal ansieht.
wrong-note = Bitte schreiben Sie höchstens 2000 Zeichen.
wrong-zone = Bitte wählen Sie eine Zeitzone wie Europe/Berlin.
wrong-time = Bitte geben Sie hier und im anderen Feld eine Uhrzeit wie 22:30 ein, oder lassen Sie beide leer.
account-wrong = Es wurde noch nichts geändert: Etwas im Formular stimmt nicht.
sign-up-title = Konto anlegen
sign-up-why = Mit einem Konto kommentieren Sie unter Ihrem eigenen Namen, folgen Gesprächen und ändern, was Sie geschrieben haben.
sign-up-email-hint = Wird nie gezeigt. Wir schicken zuerst einen Link dorthin.
sign-up-button = Konto anlegen
sign-up-have-one = Sie haben schon ein Konto?
sent-title = Sehen Sie in Ihr Postfach
sign-up-sent = Wir haben eine E-Mail an die Adresse geschickt. Ihr Link legt das Konto an und gilt zwei Tage. Nach ein paar Minuten nichts da? Sehen Sie im Spam-Ordner nach.
forgot-title = Passwort vergessen?
forgot-why = Nennen Sie uns die Adresse Ihres Kontos, und wir schicken dorthin einen Link, mit dem Sie ein neues wählen.
forgot-button = Link schicken
forgot-sent = Falls es zu der Adresse hier ein Konto gibt, ist ein Link dorthin unterwegs. Er gilt eine Stunde.
link-unusable = Dieser Link gilt nicht mehr
verify-title = Adresse bestätigen
verify-why = Bestätigen Sie mit dem Knopf, dass diese E-Mail-Adresse Ihre ist. Danach können Sie Ihr Konto benutzen.
verify-button = Meine Adresse bestätigen
verify-not-you = Sie haben kein Konto angelegt? Schließen Sie diese Seite, und nichts geschieht.
verify-done = Ihr Konto ist bereit
verify-done-why = Vielen Dank. Melden Sie sich mit Adresse und Passwort an, wo immer Sie kommentieren möchten.
verify-unusable = Er wurde schon benutzt, oder er ist zu alt. Legen Sie das Konto noch einmal an, dann bekommen Sie einen neuen Link.
address-title = Neue Adresse bestätigen
address-why = Mit dem Knopf zieht Ihr Konto zu der Adresse um, an die dieser Link ging. Von da an melden Sie sich mit ihr an, und E-Mails gehen dorthin.
address-button = Neue Adresse verwenden
address-not-you = Sie haben nicht darum gebeten? Schließen Sie diese Seite, und Ihr Konto behält seine alte Adresse.
address-done = Ihre Adresse ist geändert
address-done-why = Ihr Konto ist umgezogen. Melden Sie sich von jetzt an mit der neuen Adresse an.
address-unusable = Er wurde schon benutzt, oder er ist zu alt. Ihr Konto behält seine Adresse. Bitten Sie noch einmal um die Änderung, dann bekommen Sie einen neuen Link.
reset-title = Neues Passwort wählen
reset-why = Überall sonst werden Sie damit abgemeldet.
reset-button = Passwort setzen
reset-done = Ihr Passwort ist gesetzt
reset-done-why = Melden Sie sich mit dem neuen Passwort an. Überall sonst sind Sie abgemeldet.
reset-unusable = Er wurde schon benutzt, oder er ist zu alt. Bitten Sie noch einmal um ein neues Passwort, dann bekommen Sie einen neuen Link. Jeder Link gilt eine Stunde und einmal.
guest-mail-title = E-Mails über Antworten
guest-mail-why = Mit dem Knopf teilt Ihnen { $site } per E-Mail mit, wenn jemand auf Ihre Kommentare antwortet oder schreibt, wo Sie folgen.
guest-mail-button = Ja, schreiben Sie mir
guest-mail-not-you = Sie haben dort nicht kommentiert? Schließen Sie diese Seite: Sie bekommen nichts mehr.
guest-mail-done = Sie erfahren von Antworten
guest-mail-done-why = Jede E-Mail hat einen Link, mit dem Sie sie wieder abstellen können.
guest-mail-unusable = Er wurde schon benutzt, oder er ist zu alt. Wenn Sie wieder kommentieren, bekommen Sie einen neuen.
own-title = Ihr Kommentar
own-wrote = Sie schrieben unter
appeal-done = Ihr Einspruch ist eingegangen
appeal-done-why = Jemand anderes sieht Ihren Kommentar noch einmal an, und Sie bekommen eine E-Mail.
warning-title = Eine Verwarnung
warning-on = Die Moderation hat Sie am { $at } verwarnt:
warning-over = Sie haben sie bestätigt, oder sie wurde zurückgenommen. Es gibt nichts zu tun.
warning-then = Sobald Sie bestätigen, dass Sie sie gelesen haben, können Sie wieder kommentieren.
warning-button = Ich habe sie gelesen
warning-done = Vielen Dank
warning-done-why = Sie können wieder kommentieren.
mail-waiting-title = Was wartet
mail-waiting-none = Nichts wartet auf eine Entscheidung.
mail-waiting-count = { $count ->
    [one] Ein Kommentar wartet auf eine Entscheidung.
   *[other] { $count } Kommentare warten auf eine Entscheidung; die dringendsten stehen oben.
}
mail-waiting-by = { $name } unter
mail-decide-wrote = { $name } schrieb unter
mail-decide-because = Warum er wartet:
mail-decide-reason = Grund, der dem Verfasser gesagt wird
mail-decide-note = Ein Wort an den Verfasser (freiwillig)
mail-decide-approve = Kommentar veröffentlichen
mail-decide-reject = Kommentar ablehnen
mail-decide-spam = Als Werbung einstufen
mail-decided-approve = Der Kommentar ist veröffentlicht
mail-decided-reject = Der Kommentar ist abgelehnt
mail-decided-spam = Der Kommentar gilt als Werbung
mail-decided-on = Sie haben über das entschieden, was { $name } unter „{ $title }“ geschrieben hat.
mail-decide-expired = Dieser Link ist zu alt
mail-decide-expired-why = Er galt drei Tage. Der Kommentar wartet noch in der Redaktion.
mail-decide-spent = Dieser Link wurde schon benutzt
mail-decide-spent-why = Jeder Link gilt einmal. Entscheiden Sie in der Redaktion.
mail-decide-changed = Der Kommentar hat sich geändert
mail-decide-changed-why = Seit die E-Mail geschrieben wurde, hat ihn sein Verfasser geändert oder er wurde neu geprüft. Entscheiden Sie in der Redaktion.
mail-decide-taken = Es ist schon entschieden
mail-taken-approve = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} den Kommentar am { $at } veröffentlicht.
mail-taken-reject = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} den Kommentar am { $at } abgelehnt.
mail-taken-spam = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} den Kommentar am { $at } als Werbung eingestuft.
mail-taken-delete = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} den Kommentar am { $at } gelöscht.
mail-taken-ask-edit = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} den Verfasser am { $at } um eine Änderung gebeten.
mail-taken-edit = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} den Text am { $at } geändert.
mail-taken-escalate = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} den Kommentar am { $at } den Administratoren überlassen.
mail-taken-undo = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} die Entscheidung am { $at } zurückgenommen.
mail-taken-other = { $who ->
    [you] Sie haben
    [nobody] Jemand hat
   *[name] { $name } hat
} etwas am Kommentar am { $at } geändert.
mail-title = Ihre E-Mails
mail-saved = Ihre Wahl ist gespeichert.
mail-said-forgotten = Es steht nicht mehr auf der Liste.
mail-said-heard = Von diesem Verfasser wird Ihnen wieder mitgeteilt.
mail-choose = { $name }, wählen Sie, wie oft Sie E-Mails bekommen.
mail-always = E-Mails zum Konto selbst, etwa zu einem neuen Passwort, kommen immer.
mail-from-mail = (darum ging es in der E-Mail)
mail-all-off = Alle abstellen
mail-how-often = Wie oft Sie E-Mails bekommen
mail-quiet = Ruhezeit
mail-quiet-hint = Dann kommen nur E-Mails, auf die Sie warten. Für keine Ruhezeit lassen Sie beide leer.
mail-quiet-from = Von
mail-quiet-to = Bis
mail-followed = Dem Sie folgen und was Sie stummgeschaltet haben
mail-followed-none = Sie folgen nichts. Unter jedem Kommentar und bei jedem Artikel können Sie damit anfangen.
mail-muted = stumm
mail-whole-thread = Alle Kommentare
mail-below-comment = Antworten unter einem Kommentar
mail-unmute = Nicht mehr stumm
mail-unfollow = Nicht mehr folgen
mail-ignored = Wen Sie ignorieren
mail-ignored-none = Sie ignorieren niemanden.
mail-ignored-hint = Was sie schreiben, wird Ihnen nicht mitgeteilt.
mail-unignore = Nicht mehr ignorieren
mail-forget = Meine Adresse vergessen
mail-forget-why = Ihre Kommentare bleiben. Sie bekommen keine E-Mails mehr, und Ihre Wahl hier wird vergessen.
mail-forgotten = Ihre Adresse ist vergessen
mail-forgotten-why = Von hier geht keine E-Mail mehr dorthin.
mail-unsubscribed = Sie sind abgemeldet
mail-unsubscribed-why = E-Mails dieser Art gehen von hier nicht mehr an Ihre Adresse.
topic-replies = Antworten auf meine Kommentare
topic-follows = Neue Kommentare, wo ich folge
topic-mentions = Kommentare, die mich nennen
topic-decisions = Was über meine Kommentare entschieden wird
topic-reports = Was aus meinen Meldungen wird
topic-waiting = Kommentare, die auf die Moderation warten
topic-targets = Listen, die zu lange warten
topic-figures = Die Zahlen der Woche
frequency-at-once = Sofort
frequency-hourly = Gesammelt, jede Stunde
frequency-daily = Gesammelt, jeden Morgen
frequency-weekly = Gesammelt, jeden Montag
frequency-off = Nie per E-Mail
account-overview = Ihr Konto
account-comments = Ihre Kommentare
account-sessions = Sitzungen
account-tokens = API-Schlüssel
account-export = Ihre Daten
account-delete = Konto löschen
account-save = Speichern
account-pages = Seiten der Liste
account-first-page = Erste Seite
account-next-page = Nächste Seite
account-said-name = Ihr Name ist geändert. Er steht so bei allen Ihren Kommentaren.
account-said-email = Ein Link ist zu der Adresse unterwegs. Sobald er benutzt ist, hat Ihr Konto sie.
account-said-password = Ihr Passwort ist geändert. Überall sonst sind Sie abgemeldet.
account-said-language = Sprache und Zeitzone sind gespeichert.
account-said-read = Vielen Dank. Sie können wieder kommentieren.
account-name-label = Wie andere Sie nennen
account-email-confirmed = bestätigt
account-email-pending = Ein Link ging an eine neue Adresse. Bis er benutzt ist, behält Ihr Konto diese.
account-mail-off = Seit { $at } geht keine E-Mail mehr an diese Adresse.
account-mail-bounced = Was wir dorthin schickten, kam zurück:
account-mail-complained = Jemand dort hat unsere E-Mail als unerwünscht gemeldet:
account-mail-lift-bounced = Wenn das Postfach wieder geht, geben Sie unten dieselbe Adresse ein und benutzen den Link, der dorthin geht; eine andere Adresse hilft auch.
account-mail-lift-complained = Wenn das ein Versehen war, schreiben Sie denen, die die Website betreiben, oder geben Sie unten eine andere Adresse ein.
account-email-new = Neue Adresse
account-email-hint = Zuerst geht ein Link dorthin. Die alte Adresse bekommt Bescheid.
account-email-send = Link schicken
account-password-change = Passwort ändern
account-password-ends = Es beendet Ihre anderen Sitzungen und alle API-Schlüssel.
account-language = Sprache und Zeit
account-language-label = Sprache der Seiten und E-Mails
account-language-any = Wie Browser und Website sie vorgeben
account-zone = Zeitzone
account-zone-hint = Danach richten sich Morgen und Ruhezeit. Zum Beispiel Europe/Berlin.
account-measure-on = Eine Maßnahme auf { $site }
account-measure-everywhere = Eine Maßnahme auf allen Websites
account-measure-warn = Sie sind verwarnt. Sobald Sie bestätigen, dass Sie das gelesen haben, können Sie wieder kommentieren.
account-measure-premoderate = Die Moderation liest Ihre Kommentare, bevor sie erscheinen.
account-measure-mute = Nur Sie und die Moderation sehen Ihre Kommentare.
account-measure-suspend = Sie können eine Zeit lang weder kommentieren noch abstimmen.
account-measure-ban = Sie können weder kommentieren noch abstimmen.
account-measure-since = Seit { $at }.
account-measure-no-end = Sie gilt, bis die Moderation sie aufhebt.
sessions-why = In diesen Browsern und Programmen sind Sie angemeldet. Beenden Sie, was Sie nicht kennen.
sessions-unknown = Ein Programm, das wir nicht kennen
sessions-this = Dieser Browser
sessions-when = Seit { $since }, benutzt { $used }
sessions-end = Dort abmelden
sessions-end-others = Überall sonst abmelden
sessions-said-ended = Beendet.
news-none = Noch nichts. Hier werden Antworten an Sie stehen, und was aus Ihren Kommentaren wird.
news-unread = Neu:
news-read-all = Alle als gelesen markieren
news-read-one = Als gelesen markieren
comments-none = Sie haben noch nicht kommentiert.
comments-edit-asked = Um eine Änderung wird gebeten
state-published = Veröffentlicht
state-pending = Wartet
state-rejected = Nicht veröffentlicht
state-spam = Nicht veröffentlicht
state-deleted = Gelöscht
export-why = Hier ist alles, was zu Ihrem Konto gespeichert ist, in einer Datei, die Programme lesen können (JSON).
export-what = Ihre Kommentare mit allen Fassungen, Stimmen, Meldungen und Einsprüche, was entschieden und vermerkt wurde, dem Sie folgen und was Ihnen mitgeteilt wurde, und wo Sie angemeldet sind. Keine Passwörter und keine Texte von E-Mails.
export-button = Datei herunterladen
delete-why = Das ist endgültig; niemand kann es rückgängig machen:
delete-comments = Alle Ihre Kommentare werden gelöscht. Wo Antworten darunter stehen, bleibt ein leerer Platz.
delete-votes = Ihre Stimmen werden zurückgenommen; Name, Adresse und dem Sie folgen werden vergessen.
delete-sessions = Sie werden überall abgemeldet, und API-Schlüssel enden.
delete-before = Nehmen Sie vorher mit, was Sie behalten möchten:
delete-button = Mein Konto endgültig löschen
delete-last-administrator = Sie sind der letzte Administrator. Ernennen Sie zuerst jemand anderen.
delete-done = Ihr Konto ist gelöscht
delete-done-why = Alles, was Sie hier geschrieben haben, ist gelöscht. Vielen Dank, dass Sie bei uns waren.
error-status = Fehler { $status }
error-nowhere = Seite nicht gefunden
error-nowhere-why = Unter dieser Adresse gibt es nichts. Vielleicht wurde ein Link unterwegs abgeschnitten.
error-internal = Etwas ist schiefgegangen
error-internal-why = Es war unser Fehler, und er ist vermerkt. Bitte versuchen Sie es in ein paar Minuten noch einmal.
error-busy = Bitte warten Sie einen Moment
error-busy-why = Im Moment ist hier zu viel zu tun. Bitte versuchen Sie es in einer Minute noch einmal.
error-stale = Bitte senden Sie das noch einmal
error-stale-why = Die Seite war zu lange offen, Sie haben sich inzwischen an- oder abgemeldet, oder Cookies sind ausgeschaltet. Bitte gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie es.
error-too-many = Zu viel auf einmal
error-too-many-why = Von Ihrer Netzwerkadresse kam mehr, als wir annehmen. Bitte warten Sie eine Minute und versuchen Sie es noch einmal.
error-forbidden = Das ist nicht erlaubt
error-forbidden-why = Sie sind nicht mit einem Konto angemeldet, das dies darf.
error-warned = Bitte lesen Sie zuerst dies
error-warned-why = In Ihrem Konto wartet eine Verwarnung. Bestätigen Sie sie, und Sie können wieder kommentieren.
error-invalid = Das war nicht zu gebrauchen
error-no-choice-why = Eine Auswahl gibt es nicht. Bitte gehen Sie zurück und wählen Sie noch einmal.
error-overtaken = Jemand war schneller
error-overtaken-why = Es wurde im selben Moment geändert. Bitte gehen Sie zurück, sehen Sie es noch einmal an und wiederholen Sie es.
error-too-long = Das ist zu lang
error-too-long-why = Es wurde mehr gesendet, als wir annehmen. Gehen Sie zurück: Ihr Text steht noch im Formular, wo Sie ihn kürzen können.
error-unread = Das war nicht zu lesen
error-unread-why = Was gesendet wurde, war nicht zu lesen. Bitte gehen Sie zurück und senden Sie das Formular noch einmal.
error-no-form-why = Diese Adresse nimmt nur, was ihr eigenes Formular sendet.
error-method = Das geht hier nicht
error-method-why = Diese Seite lässt sich so nicht benutzen. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
error-unknown-link = Dieser Link führt nirgendwohin
error-unknown-link-why = Vielleicht fehlt ein Teil des Links, oder die Adresse, an die er ging, wird hier nicht mehr benutzt.
error-cut-link = Dieser Link ist nicht vollständig
error-cut-link-why = Ein Teil des Links fehlt. Bitte öffnen Sie ihn noch einmal aus der E-Mail, oder kopieren Sie ihn ganz.
