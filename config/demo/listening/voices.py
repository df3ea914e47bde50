"""What customers of Palomine write in bad hours and in good ones, in the words of people at home."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Openings and our answers by language; an answer speaks to `{name}` and is written out before it is sent."""

    component: str
    openings: dict[str, tuple[str, ...]]
    answers: dict[str, tuple[str, ...]]


# What follows an opening: where they are, what they tried, how they feel. (words, register it belongs to)
TAILS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("I have restarted everything twice.", "problem"),
        ("It worked fine an hour ago.", "problem"),
        ("Same on my phone and on the television.", "problem"),
        ("Is it me or is it you?", "problem"),
        ("We had friends over for the evening, this is really annoying.", "complaint"),
        ("I pay every month for this. At least tell me how long it will take.", "complaint"),
    ),
    "fr": (
        ("J’ai tout redémarré deux fois.", "problem"),
        ("Il y a une heure, tout marchait.", "problem"),
        ("Pareil sur mon téléphone et sur la télévision.", "problem"),
        ("Est-ce que ça vient de moi ou de vous\u202f?", "problem"),
        ("Nous avions des invités ce soir, c’est vraiment pénible.", "complaint"),
        ("Je paie tous les mois. Dites-moi au moins combien de temps cela va durer.", "complaint"),
    ),
    "ja": (
        ("二回、再起動してみました。", "problem"),
        ("一時間前までは普通に使えていました。", "problem"),
        ("スマートフォンでもテレビでも同じです。", "problem"),
        ("こちらの問題でしょうか、そちらの問題でしょうか。", "problem"),
        ("家族で楽しみにしていたのに、とても残念です。", "complaint"),
        ("毎月料金を払っています。せめて、いつ直るのか教えてください。", "complaint"),
    ),
}

