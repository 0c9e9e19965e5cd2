greeting = Buenos días, { $name }:
greeting-nobody = Buenos días:
foot-sent = Enviado por los comentarios de { $host }.
foot-settings = Elija qué correos recibe, o ninguno:
date = { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} de { $year }
moment = { date }, { $time } ({ $zone })
age-minutes = { $count ->
    [one] un minuto
   *[other] { $count } minutos
}
age-hours = { $count ->
    [one] una hora
   *[other] { $count } horas
}
age-days = { $count ->
    [one] un día
   *[other] { $count } días
}
labelled = { $label }:
note-intro = El equipo de moderación añade:
read-on = Seguir leyendo y responder
to-comment = Ir al comentario
to-article = Ir al artículo
you-wrote = Usted había escrito:
reason-intro = El motivo: { $why }
ignore-mail = Si no fue usted, no pasa nada y puede borrar este correo.

why-spam = Parecía publicidad.
why-off-topic = No trataba del artículo.
why-abuse = Su lenguaje era insultante o degradante.
why-personal-attack = Atacaba a una persona en lugar de lo que esa persona había dicho.
why-illegal = Contenía algo que la ley no nos permite publicar.
why-duplicate = El mismo comentario ya se había enviado antes.
why-false-identity = Se escribió con un nombre que parece ser de otra persona.
why-other = No se ajustaba a las normas de los comentarios de este sitio.
now-spam = Si no era esa la intención, puede escribirlo de nuevo sin la promoción.
now-off-topic = Los comentarios se ciñen al artículo bajo el que están; uno sobre su tema será bienvenido.
now-abuse = Puede decir lo mismo de nuevo con otras palabras.
now-personal-attack = Le invitamos a responder al argumento.
now-illegal = Si lo escribe de nuevo, le rogamos que omita esa parte.
now-duplicate = No tiene que hacer nada.
now-false-identity = Puede escribirlo de nuevo con su propio nombre o con un seudónimo que nadie más use.
now-other = Puede escribir otro.
appeal-until = Si cree que fue un error, puede apelar una vez, hasta el { $until }. Otra persona volverá a examinarlo.
appeal-button = Ver la decisión y apelar
decision-button = Ver la decisión

list-pending = por decidir
list-reported = denunciados por lectores
list-unreviewed = publicados y sin revisar
list-appealed = apelados por sus autores
list-spam = tomados por spam

verify-address-subject = Confirme su dirección para { $host }
verify-address-intro = Alguien se ha registrado en { $host } con esta dirección. Confirme que es suya: solo entonces se crea la cuenta.
verify-address-button = Confirmar la dirección
verify-address-valid = El enlace funciona una vez, durante dos días.
welcome-subject = Le damos la bienvenida a los comentarios de { $host }
welcome-intro = Su cuenta está lista. Inicie sesión con su dirección y su contraseña allí donde comente.
welcome-told = Le escribimos cuando alguien le responde y cuando se decide sobre un comentario suyo. Puede cambiarlo en cualquier momento.
welcome-button = Elegir los correos
change-address-subject = Confirme su nueva dirección para { $host }
change-address-intro = Su cuenta de { $host } va a pasar a esta dirección. Confirme que es suya.
change-address-button = Usar esta dirección
change-address-valid = El enlace funciona una vez, durante un día.
address-change-asked-subject = Su cuenta de { $host } va a tener otra dirección
address-change-asked-intro = Alguien que conoce su contraseña ha pedido pasar su cuenta de { $host } a otra dirección. El cambio se hará cuando se use el enlace enviado allí.
address-change-asked-now = Si no fue usted, cambie la contraseña de inmediato: eso también inutiliza el enlace.
address-changed-subject = Su cuenta de { $host } tiene ahora otra dirección
address-changed-intro = Su cuenta de { $host } ha pasado a otra dirección, como se pidió. Esta ya no se usa.
address-changed-now = Si no fue usted, escriba a los responsables del sitio: alguien tiene su cuenta.
address-in-use-subject = Ya tiene una cuenta en { $host }
address-in-use-intro = Alguien ha intentado registrarse en { $host } con esta dirección, que ya tiene una cuenta.
address-in-use-now = Si fue usted, inicie sesión; si no recuerda su contraseña, pida una nueva. Si no fue usted, no tiene que hacer nada.
reset-password-subject = Una contraseña nueva para { $host }
reset-password-intro = Alguien ha pedido una contraseña nueva para su cuenta de { $host }. Con este enlace puede elegirla:
reset-password-button = Elegir una contraseña nueva
reset-password-valid = El enlace funciona una vez, durante una hora. Mientras no se use, su contraseña sigue siendo la misma.
password-changed-subject = Se ha cambiado su contraseña de { $host }
password-changed-intro = Se ha cambiado la contraseña de su cuenta de { $host } y se ha cerrado la sesión en los demás lugares.
password-changed-now = Si no fue usted, pida una contraseña nueva de inmediato y compruebe si su dirección sigue siendo la correcta.
new-sign-in-subject = Un nuevo inicio de sesión en su cuenta de { $host }
new-sign-in-intro = Alguien ha iniciado sesión en su cuenta de { $host } con un navegador o programa que no se había usado antes con ella.
new-sign-in-device = Con: { $device }
new-sign-in-unknown = Con: un programa que no conocemos
new-sign-in-at = Cuándo: { $at }
new-sign-in-now = Si fue usted, no tiene que hacer nada. Si no, cambie la contraseña de inmediato: así se cierra la sesión de todos los demás.
confirm-follow-subject = ¿Quiere recibir por correo las respuestas en { $site }?
confirm-follow-intro = Alguien ha comentado en { $site } bajo «{ $title }» con esta dirección y quiere saber de las respuestas.
confirm-follow-button = Sí, quiero recibirlas
confirm-follow-valid = El enlace funciona una vez, durante una semana. Si no fue usted, no haga nada: no le llegará ningún otro correo.

