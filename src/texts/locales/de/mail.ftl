greeting = Guten Tag { $name },
greeting-nobody = Guten Tag,
foot-sent = Gesendet von den Kommentaren auf { $host }.
foot-settings = Wählen Sie, welche E-Mails Sie bekommen, oder keine:
date = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }
moment = { date }, { $time } Uhr ({ $zone })
age-minutes = { $count ->
    [one] einer Minute
   *[other] { $count } Minuten
}
age-hours = { $count ->
    [one] einer Stunde
   *[other] { $count } Stunden
}
age-days = { $count ->
    [one] einem Tag
   *[other] { $count } Tagen
}
labelled = { $label }:
note-intro = Die Moderation schreibt dazu:
read-on = Weiterlesen und antworten
to-comment = Zum Kommentar
to-article = Zum Artikel
you-wrote = Sie hatten geschrieben:
reason-intro = Der Grund: { $why }
ignore-mail = Wenn Sie das nicht waren, passiert nichts, und Sie können diese E-Mail löschen.

why-spam = Er las sich wie Werbung.
why-off-topic = Er handelte nicht vom Artikel.
why-abuse = Er war beleidigend oder herabwürdigend formuliert.
why-personal-attack = Er griff eine Person an statt das, was sie gesagt hat.
why-illegal = Er enthielt etwas, das wir von Gesetzes wegen nicht veröffentlichen dürfen.
why-duplicate = Derselbe Kommentar war schon einmal eingesandt worden.
why-false-identity = Er stand unter einem Namen, der offenbar jemand anderem gehört.
why-other = Er passte nicht zu den Regeln für Kommentare auf dieser Seite.
now-spam = War es nicht so gemeint, schreiben Sie ihn gern noch einmal ohne die Werbung.
now-off-topic = Kommentare bleiben beim Thema ihres Artikels; einer dazu ist willkommen.
now-abuse = Sie können dasselbe gern mit anderen Worten noch einmal sagen.
now-personal-attack = Antworten Sie gern stattdessen auf das Argument.
now-illegal = Wenn Sie ihn noch einmal schreiben, lassen Sie diesen Teil bitte weg.
now-duplicate = Sie brauchen nichts zu tun.
now-false-identity = Schreiben Sie ihn gern noch einmal unter Ihrem eigenen Namen oder einem Pseudonym, das sonst niemand führt.
now-other = Sie können gern einen anderen schreiben.
appeal-until = Wenn Sie das für falsch halten, können Sie bis { $until } einmal Widerspruch einlegen. Dann sieht ihn sich jemand anderes noch einmal an.
appeal-button = Entscheidung ansehen und widersprechen
decision-button = Entscheidung ansehen

list-pending = zu entscheiden
list-reported = von Lesern gemeldet
list-unreviewed = veröffentlicht und ungesehen
list-appealed = mit Widerspruch
list-spam = für Spam gehalten

verify-address-subject = Bitte bestätigen Sie Ihre Adresse für { $host }
verify-address-intro = Jemand hat sich auf { $host } mit dieser Adresse angemeldet. Bitte bestätigen Sie, dass sie Ihnen gehört: Erst dann entsteht das Konto.
verify-address-button = Adresse bestätigen
verify-address-valid = Der Link gilt einmal, zwei Tage lang.
welcome-subject = Willkommen bei den Kommentaren auf { $host }
welcome-intro = Ihr Konto ist bereit. Melden Sie sich mit Adresse und Passwort an, wo immer Sie kommentieren.
welcome-told = Wir schreiben Ihnen, wenn jemand Ihnen antwortet und wenn die Moderation über einen Kommentar von Ihnen entscheidet. Das können Sie jederzeit ändern.
welcome-button = E-Mails auswählen
change-address-subject = Bitte bestätigen Sie Ihre neue Adresse für { $host }
change-address-intro = Ihr Konto auf { $host } soll zu dieser Adresse umziehen. Bitte bestätigen Sie, dass sie Ihnen gehört.
change-address-button = Diese Adresse verwenden
change-address-valid = Der Link gilt einmal, einen Tag lang.
address-change-asked-subject = Ihr Konto auf { $host } soll eine andere Adresse bekommen
address-change-asked-intro = Jemand, der Ihr Passwort kennt, möchte Ihr Konto auf { $host } zu einer anderen Adresse umziehen. Das geschieht, sobald der dorthin gesandte Link benutzt wird.
address-change-asked-now = Wenn Sie das nicht waren, setzen Sie sofort ein neues Passwort: Damit wird auch der Link wertlos.
address-changed-subject = Ihr Konto auf { $host } hat jetzt eine andere Adresse
address-changed-intro = Ihr Konto auf { $host } ist wie gewünscht zu einer anderen Adresse umgezogen. Diese hier wird nicht mehr verwendet.
address-changed-now = Wenn Sie das nicht waren, wenden Sie sich an die Betreiber der Seite: Jemand hat Ihr Konto übernommen.
address-in-use-subject = Sie haben auf { $host } schon ein Konto
address-in-use-intro = Jemand wollte sich auf { $host } mit dieser Adresse anmelden, zu der es schon ein Konto gibt.
address-in-use-now = Wenn Sie das waren, melden Sie sich einfach an; wissen Sie Ihr Passwort nicht mehr, fordern Sie ein neues an. Wenn nicht, brauchen Sie nichts zu tun.
reset-password-subject = Ein neues Passwort für { $host }
reset-password-intro = Jemand hat für Ihr Konto auf { $host } ein neues Passwort angefordert. Mit diesem Link wählen Sie eines:
reset-password-button = Neues Passwort wählen
reset-password-valid = Der Link gilt einmal, eine Stunde lang. Solange er nicht benutzt wird, bleibt Ihr Passwort, wie es ist.
password-changed-subject = Ihr Passwort auf { $host } wurde geändert
password-changed-intro = Das Passwort Ihres Kontos auf { $host } wurde geändert; wer sonst noch angemeldet war, ist abgemeldet.
password-changed-now = Wenn Sie das nicht waren, fordern Sie sofort ein neues Passwort an und prüfen Sie, ob Ihre Adresse noch die richtige ist.
new-sign-in-subject = Neue Anmeldung bei Ihrem Konto auf { $host }
new-sign-in-intro = Jemand hat sich bei Ihrem Konto auf { $host } mit einem Browser oder Programm angemeldet, das dort noch nie benutzt wurde.
new-sign-in-device = Womit: { $device }
new-sign-in-unknown = Womit: ein Programm, das wir nicht kennen
new-sign-in-at = Wann: { $at }
new-sign-in-now = Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, setzen Sie sofort ein neues Passwort: Damit sind alle anderen abgemeldet.
confirm-follow-subject = Dürfen wir Ihnen Antworten auf { $site } mailen?
confirm-follow-intro = Jemand hat auf { $site } unter „{ $title }“ mit dieser Adresse kommentiert und möchte von Antworten erfahren.
confirm-follow-button = Ja, bitte mailen
confirm-follow-valid = Der Link gilt einmal, eine Woche lang. Wenn Sie das nicht waren, tun Sie nichts: Es kommt keine weitere E-Mail.

