"""Apps, devices, search and partners: the smaller troubles of the last 90 days."""

from config.demo.script import Harm, Note, Said, Story, Words

TV_APPS = Story(
    key="tv-apps",
    title=Words(
        "The TV app closes by itself in North America",
        "L’application TV se ferme toute seule en Amérique du Nord",
        "北米でテレビアプリが勝手に終了する問題",
    ),
    level=3,
    days_ago=17,
    clock="23:10",
    harms=(Harm("tv-apps", "partial_outage", "north-america", end=171),),
    said=(
        Said(
            14,
            "scope",
            "identified",
            Words(
                "The TV app closes while starting on some 2021 and 2022 television sets in North America, since "
                "today's version 8.4. Phones, tablets, computers and other televisions work. Until it is mended you "
                "can send the picture from your phone to the television. We are sorry; we are taking version 8.4 back.",
                "En Amérique du Nord, l’application TV se ferme au démarrage sur certains téléviseurs de 2021 et 2022, "
                "depuis la version 8.4 sortie aujourd’hui. Les téléphones, tablettes, ordinateurs et autres téléviseurs "
                "fonctionnent. En attendant, vous pouvez diffuser l’image de votre téléphone vers le téléviseur. Nous "
                "sommes désolés et retirons la version 8.4.",
                "北米の2021年・2022年製の一部のテレビで、本日のバージョン8.4以降、アプリが起動中に終了します。スマートフォン、タブレット、"
                "パソコン、その他のテレビではご利用いただけます。当面は、スマートフォンからテレビへの画面転送をお試しください。"
                "ご迷惑をおかけして申し訳ございません。バージョン8.4の配信を取りやめ、元に戻しております。",
            ),
            next_minutes=60,
        ),
        Said(
            73,
            "progress",
            "monitoring",
            Words(
                "Version 8.3 is back in the stores. Half of the affected televisions have it already; the others "
                "get it within two hours by themselves, or at once if you switch the set off and on. We are sorry for "
                "the evening we cost you.",
                "La version 8.3 est de retour dans les boutiques d’applications. La moitié des téléviseurs concernés "
                "l’ont déjà ; les autres la recevront automatiquement dans les deux heures, ou tout de suite si vous "
                "éteignez puis rallumez l’appareil. Nous sommes désolés pour cette soirée perdue.",
                "アプリストアをバージョン8.3に戻しました。対象のテレビの半数は更新済みです。残りも二時間以内に自動で更新されます。"
                "テレビの電源を入れ直すと、すぐに更新されます。お楽しみの時間を損ない、申し訳ございません。",
            ),
            next_minutes=105,
        ),
        Said(
            174,
            "resolved",
            "resolved",
            Words(
                "The TV app works on all television sets again. 57,000 of them were affected. We now try each version "
                "on these models before it goes out. We apologise.",
                "L’application TV fonctionne de nouveau sur tous les téléviseurs. 57 000 appareils étaient concernés. "
                "Nous essayons désormais chaque version sur ces modèles avant sa sortie. Toutes nos excuses.",
                "すべてのテレビでアプリをご利用いただけるようになりました。影響は57,000台でした。今後は配信前に、対象機種で各バージョンを"
                "確認いたします。お詫び申し上げます。",
            ),
        ),
    ),
    notes=(Note(9, "All crash reports come from one graphics driver.", by="kenji"),),
)

