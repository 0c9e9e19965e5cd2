greeting = Bonjour { $name },
greeting-nobody = Bonjour,
foot-sent = Envoyé par les commentaires de { $host }.
foot-settings = Choisissez les courriels que vous recevez, ou aucun :
date = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
moment = { date } à { $time } ({ $zone })
age-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
age-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
age-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
labelled = { $label } :
note-intro = La modération ajoute :
read-on = Lire la suite et répondre
to-comment = Voir le commentaire
to-article = Voir l’article
you-wrote = Vous aviez écrit :
reason-intro = Le motif : { $why }
ignore-mail = Si ce n’était pas vous, rien ne se passe et vous pouvez supprimer ce courriel.

why-spam = Il ressemblait à de la publicité.
why-off-topic = Il ne portait pas sur l’article.
why-abuse = Ses termes étaient insultants ou dégradants.
why-personal-attack = Il s’en prenait à une personne plutôt qu’à ce qu’elle a dit.
why-illegal = Il contenait quelque chose que la loi ne nous permet pas de publier.
why-duplicate = Le même commentaire avait déjà été envoyé.
why-false-identity = Il était signé d’un nom qui semble être celui de quelqu’un d’autre.
why-other = Il ne respectait pas les règles des commentaires de ce site.
now-spam = Si ce n’était pas l’intention, vous pouvez l’écrire de nouveau sans la promotion.
now-off-topic = Les commentaires restent proches de l’article ; un commentaire sur son sujet est bienvenu.
now-abuse = Vous pouvez dire la même chose en d’autres termes.
now-personal-attack = Nous vous invitons à répondre plutôt à l’argument.
now-illegal = Si vous l’écrivez de nouveau, merci de laisser cette partie de côté.
now-duplicate = Vous n’avez rien à faire.
now-false-identity = Vous pouvez l’écrire de nouveau sous votre nom, ou sous un pseudonyme que personne d’autre ne porte.
now-other = Vous pouvez en écrire un autre.
appeal-until = Si vous pensez que c’était une erreur, vous pouvez faire appel une fois, jusqu’au { $until }. Quelqu’un d’autre l’examinera alors de nouveau.
appeal-button = Voir la décision et faire appel
decision-button = Voir la décision

list-pending = à décider
list-reported = signalés par des lecteurs
list-unreviewed = publiés et non relus
list-appealed = contestés par leurs auteurs
list-spam = pris pour du spam

verify-address-subject = Confirmez votre adresse pour { $host }
verify-address-intro = Quelqu’un s’est inscrit sur { $host } avec cette adresse. Confirmez qu’elle est à vous : le compte n’est créé qu’alors.
verify-address-button = Confirmer l’adresse
verify-address-valid = Le lien fonctionne une fois, pendant deux jours.
welcome-subject = Bienvenue dans les commentaires de { $host }
welcome-intro = Votre compte est prêt. Connectez-vous avec votre adresse et votre mot de passe partout où vous commentez.
welcome-told = Nous vous écrivons quand quelqu’un vous répond et quand la modération décide d’un de vos commentaires. Vous pouvez changer cela à tout moment.
welcome-button = Choisir les courriels
change-address-subject = Confirmez votre nouvelle adresse pour { $host }
change-address-intro = Votre compte sur { $host } doit passer à cette adresse. Confirmez qu’elle est à vous.
change-address-button = Utiliser cette adresse
change-address-valid = Le lien fonctionne une fois, pendant un jour.
address-change-asked-subject = Votre compte sur { $host } doit changer d’adresse
address-change-asked-intro = Quelqu’un qui connaît votre mot de passe a demandé de passer votre compte sur { $host } à une autre adresse. Ce sera fait quand le lien qui y a été envoyé sera utilisé.
address-change-asked-now = Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe : cela rend aussi le lien inutile.
address-changed-subject = Votre compte sur { $host } a changé d’adresse
address-changed-intro = Votre compte sur { $host } est passé à une autre adresse, comme demandé. Celle-ci ne sert plus.
address-changed-now = Si ce n’était pas vous, écrivez aux responsables du site : quelqu’un a votre compte.
address-in-use-subject = Vous avez déjà un compte sur { $host }
address-in-use-intro = Quelqu’un a voulu s’inscrire sur { $host } avec cette adresse, qui a déjà un compte.
address-in-use-now = Si c’était vous, connectez-vous simplement ; si vous ne connaissez plus votre mot de passe, demandez-en un nouveau. Sinon, vous n’avez rien à faire.
reset-password-subject = Un nouveau mot de passe pour { $host }
reset-password-intro = Quelqu’un a demandé un nouveau mot de passe pour votre compte sur { $host }. Ce lien permet d’en choisir un :
reset-password-button = Choisir un nouveau mot de passe
reset-password-valid = Le lien fonctionne une fois, pendant une heure. Tant qu’il n’est pas utilisé, votre mot de passe reste le même.
password-changed-subject = Votre mot de passe sur { $host } a été changé
password-changed-intro = Le mot de passe de votre compte sur { $host } a été changé, et toutes les autres sessions sont fermées.
password-changed-now = Si ce n’était pas vous, demandez tout de suite un nouveau mot de passe et vérifiez que votre adresse est toujours la bonne.
new-sign-in-subject = Une nouvelle connexion à votre compte sur { $host }
new-sign-in-intro = Quelqu’un s’est connecté à votre compte sur { $host } avec un navigateur ou un programme qui n’avait pas encore servi.
new-sign-in-device = Avec : { $device }
new-sign-in-unknown = Avec : un programme que nous ne connaissons pas
new-sign-in-at = Quand : { $at }
new-sign-in-now = Si c’était vous, vous n’avez rien à faire. Sinon, choisissez tout de suite un nouveau mot de passe : tous les autres sont alors déconnectés.
confirm-follow-subject = Voulez-vous recevoir les réponses sur { $site } ?
confirm-follow-intro = Quelqu’un a commenté sur { $site } sous « { $title } » avec cette adresse et souhaite être informé des réponses.
confirm-follow-button = Oui, écrivez-moi
confirm-follow-valid = Le lien fonctionne une fois, pendant une semaine. Si ce n’était pas vous, ne faites rien : aucun autre courriel ne viendra.

