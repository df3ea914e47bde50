"""The world of the flood: the measured page, the registers, and forms that were loaded a minute ago."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from feedback.doors.form import tokens
from tests.bench import world
from tests.factories import feedback


def measure(number: int) -> dict[str, Any]:
    world.measure()
    feedback.registers()
    at = timezone.now() - timedelta(minutes=1)
    return {"tokens": [tokens.make(at) for _each in range(number)]}
