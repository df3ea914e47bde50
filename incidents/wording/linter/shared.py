"""Mends that several rules offer: a sentence at the beginning or at the end."""

from collections.abc import Iterable

from incidents.wording.linter.draft import Mend
from incidents.wording.linter.reading import Reading


def at_end(reading: Reading, sentence: str, *, needs: Iterable[str] = ()) -> Mend | None:
    """`sentence` added as the text's last; None when a field it `needs` has no value."""
    if not has_values(reading, needs):
        return None
    end = len(reading.draft.text.rstrip())
    gap = "" if reading.words.counts_letters else " "
    return Mend(end, end, _closed(reading, end) + gap + sentence)


def at_start(reading: Reading, sentence: str, *, needs: Iterable[str] = ()) -> Mend | None:
    if not has_values(reading, needs):
        return None
    start = len(reading.draft.text) - len(reading.draft.text.lstrip())
    return Mend(start, start, sentence + ("" if reading.words.counts_letters else " "))


def has_values(reading: Reading, needs: Iterable[str]) -> bool:
    return all(reading.draft.fields.get(name, "").strip() for name in needs)


def _closed(reading: Reading, end: int) -> str:
    """The full stop that the last sentence lacks."""
    last = reading.draft.text[:end][-1:]
    if not last or last in '.!?…。！？)）」"»”':
        return ""
    return "。" if reading.words.counts_letters else "."
