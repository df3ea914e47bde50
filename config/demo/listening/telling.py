"""A few hundred people write to Palomine: most of them around its incidents, some on quiet days."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.demo import crowd
from config.demo.listening import together
from config.demo.listening.conversations import CONVERSATIONS, Conversation
from config.demo.listening.voices import MEANWHILE, TAILS, TOPICS
from core.accounts.models import User
from core.accounts.queries import actor_for_user
from core.actor import Actor, visitor
from feedback.answering import actions as answering
from feedback.threads import actions, policies
from feedback.threads.models import Thread
from incidents.catalogue.models import Component, Region
from incidents.response.models import Incident

PER_INCIDENT = 30
AGENTS = {"en": ("liam", "sofia"), "fr": ("amina",), "ja": ("haruka",)}


@dataclass(frozen=True, slots=True)
class Written:
    """One customer's message, before anybody has read it."""

    topic: str
    language: str
    region: str
    text: str
    register: str
    name: str
    at: datetime


class Listener:
    """Tells everything through the public actions, each at its own past moment."""

    def __init__(self, now: datetime) -> None:
        self.now, self.dice = now, random.Random(11)  # the same people on every machine
        self.users = {user.username: actor_for_user(user) for user in User.objects.filter(is_staff=True)}
        self.components = {row.slug: row for row in Component.objects.all()}
        self.regions = {row.slug: row for row in Region.objects.all()}

    def listen(self) -> int:
        """How many threads there are now."""
        incidents = Incident.objects.filter(kind="unplanned").prefetch_related("impacts__component", "impacts__region")
        for incident in incidents.order_by("declared_at"):
            for written in self._around(incident):
                self._told(written, incident)
        for conversation in CONVERSATIONS:
            self._conversed(conversation)
        together.help_each_other(self.users, self.now)
        return Thread.objects.count()

    def _around(self, incident: Incident) -> Iterator[Written]:
        """Complaints begin before the declaration and thin out after the end."""
        harms = [impact for impact in incident.impacts.all() if impact.component.slug in TOPICS]
        if not harms:
            return
        began = incident.impact_started_at or incident.declared_at
        ended = min(incident.resolved_at or self.now, self.now)
        for number in range(PER_INCIDENT):
            harm = harms[number % len(harms)]
            region = harm.region.slug if harm.region else self.dice.choice(list(crowd.ZONES))
            language = self.dice.choice([each for each, homes in crowd.HOMES.items() if region in homes])
            at = began + (ended - began) * min(1, self.dice.betavariate(1.2, 2.2)) + timedelta(minutes=2)
            yield self._words(harm.component.slug, language, region, at)

    def _words(self, topic: str, language: str, region: str, at: datetime) -> Written:
        tail, register = self.dice.choice(TAILS[language])
        text = f"{self.dice.choice(TOPICS[topic].openings[language])}{'' if language == 'ja' else ' '}{tail}"
        first, last = (self.dice.choice(names[language]) for names in (crowd.FIRST_NAMES, crowd.LAST_NAMES))
        return Written(topic, language, region, text, register, f"{first} {last}", min(at, self.now))

    def _told(self, written: Written, incident: Incident) -> None:
        thread = actions.receive(
            text=written.text,
            origin=self.dice.choice(("form", "form", "form", "email", "social", "phone")),
            language=written.language,
            name=written.name,
            component=self.components[written.topic],
            region=self.regions[written.region],
            by=visitor(),
            at=written.at,
        )
        is_live = incident.resolved_at is None
        waits = self.dice.random() < (0.6 if is_live else 0)
        sorted_at = written.at + timedelta(minutes=self.dice.randint(1, 6))
        if sorted_at > self.now or (waits and self.dice.random() < 0.5):
            return
        agent = self.users[self.dice.choice(AGENTS[written.language])]
        actions.triage(thread=thread, register_id=written.register, by=agent, at=sorted_at)
        answered_at = sorted_at + timedelta(minutes=self.dice.lognormvariate(2.6, 0.8))
        if waits or answered_at > self.now:
            return
        self._answered(thread, written, agent, answered_at, over=not is_live)

    def _answered(self, thread: Thread, written: Written, agent: Actor, at: datetime, *, over: bool) -> None:
        said = (
            self.dice.choice(TOPICS[written.topic].answers[written.language]) if over else MEANWHILE[written.language]
        )
        name = written.name.split()[-1 if written.language == "ja" else 0]
        promised_at = None if over else self.now + timedelta(minutes=self.dice.randint(10, 60))
        text = said.replace("{name}", name)
        answering.reply(thread=thread, text=text, promised_at=promised_at, by=agent, at=at)
        end = at + timedelta(hours=self.dice.uniform(1, 30))
        if over and self.dice.random() < 0.85 and end < self.now:
            actions.close(thread=thread, by=policies.holder(thread), at=end)

    def _conversed(self, told: Conversation) -> None:
        start = self.now - timedelta(hours=told.hours_ago)
        first, *rest = told.lines
        thread = actions.receive(
            text=first.text,
            origin=told.origin,
            language=told.language,
            name=told.name,
            email=told.email,
            reply_by="email" if told.email else "link",
            visibility="public" if told.public else "private",
            component=self.components.get(told.component),
            region=self.regions.get(told.region),
            by=visitor(),
            at=start,
        )
        sorter = self.users["matilda"]
        actions.triage(thread=thread, register_id=told.register, by=sorter, at=start + timedelta(minutes=2))
        at = start
        for line in rest:
            at = start + timedelta(minutes=line.minute)
            if line.by == "customer":
                actions.add(thread=thread, text=line.text, by=policies.holder(thread), at=at)
            elif line.note:
                actions.note(thread=thread, text=line.text, by=self.users[line.by], at=at)
            else:
                answering.reply(thread=thread, text=line.text, asks=line.asks, by=self.users[line.by], at=at)
        if told.closed:
            actions.close(thread=thread, by=policies.holder(thread), at=at + timedelta(hours=2))


def listen(now: datetime) -> int:
    """Once, after the incidents are told."""
    return Listener(now).listen()
