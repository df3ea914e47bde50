"""Propose a severity from a few answers, with reasons (domain: Severity). A person decides.

The level is the highest of the criteria that apply; what nobody knows yet counts for the higher
of two neighbouring levels, and a worse answer never lowers the level.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.errors import Invalid

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """`choices` are in the order of harm, the mildest first; "unknown" stands where it counts."""

    key: str
    text: str | Promise
    choices: dict[str, str | Promise]


def _yes_no(key: str, text: Promise, *, worst: str = "yes") -> Question:
    best = "no" if worst == "yes" else "yes"
    labels = {"yes": _("Yes"), "no": _("No"), UNKNOWN: _("Not known yet")}
    return Question(key, text, {choice: labels[choice] for choice in (best, UNKNOWN, worst)})


QUESTIONS: tuple[Question, ...] = (
    Question(
        "share",
        _("What share of active customers is affected?"),
        {
            "none": _("None"),
            "under_5": _("Under 5 percent"),
            UNKNOWN: _("Not known yet"),
            "5_to_25": _("5 to 25 percent"),
            "25_to_50": _("A quarter to a half"),
            "over_50": _("More than half"),
        },
    ),
    Question(
        "functions",
        _("Which functions are down?"),
        {
            "none": _("None: capacity or redundancy only"),
            "non_core": _("A function that is not a core one"),
            UNKNOWN: _("Not known yet"),
            "one_core": _("One core function, device family or provider"),
            "two_core": _("Two core functions or more"),
        },
    ),
    _yes_no("whole_region", _("Is a whole region affected?")),
    _yes_no("data_exposed", _("Has personal data been exposed?")),
    _yes_no("money_taken", _("Was money wrongly taken?")),
    _yes_no("safety", _("Is anybody's safety at risk?")),
    _yes_no("contract_breach", _("Does it breach a contract?")),
    _yes_no("workaround", _("Is there a workaround for customers?"), worst="no"),
    Question(
        "duration",
        _("How long has it lasted, or will it last?"),
        {
            "under_15": _("Under 15 minutes"),
            "15_to_60": _("15 to 60 minutes"),
            UNKNOWN: _("Not known yet"),
            "over_60": _("More than an hour"),
        },
    ),
    _yes_no("noticed", _("Do customers notice?")),
)
BY_KEY = {question.key: question for question in QUESTIONS}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A sentence of the severity table and when it applies; `key` is what is kept."""

    key: str
    level: int
    text: str | Promise
    applies: Callable[[Mapping[str, str]], bool]


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "half_lose_core",
        5,
        _("More than half of active customers lose a core function."),
        lambda a: a["share"] == "over_50" and a["functions"] in (UNKNOWN, "one_core", "two_core"),
    ),
    Criterion("two_core", 5, _("Two core functions are down."), lambda a: a["functions"] == "two_core"),
    Criterion("data_exposed", 5, _("Personal data is exposed."), lambda a: a["data_exposed"] == "yes"),
    Criterion("safety", 5, _("Somebody's safety is at risk."), lambda a: a["safety"] == "yes"),
    Criterion(
        "quarter",
        4,
        _("A quarter of active customers or more are affected."),
        lambda a: a["share"] in ("25_to_50", "over_50"),
    ),
    Criterion("whole_region", 4, _("A whole region is affected."), lambda a: a["whole_region"] == "yes"),
    Criterion("money_taken", 4, _("Money was wrongly taken."), lambda a: a["money_taken"] == "yes"),
    Criterion("contract_breach", 4, _("A contract is breached."), lambda a: a["contract_breach"] == "yes"),
    Criterion(
        "five_percent",
        3,
        _("Between 5 and 25 percent of active customers are affected."),
        lambda a: a["share"] == "5_to_25",
    ),
    Criterion(
        "share_unknown",
        3,
        _("Nobody knows yet how many customers are affected: in doubt the higher level."),
        lambda a: a["share"] == UNKNOWN,
    ),
    Criterion(
        "one_core",
        3,
        _("One core function, device family or provider is down."),
        lambda a: a["functions"] == "one_core",
    ),
    Criterion(
        "no_workaround",
        3,
        _("A function is down and no workaround is known."),
        lambda a: a["functions"] != "none" and a["workaround"] != "yes",
    ),
    Criterion(
        "long_and_noticed",
        3,
        _("Customers notice it and it lasts more than an hour."),
        lambda a: a["duration"] == "over_60" and a["noticed"] == "yes",
    ),
    Criterion("few", 2, _("Under 5 percent of active customers are affected."), lambda a: a["share"] == "under_5"),
    Criterion(
        "with_workaround",
        2,
        _("A function is down, and there is a workaround."),
        lambda a: a["functions"] in ("non_core", UNKNOWN) and a["workaround"] == "yes",
    ),
    Criterion("noticed", 2, _("Customers may notice it."), lambda a: a["noticed"] != "no"),
    Criterion("unseen", 1, _("Capacity or redundancy is lost and nobody sees it."), lambda a: True),
)
TEXTS = {criterion.key: criterion.text for criterion in CRITERIA}


@dataclass(frozen=True, slots=True)
class Reason:
    level: int
    criterion: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`reasons` apply, the gravest first; `unknown` are the questions still worth answering."""

    level: int
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """Every question with its answer, "unknown" where there is none; `Invalid` names the wrong ones."""
    wrong = [key for key in answers if key not in BY_KEY or answers[key] not in BY_KEY[key].choices]
    if wrong:
        raise Invalid(
            {
                "answers": [
                    gettext("%(question)s can't be answered with %(answer)s. Choose from: %(choices)s.")
                    % {"question": key, "answer": answers[key], "choices": ", ".join(BY_KEY[key].choices)}
                    if key in BY_KEY
                    else gettext("Unknown question: %(question)s. Known: %(known)s.")
                    % {"question": key, "known": ", ".join(BY_KEY)}
                    for key in wrong
                ]
            }
        )
    return {question.key: answers.get(question.key, UNKNOWN) for question in QUESTIONS}


def suggest(answers: Mapping[str, str]) -> Suggestion:
    """The level these answers call for, and why. Raises `Invalid` for an unknown question or answer."""
    complete = checked(answers)
    found = tuple(Reason(each.level, each.key) for each in CRITERIA if each.applies(complete))
    said = tuple(reason for reason in found if reason.criterion != "unseen") or found
    unknown = tuple(key for key, answer in complete.items() if answer == UNKNOWN)
    return Suggestion(level=said[0].level, reasons=said, unknown=unknown)


def explain(criterion: str) -> str:
    """The sentence of a criterion in the active language; the key itself when it no longer exists."""
    return str(TEXTS.get(criterion, criterion))
