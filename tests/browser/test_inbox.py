"""The inbox in a real browser: by keyboard, by mouse, without script, on a phone, beside colleagues."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from core.actor import SYSTEM
from feedback.answering import defaults as canned
from feedback.crisis import actions as crisis
from feedback.targets.registers import registry
from feedback.threads import actions as threads
from feedback.threads.models import Thread
from incidents.response.models import Incident
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import accounts, catalogue, feedback, subscribers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL = "/admin/feedback/inbox/?queue=all"
NEWEST_FIRST = ("The remote does nothing", "The bill came twice", "The sound is late")


@pytest.fixture
def three():
    """Nobody has sorted them; as the list shows them, the newest first."""
    now = timezone.now()
    feedback.registers()
    canned.seed(now)
    minutes = timedelta(minutes=5)
    return [
        feedback.thread(text, email=f"c{number}@example.org", name=f"Customer {number}", at=now - number * minutes)
        for number, text in enumerate(NEWEST_FIRST, start=1)
    ]


def person(name="Sam", role="Support agent"):
    return accounts.user(role, first_name=name, last_name="Support")


def row(page, text):
    return page.locator(".rows > .row", has_text=text)


def current(page):
    return page.locator(".rows > .row.current")


def beside(page):
    return page.locator("#inbox-preview h2").first


def test_j_and_k_walk_the_list_and_the_conversation_stands_beside_it(window, three):
    page = window().sign_in(person()).open(ALL)
    expect(beside(page)).to_have_text(NEWEST_FIRST[0])

    page.keyboard.press("j")
    expect(beside(page)).to_have_text(NEWEST_FIRST[1])
    expect(current(page)).to_contain_text(NEWEST_FIRST[1])
    for _each in range(4):  # the end of the list is no trap
        page.keyboard.press("j")
    expect(beside(page)).to_have_text(NEWEST_FIRST[2])
    page.keyboard.press("k")
    expect(beside(page)).to_have_text(NEWEST_FIRST[1])
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(re.escape(reverse("thread_page", args=[three[1].reference]))))
    page.get_by_role("link", name="Back to the inbox").click()
    expect(row(page, NEWEST_FIRST[0])).to_be_visible()


def test_one_key_for_each_register(window, three):
    page = window().sign_in(person()).open(ALL)
    page.keyboard.press("j")
    expect(beside(page)).to_have_text(NEWEST_FIRST[1])

    for slug, register in registry().items():
        page.keyboard.press(register.key)
        expect(current(page)).to_contain_text(str(register.label))
        three[1].refresh_from_db()
        assert three[1].register_id == slug
    page.keyboard.press("z")

    expect(page.locator(".inbox-said")).to_contain_text("Taken back for 1.")
    three[1].refresh_from_db()
    assert three[1].register_id == [*registry()][-2]
    assert set(Thread.objects.exclude(pk=three[1].pk).values_list("register", flat=True)) == {None}


def test_several_are_selected_and_taken_after_a_question_that_says_how_many(window, three):
    sam = person()
    page = window().sign_in(sam).open(ALL)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".chosen-count")).to_have_text("2 selected")

    page.keyboard.press("a")
    ask = page.get_by_role("dialog")
    expect(ask).to_contain_text("Mine: 2")
    page.keyboard.press("Escape")
    expect(ask).to_be_hidden()
    assert not Thread.objects.filter(assignee=sam).exists()
    page.keyboard.press("a")
    page.get_by_role("button", name="Yes, do it").click()

    expect(page.locator(".inbox-said")).to_contain_text("Assigned 2 conversations.")
    expect(page.locator("#inbox-live")).to_contain_text("Assigned 2 conversations.")
    assert set(Thread.objects.filter(assignee=sam)) == {three[0], three[1]}


def test_several_are_sorted_by_mouse(window, three):
    page = window().sign_in(person()).open(ALL)
    page.locator("#inbox-all").check()
    expect(page.locator(".chosen-count")).to_have_text("3 selected")

    page.locator(".bulk summary", has_text="Sort").click()
    page.locator(".bulk").get_by_role("button", name="Problem").click()
    page.get_by_role("button", name="Yes, do it").click()

    expect(page.locator(".inbox-said")).to_contain_text("Sorted 3 conversations.")
    assert set(Thread.objects.values_list("register", flat=True)) == {"problem"}


def test_the_list_of_keys_holds_the_focus_and_gives_it_back(window, three):
    page = window().sign_in(person()).open(ALL)
    page.keyboard.press("j")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Complaint")

    for _each in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('#inbox-keys')"
        )
    page.keyboard.press("c")  # a letter in the dialog sorts nothing
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(current(page).locator(".what")).to_be_focused()
    opener = page.get_by_role("button", name="Keys")
    opener.click()
    keys.get_by_role("button", name="Close").click()
    expect(opener).to_be_focused()
    assert set(Thread.objects.values_list("register", flat=True)) == {None}


def test_who_speaks_to_the_machine_switches_the_keys_off(window, three):
    page = window().sign_in(person()).open(ALL)
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("One key does it").uncheck()
    page.keyboard.press("Escape")

    page.keyboard.press("c")
    page.reload()
    expect(beside(page)).to_have_text(NEWEST_FIRST[0])
    page.keyboard.press("c")

    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_label("One key does it")).not_to_be_checked()
    assert set(Thread.objects.values_list("register", flat=True)) == {None}


def test_slash_searches_and_letters_in_the_box_are_letters(window, three):
    page = window().sign_in(person()).open(ALL)

    page.keyboard.press("/")
    page.keyboard.type("bill c")
    expect(page.locator("#inbox-q")).to_have_value("bill c")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Found with “bill c”")).to_be_visible()
    expect(page.locator(".rows > .row")).to_have_count(1)
    assert set(Thread.objects.values_list("register", flat=True)) == {None}


def test_a_colleague_who_writes_is_seen_in_the_list_and_beside_it(window, three):
    sams = window().sign_in(person("Sam")).open(reverse("thread_page", args=[three[0].reference]))
    with sams.expect_response(
        lambda answer: "/here/" in answer.url and "writing" in (answer.request.post_data or ""), timeout=25_000
    ):
        sams.get_by_label("Your words").fill("Hello Customer, your remote")  # fmt: skip

    leas = window().sign_in(person("Lea")).open(ALL)

    expect(row(leas, NEWEST_FIRST[0])).to_contain_text("Sam Support is writing an answer")
    expect(leas.locator("#inbox-preview")).to_contain_text("Sam Support is writing an answer")
    expect(row(leas, NEWEST_FIRST[1])).not_to_contain_text("Sam")


def test_the_gate_says_what_is_missing_and_the_text_stays(window, three):
    threads.triage(thread=three[0], register_id="complaint", by=feedback.agent(), at=timezone.now())
    sam = window().sign_in(person())
    page = sam.open(reverse("thread_page", args=[three[0].reference]))
    page.get_by_label("Begin with a canned reply").select_option("complaint.sorry")
    page.get_by_role("button", name="Insert").click()
    text = page.get_by_label("Your words").input_value()

    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("alert").first).to_contain_text(re.compile("Still to be filled in|Add a sentence"))
    expect(page.get_by_label("Your words")).to_have_value(text)
    assert not three[0].messages.filter(author="staff").exists()
    sam.complaints[:] = [said for said in sam.complaints if "400" not in said]  # the refusal itself


def test_a_crisis_becomes_an_incident_by_one_press_beside_the_list(window, three):
    now = timezone.now()
    subscribers.audiences()
    threads.triage(thread=three[0], register_id="crisis", by=feedback.agent(), at=now)
    crisis.call(thread=three[0], by=SYSTEM, at=now)
    page = window().sign_in(person("Lena", "Communications lead")).open(ALL)

    page.get_by_role("button", name="Make it an incident").click()

    page.wait_for_url(re.compile("/room/"))
    assert Incident.objects.count() == 1


def test_without_javascript_everything_works(window, three):
    sam = person()
    page = window(java_script_enabled=False).sign_in(sam).open(ALL)
    row(page, NEWEST_FIRST[1]).get_by_role("link").click()
    expect(beside(page)).to_have_text(NEWEST_FIRST[1])
    page.locator("#inbox-preview").get_by_role("button", name="Problem").click()
    expect(page.locator(".inbox-said")).to_contain_text("Sorted 1 conversation.")

    for text in NEWEST_FIRST[:2]:
        row(page, text).get_by_role("checkbox").check()
    page.locator(".bulk").get_by_role("button", name="Mine").click()
    expect(page.get_by_role("heading", name="Assign 2 conversations?")).to_be_visible()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.locator(".inbox-said")).to_contain_text("Assigned 2 conversations.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".inbox-said")).to_contain_text("Taken back for 2.")
    page.get_by_role("searchbox").fill("bill")
    page.get_by_role("button", name="Search").click()

    expect(page.locator(".rows > .row")).to_have_count(1)
    three[1].refresh_from_db()
    assert (three[1].register_id, three[1].assignee) == ("problem", None)


def test_on_a_phone_a_conversation_takes_the_page_and_gives_it_back(window, three):
    page = window(PHONE).sign_in(person()).open(ALL)
    row(page, NEWEST_FIRST[2]).get_by_role("link").click()
    expect(beside(page)).to_have_text(NEWEST_FIRST[2])
    expect(row(page, NEWEST_FIRST[2])).to_be_hidden()

    page.get_by_role("link", name="List").click()

    expect(row(page, NEWEST_FIRST[2])).to_be_visible()


def places(thread) -> list[str]:
    calendar = feedback.calendar()
    return [
        ALL,
        f"{ALL}&filters=1&thread={thread.reference}",
        reverse("inbox_enter"),
        reverse("thread_page", args=[thread.reference]),
        reverse("admin:feedback_measures"),
        reverse("admin:feedback_person"),
        reverse("admin:feedback_declare", args=[thread.reference]),
        reverse("admin:feedback_crisis", args=[thread.crisis_calls.get().pk]),
        reverse("admin:feedback_registerpolicy_changelist"),
        reverse("admin:feedback_registerpolicy_change", args=["complaint"]),
        reverse("admin:feedback_businesscalendar_change", args=[calendar.pk]),
        reverse("admin:feedback_routingrule_add"),
    ]


@pytest.mark.parametrize(
    ("language", "size", "mode"),
    [("en", DESKTOP, "light"), ("fr", DESKTOP, "dark"), ("fr", PHONE, "light"), ("ja", PHONE, "dark")],
    ids=["en desktop light", "fr desktop dark", "fr phone light", "ja phone dark"],
)  # each language, size and mode once; French, whose words are the longest, in both sizes
def test_every_page_of_the_desk_fits_and_is_accessible(window, three, language, size, mode):
    now = timezone.now()
    catalogue.component("playback")
    threads.triage(thread=three[0], register_id="crisis", by=feedback.agent(), at=now)
    crisis.call(thread=three[0], by=SYSTEM, at=now)
    ada = accounts.user("Administrator", locale=language)
    opened = window(size, color_scheme=mode).sign_in(ada)

    found = {}
    for place in places(three[0]):
        page = opened.open(place)
        page.wait_for_load_state("networkidle")
        assert opened.complaints == [], place
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place
        violations = Axe().run(page).response["violations"]
        found |= {f"{place} {each['id']}": each["nodes"][0]["html"][:120] for each in violations}
        opened.complaints.clear()  # axe itself sets styles that our policy refuses
    assert found == {}
