"""Did a program send this mail? Then nothing automatic answers it (RFC 3834, and what mail programs do). Pure."""

import re
from collections.abc import Callable

Get = Callable[[str], str]  # a header's value by its name, "" where there is none

NOBODY = re.compile(
    r"(?:mailer-?daemon|postmaster|no-?_?reply|do-?not-?_?reply|donotreply|bounces?|nobody|listserv|majordomo)"
    r"(?:[+._=-].*)?",
    re.IGNORECASE,
)
MAILER = re.compile(r"(?:mailer-?daemon|postmaster)(?:[+._=-].*)?", re.IGNORECASE)
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
TELLING = ("List-Id", "List-Post", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Loop")


def why(get: Get, sender: str) -> str:
    """The reason to keep quiet, for staff to read; "" for what seems to be a person's."""
    if not sender:
        return "it names no sender"
    if null_path(get):
        return "its return path is empty"
    if (said := get("Auto-Submitted").partition(";")[0].strip().lower()) and said != "no":
        return f"Auto-Submitted: {said[:60]}"
    if (said := get("Precedence").strip().lower()) in BULK:
        return f"Precedence: {said}"
    if (said := get("X-Auto-Response-Suppress").strip().lower()) and said != "none":
        return f"X-Auto-Response-Suppress: {said[:60]}"
    for name in TELLING:
        if get(name):
            return f"it has {name}"
    return "its sender reads no answers" if NOBODY.fullmatch(sender.partition("@")[0]) else ""


def null_path(get: Get) -> bool:
    return get("Return-Path").replace(" ", "") == "<>"


def from_a_mailer(get: Get, sender: str) -> bool:
    """A mail server speaks, not a person: nobody waits for an answer behind it."""
    return null_path(get) or bool(MAILER.fullmatch(sender.partition("@")[0]))
