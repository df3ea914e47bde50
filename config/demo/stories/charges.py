"""Money wrongly taken, a wrong figure told, and the correction made in the open."""

from config.demo.script import Harm, Note, Said, Story, Words

STORY = Story(
    key="charged-twice",
    title=Words(
        "Some rentals were charged twice",
        "Certaines locations ont été débitées deux fois",
        "一部のレンタル料金が二重に請求された問題",
    ),
    level=4,
    days_ago=6,
    clock="12:48",
    third_party="Quillpay",
    began_before=75,
    harms=(
        Harm("payments", "partial_outage", "australia", end=64),
        Harm("payments", "degraded_performance", "japan", end=64),
    ),
    said=(
        Said(
            9,
            "holding",
            "investigating",
            Words(
                "Some rentals paid today in Australia and Japan were charged twice. We have stopped the cause of new "
                "double charges and are finding out who is affected. You need not do anything: every amount taken twice "
                "will be given back. We are sorry; this must not happen.",
                "Certaines locations payées aujourd’hui en Australie et au Japon ont été débitées deux fois. Nous avons "
                "arrêté la cause et recherchons les personnes concernées. Vous n’avez rien à faire : toute somme débitée "
                "en double sera rendue. Nous sommes désolés ; cela ne doit pas arriver.",
                "本日オーストラリアと日本でお支払いいただいたレンタルの一部が、二重に請求されました。新たな二重請求の発生は止まっており、"
                "対象のお客様を確認しております。お手続きは不要です。二重に請求した金額は、すべてお返しいたします。"
                "あってはならないことであり、深くお詫び申し上げます。",
            ),
            next_minutes=30,
        ),
        Said(
            38,
            "scope",
            "identified",
            Words(
                "2,300 rentals in Australia and Japan were charged twice between 11:33 and 12:50 UTC. Subscriptions and "
                "gift cards are not affected. Refunds have started and reach your account within three working days. "
                "We are sorry.",
                "2 300 locations en Australie et au Japon ont été débitées deux fois entre 11 h 33 et 12 h 50 UTC. Les "
                "abonnements et les cartes cadeaux ne sont pas concernés. Les remboursements ont commencé et arriveront "
                "sur votre compte sous trois jours ouvrés. Nous sommes désolés.",
                "11時33分から12時50分（UTC）の間に、オーストラリアと日本で2,300件のレンタルが二重に請求されました。定額プランとギフト"
                "カードに影響はありません。返金手続きを開始しており、三営業日以内にお客様の口座へ届きます。申し訳ございません。",
            ),
            next_minutes=45,
        ),
        Said(
            59,
            "correction",
            "identified",
            Words(
                "We told you 2,300 rentals; the right number is 3,120. We had counted cards and not rentals. All 3,120 "
                "are being refunded. We apologise for the wrong figure too.",
                "Nous avions annoncé 2 300 locations ; le chiffre exact est 3 120. Nous avions compté les cartes et non "
                "les locations. Les 3 120 sont en cours de remboursement. Toutes nos excuses aussi pour ce chiffre erroné.",
                "先ほど2,300件とお伝えしましたが、正しくは3,120件です。レンタルの件数ではなく、カードの枚数を数えておりました。3,120件"
                "すべてを返金しております。誤った数字をお伝えしたことも、あわせてお詫び申し上げます。",
            ),
            next_minutes=45,
        ),
        Said(
            91,
            "resolved",
            "resolved",
            Words(
                "All 3,120 double charges in Australia and Japan have been sent back; your bank shows them within three "
                "working days. Whoever had to pay a fee to the bank because of it writes to us and gets it back as well. "
                "A check now refuses a second charge for the same rental. We sincerely apologise.",
                "Les 3 120 doubles débits en Australie et au Japon ont été remboursés ; votre banque les affichera sous "
                "trois jours ouvrés. Si votre banque vous a facturé des frais, écrivez-nous : nous les prenons en charge. "
                "Un contrôle refuse désormais tout second débit pour une même location. Nous vous présentons nos sincères "
                "excuses.",
                "オーストラリアと日本の二重請求3,120件は、すべて返金手続きが完了しました。三営業日以内に金融機関の明細に反映されます。"
                "このために手数料が発生した方は、ご連絡ください。当社が負担いたします。今後は、同じレンタルへの二度目の請求を"
                "自動的に拒否します。心よりお詫び申し上げます。",
            ),
        ),
    ),
    notes=(
        Note(4, "Retry after a timeout was sent without its idempotency key; switched off."),
        Note(49, "Recount by rental: 3,120.", by="grace"),
    ),
)
