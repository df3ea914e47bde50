"""The facts every incident is asked for (domain: Facts; practices P2 and P10). Pure.

An organisation adds its own as `ChecklistItem` rows, and may reword or move these.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.facts.states import Department, Kind, Need


@dataclass(frozen=True, slots=True)
class Key:
    """`publishable` ones fill `{key}` in messages; `derived` ones are set elsewhere and only read here."""

    key: str
    label: Promise
    question: Promise
    kind: Kind
    need: Need
    department: Department
    publishable: bool = True
    derived: bool = False


_ALL = (
    Key(
        "impact_started_at",
        _("Beginning"),
        _("When did it start for customers?"),
        Kind.MOMENT,
        Need.FIRST,
        Department.ENGINEERING,
    ),
    Key(
        "symptom",
        _("Symptom"),
        _("What does a customer see, or fail to do?"),
        Kind.TEXT,
        Need.FIRST,
        Department.SUPPORT,
    ),
    Key(
        "running_event",
        _("Running event"),
        _("Is a premiere, live event or campaign running now? Should marketing pause?"),
        Kind.NOTE,
        Need.FIRST,
        Department.MARKETING,
        publishable=False,
    ),
    Key(
        "functions",
        _("Functions"),
        _("Which functions are down or slow, and in which regions?"),
        Kind.COMPONENTS,
        Need.SCOPING,
        Department.ENGINEERING,
        derived=True,
    ),
    Key(
        "scope",
        _("Scope"),
        _("Is everyone affected, or only some regions, devices, providers or plans?"),
        Kind.TEXT,
        Need.SCOPING,
        Department.ENGINEERING,
    ),
    Key(
        "affected_now",
        _("Affected now"),
        _("How many customers are affected now?"),
        Kind.NUMBER,
        Need.SCOPING,
        Department.ENGINEERING,
    ),
    Key(
        "affected_worst",
        _("Affected at worst"),
        _("How many customers at worst?"),
        Kind.NUMBER,
        Need.SCOPING,
        Department.ENGINEERING,
    ),
    Key(
        "workaround",
        _("Workaround"),
        _("What can customers do meanwhile, and what should they not do?"),
        Kind.TEXT,
        Need.SCOPING,
        Department.SUPPORT,
    ),
    Key(
        "key_customers",
        _("Key customers"),
        _("Which named customers and contracts are affected?"),
        Kind.NOTE,
        Need.SCOPING,
        Department.ACCOUNTS,
        publishable=False,
    ),
    Key(
        "eta",
        _("Expected end"),
        _("When do we expect service to be back: from when to when, and on what basis?"),
        Kind.ETA,
        Need.SECOND_UPDATE,
        Department.ENGINEERING,
    ),
    Key(
        "next_update_at",
        _("Next update"),
        _("When do we speak next?"),
        Kind.MOMENT,
        Need.EVERY,
        Department.COMMUNICATIONS,
        derived=True,
    ),
    Key(
        "data_safe",
        _("Data safe"),
        _("Are customers' data safe: nothing lost, damaged or exposed? Who has verified it?"),
        Kind.VERIFIED,
        Need.BEFORE_SAFE,
        Department.SECURITY,
    ),
    Key(
        "recovered_evidence",
        _("Evidence of recovery"),
        _("What proves the recovery, for each scope?"),
        Kind.NOTE,
        Need.RESOLVED,
        Department.ENGINEERING,
        publishable=False,
    ),
    Key(
        "third_party",
        _("Third party"),
        _("Does a supplier cause it? Which one?"),
        Kind.THIRD_PARTY,
        Need.INTERNAL,
        Department.SUPPLIERS,
    ),
    Key(
        "started_by_change",
        _("Started by a change"),
        _("Was there a recent release, change of configuration or campaign?"),
        Kind.YES_NO,
        Need.INTERNAL,
        Department.ENGINEERING,
        publishable=False,
    ),
    Key(
        "reports_count",
        _("Reports"),
        _("How many customers have reported it?"),
        Kind.NUMBER,
        Need.INTERNAL,
        Department.SUPPORT,
        publishable=False,
    ),
)
KEYS: dict[str, Key] = {each.key: each for each in _ALL}
# Whose truth is a field of the incident: an answer is written there, and read from there.
MIRRORED = ("impact_started_at", "third_party")
# Fields of messages that a fact fills; the others of FIELDS come from the incident itself.
PLACEHOLDERS = tuple(each.key for each in _ALL if each.publishable and not each.derived and each.key not in MIRRORED)
# Fields of messages that come from elsewhere: no question of an organisation's own may take their name.
RESERVED = ("title", "reference", "regions", "link")
