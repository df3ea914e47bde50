"""Which facts an update says, and which of them are not true any more. Pure but for the rows it is given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.text import fields
from incidents.communication.bulletin import Bulletin
from incidents.communication.models import Citation, Update
from incidents.facts.states import KNOWN, Kind
from incidents.facts.words import STOPS, Answer

SHORTEST = 12  # letters: less could stand in any text by chance


def cited(bulletin: Bulletin) -> tuple[Answer, ...]:
    """The answers `bulletin` says: through a `{placeholder}`, or word for word. Before its fields are filled."""
    said = {}
    for text in bulletin.told.texts:
        words = f"{text.subject}\n{text.text}"
        asked, values = set(fields.named(words)), bulletin.values(text.language)
        for key, answer in bulletin.facts.items():
            literal = answer.texts.get(text.language) or values.get(key, "")
            if answer.answer_id and answer.state in KNOWN and (key in asked or _stands_in(words, literal)):
                said[key] = answer
    return tuple(said[key] for key in bulletin.facts if key in said)


def _stands_in(words: str, literal: str) -> bool:
    stem = literal.strip().rstrip(STOPS)
    return len(stem) >= SHORTEST and stem in words


def expected_end(said: Iterable[Answer]) -> dict[str, Any]:
    """The expected end that readers are told, as the update keeps it; empty when it tells none."""
    found = next((answer for answer in said if answer.kind == Kind.ETA), None)
    return {**found.value, "state": str(found.state)} if found else {}


@dataclass(frozen=True, slots=True)
class Outdated:
    """`update` told readers `answer`, which is not what is known now, and nobody has told them since."""

    update: Update
    answer: Answer


def outdated(rows: Iterable[Citation], present: Mapping[str, Answer]) -> dict[str, list[Outdated]]:
    """What was said with an old value, by key, newest first.

    `rows` are of published updates, in their order; `corrected_at` on each is when its update was last corrected.
    """
    found: dict[str, list[Outdated]] = {}
    for row in rows:
        said = row.answer.as_answer(row.answer.fact)
        stands = present.get(said.key)
        if _same(said, stands):
            found.pop(said.key, None)  # readers have since been told what is true
        elif not _corrected(row.corrected_at, stands):
            found.setdefault(said.key, []).insert(0, Outdated(row.update, said))
    return {key: lines for key, lines in found.items() if lines}


def _same(said: Answer, stands: Answer | None) -> bool:
    """Whether readers would be told the same today."""
    if stands is None or stands.state not in KNOWN:
        return False
    if said.kind == Kind.TEXT:
        return said.meaning == stands.meaning
    return said.value == stands.value


def _corrected(at: datetime | None, stands: Answer | None) -> bool:
    """Corrected in the open since the fact changed."""
    return at is not None and (stands is None or stands.at is None or at >= stands.at)
