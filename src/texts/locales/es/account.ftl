# The pages of an account, and those that links in mails lead to.
sign-in-title = Iniciar sesión
sign-in-wrong = La dirección de correo o la contraseña no es correcta.
sign-in-busy = En este momento entran muchas personas. Inténtelo de nuevo dentro de un minuto.
sign-in-stale = Esta página estuvo abierta demasiado tiempo o las cookies están desactivadas. Inténtelo de nuevo.
field-email = Correo electrónico
field-password = Contraseña
