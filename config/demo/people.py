"""The cast: one person in every role of config/roles.py; all share a password that is new at every start."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from core.accounts.models import User

WORDS = (
    "amber anchor apple autumn basil beacon birch bridge canyon cedar cherry cloud clover comet coral cotton "
    "crane dawn delta ember falcon fern field fjord forest garden ginger glacier granite harbour hazel heron "
    "indigo island ivory jasmine juniper lagoon lantern lemon linden lotus maple marble meadow mint morning "
    "nectar north oasis ocean olive orbit orchid pebble pepper pine planet plum prairie quartz raven reef river "
    "saffron sage sierra silver spruce summit sunset thistle thunder tulip valley velvet violet walnut willow"
)


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    first_name: str
    last_name: str
    role: str
    locale: str = "en"
    time_zone: str = "UTC"


CAST = (
    Person("noor", "Noor", "Haddad", "Incident commander", "en", "Europe/Paris"),
    Person("camille", "Camille", "Lefèvre", "Communications lead", "fr", "Europe/Paris"),
    Person("haruka", "Haruka", "Mori", "Deputy", "ja", "Asia/Tokyo"),
    Person("tomas", "Tomás", "Rey", "Scribe", "en", "America/New_York"),
    Person("kenji", "Kenji", "Sato", "Subject matter expert", "ja", "Asia/Tokyo"),
    Person("grace", "Grace", "Okafor", "Internal liaison", "en", "America/New_York"),
    Person("henrik", "Henrik", "Dahl", "Observer", "en", "Europe/Paris"),
    Person("matilda", "Matilda", "Brown", "Community manager", "en", "Australia/Sydney"),
    Person("amina", "Amina", "Diallo", "Head of customer service", "fr", "Europe/Paris"),
    Person("liam", "Liam", "Nguyen", "Support agent", "en", "Australia/Sydney"),
    Person("sofia", "Sofia", "Marino", "Head of support", "en", "America/New_York"),
    Person("julien", "Julien", "Petit", "Brand reviewer", "fr", "Europe/Paris"),
    Person("ines", "Inès", "Moreau", "Legal", "fr", "Europe/Paris"),
    Person("yuki", "Yuki", "Tanaka", "Review facilitator", "ja", "Asia/Tokyo"),
    Person("olga", "Olga", "Novak", "Training lead", "en", "Europe/Paris"),
    Person("ada", "Ada", "Winter", "Administrator", "en", "UTC"),
)


def gather() -> str:
    """Everybody with one new password, which is returned and kept nowhere.

    Hashed once for all of them: sixteen hashes are five seconds of every start.
    """
    password = "-".join([*(secrets.choice(WORDS.split()) for _ in range(4)), str(secrets.randbelow(9000) + 1000)])
    hashed = make_password(password)
    for person in CAST:
        _enter(person, hashed)
    return password


def _enter(person: Person, hashed: str) -> None:
    user = User.objects.filter(username=person.username).first() or User(username=person.username)
    user.first_name, user.last_name = person.first_name, person.last_name
    user.email = f"{person.username}@palomine.example"
    user.is_staff, user.locale, user.time_zone = True, person.locale, person.time_zone
    user.password = hashed
    user.save()
    user.groups.set(Group.objects.filter(name=person.role))
