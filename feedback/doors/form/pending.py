"""Files of a form that came back with a mistake: they are on disk already, and the form brings their names again.

A browser empties its file fields when a page comes back. What nobody claims within a day is swept away.
"""

from collections.abc import Iterable
from dataclasses import astuple

from django.core import signing

from feedback.threads.files import MOST, Kept

SALT = "feedback.form.file"
CLAIMED_WITHIN = 24 * 3600


def ticket(kept: Kept) -> str:
    return signing.dumps(astuple(kept), salt=SALT)


def claimed(tickets: Iterable[str]) -> list[Kept]:
    """The files these tickets stand for; a forged or an old one stands for none."""
    found = {}
    for each in list(tickets)[:MOST]:
        try:
            kept = Kept(*signing.loads(each, salt=SALT, max_age=CLAIMED_WITHIN))
        except signing.BadSignature:
            continue
        found[kept.key] = kept
    return list(found.values())
