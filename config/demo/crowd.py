"""Two hundred subscribers: mixed languages, components, regions, audiences, and a few in every state."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.actor import SYSTEM
from incidents.catalogue.models import Component, Region
from incidents.subscribers import actions as subscribers
from incidents.subscribers import policies
from incidents.subscribers.models import Subscriber

SIZE = 198
ORIGIN = "demo"
FIRST_NAMES = {
    "en": [
        "Olivia",
        "Jack",
        "Charlotte",
        "Noah",
        "Isla",
        "William",
        "Mia",
        "Ethan",
        "Ruby",
        "Lucas",
        "Grace",
        "Henry",
        "Zoe",
        "Oscar",
        "Ivy",
    ],
    "fr": [
        "Léa",
        "Hugo",
        "Manon",
        "Louis",
        "Chloé",
        "Nathan",
        "Inès",
        "Gabriel",
        "Zoé",
        "Arthur",
        "Jade",
        "Raphaël",
        "Louise",
        "Adam",
        "Alice",
    ],
    "ja": [
        "Sakura",
        "Haruto",
        "Yui",
        "Sota",
        "Aoi",
        "Ren",
        "Hina",
        "Yuto",
        "Mei",
        "Riku",
        "Rin",
        "Kaito",
        "Mio",
        "Asahi",
        "Akari",
    ],
}
LAST_NAMES = {
    "en": [
        "Smith",
        "Taylor",
        "Wilson",
        "Walker",
        "Evans",
        "Clarke",
        "Hughes",
        "Cooper",
        "Morgan",
        "Bailey",
        "Reid",
        "Murphy",
        "Hall",
    ],
    "fr": [
        "Martin",
        "Bernard",
        "Dubois",
        "Robert",
        "Moreau",
        "Simon",
        "Laurent",
        "Michel",
        "Garcia",
        "Roux",
        "Fontaine",
        "Girard",
        "Mercier",
    ],
    "ja": [
        "Suzuki",
        "Takahashi",
        "Watanabe",
        "Ito",
        "Nakamura",
        "Kobayashi",
        "Yamada",
        "Kato",
        "Yoshida",
        "Sasaki",
        "Inoue",
        "Kimura",
        "Hayashi",
    ],
}
HOMES = {"en": ("australia", "north-america"), "fr": ("france",), "ja": ("japan",)}
ZONES = {
    "france": "Europe/Paris",
    "japan": "Asia/Tokyo",
    "australia": "Australia/Sydney",
    "north-america": "America/New_York",
}
KEY = 8  # every fortieth is a key customer, whom staff have added
PLAIN = str.maketrans("éèëïàçâêîôû", "eeeiacaeiou")


@dataclass(frozen=True, slots=True)
class Reader:
    address: str
    language: str
    region: str


def gather(now: datetime) -> int:
    """Create what is missing; confirmed over the last eighty days. How many there are."""
    dice = random.Random(7)  # the same crowd on every machine
    components = {row.slug: row for row in Component.objects.all()}
    regions = {row.slug: row for row in Region.objects.all()}
    for number, reader in enumerate(_readers(dice)):
        at = now - timedelta(days=dice.uniform(1, 80))
        wishes = _wishes(dice, reader, components, regions)
        if number % 40 == KEY:
            wishes = {"language": reader.language, "time_zone": ZONES[reader.region], "audience": "key_customers"}
        if number >= SIZE - 3:  # asked minutes ago: the letters to confirm lie in the mailbox
            subscribers.subscribe(channel="email", address=reader.address, by=SYSTEM, at=now, **wishes)
            continue
        row = subscribers.add(channel="email", address=reader.address, origin=ORIGIN, by=SYSTEM, at=at, **wishes)
        _later(row, number, dice, at, now)
    return Subscriber.objects.count()


def listen(base_url: str, now: datetime) -> None:
    """Two webhooks that call the demo itself; their address follows the port of this start."""
    for name, audience in (("operations-desk", "technical"), ("partner-portal", "general")):
        address = f"{base_url}/demo/mail/hooks/{name}/"
        known = Subscriber.objects.filter(channel="webhook", address__endswith=f"/hooks/{name}/").first()
        if known is None:
            subscribers.add(
                channel="webhook",
                address=address,
                audience=audience,
                contact=f"{name}@palomine.example",
                origin=ORIGIN,
                by=SYSTEM,
                at=now,
            )
        elif known.address != address:
            Subscriber.objects.filter(pk=known.pk).update(address=address)


def _readers(dice: random.Random) -> Iterator[Reader]:
    seen: set[str] = set()
    while len(seen) < SIZE:
        language = dice.choices(("en", "fr", "ja"), weights=(4, 4, 3))[0]
        first, last = dice.choice(FIRST_NAMES[language]), dice.choice(LAST_NAMES[language])
        address = f"{first}.{last}@example.{dice.choice(('com', 'org', 'net'))}".lower().translate(PLAIN)
        if address not in seen:
            seen.add(address)
            yield Reader(address, language, dice.choice(HOMES[language]))


def _wishes(
    dice: random.Random, reader: Reader, components: dict[str, Component], regions: dict[str, Region]
) -> dict[str, object]:
    """Half want everything; the others their region, a few components, or one kind of event."""
    wishes: dict[str, object] = {"language": reader.language, "time_zone": ZONES[reader.region]}
    if dice.random() < 0.45:
        wishes["regions"] = [regions[reader.region]]
    if dice.random() < 0.25:
        wishes["components"] = dice.sample([*components.values()], k=dice.randint(1, 4))
    if dice.random() < 0.12:
        wishes["audience"] = "technical"
    if dice.random() < 0.1:
        wishes["kinds"] = [dice.choice(("incident", "maintenance"))]
    return wishes


def _later(row: Subscriber, number: int, dice: random.Random, at: datetime, now: datetime) -> None:
    """What became of some of them."""
    then = at + (now - at) * dice.random()
    if number % 28 == 5:
        subscribers.unsubscribe(subscriber=row, by=policies.holder(row), at=then)
    elif number % 33 == 7:
        subscribers.quarantine(subscriber=row, reason="550 5.1.1 The mailbox does not exist", by=SYSTEM, at=then)
