"""Every mail that came, for staff who listen; what needs them stands on the home page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.doors.mail import panels, queries
from feedback.doors.mail.models import InboundMail, Mailbox
from feedback.doors.mail.states import State
from tests.factories import accounts, mails

pytestmark = pytest.mark.usefixtures("inbox")
LIST = "/admin/feedback/inboundmail/"


@pytest.fixture
def staff(client):
    client.force_login(accounts.user("Support agent"))
    return client


def test_staff_see_the_mail_as_it_came_and_nothing_of_it_runs(staff):
    mail = mails.read(mails.raw("<script>alert(1)</script>", Subject="<b>x</b>"))

    page = staff.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_who_does_not_listen_sees_none(client):
    mail = mails.read(mails.raw())
    client.force_login(accounts.user("Observer"))

    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{mail.pk}/change/").status_code == 403


def test_a_mail_set_aside_is_made_a_conversation_by_a_button(staff):
    mail = mails.read(mails.raw("Hello", sender="status@candor.example"))
    address = f"{LIST}{mail.pk}/do/read-again/"

    assert staff.get(address).status_code == 200
    staff.post(address, {"confirm": "yes"})

    mail.refresh_from_db()
    assert (mail.state, mail.thread.email) == (State.READ, "status@candor.example")


def statements(staff) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert staff.get(LIST).status_code == 200
    return len(found)


def test_the_list_costs_the_same_for_one_and_for_many(staff):
    mails.read(mails.raw("x" * 1_000))
    one = statements(staff)
    for _each in range(5):
        mails.read(mails.raw("x" * 1_000))

    assert statements(staff) == one


def test_the_list_does_not_carry_the_originals(staff):
    mails.read(mails.raw())
    with CaptureQueriesContext(connection) as found:
        staff.get(LIST)

    assert not any('"raw"' in each["sql"] for each in found.captured_queries)


def test_home_shows_what_needs_somebody_and_nothing_otherwise(staff, noon):
    mails.read(mails.raw())
    assert b"Mail coming in" not in staff.get("/admin/").content

    InboundMail.objects.update(state=State.FAILED)
    Mailbox.objects.create(name="reply at mx", failures=3, error="timed out")

    page = staff.get("/admin/").content.decode()
    assert "1 mail could not be read" in page
    assert "timed out" in page


def test_a_silent_mailbox_makes_readiness_tell(settings, noon):
    settings.INBOUND_IMAP = object()
    assert [each.ok for each in panels._checks(noon)] == [True]

    Mailbox.objects.create(name="reply at mx", failures=3, error="timed out")

    assert [(each.ok, each.note) for each in panels._checks(noon)] == [(False, "timed out")]
    assert queries.silent_mailboxes(noon)