DOWNLOADS = Story(
    key="downloads",
    title=Words(
        "Downloads stop at 99 % on phones and tablets",
        "Les téléchargements s’arrêtent à 99 % sur téléphone et tablette",
        "スマートフォン・タブレットでダウンロードが99％で止まる問題",
    ),
    level=2,
    days_ago=31,
    clock="07:45",
    harms=(
        Harm("downloads", "degraded_performance", end=214),
        Harm("mobile-apps", "degraded_performance", end=214),
    ),
    said=(
        Said(
            27,
            "workaround",
            "identified",
            Words(
                "Downloads on phones and tablets stop at 99 % for about one person in thirty. Titles downloaded before "
                "today work. Choosing “Standard” quality for downloads avoids it. We are repairing the files of the "
                "high quality and expect to finish in four hours. We are sorry, all the more if you are packing for a trip.",
                "Sur téléphone et tablette, les téléchargements s’arrêtent à 99 % pour environ une personne sur trente. "
                "Les titres téléchargés avant aujourd’hui fonctionnent. Choisir la qualité « Standard » pour les "
                "téléchargements évite le problème. Nous réparons les fichiers de haute qualité et pensons terminer dans "
                "quatre heures. Nous sommes désolés, surtout si vous prépariez un voyage.",
                "スマートフォンとタブレットで、約三十人に一人のお客様のダウンロードが99％で止まります。昨日までにダウンロードされた作品は"
                "ご覧いただけます。ダウンロード画質を「標準」にすると回避できます。高画質のファイルを修復しており、四時間で完了する"
                "見込みです。ご旅行の準備中の方には特にご迷惑をおかけし、申し訳ございません。",
            ),
            next_minutes=200,
        ),
        Said(
            216,
            "resolved",
            "resolved",
            Words(
                "Downloads finish in every quality again. Those that stopped at 99 % continue by themselves. Thank you "
                "for your patience, and sorry for the trouble.",
                "Les téléchargements aboutissent de nouveau dans toutes les qualités. Ceux qui étaient bloqués à 99 % "
                "reprennent d’eux-mêmes. Merci de votre patience, et pardon pour le désagrément.",
                "すべての画質でダウンロードが完了するようになりました。99％で止まっていた分は自動的に再開します。お待ちいただき"
                "ありがとうございます。ご迷惑をおかけいたしました。",
            ),
        ),
    ),
)

SEARCH = Story(
    key="search",
    title=Words(
        "Search finds nothing for names with accents",
        "La recherche ne trouve rien pour les noms accentués",
        "アクセント記号を含む名前が検索で見つからない問題",
    ),
    level=2,
    days_ago=47,
    clock="15:55",
    harms=(
        Harm("search", "degraded_performance", "france", end=83),
        Harm("search", "degraded_performance", "north-america", end=83),
    ),
    said=(
        Said(
            21,
            "scope",
            "identified",
            Words(
                "Searching for a name with an accent finds nothing in France and North America. Without the accent, "
                "the title is found. Recommendations are not affected. We are building the index anew, about an hour "
                "of work. We are sorry that we did not see it before you did.",
                "En France et en Amérique du Nord, la recherche d’un nom accentué ne donne aucun résultat. Sans "
                "l’accent, le titre est trouvé. Les recommandations ne sont pas concernées. Nous reconstruisons l’index, "
                "environ une heure de travail. Nous sommes désolés de ne pas l’avoir vu avant vous.",
                "フランスと北米で、アクセント記号を含む名前を検索しても結果が表示されません。記号を除いて入力すると見つかります。"
                "おすすめ機能に影響はありません。検索データを作り直しており、約一時間かかります。お客様より先に気づけず、"
                "申し訳ございません。",
            ),
            next_minutes=80,
        ),
        Said(
            85,
            "resolved",
            "resolved",
            Words(
                "Search finds names with and without accents again. A test with real names from all our languages now "
                "runs before each change. We apologise.",
                "La recherche retrouve les noms avec ou sans accent. Un test avec de vrais noms dans toutes nos langues "
                "précède désormais chaque changement. Veuillez nous excuser.",
                "アクセント記号の有無にかかわらず、検索できるようになりました。今後は変更のたびに、各言語の実際の名前で試験を行います。"
                "お詫び申し上げます。",
            ),
        ),
    ),
)