reply-subject = { $who } hat Ihnen unter „{ $title }“ geantwortet
reply-intro = { $who } hat auf Ihren Kommentar unter „{ $title }“ geantwortet:
mention-subject = { $who } hat Sie unter „{ $title }“ erwähnt
mention-intro = { $who } hat Sie in einem Kommentar unter „{ $title }“ erwähnt:
followed-subject = { $who } hat unter „{ $title }“ kommentiert
followed-intro = { $who } hat unter „{ $title }“ geschrieben, wo Sie mitlesen:
comment-published-subject = Veröffentlicht: Ihr Kommentar unter „{ $title }“
comment-published-intro = Die Moderation hat Ihren Kommentar unter „{ $title }“ gelesen und veröffentlicht:
comment-not-published-subject = Nicht veröffentlicht: Ihr Kommentar unter „{ $title }“
comment-not-published-intro = Die Moderation hat Ihren Kommentar unter „{ $title }“ gelesen und beschlossen, ihn nicht zu veröffentlichen:
comment-removed-subject = Entfernt: Ihr Kommentar unter „{ $title }“
comment-removed-intro = Die Moderation hat Ihren Kommentar unter „{ $title }“ entfernt:
comment-edited-subject = Von der Moderation geändert: Ihr Kommentar unter „{ $title }“
comment-edited-intro = Die Moderation hat den Text Ihres Kommentars unter „{ $title }“ geändert. Er beginnt jetzt so:
edit-asked-subject = Bitte ändern Sie Ihren Kommentar unter „{ $title }“
edit-asked-intro = Die Moderation hat Ihren Kommentar unter „{ $title }“ gelesen und bittet Sie, ihn vor der Veröffentlichung zu ändern:
edit-asked-button = Kommentar ändern
appeal-outcome-subject-overturned = Doch veröffentlicht: Ihr Kommentar unter „{ $title }“
appeal-outcome-subject-upheld = Ihr Widerspruch: Der Kommentar unter „{ $title }“ bleibt unveröffentlicht
appeal-outcome-intro-overturned = Sie haben widersprochen, und jemand anderes hat sich Ihren Kommentar unter „{ $title }“ noch einmal angesehen. Er ist jetzt veröffentlicht:
appeal-outcome-intro-upheld = Sie haben widersprochen, und jemand anderes hat sich Ihren Kommentar unter „{ $title }“ noch einmal angesehen. Er bleibt unveröffentlicht:
report-outcome-subject = Was aus Ihrer Meldung unter „{ $title }“ wurde
report-outcome-intro = Sie haben einen Kommentar unter „{ $title }“ gemeldet. Vielen Dank dafür.
report-outcome-confirmed = Die Moderation hat ihn sich angesehen und entfernt.
report-outcome-dismissed = Die Moderation hat ihn sich angesehen und stehen lassen.
report-outcome-moot = Wer ihn geschrieben hat, hat ihn inzwischen zurückgenommen.

