"""What stands beside a text while it is written: the linter's remarks, each with the click that mends it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from incidents.communication import actions as communication
from incidents.communication import gathering, proofreading, queries
from incidents.communication.bulletin import Bulletin
from incidents.communication.models import Update
from incidents.communication.proofreading import Remark
from incidents.communication.texts import Text
from incidents.wording.linter import rules

SHOWN = 12  # of one text; more would not be read


@dataclass(frozen=True, slots=True)
class Line:
    """One remark as the editor shows it; `value` is what the mending button sends."""

    rule: str
    name: str
    blocks: bool
    practice: str
    message: str
    quote: str
    mend: str
    value: str


def of(bulletin: Bulletin | None) -> dict[str, tuple[Line, ...]]:
    """By tab ("general-any-en"), what blocks first; nothing before there is a draft."""
    if bulletin is None:
        return {}
    found: dict[str, list[Line]] = {}
    for remark in proofreading.read(bulletin):
        found.setdefault(_tab(remark.text), []).append(_line(remark))
    return {tab: tuple(lines[:SHOWN]) for tab, lines in found.items()}


def _tab(text: Text) -> str:
    return f"{text.audience}-{text.channel_kind}-{text.language}"


def _value(remark: Remark) -> str:
    finding = remark.finding
    return "|".join((_tab(remark.text), finding.rule, finding.part, str(finding.start), str(finding.end)))


def _line(remark: Remark) -> Line:
    finding = remark.finding
    return Line(
        rule=finding.rule,
        name=str(rules()[finding.rule].name),
        blocks=finding.blocks,
        practice=finding.practice,
        message=str(finding.message),
        quote=remark.quote[:80] if finding.end - finding.start < 80 else "",
        mend=_offer(remark),
        value=_value(remark),
    )


def _offer(remark: Remark) -> str:
    """What one click would do; empty where only the writer knows."""
    mend = remark.finding.mend
    if mend is None:
        return ""
    if not mend.text:
        return _("Delete")
    said = _("Add “%(text)s”") if mend.start == mend.end else _("Write “%(text)s”")
    return said % {"text": mend.text.strip()}


@transaction.atomic
def apply(update: Update, wanted: str, *, by: Actor, at: datetime) -> Update | None:
    """`update` with the one remark mended that `wanted` names; None when the text says something else by now."""
    remarks = queries.findings(update, at=at)
    remark = next((each for each in remarks if each.finding.mend and _value(each) == wanted), None)
    if remark is None:
        return None
    part, mend = remark.finding.part, remark.finding.mend
    texts = [
        replace(text, **{part: mend.apply(getattr(text, part))}) if text == remark.text and mend else text
        for text in gathering.words(update)
    ]
    return communication.revise(update=update, version=update.version, texts=texts, by=by, at=at)
