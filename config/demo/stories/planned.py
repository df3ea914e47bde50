"""Maintenance: two that are over, one that is announced."""

from config.demo.script import Harm, Said, Story, Words

DONE = Words(
    "The maintenance is finished, and everything works as usual. Thank you for your understanding.",
    "La maintenance est terminée et tout fonctionne normalement. Merci de votre compréhension.",
    "メンテナンスは終了し、すべて通常どおりご利用いただけます。ご理解とご協力をありがとうございました。",
)

PAYMENTS = Story(
    key="payments-maintenance",
    title=Words(
        "Payments pause for an hour",
        "Les paiements s’interrompent une heure",
        "お支払い機能の一時停止（約一時間）",
    ),
    level=None,
    days_ago=61,
    clock="02:00",
    window=(2880, 2940),
    harms=(Harm("payments", "under_maintenance", start=2881, end=2928),),
    said=(
        Said(
            5,
            "maintenance",
            "scheduled",
            Words(
                "You will not be able to pay, rent or change your plan for up to an hour in two days, while we move "
                "payments to new machines. Watching is not affected, and no subscription ends because of it.",
                "Dans deux jours, il ne sera pas possible de payer, de louer ni de changer d’abonnement pendant une "
                "heure au plus : nous installons les paiements sur de nouvelles machines. La lecture n’est pas "
                "concernée et aucun abonnement n’expirera pour autant.",
                "二日後に最大一時間、お支払い・レンタル・プランの変更ができなくなります。決済システムを新しい設備へ移行するためです。"
                "ご視聴に影響はなく、このためにご契約が終了することもありません。",
            ),
        ),
        Said(
            2881,
            "maintenance",
            "in_progress",
            Words(
                "Payments are paused until 03:00 UTC at the latest. Watching works as usual.",
                "Les paiements sont suspendus jusqu’à 3 h 00 UTC au plus tard. La lecture fonctionne normalement.",
                "お支払い機能を、遅くとも3時00分（UTC）まで停止しております。ご視聴は通常どおり可能です。",
            ),
        ),
        Said(2930, "maintenance", "completed", DONE),
    ),
)

SIGN_IN = Story(
    key="sign-in-maintenance",
    title=Words(
        "Short interruptions of sign-in at night",
        "Brèves interruptions de la connexion, la nuit",
        "夜間のログインの短時間停止",
    ),
    level=None,
    days_ago=23,
    clock="20:00",
    lead="haruka",
    window=(1440, 1500),
    harms=(Harm("sign-in", "under_maintenance", "japan", start=1442, end=1481),),
    said=(
        Said(
            10,
            "maintenance",
            "scheduled",
            Words(
                "Signing in may fail twice for up to five minutes in Japan tomorrow between 05:00 and 06:00 in Tokyo. "
                "If you are signed in, you will notice nothing.",
                "Au Japon, la connexion pourra échouer deux fois pendant cinq minutes au plus, demain entre 5 h 00 et "
                "6 h 00 à Tokyo. Si vous êtes déjà connecté, vous ne remarquerez rien.",
                "明日の日本時間5時00分から6時00分の間に、ログインできない時間が最大五分、二回発生する場合があります。ログイン中の方への"
                "影響はありません。",
            ),
        ),
        Said(
            1442,
            "maintenance",
            "in_progress",
            Words(
                "The announced work on sign-in in Japan has begun and ends by 06:00 in Tokyo.",
                "Les travaux annoncés sur la connexion au Japon ont commencé et se terminent à 6 h 00 à Tokyo au plus tard.",
                "日本のログイン機能のメンテナンスを開始しました。日本時間6時00分までに終了いたします。",
            ),
        ),
        Said(1484, "maintenance", "completed", DONE),
    ),
)

COMING = Story(
    key="coming-maintenance",
    title=Words(
        "Downloads and the partner API pause at night",
        "Les téléchargements et l’API partenaires s’interrompent la nuit",
        "夜間のダウンロード・パートナーAPIの一時停止",
    ),
    level=None,
    days_ago=1,
    clock="09:00",
    window=(5 * 1440, 5 * 1440 + 90),
    harms=(),
    said=(
        Said(
            12,
            "maintenance",
            "scheduled",
            Words(
                "New downloads and the partner API will pause for up to 90 minutes in four days, from 09:00 UTC. "
                "Titles you have downloaded, and everything else, keep working. We are giving downloads more room; if "
                "you plan a trip, please download what you need the day before.",
                "Dans quatre jours, à partir de 9 h 00 UTC, les nouveaux téléchargements et l’API partenaires seront "
                "interrompus pendant 90 minutes au plus. Les titres déjà téléchargés et tout le reste continueront de "
                "fonctionner. Nous agrandissons l’espace réservé aux téléchargements ; si vous partez en voyage, pensez à "
                "télécharger la veille.",
                "四日後の9時00分（UTC）から最大90分間、新規のダウンロードとパートナーAPIを停止いたします。ダウンロード済みの作品と"
                "その他の機能は通常どおりご利用いただけます。ダウンロード設備を増強するためです。ご旅行を予定されている方は、"
                "前日までにダウンロードをお済ませください。",
            ),
        ),
    ),
)

STORIES = (PAYMENTS, SIGN_IN, COMING)
