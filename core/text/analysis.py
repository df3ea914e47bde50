"""A text as search sees it: the words of languages with spaces, and overlapping pairs where there are none.

Pure, and the same for what is kept and for what is asked. `VERSION` changes with the rules: what was kept by
other rules has to be kept anew.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

VERSION = 1
LONGEST = 40  # of a word; what is longer is no word

_KATAKANA = "\u30a1-\u30f6\u30fd\u30fe"
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NO_SPACES = f"{_HAN}\u3041-\u3096\u309d\u309e{_KATAKANA}\u30fc"
_runs = re.compile(rf"(?P<cjk>[{_NO_SPACES}]+)|(?:(?![{_NO_SPACES}])[^\W_])+")
_drawn_out = re.compile(rf"\u30fc+(?![{_KATAKANA}])")
_accented = re.compile("[\u00aa-\u024f\u1e00-\u1eff\u0300-\u036f]+")
_one_by_one = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_to_hiragana = {number: number - 0x60 for number in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_straight = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_elided = re.compile(r"\b(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_possessive = re.compile(r"(?<=\w)'s\b")


def words(text: str, language: str = "") -> Iterator[str]:
    """The words of `text` in their order, again where they come again; `language` cuts what only leans on a word.

    A run without spaces gives its overlapping pairs, a lone letter of it itself.
    """
    for run, is_cjk in runs(text, language):
        yield from pairs(run) if is_cjk else (run[:LONGEST],)


def runs(text: str, language: str = "") -> Iterator[tuple[str, bool]]:
    """Stretches of letters and digits, folded, and whether their language writes without spaces."""
    for run, without_spaces in stretches(text, language):
        yield (in_hiragana(run) if without_spaces else run), without_spaces


def stretches(text: str, language: str = "") -> Iterator[tuple[str, bool]]:
    """As `runs`, but katakana still stand beside hiragana."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_straight)
    if language == "fr":
        text = _elided.sub("", text)
    elif language == "en":
        text = _possessive.sub("", text)
    text = _accented.sub(_bare, text)
    for found in _runs.finditer(text):
        if not found["cjk"]:
            yield found[0], False
        elif kept := _drawn_out.sub("", found[0]):
            yield kept, True


def pairs(run: str) -> Iterator[str]:
    """Each letter with the one after it; a lone letter stays."""
    if len(run) == 1:
        yield run
    yield from (run[at : at + 2] for at in range(len(run) - 1))


def in_hiragana(run: str) -> str:
    """Katakana as hiragana, letter by letter."""
    return run.translate(_to_hiragana)


def is_cjk(word: str) -> bool:
    found = _runs.match(word)
    return bool(found and found["cjk"])


@lru_cache(maxsize=1)
def every_stop_word() -> frozenset[str]:
    """Of all languages: what tells nothing apart when the language of a question is not known."""
    return frozenset().union(*STOP.values())


def _bare(found: re.Match[str]) -> str:
    """Without the marks on Latin letters; the marks of other scripts are letters of theirs."""
    letters = unicodedata.normalize("NFD", found[0])
    return "".join(each for each in letters if not "\u0300" <= each <= "\u036f").translate(_one_by_one)


_ENGLISH = """
a about after all also am an and any are as at be because been before being but by can could did do does doing
don down for from had has have having he her here hers him his how i if in into is it its just me more most my no
nor not now of off on once only or other our out over own re s same she should so some such t than that the their
them then there these they this those through to too under until up ve very was we were what when where which
while who why will with would you your
"""
_FRENCH = """
a ai alors as au aussi autre aux avait avant avec avez avoir avons c ce ceci cela celle celui ces cet cette chez
comme d dans de depuis des dont du elle elles en encore entre es est et etaient etait ete etes etre eu fait il ils
j je jusqu l la le les leur leurs lui m ma mais me meme mes mon n ne nos notre nous on ont ou par pas plus pour
puis qu quand que quel quelle qui s sa sans se ses si son sont sous sur t ta te tes toi ton tous tout tres tu un
une vos votre vous y
"""
# Japanese function words live in pairs of hiragana: no list of words would find them.
STOP: dict[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "fr": frozenset(_FRENCH.split()),
    "ja": frozenset(),
}
