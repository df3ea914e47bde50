"""A person asks what we keep, or to be forgotten: nothing of them is left anywhere, and every count stays."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from core.actor import SYSTEM, visitor
from core.delivery import tasks as delivery
from core.web.errors import Invalid
from feedback.answering import actions as answering
from feedback.community.models import Peer, PeerPost
from feedback.doors.mail.models import InboundMail
from feedback.insight import queries as measures
from feedback.loop.models import Survey
from feedback.privacy import actions, defaults, queries, tasks
from feedback.privacy.models import Anonymisation, PrivacySettings
from feedback.threads import actions as threads
from feedback.threads import files, links, policies
from feedback.threads import queries as search
from feedback.threads.models import Attachment, Message, Thread
from feedback.waves import actions as waves
from feedback.waves.models import Wave
from incidents.alerts.models import Alert, Proposal
from tests import queue
from tests.factories import accounts, catalogue, feedback, subscribers

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EMAIL, NAME, NUMBER = "ana.silva@example.org", "Ana Silva", "+351 912 345 678"
TRACES = ("ana.silva", "Ana Silva", "912 345 678", "my cat Bigodes", "bigodes.png")


def dump() -> str:
    """Every cell of every table."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells += [_text(cell) for cell in row]
    return "\n".join(cells)


def _text(cell: object) -> str:
    return bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else str(cell)


def traces() -> list[str]:
    found = dump().casefold()
    return [trace for trace in TRACES if trace.casefold() in found]


def officer():
    return feedback.agent("Pia Privacy", "Head of customer service")


def begin(at) -> Anonymisation:
    return actions.anonymise(who=EMAIL, expected=2, by=officer(), at=at)


