"""The editor of playbooks as a person meets it: the picture follows what is typed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator
from playwright.sync_api import expect as patiently

from incidents.playbooks import queries
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import accounts, playbooks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def expect(what: Locator):
    """A busy machine needs a while to draw anew."""
    patiently.set_options(timeout=20_000)
    return patiently(what)


@pytest.fixture
def playbook():
    return playbooks.playbook()


def problems(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def test_the_picture_redraws_while_one_types_and_rows_stay_open(window, playbook):
    page = (
        window(DESKTOP)
        .sign_in(accounts.user("Communications lead"))
        .open(f"/admin/incidents/playbook/{playbook.pk}/edit/")
    )
    row = page.locator("details.pb-row").nth(1)
    row.locator("summary").click()
    row.get_by_label("Words (English)").fill("Call both of them")
    expect(page.locator("#pb-picture svg")).to_contain_text("Call both of them")
    row.get_by_label("Next node").fill("gone")
    expect(page.locator("#found-1")).to_contain_text("It leads to “gone”")
    expect(page.locator("#pb-picture .is-broken")).to_have_count(1)
    row.get_by_label("Next node").fill("m1")
    expect(page.locator("#pb-picture .is-broken")).to_have_count(0)
    page.get_by_role("button", name="Add a node below").first.click()
    expect(page.locator("details.pb-row")).to_have_count(8)
    expect(page.locator("details.pb-row").nth(2)).to_have_attribute("open", "")
    added = page.locator("details.pb-row").nth(2)
    expect(added.get_by_label("Key")).to_have_value("n1")
    added.get_by_role("button", name="Remove this node").click()
    expect(page.locator("details.pb-row")).to_have_count(7)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()

    assert queries.draft(playbook).definition[1]["text"]["en"] == "Call both of them"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_scroll_only_inside_the_picture(window, playbook, size, scheme):
    opened = window(size, color_scheme=scheme, bypass_csp=True).sign_in(accounts.user("Communications lead"))
    for path in ("change", "edit", "publish"):
        page = opened.open(f"/admin/incidents/playbook/{playbook.pk}/{path}/")
        for row in page.locator("details.pb-row").all()[:2]:
            row.locator("summary").click()

        assert problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
