"""Watching: what went wrong with video in the last 90 days, and how it was told."""

from config.demo.script import Harm, Note, Said, Story, Words

STORIES = (
    Story(
        key="live-australia",
        title=Words(
            "Live sport stops every few minutes in Australia",
            "Le sport en direct s’interrompt toutes les quelques minutes en Australie",
            "オーストラリアでスポーツのライブ配信が数分ごとに途切れる問題",
        ),
        level=3,
        days_ago=88,
        clock="09:12",
        harms=(Harm("live-channels", "partial_outage", "australia", end=71),),
        said=(
            Said(
                11,
                "scope",
                "investigating",
                Words(
                    "Live sport stops every two or three minutes for about one viewer in six in Australia, and comes "
                    "back after reloading. Films, series and other regions are not affected. We are sorry: this is "
                    "the last thing you want during a match. We are looking for the cause and do not know yet when "
                    "it will be over.",
                    "En Australie, le sport en direct s’interrompt toutes les deux ou trois minutes pour environ un "
                    "spectateur sur six ; il reprend après rechargement. Les films, les séries et les autres régions "
                    "ne sont pas touchés. Nous sommes désolés : c’est la dernière chose que l’on souhaite pendant un "
                    "match. Nous cherchons la cause et ne savons pas encore quand ce sera terminé.",
                    "オーストラリアでは、約六人に一人のお客様で、スポーツのライブ配信が二、三分ごとに途切れています。再読み込みすると"
                    "再開します。映画・ドラマおよび他の地域に影響はありません。試合中にご迷惑をおかけし、申し訳ございません。"
                    "原因を調査しており、復旧の見込みはまだわかっておりません。",
                ),
                next_minutes=35,
            ),
            Said(
                42,
                "workaround",
                "identified",
                Words(
                    "Live sport still stops for some viewers in Australia. Turning off “Start from the beginning” in "
                    "the player avoids the interruption. One of our encoders loses its clock; we are replacing it "
                    "and expect live sport to be steady within 45 minutes. We are sorry for what you missed.",
                    "Le sport en direct s’interrompt encore pour certains spectateurs en Australie. Désactiver "
                    "« Reprendre du début » dans le lecteur évite l’interruption. L’un de nos encodeurs perd son "
                    "horloge ; nous le remplaçons et prévoyons un direct stable d’ici 45 minutes. Nous sommes désolés "
                    "pour ce que vous avez manqué.",
                    "オーストラリアの一部のお客様で、ライブ配信の中断が続いています。プレーヤーの「最初から再生」をオフにすると中断を"
                    "避けられます。エンコーダー一台の時刻がずれていることがわかり、交換を進めております。45分以内に安定する見込みです。"
                    "ご覧になれなかった場面があったことを、お詫び申し上げます。",
                ),
                next_minutes=45,
            ),
            Said(
                74,
                "resolved",
                "resolved",
                Words(
                    "Live sport plays without interruption again in Australia since 20:23 in Sydney. Around 41,000 "
                    "viewers were affected for 77 minutes. The whole match can be watched again for seven days, free "
                    "of charge. We now watch every encoder’s clock. We apologise, and thank you for your patience.",
                    "Depuis 20 h 23 à Sydney, le sport en direct est de nouveau diffusé sans interruption en Australie. "
                    "Environ 41 000 spectateurs ont été touchés pendant 77 minutes. Le match entier peut être revu "
                    "gratuitement pendant sept jours. Nous surveillons désormais l’horloge de chaque encodeur. Nous "
                    "vous présentons nos excuses et vous remercions de votre patience.",
                    "シドニー時間20時23分以降、オーストラリアでのライブ配信は途切れることなくご覧いただけます。約41,000人のお客様に"
                    "77分間影響がありました。試合の全編は、七日間無料で見逃し配信いたします。今後は全エンコーダーの時刻を監視いたします。"
                    "ご迷惑をおかけしたことをお詫びし、お待ちくださったことに感謝申し上げます。",
                ),
            ),
        ),
        notes=(Note(25, "Encoder syd-4 drifts by 700 ms per minute; the others are steady."),),
    ),
    Story(
        key="playback-japan",
        title=Words(
            "Films and series do not start in Japan",
            "Films et séries : la lecture ne démarre pas au Japon",
            "日本で映画・ドラマの再生が始まらない問題",
        ),
        level=4,
        days_ago=39,
        clock="11:31",
        lead="haruka",
        third_party="Farlane CDN",
        harms=(
            Harm("playback", "major_outage", "japan", end=96),
            Harm("playback", "degraded_performance", "australia", start=14, end=63),
        ),
        said=(
            Said(
                7,
                "holding",
                "investigating",
                Words(
                    "Films and series do not start for most viewers in Japan. Live channels work. We are sorry; we "
                    "are on it and will tell you in ten minutes who is affected and what you can do meanwhile.",
                    "Au Japon, la lecture des films et des séries ne démarre pas pour la plupart des spectateurs. Les "
                    "chaînes en direct fonctionnent. Nous sommes désolés ; nous y travaillons et vous dirons dans dix "
                    "minutes qui est touché et ce que vous pouvez faire en attendant.",
                    "日本の多くのお客様で、映画・ドラマの再生が始まりません。ライブ配信はご覧いただけます。ご迷惑をおかけして申し訳"
                    "ございません。現在対応中です。影響の範囲と当面の対処方法を、十分後にお知らせいたします。",
                ),
                next_minutes=10,
            ),
            Said(
                17,
                "scope",
                "identified",
                Words(
                    "Eight viewers in ten in Japan cannot start films and series; in Australia they start slowly. "
                    "Downloaded titles and live channels play as usual. Your account is not affected. Part of the "
                    "network that brings video to you has failed; we are sending it another way. We cannot say yet "
                    "how long that takes. We are sorry.",
                    "Au Japon, huit spectateurs sur dix ne peuvent lancer ni film ni série ; en Australie, la lecture "
                    "démarre lentement. Les titres téléchargés et les chaînes en direct fonctionnent normalement. Votre "
                    "compte n’est pas concerné. Une partie du réseau qui achemine les vidéos est en panne ; nous les "
                    "faisons passer ailleurs. Nous ne pouvons pas encore dire combien de temps cela prendra. Nous "
                    "sommes désolés.",
                    "日本では八割のお客様が映画・ドラマを再生できず、オーストラリアでは再生開始に時間がかかっています。ダウンロード済みの"
                    "作品とライブ配信は通常どおりご覧いただけます。アカウントへの影響はありません。映像をお届けする通信網の一部に障害が"
                    "発生し、別の経路へ切り替えております。復旧の時刻はまだ申し上げられません。誠に申し訳ございません。",
                ),
                next_minutes=30,
            ),
            Said(
                45,
                "still_working",
                "identified",
                Words(
                    "Films and series still do not start for most viewers in Japan. The other way is open, and the first "
                    "viewers are moving to it now. We keep at it and are sorry for your evening.",
                    "Au Japon, la lecture ne démarre toujours pas pour la plupart des spectateurs. L’autre voie est ouverte "
                    "et les premiers spectateurs y passent en ce moment. Nous poursuivons nos efforts et sommes désolés "
                    "pour votre soirée.",
                    "日本の多くのお客様で、まだ再生が始まらない状態が続いています。別の経路の準備が整い、切り替えを始めました。"
                    "引き続き対応してまいります。お楽しみの時間にご迷惑をおかけし、申し訳ございません。",
                ),
                next_minutes=25,
            ),
            Said(
                66,
                "monitoring",
                "monitoring",
                Words(
                    "Films and series start normally again in Australia, and for two viewers in three in Japan. We "
                    "expect Japan to be fully back within 40 minutes and keep watching. If a title does not start, "
                    "close it and open it again; nothing else is needed. We are sorry for the long wait.",
                    "La lecture démarre de nouveau normalement en Australie, et pour deux spectateurs sur trois au "
                    "Japon. Nous prévoyons un rétablissement complet au Japon d’ici 40 minutes et restons attentifs. Si "
                    "un titre ne démarre pas, fermez-le puis rouvrez-le ; rien d’autre n’est nécessaire. Nous sommes "
                    "désolés de cette longue attente.",
                    "オーストラリアでは再生が正常に戻り、日本でも三分の二のお客様で回復しました。日本の完全な復旧は40分以内の見込みで、"
                    "引き続き監視しております。再生が始まらない場合は、作品を一度閉じて開き直してください。そのほかの操作は必要ありません。"
                    "長らくお待たせして申し訳ございません。",
                ),
                next_minutes=35,
            ),
            Said(
                99,
                "resolved",
                "resolved",
                Words(
                    "Films and series play normally everywhere again since 22:07 in Tokyo. They had failed for 102 "
                    "minutes, for up to 320,000 viewers in Japan. We had relied on one route too much: from today, "
                    "two independent ones serve each region. We apologise sincerely.",
                    "Depuis 22 h 07 à Tokyo, les films et les séries sont de nouveau lisibles partout. La panne a duré "
                    "102 minutes et a touché jusqu’à 320 000 spectateurs au Japon. Nous dépendions trop d’une seule "
                    "voie : dès aujourd’hui, deux voies indépendantes desservent chaque région. Nous vous présentons "
                    "nos sincères excuses.",
                    "日本時間22時07分以降、すべての地域で映画・ドラマを正常にご覧いただけます。障害は102分間続き、日本で最大32万人の"
                    "お客様に影響がありました。一つの経路に頼りすぎていたことが原因です。本日より、各地域を独立した二つの経路で"
                    "お届けします。心よりお詫び申し上げます。",
                ),
            ),
        ),
        notes=(
            Note(12, "Supplier reports a fibre cut near Osaka."),
            Note(58, "Australia: start times back under 2 s."),
        ),
    ),
    Story(
        key="subtitles-japan",
        title=Words(
            "Japanese subtitles appear several seconds late",
            "Les sous-titres japonais apparaissent avec plusieurs secondes de retard",
            "日本語字幕が数秒遅れて表示される問題",
        ),
        level=2,
        days_ago=55,
        clock="03:40",
        lead="haruka",
        harms=(Harm("subtitles", "degraded_performance", "japan", end=205),),
        said=(
            Said(
                24,
                "scope",
                "identified",
                Words(
                    "Japanese subtitles appear four to six seconds late in titles added this week. Sound and picture "
                    "are right; older titles are not affected. A faulty conversion caused it, and we are converting "
                    "86 titles anew, which takes about three hours. We are sorry for the spoiled scenes.",
                    "Les sous-titres japonais apparaissent avec quatre à six secondes de retard dans les titres ajoutés "
                    "cette semaine. Le son et l’image sont corrects ; les titres plus anciens ne sont pas concernés. "
                    "Une conversion défectueuse en est la cause : nous reconvertissons 86 titres, ce qui prend environ "
                    "trois heures. Nous sommes désolés pour les scènes gâchées.",
                    "今週追加された作品で、日本語字幕が四～六秒遅れて表示されます。音声と映像に問題はなく、以前からの作品に影響はありません。"
                    "変換処理の不具合が原因で、86作品を再変換しており、完了まで約三時間かかります。大切な場面を損ない、申し訳ございません。",
                ),
                next_minutes=185,
            ),
            Said(
                207,
                "resolved",
                "resolved",
                Words(
                    "Japanese subtitles are in time again in all 86 titles. If you downloaded one of them this week, "
                    "please download it once more. We now compare a sample of every conversion with its sound before "
                    "release. We apologise and thank those who wrote to us.",
                    "Les sous-titres japonais sont de nouveau synchronisés dans les 86 titres. Si vous avez téléchargé "
                    "l’un d’eux cette semaine, veuillez le télécharger à nouveau. Nous comparons désormais un extrait de "
                    "chaque conversion avec le son avant la mise en ligne. Toutes nos excuses, et merci à celles et ceux "
                    "qui nous ont écrit.",
                    "86作品すべてで、日本語字幕が正しい時間に表示されるようになりました。今週これらの作品をダウンロードされた方は、"
                    "お手数ですが再度ダウンロードをお願いいたします。今後は公開前に、変換結果の一部を音声と照合いたします。"
                    "お詫び申し上げますとともに、ご連絡くださった皆様に感謝いたします。",
                ),
            ),
        ),
    ),
)
