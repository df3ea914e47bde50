"""The incident that is open when a newcomer arrives: video does not start in France; Japan is back."""

from config.demo.script import Harm, Known, Note, Said, Story, Words

STORY = Story(
    key="playback-now",
    title=Words(
        "Films and series do not start for many viewers in France",
        "Films et séries : la lecture ne démarre pas pour beaucoup de spectateurs en France",
        "フランスの多くのお客様で映画・ドラマの再生が始まらない問題",
    ),
    level=4,
    minutes_ago=47,
    began_before=5,
    closed_after_hours=None,
    third_party="Farlane CDN",
    harms=(
        Harm("playback", "major_outage", "france"),
        Harm("playback", "partial_outage", "japan", end=29),
        Harm("tv-apps", "degraded_performance", "france", start=16),
    ),
    said=(
        Said(
            6,
            "holding",
            "investigating",
            Words(
                "Films and series do not start, or stop after a few seconds, for many viewers in France and some in "
                "Japan. Live channels and downloads work. We know about it and are looking for the cause; we are sorry "
                "for the interrupted evening. We do not know yet how long it will last.",
                "La lecture des films et des séries ne démarre pas, ou s’arrête après quelques secondes, pour beaucoup "
                "de spectateurs en France et quelques-uns au Japon. Les chaînes en direct et les téléchargements "
                "fonctionnent. Nous en sommes informés et cherchons la cause ; nous vous présentons nos excuses pour "
                "cette soirée interrompue. Nous ne savons pas encore combien de temps cela va durer.",
                "フランスの多くのお客様と日本の一部のお客様で、映画・ドラマの再生が始まらない、または数秒で止まる状態が続いています。"
                "ライブ配信とダウンロード済みの作品はご覧いただけます。現在、原因を調査しております。お楽しみのところご迷惑をおかけし、"
                "申し訳ございません。復旧の見込みはまだわかっておりません。",
            ),
            next_minutes=12,
        ),
        Said(
            17,
            "scope",
            "identified",
            Words(
                "About half of the viewers in France cannot start films and series on any device; in Japan about one "
                "in ten. Other regions are not affected, and your account, your profiles and your downloads are safe. "
                "Video is not reaching our viewers through one of our delivery routes. We are moving viewers to other "
                "routes, Japan first because it is evening there. We are sorry, and we stay with it until it works.",
                "Environ la moitié des spectateurs en France ne peuvent lancer ni film ni série, quel que soit "
                "l’appareil ; au Japon, environ un sur dix. Les autres régions ne sont pas touchées ; votre compte, "
                "vos profils et vos téléchargements ne courent aucun risque. Les vidéos n’arrivent plus par l’une de "
                "nos voies de diffusion. Nous basculons les spectateurs vers d’autres voies, en commençant par le "
                "Japon, où la soirée est déjà avancée. Nous vous présentons nos excuses et ne lâcherons pas le sujet "
                "avant que tout fonctionne.",
                "フランスでは約半数のお客様、日本では約一割のお客様が、どの端末でも映画・ドラマの再生を開始できません。"
                "その他の地域に影響はなく、アカウント・プロフィール・ダウンロード済み作品も安全です。映像をお届けする経路の一つに"
                "問題があることがわかりました。視聴時間帯にあたる日本のお客様から順に、別の経路へ切り替えております。"
                "ご不便をおかけして申し訳ございません。復旧まで責任をもって対応いたします。",
            ),
            technical=Words(
                "Requests for video segments through Farlane CDN's European edges time out (about 52 % in France, 11 % "
                "in Japan since the start). Manifests, DRM licences and the partner API answer normally. We are "
                "shifting traffic by DNS weight with a lifetime of 60 s; players retry by themselves.",
                "Les requêtes de segments vidéo passant par les points de présence européens de Farlane CDN expirent "
                "(environ 52 % en France, 11 % au Japon depuis le début). Les manifestes, les licences DRM et l’API "
                "partenaires répondent normalement. Nous déplaçons le trafic par pondération DNS (durée de vie : 60 s) ; "
                "les lecteurs réessaient d’eux-mêmes.",
                "Farlane CDNの欧州エッジ経由の動画セグメント要求がタイムアウトしています（発生以降、フランス約52％、日本約11％）。"
                "マニフェスト、DRMライセンス、パートナーAPIは正常です。DNSの重み付け（TTL 60秒）で経路を切り替えており、"
                "プレーヤーは自動的に再試行します。",
            ),
            partners=Words(
                "About half of the sessions on your devices in France cannot start films and series, and about one in "
                "ten in Japan; live channels and the partner API answer normally. We are sorry for the calls this "
                "brings you. We are moving your traffic to other routes, Japan first. Please leave your players as "
                "they are: no release is needed on your side. For your service desk: no account, profile or download "
                "is at risk. Your named contact is on duty and calls you when your devices play again.",
                "Environ la moitié des sessions sur vos appareils en France ne peuvent lancer ni film ni série, et "
                "environ une sur dix au Japon ; les chaînes en direct et l’API partenaires répondent normalement. "
                "Veuillez nous excuser pour les appels que cela vous cause. Nous déplaçons votre trafic vers d’autres "
                "voies, en commençant par le Japon. Laissez vos lecteurs tels quels : aucune mise à jour n’est "
                "nécessaire de votre côté. Pour votre assistance : comptes, profils et téléchargements ne courent "
                "aucun risque. Votre interlocuteur attitré est à son poste et vous appelle dès que vos appareils "
                "fonctionnent de nouveau.",
                "フランスでは貴社端末の約半数、日本では約一割のセッションで、映画・ドラマの再生を開始できません。ライブ配信とパートナーAPIは"
                "正常です。お問い合わせ対応のご負担をおかけし、申し訳ございません。日本から順に、通信を別の経路へ切り替えております。"
                "プレーヤーは現状のままで問題なく、貴社でのアップデートは必要ありません。サポート窓口向けの情報：アカウント・プロフィール・"
                "ダウンロード済み作品は安全です。担当者が待機しており、貴社端末で再生できるようになり次第、お電話いたします。",
            ),
            next_minutes=28,
        ),
        Said(
            44,
            "workaround",
            "identified",
            Words(
                "Films and series play again everywhere in Japan. In France they still do not start for about three "
                "viewers in ten, mostly on TVs. **What helps now:** in Settings, Picture, choose “Standard” quality; "
                "most films then start within a minute. You need not sign out or reinstall anything. We expect France "
                "to be back {eta}, judging by how fast Japan recovered, and will say so "
                "here if that changes. We are sorry for the wait.",
                "Les films et les séries sont de nouveau lisibles partout au Japon. En France, la lecture ne démarre "
                "toujours pas pour environ trois spectateurs sur dix, surtout sur téléviseur. **Ce qui aide dès "
                "maintenant :** dans Réglages, Image, choisissez la qualité « Standard » ; la plupart des films démarrent "
                "alors en moins d’une minute. Inutile de vous déconnecter ou de réinstaller l’application. D’après la "
                "vitesse du rétablissement au Japon, nous prévoyons un retour à la normale en France "
                "{eta}, et nous vous dirons ici si cela change. Veuillez nous excuser pour cette attente.",
                "日本では、すべての地域で映画・ドラマの再生が回復しました。フランスでは、テレビを中心に約三割のお客様でまだ再生が"
                "始まりません。**当面の対処方法：**「設定」→「画質」で「標準」をお選びいただくと、多くの作品が一分以内に始まります。"
                "ログアウトや再インストールは必要ありません。日本の復旧状況から見たフランスの回復時刻は、{eta}。"
                "変更がある場合は、こちらでお知らせいたします。お待たせして申し訳ございません。",
            ),
            partners=Words(
                "Your devices play films and series again everywhere in Japan. In France about three sessions in ten "
                "still do not start, mostly on TVs. **For your service desk:** choosing “Standard” in Settings, Picture, "
                "starts most films within a minute; nobody needs to sign out or to reinstall. We expect France to be "
                "back {eta} and call your named contact when your own sessions are normal. We are sorry for the wait.",
                "Vos appareils lisent de nouveau films et séries partout au Japon. En France, environ trois sessions "
                "sur dix ne démarrent toujours pas, surtout sur téléviseur. **Pour votre assistance :** choisir "
                "« Standard » dans Réglages, Image, fait démarrer la plupart des films en moins d’une minute ; inutile "
                "de se déconnecter ou de réinstaller. Nous prévoyons un retour à la normale en France {eta} et "
                "appelons votre interlocuteur dès que vos propres sessions sont normales. Veuillez nous excuser pour "
                "cette attente.",
                "貴社端末の映画・ドラマの再生は、日本のすべての地域で回復しました。フランスでは、テレビを中心に約三割のセッションで"
                "まだ再生が始まりません。**サポート窓口向けの情報：**「設定」→「画質」で「標準」を選ぶと、多くの作品が一分以内に"
                "始まります。ログアウトや再インストールは必要ありません。フランスの回復時刻は、{eta}。貴社のセッションが正常に戻り"
                "次第、ご担当者様へお電話いたします。お待たせして申し訳ございません。",
            ),
            next_minutes=28,
            notify=True,
        ),
    ),
    facts=(
        Known(2, "impact_started_at", source="Error rate of segment requests"),
        Known(
            3,
            "symptom",
            words=Words(
                "Films and series do not start, or stop after a few seconds.",
                "Les films et les séries ne démarrent pas, ou s’arrêtent après quelques secondes.",
                "映画・ドラマの再生が始まらない、または数秒で止まります。",
            ),
            source="Four complaints and the player's own reports",
        ),
        Known(
            4,
            "running_event",
            value={"text": "Season finale of “Harbour Lights” at 21:00 in France. Campaign mails are paused."},
            source="Programming desk",
        ),
        Known(5, "eta", "unknown", source="Supplier has not answered yet", by="tomas"),
        Known(12, "third_party", "estimated", value={"name": "Farlane CDN"}, source="Supplier's own status page"),
        Known(
            15,
            "scope",
            words=Words(
                "About half of the viewers in France and one in ten in Japan, on any device. Other regions are not affected.",
                "Environ la moitié des spectateurs en France et un sur dix au Japon, quel que soit l’appareil. Les autres régions ne sont pas touchées.",
                "フランスの約半数、日本の約一割のお客様（端末を問いません）。その他の地域に影響はありません。",
            ),
        ),
        Known(15, "affected_now", "estimated", value={"low": 40_000, "high": 60_000}, source="Sessions, last 5 min"),
        Known(
            16,
            "data_safe",
            value={"answer": True, "verified_by": "Kenji, from the access logs"},
        ),
        Known(
            38,
            "workaround",
            words=Words(
                "In Settings, Picture, choose “Standard” quality.",
                "Dans Réglages, Image, choisissez la qualité « Standard ».",
                "「設定」→「画質」で「標準」をお選びください。",
            ),
            source="Tried on six TV models",
        ),
        Known(
            43,
            "eta",
            "estimated",
            value={"basis": "Japan recovered in 29 minutes by the same steps.", "confidence": "medium"},
            eta=(40, 90),
        ),
    ),
    notes=(
        Note(3, "Error rate of segment requests from France jumped from 0.2 % to 48 % at once. Origin is healthy."),
        Note(9, "Four complaints in ten minutes on the French forum, all on TVs.", by="matilda"),
        Note(12, "Supplier confirms a faulty routing change at their European edges; they are rolling it back."),
        Note(31, "Japan: error rate below 0.3 % for five minutes. Moving France in steps of 20 %."),
        Note(40, "Support has the workaround and the link to this page.", by="grace"),
    ),
)
