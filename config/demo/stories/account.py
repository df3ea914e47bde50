"""Account and billing: sign-in, payments, e-mails, profiles."""

from config.demo.script import Harm, Known, Note, Said, Story, Words

SIGN_IN = Story(
    key="sign-in",
    title=Words(
        "Signing in fails on all devices",
        "La connexion au compte échoue sur tous les appareils",
        "すべての端末でログインできない問題",
    ),
    level=5,
    days_ago=74,
    clock="18:02",
    harms=(
        Harm("sign-in", "major_outage", end=58),
        Harm("profiles", "partial_outage", start=9, end=58),
    ),
    said=(
        Said(
            4,
            "holding",
            "investigating",
            Words(
                "You cannot sign in to Palomine at the moment, on any device and in any region. **If you are signed "
                "in, please stay signed in: watching works.** We are sorry, and are working on it with everybody "
                "we have. We will say more within five minutes.",
                "Il est actuellement impossible de se connecter à Palomine, sur tous les appareils et dans toutes les "
                "régions. **Si vous êtes déjà connecté, ne vous déconnectez pas : la lecture fonctionne.** Nous sommes "
                "désolés et mobilisons toute l’équipe. Nous vous en dirons plus d’ici cinq minutes.",
                "現在、すべての地域・すべての端末でパロミンにログインできません。**すでにログイン中の方は、ログアウトせずにそのまま"
                "お使いください。視聴は可能です。** 誠に申し訳ございません。総力を挙げて対応しており、五分以内に続報をお伝えします。",
            ),
            next_minutes=5,
        ),
        Said(
            9,
            "scope",
            "identified",
            Words(
                "Nobody can sign in, create an account or switch profiles. Whoever is signed in keeps watching. Your "
                "password and your data are safe: nobody has broken in. A change we made at 17:55 UTC overloaded the "
                "system that checks passwords; we are taking it back. It should work again {eta}. We are "
                "sorry: this was our mistake.",
                "Personne ne peut se connecter, créer un compte ni changer de profil. Les personnes connectées peuvent "
                "continuer à regarder. Votre mot de passe et vos données sont en sécurité : il n’y a eu aucune intrusion. "
                "Un changement que nous avons effectué à 17 h 55 UTC a surchargé le système de vérification des mots de "
                "passe ; nous l’annulons. Tout devrait fonctionner de nouveau {eta}. Nous sommes désolés : "
                "l’erreur vient de nous.",
                "ログイン、アカウントの作成、プロフィールの切り替えができません。ログイン中の方は引き続きご視聴いただけます。"
                "パスワードとお客様の情報は安全で、不正アクセスはありません。17時55分（UTC）に当社が行った変更により、パスワードを"
                "確認するシステムに過大な負荷がかかりました。現在、変更を元に戻しております。回復時刻は{eta}。"
                "当社の誤りでご迷惑をおかけし、深くお詫び申し上げます。",
            ),
            next_minutes=20,
            because="Kenji has read the access logs of the last two days: nobody has broken in.",
        ),
        Said(
            29,
            "progress",
            "identified",
            Words(
                "Signing in still fails for most people; about one attempt in four succeeds. Please do not try again "
                "and again, it works by itself soon. The change is taken back in two of three places. We still expect "
                "everything to work by 19:10 UTC. We are sorry that your evening starts like this.",
                "La connexion échoue encore pour la plupart d’entre vous ; environ une tentative sur quatre aboutit. "
                "Inutile d’insister, cela refonctionnera bientôt tout seul. Le changement est annulé à deux endroits sur "
                "trois. Nous prévoyons toujours un retour à la normale à 19 h 10 UTC. Nous sommes désolés que votre "
                "soirée commence ainsi.",
                "ログインは、まだ多くの場合に失敗します（四回に一回程度は成功しています）。まもなく回復しますので、繰り返しお試しに"
                "ならずお待ちください。三か所のうち二か所で変更を元に戻しました。引き続き19時10分（UTC）までの復旧を見込んでおります。"
                "お楽しみの時間にご迷惑をおかけし、申し訳ございません。",
            ),
            next_minutes=20,
        ),
        Said(
            49,
            "monitoring",
            "monitoring",
            Words(
                "Signing in works again for nearly everybody; switching profiles too. A few attempts are still slow. "
                "We keep watching for half an hour before we call it over. Thank you for staying, and we are sorry.",
                "La connexion refonctionne pour presque tout le monde, tout comme le changement de profil. Quelques "
                "tentatives restent lentes. Nous restons attentifs une demi-heure avant de déclarer l’incident terminé. "
                "Merci de votre patience, et pardon pour la gêne.",
                "ほぼすべてのお客様がログインできるようになり、プロフィールの切り替えも回復しました。一部でまだ時間がかかる場合があります。"
                "終息をご報告する前に、あと三十分監視を続けます。お待ちいただきありがとうございます。ご迷惑をおかけいたしました。",
            ),
            next_minutes=30,
        ),
        Said(
            78,
            "resolved",
            "resolved",
            Words(
                "Signing in works normally everywhere since 19:00 UTC. It had failed for 62 minutes for 1.9 million "
                "people. Nobody needs to change a password. From now on, changes to sign-in reach one customer in a "
                "hundred first. We will publish what we learnt. We apologise to each of you.",
                "La connexion fonctionne normalement partout depuis 19 h 00 UTC. Elle a échoué pendant 62 minutes pour "
                "1,9 million de personnes. Il n’est pas nécessaire de changer de mot de passe. Désormais, tout "
                "changement touchant la connexion sera d’abord proposé à un client sur cent. Nous publierons ce que "
                "nous en avons appris. Nous présentons nos excuses à chacune et chacun d’entre vous.",
                "19時00分（UTC）以降、すべての地域で正常にログインいただけます。障害は62分間続き、190万人のお客様に影響がありました。"
                "パスワードを変更していただく必要はありません。今後、ログインに関する変更は、まず百人に一人のお客様から段階的に"
                "適用します。今回得た教訓は公開いたします。お客様お一人おひとりに、お詫び申し上げます。",
            ),
        ),
    ),
    facts=(
        Known(
            3,
            "symptom",
            words=Words(
                "Signing in fails on every device.",
                "La connexion échoue sur tous les appareils.",
                "どの端末でもログインに失敗します。",
            ),
            source="Login success fell to 4 %",
        ),
        Known(7, "data_safe", value={"answer": True, "verified_by": "Security on call"}),
        Known(7, "started_by_change", value={"answer": True, "note": "Password hashing cost, 17:55 UTC"}),
        Known(
            8,
            "eta",
            "estimated",
            value={"basis": "Rolling back three places, about 15 minutes each.", "confidence": "high"},
            eta=(22, 60),
        ),
        Known(50, "recovered_evidence", value={"text": "Login success 99.2 % for ten minutes in every region."}),
    ),
    notes=(
        Note(6, "Password hashing cost was doubled by the 17:55 change; all cores are busy."),
        Note(21, "Rolled back in Europe and America; Asia follows."),
        Note(33, "Support tells callers: stay signed in.", by="amina"),
    ),
)

