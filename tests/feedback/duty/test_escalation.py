from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from config.management.commands.bootstrap import sync_groups
from core.accounts.models import User
from core.actor import SYSTEM, visitor
from core.delivery import tasks as delivery
from core.delivery.models import Broadcast, Delivery
from feedback.answering import actions as answering
from feedback.duty import actions, defaults, queries
from feedback.duty.clocks import Clock
from feedback.duty.models import Escalation, EscalationNotice, EscalationStep
from feedback.targets.models import BusinessCalendar, RegisterPolicy
from feedback.threads import actions as threads
from tests.factories import feedback, outlets
from tests.factories import response as people

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)  # 17:00 in Paris


def member(name: str, role: str, **fields) -> User:
    """Somebody with an address, who is in the group of that role."""
    user, _actor = people.person(name, role)
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com", **fields)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    user.refresh_from_db()
    return user


def run(at: datetime) -> None:
    """What the minute's job and the tasks it asks for do."""
    actions.escalate(by=SYSTEM, at=at)
    waiting = EscalationNotice.objects.filter(sent_at=None)
    for user in [*User.objects.filter(pk__in=waiting.values("user")).order_by("pk"), None]:
        actions.tell(user=user, by=SYSTEM, at=at)


def told() -> list[tuple[str, int]]:
    """(who, how many threads it names) of each letter owed to a person, in order."""
    rows = Delivery.objects.filter(recipient__startswith="user:").order_by("pk").select_related("content")
    return [(row.address.split("@")[0], row.content.text.count("/admin/feedback/inbox/F-")) for row in rows]


@pytest.fixture
def team(noon):
    feedback.registers()
    defaults.seed(noon)
    member("Sam Support", "Support agent")
    member("Hanna Head", "Head of support")
    member("Carl Chief", "Head of customer service")
    member("Lea Lead", "Communications lead")


@pytest.fixture
def problem(team, noon):
    """Came at noon; a human answer is owed by half past twelve."""
    return feedback.thread(register="problem", at=noon, email="")


def acknowledged(thread, at) -> None:
    type(thread).objects.filter(pk=thread.pk).update(acknowledged_at=at)


@pytest.mark.django_db(transaction=True)
def test_the_team_is_told_by_mail_in_its_language_when_the_answer_is_late(smtp_server, noon):
    feedback.registers()
    defaults.seed(noon)
    member("Sam Support", "Support agent", locale="fr")
    thread = feedback.thread("My card 4111 was charged twice.", register="problem", at=noon)
    acknowledged(thread, noon)

    run(noon + 31 * MINUTE)
    delivery.drain("email")

    (mail,) = smtp_server.to("sam.support@example.com")
    words = mail.message.get_body(("plain",)).get_content()
    assert thread.reference in words
    assert "1 minute de retard" in words
    assert "4111" not in words + mail.message["Subject"]


def test_each_span_of_lateness_calls_more_people(problem, noon):
    acknowledged(problem, noon)

    for minutes in range(0, 150, 5):
        run(noon + minutes * MINUTE)

    assert told() == [
        ("sam.support", 1),
        *[(who, 1) for who in ("sam.support", "hanna.head", "carl.chief")],
        *[(who, 1) for who in ("sam.support", "hanna.head", "carl.chief", "lea.lead")],
    ]
    assert list(Escalation.objects.order_by("pk").values_list("spans", flat=True)) == [0, 1, 2]


def test_whoever_has_the_thread_is_told_instead_of_the_team(problem, noon):
    acknowledged(problem, noon)
    ann = member("Ann Agent", "Support agent")
    threads.assign(thread=problem, to=ann, by=feedback.agent(), at=noon)

    run(noon + 31 * MINUTE)

    assert told() == [("ann.agent", 1)]


def test_after_our_own_outage_there_is_one_reminder_a_thread_in_one_letter_each(team, noon):
    for _each in range(6):
        acknowledged(feedback.thread(register="problem", at=noon, email=""), noon)

    for minutes in range(180, 200):
        run(noon + minutes * MINUTE)

    assert sorted(told()) == sorted((who, 6) for who in ("sam.support", "hanna.head", "carl.chief", "lea.lead"))
    assert Escalation.objects.count() == 6


def test_a_flood_of_late_threads_is_a_letter_every_ten_minutes_and_not_one_a_minute(team, noon):
    for minute in range(30):
        acknowledged(feedback.thread(register="problem", at=noon + minute * MINUTE, email=""), noon)
    EscalationStep.objects.filter(spans__gt=0).delete()

    for minute in range(75):
        run(noon + minute * MINUTE)

    letters = [count for _who, count in told()]
    assert (len(letters), sum(letters)) == (4, 30)


