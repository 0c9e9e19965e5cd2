# The pages of an account, and those that links in mails lead to.
sign-in-title = Se connecter
sign-in-wrong = L’adresse e-mail ou le mot de passe n’est pas correct.
sign-in-busy = Beaucoup de personnes se connectent en ce moment. Veuillez réessayer dans une minute.
sign-in-stale = Cette page est restée ouverte trop longtemps, ou les cookies sont désactivés. Veuillez réessayer.
field-email = E-mail
field-password = Mot de passe
