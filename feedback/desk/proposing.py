"""What a message seems to be about: the component by its names and the symptoms of its plans, in any language. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.text import analysis
from feedback.desk.routing import holds

NAMED, SYMPTOM, CORE = 4, 2, 1
SURE = 3  # as much as a name, or a symptom of a core function


@dataclass(frozen=True, slots=True)
class Part:
    """A component with its names in every language."""

    pk: int
    names: tuple[str, ...]
    is_core: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that say what fails ("video_stops"), and the components they speak of."""

    phrases: tuple[str, ...]
    parts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Guess:
    part: int
    weight: int


def guesses(words: frozenset[str], parts: Iterable[Part], signs: Iterable[Sign]) -> list[Guess]:
    """The likeliest first; of equal ones those that come first in the catalogue."""
    heard: set[int] = set()
    for sign in signs:
        if any(holds(phrase.replace("_", " "), words) for phrase in sign.phrases):
            heard |= sign.parts
    found = [Guess(part.pk, _weight(part, words, part.pk in heard)) for part in parts]
    return sorted((each for each in found if each.weight), key=lambda each: -each.weight)


def sure(found: list[Guess]) -> int | None:
    """The one that is set without asking: likely, and alone in front."""
    if not found or found[0].weight < SURE:
        return None
    if len(found) > 1 and found[1].weight == found[0].weight:
        return None
    return found[0].part


def _weight(part: Part, words: frozenset[str], heard: bool) -> int:
    named = any(_tells(name) and holds(name, words) for name in part.names)
    return NAMED * named + SYMPTOM * heard + CORE * (part.is_core and (named or heard))


def _tells(name: str) -> bool:
    """Not "Other" or "All": some word of it has to say something."""
    return any(word not in analysis.every_stop_word() for word in analysis.words(name))