PAYMENTS = Story(
    key="card-payments",
    title=Words(
        "Card payments are refused in France and North America",
        "Les paiements par carte sont refusés en France et en Amérique du Nord",
        "フランスと北米でカードでのお支払いができない問題",
    ),
    level=3,
    days_ago=66,
    clock="14:20",
    third_party="Quillpay",
    harms=(
        Harm("payments", "partial_outage", "france", end=88),
        Harm("payments", "partial_outage", "north-america", end=121),
    ),
    said=(
        Said(
            13,
            "scope",
            "identified",
            Words(
                "About half of the card payments in France and North America are refused, for subscriptions, rentals "
                "and gift cards. Bank transfer and mobile payment work. Nobody loses access because of it: we extend "
                "every subscription that falls due today by three days. We are sorry. Our payment route is being "
                "repaired; we do not know yet when it will be.",
                "En France et en Amérique du Nord, environ la moitié des paiements par carte sont refusés : abonnements, "
                "locations et cartes cadeaux. Le virement et le paiement mobile fonctionnent. Personne ne perd son accès "
                "pour autant : tout abonnement arrivant à échéance aujourd’hui est prolongé de trois jours. Nous sommes "
                "désolés. Notre circuit de paiement est en cours de réparation ; nous n’avons pas encore d’horaire.",
                "フランスと北米では、定額プラン・レンタル・ギフトカードのカード決済の約半数が承認されません。銀行振込とモバイル決済は"
                "ご利用いただけます。このためにご視聴が止まることはありません。本日更新日を迎えるご契約は、三日間延長いたします。"
                "ご迷惑をおかけして申し訳ございません。決済経路を修復中で、完了の時刻はまだわかっておりません。",
            ),
            next_minutes=60,
        ),
        Said(
            71,
            "still_working",
            "identified",
            Words(
                "Card payments are still refused for some of you in France and North America. We are still working on "
                "it; nothing is charged when a payment is refused. We are sorry that it takes this long.",
                "Les paiements par carte sont encore refusés pour certains d’entre vous en France et en Amérique du "
                "Nord. Nous y travaillons toujours ; un paiement refusé n’est pas débité. Nous sommes désolés que cela "
                "prenne autant de temps.",
                "フランスと北米の一部のお客様で、まだカードでのお支払いができません。引き続き対応しております。承認されなかったお支払いが"
                "請求されることはありません。お時間をいただき、申し訳ございません。",
            ),
            next_minutes=60,
        ),
        Said(
            124,
            "resolved",
            "resolved",
            Words(
                "Card payments work again, in France since 15:48 and in North America since 16:21 UTC. 12,400 payments "
                "had been refused; you can simply pay again. Nobody was charged twice. We apologise, and have added "
                "a second payment route.",
                "Les paiements par carte fonctionnent de nouveau, en France depuis 15 h 48 et en Amérique du Nord depuis "
                "16 h 21 UTC. 12 400 paiements avaient été refusés ; il suffit de recommencer. Personne n’a été débité "
                "deux fois. Nous vous présentons nos excuses et avons ajouté un second circuit de paiement.",
                "カードでのお支払いは、フランスでは15時48分、北米では16時21分（いずれもUTC）に回復しました。12,400件のお支払いが承認"
                "されませんでしたので、お手数ですが再度お手続きください。二重請求はありません。お詫び申し上げますとともに、"
                "決済経路を二重化いたしました。",
            ),
        ),
    ),
    notes=(Note(8, "Supplier's own status page shows nothing; opened a ticket with priority."),),
)