reply-subject = { $who } vous a répondu sous « { $title } »
reply-intro = { $who } a répondu à votre commentaire sous « { $title } » :
mention-subject = { $who } vous a mentionné sous « { $title } »
mention-intro = { $who } vous a mentionné dans un commentaire sous « { $title } » :
followed-subject = { $who } a commenté sous « { $title } »
followed-intro = { $who } a écrit sous « { $title } », que vous suivez :
comment-published-subject = Publié : votre commentaire sous « { $title } »
comment-published-intro = La modération a lu votre commentaire sous « { $title } » et l’a publié :
comment-not-published-subject = Non publié : votre commentaire sous « { $title } »
comment-not-published-intro = La modération a lu votre commentaire sous « { $title } » et a décidé de ne pas le publier :
comment-removed-subject = Retiré : votre commentaire sous « { $title } »
comment-removed-intro = La modération a retiré votre commentaire sous « { $title } » :
comment-edited-subject = Modifié par la modération : votre commentaire sous « { $title } »
comment-edited-intro = La modération a modifié le texte de votre commentaire sous « { $title } ». Il commence maintenant ainsi :
edit-asked-subject = Merci de modifier votre commentaire sous « { $title } »
edit-asked-intro = La modération a lu votre commentaire sous « { $title } » et vous demande de le modifier avant qu’il puisse être publié :
edit-asked-button = Modifier le commentaire
appeal-outcome-subject-overturned = Finalement publié : votre commentaire sous « { $title } »
appeal-outcome-subject-upheld = Votre appel : le commentaire sous « { $title } » reste non publié
appeal-outcome-intro-overturned = Vous avez fait appel, et quelqu’un d’autre a examiné de nouveau votre commentaire sous « { $title } ». Il est maintenant publié :
appeal-outcome-intro-upheld = Vous avez fait appel, et quelqu’un d’autre a examiné de nouveau votre commentaire sous « { $title } ». Il reste non publié :
report-outcome-subject = La suite donnée à votre signalement sous « { $title } »
report-outcome-intro = Vous avez signalé un commentaire sous « { $title } ». Merci.
report-outcome-confirmed = La modération l’a examiné et l’a retiré.
report-outcome-dismissed = La modération l’a examiné et l’a laissé.
report-outcome-moot = Son auteur l’a retiré entre-temps.