TOPICS: dict[str, Topic] = {
    "playback": Topic(
        "playback",
        {
            "en": (
                "The film stops after a few seconds and then nothing.",
                "No episode will start, only the circle turns.",
            ),
            "fr": (
                "Le film s’arrête au bout de quelques secondes, puis plus rien.",
                "Aucun épisode ne démarre, le cercle tourne sans fin.",
            ),
            "ja": ("映画が数秒で止まり、そのまま動きません。", "どの作品も再生が始まらず、読み込みのままです。"),
        },
        {
            "en": (
                "Hello {name}, thank you for telling us, and I am sorry about your evening. It was not you: films did "
                "not start for many people near you. It works again now. If yours still stops, close the app once and "
                "tell me here what you see; I will stay with it.",
            ),
            "fr": (
                "Bonjour {name}, merci de nous l’avoir signalé, et désolé pour votre soirée. Cela ne venait pas de "
                "vous\u202f: les films ne démarraient pas chez beaucoup de personnes près de chez vous. Tout fonctionne "
                "à nouveau. Si cela s’arrête encore, fermez l’application une fois et dites-moi ici ce que vous voyez.",
            ),
            "ja": (
                "{name} 様、ご連絡ありがとうございます。せっかくのお時間に申し訳ございません。お客様の機器の問題ではなく、"
                "お近くの多くのお客様で再生が始まらない状態でした。現在は元どおりご覧いただけます。まだ止まる場合は、"
                "アプリを一度閉じ、画面の様子をこちらでお知らせください。私が引き続き対応いたします。",
            ),
        },
    ),
    "live-channels": Topic(
        "live-channels",
        {
            "en": ("The match stops every two minutes.", "Live sport freezes and I miss every goal."),
            "fr": ("Le match se coupe toutes les deux minutes.", "Le direct se fige et je rate tous les buts."),
            "ja": ("試合の中継が二分ごとに止まります。", "ライブ配信が固まって、肝心な場面を見逃しました。"),
        },
        {
            "en": (
                "Hello {name}, a match that stops is no match, and I am sorry. One of our machines lost its clock; it "
                "has been replaced and the picture is steady again. The whole match is there to watch from the start "
                "until Sunday, without the score on the front page.",
            ),
            "fr": (
                "Bonjour {name}, un match qui se coupe n’est plus un match, et j’en suis désolé. L’une de nos machines "
                "avait perdu l’heure\u202f; elle est remplacée et l’image est stable. Le match entier reste disponible "
                "jusqu’à dimanche, sans le score en page d’accueil.",
            ),
            "ja": (
                "{name} 様、中継が途切れてしまい、本当に申し訳ございません。機器一台の時刻がずれておりましたが、交換して映像は"
                "安定しております。試合は日曜日まで最初から、結果の表示なしでご覧いただけます。",
            ),
        },
    ),
    "sign-in": Topic(
        "sign-in",
        {
            "en": ("I cannot sign in, it says “try again later”.", "My password is refused though I am sure of it."),
            "fr": (
                "Impossible de me connecter, il affiche «\u202fréessayez plus tard\u202f».",
                "Mon mot de passe est refusé alors que j’en suis certaine.",
            ),
            "ja": (
                "ログインできず「しばらくしてからお試しください」と出ます。",
                "正しいはずのパスワードが受け付けられません。",
            ),
        },
        {
            "en": (
                "Hello {name}, your password was right and you did nothing wrong: our sign-in turned people away for a "
                "while. I am sorry for the fright. You can sign in again, and there is no need to change anything.",
            ),
            "fr": (
                "Bonjour {name}, votre mot de passe était bon et vous n’avez rien fait de travers\u202f: notre connexion "
                "a refusé du monde pendant un moment. Pardon pour l’inquiétude. Vous pouvez vous reconnecter, sans rien "
                "changer.",
            ),
            "ja": (
                "{name} 様、パスワードは正しく、お客様に誤りはございません。当方のログイン機能が一時的に正しく動いておりません"
                "でした。ご心配をおかけし申し訳ございません。現在はそのままログインいただけ、変更は不要です。",
            ),
        },
    ),
    "payments": Topic(
        "payments",
        {
            "en": ("My card is refused although it works everywhere else.", "I was charged twice for the same month."),
            "fr": (
                "Ma carte est refusée alors qu’elle marche partout ailleurs.",
                "J’ai été débité deux fois pour le même mois.",
            ),
            "ja": ("ほかの店では使えるカードが拒否されます。", "同じ月の料金が二回引き落とされています。"),
        },
        {
            "en": (
                "Hello {name}, I have looked at your account: the second charge is our mistake and has been paid back "
                "today; your bank shows it within three working days. I am sorry, money is the last thing we should "
                "get wrong. If it isn't there on the fourth day, write here and I will call your bank with you.",
            ),
            "fr": (
                "Bonjour {name}, j’ai vérifié votre compte\u202f: le second débit est notre erreur et vous est remboursé "
                "aujourd’hui\u202f; votre banque l’affichera sous trois jours ouvrés. Je vous présente mes excuses, c’est "
                "la dernière chose sur laquelle se tromper. S’il n’y est pas le quatrième jour, écrivez-moi ici.",
            ),
            "ja": (
                "{name} 様、ご利用内容を確認いたしました。二回目の引き落としは当方の誤りで、本日返金の手続きをいたしました。"
                "三営業日以内に反映されます。お金のことでご迷惑をおかけし、誠に申し訳ございません。四日目になっても反映され"
                "ない場合は、こちらにお知らせください。",
            ),
        },
    ),
    "tv-apps": Topic(
        "tv-apps",
        {
            "en": ("The app on my television closes by itself.", "Since the update the TV app shows a black screen."),
            "fr": (
                "L’application de ma télévision se ferme toute seule.",
                "Depuis la mise à jour, l’application TV affiche un écran noir.",
            ),
            "ja": ("テレビのアプリが勝手に終了します。", "更新してからテレビアプリの画面が真っ暗です。"),
        },
        {
            "en": (
                "Hello {name}, thank you for the exact description, it helped us find it. The last version of the app "
                "did not get on with some televisions, yours among them; I am sorry. A mended one is in the store: "
                "switch the television off at the wall once, and it comes by itself.",
            ),
            "fr": (
                "Bonjour {name}, merci pour cette description précise, elle nous a aidés à trouver. La dernière version "
                "ne s’entendait pas avec certains téléviseurs, dont le vôtre\u202f; pardon. Une version corrigée est "
                "disponible\u202f: débranchez le téléviseur une fois, elle s’installe d’elle-même.",
            ),
            "ja": (
                "{name} 様、詳しいご説明のおかげで原因がわかりました。最新版のアプリが、お使いの機種を含む一部のテレビで正しく"
                "動いておりませんでした。申し訳ございません。修正版を公開いたしました。テレビの電源コードを一度抜いていただくと、"
                "自動で更新されます。",
            ),
        },
    ),
    "downloads": Topic(
        "downloads",
        {
            "en": ("My downloads have vanished before a long flight.", "Downloads stop at 99 percent."),
            "fr": (
                "Mes téléchargements ont disparu juste avant un long vol.",
                "Les téléchargements s’arrêtent à 99\u202f%.",
            ),
            "ja": ("長いフライトの前に、ダウンロードした作品が消えました。", "ダウンロードが99%で止まります。"),
        },
        {
            "en": (
                "Hello {name}, I know how that feels at a gate, and I am sorry. Your downloads were not lost: they were "
                "hidden by a mistake of ours. Open the app once with a connection and they are back.",
            ),
            "fr": (
                "Bonjour {name}, je sais ce que c’est, à la porte d’embarquement, et je vous prie de nous excuser. Vos "
                "téléchargements ne sont pas perdus\u202f: une erreur de notre part les masquait. Ouvrez l’application une "
                "fois avec une connexion et ils reviennent.",
            ),
            "ja": (
                "{name} 様、ご出発前に大変ご不便をおかけし、申し訳ございません。作品は失われておらず、当方の誤りで表示されて"
                "いませんでした。一度インターネットに接続してアプリを開いていただくと、元に戻ります。",
            ),
        },
    ),
}

# While it lasts: what we know and when we say more, and no promise that it works.
MEANWHILE: dict[str, str] = {
    "en": (
        "Hello {name}, it is not you: films do not start for many people near you, and I am sorry for the interrupted "
        "evening. We are bringing viewers over to another route, step by step. The status page says where we are, and I "
        "write to you here when yours should work."
    ),
    "fr": (
        "Bonjour {name}, cela ne vient pas de vous\u202f: les films ne démarrent pas chez beaucoup de personnes près de "
        "chez vous, et je suis désolé pour cette soirée interrompue. Nous basculons les spectateurs vers une autre route, "
        "pas à pas. La page d’état dit où nous en sommes, et je vous écris ici dès que cela devrait marcher chez vous."
    ),
    "ja": (
        "{name} 様、お客様の機器の問題ではございません。お近くの多くのお客様で再生が始まらない状態が続いており、お楽しみの"
        "ところ申し訳ございません。別の経路への切り替えを順に進めております。状況は稼働状況ページでお知らせし、ご覧いただける"
        "ようになりましたら、こちらでご連絡いたします。"
    ),
}
