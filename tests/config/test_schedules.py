import pytest
from django_q.models import Schedule

from config import schedules


@pytest.mark.django_db
def test_the_table_in_code_is_the_truth():
    Schedule.objects.create(name="somebody's own", func="os.system", args="'true'")
    Schedule.objects.create(name="config.tasks.canary", func="os.system", minutes=7)

    schedules.sync()

    rows = Schedule.objects.values_list("name", "func", "minutes", "repeats")
    assert set(rows) == {(name, name, every, -1) for name, every in schedules.EVERY_MINUTES.items()}


@pytest.mark.django_db
def test_a_second_sync_keeps_the_next_run(django_assert_num_queries):
    schedules.sync()
    before = list(Schedule.objects.values_list("pk", "next_run"))

    schedules.sync()

    assert list(Schedule.objects.values_list("pk", "next_run")) == before
