from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.text.translations import Language
from core.web.errors import Conflict, Invalid
from feedback.answering import placeholders, policies, states
from feedback.answering.models import CannedReply, CannedText
from feedback.answering.secrecy import named_suppliers
from feedback.answering.states import State
from feedback.targets.models import RegisterPolicy
from incidents.catalogue.models import Component

LONGEST = 5_000
LONGEST_TITLE = 120
Words = Mapping[str, Mapping[str, str]]


@transaction.atomic
def draft_canned(
    *,
    key: str,
    register: RegisterPolicy | None = None,
    component: Component | None = None,
    texts: Words,
    by: Actor,
    at: datetime,
) -> CannedReply:
    """New words written beforehand; `texts` are {"en": {"title": …, "text": …}}. `Conflict`: the key is taken."""
    require(policies.can_draft_canned, by)
    texts = checked(texts)
    last = CannedReply.objects.aggregate(last=Max("position"))["last"] or 0
    canned = CannedReply(key=key, register=register, component=component, position=last + 10)
    canned.drafted_at, canned.drafted_by = at, by.label[:200]
    try:
        with transaction.atomic():
            canned.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("There is a canned reply with this key already: %(key)s.") % {"key": key}) from None
    _put(canned, texts)
    audit.record("feedback.canned.drafted", on=canned, by=by, at=at)
    return canned


@transaction.atomic
def write_canned(
    *, canned: CannedReply, texts: Words, edit: int | None = None, by: Actor, at: datetime, **fits: object
) -> CannedReply:
    """Write it anew; what was approved is a draft again. `fits` are register and component.

    With `edit`, raises `Conflict` when somebody has changed the words since they were read.
    """
    canned = _locked(canned)
    require(policies.can_draft_canned, by, canned)
    texts = checked(texts)
    if edit is not None and edit != canned.edit:
        raise Conflict(_("%(name)s has changed these words since you opened them.") % {"name": canned.drafted_by})
    for name, value in fits.items():
        setattr(canned, name, value)
    canned.state, canned.edit = State.DRAFT, canned.edit + 1
    canned.drafted_at, canned.drafted_by = at, by.label[:200]
    canned.save(update_fields=["state", "edit", "drafted_at", "drafted_by", *fits])
    _put(canned, texts)
    audit.record("feedback.canned.written", on=canned, by=by, at=at, edit=canned.edit)
    return canned


@transaction.atomic
def approve_canned(*, canned: CannedReply, by: Actor, at: datetime) -> CannedReply:
    """From now on it is offered. Raises `Invalid` while a language is missing."""
    canned = _locked(canned)
    require(policies.can_approve_canned, by, canned)
    states.guard(canned.state, State.APPROVED)
    there = set(canned.texts.values_list("language", flat=True))
    if missing := [str(Language(code).label) for code in Language.values if code not in there]:
        raise Invalid({"texts": [_("Not written yet: %(languages)s.") % {"languages": ", ".join(missing)}]})
    return _decide(canned, State.APPROVED, "approved", by=by, at=at)


@transaction.atomic
def retire_canned(*, canned: CannedReply, by: Actor, at: datetime) -> CannedReply:
    """Offered no more; answers begun with it stay as they are."""
    canned = _locked(canned)
    require(policies.can_approve_canned, by, canned)
    states.guard(canned.state, State.RETIRED)
    return _decide(canned, State.RETIRED, "retired", by=by, at=at)


def checked(texts: Words) -> dict[str, dict[str, str]]:
    """The texts that hold something. Raises `Invalid` for what could never be sent."""
    problems = []
    if strange := sorted(set(texts) - set(Language.values)):
        problems.append(_("Unknown language: %(names)s.") % {"names": ", ".join(strange)})
    found = {code: {name: given.get(name, "").strip() for name in ("title", "text")} for code, given in texts.items()}
    found = {code: words for code, words in found.items() if any(words.values()) and code in Language.values}
    if not found:
        problems.append(_("Write it in one language at least."))
    for code, words in found.items():
        problems += [f"{Language(code).label}: {problem}" for problem in _problems(words, code)]
    if problems:
        raise Invalid({"texts": problems})
    return found


def _problems(words: dict[str, str], language: str) -> list[str]:
    found = []
    if not words["title"] or not words["text"]:
        found.append(_("It needs a title and a text."))
    if len(words["text"]) > LONGEST or len(words["title"]) > LONGEST_TITLE:
        found.append(_("A text may have %(count)d characters at most.") % {"count": LONGEST})
    if names := placeholders.unknown(words["text"]):
        known = ", ".join(f"{{{name}}}" for name in placeholders.FIELDS)
        sentence = _("There is no field of this name: %(names)s. There are %(known)s.")
        found.append(sentence % {"names": ", ".join(f"{{{name}}}" for name in names), "known": known})
    if named := named_suppliers(words["text"], language):
        found.append(_("%(names)s must not go out: write “%(instead)s” instead.") % named.told())
    return found


def _put(canned: CannedReply, texts: dict[str, dict[str, str]]) -> None:
    canned.texts.all().delete()
    CannedText.objects.bulk_create(CannedText(canned=canned, language=code, **words) for code, words in texts.items())


def _locked(canned: CannedReply) -> CannedReply:
    return CannedReply.objects.select_for_update(of=("self",)).get(pk=canned.pk)


def _decide(canned: CannedReply, to: str, verb: str, *, by: Actor, at: datetime) -> CannedReply:
    canned.state, canned.decided_at, canned.decided_by = to, at, by.label[:200]
    canned.save(update_fields=["state", "decided_at", "decided_by"])
    audit.record(f"feedback.canned.{verb}", on=canned, by=by, at=at)
    return canned
