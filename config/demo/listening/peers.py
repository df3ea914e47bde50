"""Customers of Palomine who help each other in public: what was asked, who answered, and what became of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """`by` is a customer's name, or a username of the cast where `ours`; minutes since the question.

    `helped` readers marked it; `accepted` by whoever asked; `thanks` are words of ours; `hidden` is a ground of law.
    """

    minute: int
    by: str
    text: str
    ours: bool = False
    email: str = ""
    helped: int = 0
    accepted: bool = False
    thanks: str = ""
    forward: bool = False
    hidden: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    register: str
    language: str
    name: str
    subject: str
    text: str
    hours_ago: float
    component: str
    region: str
    replies: tuple[Reply, ...] = ()


ASKED = (
    Asked(
        "question",
        "en",
        "Ruth",
        "My downloads are there but will not play on the train",
        "Since the weekend the films I saved show a grey cloud. Nothing plays without a connection, and that is what "
        "they are for. Do I have to load them all again?",
        hours_ago=76,
        component="downloads",
        region="north-america",
        replies=(
            Reply(
                17,
                "Ben",
                "You don't. It was the same here. Open the app once at home with a connection, go to *My downloads* and "
                "wait until the cloud turns green; mine took about a minute each. After that they played in a tunnel.",
                email="ben.okafor@example.com",
                helped=9,
                accepted=True,
                thanks="That saved a lot of people an evening of loading. Thank you, Ben.",
                forward=True,
            ),
            Reply(31, "Tilda", "Deleting them and loading again works, too, but it takes all night.", helped=1),
            Reply(
                64,
                "liam",
                "Ben is right, and the grey cloud was our mistake, not yours, Ruth: a licence was not renewed in time. "
                "The app now asks for it two days earlier.",
                ours=True,
            ),
        ),
    ),
    Asked(
        "question",
        "fr",
        "Élodie",
        "Écran noir sur le téléviseur après la mise à jour",
        "J’entends le son, mais l’image reste noire. Faut-il tout réinstaller\u202f?",
        hours_ago=50,
        component="tv-apps",
        region="france",
        replies=(
            Reply(
                22,
                "Karim",
                "Non. Débranchez le téléviseur de la prise pendant une minute, puis relancez l’application\u202f: la "
                "version corrigée s’installe au démarrage. Chez moi l’image est revenue tout de suite.",
                email="karim.benali@example.com",
                helped=6,
                accepted=True,
                thanks="Merci Karim, on ne l’aurait pas mieux dit.",
            ),
            Reply(
                48,
                "amina",
                "Bonjour Élodie, Karim a raison, et la version qui posait problème était la nôtre\u202f: toutes nos "
                "excuses. Si l’image reste noire après cela, dites-moi ici le modèle de votre téléviseur.",
                ours=True,
                accepted=True,
            ),
        ),
    ),
    Asked(
        "question",
        "ja",
        "さくら",
        "字幕の文字を大きくできますか",
        "母がテレビで見ているのですが、字幕が小さくて読みづらいそうです。大きくする方法はありますか。",
        hours_ago=41,
        component="subtitles",
        region="japan",
        replies=(
            Reply(
                36,
                "けんた",
                "できますよ。再生中にリモコンの「字幕」ボタンを長押しすると、文字の大きさを選べます。うちの祖母は「特大」にしています。",
                helped=4,
                accepted=True,
            ),
        ),
    ),
    Asked(
        "problem",
        "en",
        "Marcus",
        "Signed out every evening at eight",
        "On three evenings in a row everybody in the house was signed out at eight. Signing in again works, until the "
        "next evening. Is anybody else seeing this?",
        hours_ago=30,
        component="sign-in",
        region="australia",
        replies=(
            Reply(41, "Wren", "Same here in Perth, but at five our time. So it is the same minute for both of us.", helped=3),
            Reply(
                75,
                "Ollie",
                "Ask the one who set the account up on +61 8 9555 0142, my neighbour had her sort it out.",
            ),
        ),
    ),
    Asked(
        "complaint",
        "en",
        "Denise",
        "The final stopped four times and the page said all was well",
        "Four times. The status page was green for the first twenty minutes of it. I don't mind a fault, I mind being "
        "told that there is none.",
        hours_ago=96,
        component="live-channels",
        region="north-america",
        replies=(
            Reply(9, "Frank", "The man who runs their channels is a crook and a thief, and I say so by name.",
                  hidden="defamation", because="It calls a named person a criminal. Everything else you wrote stays."),
            Reply(15, "Ana", "Same here. Green while the picture stood still is worse than no page at all.", helped=12),
            Reply(
                52,
                "matilda",
                "You are both right. We noticed it from your messages before our own alarms told us, and the page "
                "changed only then: twenty-two minutes too late. Your reports now count as an alarm of their own, and "
                "what we learnt will stand on the page of the incident.",
                ours=True,
                helped=5,
            ),
        ),
    ),
)  # fmt: skip
