"""Texts that must stand on one line: subjects, openings."""

import re

# Not \s: French puts a narrow no-break space before ; : ! ? and it must stay one.
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_ENDS = re.compile(r"[.!?](?= )|[。！？]")


def one_line(text: str) -> str:
    """`text` without line breaks and control characters."""
    return _BREAKS.sub(" ", text).strip()


def first_sentence(text: str, limit: int = 200) -> str:
    """The opening of `text` on one line, cut at a sentence end, else at a word, else at `limit`."""
    line = one_line(text)
    end = _ENDS.search(line)
    if end and end.end() < limit:
        return line[: end.end()]
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
