"""Whose turn is it? Pure: work is kept per receiver, taken in turn, a few at a time for each.

A receiver that hangs holds its few places and no more; a hundred hooks at one host do not push
aside the hundred others.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Job = TypeVar("Job")


class Turns(Generic[Job]):
    """`take` gives a job whose receiver has a free place; `done` frees it. The caller locks."""

    def __init__(self, jobs: Iterable[tuple[Hashable, Job]], *, at_once: int) -> None:
        self._at_once = at_once
        self._waiting: dict[Hashable, deque[Job]] = {}
        for receiver, job in jobs:
            self._waiting.setdefault(receiver, deque()).append(job)
        self._ready = deque(self._waiting)
        self._under_way: Counter[Hashable] = Counter()

    def __len__(self) -> int:
        """Jobs not taken yet."""
        return sum(len(jobs) for jobs in self._waiting.values())

    def take(self) -> tuple[Hashable, Job] | None:
        """None when nothing may be taken now; ask again after a `done`."""
        if not self._ready:
            return None
        receiver = self._ready.popleft()
        job = self._waiting[receiver].popleft()
        self._under_way[receiver] += 1
        self._offer(receiver)
        return receiver, job

    def done(self, receiver: Hashable) -> None:
        self._under_way[receiver] -= 1
        if receiver not in self._ready:
            self._offer(receiver)

    def _offer(self, receiver: Hashable) -> None:
        if self._waiting[receiver] and self._under_way[receiver] < self._at_once:
            self._ready.append(receiver)
