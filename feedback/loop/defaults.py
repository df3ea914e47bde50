"""How the loop is closed when nobody says otherwise. Editable afterwards."""

from datetime import datetime

from feedback.loop.models import LoopSettings


def seed(at: datetime) -> None:
    LoopSettings.objects.get_or_create(pk=1)
