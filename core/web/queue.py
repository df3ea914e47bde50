"""The queue is only a wake-up: names and ids go in, our tables stay the truth."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.tasks import async_task


def enqueue(name: str, *ids: int | str) -> None:
    """Ask a worker to call the task `name` (dotted) with `ids`, soon and maybe twice.

    With the database broker the request is part of the caller's transaction: it vanishes with a
    rollback. A lost wake-up loses nothing, because a sweep finds what is due.
    """
    async_task(name, *ids, broker=_basket.get())


@contextmanager
def gathered() -> Iterator[None]:
    """Whatever is asked for inside costs one statement together, at the end; use it inside a transaction."""
    basket = Basket()
    before = _basket.set(basket)
    try:
        yield
    finally:
        _basket.reset(before)
    basket.empty()


class Basket(ORM):
    """Takes wake-ups as the database's queue does, and puts them there all at once."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[str] = []

    def enqueue(self, task: str) -> int:
        self.waiting.append(task)
        return len(self.waiting)

    def empty(self) -> None:
        at, key = timezone.now(), self.list_key or Conf.CLUSTER_NAME
        rows = [OrmQ(key=key, payload=task, lock=at) for task in self.waiting]
        if rows:
            self.get_connection().bulk_create(rows)


_basket: ContextVar[Basket | None] = ContextVar("basket", default=None)
