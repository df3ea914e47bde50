"""Regional and private pages, and our state on somebody else's page, in a real browser."""

import json
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from incidents.statuspages import keys
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import catalogue
from tests.factories import statuspages as told
from tests.servers import site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FR, PARTNERS = "fr.localhost", "partners.localhost"


@pytest.fixture
def pages(live_server):
    """A page for France and one for partners, both at the live server's port."""
    told.statuspage()
    now, france = timezone.now(), catalogue.region("france")
    playback = catalogue.component("playback", names={"fr": "Lecture"})
    vault = catalogue.component("vault", is_public=False)
    incident = told.incident(titles={"fr": "La lecture échoue"}, at=now - timedelta(minutes=20))
    told.harm(incident, playback, "major_outage", regions=[france])
    told.update(incident, {"en": "Some viewers cannot start a film.", "fr": "Certains films ne démarrent pas."})
    words = {
        "name": "Lumen France",
        "intro": "Cette page concerne **la France**.",
        "support_label": "Aide et contact",
        "support_url": "https://lumen.example/aide",
        "footer": "Lumen SAS, Paris",
    }
    french = told.regional(FR, regions=[france], language="fr", languages=["en"], words={"fr": words})
    partners = told.regional(
        PARTNERS, name="Lumen partners", components=[playback, vault], visibility="private", languages=["en"]
    )
    return {FR: french, PARTNERS: partners, "port": live_server.url.rsplit(":", 1)[1]}


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_regional_page_reads_well_in_its_own_words(window, pages, size, scheme):
    reader = window(size, color_scheme=scheme, locale="ja")

    reader.page.goto(f"http://{FR}:{pages['port']}/")

    assert reader.page.get_attribute("html", "lang") == "fr"
    assert reader.page.get_by_text("Lumen SAS, Paris").is_visible()
    assert reader.page.locator("nav.languages a").all_text_contents() == ["English", "Français"]
    assert faults(reader.page) == []
    assert reader.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_private_page_opens_by_its_link_and_stays_open(window, pages, size):
    reader = window(size)
    base = f"http://{PARTNERS}:{pages['port']}"

    reader.page.goto(f"{base}/private/{keys.make(pages[PARTNERS], until=None)}/")

    assert reader.page.url == f"{base}/"
    assert reader.page.get_by_text("Vault").is_visible()
    assert reader.page.get_by_text("Only for invited readers").is_visible()
    assert faults(reader.page) == []
    assert reader.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def shop(base: str, options: str = "") -> str:
    script = f'<script src="{base}/widget.js" defer{options}></script>'
    head = f'<title>Boutique</title><link rel="icon" href="data:,">{script}'
    return f'<!doctype html><html lang="fr"><head>{head}</head><body><main><h1>Boutique</h1></main></body></html>'


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_widget_speaks_up_on_a_page_with_a_strict_policy(window, pages, live_server, size):
    reader = window(size)
    policy = f"default-src 'none'; script-src {live_server.url}; connect-src {live_server.url}; img-src data:"

    with site({"/": ("text/html", shop(live_server.url))}, Content_Security_Policy=policy) as address:
        reader.page.goto(address)
        widget = reader.page.locator("candor-status")
        widget.get_by_role("link", name="La lecture échoue").wait_for()

        assert faults(reader.page) == []
        assert "/fr/incidents/" in widget.get_by_role("link", name="La lecture échoue").get_attribute("href")
        widget.get_by_role("button").click()
        widget.locator("section").wait_for(state="hidden")
        reader.page.reload()
        reader.page.wait_for_load_state("networkidle")
        assert not widget.locator("section").is_visible()


@pytest.mark.parametrize(("options", "said"), [("", False), (' data-show="always"', True)])
def test_while_all_is_well_it_keeps_silent_unless_asked(window, live_server, options, said):
    told.statuspage()
    catalogue.component()
    reader = window()
    html = shop(live_server.url, options)

    with site({"/": ("text/html", html)}) as address:
        with reader.page.expect_response(lambda answer: answer.url.endswith("widget.json")) as answered:
            reader.page.goto(address)
        assert json.loads(answered.value.text())["state"] == "operational"
        box = reader.page.locator("candor-status section")
        if said:
            box.get_by_text("Lumen").wait_for()
            assert faults(reader.page) == []
        else:
            assert not box.is_visible()


def test_the_frame_stands_on_another_site(window, pages, live_server):
    reader = window()
    frame = f'<iframe title="State" src="{live_server.url}/en/embed/"></iframe>'
    html = f'<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">{frame}</html>'

    with site({"/": ("text/html", html)}) as address:
        reader.page.goto(address)
        inside = reader.page.frame_locator("iframe")
        inside.get_by_role("heading", name="It is us: outage of Playback").wait_for()
    frame = reader.open("/en/embed/")
    assert faults(frame) == []
