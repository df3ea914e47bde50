"""Whether a report, or another wave, is about the trouble of a wave that rises: one outage is one proposal. Pure.

Of the people hit by one outage some name the component, some only the region, some only say what they see. The words
by which those who named it differ from everybody else find the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.waves.reports import Key, Report

PEOPLE = 3  # a word of one person may be about that person
OFTENER = 3.0  # than in what others write
SHARE = 0.1  # of the wave's people at least
MOST_WORDS = 20
MOST_KEPT = 60


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a wave is about; `words` are those that tell it from other troubles."""

    key: Key
    words: frozenset[str] = frozenset()


def telling_words(mine: Sequence[Report], others: Sequence[Report]) -> frozenset[str]:
    """What several of `mine` say, and much oftener than `others` do."""
    said, elsewhere = _shares(mine), _shares(others)
    people = len({report.customer for report in mine})
    found = [
        (share, word)
        for word, share in said.items()
        if share * people >= PEOPLE and share >= SHARE and share >= OFTENER * elsewhere.get(word, 0.0)
    ]
    return frozenset(word for _share, word in sorted(found, key=lambda each: (-each[0], each[1]))[:MOST_WORDS])


def _shares(reports: Iterable[Report]) -> dict[str, float]:
    said: dict[str, set[str]] = defaultdict(set)
    everybody: set[str] = set()
    for report in reports:
        everybody.add(report.customer)
        for word in report.words:
            said[word].add(report.customer)
    return {word: len(people) / len(everybody) for word, people in said.items()}


def is_of(report: Report, trouble: Trouble) -> bool:
    """A component's wave keeps all that is said of the component, from wherever; who named none is known by words."""
    key = trouble.key
    if key.component is not None and report.component is not None:
        return report.component == key.component
    if key.region is not None and key.component is None and not trouble.words:
        return report.region == key.region
    if key.region is not None and report.region not in (None, key.region):
        return False
    return bool(trouble.words & report.words) or (key.component is None and report.region == key.region is not None)


def is_same(found: Trouble, rising: Trouble) -> bool:
    """Whether what is found now is what rises already, seen from another side."""
    one, other = found.key, rising.key
    if one.component is not None and other.component is not None:
        return one.component == other.component
    if one.component is not None and other.region is not None:
        return one.region in (None, other.region)
    if found.words & rising.words:
        return True
    if one.region is not None and other.region is not None:
        return one.region == other.region
    # Words of several languages have nothing in common; two troubles that nobody names at once are rare.
    return bool(one.topic and other.topic) or (one.region is not None and other.region is None)


def together(rising: Trouble, found: Trouble) -> Trouble:
    """What both know: a component said by one of them, and the words of both."""
    one, other = rising.key, found.key
    words = rising.words | frozenset(sorted(found.words - rising.words)[: max(0, MOST_KEPT - len(rising.words))])
    if one.component is not None or other.component is None:
        return Trouble(one, words)
    return Trouble(Key(component=other.component, region=one.region or other.region), words)
