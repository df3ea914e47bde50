"""Fitting scenarios beside the answer box: a strategy and a worked example per register (practice P22).

A small set is shipped here; a library adds its own as one more source.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from core.text.translations import FALLBACK

MOST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A scenario in one language: the strategy in steps, what a customer wrote, and a good answer to it."""

    title: str
    strategy: tuple[str, ...]
    said: str
    answer: str


@dataclass(frozen=True, slots=True)
class Scenario:
    slug: str
    register: str
    told: dict[str, Told]

    def told_in(self, language: str) -> Told:
        return self.told.get(language) or self.told[FALLBACK]


Source = Callable[[str], Iterable[Scenario]]
_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """`source` takes the slug of a register. Registering a name again replaces it."""
    _sources[name] = source


def forget_source(name: str) -> None:
    _sources.pop(name, None)


def fitting(register: str | None) -> list[Scenario]:
    """Those for `register`, at most three; none for what nobody has sorted."""
    if not register:
        return []
    return [each for name in sorted(_sources) for each in _sources[name](register)][:MOST]


@lru_cache(maxsize=1)
def shipped() -> tuple[Scenario, ...]:
    rows = yaml.safe_load((Path(__file__).parent / "shipped.yaml").read_text(encoding="utf-8"))
    return tuple(
        Scenario(
            slug=row["slug"],
            register=row["register"],
            told={
                language: Told(words["title"], tuple(words["strategy"]), words["said"].strip(), words["answer"].strip())
                for language, words in row["told"].items()
            },
        )
        for row in rows
    )


def _shipped(register: str) -> Iterable[Scenario]:
    return (each for each in shipped() if each.register == register)


register_source("shipped", _shipped)
