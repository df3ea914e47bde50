"""Files that customers send: a short list, the content as the name says, given out to who may read the message."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from feedback.doors.form import limits, tasks
from feedback.threads import actions, files, links
from feedback.threads.models import Attachment, Thread
from tests.factories import accounts, feedback
from tests.factories import form as customer

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    + b"\0" * 40
)
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04"


def fetched(client, path: str) -> tuple[HttpResponse, bytes]:
    answer = client.get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer, content


@pytest.fixture(autouse=True)
def registers():
    feedback.registers()


def upload(name="screen.png", content=PNG, kind="image/png"):
    return SimpleUploadedFile(name, content, kind)


def address(row: Attachment, key: str = "") -> str:
    return f"/en/feedback/{row.message.thread.reference}/files/{row.key}/?key={key}"


def test_a_picture_comes_with_the_message_and_goes_back_as_an_attachment(client, settings):
    thread = customer.sent(client, files=[upload("../écran?.png")])

    (row,) = Attachment.objects.all()
    assert (row.message.thread, row.name, row.kind, row.size) == (thread, "écran?.png", "image/png", len(PNG))
    (stored,) = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert stored == files.path_of(row.key)
    assert "." not in stored.name
    answer, content = fetched(client, address(row, links.key(thread)))
    assert content == PNG
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_owner_and_staff_read_a_file_and_nobody_else(client):
    thread, other = customer.sent(client, files=[upload()]), customer.sent(client)
    row = Attachment.objects.get()
    staff, observer = accounts.user("Support agent"), accounts.user("Observer")

    for key in ("", links.key(other), links.key(thread)[:-1] + "x"):
        assert client.get(address(row, key)).status_code == 404
    assert client.get(address(row, links.key(thread)).replace(thread.reference, other.reference)).status_code == 404
    client.force_login(observer)
    assert client.get(address(row)).status_code == 404
    client.force_login(staff)
    assert fetched(client, address(row))[1] == PNG


def test_a_file_of_a_note_or_of_a_hidden_message_is_not_the_customers(client):
    thread = customer.sent(client)
    note = actions.note(thread=thread, text="Look.", by=feedback.agent(), at=thread.created_at)
    kept = files.keep(upload())
    Attachment.objects.create(message=note, key=kept.key, name=kept.name, kind=kept.kind, size=kept.size)

    assert client.get(address(Attachment.objects.get(), links.key(thread))).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("page.HtMl", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("screen.png.html", PNG),
        ("screen.png", b"<script>alert(1)</script>"),
        ("screen.png", b"MZ" + b"\0" * 300),
        ("list.txt", b"PK\x03\x04" + b"\0" * 300),
        ("list.txt", b"a\x00b"),
        ("empty.log", b""),
        ("paper.pdf", PNG),
        ("no-ending", PNG),
    ],
)
def test_x06_what_acts_or_pretends_is_refused_and_the_words_are_kept(client, settings, name, content):
    files_sent = upload("x.png", content)
    files_sent.__dict__["_name"] = name
    answer = client.post("/feedback/", customer.filled(files=[files_sent]))

    assert answer.status_code == 400
    assert customer.WORDS in answer.content.decode()
    assert not Thread.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_x06_a_polyglot_picture_is_never_shown_by_the_browser(client):
    thread = customer.sent(client, files=[upload("a.gif", GIF + b"/*<script>alert(1)</script>*/=1;")])

    answer, _content = fetched(client, address(Attachment.objects.get(), links.key(thread)))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.png", "..\\..\\x.png", "a" * 300 + ".png", "/abs.png", "two\x00names.png", "\u202egnp.png"],
)
def test_x07_a_name_leads_nowhere(client, settings, name):
    sent = upload()
    sent.__dict__["_name"] = name

    customer.sent(client, files=[sent])

    row = Attachment.objects.get()
    assert len(row.name) <= 120
    assert not set(row.name) & set("/\\\x00\u202e")
    root = Path(settings.MEDIA_ROOT) / "feedback"
    assert [path for path in Path(settings.MEDIA_ROOT).parent.rglob("*") if path.is_file()] == [files.path_of(row.key)]
    assert files.path_of(row.key).is_relative_to(root)


def test_what_is_too_large_or_too_many_is_named_and_the_rest_stays(client):
    large = upload("film.png", PNG + b"\0" * files.LARGEST)
    answer = client.post("/feedback/", customer.filled(files=[large, upload("fine.png")]))
    assert answer.status_code == 400
    assert "“film.png” is over 5 MB." in answer.content.decode()
    assert "Send “fine.png” with it" in answer.content.decode()

    answer = client.post("/feedback/", customer.filled(files=[upload() for _each in range(6)]))
    assert "more than 5 files" in answer.content.decode()


def test_a_file_outlives_a_mistake_elsewhere_in_the_form(client):
    token = customer.token()
    answer = client.post("/feedback/", customer.filled(token=token, email="ana@", files=[upload("one.png")]))
    ticket = answer.content.decode().split('name="kept" value="')[1].split('"')[0]

    for _twice in range(2):
        thread = customer.sent(client, token=token, kept=ticket)
    other = customer.sent(client, kept=ticket)

    assert [each.name for each in Attachment.objects.filter(message__thread=thread)] == ["one.png"]
    assert not Attachment.objects.filter(message__thread=other).exists()
    assert not Attachment.objects.filter(message__thread=customer.sent(client, kept=ticket[:-1] + "x")).exists()


def test_what_nobody_claims_is_swept_away_and_what_a_message_has_stays(client):
    customer.sent(client, files=[upload()])
    client.post("/feedback/", customer.filled(email="ana@", files=[upload()]))
    attached = Attachment.objects.get().key
    stored = {path.name: path for path in files.path_of(attached).parents[1].rglob("*") if path.is_file()}
    assert len(stored) == 2
    tasks.sweep_files()
    assert all(path.exists() for path in stored.values())

    for path in stored.values():
        os.utime(path, (0, 0))
    tasks.sweep_files()

    assert [name for name, path in stored.items() if path.exists()] == [attached]


def test_files_over_what_we_can_take_in_an_hour_are_declined_and_the_words_are_not(client, monkeypatch):
    monkeypatch.setattr(limits, "MEGABYTES", limits.Window("megabytes", 3600, 1))

    customer.sent(client, files=[upload()])
    answer = client.post("/feedback/", customer.filled(files=[upload()]))

    assert "cannot take files at the moment" in answer.content.decode()
    assert customer.sent(client).state == "new"


def test_a_stranger_without_cookies_may_send_files():
    customer.sent(Client(enforce_csrf_checks=True), files=[upload()])
