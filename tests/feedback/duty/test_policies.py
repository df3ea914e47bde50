"""Registers, calendars and holidays as people edit them, and what a change does to the clocks that run."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from core.actor import SYSTEM
from feedback.answering import actions as answering
from feedback.duty import actions, tasks
from feedback.duty.actions import retiming
from feedback.duty.models import EscalationStep, Retiming
from feedback.targets import feasts
from feedback.targets.models import BusinessCalendar, RegisterPolicy
from feedback.threads.models import Thread
from tests import queue
from tests.factories import accounts, feedback

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def registers():
    feedback.registers()


@pytest.fixture
def head(client):
    """Head of support, who keeps the targets, signed in."""
    client.force_login(accounts.user("Head of support"))
    return client


def filled(answer) -> dict[str, object]:
    """What the admin's form holds, ready to be sent back."""
    form = answer.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for inline in answer.context["inline_admin_formsets"]:
        for each in [inline.formset.management_form, *inline.formset.initial_forms]:
            data |= {each.add_prefix(name): each[name].value() for name in each.fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


def problem_page() -> str:
    return reverse("admin:feedback_registerpolicy_change", args=["problem"])


def test_a_changed_target_changes_the_clocks_of_what_is_open_and_says_of_how_many(head, registers, noon):
    waiting = feedback.thread(register="problem", at=noon, email="")
    answered = feedback.thread(register="problem", at=noon, email="")
    answering.reply(
        thread=answered, text="Soon.", promised_at=noon + 9 * HOUR, by=feedback.agent(), at=noon + 20 * MINUTE
    )
    other = feedback.thread(register="idea", at=noon, email="")
    page = head.get(problem_page())
    assert "clocks of 2 open conversations" in page.content.decode()

    answer = head.post(problem_page(), filled(page) | {"answer_minutes": 120}, follow=True)
    assert "clocks of 2 open conversations are being changed" in answer.content.decode()
    queue.work_off()

    rows = {row.pk: row for row in Thread.objects.all()}
    assert rows[waiting.pk].answer_due_at == noon + 2 * HOUR
    assert rows[answered.pk].answer_due_at == rows[answered.pk].promised_at == noon + 9 * HOUR
    assert rows[answered.pk].first_answer_due_at == noon + 30 * MINUTE
    assert rows[other.pk].answer_due_at == noon + timedelta(days=2)
    assert Retiming.objects.get().settled_at


def test_a_change_that_was_cut_short_goes_on_where_it_stood(registers, noon, monkeypatch):
    threads = [feedback.thread(register="problem", at=noon, email="") for _each in range(7)]
    monkeypatch.setattr("feedback.duty.actions.retiming.BATCH", 3)
    RegisterPolicy.objects.filter(pk="problem").update(answer_minutes=60)
    (row,) = actions.begin_retiming(registers=RegisterPolicy.objects.filter(pk="problem"), by=SYSTEM, at=noon)
    retiming.piece(row.pk, noon)
    row.refresh_from_db()
    assert (row.done, row.total, row.settled_at) == (3, 7, None)

    tasks.keep_time()
    queue.work_off()

    row.refresh_from_db()
    assert (row.done, row.settled_at is not None) == (7, True)
    due = set(Thread.objects.filter(pk__in=[each.pk for each in threads]).values_list("answer_due_at", flat=True))
    assert due == {noon + HOUR}


def test_the_number_of_statements_does_not_grow_with_the_threads(registers, noon, django_assert_max_num_queries):
    for _each in range(60):
        feedback.thread(register="problem", at=noon, email="")
    (row,) = actions.begin_retiming(registers=RegisterPolicy.objects.filter(pk="problem"), by=SYSTEM, at=noon)

    with django_assert_max_num_queries(12):
        actions.retime(retiming=row, by=SYSTEM, at=noon)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"acknowledge_minutes": 60}, "hears that we have it before"),
        ({"resolve_minutes": 10}, "be resolved before it is answered"),
        ({"answer_minutes": 0}, "greater than or equal to 1"),
    ],
)
def test_a_target_nobody_can_keep_is_refused_with_what_to_mend(head, registers, changes, says):
    answer = head.post(problem_page(), filled(head.get(problem_page())) | changes)

    assert says in answer.content.decode()
    assert RegisterPolicy.objects.get(pk="problem").answer_minutes == 30


