# What all pages share, and the thread.

page-skip = Aller au contenu
page-by = Commentaires et modération par Postil
page-sign-in = Se connecter
page-sign-out = Se déconnecter
page-account = Compte
page-desk = Modération
page-news = Nouveautés
time-now = à l’instant
time-ago = il y a { $age }
