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