def test_the_week_is_written_as_text_and_read_back(head):
    add = reverse("admin:feedback_businesscalendar_add")
    day = "09:00–12:00, 13:00–17:00"
    empty = {"holidays-TOTAL_FORMS": 0, "holidays-INITIAL_FORMS": 0}
    head.post(add, {"name": "Office", "zone": "Europe/Paris", "monday": day, "saturday": "10h - 12h30", **empty})

    office = BusinessCalendar.objects.get()
    assert office.week == [[[540, 720], [780, 1020]], [], [], [], [], [[600, 750]], []]
    page = head.get(reverse("admin:feedback_businesscalendar_change", args=[office.pk])).content.decode()
    assert f'value="{day}"' in page
    assert 'value="10:00–12:30"' in page


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"monday": "9 to 5"}, "t be read. Write it like"),
        ({"monday": "22:00–06:00"}, "A night stands on two days"),
        ({}, "At least one day has to be open"),
        ({"zone": "Mars/Base", "monday": "9-17"}, "no time zone of this name"),
    ],
)
def test_an_impossible_week_is_refused_and_says_how_to_mend_it(head, days, says):
    empty = {"holidays-TOTAL_FORMS": 0, "holidays-INITIAL_FORMS": 0}
    answer = head.post(
        reverse("admin:feedback_businesscalendar_add"), {"name": "Odd", "zone": "Europe/Paris", **days, **empty}
    )

    assert says in answer.content.decode()
    assert not BusinessCalendar.objects.exists()


def test_a_calendar_that_opens_a_minute_a_week_cannot_keep_a_register(client, registers):
    office = feedback.calendar()
    RegisterPolicy.objects.filter(pk="idea").update(calendar=office)
    header = accounts.authorization("feedback:write", owner=accounts.user("Head of support"))

    seldom = {"week": ["09:00-09:01", *[""] * 6]}
    answer = client.patch(f"/api/v1/business-calendars/{office.pk}/", seldom, content_type="application/json", **header)

    assert answer.status_code == 400
    assert "so seldom" in answer.json()["errors"]["week"][0]


def test_the_holidays_of_a_country_are_shown_first_and_only_the_chosen_count(head, registers):
    office = feedback.calendar()
    RegisterPolicy.objects.filter(pk="problem").update(calendar=office)
    monday = datetime(2027, 3, 29, 8, 0, tzinfo=UTC)  # Easter Monday
    thread = feedback.thread(register="problem", at=monday, email="")
    assert thread.answer_due_at == monday + 30 * MINUTE
    page = reverse("admin:feedback_calendar_holidays", args=[office.pk])

    head.force_login(accounts.user("Head of support", locale="fr"))
    shown = head.get(page, {"country": "FR", "year": 2027, "part": ""})
    assert "Lundi de Pâques" in shown.content.decode()
    assert office.holidays.count() == 1

    head.post(page, {"country": "FR", "year": 2027, "on": ["2027-03-29"]})
    queue.work_off()

    assert office.holidays.filter(on=date(2027, 3, 29), name="Lundi de Pâques").exists()
    assert office.holidays.count() == 2
    thread.refresh_from_db()
    assert thread.answer_due_at == datetime(2027, 3, 30, 7, 30, tzinfo=UTC)  # summer time: nine in Paris is seven


def test_holidays_come_in_the_readers_language_and_of_a_part_of_the_country():
    names = {each.on: each.name for each in feasts.proposed("DE", 2027, part="BY", language="en")}
    assert names[date(2027, 1, 6)] == "Epiphany"
    assert date(2027, 1, 6) not in {each.on for each in feasts.proposed("DE", 2027)}


