"""The rules there are, found in `rules`: adding one is adding a file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.utils.functional import Promise

from incidents.wording.linter import rules as package
from incidents.wording.linter.draft import Category, Level, Mend
from incidents.wording.linter.reading import Reading

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found, in the text as written. `level` and `message` where they differ from the rule's own."""

    start: int
    end: int
    mend: Mend | None = None
    message: Text = ""
    level: str = ""
    part: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`wordless` rules need no knowledge of the language. `bad` and `good` are examples, by language."""

    id: str
    practice: str
    name: Text
    message: Text
    check: Callable[[Reading], Iterable[Hit]]
    level: str = Level.WARN
    category: str = Category.WORDING
    overridable: bool = True
    wordless: bool = False
    bad: str = ""
    good: str = ""


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of their files."""
    found: dict[str, Rule] = {}
    for module in sorted(iter_modules(package.__path__), key=lambda module: module.name):
        for rule in import_module(f"{package.__name__}.{module.name}").RULES:
            found[rule.id] = rule
    return found
