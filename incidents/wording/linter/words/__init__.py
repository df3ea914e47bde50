"""What the rules must know of a language. One file per language; `of` finds it by its name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

Pattern = re.Pattern[str]


def either(*alternatives: str) -> Pattern:
    """One pattern of all; they are matched against text in lower case with straight quotes."""
    return re.compile("|".join(f"(?:{each})" for each in alternatives))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Patterns by what they recognise; sentences (the `say_…`) by what they say.

    `clock` has the groups h, m and perhaps ap (a or p). `jargon` maps a pattern to a plain word, or
    to "" where only the writer knows one. `longest` is the limit of a sentence for lay people and for experts, in
    words, or in letters with `counts_letters`; an `elision` ("l'", "qu'") is a word of its own. What takes a sentence apart is `sentence_end`.
    """

    sentence_end: Pattern
    counts_letters: bool
    elision: Pattern | None = None
    longest: tuple[int, int]
    stem: Callable[[str], str]
    function: Pattern
    customer: Pattern
    harm: Pattern
    cannot: Pattern
    who: Pattern
    apology: Pattern
    action: Pattern
    expectation: Pattern
    when: Pattern
    unknown_when: Pattern
    next_update: Pattern
    soon: Pattern
    moment: Pattern
    clock: Pattern
    zone: Pattern
    workaround: Pattern
    data_safe: Pattern
    recovered: Pattern
    not_yet: Pattern
    number: Pattern
    minimising: Pattern
    firm: Pattern
    supplier: Pattern
    blame: Pattern
    cause: Pattern
    exposure: Pattern
    denial: Pattern
    data: Pattern
    compensation: Pattern
    blank: Pattern
    jargon: Mapping[Pattern, str]
    say_scope: str
    say_where: str
    say_sorry: str
    say_work: str
    say_unknown: str
    say_next: str
    say_since: str
    say_workaround: str
    utc: str


@cache
def of(language: str) -> Words | None:
    """None for a language nobody has written down yet: then only the rules that need no words apply."""
    return import_module(f"{__name__}.{language}").WORDS if language in languages() else None


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(__path__)))
