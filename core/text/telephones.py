"""Telephone numbers as E.164 writes them: +33612345678. Pure."""

import re

_NICETIES = re.compile(r"[\s().\-/\u00a0\u202f\u2010-\u2015]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def normal(raw: str) -> str:
    """One spelling per number; raises ValueError unless it is whole, with its country's number first.

    "0612345678" is refused and not guessed at: a wrong country would write to a stranger.
    """
    number = _NICETIES.sub("", raw.strip())
    if number.startswith("00"):
        number = "+" + number[2:]
    number = number.replace("\uff0b", "+")  # as a Japanese keyboard writes it
    if not _E164.fullmatch(number):
        raise ValueError(raw)
    return number


def masked(number: str) -> str:
    """Enough to recognise one's own: +33…78."""
    return f"{number[:3]}…{number[-2:]}"
