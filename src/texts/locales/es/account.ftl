# The pages of an account, and those that links in mails lead to.
sign-in-title = Iniciar sesión
sign-in-wrong = La dirección de correo o la contraseña no es correcta.
sign-in-busy = En este momento entran muchas personas. Inténtelo de nuevo dentro de un minuto.
sign-in-stale = Esta página estuvo abierta demasiado tiempo o las cookies están desactivadas. Inténtelo de nuevo.
field-email = Correo electrónico
field-password = Contraseña
sign-in-forgot = ¿Ha olvidado su contraseña?
sign-in-no-account = ¿Todavía no tiene cuenta?
field-name = Nombre
field-name-hint = Aparece junto a sus comentarios. De 2 a 40 caracteres.
field-new-password = Contraseña nueva
field-present-password = Su contraseña actual
field-password-hint = Al menos { $count } caracteres. Unas cuantas palabras sin relación forman una buena.
wrong-name = Elija de 2 a 40 caracteres visibles, con una letra o una cifra, y ningún nombre que parezca el de alguien de la redacción.
wrong-email = Escriba una dirección como nombre@example.org.
wrong-email-often = La dirección se ha cambiado demasiadas veces hoy. Inténtelo de nuevo mañana.
wrong-password = Elija una contraseña de 10 a 128 caracteres que no sea de las más comunes ni un solo carácter repetido.
wrong-present-password = Esta no es la contraseña de su cuenta.
wrong-statement = Diga por qué en 1 a 2000 caracteres: en ello se basa quien lo vuelva a mirar.
wrong-note = Escriba como máximo 2000 caracteres.
wrong-zone = Elija una zona horaria como Europe/Madrid.
wrong-time = Escriba una hora como 22:30 aquí y en el otro campo, o deje ambos vacíos.
account-wrong = Aún no ha cambiado nada: algo en el formulario no es correcto.
sign-up-title = Crear una cuenta
sign-up-why = Con una cuenta puede comentar con su propio nombre, seguir conversaciones y cambiar lo que escribió.
sign-up-email-hint = No se muestra nunca. Primero le enviamos allí un enlace.
sign-up-button = Crear la cuenta
sign-up-have-one = ¿Ya tiene una cuenta?
sent-title = Mire su buzón
sign-up-sent = Hemos enviado un correo a la dirección. Su enlace crea la cuenta y vale dos días. ¿No llega nada en unos minutos? Mire en el correo no deseado.
forgot-title = ¿Ha olvidado su contraseña?
forgot-why = Díganos la dirección de su cuenta y le enviaremos allí un enlace para elegir una nueva.
forgot-button = Enviar el enlace
forgot-sent = Si la dirección tiene aquí una cuenta, un enlace va de camino. Vale una hora.
link-unusable = Este enlace ya no sirve
verify-title = Confirme su dirección
verify-why = Pulse el botón para confirmar que esta dirección de correo es suya. Después su cuenta estará lista.
verify-button = Confirmar mi dirección
verify-not-you = ¿No ha creado una cuenta? Cierre esta página y no pasará nada.
verify-done = Su cuenta está lista
verify-done-why = Gracias. Inicie sesión con su dirección y su contraseña donde quiera comentar.
verify-unusable = Ya se usó o es demasiado antiguo. Cree la cuenta de nuevo y recibirá otro enlace.
address-title = Confirme su nueva dirección
address-why = Pulse el botón y su cuenta pasará a la dirección a la que se envió este enlace. Desde entonces iniciará sesión con ella y allí irá el correo.
address-button = Usar la nueva dirección
address-not-you = ¿No lo ha pedido? Cierre esta página y su cuenta conservará la dirección anterior.
address-done = Su dirección ha cambiado
address-done-why = Su cuenta ha cambiado de dirección. Inicie sesión con la nueva desde ahora.
address-unusable = Ya se usó o es demasiado antiguo. Su cuenta conserva la dirección que tiene. Pida el cambio de nuevo y recibirá otro enlace.
reset-title = Elija una contraseña nueva
reset-why = Al establecerla se cierra su sesión en todos los demás sitios.
reset-button = Establecer la contraseña
reset-done = Su contraseña está establecida
reset-done-why = Inicie sesión con la contraseña nueva. En los demás sitios se ha cerrado su sesión.
reset-unusable = Ya se usó o es demasiado antiguo. Pida otra vez una contraseña nueva y recibirá otro enlace. Cada enlace vale una hora y una sola vez.
guest-mail-title = Correos sobre respuestas
guest-mail-why = Pulse el botón y { $site } le avisará por correo cuando alguien responda a sus comentarios o escriba donde usted sigue.
guest-mail-button = Sí, escríbanme
guest-mail-not-you = ¿No ha comentado allí? Cierre esta página: no recibirá nada más.
guest-mail-done = Le avisaremos de las respuestas
guest-mail-done-why = Cada correo lleva un enlace para dejar de recibirlos.
guest-mail-unusable = Ya se usó o es demasiado antiguo. Cuando vuelva a comentar, recibirá otro.
own-title = Su comentario
own-wrote = Usted escribió en
appeal-done = Hemos recibido su recurso
appeal-done-why = Otra persona volverá a mirar su comentario y le avisaremos por correo.
warning-title = Una advertencia
warning-on = La moderación le advirtió el { $at }:
warning-over = La ha confirmado o fue retirada. No hay nada que hacer.
warning-then = En cuanto confirme que la ha leído, podrá comentar de nuevo.
warning-button = La he leído
warning-done = Gracias
warning-done-why = Puede comentar de nuevo.
mail-waiting-title = Lo que espera
mail-waiting-none = Nada espera una decisión.
mail-waiting-count = { $count ->
    [one] Un comentario espera una decisión.
   *[other] { $count } comentarios esperan una decisión; los más urgentes van primero.
}
mail-waiting-by = { $name } en
mail-decide-wrote = { $name } escribió en
mail-decide-because = Por qué espera:
mail-decide-reason = Motivo, que se comunica al autor
mail-decide-note = Unas palabras al autor (opcional)
mail-decide-approve = Publicar el comentario
mail-decide-reject = Rechazar el comentario
mail-decide-spam = Marcarlo como spam
mail-decided-approve = El comentario está publicado
mail-decided-reject = El comentario está rechazado
mail-decided-spam = El comentario está marcado como spam
mail-decided-on = Ha decidido sobre lo que { $name } escribió en «{ $title }».
mail-decide-expired = Este enlace es demasiado antiguo
mail-decide-expired-why = Valió tres días. El comentario sigue esperando en la redacción.
mail-decide-spent = Este enlace ya se usó
mail-decide-spent-why = Cada enlace vale una vez. Decida en la redacción.
mail-decide-changed = El comentario ha cambiado
mail-decide-changed-why = Desde que se escribió el correo, su autor lo cambió o se revisó de nuevo. Decida en la redacción.
mail-decide-taken = Ya está decidido
mail-taken-approve = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} publicó el comentario el { $at }.
mail-taken-reject = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} rechazó el comentario el { $at }.
mail-taken-spam = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} marcó el comentario como spam el { $at }.
mail-taken-delete = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} borró el comentario el { $at }.
mail-taken-ask-edit = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} pidió un cambio al autor el { $at }.
mail-taken-edit = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} cambió el texto del comentario el { $at }.
mail-taken-escalate = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} dejó el comentario a la administración el { $at }.
mail-taken-undo = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} retiró lo que se había decidido el { $at }.
mail-taken-other = { $who ->
    [you] Usted
    [nobody] Alguien
   *[name] { $name }
} cambió algo del comentario el { $at }.
mail-title = Sus correos
mail-saved = Su elección está guardada.
mail-said-forgotten = Ya no está en la lista.
mail-said-heard = Le avisaremos de nuevo de este autor.
mail-choose = { $name }, elija con qué frecuencia recibe correos.
mail-always = Los correos sobre la propia cuenta, como una contraseña nueva, se envían siempre.
mail-from-mail = (de esto trataba el correo)
mail-all-off = Desactivarlos todos
mail-how-often = Con qué frecuencia recibe correos
mail-quiet = Horas de silencio
mail-quiet-hint = Entonces solo llegan los correos que usted espera. Déjelas vacías si no quiere ninguna.
mail-quiet-from = Desde
mail-quiet-to = Hasta
mail-followed = Lo que sigue o ha silenciado
mail-followed-none = No sigue nada. Puede empezar debajo de cada comentario y en cada artículo.
mail-muted = silenciado
mail-whole-thread = Todos los comentarios
mail-below-comment = Respuestas bajo un comentario
mail-unmute = Dejar de silenciar
mail-unfollow = Dejar de seguir
mail-ignored = A quién ignora
mail-ignored-none = No ignora a nadie.
mail-ignored-hint = No le avisamos de nada de lo que escriben.
mail-unignore = Dejar de ignorar
mail-forget = Olvidar mi dirección
mail-forget-why = Sus comentarios se quedan. No recibirá más correos y lo elegido aquí se olvida.
mail-forgotten = Su dirección está olvidada
mail-forgotten-why = Desde aquí ya no se le enviará correo.
mail-unsubscribed = Ha cancelado la suscripción
mail-unsubscribed-why = Desde aquí ya no se enviarán correos de ese tipo a su dirección.
topic-replies = Respuestas a mis comentarios
topic-follows = Comentarios nuevos donde sigo
topic-mentions = Comentarios que me nombran
topic-decisions = Lo que se decide sobre mis comentarios
topic-reports = Qué pasa con lo que denuncio
topic-waiting = Comentarios que esperan a la moderación
topic-targets = Listas que esperan demasiado
topic-figures = Las cifras de la semana
frequency-at-once = Al momento
frequency-hourly = Juntos, cada hora
frequency-daily = Juntos, cada mañana
frequency-weekly = Juntos, cada lunes
frequency-off = Nunca por correo
account-overview = Su cuenta
account-comments = Sus comentarios
account-sessions = Sesiones
account-tokens = Claves de la API
account-export = Sus datos
account-delete = Borrar su cuenta
account-save = Guardar
account-pages = Páginas de la lista
account-first-page = Primera página
account-next-page = Página siguiente
account-said-name = Su nombre ha cambiado, también en todos sus comentarios.
account-said-email = Un enlace va de camino a la dirección. Su cuenta la tendrá en cuanto se use.
account-said-password = Su contraseña ha cambiado. En los demás sitios se ha cerrado su sesión.
account-said-language = El idioma y la zona horaria están guardados.
account-said-read = Gracias. Puede comentar de nuevo.
account-name-label = Cómo le llaman los demás
account-email-confirmed = confirmada
account-email-pending = Se ha enviado un enlace a una dirección nueva. Hasta que se use, su cuenta conserva esta.
account-mail-off = Desde el { $at } no se envía correo a esta dirección.
account-mail-bounced = Lo que enviamos allí fue devuelto:
account-mail-complained = Alguien nos dijo allí que nuestro correo no era deseado:
account-mail-lift-bounced = Si el buzón vuelve a funcionar, escriba abajo la misma dirección y use el enlace que se le envía; también sirve otra dirección.
account-mail-lift-complained = Si fue un error, escriba a quienes llevan el sitio o indique abajo otra dirección.
account-email-new = Dirección nueva
account-email-hint = Primero se envía allí un enlace. También se avisa a la dirección anterior.
account-email-send = Enviar el enlace
account-password-change = Cambiar la contraseña
account-password-ends = Termina sus otras sesiones y todas las claves de la API.
account-language = Idioma y hora
account-language-label = Idioma de páginas y correos
account-language-any = La del navegador y del sitio
account-zone = Zona horaria
account-zone-hint = Según ella se cuentan sus mañanas y horas de silencio. Por ejemplo, Europe/Madrid.
account-measure-on = Una medida en { $site }
account-measure-everywhere = Una medida en todos los sitios
account-measure-warn = Tiene una advertencia. En cuanto confirme que la ha leído, podrá comentar de nuevo.
account-measure-premoderate = La moderación lee sus comentarios antes de que aparezcan.
account-measure-mute = Solo usted y la moderación ven sus comentarios.
account-measure-suspend = Durante un tiempo no puede comentar ni votar.
account-measure-ban = No puede comentar ni votar.
account-measure-since = Desde el { $at }.
account-measure-no-end = Dura hasta que la moderación la levante.
sessions-why = En estos navegadores y programas ha iniciado sesión. Termine lo que no conozca.
sessions-unknown = Un programa que no conocemos
sessions-this = Este navegador
sessions-when = Desde { $since }, usado { $used }
sessions-end = Cerrar la sesión
sessions-end-others = Cerrar todas las demás sesiones
sessions-said-ended = Ha terminado.
news-none = Nada todavía. Aquí aparecerán las respuestas que reciba y lo que pase con sus comentarios.
news-unread = Nuevo:
news-read-all = Marcar todo como leído
news-read-one = Marcar como leído
comments-none = Todavía no ha comentado.
comments-edit-asked = Se pide un cambio
state-published = Publicado
state-pending = En espera
state-rejected = No publicado
state-spam = No publicado
state-deleted = Borrado
export-why = Aquí está todo lo que se guarda sobre su cuenta, en un archivo que los programas pueden leer (JSON).
export-what = Sus comentarios con todas sus versiones, votos, denuncias y recursos, lo que se decidió y anotó, lo que sigue y se le comunicó, y dónde ha iniciado sesión. Sin contraseñas ni textos de correos.
export-button = Descargar el archivo
delete-why = Es definitivo; nadie puede deshacerlo:
delete-comments = Se borran todos sus comentarios. Donde haya respuestas debajo, queda un lugar vacío.
delete-votes = Se retiran sus votos; se olvidan su nombre, su dirección y lo que sigue.
delete-sessions = Se cierran todas sus sesiones y terminan las claves de la API.
delete-before = Antes, llévese lo que quiera conservar:
delete-button = Borrar mi cuenta para siempre
delete-last-administrator = Usted es la última persona que administra el servicio. Nombre antes a otra.
delete-done = Su cuenta está borrada
delete-done-why = Todo lo que escribió aquí está borrado. Gracias por haber estado con nosotros.
error-status = Error n.º { $status }
error-nowhere = Página no encontrada
error-nowhere-why = En esta dirección no hay nada. Quizá un enlace se cortó por el camino.
error-internal = Algo ha fallado
error-internal-why = Fue un error nuestro y ha quedado anotado. Inténtelo de nuevo dentro de unos minutos.
error-busy = Espere un momento
error-busy-why = En este momento hay demasiado que hacer aquí. Inténtelo de nuevo dentro de un minuto.
error-stale = Envíelo una vez más
error-stale-why = La página estuvo abierta demasiado tiempo, inició o cerró sesión entretanto, o las cookies están desactivadas. Vuelva atrás, cargue la página de nuevo y repítalo.
error-too-many = Demasiado a la vez
error-too-many-why = De su dirección de red llegó más de lo que aceptamos. Espere un minuto e inténtelo de nuevo.
error-forbidden = No está permitido
error-forbidden-why = No ha iniciado sesión con una cuenta que pueda hacer esto.
error-warned = Lea esto primero
error-warned-why = En su cuenta le espera una advertencia. Confírmela y podrá comentar de nuevo.
error-invalid = No se pudo usar
error-no-choice-why = Una de las opciones no existe. Vuelva atrás y elija de nuevo.
error-overtaken = Alguien fue más rápido
error-overtaken-why = Se cambió en el mismo momento. Vuelva atrás, mírelo otra vez y repítalo.
error-too-long = Es demasiado largo
error-too-long-why = Se envió más de lo que aceptamos. Vuelva atrás: su texto sigue en el formulario, donde puede acortarlo.
error-unread = No se pudo leer
error-unread-why = No se pudo leer lo que se envió. Vuelva atrás y envíe el formulario de nuevo.
error-no-form-why = Esta dirección solo acepta lo que envía su propio formulario.
error-method = Eso no funciona aquí
error-method-why = Esta página no se puede usar así. Vuelva atrás e inténtelo de nuevo.
error-unknown-link = Este enlace no lleva a ninguna parte
error-unknown-link-why = Quizá falta una parte del enlace, o la dirección a la que se envió ya no se usa aquí.
error-cut-link = Este enlace no está completo
error-cut-link-why = Falta una parte del enlace. Ábralo de nuevo desde el correo o cópielo entero.
