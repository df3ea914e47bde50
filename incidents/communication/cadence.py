"""How long readers may wait where no severity says so (practice P11)."""

from datetime import timedelta

BY_THE_CLOCK = timedelta(minutes=5)  # what begins and ends maintenance looks once a minute, then writes
UNRATED = timedelta(minutes=60)  # nobody has classified it yet: as often as a significant one
