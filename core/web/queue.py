"""The queue is only a wake-up: names and ids go in, our tables stay the truth."""

from django_q.tasks import async_task


def enqueue(name: str, *ids: int | str) -> None:
    """Ask a worker to call the task `name` (dotted) with `ids`, soon and maybe twice.

    With the database broker the request is part of the caller's transaction: it vanishes with a
    rollback. A lost wake-up loses nothing, because a sweep finds what is due.
    """
    async_task(name, *ids)
