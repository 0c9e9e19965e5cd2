# The pages of an account, and those that links in mails lead to.
sign-in-title = Anmelden
sign-in-wrong = Die E-Mail-Adresse oder das Passwort stimmt nicht.
sign-in-busy = Im Moment melden sich viele Menschen an. Bitte versuchen Sie es in einer Minute noch einmal.
sign-in-stale = Diese Seite war zu lange offen, oder Cookies sind ausgeschaltet. Bitte versuchen Sie es noch einmal.
field-email = E-Mail
field-password = Passwort
