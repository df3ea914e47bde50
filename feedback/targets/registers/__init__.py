"""The eight registers a message may fall into (practice P16); one more is one more file here.

A register is data: its name, its key in the inbox and the policy we ship. What people have
edited stands in RegisterPolicy, and that is what rules.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from django.utils.functional import Promise


class Showing(StrEnum):
    """Who may read a thread of the register."""

    AS_IT_CAME = "as_it_came"
    PUBLIC_IF_PUBLIC = "public_if_public"
    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Register:
    """A register with the policy it begins with (domain: Feedback).

    `answer_minutes` is the time until the first answer by a human. `thanks`: may be thanked automatically.
    `suggest_articles`: the thanks carry what the FAQ knows. `canned_untouched`: a prepared text may be sent as
    it is. `peers_answer`: another customer's answer, accepted, is one. `goes_to` is the name of a role in
    config.roles; `called` ones are called at once.
    """

    slug: str
    key: str
    position: int
    label: Promise
    meaning: Promise
    answer_minutes: int
    thanks: bool
    canned_untouched: bool
    showing: Showing
    goes_to: str
    suggest_articles: bool = False
    called: bool = False
    peers_answer: bool = False
    acknowledge_minutes: int = 5  # where nothing is automatic, the human answer is the first sign of life
    resolve_minutes: int = 3 * 24 * 60


@lru_cache(maxsize=1)
def registry() -> dict[str, Register]:
    """By slug, in the order of the inbox."""
    found = [import_module(f"{__name__}.{module.name}").REGISTER for module in iter_modules(__path__)]
    return {each.slug: each for each in sorted(found, key=lambda each: each.position)}