sanctioned-subject = Une mesure visant votre compte sur { $place }
sanctioned-intro = La modération a pris une mesure visant votre compte sur { $place }.
measure-premoderate = Désormais, la modération lit vos commentaires avant qu’ils paraissent.
measure-mute = Désormais, vous seul et la modération voyez vos commentaires.
measure-ban = Désormais, vous ne pouvez ni commenter ni voter.
measure-until = Cela vaut jusqu’au { $until }.
sanction-reason = La modération écrit :
purge = { $days ->
    [one] Vos commentaires du dernier jour sont retirés avec elle.
   *[other] Vos commentaires des { $days } derniers jours sont retirés avec elle.
}
warned-subject = Un avertissement pour votre compte sur { $place }
warned-intro = La modération vous a donné un avertissement sur { $place }. Aucun commentaire de vous n’est accepté tant que vous n’avez pas dit que vous l’avez lu.
warned-button = Lire et confirmer l’avertissement
sanction-ended-subject = Une mesure visant votre compte sur { $place } est terminée
sanction-ended-lifted = La modération a levé une mesure visant votre compte sur { $place }.
sanction-ended-ran-out = Une mesure visant votre compte sur { $place } a expiré.
over-warn = Vous n’avez plus à confirmer l’avertissement.
over-premoderate = Vos nouveaux commentaires paraissent de nouveau comme ceux des autres.
over-mute = Tout le monde voit de nouveau ce que vous écrivez désormais.
over-ban = Vous pouvez de nouveau commenter et voter.

waiting-subject = { $count ->
    [one] { $count } commentaire attend sur { $site }
   *[other] { $count } commentaires attendent sur { $site }
}
waiting-intro = { $count ->
    [one] { $count } commentaire attend la modération de { $site } :
   *[other] { $count } commentaires attendent la modération de { $site } :
}
waiting-list = { $count } { $list }, le plus ancien depuis { $age }
waiting-item = { $author } sous « { $title } » :
waiting-approve = Publier
waiting-reject = Refuser
waiting-spam = Spam
waiting-button = Voir tout ce qui attend
waiting-links = Chaque lien ouvre une page avec le commentaire entier et un bouton. Il fonctionne une fois, pendant trois jours, et seulement pour vous.
target-breached-subject = { $site } : quelque chose attend depuis { $age }
target-breached-intro = Sur { $site }, quelque chose ({ $list }) attend depuis { $age }. Le site veut que ce soit examiné en { $target }.
escalated-subject = { $moderator } vous laisse un commentaire de { $site }
escalated-intro = { $moderator } laisse à l’administration un commentaire sous « { $title } » sur { $site } :
weekly-figures-subject = { $site } : { $received ->
    [one] { $received } commentaire la semaine dernière
   *[other] { $received } commentaires la semaine dernière
}
weekly-figures-intro = La semaine sur { $site } du { $from } au { $to }, et la précédente :
weekly-figures-this = cette semaine
weekly-figures-before = la semaine d’avant
weekly-figures-received = Commentaires reçus
weekly-figures-published = Publiés
weekly-figures-rejected = Refusés
weekly-figures-spam = Pris pour du spam
weekly-figures-reports = Signalements de lecteurs
weekly-figures-appeals = Appels
weekly-figures-overturned = Appels acceptés
weekly-figures-wait = Attente médiane d’une décision
digest-subject = { $count ->
    [one] { $count } nouveauté dans les commentaires
   *[other] { $count } nouveautés dans les commentaires
}
digest-intro = { $frequency ->
    [hourly] Voici ce qui est nouveau depuis la dernière heure :
    [weekly] Voici ce qui est nouveau depuis la semaine dernière :
   *[daily] Voici ce qui est nouveau depuis hier :
}
digest-reply = { $who } vous a répondu :
digest-mention = { $who } vous a mentionné :
digest-followed = { $who } a écrit :
digest-comment-published = Votre commentaire est publié :
digest-comment-not-published = Votre commentaire n’a pas été publié :
digest-comment-removed = Votre commentaire a été retiré :
digest-comment-edited = La modération a modifié votre commentaire :
digest-report-confirmed = Ce que vous avez signalé a été retiré.
digest-report-dismissed = Ce que vous avez signalé a été examiné et maintenu.
digest-report-moot = Ce que vous avez signalé a été retiré par son auteur.
digest-other = Des nouvelles de la modération :
digest-more = { $count ->
    [one] Et { $count } de plus.
   *[other] Et { $count } de plus.
}
test-subject = Essai : { $subject }
