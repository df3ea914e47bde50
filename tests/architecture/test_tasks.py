"""Every dotted name the queue or a schedule is given exists."""

import ast
import inspect

import pytest
from django.utils.module_loading import import_string

from config import schedules
from tests.architecture.source import calls, product_files, short

FROM_TABLES = "config/supervision/watch.py"  # wakes what config.schedules names, checked below


def enqueued_names() -> list[str]:
    """The literal task names; a computed one would escape this test, so it must be a literal."""
    return [
        call.args[0].value
        for path in product_files()
        for call in calls(path, "enqueue")
        if isinstance(call.args[0], ast.Constant)
    ]


def test_a_task_is_named_by_a_literal():
    computed = [
        f"{short(path)}:{call.lineno}"
        for path in product_files()
        if short(path) != FROM_TABLES
        for call in calls(path, "enqueue")
        if not isinstance(call.args[0], ast.Constant)
    ]
    assert computed == []


@pytest.mark.parametrize("name", sorted({*enqueued_names(), *schedules.EVERY_MINUTES, *schedules.EVERY_SECONDS}))
def test_a_named_task_exists_and_lives_in_a_tasks_module(name):
    assert inspect.isfunction(import_string(name))
    assert name.rsplit(".", 2)[-2] == "tasks"


def test_only_the_queue_module_talks_to_the_queue():
    users = [
        short(path)
        for path in product_files()
        if any(True for _ in calls(path, "async_task")) and short(path) != "core/web/queue.py"
    ]
    assert users == []