EMAILS = Story(
    key="late-emails",
    title=Words(
        "Password and receipt e-mails arrive up to two hours late",
        "Les e-mails de mot de passe et les reçus arrivent avec jusqu’à deux heures de retard",
        "パスワード再設定・領収書のメールが最大二時間遅れる問題",
    ),
    level=2,
    days_ago=24,
    clock="10:05",
    third_party="Beaconmail",
    harms=(Harm("emails", "degraded_performance", end=154),),
    said=(
        Said(
            22,
            "scope",
            "identified",
            Words(
                "E-mails with password links and receipts arrive up to two hours late, everywhere. None is lost. If "
                "you need a new password now, ask for a text message instead on the same page. We are sending mail by "
                "another way and expect it to be on time within two hours. We are sorry.",
                "Les e-mails contenant les liens de mot de passe et les reçus arrivent avec jusqu’à deux heures de "
                "retard, partout. Aucun n’est perdu. Si vous avez besoin d’un nouveau mot de passe tout de suite, "
                "demandez plutôt un SMS sur la même page. Nous envoyons les e-mails par une autre voie et prévoyons un "
                "retour à la normale d’ici deux heures. Nous sommes désolés.",
                "パスワード再設定用リンクと領収書のメールが、全地域で最大二時間遅れて届いています。失われたメールはありません。"
                "お急ぎの方は、同じ画面でSMSでの受け取りをお選びください。別の経路での送信に切り替えており、二時間以内に通常どおりとなる"
                "見込みです。ご不便をおかけし、申し訳ございません。",
            ),
            next_minutes=140,
        ),
        Said(
            156,
            "resolved",
            "resolved",
            Words(
                "E-mails arrive within a minute again. All those that waited have been sent; a password link older "
                "than an hour asks you for a new one. We are sorry for the inconvenience.",
                "Les e-mails arrivent de nouveau en moins d’une minute. Tous ceux qui étaient en attente ont été "
                "envoyés ; un lien de mot de passe datant de plus d’une heure vous proposera d’en demander un nouveau. "
                "Veuillez nous excuser pour la gêne occasionnée.",
                "メールは再び一分以内に届くようになりました。遅れていたメールはすべて送信済みです。一時間以上前のパスワード再設定用"
                "リンクは無効となりますので、再度お手続きください。ご不便をおかけし、申し訳ございませんでした。",
            ),
        ),
    ),
)

STORIES = (SIGN_IN, PAYMENTS, EMAILS)
