"""What is wrong now: incidents whose function was chosen, or whose words are in the text."""

import re
import unicodedata
from collections.abc import Iterator

from core.text import analysis
from feedback.doors.form.suggestions import Ask, Suggestion
from incidents.statuspages.page import IncidentCard

ORDER = 10
CHOSEN, NAMED, ENOUGH = 3, 2, 2
SHORTEST = 4
SAID_ANYHOW = frozenset({"customer", "customers", "please", "since", "client", "clients", "depuis", "merci"})
_written = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_hiragana = re.compile(r"[\u3040-\u309f]+")  # endings and particles


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
    text, found = text[:2_000], set()
    for run, is_cjk in analysis.runs(text):
        if not is_cjk and len(run) >= SHORTEST and run not in analysis.every_stop_word() | SAID_ANYHOW:
            found.add(run[:5])
    for run in _written.findall(unicodedata.normalize("NFKC", text)):
        found |= {run[at : at + 2] for at in range(len(run) - 1)}
    return frozenset(each for each in found if not _hiragana.fullmatch(each))
