"""The wording linter asked about every text of an update (docs/wording.md): pure, no query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.text import lines, markdown
from incidents.communication.bulletin import Bulletin
from incidents.communication.states import ChannelKind
from incidents.communication.texts import ANY, Text
from incidents.wording import queries as wording
from incidents.wording.linter import Draft, Finding, Level, Supplier, check


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding in one text; `derived` is the kind of channel it is about where that has no text of its own."""

    text: Text
    finding: Finding
    derived: str = ""

    @property
    def quote(self) -> str:
        finding = self.finding
        return (self.text.text if finding.part == "text" else self.text.subject)[finding.start : finding.end]

    def as_row(self) -> dict[str, Any]:
        """As it is stored and told to programs; the message in the active language."""
        finding, mend = self.finding, self.finding.mend
        return {
            "audience": self.text.audience,
            "channel_kind": self.text.channel_kind,
            "language": self.text.language,
            "derived": self.derived,
            "rule": finding.rule,
            "practice": finding.practice,
            "level": str(finding.level),
            "category": str(finding.category),
            "overridable": finding.overridable,
            "message": str(finding.message),
            "part": finding.part,
            "start": finding.start,
            "end": finding.end,
            "quote": self.quote[:300],
            "mend": {"start": mend.start, "end": mend.end, "text": mend.text} if mend else None,
        }


def read(bulletin: Bulletin) -> tuple[Remark, ...]:
    """Every remark on the texts as they were written, before their fields are filled; what blocks first."""
    remarks: list[Remark] = []
    for text in bulletin.told.texts:
        draft = drafted(bulletin, text)
        remarks += [Remark(text, _advised(finding)) for finding in check(draft)]
        if text.channel_kind == ANY and not _written(bulletin.told.texts, text, ChannelKind.SHORT):
            remarks += _short(text, draft, bulletin)
    return tuple(sorted(remarks, key=lambda remark: not remark.finding.blocks))


def _advised(finding: Finding) -> Finding:
    """Length is judged by the networks in use (`fitting`), which refuses by itself: here it is a hint."""
    return replace(finding, level=Level.WARN) if finding.rule == "channel_length" else finding


def drafted(bulletin: Bulletin, text: Text) -> Draft:
    language = text.language
    known = bulletin.touched[language]
    return Draft(
        text=text.text,
        language=language,
        subject=text.subject,
        phase=bulletin.told.phase,
        audience=text.audience,
        channel_kind=text.channel_kind,
        facts=wording.facts(bulletin.facts, language),
        fields=bulletin.values(language),
        suppliers=tuple(Supplier(secret.names, secret.alias) for secret in bulletin.secrets[language]),
        next_update_at=bulletin.next_update_at,
        time_zone=bulletin.mastheads[language].time_zone,
        components=known,
        regions=known,
        link=bulletin.link(language),
    )


def _written(texts: Sequence[Text], like: Text, kind: str) -> bool:
    return any(
        (each.audience, each.language, each.channel_kind) == (like.audience, like.language, kind) for each in texts
    )


def _short(text: Text, draft: Draft, bulletin: Bulletin) -> list[Remark]:
    """What the short message made of a canonical text says too much; only its writer can shorten it."""
    opening = lines.first_sentence(markdown.plain(bulletin.concealed(text.text, text.language)))
    found = check(replace(draft, text=opening, subject="", channel_kind=ChannelKind.SHORT.value))
    return [
        Remark(text, replace(each, level=Level.WARN, start=0, end=0, mend=None), derived=ChannelKind.SHORT.value)
        for each in found
        if each.rule == "channel_length"
    ]
