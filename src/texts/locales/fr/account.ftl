# The pages of an account, and those that links in mails lead to.
sign-in-title = Se connecter
sign-in-wrong = L’adresse e-mail ou le mot de passe n’est pas correct.
sign-in-busy = Beaucoup de personnes se connectent en ce moment. Veuillez réessayer dans une minute.
sign-in-stale = Cette page est restée ouverte trop longtemps, ou les cookies sont désactivés. Veuillez réessayer.
field-email = E-mail
field-password = Mot de passe
sign-in-forgot = Mot de passe oublié ?
sign-in-no-account = Pas encore de compte ?
field-name = Nom
field-name-hint = Affiché avec vos commentaires. De 2 à 40 caractères.
field-new-password = Nouveau mot de passe
field-present-password = Votre mot de passe actuel
field-password-hint = Au moins { $count } caractères. Quelques mots sans rapport en font un bon.
wrong-name = Choisissez de 2 à 40 caractères visibles, dont une lettre ou un chiffre, et pas un nom qui ressemble à celui d’un membre de la rédaction.
wrong-email = Veuillez saisir une adresse telle que nom@example.org.
wrong-email-often = L’adresse a été changée trop souvent aujourd’hui. Veuillez réessayer demain.
wrong-password = Choisissez un mot de passe de 10 à 128 caractères qui ne soit ni l’un des plus courants ni un seul caractère répété.
wrong-present-password = Ce n’est pas le mot de passe de votre compte.
wrong-statement = Dites pourquoi en 1 à 2000 caractères : c’est ce que lira la personne qui le réexamine.
wrong-note = Écrivez au plus 2000 caractères.
wrong-zone = Choisissez un fuseau horaire tel que Europe/Paris.
wrong-time = Saisissez une heure telle que 22:30 ici et dans l’autre champ, ou laissez les deux vides.
account-wrong = Rien n’a encore changé : quelque chose dans le formulaire n’est pas juste.
sign-up-title = Créer un compte
sign-up-why = Avec un compte, vous commentez sous votre nom, suivez des conversations et modifiez ce que vous avez écrit.
sign-up-email-hint = Jamais affichée. Nous y envoyons d’abord un lien.
sign-up-button = Créer le compte
sign-up-have-one = Vous avez déjà un compte ?
sent-title = Consultez votre boîte de réception
sign-up-sent = Nous avons envoyé un e-mail à cette adresse. Son lien crée le compte et reste valable deux jours. Rien après quelques minutes ? Regardez dans les indésirables.
forgot-title = Mot de passe oublié ?
forgot-why = Indiquez l’adresse de votre compte : nous y envoyons un lien pour en choisir un nouveau.
forgot-button = Envoyer le lien
forgot-sent = Si un compte correspond à cette adresse, un lien y a été envoyé. Il reste valable une heure.
link-unusable = Ce lien ne fonctionne plus
verify-title = Confirmez votre adresse
verify-why = Appuyez sur le bouton pour confirmer que cette adresse est la vôtre. Votre compte sera ensuite prêt.
verify-button = Confirmer mon adresse
verify-not-you = Vous n’avez pas créé de compte ? Fermez cette page, et rien ne se passe.
verify-done = Votre compte est prêt
verify-done-why = Merci. Connectez-vous avec votre adresse et votre mot de passe là où vous voulez commenter.
verify-unusable = Il a déjà servi, ou il est trop ancien. Inscrivez-vous de nouveau, et un nouveau lien vous est envoyé.
address-title = Confirmez votre nouvelle adresse
address-why = Appuyez sur le bouton, et votre compte passe à l’adresse à laquelle ce lien a été envoyé. Dès lors, vous vous connectez avec elle, et le courrier y arrive.
address-button = Utiliser la nouvelle adresse
address-not-you = Vous ne l’avez pas demandé ? Fermez cette page, et votre compte garde son ancienne adresse.
address-done = Votre adresse est changée
address-done-why = Votre compte a changé d’adresse. Connectez-vous désormais avec la nouvelle.
address-unusable = Il a déjà servi, ou il est trop ancien. Votre compte garde son adresse. Redemandez le changement, et un nouveau lien vous est envoyé.
reset-title = Choisissez un nouveau mot de passe
reset-why = Cela vous déconnecte partout ailleurs.
reset-button = Définir le mot de passe
reset-done = Votre mot de passe est défini
reset-done-why = Connectez-vous avec le nouveau mot de passe. Partout ailleurs, vous êtes déconnecté.
reset-unusable = Il a déjà servi, ou il est trop ancien. Redemandez un nouveau mot de passe, et un nouveau lien vous est envoyé. Chaque lien sert une fois, pendant une heure.
guest-mail-title = E-mails sur les réponses
guest-mail-why = Appuyez sur le bouton, et { $site } vous avertit par e-mail quand quelqu’un répond à vos commentaires ou écrit là où vous suivez.
guest-mail-button = Oui, écrivez-moi
guest-mail-not-you = Vous n’avez pas commenté là-bas ? Fermez cette page : vous ne recevrez plus rien.
guest-mail-done = Vous serez averti des réponses
guest-mail-done-why = Chaque e-mail a un lien pour les arrêter.
guest-mail-unusable = Il a déjà servi, ou il est trop ancien. Quand vous commenterez de nouveau, un autre vous sera envoyé.
own-title = Votre commentaire
own-wrote = Vous avez écrit sous
appeal-done = Votre recours est enregistré
appeal-done-why = Quelqu’un d’autre réexamine votre commentaire, et vous en êtes averti par e-mail.
warning-title = Un avertissement
warning-on = La modération vous a averti le { $at } :
warning-over = Vous en avez pris acte, ou il a été retiré. Il n’y a rien à faire.
warning-then = Dès que vous dites l’avoir lu, vous pouvez de nouveau commenter.
warning-button = Je l’ai lu
warning-done = Merci
warning-done-why = Vous pouvez de nouveau commenter.
mail-waiting-title = Ce qui attend
mail-waiting-none = Rien n’attend de décision.
mail-waiting-count = { $count ->
    [one] { $count } commentaire attend une décision.
   *[other] { $count } commentaires attendent une décision ; les plus urgents d’abord.
}
mail-waiting-by = { $name } sous
mail-decide-wrote = { $name } a écrit sous
mail-decide-because = Pourquoi il attend :
mail-decide-reason = Motif, communiqué à l’auteur
mail-decide-note = Un mot à l’auteur (facultatif)
mail-decide-approve = Publier le commentaire
mail-decide-reject = Refuser le commentaire
mail-decide-spam = Le classer comme indésirable
mail-decided-approve = Le commentaire est publié
mail-decided-reject = Le commentaire est refusé
mail-decided-spam = Le commentaire est classé comme indésirable
mail-decided-on = Vous avez décidé de ce que { $name } a écrit sous « { $title } ».
mail-decide-expired = Ce lien est trop ancien
mail-decide-expired-why = Il a servi trois jours. Le commentaire attend toujours à la rédaction.
mail-decide-spent = Ce lien a déjà servi
mail-decide-spent-why = Chaque lien sert une fois. Décidez à la rédaction.
mail-decide-changed = Le commentaire a changé
mail-decide-changed-why = Depuis l’envoi de l’e-mail, son auteur l’a modifié ou il a été revérifié. Décidez à la rédaction.
mail-decide-taken = C’est déjà décidé
mail-taken-approve = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} publié le commentaire le { $at }.
mail-taken-reject = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} refusé le commentaire le { $at }.
mail-taken-spam = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} classé le commentaire comme indésirable le { $at }.
mail-taken-delete = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} supprimé le commentaire le { $at }.
mail-taken-ask-edit = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} demandé une modification à l’auteur le { $at }.
mail-taken-edit = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} modifié le texte du commentaire le { $at }.
mail-taken-escalate = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} laissé le commentaire aux administrateurs le { $at }.
mail-taken-undo = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} annulé la décision le { $at }.
mail-taken-other = { $who ->
    [you] Vous avez
    [nobody] Quelqu’un a
   *[name] { $name } a
} changé quelque chose au commentaire le { $at }.
mail-title = Vos e-mails
mail-saved = Votre choix est enregistré.
mail-said-forgotten = Ce n’est plus sur la liste.
mail-said-heard = Vous êtes de nouveau averti de cet auteur.
mail-choose = { $name }, choisissez à quelle fréquence vous recevez des e-mails.
mail-always = Les e-mails sur le compte lui-même, comme un nouveau mot de passe, sont toujours envoyés.
mail-from-mail = (l’objet de cet e-mail)
mail-all-off = Tout désactiver
mail-how-often = À quelle fréquence vous recevez des e-mails
mail-quiet = Heures de silence
mail-quiet-hint = Seuls arrivent alors les e-mails que vous attendez. Laissez les deux vides pour n’en avoir aucune.
mail-quiet-from = De
mail-quiet-to = À
mail-followed = Ce que vous suivez ou avez mis en sourdine
mail-followed-none = Vous ne suivez rien. Vous pouvez commencer sous chaque commentaire et sous chaque article.
mail-muted = en sourdine
mail-whole-thread = Tous les commentaires
mail-below-comment = Réponses sous un commentaire
mail-unmute = Rétablir
mail-unfollow = Ne plus suivre
mail-ignored = Qui vous ignorez
mail-ignored-none = Vous n’ignorez personne.
mail-ignored-hint = Vous n’êtes averti de rien de ce qu’ils écrivent.
mail-unignore = Ne plus ignorer
mail-forget = Oublier mon adresse
mail-forget-why = Vos commentaires restent. Vous ne recevez plus rien, et vos choix ici sont oubliés.
mail-forgotten = Votre adresse est oubliée
mail-forgotten-why = Plus aucun e-mail n’y est envoyé d’ici.
mail-unsubscribed = Vous êtes désabonné
mail-unsubscribed-why = Les e-mails de ce genre ne vous sont plus envoyés d’ici.
topic-replies = Réponses à mes commentaires
topic-follows = Nouveaux commentaires là où je suis
topic-mentions = Commentaires qui me nomment
topic-decisions = Ce qui est décidé de mes commentaires
topic-reports = Ce que deviennent mes signalements
topic-waiting = Commentaires qui attendent la modération
topic-targets = Listes qui attendent trop longtemps
topic-figures = Les chiffres de la semaine
frequency-at-once = Aussitôt
frequency-hourly = Ensemble, chaque heure
frequency-daily = Ensemble, chaque matin
frequency-weekly = Ensemble, chaque lundi
frequency-off = Jamais par e-mail
account-overview = Votre compte
account-comments = Vos commentaires
account-sessions = Sessions
account-tokens = Jetons d’API
account-export = Vos données
account-delete = Supprimer votre compte
account-save = Enregistrer
account-pages = Pages de la liste
account-first-page = Première page
account-next-page = Page suivante
account-said-name = Votre nom est changé, aussi auprès de tous vos commentaires.
account-said-email = Un lien a été envoyé à l’adresse. Votre compte l’aura dès qu’il aura servi.
account-said-password = Votre mot de passe est changé. Partout ailleurs, vous êtes déconnecté.
account-said-language = La langue et le fuseau horaire sont enregistrés.
account-said-read = Merci. Vous pouvez de nouveau commenter.
account-name-label = Comment les autres vous appellent
account-email-confirmed = confirmée
account-email-pending = Un lien a été envoyé à une nouvelle adresse. Tant qu’il n’a pas servi, votre compte garde celle-ci.
account-mail-off = Depuis le { $at }, aucun e-mail n’est envoyé à cette adresse.
account-mail-bounced = Ce que nous y avons envoyé est revenu :
account-mail-complained = Quelqu’un là-bas a signalé notre e-mail comme indésirable :
account-mail-lift-bounced = Si la boîte fonctionne de nouveau, saisissez la même adresse ci-dessous et utilisez le lien envoyé ; une autre adresse convient aussi.
account-mail-lift-complained = Si c’était une erreur, écrivez à ceux qui gèrent le site, ou saisissez une autre adresse ci-dessous.
account-email-new = Nouvelle adresse
account-email-hint = Un lien y est d’abord envoyé. L’ancienne adresse est avertie.
account-email-send = Envoyer le lien
account-password-change = Changer le mot de passe
account-password-ends = Il met fin à vos autres sessions et à tous les jetons d’API.
account-language = Langue et heure
account-language-label = Langue des pages et des e-mails
account-language-any = Celle du navigateur et du site
account-zone = Fuseau horaire
account-zone-hint = Pour vos matins et vos heures de silence. Par exemple Europe/Paris.
account-measure-on = Une mesure sur { $site }
account-measure-everywhere = Une mesure sur tous les sites
account-measure-warn = Vous avez un avertissement. Dès que vous dites l’avoir lu, vous pouvez de nouveau commenter.
account-measure-premoderate = La modération lit vos commentaires avant qu’ils paraissent.
account-measure-mute = Vous seul et la modération voyez vos commentaires.
account-measure-suspend = Pendant un temps, vous ne pouvez ni commenter ni voter.
account-measure-ban = Vous ne pouvez ni commenter ni voter.
account-measure-since = Depuis le { $at }.
account-measure-no-end = Elle vaut jusqu’à ce que la modération la lève.
sessions-why = Vous êtes connecté dans ces navigateurs et programmes. Mettez fin à ce que vous ne connaissez pas.
sessions-unknown = Un programme que nous ne connaissons pas
sessions-this = Ce navigateur
sessions-when = Depuis { $since }, utilisé { $used }
sessions-end = Déconnecter
sessions-end-others = Se déconnecter partout ailleurs
sessions-said-ended = C’est terminé.
news-none = Rien encore. Ici figureront les réponses qui vous sont faites et ce que deviennent vos commentaires.
news-unread = Nouveau :
news-read-all = Tout marquer comme lu
news-read-one = Marquer comme lu
comments-none = Vous n’avez pas encore commenté.
comments-edit-asked = Une modification est demandée
state-published = Publié
state-pending = En attente
state-rejected = Non publié
state-spam = Non publié
state-deleted = Supprimé
export-why = Voici tout ce qui est conservé sur votre compte, dans un fichier lisible par des programmes (JSON).
export-what = Vos commentaires avec toutes leurs versions, vos votes, signalements et recours, ce qui a été décidé et noté, ce que vous suivez et ce dont vous avez été averti, et où vous êtes connecté. Ni mots de passe ni textes d’e-mails.
export-button = Télécharger le fichier
delete-why = C’est définitif ; personne ne peut revenir en arrière :
delete-comments = Tous vos commentaires sont supprimés. Là où des réponses se trouvent en dessous, une place vide reste.
delete-votes = Vos votes sont retirés ; votre nom, votre adresse et ce que vous suivez sont oubliés.
delete-sessions = Vous êtes déconnecté partout, et les jetons d’API prennent fin.
delete-before = Avant cela, emportez ce que vous voulez garder :
delete-button = Supprimer définitivement mon compte
delete-last-administrator = Vous êtes le dernier administrateur. Nommez d’abord quelqu’un d’autre.
delete-done = Votre compte est supprimé
delete-done-why = Tout ce que vous avez écrit ici est supprimé. Merci d’avoir été des nôtres.
error-status = Erreur { $status }
error-nowhere = Page introuvable
error-nowhere-why = Il n’y a rien à cette adresse. Un lien a peut-être été coupé en chemin.
error-internal = Quelque chose n’a pas marché
error-internal-why = C’était notre erreur, et elle est notée. Veuillez réessayer dans quelques minutes.
error-busy = Veuillez patienter un instant
error-busy-why = Il y a trop à faire ici en ce moment. Veuillez réessayer dans une minute.
error-stale = Veuillez l’envoyer encore une fois
error-stale-why = La page est restée ouverte trop longtemps, vous vous êtes connecté ou déconnecté entre-temps, ou les cookies sont désactivés. Revenez en arrière, rechargez la page et recommencez.
error-too-many = Trop à la fois
error-too-many-why = Il est venu de votre adresse réseau plus que nous n’acceptons. Attendez une minute et réessayez.
error-forbidden = Ce n’est pas autorisé
error-forbidden-why = Vous n’êtes pas connecté avec un compte qui peut faire cela.
error-warned = Veuillez d’abord lire ceci
error-warned-why = Un avertissement vous attend dans votre compte. Prenez-en acte, et vous pourrez de nouveau commenter.
error-invalid = Cela n’a pas pu servir
error-no-choice-why = L’un des choix n’existe pas. Revenez en arrière et choisissez de nouveau.
error-overtaken = Quelqu’un a été plus rapide
error-overtaken-why = Cela a été modifié au même moment. Revenez en arrière, regardez de nouveau et recommencez.
error-too-long = C’est trop long
error-too-long-why = On a envoyé plus que nous n’acceptons. Revenez en arrière : votre texte est encore dans le formulaire, où vous pouvez le raccourcir.
error-unread = Cela n’a pas pu être lu
error-unread-why = Ce qui a été envoyé n’a pas pu être lu. Revenez en arrière et renvoyez le formulaire.
error-no-form-why = Cette adresse n’accepte que ce que son propre formulaire envoie.
error-method = Cela ne fonctionne pas ici
error-method-why = Cette page ne peut pas être utilisée ainsi. Revenez en arrière et réessayez.
error-unknown-link = Ce lien ne mène nulle part
error-unknown-link-why = Une partie du lien manque peut-être, ou l’adresse à laquelle il a été envoyé n’est plus utilisée ici.
error-cut-link = Ce lien n’est pas complet
error-cut-link-why = Une partie du lien manque. Ouvrez-le de nouveau depuis l’e-mail, ou copiez-le en entier.