sanctioned-subject = Eine Maßnahme gegen Ihr Konto auf { $place }
sanctioned-intro = Die Moderation hat eine Maßnahme gegen Ihr Konto auf { $place } ergriffen.
measure-premoderate = Von jetzt an liest die Moderation Ihre Kommentare, bevor sie erscheinen.
measure-mute = Von jetzt an sehen nur Sie und die Moderation Ihre Kommentare.
measure-ban = Von jetzt an können Sie weder kommentieren noch abstimmen.
measure-until = Das gilt bis { $until }.
sanction-reason = Die Moderation schreibt:
purge = { $days ->
    [one] Ihre Kommentare vom letzten Tag werden damit entfernt.
   *[other] Ihre Kommentare der letzten { $days } Tage werden damit entfernt.
}
warned-subject = Eine Verwarnung für Ihr Konto auf { $place }
warned-intro = Die Moderation hat Sie auf { $place } verwarnt. Bis Sie bestätigt haben, dass Sie das gelesen haben, wird kein Kommentar von Ihnen angenommen.
warned-button = Verwarnung lesen und bestätigen
sanction-ended-subject = Eine Maßnahme gegen Ihr Konto auf { $place } ist vorbei
sanction-ended-lifted = Die Moderation hat eine Maßnahme gegen Ihr Konto auf { $place } aufgehoben.
sanction-ended-ran-out = Eine Maßnahme gegen Ihr Konto auf { $place } ist abgelaufen.
over-warn = Sie brauchen die Verwarnung nicht mehr zu bestätigen.
over-premoderate = Ihre neuen Kommentare erscheinen wieder wie die aller anderen.
over-mute = Was Sie von jetzt an schreiben, können wieder alle sehen.
over-ban = Sie können wieder kommentieren und abstimmen.

waiting-subject = { $count ->
    [one] Ein Kommentar wartet auf { $site }
   *[other] { $count } Kommentare warten auf { $site }
}
waiting-intro = { $count ->
    [one] Ein Kommentar wartet auf die Moderation von { $site }:
   *[other] { $count } Kommentare warten auf die Moderation von { $site }:
}
waiting-list = { $count } { $list }, der älteste seit { $age }
waiting-item = { $author } unter „{ $title }“:
waiting-approve = Veröffentlichen
waiting-reject = Ablehnen
waiting-spam = Spam
waiting-button = Alles ansehen, was wartet
waiting-links = Jeder Link öffnet eine Seite mit dem ganzen Kommentar und einem Knopf. Er gilt einmal, drei Tage lang und nur für Sie.
target-breached-subject = { $site }: Etwas wartet seit { $age }
target-breached-intro = Auf { $site } wartet etwas ({ $list }) seit { $age }. Angesehen sein soll es innerhalb von { $target }.
escalated-subject = { $moderator } überlässt Ihnen einen Kommentar auf { $site }
escalated-intro = { $moderator } überlässt einen Kommentar unter „{ $title }“ auf { $site } der Administration:
weekly-figures-subject = { $site }: { $received ->
    [one] ein Kommentar in der letzten Woche
   *[other] { $received } Kommentare in der letzten Woche
}
weekly-figures-intro = Die Woche auf { $site } vom { $from } bis zum { $to } und die Woche davor:
weekly-figures-this = diese Woche
weekly-figures-before = Woche davor
weekly-figures-received = Eingegangene Kommentare
weekly-figures-published = Veröffentlicht
weekly-figures-rejected = Abgelehnt
weekly-figures-spam = Für Spam gehalten
weekly-figures-reports = Meldungen von Lesern
weekly-figures-appeals = Widersprüche
weekly-figures-overturned = Erfolgreiche Widersprüche
weekly-figures-wait = Mittlere Wartezeit (Median)
digest-subject = { $count ->
    [one] Eine Neuigkeit in den Kommentaren
   *[other] { $count } Neuigkeiten in den Kommentaren
}
digest-intro = { $frequency ->
    [hourly] Das ist neu seit der letzten Stunde:
    [weekly] Das ist neu seit der letzten Woche:
   *[daily] Das ist neu seit gestern:
}
digest-reply = { $who } hat Ihnen geantwortet:
digest-mention = { $who } hat Sie erwähnt:
digest-followed = { $who } schrieb:
digest-comment-published = Ihr Kommentar ist veröffentlicht:
digest-comment-not-published = Ihr Kommentar wurde nicht veröffentlicht:
digest-comment-removed = Ihr Kommentar wurde entfernt:
digest-comment-edited = Die Moderation hat Ihren Kommentar geändert:
digest-report-confirmed = Was Sie gemeldet haben, wurde entfernt.
digest-report-dismissed = Was Sie gemeldet haben, wurde angesehen und bleibt stehen.
digest-report-moot = Was Sie gemeldet haben, wurde inzwischen zurückgenommen.
digest-other = Neues von der Moderation:
digest-more = { $count ->
    [one] Und noch eines.
   *[other] Und { $count } weitere.
}
test-subject = Test: { $subject }