reply-subject = { $who } le ha respondido bajo «{ $title }»
reply-intro = { $who } ha respondido a su comentario bajo «{ $title }»:
mention-subject = { $who } le ha mencionado bajo «{ $title }»
mention-intro = { $who } le ha mencionado en un comentario bajo «{ $title }»:
followed-subject = { $who } ha comentado bajo «{ $title }»
followed-intro = { $who } ha escrito bajo «{ $title }», que usted sigue:
comment-published-subject = Publicado: su comentario bajo «{ $title }»
comment-published-intro = El equipo de moderación ha leído su comentario bajo «{ $title }» y lo ha publicado:
comment-not-published-subject = No publicado: su comentario bajo «{ $title }»
comment-not-published-intro = El equipo de moderación ha leído su comentario bajo «{ $title }» y ha decidido no publicarlo:
comment-removed-subject = Retirado: su comentario bajo «{ $title }»
comment-removed-intro = El equipo de moderación ha retirado su comentario bajo «{ $title }»:
comment-edited-subject = Modificado por moderación: su comentario bajo «{ $title }»
comment-edited-intro = El equipo de moderación ha modificado el texto de su comentario bajo «{ $title }». Ahora empieza así:
edit-asked-subject = Le rogamos que cambie su comentario bajo «{ $title }»
edit-asked-intro = El equipo de moderación ha leído su comentario bajo «{ $title }» y le pide que lo cambie antes de publicarlo:
edit-asked-button = Cambiar el comentario
appeal-outcome-subject-overturned = Publicado finalmente: su comentario bajo «{ $title }»
appeal-outcome-subject-upheld = Su apelación: el comentario bajo «{ $title }» sigue sin publicarse
appeal-outcome-intro-overturned = Usted apeló, y otra persona ha vuelto a examinar su comentario bajo «{ $title }». Ahora está publicado:
appeal-outcome-intro-upheld = Usted apeló, y otra persona ha vuelto a examinar su comentario bajo «{ $title }». Sigue sin publicarse:
report-outcome-subject = Qué ha pasado con su denuncia bajo «{ $title }»
report-outcome-intro = Usted denunció un comentario bajo «{ $title }». Muchas gracias.
report-outcome-confirmed = El equipo de moderación lo ha examinado y lo ha retirado.
report-outcome-dismissed = El equipo de moderación lo ha examinado y lo ha mantenido.
report-outcome-moot = Quien lo escribió lo ha retirado entretanto.

