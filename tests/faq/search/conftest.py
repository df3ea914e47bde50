import pytest

from faq.search import actions, queries

ARTICLES = {
    "en": {
        1: (
            "How do I reset my password?",
            "Choose *Forgotten*. A letter comes within minutes.",
        ),
        2: (
            "Which devices can I watch on?",
            "Televisions, phones and browsers. Your password is the same on all.",
        ),
        3: (
            "There is no sound on my television",
            "Turn it on in the programme; check the cable of the television.",
        ),
    },
    "fr": {
        11: ("Comment résilier mon abonnement ?", "Ouvrez votre compte, puis « Abonnement »."),
        12: ("L’image est floue", "La qualité s’adapte à votre connexion."),
    },
    "ja": {
        21: ("パスワードを変更するには", "アカウントの設定を開いてください。"),
        22: ("字幕が表示されません", "再生中に字幕の設定を確認してください。"),
    },
}


@pytest.fixture
def index(db):
    for language, articles in ARTICLES.items():
        for number, (title, body) in articles.items():
            actions.put(number, scope=f"{language}:public", language=language, title=title, body=body)


@pytest.fixture
def find():
    def find(text, language="en", scope="", **options):
        hits = queries.search(text, scope=scope or f"{language}:public", language=language, **options)
        return [hit.document for hit in hits]

    return find