def test_what_was_answered_before_the_letter_left_is_not_in_it(problem, noon):
    acknowledged(problem, noon)
    actions.escalate(by=SYSTEM, at=noon + 31 * MINUTE)
    answering.reply(thread=problem, text="Restart it once.", by=feedback.agent(), at=noon + 32 * MINUTE)

    run(noon + 33 * MINUTE)

    assert told() == []


def test_a_promise_that_passes_is_late_like_an_answer(problem, noon):
    answering.reply(
        thread=problem, text="We look into it.", promised_at=noon + HOUR, by=feedback.agent(), at=noon + MINUTE
    )
    problem.refresh_from_db()

    assert not queries.overdue(noon + 59 * MINUTE).exists()
    assert [each.clock for each in queries.breaches(problem, noon + 61 * MINUTE)] == [Clock.PROMISE]
    run(noon + 61 * MINUTE)
    assert told() == [("sam.support", 1)]


def test_nobody_is_woken_while_the_register_is_closed(team):
    week = [[[9 * 60, 17 * 60]]] * 5 + [[], []]
    office = BusinessCalendar.objects.create(name="Office", zone="Europe/Paris", week=week)
    RegisterPolicy.objects.filter(pk="problem").update(calendar=office)
    thread = feedback.thread(register="problem", at=FRIDAY - 30 * MINUTE, email="")
    acknowledged(thread, FRIDAY)
    assert thread.answer_due_at == FRIDAY

    for hours in range(1, 63):
        run(FRIDAY + hours * HOUR)
    assert told() == []

    run(datetime(2026, 3, 9, 8, 1, tzinfo=UTC))
    assert told() == [("sam.support", 1)]


def test_the_rooms_of_staff_hear_it_without_the_customers_words(problem, noon, webhook_receiver):
    outlets.chat(webhook_receiver, name="Feedback room", reader="staff")
    acknowledged(problem, noon)

    run(noon + 31 * MINUTE)
    delivery.drain("chat") if Delivery.objects.filter(channel="chat").exists() else delivery.fan_out(_rooms())
    delivery.drain("chat")

    (row,) = Delivery.objects.filter(channel="chat")
    assert problem.reference in row.content.text
    assert feedback.WORDS not in row.content.text + row.content.subject


def _rooms() -> int:
    return Broadcast.objects.get(key__endswith=":rooms").pk


def test_where_a_role_is_empty_everybody_who_sorts_is_told(noon):
    feedback.registers()
    defaults.seed(noon)
    thread = feedback.thread(register="problem", at=noon, email="")
    acknowledged(thread, noon)
    zoe = member("Zoe Manager", "Community manager")
    sync_groups()

    run(noon + 31 * MINUTE)

    assert told() == [(zoe.username, 1)]


def test_only_the_clock_escalates(problem, noon):
    for somebody in (feedback.agent(), visitor()):
        with pytest.raises(PermissionDenied):
            actions.escalate(by=somebody, at=noon + HOUR)


def test_the_number_of_statements_does_not_grow_with_the_late(team, noon, django_assert_max_num_queries):
    for _each in range(40):
        acknowledged(feedback.thread(register="problem", at=noon, email=""), noon)

    with django_assert_max_num_queries(25):
        actions.escalate(by=SYSTEM, at=noon + 31 * MINUTE)
    with django_assert_max_num_queries(25):
        actions.tell(user=User.objects.get(username="sam.support"), by=SYSTEM, at=noon + 31 * MINUTE)


def test_which_clocks_run_and_which_ran_out(problem, noon):
    assert [each.clock for each in queries.standings(problem, noon)] == [Clock.ACKNOWLEDGE, Clock.ANSWER, Clock.RESOLVE]
    at = noon + 31 * MINUTE
    assert [each.clock for each in queries.breaches(problem, at)] == [Clock.ACKNOWLEDGE, Clock.ANSWER]
    assert list(queries.overdue(at)) == [problem]
    assert not queries.overdue(at, Clock.RESOLVE).exists()

    threads.hold(thread=problem, by=feedback.agent(), at=at)
    problem.refresh_from_db()
    assert queries.standings(problem, at) == []
    assert not queries.overdue(at + 30 * 24 * HOUR).exists()
