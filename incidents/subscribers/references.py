"""The shape of an incident's reference: INC-2026-0042."""

import re

_SHAPE = re.compile(r"^[A-Z]{2,5}-\d{4}-\d{1,8}$")


def looks_like_a_reference(text: str) -> bool:
    return len(text) <= 20 and bool(_SHAPE.match(text))
