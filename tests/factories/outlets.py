"""Accounts to speak through, entered by an administrator."""

from typing import Any

from incidents.outlets import actions
from incidents.outlets.models import Outlet
from incidents.subscribers import defaults
from tests.factories import response as people
from tests.servers import Receiver

TOKEN = "mastodon-token"
NOON = people.NOON


def administrator() -> Any:
    return people.actor("Ada Admin", "Administrator")


def outlet(**fields: Any) -> Outlet:
    defaults.seed(NOON)
    given = {"name": f"Account {Outlet.objects.count() + 1}", "by": administrator(), "at": NOON}
    return actions.create(**{**given, **fields})


def mastodon(receiver: Receiver, **fields: Any) -> Outlet:
    return outlet(**{"channel": "mastodon", "address": receiver.url, "secret": TOKEN, **fields})


def chat(receiver: Receiver, **fields: Any) -> Outlet:
    return outlet(**{"channel": "chat", "secret": f"{receiver.url}/services/T/B/hidden-in-the-address", **fields})
