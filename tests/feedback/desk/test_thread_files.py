"""Files that customers sent, as staff open them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from feedback.threads import actions, files, policies
from tests.factories import accounts, feedback

pytestmark = pytest.mark.django_db


def test_a_file_of_the_customer_is_handed_to_staff_and_never_run_by_the_browser(client, noon):
    feedback.registers()
    thread = feedback.thread(at=noon)
    client.force_login(accounts.user("Support agent"))
    message = thread.messages.get()
    kept = files.keep(SimpleUploadedFile("<b>page<b>.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60))
    (row,) = actions.attach(message=message, files=[kept], by=policies.holder(thread), at=noon)
    place = reverse("feedback-file", args=[thread.reference, row.key])

    page = client.get(reverse("thread_page", args=[thread.reference])).content.decode()
    assert f'href="{place}"' in page
    assert "<b>page" not in page
    answer = client.get(place)

    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    client.logout()
    assert client.get(place).status_code == 404
