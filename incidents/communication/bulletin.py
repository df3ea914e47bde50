"""All that the words of one update are made of, read once for every audience, channel and language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.text import fields, moments
from core.text.translations import Language
from incidents.communication.concealment import Secret, conceal
from incidents.communication.indication import Situation
from incidents.communication.masthead import Masthead
from incidents.communication.texts import Chosen, Text, choose
from incidents.facts import keys, words
from incidents.facts.states import State
from incidents.facts.words import Answer

# The `{placeholder}` fields; an organisation's own questions add theirs.
FIELDS = (
    "title",
    "reference",
    "functions",
    "regions",
    "impact_started_at",
    "next_update_at",
    "third_party",
    "link",
    *keys.PLACEHOLDERS,
)


@dataclass(frozen=True, slots=True)
class Harm:
    """One component as this update tells it; `regions` empty means everywhere."""

    names: Mapping[str, str]
    status: str
    regions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """One update as readers get it, this one or an earlier one."""

    public_id: str
    phase: str
    incident_state: str
    at: datetime
    texts: tuple[Text, ...]
    affected: tuple[dict[str, str], ...]
    notify: bool


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One update in its incident. `history` are the updates before it, newest first."""

    told: Told
    history: tuple[Told, ...]
    reference: str
    titles: Mapping[str, str]
    harms: tuple[Harm, ...]  # what is impaired now
    ever_harmed: tuple[Harm, ...]
    touched: Mapping[str, tuple[str, ...]]
    impact_started_at: datetime | None
    next_update_at: datetime | None
    third_party: str
    facts: Mapping[str, Answer]
    secrets: Mapping[str, tuple[Secret, ...]]
    chains: Mapping[str, tuple[str, ...]]
    mastheads: Mapping[str, Masthead]
    editions: Mapping[str, Mapping[str, Masthead]]  # the mastheads of further pages that somebody follows
    incident: Mapping[str, Any]  # what a webhook tells beside the words, by Statuspage's names
    components: tuple[Mapping[str, Any], ...]
    page: Mapping[str, str]
    situation: Situation | None = None  # what each page's own standing is told from

    def link(self, language: str) -> str:
        """The incident's page in `language`; English has no prefix."""
        prefix = "" if language == Language.ENGLISH else f"/{language}"
        return f"{self.mastheads[language].url}{prefix}/incidents/{self.reference}/"

    def written(self, at: datetime, language: str, *, near: datetime | None = None) -> str:
        """`at` in the page's time zone."""
        return moments.written(at, language=language, time_zone=self.mastheads[language].time_zone, near=near)

    def concealed(self, text: str, language: str) -> str:
        return conceal(text, self.secrets[language])

    def choose(self, told: Told, *, audience: str, channel_kind: str, language: str) -> Chosen | None:
        chain = self.chains.get(audience, (audience,))
        return choose(told.texts, chain=chain, channel_kind=channel_kind, language=language)

    def values(self, language: str) -> dict[str, str]:
        """What each field stands for in `language`; empty where nothing is known."""
        started, promised = self.impact_started_at, self.next_update_at
        base = {
            "title": self.titles[language],
            "reference": self.reference,
            "functions": listed([harm.names[language] for harm in self.spoken_of], language),
            "regions": self._regions(language),
            "impact_started_at": self._began(started, language) if started else "",
            "next_update_at": self.written(promised, language, near=self.told.at) if promised else "",
            "third_party": self.third_party,
            "link": self.link(language),
        }
        return {**dict.fromkeys(keys.PLACEHOLDERS, ""), **self._facts(language), **base}

    def _facts(self, language: str) -> dict[str, str]:
        """What each answered fact says to a reader; empty where it can't be said (`gaps` knows why)."""
        return {
            key: words.said(answer, language, lambda at: self.written(at, language, near=self.told.at))
            for key, answer in self.facts.items()
        }

    def _began(self, started: datetime, language: str) -> str:
        """“around”, where somebody said that it is an estimate."""
        answer = self.facts.get("impact_started_at")
        if answer and answer.answer_id and answer.state == State.ESTIMATED:
            return words.said(answer, language, lambda at: self.written(at, language))
        return self.written(started, language)

    def gaps(self) -> list[str]:
        """Why the fields of its texts can't be filled, once each, in the active language; none when they can."""
        found = {}
        for text in self.told.texts:
            values = self.values(text.language)
            for name in fields.named(f"{text.subject} {text.text}"):
                if not values.get(name, "").strip():
                    found[self._gap(name, text.language, name in values)] = None
        return list(found)

    def _gap(self, name: str, language: str, exists: bool) -> str:
        if not exists:
            return _("There is no field {%(name)s}.") % {"name": name}
        answer = self.facts.get(name)
        if answer is None or name in ("impact_started_at", "third_party", "next_update_at"):
            return _("Nothing is known yet for {%(name)s}.") % {"name": name}
        return _("{%(name)s} can't be said: %(why)s.") % {"name": name, "why": words.gap(answer, language)}

    @property
    def spoken_of(self) -> tuple[Harm, ...]:
        """What {functions} and {regions} stand for: the harm, and once all has recovered what it was."""
        return self.harms or self.ever_harmed

    def _regions(self, language: str) -> str:
        if any(not harm.regions[language] for harm in self.spoken_of):
            with translation.override(language):
                return _("all regions")
        return listed([name for harm in self.spoken_of for name in harm.regions[language]], language)

    def filled(self, *, strict: bool) -> "Bulletin":
        """With every field of its texts replaced; `strict` raises `fields.Unfilled`, else they stay to be seen."""
        texts = tuple(self._filled(text, strict=strict) for text in self.told.texts)
        return replace(self, told=replace(self.told, texts=texts))

    def _filled(self, text: Text, *, strict: bool) -> Text:
        values = self.values(text.language)
        if not strict:
            asked = dict.fromkeys(fields.named(text.subject + text.text), "")
            values = {name: value or f"{{{name}}}" for name, value in (asked | values).items()}
        return replace(text, subject=fields.fill(text.subject, values), text=fields.fill(text.text, values))


def listed(names: list[str], language: str) -> str:
    """`names` once each, joined as the language joins a list."""
    return ("、" if language == Language.JAPANESE else ", ").join(dict.fromkeys(names))
