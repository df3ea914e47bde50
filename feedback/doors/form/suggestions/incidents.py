"""What is wrong now: incidents whose function was chosen, or whose words are in the text."""

import re
from collections.abc import Iterator

from core.text.folding import fold, lowered
from feedback.doors.form.suggestions import Ask, Suggestion
from incidents.statuspages.page import IncidentCard

ORDER = 10
CHOSEN, NAMED, ENOUGH = 3, 2, 2
_words = re.compile(r"[^\W\d_]{4,}")
_kana = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")


def find(ask: Ask) -> Iterator[Suggestion]:
    """Best first. A chosen function, a named one, or two words in common are enough."""
    said = terms(ask.text)
    rated = [(fit(card, ask, said), card) for card in ask.offer.cards]
    for score, card in sorted(rated, key=lambda each: (-each[0], each[1].reference)):
        if score >= ENOUGH:
            yield Suggestion("public/feedback/suggested_incident.html", {"card": card})


def fit(card: IncidentCard, ask: Ask, said: frozenset[str]) -> int:
    """0 for nothing in common."""
    score = CHOSEN if ask.component and ask.component in card.component_ids else 0
    names = terms(" ".join(chip.name.text for chip in card.chips))
    if names & said:
        score += NAMED
    told = terms(f"{card.title.text} {card.newest.subject} {card.newest.text}") - names
    return score + min(len(told & said), 3)


def terms(text: str) -> frozenset[str]:
    """Words by their first five letters, so that fails and failed meet; Japanese by pairs of letters."""
    text = lowered(fold(text[:2_000]).text)
    found = {word[:5] for word in _words.findall(_kana.sub(" ", text)) if word not in EMPTY}
    for run in _kana.findall(text):
        pairs = {run[at : at + 2] for at in range(len(run) - 1)}
        found |= {pair for pair in pairs if not HIRAGANA.fullmatch(pair)}
    return frozenset(found)


HIRAGANA = re.compile(r"[\u3040-\u309f]+")  # endings and particles
COMMON = """
about after again also because been before cannot could does from have into just more much once only other over
please since some such than that their them then there these they this time very want were what when where which
while will with would your customers
alors après avec avoir avant bien cela cette comme dans depuis deux donc elle elles encore entre être fait faire
ici leur leurs mais même mieux nous notre parce pendant peut plus pour pourquoi quand quel quelle sans sont tous
tout toute très vous votre clients
"""
EMPTY = frozenset(COMMON.split())
