# What all pages share, and the thread.

page-skip = Zum Inhalt springen
page-by = Kommentare und Moderation mit Postil
page-sign-in = Anmelden
page-sign-out = Abmelden
page-account = Konto
page-desk = Redaktion
page-news = Neuigkeiten
time-now = gerade eben
time-ago = vor { $age }
