"""What legal must sign before an update goes out, and whether it has (domain: Roles and who decides). No query.

Asked of the words with the facts they say filled in: a fact may admit what the text around it does not.
Moments stay fields, so that a time brought up to date asks nobody again. Titles and names of components
are not asked about: they say what is broken ("Refunds fail"), and a supplier's name in them is always concealed.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.text import fields
from incidents.communication import proofreading
from incidents.communication.bulletin import Bulletin
from incidents.communication.states import Case, ChannelKind
from incidents.communication.texts import Text
from incidents.facts.states import Kind
from incidents.wording.linter import Category, check

CASES = {
    "third_party_named": Case.THIRD_PARTY,
    "admits_data_exposure": Case.DATA_EXPOSURE,
    "promises_compensation": Case.COMPENSATION,
}
# Everywhere else the alias is put in its place by itself, so a name there goes nowhere.
OFF_THE_PAGE = frozenset({ChannelKind.EMAIL, ChannelKind.SHORT, ChannelKind.CHAT, ChannelKind.WEBHOOK})
PLAIN = frozenset({Kind.TEXT, Kind.NUMBER, Kind.VERIFIED})  # facts whose words no clock changes


@dataclass(frozen=True, slots=True)
class Need:
    """One reason why a second person must answer for these words, as readers get them."""

    case: str
    words: tuple[Text, ...]

    @property
    def digest(self) -> str:
        return digest_of(self.words)

    def rows(self) -> list[dict[str, str]]:
        """As they are kept with the signature."""
        return [
            {
                "audience": each.audience,
                "channel_kind": each.channel_kind,
                "language": each.language,
                "subject": each.subject,
                "text": each.text,
            }
            for each in self.words
        ]


def needs(bulletin: Bulletin) -> tuple[Need, ...]:
    """What the words of `bulletin`, its fields still to be filled, need signed; none for most messages."""
    found: dict[str, list[Text]] = {}
    for text in bulletin.told.texts:
        said = with_facts(bulletin, text)
        for case in _cases(bulletin, text, said):
            found.setdefault(case, []).append(said)
    return tuple(Need(case, _in_order(found[case])) for case in Case.values if case in found)


def _cases(bulletin: Bulletin, text: Text, said: Text) -> set[str]:
    """A name that comes with a fact stays concealed: only one that was typed asks for a signature."""
    found = _found(bulletin, said)
    typed = found if said is text else _found(bulletin, text)
    named = Case.THIRD_PARTY in typed and text.channel_kind in OFF_THE_PAGE
    return found - {Case.THIRD_PARTY.value} | ({Case.THIRD_PARTY.value} if named else set())


def _found(bulletin: Bulletin, text: Text) -> set[str]:
    findings = check(proofreading.drafted(bulletin, text), category=Category.NEEDS_SIGNATURE)
    return {CASES[finding.rule].value for finding in findings}


def with_facts(bulletin: Bulletin, text: Text) -> Text:
    """The words with every fact they say, as far as no clock changes it."""
    plain = {key for key, answer in bulletin.facts.items() if answer.kind in PLAIN} - {"third_party"}
    if not plain.intersection(fields.named(f"{text.subject} {text.text}")):
        return text
    values = {key: value for key, value in bulletin.values(text.language).items() if key in plain and value.strip()}
    return replace(text, subject=_filled(text.subject, values), text=_filled(text.text, values))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """What has no value stays a field, to be filled when it is said."""
    return fields.fill(text, {**{name: f"{{{name}}}" for name in fields.named(text)}, **values})


def digest_of(words: Iterable[Text]) -> str:
    rows = [[*each.key, each.subject, each.text] for each in _in_order(words)]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _in_order(words: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(sorted(words, key=lambda each: each.key))


def still_says(bulletin: Bulletin, keys: Collection[tuple[str, str, str]], digest: str) -> bool:
    """Whether the texts named by `keys` say exactly what `digest` stands for."""
    wanted = {tuple(key) for key in keys}
    there = [with_facts(bulletin, text) for text in bulletin.told.texts if text.key in wanted]
    return len(there) == len(wanted) and digest_of(there) == digest


def bared(bulletin: Bulletin, signed: Iterable[Any]) -> Bulletin:
    """`bulletin` with the real name standing where `signed` (third-party signatures) allows it, and nowhere else."""
    keys = {key for row in signed if still_says(bulletin, row.keys, row.digest) for key in row.keys}
    if not keys:
        return bulletin
    texts = tuple(
        replace(text, named=text.named or (text.key in keys and text.channel_kind in OFF_THE_PAGE))
        for text in bulletin.told.texts
    )
    return replace(bulletin, told=replace(bulletin.told, texts=texts))
