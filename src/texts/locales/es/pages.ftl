# What all pages share, and the thread.

page-skip = Ir al contenido
page-by = Comentarios y moderación con Postil
page-sign-in = Iniciar sesión
page-sign-out = Cerrar sesión
page-account = Cuenta
page-desk = Redacción
page-news = Novedades
time-now = ahora mismo
time-ago = hace { $age }
