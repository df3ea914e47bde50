"""Who is told: the assignee, a register's team, a role, and in the end whoever listens at all."""

from collections.abc import Iterable

from core.accounts import queries as accounts
from core.accounts.models import User
from feedback.duty.ladder import RESPONSIBLE, TEAM
from feedback.threads import policies
from feedback.threads.models import Thread

DISPATCHER = "Community manager"  # sorts what nobody has sorted (practice P17)


class Roster:
    """The people of each role, read once for many threads."""

    def __init__(self) -> None:
        self._teams: dict[str, list[User]] = {}
        self._listeners: list[User] | None = None

    def of(self, thread: Thread, tells: Iterable[str]) -> list[User]:
        """Each person once, in the order of `tells`; needs register and assignee loaded.

        Where nobody of those exists, everybody who may sort feedback: a late answer that no one hears of
        would stay late.
        """
        found: dict[int, User] = {}
        for name in tells:
            for user in self._named(thread, name):
                found.setdefault(user.pk, user)
        return list(found.values()) or self._everybody()

    def _named(self, thread: Thread, name: str) -> list[User]:
        assignee = thread.assignee
        if name == RESPONSIBLE and assignee and assignee.is_active:
            return [assignee]
        if name in (RESPONSIBLE, TEAM):
            return self.team(thread.register.goes_to if thread.register else DISPATCHER)
        return self.team(name)

    def team(self, role: str) -> list[User]:
        """Active staff of a role."""
        if role not in self._teams:
            rows = User.objects.filter(groups__name=role, is_active=True, is_staff=True)
            self._teams[role] = list(rows.order_by("pk"))
        return self._teams[role]

    def _everybody(self) -> list[User]:
        if self._listeners is None:
            self._listeners = list(accounts.with_right(policies.TRIAGE).order_by("pk"))
        return self._listeners