PARTNERS = Story(
    key="partner-api",
    title=Words(
        "Partners receive catalogue changes late",
        "Les partenaires reçoivent les changements de catalogue avec retard",
        "パートナー様への作品情報の更新が遅れる問題",
    ),
    level=2,
    days_ago=10,
    clock="08:30",
    harms=(Harm("partner-api", "degraded_performance", end=131),),
    said=(
        Said(
            26,
            "scope",
            "identified",
            Words(
                "Distributors receive changes of our catalogue up to 50 minutes late; viewers notice nothing. Nothing "
                "is lost. We are working through the backlog and expect to be on time within two hours. We are sorry.",
                "Les distributeurs reçoivent les changements de notre catalogue avec jusqu’à 50 minutes de retard ; les "
                "spectateurs ne remarquent rien. Rien n’est perdu. Nous résorbons le retard et prévoyons d’être à jour "
                "d’ici deux heures. Nous sommes désolés.",
                "配信事業者様への作品情報の更新が、最大50分遅れております。視聴者の皆様への影響はありません。失われた情報もありません。"
                "遅れを解消しており、二時間以内に通常どおりとなる見込みです。申し訳ございません。",
            ),
            technical=Words(
                "`GET /v3/changes` lags by up to 50 minutes; its cursor stays valid, so please do not restart from the "
                "beginning. `GET /v3/titles/<id>` is current. One partition of the change log was held by a stuck "
                "consumer; its successor works through 410,000 entries at about 6,000 per minute.",
                "`GET /v3/changes` accuse jusqu’à 50 minutes de retard ; le curseur reste valable, merci de ne pas "
                "repartir du début. `GET /v3/titles/<id>` est à jour. Une partition du journal était retenue par un "
                "consommateur bloqué ; son successeur traite 410 000 entrées, environ 6 000 par minute.",
                "`GET /v3/changes` が最大50分遅れています。カーソルは有効ですので、先頭からの再取得はお控えください。"
                "`GET /v3/titles/<id>` は最新です。変更ログの一つの区画が停止した処理に占有されていました。後続の処理が"
                "41万件を毎分約6,000件の速さで処理中です。",
            ),
            next_minutes=120,
        ),
        Said(
            133,
            "resolved",
            "resolved",
            Words(
                "Catalogue changes reach distributors within seconds again, and all delayed ones have arrived. We now "
                "raise an alarm when one is older than five minutes. We apologise to our partners.",
                "Les changements de catalogue parviennent de nouveau aux distributeurs en quelques secondes, et tous les "
                "retards sont rattrapés. Une alerte se déclenche désormais au-delà de cinq minutes. Nous présentons nos "
                "excuses à nos partenaires.",
                "作品情報の更新は再び数秒で届くようになり、遅れていた分もすべて反映されました。今後は五分を超える遅れを検知して"
                "通知いたします。パートナーの皆様にお詫び申し上げます。",
            ),
        ),
    ),
)

PROFILES = Story(
    key="profiles",
    title=Words(
        "Parental controls cannot be changed",
        "Le contrôle parental ne peut pas être modifié",
        "視聴制限の設定を変更できない問題",
    ),
    level=2,
    days_ago=3,
    clock="16:40",
    harms=(
        Harm("profiles", "degraded_performance", "australia", end=52),
        Harm("profiles", "degraded_performance", "japan", end=40),
    ),
    said=(
        Said(
            18,
            "scope",
            "identified",
            Words(
                "Parental controls cannot be changed in Australia and Japan. **The limits you have set stay in force; "
                "no child sees more than you allowed.** Saving fails because of a full disk on our side; we are making "
                "room and expect to be done within the hour. We are sorry.",
                "En Australie et au Japon, le contrôle parental ne peut pas être modifié. **Les limites déjà définies "
                "restent en vigueur ; aucun enfant ne voit plus que ce que vous avez autorisé.** L’enregistrement échoue "
                "à cause d’un disque plein de notre côté ; nous libérons de l’espace et pensons terminer dans l’heure. "
                "Nous sommes désolés.",
                "オーストラリアと日本で、視聴制限の設定を変更できません。**設定済みの制限は有効なままです。お子様が許可されていない作品を"
                "ご覧になることはありません。** 当社設備の容量不足により保存に失敗しております。一時間以内に解消する見込みです。"
                "申し訳ございません。",
            ),
            next_minutes=60,
        ),
        Said(
            55,
            "resolved",
            "resolved",
            Words(
                "Parental controls can be changed again in both regions, in Japan since 17:20 and in Australia since "
                "17:32 UTC. If a change failed today, please make it once more. We apologise.",
                "Le contrôle parental peut de nouveau être modifié dans les deux régions, au Japon depuis 17 h 20 et en "
                "Australie depuis 17 h 32 UTC. Si une modification a échoué aujourd’hui, veuillez la refaire. Toutes nos "
                "excuses.",
                "日本では17時20分、オーストラリアでは17時32分（いずれもUTC）から、視聴制限を変更いただけます。本日変更に失敗された方は、"
                "お手数ですが再度お手続きください。お詫び申し上げます。",
            ),
        ),
    ),
)

STORIES = (TV_APPS, DOWNLOADS, SEARCH, PARTNERS, PROFILES)
