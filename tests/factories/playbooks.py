"""Playbooks as small as a test needs them."""

from datetime import datetime
from typing import Any

from core.actor import Actor
from incidents.playbooks import actions, document, queries
from incidents.playbooks.models import Playbook, PlaybookVersion
from incidents.subscribers import defaults as subscribers
from tests.factories.response import NOON, actor


def say(words: str) -> dict[str, str]:
    """The same words in three languages."""
    return {"en": words, "fr": f"{words} (fr)", "ja": f"{words}（日）"}


def nodes() -> list[dict[str, Any]]:
    """Ask, tell, wait, ask again, end: every check passes."""
    return [
        {
            "key": "q1",
            "kind": "question",
            "text": say("Do sign-ins fail?"),
            "answers": [
                {"key": "yes", "text": say("Yes"), "next": "a1"},
                {"key": "no", "text": say("No"), "next": "e1"},
            ],
        },
        {"key": "a1", "kind": "assignment", "text": say("Call a lead"), "roles": ["communications_lead"], "next": "m1"},
        {
            "key": "m1",
            "kind": "message",
            "text": say("Say what fails"),
            "phase": "holding",
            "audience": "general",
            "channels": ["page"],
            "deadline": 5,
            "next": "w1",
        },
        {"key": "w1", "kind": "wait", "text": say("Until the next update"), "until": "next_promise", "next": "q2"},
        {
            "key": "q2",
            "kind": "question",
            "text": say("Recovered for 15 minutes?"),
            "answers": [
                {"key": "yes", "text": say("Yes"), "next": "e2"},
                {"key": "no", "text": say("No"), "next": "m1"},
            ],
        },
        {"key": "e1", "kind": "end", "text": say("Nothing is wrong"), "outcome": "false_alarm"},
        {"key": "e2", "kind": "end", "text": say("It is over"), "outcome": "resolved"},
    ]


def data(slug: str = "sign-in-outage", **fields: Any) -> dict[str, Any]:
    given = {
        "slug": slug,
        "title": say("Sign-in outage"),
        "purpose": say("When people can't sign in"),
        "nodes": nodes(),
    }
    return {**given, **fields}


def playbook(slug: str = "sign-in-outage", *, by: Actor | None = None, at: datetime = NOON, **fields: Any) -> Playbook:
    """With a draft, unpublished."""
    subscribers.seed(at)
    return actions.create(document=document.read(data(slug, **fields)), by=by or actor(), at=at)


def published(
    slug: str = "sign-in-outage", *, by: Actor | None = None, at: datetime = NOON, **fields: Any
) -> PlaybookVersion:
    made = playbook(slug, by=by, at=at, **fields)
    return actions.publish_version(version=queries.draft(made), by=by or actor(), at=at)
