"""The API's description in a real browser, under the page's own policy: no inline script, nothing from elsewhere."""

import pytest

from tests.factories import accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_description_opens_without_a_complaint_and_can_be_tried_out(window):
    page = window().sign_in(accounts.user("Observer")).open("/api/docs/")

    page.wait_for_selector("text=Candor REST API", timeout=60_000)  # a long description is drawn at once
    page.click("#operations-tag-users")
    page.click("#operations-users-users_me_retrieve .opblock-summary-control")
    page.click("text=Try it out")
    page.click("button:has-text('Execute')")

    page.wait_for_selector(".live-responses-table :text('incidents.view_incident')")
