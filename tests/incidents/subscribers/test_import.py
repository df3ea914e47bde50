"""Many subscribers come in from a file, each line with its own outcome."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.actor import SYSTEM, Refused, visitor
from core.audit.models import AuditEvent
from incidents.subscribers import actions, csvfile
from incidents.subscribers.models import Letter, Subscriber
from incidents.subscribers.states import State
from tests.factories import catalogue, subscribers
from tests.factories.subscribers import NOON


def take_in(text: str, *, confirmed=False, by=SYSTEM, **options):
    file = BytesIO(text.encode())
    header = csvfile.read_header(file)
    rows = csvfile.read_rows(file, header)
    return actions.import_rows(rows=rows, confirmed=confirmed, by=by, at=NOON, **options)


def counts(report):
    return report.added, report.known, report.refused


def test_each_gets_a_letter_to_confirm_as_the_limits_allow():
    assert counts(take_in("address\nann@example.org\nbob@example.org\n")) == (2, 0, 0)

    assert set(Subscriber.objects.values_list("state", "origin")) == {(State.PENDING, "import")}
    assert Letter.objects.filter(sent_at=None).count() == 2
    assert actions.send_waiting(by=SYSTEM, at=NOON) == 2


def test_who_has_agreed_elsewhere_is_told_at_once_and_that_is_audited():
    playback = catalogue.component("Playback")
    text = f"address,language,components,kinds\nAnn@Example.org,fr,{playback.slug},incident\n"

    assert counts(take_in(text, confirmed=True)) == (1, 0, 0)

    ann = Subscriber.objects.get()
    assert (ann.address, ann.state, ann.language, ann.kinds) == ("ann@example.org", "confirmed", "fr", ("incident",))
    assert [list(ann.components.all()), ann.all_components, ann.all_regions] == [[playback], False, True]
    assert not Letter.objects.exists()
    event = AuditEvent.objects.get(kind="incidents.subscriber.imported")
    assert (event.data["confirmed"], event.data["added"]) == (True, 1)


def test_a_repeated_import_changes_nothing():
    text = "address\nann@example.org\nann@example.org\nANN@example.org\n"

    assert [counts(take_in(text)), counts(take_in(text))] == [(1, 2, 0), (0, 3, 0)]
    assert (Subscriber.objects.count(), Letter.objects.count()) == (1, 1)


def test_who_was_waiting_is_confirmed_and_who_has_left_is_not_brought_back():
    left = subscribers.confirmed("left@example.org")
    actions.unsubscribe(subscriber=left, by=SYSTEM, at=NOON)
    take_in("address\nann@example.org\n")

    report = take_in("address\nann@example.org\nleft@example.org\n", confirmed=True)

    assert counts(report) == (1, 0, 1)
    assert "unsubscribed" in report.lines[-1].text
    assert dict(Subscriber.objects.values_list("address", "state")) == {
        "ann@example.org": State.CONFIRMED,
        "left@example.org": State.UNSUBSCRIBED,
    }


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("language", "xx"),
        ("audience", "nobody"),
        ("components", "no-such"),
        ("regions", "no-such"),
        ("kinds", "parties"),
        ("time_zone", "Mars/Base"),
        ("channel", "pigeon"),
        ("incident", "42"),
        ("state", "unsubscribed"),
    ],
)
def test_a_line_that_can_not_be_placed_names_the_field_and_the_rest_goes_on(column, cell):
    report = take_in(f"address,{column}\nann@example.org,{cell}\nbob@example.org,\n")

    assert counts(report) == (1, 0, 1)
    assert (report.lines[0].number, list(report.lines[0].reasons)) == (2, [column])


def test_an_inside_webhook_is_refused_and_an_outside_one_needs_an_owner_who_confirms():
    text = "channel,address,contact\nwebhook,http://127.0.0.1/x,a@example.org\nwebhook,https://93.184.216.34/x,\n"

    assert [list(line.reasons) for line in take_in(text).lines] == [["address"], ["contact"]]
    assert counts(take_in(text, confirmed=True)) == (1, 0, 1)
    assert Subscriber.objects.get().secrets[0]["secret"].startswith("whsec_")


def test_who_may_not_change_subscribers_is_refused():
    with pytest.raises(Refused):
        take_in("address\nann@example.org\n", by=visitor())
    with pytest.raises(Refused):
        actions.export(subscribers=Subscriber.objects.all(), by=visitor(), at=NOON)


def test_no_line_is_lost_between_batches():
    text = "address\n" + "".join(f"reader{number}@example.org\n" for number in range(1_203))

    assert counts(take_in(text)) == (1_203, 0, 0)
    assert Subscriber.objects.count() == 1_203


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_batch_costs_the_same_statements_however_full(confirmed):
    def cost(count: int, name: str) -> int:
        text = "address\n" + "".join(f"{name}{number}@example.org\n" for number in range(count))
        with CaptureQueriesContext(connection) as statements:
            assert take_in(text, confirmed=confirmed).added == count
        return len(statements)

    # SQLite takes a long INSERT in pieces; PostgreSQL takes it whole.
    assert cost(10, "few") <= 12
    assert cost(500, "many") <= (26 if connection.vendor == "sqlite" else 12)


def test_the_command_reports_and_a_dry_run_writes_nothing(tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes(b"address;shoe\nann@example.org;42\nnobody;41\n\xe9;1\n")
    out, err = StringIO(), StringIO()

    call_command("import_subscribers", str(file), "--dry-run", stdout=out, stderr=err)

    assert out.getvalue().strip() == "To be added: 1. Already there: 0. Refused: 2."
    assert [line.split(":")[0] for line in err.getvalue().splitlines()] == [
        "columns that are not read",
        "line 3",
        "line 4",
    ]
    assert not Subscriber.objects.exists()
    call_command("import_subscribers", str(file), "--confirmed", stdout=out, stderr=err)
    assert Subscriber.objects.get().state == State.CONFIRMED