@pytest.fixture
def ana(noon, settings, tmp_path):
    """Two conversations with everything that may hang on one, and somebody else's."""
    settings.MEDIA_ROOT = tmp_path
    feedback.registers()
    told = {"email": EMAIL, "name": NAME, "telephone": NUMBER, "reply_by": "email", "at": noon}
    first = feedback.thread("Film stops, my cat Bigodes is sad.", register="problem", **told)
    feedback.thread("Again! Ana Silva", register="complaint", visibility="public", **told)
    answering.reply(thread=first, text="Dear Ana Silva, restart it once.", by=feedback.agent(), at=noon + HOUR)
    threads.note(thread=first, text="She called from +351 912 345 678.", by=feedback.agent(), at=noon + HOUR)
    threads.add(thread=first, text="Thanks, Ana Silva", remote_id="<1@ana.silva>", by=policies.holder(first), at=noon)
    picture = SimpleUploadedFile("bigodes.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    kept = files.keep(picture)
    message = first.messages.order_by("pk").first()
    Attachment.objects.create(message=message, name=kept.name, kind=kept.kind, size=kept.size, key=kept.key)
    InboundMail.objects.create(
        digest="d", raw=b"From: Ana Silva <ana.silva@example.org>", size=1, via="imap", state="read", thread=first,
        sender=EMAIL, subject="my cat Bigodes", message_id="<1@ana.silva>", sent_at=noon, created_at=noon,
        settled_at=noon,
    )  # fmt: skip
    Survey.objects.create(
        thread=first, kind="baseline", asked_at=noon, score=4, words="my cat Bigodes likes it", told_at=noon
    )
    peer = Peer.objects.create(email=EMAIL, name=NAME, language="en", confirmed_at=noon)
    other = feedback.thread("Mine stops, too.", register="problem", email="ben@example.org", name="Ben", at=noon)
    PeerPost.objects.create(
        thread=other, state="held", held_for="limit", name=NAME, email=EMAIL, peer=peer, language="en",
        text="It helped my cat Bigodes.", created_at=noon,
    )  # fmt: skip
    shown = threads.note(thread=other, text="It helped my cat Bigodes.", by=feedback.agent(), at=noon)
    PeerPost.objects.create(
        thread=other, message=shown, state="shown", name=NAME, email=EMAIL, peer=peer, language="en", created_at=noon
    )
    return first


def test_nothing_of_the_person_is_left_anywhere(ana, noon):
    assert traces() == list(TRACES)
    (attachment,) = Attachment.objects.all()
    path = files.path_of(attachment.key)
    assert path.exists()
    old = links.key(ana)

    begin(noon + DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda function, **_: function())
        queue.work_off()

    assert traces() == []
    assert not path.exists()
    ana.refresh_from_db()
    assert not links.opens(ana, old)
    assert Anonymisation.objects.get().known_as == {}
    assert Thread.objects.get(email="ben@example.org").messages.get(author="customer").text == "Mine stops, too."


def test_what_waves_keep_of_somebody_goes_with_them(noon):
    """Somebody who writes from many addresses is many customers to a wave: their words seem to be everybody's."""
    feedback.registers()
    subscribers.audiences()
    catalogue.severities()
    playback = catalogue.component("playback")
    for number in range(9):
        feedback.thread(
            "It stops, Bigodes miaows.", at=noon + number * timedelta(seconds=10), component=playback, name=NAME,
            email=EMAIL if number < 2 else f"ana.silva.{number}@example.org",
        )  # fmt: skip
    (wave,) = waves.watch(by=SYSTEM, at=noon + timedelta(minutes=2))
    assert "bigode" in wave.proposal.text
    assert not any(NAME in told for told in Alert.objects.values_list("title", flat=True))
    figures = (wave.peak, wave.reports, wave.proposal.firing)

    begin(noon + DAY)
    queue.work_off()

    wave = Wave.objects.get()
    assert (wave.peak, wave.reports, wave.proposal.firing) == figures
    assert wave.words == []
    told = [*Proposal.objects.values_list("title", "text", "link"), *Alert.objects.values_list("title", "text", "link")]
    assert "bigode" not in str(told)
    assert "8 customers wrote" in wave.proposal.text
    for trace in ("silva", "bigode"):
        assert trace not in str(list(Wave.objects.values())), trace


def test_the_words_search_finds_no_more(ana, noon):
    assert search.search(Thread.objects.all(), "Bigodes").exists()
    begin(noon + DAY)
    queue.work_off()
    assert not search.search(Thread.objects.all(), "Bigodes").exists()
    assert not search.search(Thread.objects.all(), "Silva").exists()


def test_every_count_stays(ana, noon):
    def figures():
        found = measures.report(
            Thread.objects.all(), by="register", since=noon - DAY, until=noon + DAY, at=noon + 2 * DAY
        )
        return found.total.received, found.total.answered, found.total.to_answer, found.satisfaction, len(found.groups)

    threads.close(thread=ana, by=feedback.agent(), at=noon + 2 * HOUR)
    queue.work_off()
    before = figures(), Message.objects.count(), Attachment.objects.count(), InboundMail.objects.count()

    begin(noon + DAY)
    queue.work_off()

    assert (figures(), Message.objects.count(), Attachment.objects.count(), InboundMail.objects.count()) == before


def test_a_letter_that_has_not_left_stays_here(ana, noon, smtp_server):
    tasks.forget(begin(noon + DAY).pk)

    delivery.drain("email")

    assert smtp_server.to(EMAIL) == []


def test_cut_short_it_goes_on_where_it_stood(ana, noon):
    job = begin(noon + DAY)
    actions.step(job.pk, by=SYSTEM, at=noon + DAY)
    job.refresh_from_db()
    assert (job.cursor, job.settled_at) == (1, None)
    assert traces() != []

    queue.work_off()

    job.refresh_from_db()
    assert (job.cursor, job.settled_at is not None) == (2, True)
    assert traces() == []


def test_who_wrote_again_meanwhile_is_looked_at_again(ana, noon):
    feedback.thread("One more", email=EMAIL.upper(), at=noon)

    with pytest.raises(Invalid, match="3 conversations now"):
        begin(noon + DAY)


def test_a_person_hears_all_we_keep_of_them(ana, noon):
    data = actions.export(who=EMAIL, by=officer(), at=noon)

    words = json.dumps(data, ensure_ascii=False)
    assert all(trace in words for trace in ("my cat Bigodes", NAME, NUMBER, EMAIL, "bigodes.png"))
    assert "ben@example.org" not in words
    assert "She called from" in words


@pytest.mark.parametrize("role", ["Support agent", "Community manager", "Legal", "Observer"])
def test_who_has_not_the_right_neither_reads_nor_forgets(client, ana, noon, role):
    for act in (
        lambda by: actions.export(who=EMAIL, by=by, at=noon),
        lambda by: actions.anonymise(who=EMAIL, expected=2, by=by, at=noon),
    ):
        for somebody in (feedback.agent("Una Other", role), visitor()):
            with pytest.raises(PermissionDenied):
                act(somebody)
    client.force_login(accounts.user(role))
    for name in ("feedback_person", "feedback_person_export", "feedback_person_anonymise"):
        assert client.post(reverse(f"admin:{name}"), {"who": EMAIL}).status_code == 403
    assert traces() == list(TRACES)


def test_the_page_says_what_it_does_to_how_many_and_asks_a_second_time(client, ana):
    client.force_login(accounts.user("Head of customer service"))
    looked = client.post(reverse("admin:feedback_person"), {"who": EMAIL}).content.decode()
    assert "2 conversations" in looked

    page = reverse("admin:feedback_person_anonymise")
    asked = client.post(page, {"who": EMAIL})
    assert "be undone" in asked.content.decode()
    client.post(page, {"who": EMAIL, "threads": 2, "confirm": "yes"})
    assert not Anonymisation.objects.exists()
    client.post(page, {"who": EMAIL, "threads": 2, "confirm": "yes", "sure": "on"})
    assert Anonymisation.objects.get().total == 2
    archive = client.post(reverse("admin:feedback_person_export"), {"who": EMAIL, "as": "zip"})
    assert "threads.json" in zipfile.ZipFile(io.BytesIO(archive.content)).namelist()


def test_a_program_finds_gives_out_and_forgets(client, ana):
    header = accounts.authorization("feedback:write", owner=accounts.user("Head of customer service"))
    ask = {"content_type": "application/json", **header}

    found = client.post("/api/v1/personal-data/find/", {"who": EMAIL}, **ask).json()
    assert (found["threads"], found["rows"]["threads"]) == (2, 2)
    given = client.post("/api/v1/personal-data/export/", {"who": EMAIL}, **ask).json()
    assert len(given["tables"]["threads"]) == 2
    wrong = client.post("/api/v1/personal-data/anonymise/", {"who": EMAIL, "threads": 7}, **ask)
    assert wrong.status_code == 400
    done = client.post("/api/v1/personal-data/anonymise/", {"who": EMAIL, "threads": 2}, **ask)
    assert done.status_code == 202
    queue.work_off()
    assert traces() == []


def test_an_account_on_a_network_is_a_person_too(noon):
    feedback.thread("Hello", email="", handle="mastodon:@ana@example.social", at=noon)

    for who in ("@ana@example.social", "mastodon:@ANA@example.social"):
        assert len(queries.person_of(who)[1]) == 1
    assert queries.person_of("ana@example.social")[1] == []
    assert queries.person_of("  ")[1] == []


def test_what_was_closed_long_enough_ago_is_forgotten_only_where_a_time_is_set(ana, noon):
    defaults.seed(noon)
    for thread in Thread.objects.all():
        threads.close(thread=thread, by=feedback.agent(), at=noon + DAY)
    later = noon + 100 * DAY
    assert actions.forget_expired(by=SYSTEM, at=later) is None

    PrivacySettings.objects.update(months=3)
    assert actions.forget_expired(by=SYSTEM, at=noon + 60 * DAY) is None
    assert actions.forget_expired(by=SYSTEM, at=later).total == 3
    queue.work_off()

    assert not Thread.objects.exclude(email="").exists()
    assert actions.forget_expired(by=SYSTEM, at=later) is None


def test_a_conversation_leads_to_everything_we_keep_of_its_writer_without_naming_them_in_an_address(client, ana):
    pages = [reverse("thread_page", args=[ana.reference]), reverse("inbox_preview", args=[ana.reference])]
    client.force_login(accounts.user("Administrator"))

    for page in pages:
        shown = client.get(page).content.decode()
        assert '<input type="hidden" name="who" value="' + EMAIL + '">' in shown
        assert f"who={EMAIL}" not in shown
    assert EMAIL in client.post(reverse("admin:feedback_person"), {"who": EMAIL}).content.decode()
    client.force_login(accounts.user("Support agent"))
    assert all('name="who"' not in client.get(page).content.decode() for page in pages)
