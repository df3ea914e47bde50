"""How wide words are, and where they may be broken: a picture is drawn without a browser at hand."""

import unicodedata

NARROW = frozenset("fijlrtI.,:;!'|()[]{}-‐‑ /’`“”\u00a0\u202f")
BROAD = frozenset("mwMWOQGDHNU%@—…")
# Japanese lines don't begin with these, nor end with those.
NOT_FIRST = frozenset("。、，．・：；？！」』）］｝〉》】”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々%％")
NOT_LAST = frozenset("「『（［｛〈《【“‘")


def width(text: str) -> float:
    """In em, rather too much than too little: fonts differ."""
    return sum(_letter(letter) for letter in text)


def wrap(text: str, most: float, lines: int) -> list[str]:
    """`text` in lines of at most `most` em; what is over is cut and says so."""
    found: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width((line + piece).rstrip()) > most:
            found.append(line.rstrip())
            line = ""
        while width(piece.rstrip()) > most and len(piece) > 1:
            cut = max(1, _fitting(piece, most))
            found.append(piece[:cut])
            piece = piece[cut:]
        line += piece
    if line.strip():
        found.append(line.rstrip())
    if len(found) > lines:
        last = found[lines - 1]
        while last and width(last) > most - 1:
            last = last[:-1]
        found = [*found[: lines - 1], last.rstrip() + "…"]
    return found


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in NARROW:
        return 0.36
    if letter in BROAD:
        return 0.88
    return 0.68 if letter.isupper() else 0.58


def _fitting(text: str, most: float) -> int:
    taken = 0.0
    for index, letter in enumerate(text):
        taken += _letter(letter)
        if taken > most:
            return index
    return len(text)


def _pieces(text: str) -> list[str]:
    """What stays together: words with the space after them, single letters of Japanese."""
    found: list[str] = []
    for letter in " ".join(text.replace("\u00a0", "\u202f").split(" ")):
        if found and _sticks(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _sticks(before: str, letter: str) -> bool:
    last = before[-1]
    if letter in NOT_FIRST or letter == " " or last in NOT_LAST:
        return True
    return last != " " and not _is_wide(last) and not _is_wide(letter)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
