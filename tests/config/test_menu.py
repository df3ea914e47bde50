"""The pages of feedback that are no list stand in the menu, for whoever may open them."""

import pytest
from django.urls import reverse

from tests.factories import accounts

pytestmark = pytest.mark.django_db
PAGES = ("inbox_enter", "admin:feedback_measures", "admin:feedback_person")


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("Administrator", {*PAGES}),
        ("Support agent", {"inbox_enter", "admin:feedback_measures"}),
        ("Legal", {"admin:feedback_measures"}),
        ("Observer", set()),
    ],
)
def test_the_menu_offers_what_one_may_open_and_nothing_else(client, role, pages):
    client.force_login(accounts.user(role))

    menu = client.get(reverse("admin:index")).content.decode().partition('id="main-nav"')[2].partition("</nav>")[0]

    assert {page for page in PAGES if f'href="{reverse(page)}"' in menu} == pages
    assert {page for page in PAGES if client.get(reverse(page)).status_code == 200} == pages
