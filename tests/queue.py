"""The worker's part in a test: run what was enqueued, in order, until nothing is left."""

from importlib import import_module

from django_q.models import OrmQ


def work_off() -> list[str]:
    """The names of the tasks that ran."""
    ran = []
    while (row := OrmQ.objects.order_by("pk").first()) is not None:
        task = row.task
        row.delete()
        module, _dot, name = task["func"].rpartition(".")
        getattr(import_module(module), name)(*task["args"])
        ran.append(task["func"])
    return ran