sanctioned-subject = Una medida contra su cuenta en { $place }
sanctioned-intro = El equipo de moderación ha tomado una medida contra su cuenta en { $place }.
measure-premoderate = Desde ahora se leen sus comentarios antes de que aparezcan.
measure-mute = Desde ahora solo usted y el equipo de moderación ven sus comentarios.
measure-ban = Desde ahora no puede comentar ni votar.
measure-until = La medida dura hasta el { $until }.
sanction-reason = El equipo de moderación dice:
purge = { $days ->
    [one] Con ella se retiran sus comentarios del último día.
   *[other] Con ella se retiran sus comentarios de los últimos { $days } días.
}
warned-subject = Una advertencia para su cuenta en { $place }
warned-intro = El equipo de moderación le ha hecho una advertencia en { $place }. No se aceptará ningún comentario suyo hasta que confirme que la ha leído.
warned-button = Leer y confirmar la advertencia
sanction-ended-subject = Ha terminado una medida contra su cuenta en { $place }
sanction-ended-lifted = El equipo de moderación ha levantado una medida contra su cuenta en { $place }.
sanction-ended-ran-out = Ha vencido una medida contra su cuenta en { $place }.
over-warn = Ya no tiene que confirmar la advertencia.
over-premoderate = Sus nuevos comentarios vuelven a aparecer como los de los demás.
over-mute = Todos pueden ver de nuevo lo que escriba desde ahora.
over-ban = Puede comentar y votar de nuevo.

waiting-subject = { $count ->
    [one] Un comentario espera en { $site }
   *[other] { $count } comentarios esperan en { $site }
}
waiting-intro = { $count ->
    [one] Un comentario espera al equipo de moderación de { $site }:
   *[other] { $count } comentarios esperan al equipo de moderación de { $site }:
}
waiting-list = { $count } { $list }, el más antiguo desde hace { $age }
waiting-item = { $author } bajo «{ $title }»:
waiting-approve = Publicar
waiting-reject = Rechazar
waiting-spam = Spam
waiting-button = Ver todo lo que espera
waiting-links = Cada enlace abre una página con el comentario entero y un botón. Funciona una vez, durante tres días y solo para usted.
target-breached-subject = { $site }: algo espera desde hace { $age }
target-breached-intro = En { $site } hay algo ({ $list }) que espera desde hace { $age }. El sitio quiere que se examine en { $target }.
escalated-subject = { $moderator } le deja un comentario de { $site }
escalated-intro = { $moderator } deja a la administración un comentario bajo «{ $title }» en { $site }:
weekly-figures-subject = { $site }: { $received ->
    [one] un comentario la semana pasada
   *[other] { $received } comentarios la semana pasada
}
weekly-figures-intro = La semana en { $site } del { $from } al { $to }, y la anterior:
weekly-figures-this = esta semana
weekly-figures-before = la anterior
weekly-figures-received = Comentarios recibidos
weekly-figures-published = Publicados
weekly-figures-rejected = Rechazados
weekly-figures-spam = Tomados por spam
weekly-figures-reports = Denuncias de lectores
weekly-figures-appeals = Apelaciones
weekly-figures-overturned = Apelaciones con éxito
weekly-figures-wait = Espera mediana de una decisión
digest-subject = { $count ->
    [one] Una novedad en los comentarios
   *[other] { $count } novedades en los comentarios
}
digest-intro = { $frequency ->
    [hourly] Esto es nuevo desde la última hora:
    [weekly] Esto es nuevo desde la semana pasada:
   *[daily] Esto es nuevo desde ayer:
}
digest-reply = { $who } le ha respondido:
digest-mention = { $who } le ha mencionado:
digest-followed = { $who } ha escrito:
digest-comment-published = Su comentario está publicado:
digest-comment-not-published = Su comentario no se ha publicado:
digest-comment-removed = Su comentario se ha retirado:
digest-comment-edited = El equipo de moderación ha modificado su comentario:
digest-report-confirmed = Se ha retirado lo que usted denunció.
digest-report-dismissed = Se ha examinado lo que usted denunció, y se mantiene.
digest-report-moot = Su autor ha retirado lo que usted denunció.
digest-other = Novedades de moderación:
digest-more = { $count ->
    [one] Y una más.
   *[other] Y { $count } más.
}
test-subject = Prueba: { $subject }
