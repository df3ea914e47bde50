"""Conversations worth opening: one for each register, some in public, told line by line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`by` is "customer" or a username of the cast; a `note` is for colleagues; minutes since the first line."""

    minute: int
    by: str
    text: str
    note: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    register: str
    language: str
    name: str
    lines: tuple[Line, ...]
    hours_ago: float
    origin: str = "form"
    component: str = ""
    region: str = ""
    email: str = ""
    public: bool = False
    closed: bool = False


CONVERSATIONS = (
    Conversation(
        "idea",
        "en",
        "Priya Raman",
        hours_ago=60,
        component="profiles",
        region="north-america",
        public=True,
        lines=(
            Line(
                0,
                "customer",
                "A sleep timer would be lovely. My father falls asleep with a series on and wakes up three episodes "
                "later, confused. Twenty minutes, then stop.",
            ),
            Line(
                190,
                "amina",
                "Your father is in good company, Priya. A sleep timer is on the list of the people who build the player, "
                "and I have added your words to it because they say it better than we did. I can't promise a date; I "
                "will write here when there is one.",
            ),
        ),
    ),
    Conversation(
        "compliment",
        "fr",
        "Manon Fontaine",
        hours_ago=52,
        component="subtitles",
        region="france",
        public=True,
        closed=True,
        lines=(
            Line(
                0,
                "customer",
                "Merci pour les sous-titres pour malentendants de «\u202fLa Traversée\u202f». Ma mère a suivi un film "
                "jusqu’au bout pour la première fois depuis des années.",
            ),
            Line(
                75,
                "matilda",
                "Bonjour Manon, votre message a fait le tour de l’équipe des sous-titres, et il y a eu un silence, puis "
                "des sourires. Merci à vous, et à votre maman. Si un autre film lui manque, dites-le-nous\u202f: la "
                "liste de demain n’est pas encore écrite.",
            ),
        ),
    ),
    Conversation(
        "question",
        "ja",
        "Akari Ito",
        hours_ago=30,
        component="downloads",
        region="japan",
        public=True,
        lines=(
            Line(0, "customer", "ダウンロードした作品は、海外旅行中でも見られますか。"),
            Line(
                95,
                "haruka",
                "はい、ご覧いただけます。出発前に一度アプリを開き、作品の横に緑の印が出ていることをお確かめください。"
                "海外では三十日間、接続なしで再生できます。よいご旅行を。",
            ),
        ),
    ),
    Conversation(
        "question",
        "en",
        "Oscar Hughes",
        hours_ago=20,
        component="tv-apps",
        region="australia",
        public=True,
        lines=(
            Line(
                0,
                "customer",
                "Can I watch on the television in my caravan with a phone as hotspot, or is that too slow?",
            ),
        ),
    ),
    Conversation(
        "opportunity",
        "en",
        "Northlight Cinemas",
        hours_ago=28,
        origin="email",
        region="north-america",
        lines=(
            Line(
                0,
                "customer",
                "We run nine small cinemas and would like to show two of your films on a big screen in spring, with "
                "a discussion afterwards. Whom do we talk to?",
            ),
            Line(
                310,
                "amina",
                "With me, and gladly. Two films, nine rooms and a talk afterwards: that is close to something we have "
                "been thinking about. I have asked our rights people which titles are free in spring and will write to "
                "you with names by Thursday.",
            ),
        ),
    ),
    Conversation(
        "campaign_echo",
        "fr",
        "Hugo Girard",
        hours_ago=44,
        origin="social",
        region="france",
        public=True,
        lines=(
            Line(
                0,
                "customer",
                "Votre affiche dans le métro avec la chaussette trouée, c’est exactement mon dimanche. 😄",
            ),
            Line(
                40,
                "julien",
                "La chaussette est vraie, elle appartient au réalisateur. Il refuse de la jeter. Bon dimanche\u202f!",
            ),
        ),
    ),
    Conversation(
        "complaint",
        "en",
        "Charlotte Murphy",
        hours_ago=7,
        component="payments",
        region="north-america",
        public=True,
        lines=(
            Line(
                0,
                "customer",
                "Third price rise in two years, announced on a Friday evening in a mail full of hearts. Just say that it "
                "costs more and why.",
            ),
            Line(12, "liam", "She is right about the mail. I ask Amina before I answer.", note=True),
            Line(
                41,
                "amina",
                "You are right, Charlotte, and I have no hearts to add. It costs two dollars more from March because "
                "the rights for live sport do. The mail should have said so in its first line. If you don't watch "
                "sport, the plan without it keeps the old price; I can move you today, and the mail of the next change "
                "will begin with the number.",
            ),
        ),
    ),
    Conversation(
        "problem",
        "fr",
        "Louis Dubois",
        hours_ago=26,
        component="tv-apps",
        region="france",
        email="louis.dubois@example.com",
        lines=(
            Line(0, "customer", "Depuis hier, l’application de mon téléviseur oublie mon profil à chaque démarrage."),
            Line(
                18,
                "sofia",
                "Bonjour Louis, voilà qui est agaçant. Pour chercher au bon endroit, il me faut le modèle de votre "
                "téléviseur\u202f: il est écrit au dos, ou dans Réglages, À propos. Je vous réponds aujourd’hui.",
                asks=True,
            ),
            Line(95, "customer", "C’est un Aurora 43-Q2, acheté l’an dernier."),
            Line(100, "sofia", "Third Aurora Q2 this week. Told Kenji.", note=True),
        ),
    ),
    Conversation(
        "crisis",
        "en",
        "Jordan Reid",
        hours_ago=3.2,
        origin="email",
        region="australia",
        lines=(
            Line(
                0,
                "customer",
                "I write for a newspaper. A reader shows me another family's watch list in her account. I publish "
                "tonight. Do you know how many people see the profiles of others?",
            ),
            Line(4, "camille", "Mine. Legal and the profiles team are on the phone with me.", note=True),
            Line(
                9,
                "camille",
                "Hello, I lead communications here and I take this seriously. We are checking it right now with the "
                "account in question, if your reader agrees to name it to us. I don't know the answer to your question "
                "yet and won't guess; I call you before six with what we know by then.",
            ),
        ),
    ),
)
