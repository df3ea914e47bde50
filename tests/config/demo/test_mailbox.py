"""The mailbox with a real mail server in front of it."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest

from config.demo import postbox
from config.supervision import plan
from tests.architecture.source import ROOT

HTML = "<p>Bonjour <b>à tous</b><script>alert(1)</script></p>"


@pytest.fixture
def box(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return postbox


@pytest.fixture
def public(settings, db):
    settings.ROOT_URLCONF = "tests.config.demo.urls"


def mail(to: str = "lea@example.com", subject: str = "État du service") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "status@example.com", to, subject
    message.set_content("Bonjour à tous")
    message.add_alternative(HTML, subtype="html")
    message["Content-Language"] = "fr"
    return message


def test_a_mail_sent_by_smtp_lies_in_the_box(box):
    port = plan.free_port("127.0.0.1", 20250)
    env = {**os.environ, "VAR_DIR": str(box.folder().parent)}
    command = [sys.executable, ROOT / "manage.py", "catch_mail", f"--port={port}"]
    server = subprocess.Popen(command, env=env)
    try:
        for _ in range(100):
            try:
                client = smtplib.SMTP("127.0.0.1", port, timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        with client:
            client.send_message(mail())
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=10) == 0

    (letter,) = box.newest(10)
    assert (letter.kind, letter.language, letter.message["Subject"]) == ("mail", "fr", "État du service")
    assert "Bonjour à tous" in letter.part("plain")


def test_the_list_is_searched_by_recipient(box, public, client):
    for name in ("lea", "hugo"):
        box.keep(mail(f"{name}@example.com", f"For {name}").as_bytes())

    page = client.get("/demo/mail/", {"to": "LEA@"}).content.decode()

    assert "For lea" in page
    assert "For hugo" not in page


def test_html_is_shown_in_a_frame_that_can_run_nothing(box, public, client):
    box.keep(mail().as_bytes())
    name = box.newest(1)[0].name

    page = client.get(f"/demo/mail/{name}/")
    frame = client.get(f"/demo/mail/{name}/html/")

    assert "<script>alert" not in page.content.decode()
    assert 'sandbox="allow-popups' in page.content.decode()
    policy = frame["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("name", ["secret_key", "..", "0-1", "1-2-3", "x" * 300])
def test_no_other_file_can_be_asked_for(box, public, client, name):
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_a_webhook_event_is_kept_with_its_signature(box, public, client):
    headers = {"webhook-id": "msg_1", "webhook-signature": "v1,abc"}

    answer = client.post("/demo/mail/hooks/desk/", {"meta": {}}, content_type="application/json", headers=headers)

    assert answer.status_code == 204
    (letter,) = box.newest(1)
    assert letter.kind == "hook"
    assert letter.message["webhook-signature"] == "v1,abc"
    assert client.post("/demo/mail/hooks/desk/", "{", content_type="application/json").status_code == 400


def test_outside_the_demo_there_is_no_mailbox(client, db):
    assert client.get("/demo/mail/").status_code == 404


def test_what_is_posted_to_the_social_account_lies_in_the_box(client, public, box):
    post = {"status": "Playback fails.", "language": "en"}
    first = client.post("/demo/mail/social/api/v1/statuses", post, "application/json").json()
    client.post("/demo/mail/social/api/v1/statuses", {**post, "in_reply_to_id": first["id"]}, "application/json")
    client.put(f"/demo/mail/social/api/v1/statuses/{first['id']}", {"status": "Corrected."}, "application/json")

    subjects = [letter.message["Subject"] for letter in box.newest(10)]

    assert subjects == [f"Post {first['id']}, edited", f"Answer to post {first['id']}", "New post"]
    assert client.get(first["url"]).status_code == 200
    assert client.post("/demo/mail/social/api/v1/statuses", "[]", "application/json").status_code == 422
