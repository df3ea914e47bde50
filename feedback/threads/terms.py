"""What a thread is found by, and what a colleague asks for. Pure.

A thread keeps the words of everything said in it, of its subject and of who wrote, in one text: words with a
space between. Numbers on the telephone are found by how they end (one writes +33 6…, another 06…), a reference
by either of its halves.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.text import analysis
from feedback.threads.references import ALPHABET

MOST_BYTES = 200_000  # a PostgreSQL index takes a million; a thread of novels is found by its beginning
MOST_ASKED = 24
DIGITS = 9
CONTACT = ("reference", "name", "email", "telephone", "handle")

_reference = re.compile(rf"\bF-?([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})\b", re.I)
_address = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_number = re.compile(r"(?<!\w)[+0][\d \t().\-/\u00a0\u202f]{6,25}\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """A word asked for; `open` when it may go on."""

    text: str
    open: bool = False


def of(*texts: str) -> str:
    return more("", *texts)


def more(terms: str, *texts: str) -> str:
    """`terms` and the words of `texts` that are not among them."""
    seen = dict.fromkeys(terms.split())
    size = len(terms.encode())
    for word in _kept(texts):
        if word not in seen:
            size += len(word.encode()) + 1
            if size > MOST_BYTES:
                break
            seen[word] = None
    return " ".join(seen)


def contact(*, reference: str, name: str, email: str, telephone: str, handle: str) -> str:
    """Who wrote, as a text to keep the words of."""
    return " ".join((reference, name, email, telephone, handle))


def asked(question: str) -> tuple[Term, ...]:
    """What a thread has to hold, all of it; nothing when the question holds no word."""
    question = question.strip()[:300]
    if _number.fullmatch(question) and (ending := _ending(question)):
        return (Term(ending),)
    question, found = _special(question)
    for run, is_cjk in analysis.runs(question):
        if is_cjk:
            found += [Term(pair, open=len(pair) == 1) for pair in analysis.pairs(run)]
        else:
            found.append(Term(run[: analysis.LONGEST], open=len(run) >= 3))
    telling = [term for term in found if _tells(term.text)]
    return tuple(dict.fromkeys(telling or found))[:MOST_ASKED]


def _tells(word: str) -> bool:
    lone = len(word) == 1 and not analysis.is_cjk(word)
    return not lone and word not in analysis.every_stop_word()


def _kept(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        rest, special = _special(text)
        yield from (term.text for term in special)
        yield from filter(None, map(_ending, _number.findall(text)))
        for address in _address.findall(text):
            rest += f" {address}"  # its parts are words, too
        for run, is_cjk in analysis.runs(rest):
            yield from analysis.pairs(run) if is_cjk else (run[: analysis.LONGEST],)
            if is_cjk and len(run) > 1:
                yield run[-1]  # pairs begin with every letter but this one


def _special(text: str) -> tuple[str, list[Term]]:
    """Addresses and references as words of their own, and the text without them."""
    found = []
    for each in _reference.finditer(text):
        found += [Term("".join(each.groups()).lower()), Term(each[2].lower())]
    text = _reference.sub(" ", text)
    found += [Term(address.lower()[:100], open=True) for address in _address.findall(text)]
    return _address.sub(" ", text), found


def _ending(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return digits[-DIGITS:] if len(digits) >= DIGITS - 1 else ""
