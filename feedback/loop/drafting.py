"""The closing message: the draft in each language, and what its fields stand for in one conversation."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.text import fields, moments
from core.text.translations import Language
from feedback.answering import gate
from feedback.threads.models import Thread
from incidents.catalogue.models import Component, Region
from incidents.communication import gathering, masthead, rendering
from incidents.communication.bulletin import Bulletin, listed
from incidents.communication.models import Update
from incidents.communication.states import ChannelKind
from incidents.response.discretion import Veil
from incidents.response.models import Impact, Incident

FIELDS = ("greeting", "wrote_at", "scope", "since", "subject", "reference")
PARAGRAPHS = 2  # of the message to everybody; the rest stands on the page
_MARKS = re.compile(r"[\[\]<>*_`{}\\]")


def drafts(last: Update | None) -> dict[str, str]:
    """In every language; `last` is the update that said it was over, if one did."""
    bulletin = gathering.gather(last, at=last.published_at, for_webhook=False) if last and last.published_at else None
    return {language: _draft(bulletin, language) for language in Language.values}


def _draft(bulletin: Bulletin | None, language: str) -> str:
    ours = _ours(bulletin, language) if bulletin else ""
    with translation.override(language):
        parts = (
            "{greeting}",
            _("On {wrote_at} you wrote to us about {scope}. It works again, since {since}."),
            ours,
            _("We are sorry for the trouble this caused you. Thank you for telling us: words like yours show us "
              "what our instruments do not."),
            _("If it still does not work for you, just answer this message. Somebody of us reads it."),
        )  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def is_personal(text: str, language: str, canned: Collection[str]) -> bool:
    """Whether a person of ours wrote of this incident: in it, or in what was published and the draft carries.

    `canned` are the texts of all canned replies.
    """
    forms = [_bare_of_fields(_draft(None, language)), *canned]
    return gate.check(_bare_of_fields(text), canned=forms) is None


def impersonal(texts: Mapping[str, str], canned: Collection[str]) -> frozenset[str]:
    """The languages of `texts` whose words are nobody's own."""
    return frozenset(language for language, text in texts.items() if not is_personal(text, language, canned))


def _bare_of_fields(text: str) -> str:
    return fields.fill(text, dict.fromkeys(fields.named(text), "–"))


def _ours(bulletin: Bulletin, language: str) -> str:
    """The opening of what we told everybody, in this language only, a supplier under its alias."""
    chosen = rendering.chosen(bulletin, gathering.GENERAL, ChannelKind.EMAIL, language)
    if chosen.fell_back:
        return ""
    found = rendering.concealed(bulletin, chosen)
    paragraphs = [each.strip() for each in found.text.text.split("\n\n") if each.strip()]
    return "\n\n".join(paragraphs[:PARAGRAPHS]).replace("{", "(").replace("}", ")")


@dataclass(frozen=True, slots=True)
class Situation:
    """What differs between two customers of one incident, read once for all of them."""

    incident: Incident
    impacts: tuple[Impact, ...]
    veil: Veil
    title: dict[str, str]
    zone: str

    def values(self, thread: Thread) -> dict[str, str]:
        """What each field says to this customer, in their language; never empty."""
        language = thread.language
        with translation.override(language):
            return {
                "greeting": _greeting(thread.name),
                "wrote_at": self._written(thread.created_at, language),
                "scope": self._scope(thread, language),
                "since": self._written(self._since(thread), language),
                "subject": _bare(thread.subject),
                "reference": thread.reference,
            }

    def _written(self, at: datetime, language: str) -> str:
        return moments.written(at, language=language, time_zone=self.zone)

    def _since(self, thread: Thread) -> datetime:
        """When it worked again for them: their component and region, else the whole incident."""
        ends = [each.ended_at for each in self._theirs(thread) if each.ended_at]
        incident = self.incident
        return max(ends) if ends else incident.impact_ended_at or incident.resolved_at or incident.updated_at

    def _theirs(self, thread: Thread) -> list[Impact]:
        """The impacts that concerned them; all where they named nothing, or something else."""
        mine = [
            each
            for each in self.impacts
            if thread.component_id in (None, each.component_id)
            and (thread.region_id is None or each.region_id in (None, thread.region_id))
        ]
        return mine or list(self.impacts)

    def _scope(self, thread: Thread, language: str) -> str:
        """“Playback in Japan”: what they named of what failed, by the names that readers know."""
        theirs = self._theirs(thread)
        if not theirs:
            return self.veil(self.title[language], language)
        components: dict[int, Component] = {each.component_id: each.component for each in theirs}
        names = listed([self.veil(each.name_in(language), language) for each in components.values()], language)
        regions = self._regions(thread, theirs)
        if not regions:
            return names
        where = listed([each.name_in(language) for each in regions], language)
        return pgettext("what failed for a customer", "%(components)s (%(regions)s)") % {
            "components": names, "regions": where,
        }  # fmt: skip

    def _regions(self, thread: Thread, theirs: list[Impact]) -> list[Region]:
        if thread.region_id and thread.region:
            return [thread.region]
        if any(each.region_id is None for each in theirs):
            return []
        return list({each.region_id: each.region for each in theirs}.values())


def _greeting(name: str) -> str:
    """With the name they gave."""
    plain = _bare(name)
    return _("Hello %(name)s,") % {"name": plain} if plain else _("Hello,")


def _bare(text: str) -> str:
    """On one line and without what Markdown would take for its marks: a customer typed it."""
    return " ".join(_MARKS.sub("", text).split())


def situation(incident: Incident) -> Situation:
    """5 statements, however many customers wrote."""
    impacts = (
        Impact.objects.filter(incident=incident)
        .select_related("component", "region")
        .prefetch_related("component__translations", "region__translations")
        .order_by("component__position", "component_id", "pk")
    )
    titles = {language: incident.title_in(language) for language in Language.values}
    zone = masthead.every()[masthead.DEFAULT][Language.ENGLISH].time_zone
    return Situation(incident, tuple(impacts), gathering.veil(), titles, zone)
