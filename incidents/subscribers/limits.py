"""How many letters may leave: enough for people, too few to flood a stranger's mailbox."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Window:
    within: timedelta
    letters: int


# Our own defaults. Over them a letter waits; the sweep sends it when there is room again.
PER_ADDRESS = (Window(timedelta(hours=1), 3), Window(timedelta(days=1), 6))
PER_ASKER = (Window(timedelta(minutes=1), 30),)
OVERALL = (Window(timedelta(minutes=1), 600),)
# An SMS costs money, and strangers earn some of it by asking for many to numbers of theirs.
SMS_OVERALL = (Window(timedelta(minutes=1), 20), Window(timedelta(days=1), 500))
