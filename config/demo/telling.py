"""Tell a story by calling the public actions, each at its own past moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from config.demo.script import Harm, Known, Note, Said, Story
from core.accounts.models import User
from core.accounts.queries import actor_for_user
from core.actor import Actor
from incidents.catalogue.models import Component, Region, SeverityLevel, ThirdParty
from incidents.communication import actions as communication
from incidents.communication.actions import Text
from incidents.communication.errors import NothingToSign
from incidents.communication.models import Update
from incidents.facts import actions as facts
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Kind, Role

GENERAL, TECHNICAL, PARTNERS, ANY = "general", "technical", "key_customers", "any"
WRITING_MINUTES = 2


class Teller:
    """One story. Steps are gathered with their minute, sorted, and done in order."""

    def __init__(self, story: Story, now: datetime) -> None:
        self.story, self.now = story, now
        self.start = story.declared_at(now)
        self.users = {user.username: user for user in User.objects.all()}
        self.components = {row.slug: row for row in Component.objects.all()}
        self.regions = {row.slug: row for row in Region.objects.all()}
        self.steps: list[tuple[float, Callable[[datetime], object]]] = []
        self.incident: Incident

    def tell(self) -> Incident:
        self._declare()
        self._people()
        for harm in self.story.harms:
            if harm.start > 0:
                self._at(harm.start, self._impair, harm)
            if harm.end is not None:
                self._at(harm.end, self._recover, harm)
        for note in self.story.notes:
            self._at(note.at, self._note, note)
        for known in self.story.facts:
            self._at(known.at, self._know, known)
        for said in self.story.said:
            self._at(said.at, self._say, said)
        for minute, step in sorted(self.steps, key=lambda each: each[0]):
            step(self.start + timedelta(minutes=minute))
        if self.story.closed_after_hours is not None and self.story.window is None:
            self._close()
        self.incident.refresh_from_db()
        return self.incident

    def actor(self, username: str) -> Actor:
        return actor_for_user(self.users[username])

    def _at(self, minute: float, action: Callable[..., object], what: object) -> None:
        self.steps.append((minute, lambda at: action(what, at)))

    def _declare(self) -> None:
        story = self.story
        level = SeverityLevel.objects.get(pk=story.level) if story.level else None
        window = {}
        if story.window:
            first, last = (self.start + timedelta(minutes=minute) for minute in story.window)
            window = {"scheduled_for": first, "scheduled_until": last}
        self.incident = response.declare(
            title=story.title.en,
            titles=dict(story.title.items()),
            kind=Kind.MAINTENANCE if story.window else Kind.UNPLANNED,
            severity=level,
            impacts=[
                response.ImpactInput(
                    component=self.components[harm.component],
                    status=harm.status,
                    region=self.regions.get(harm.region),
                )
                for harm in story.harms
                if harm.start == 0
            ],
            impact_started_at=None if story.window else self.start - timedelta(minutes=story.began_before),
            third_party=ThirdParty.objects.filter(name=story.third_party).first() if story.third_party else None,
            by=self.actor(story.commander),
            at=self.start,
            **window,
        )

    def _people(self) -> None:
        commander = self.actor(self.story.commander)
        moment = self.start + timedelta(minutes=1)
        if not self.story.window:
            response.acknowledge(incident=self.incident, by=commander, at=moment)
        for role, username in (
            (Role.COMMUNICATIONS_LEAD, self.story.lead),
            (Role.EXPERT, "kenji"),
            (Role.SCRIBE, "tomas"),
        ):
            response.assign(incident=self.incident, role=role, user=self.users[username], by=commander, at=moment)

    def _impair(self, harm: Harm, at: datetime) -> None:
        response.set_impact(
            incident=self.incident,
            component=self.components[harm.component],
            status=harm.status,
            region=self.regions.get(harm.region),
            by=self.actor("kenji"),
            at=at,
        )

    def _recover(self, harm: Harm, at: datetime) -> None:
        response.recover(
            incident=self.incident,
            component=self.components[harm.component],
            region=self.regions.get(harm.region),
            by=self.actor("kenji"),
            at=at,
        )

    def _note(self, note: Note, at: datetime) -> None:
        response.note(incident=self.incident, text=note.text, by=self.actor(note.by), at=at)

    def _know(self, known: Known, at: datetime) -> None:
        value = dict(known.value or {})
        if known.eta:
            first, last = (at + timedelta(minutes=minute) for minute in known.eta)
            value |= {"earliest": first, "latest": last}
        if known.key == "impact_started_at":
            value = {"at": self.start - timedelta(minutes=self.story.began_before)}
        facts.answer(
            incident=self.incident,
            key=known.key,
            state=known.state,
            value=value,
            texts=dict(known.words.items()) if known.words else None,
            source=known.source,
            by=self.actor(known.by),
            at=at,
        )

    def _say(self, said: Said, at: datetime) -> None:
        texts = [Text(GENERAL, ANY, language, "", text) for language, text in said.words.items()]
        for audience, words in ((TECHNICAL, said.technical), (PARTNERS, said.partners)):
            texts += [Text(audience, ANY, language, "", text) for language, text in (words.items() if words else ())]
        update = communication.draft(
            incident=self.incident,
            phase=said.phase,
            incident_state=said.state,
            texts=texts,
            next_update_at=at + timedelta(minutes=said.next_minutes) if said.next_minutes else None,
            notify=said.notify,
            by=self.actor("matilda"),
            at=max(self.start, at - timedelta(minutes=WRITING_MINUTES)),
        )
        self._sign(update, at)
        communication.publish(update=update, by=self.actor(self.story.lead), at=at, override_reason=said.because)

    def _sign(self, update: Update, at: datetime) -> None:
        """Legal answers for what promises or admits something; most messages need nobody."""
        asked = max(self.start, at - timedelta(minutes=WRITING_MINUTES))
        try:
            rows = communication.ask_signatures(update=update, by=self.actor("matilda"), at=asked)
        except NothingToSign:
            return
        for row in rows:
            communication.sign(signature=row, by=self.actor("ines"), at=asked + (at - asked) / 2)

    def _close(self) -> None:
        at = self.start + timedelta(hours=self.story.closed_after_hours)
        if at < self.now:
            self.incident.refresh_from_db()
            response.close(incident=self.incident, by=self.actor(self.story.commander), at=at)
