# The pages of an account, and those that links in mails lead to.
sign-in-title = Sign in
sign-in-wrong = The email address or the password is not right.
sign-in-busy = Many people are signing in at the moment. Please try again in a minute.
sign-in-stale = This page was open for too long, or cookies are switched off. Please try again.
field-email = Email
field-password = Password