def test_a_program_reads_and_changes_it_all_and_a_strange_value_is_named(client, registers, noon):
    owner = accounts.user("Head of support")
    header = accounts.authorization("feedback:read", "feedback:write", owner=owner)
    as_json = {"content_type": "application/json", **header}
    made = client.post(
        "/api/v1/business-calendars/", {"name": "Shop", "zone": "Asia/Tokyo", "week": ["10:00-18:00"] * 7}, **as_json
    ).json()
    assert made["week"] == ["10:00-18:00"] * 7

    proposed = client.get(
        f"/api/v1/business-calendars/{made['id']}/proposed-holidays/", {"country": "JP", "year": 2027}, **header
    ).json()
    added = client.post(
        f"/api/v1/business-calendars/{made['id']}/add-holidays/", {"country": "JP", "year": 2027}, **as_json
    )
    assert (added.status_code, len(added.json())) == (201, len(proposed))
    changed = client.patch("/api/v1/registers/idea/", {"calendar": made["id"], "answer_minutes": 600}, **as_json)
    assert changed.json()["answer_minutes"] == 600
    for path, body, field in [
        ("/api/v1/registers/idea/", {"answer_minutes": 6_000_000}, "answer_minutes"),
        ("/api/v1/registers/idea/", {"goes_to": "Nobody"}, "goes_to"),
        (f"/api/v1/business-calendars/{made['id']}/", {"week": ["9 to 5"] * 7}, "week"),
        (f"/api/v1/business-calendars/{made['id']}/", {"zone": "Mars"}, "zone"),
    ]:
        answer = client.patch(path, body, **as_json)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field]), answer.content
    assert client.delete(f"/api/v1/business-calendars/{made['id']}/", **header).status_code == 400


def test_only_who_keeps_the_targets_changes_them(client, registers):
    office = feedback.calendar()
    for role, status in (("Support agent", 403), ("Observer", 403), ("Head of support", 200)):
        client.force_login(accounts.user(role))
        assert client.post(problem_page(), {}).status_code == status
        assert client.get(reverse("admin:feedback_calendar_holidays", args=[office.pk])).status_code == status


def test_the_ladder_is_edited_by_name_of_role(head):
    accounts.role("Head of customer service")
    page = reverse("admin:feedback_escalationstep_add")
    head.post(page, {"clock": "answer", "spans": 4, "tells": ["team", "Head of customer service"]})
    assert EscalationStep.objects.get().tells == ["team", "Head of customer service"]


def test_home_says_who_waits_too_long_and_what_is_held_in_few_statements(
    client, registers, django_assert_max_num_queries
):
    client.force_login(accounts.user("Support agent"))
    feedback.thread("Please hurry", register="problem", email="", at=datetime(2026, 3, 2, tzinfo=UTC))
    feedback.thread("Cheap watches", email="", held_for="spam")

    page = client.get(reverse("admin:index")).content.decode()
    assert "1 customer waits longer than we promise" in page
    assert "1 message waits to be let through" in page
    for _each in range(30):
        feedback.thread("Please hurry", register="problem", email="", at=datetime(2026, 3, 2, tzinfo=UTC))
    with django_assert_max_num_queries(60):
        page = client.get(reverse("admin:index")).content.decode()
    assert "31 customers wait longer than we promise" in page
    client.force_login(accounts.user("Observer"))
    assert "Please hurry" not in client.get(reverse("admin:index")).content.decode()


def test_metrics_tell_what_is_late(client, registers, noon):
    feedback.thread(register="problem", email="", at=noon)

    figures = client.get("/metrics").content.decode()

    assert 'candor_feedback_overdue{clock="answer"} 1.0' in figures
    assert "candor_feedback_crisis_unconfirmed 0.0" in figures
