# The moderators’ desk.
queue-pending = Pendientes
queue-reported = Denunciados
queue-unreviewed = Sin revisar
queue-appealed = Apelados
queue-spam = Spam
desk-search = Buscar
desk-reports = Denuncias
desk-appeals = Apelaciones
desk-sanctions = Sanciones
desk-log = Decisiones
desk-figures = Cifras
desk-texts = Textos preparados
desk-rules = Reglas
desk-site = Sitio y correo
desk-members = Miembros
desk-sites = Sitios
desk-mail = Correo saliente

# The lists, a comment alone, second looks.
desk-second-looks = Segundas miradas
desk-veil = Puede ser duro de leer ({ $why }): mostrar
desk-veil-off = No ocultarme nada
desk-veil-on = Ocultar lo duro de leer
desk-the-checks = Los controles
desk-the-reports = Las denuncias de lectores
desk-the-author = La persona autora
desk-somebody = Alguien que ya no está
desk-a-reader = alguien del público
desk-who-did = { $who }: { $did }
desk-did-approve = aprobado
desk-did-reject = rechazado
desk-did-spam = considerado spam
desk-did-escalate = dejado a la administración
desk-did-ask-edit = pedido un cambio
desk-did-edit = texto cambiado
desk-did-hide = oculto hasta que alguien lo vea
desk-did-pin = fijado
desk-did-unpin = ya no fijado
desk-did-close-thread = hilo cerrado
desk-did-reopen-thread = hilo reabierto
desk-did-undo = deshecho
desk-did-delete = borrado
check-closed-thread = Hilo cerrado
check-sanction = Sanción
check-form = Formulario
check-length = Longitud
check-slow-mode = Modo lento
check-rate = Ritmo
check-repeated-text = Repetido
check-near-duplicate = Dicho por otros
check-word-list = Lista de palabras
check-link-domains = Sitios enlazados
check-links = Enlaces
check-personal-details = Datos personales
check-shouting = Gritos
check-language = Idioma
check-impersonation = Nombre falso
check-address = Dirección
check-record = Historial
check-level = Nivel de confianza
check-sensitive-thread = Hilo delicado
check-first-time = Primer comentario
check-akismet = Akismet
check-external = Servidor propio
desk-field-name = en el nombre
desk-field-email = en la dirección
desk-field-website = en el sitio web
desk-field-network = en la red
desk-record = { $published } publicados, { $rejected } rechazados, { $spam } spam
desk-record-none = Nada publicado aún
desk-sum = gravedad { $severity } × alcance { $reach } × edad { $age } = { $value }
desk-since = En esta lista: { $ago }
desk-choose = Elegir el comentario de { $name }
desk-open = abrir el comentario de { $name }
desk-escalated = Para la administración
desk-edit-asked = Espera a quien lo escribió
desk-closed = Hilo cerrado
desk-only-article = solo este artículo
desk-only-author = solo esta persona
desk-on = { $name } se ocupa de esto
desk-on-me = Usted se ocupa de esto
desk-reply-to = En respuesta a { $name }
desk-deleted = Este comentario está borrado. Su texto ya no existe.
desk-appealed = Hay una apelación.
desk-findings = Lo que vieron los controles
desk-score = Puntuación, de 100
desk-weight = Peso
desk-similar = { $count ->
    [one] Otro dice casi lo mismo
   *[other] Otros { $count } dicen casi lo mismo
}
desk-similar-too = { $count ->
    [one] también el parecido
   *[other] también los { $count } parecidos
}
desk-approve = Aprobar
desk-spam = Spam
desk-reject = Rechazar
desk-more = Más
desk-claim = Me ocupo yo
desk-release = Devolver
desk-why = Por qué
desk-canned = Texto preparado
desk-canned-none = Ninguno
desk-note = Qué se le dice a quien lo escribió (opcional)
desk-ask-note = Nota
desk-ask-hint = Al pedir un cambio la lee quien lo escribió; al dejarlo a la administración, esta.
desk-escalate = Dejar a la administración
desk-ask-edit = Pedir un cambio
desk-pin = Fijar
desk-unpin = Dejar de fijar
desk-close-thread = Cerrar el hilo
desk-reopen-thread = Reabrir el hilo
desk-undo = Deshacer
desk-left = { $count ->
    [one] Uno quedó como estaba: otra persona se ocupa, había cambiado o era tarde.
   *[other] { $count } quedaron como estaban: otra persona se ocupa, habían cambiado o era tarde.
}
desk-done-approve = { $count ->
    [0] No se ha decidido nada.
    [one] Aprobado.
   *[other] { $count } aprobados.
}
desk-done-reject = { $count ->
    [0] No se ha decidido nada.
    [one] Rechazado.
   *[other] { $count } rechazados.
}
desk-done-spam = { $count ->
    [0] No se ha decidido nada.
    [one] Considerado spam.
   *[other] { $count } considerados spam.
}
desk-done-escalate = { $count ->
    [0] No se ha decidido nada.
    [one] Dejado a la administración.
   *[other] { $count } dejados a la administración.
}
desk-done-ask-edit = { $count ->
    [0] No se ha decidido nada.
    [one] Se ha pedido un cambio.
   *[other] Se han pedido { $count } cambios.
}
desk-done-pin = { $count ->
    [0] No se ha decidido nada.
    [one] Fijado.
   *[other] { $count } fijados.
}
desk-done-unpin = { $count ->
    [0] No se ha decidido nada.
    [one] Ya no está fijado.
   *[other] { $count } ya no están fijados.
}
desk-done-close-thread = { $count ->
    [0] No se ha decidido nada.
    [one] El hilo está cerrado.
   *[other] { $count } hilos están cerrados.
}
desk-done-reopen-thread = { $count ->
    [0] No se ha decidido nada.
    [one] El hilo está abierto de nuevo.
   *[other] { $count } hilos están abiertos de nuevo.
}
desk-undone = { $count ->
    [0] No se ha deshecho nada.
    [one] Deshecho.
   *[other] { $count } deshechos.
}
desk-taken = { $count ->
    [0] No queda nada que tomar.
    [one] Un comentario es suyo durante diez minutos.
   *[other] { $count } comentarios son suyos durante diez minutos.
}
desk-kept-noted = La nota está guardada.
desk-kept-unnoted = La nota ya no está.
desk-kept-edited = El texto está cambiado.
desk-kept-deleted = Está borrado.
desk-kept-released = Ahora puede tomarlo otra persona.
desk-kept-claimed = Es suyo durante diez minutos.
desk-kept-looked = Gracias. Su mirada queda guardada.
desk-choose-some = Elija al menos un comentario.
desk-overtaken = Alguien fue más rápido. Así está ahora el comentario.
desk-wrong = No se ha hecho nada: algo del formulario no está bien.
desk-claimed-why = Si decide ahora, decide de todos modos.
desk-order = Orden
desk-priority = Más urgentes
desk-oldest = Más antiguos
desk-newest = Más recientes
desk-take = Tomar los diez siguientes
desk-mine = Solo los míos
desk-everybodys = Los de todos
desk-filters = Filtros
desk-filter = Aplicar
desk-filter-none = Sin filtros
desk-any = Cualquiera
desk-reason = Motivo
desk-no-reason = Sin motivo
desk-check = Control
desk-mark = Marca
desk-language = Idioma
desk-article = Artículo (dirección o número)
desk-author = Persona (número de un comentario)
desk-none = Aquí no espera nada. Buen trabajo.
desk-none-filtered = Nada de esta lista es así.
desk-many = Decidir sobre varios
desk-choose-all = Elegir todos los de esta página
desk-choose-none = No elegir ninguno
desk-chosen = { "{n}" } elegidos
desk-next = Siguiente
desk-first-page = Primera página
desk-keys = Teclas
desk-key-move = Comentario siguiente, anterior
desk-key-reject = Rechazar: elegir un motivo y enviar
desk-key-more = Dejar a la administración, pedir un cambio, más
desk-key-claim = Tomar o devolver
desk-key-choose = Elegir para varios
desk-key-veil = Mostrar lo oculto
desk-key-open = Abrir el comentario
desk-key-help = Esta lista
desk-keys-on = Las teclas sueltas hacen algo
desk-around = Alrededor
desk-replies = Respuestas
desk-siblings = Otras respuestas al mismo comentario
desk-similar-title = Casi lo mismo
desk-appeal-not-you = La apelación es contra su decisión, así que decide otra persona.
desk-appeal-reason = Motivo, si se desestima
desk-overturn = Publicar después de todo
desk-uphold = Desestimar
desk-appeal-upheld = desestimada
desk-appeal-overturned = publicado después de todo
desk-appeal-moot = nada más que decidir
desk-reporter = De
desk-reporter-record = { $confirmed } confirmadas, { $dismissed } desestimadas
desk-when = Cuándo
desk-outcome = Resultado
desk-still-open = Abierta
desk-report-confirmed = Confirmada
desk-report-dismissed = Desestimada
desk-report-moot = Nada que decidir
desk-history = Lo que se decidió
desk-revisions = Sus textos
desk-about-author = Quien escribe
desk-trust = Confianza
desk-trust-new = Nuevo
desk-trust-known = Conocido
desk-trust-trusted = De confianza
desk-trust-staff = Redacción
desk-comments = Comentarios aquí
desk-since-when = Cuenta desde
desk-guest = Invitado, sin cuenta
desk-sanction-warn = Advertencia
desk-sanction-premoderate = Cada comentario espera
desk-sanction-mute = Silenciado
desk-sanction-suspend = Suspendido
desk-sanction-ban = Expulsado
desk-until = hasta el { $until }
desk-notes = Notas
desk-notes-none = Nadie ha anotado nada.
desk-note-new = Una nota para el equipo
desk-note-hint = Quien escribe solo la ve al exportar su cuenta.
desk-note-save = Guardar la nota
desk-note-remove = Quitar
desk-edit = Cambiar o borrar
desk-edit-open = Cambiar el texto
desk-edit-hint = Todos ven que lo cambió la redacción. El texto original se conserva.
desk-looks-why = Otra persona ya decidió sobre estos. Diga qué habría hecho, sin saberlo. Al comentario no le pasa nada.
desk-look-approve = Yo lo aprobaría
desk-look-reject = Yo lo rechazaría
desk-look-late = Alguien ya lo miró, o el comentario ha cambiado.
desk-looks-none = Nada que volver a mirar.
desk-disagreed = Donde dos no coincidieron
desk-disagreed-none = Nadie ha discrepado.
desk-first = Primero
desk-second = Después
desk-verdict-approve = aprobar
desk-verdict-reject = rechazar
desk-verdict-spam = spam
desk-effect-note = anotado
desk-effect-mute = solo para quien lo escribió
desk-effect-hold = lo retiene
desk-effect-refuse = no lo admite
desk-edited-since = El texto ha cambiado entretanto. Así está ahora el comentario.
