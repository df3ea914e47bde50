"""What an answer in a playbook says about a fact, so that it is asked once. Pure.

A sentence in the note is the answer; a bare "yes" fills only what is a yes or no. The rest waits to be said.
"""

import re
from typing import Any

from incidents.facts.states import Kind

YES, NO = "yes", "no"
_NUMBER = re.compile(r"^(\d{1,12})(?:\s*[-–—~～]\s*(\d{1,12}))?$")

Filling = tuple[dict[str, Any], dict[str, str]]  # value, texts


def filling(kind: str, answer: str, note: str, *, language: str) -> Filling | None:
    """`value` and `texts` as `incidents.facts.values` wants them; None where the answer says nothing of the fact."""
    note = note.strip()
    if kind == Kind.YES_NO and answer in (YES, NO):
        return {"answer": answer == YES, "note": note}, {}
    if kind == Kind.VERIFIED and answer == YES:  # "not proven" is no proof of the contrary
        return {"answer": True, "verified_by": note}, {}
    if not note or (answer not in (YES, NO) and kind in (Kind.YES_NO, Kind.VERIFIED)):
        return None
    if kind == Kind.NOTE:
        return {"text": note}, {}
    if kind == Kind.TEXT:
        return {}, {language: note}
    if kind == Kind.THIRD_PARTY and answer != NO:
        return {"name": note}, {}
    number = _NUMBER.match(note.replace(",", "").replace("\u202f", "").replace(" ", ""))
    if kind == Kind.NUMBER and number:
        low = int(number[1])
        return {"low": low, "high": int(number[2] or low)}, {}
    return None
