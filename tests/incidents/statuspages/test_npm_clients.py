"""Programs from npm read the same page over HTTP: a client in Node, Statuspage's own widget in a browser."""

import json

import pytest

from tests import clients
from tests.servers import site

pytestmark = [pytest.mark.npm, pytest.mark.django_db]
ASK = """
const { Statuspage } = require("statuspage.io");
const page = new Statuspage("ours");
page.setApiUrl(process.argv[1]);
(async () => {
  const { api } = page;
  console.log(JSON.stringify({
    summary: await api.getSummary(), status: await api.getStatus(), components: await api.getComponents(),
    incidents: await api.incidents.getAll(), unresolved: await api.incidents.getUnresolved(),
    upcoming: await api.scheduledMaintenances.getUpcoming(),  // its getAll and getActive ask for this list, too
  }));
})();
"""


@pytest.fixture(scope="module", autouse=True)
def packages():
    try:
        return clients.installed()
    except clients.NotToBeHad as error:
        pytest.skip(f"the npm packages could not be had: {error}")


def test_the_client_for_node_reads_groups_maintenance_and_the_open_incident(served):
    found = json.loads(clients.run(ASK, served))

    assert found["status"]["status"]["indicator"] == "major"
    groups = [row for row in found["components"]["components"] if row["group"]]
    assert [(row["name"], len(row["components"])) for row in groups] == [("Account", 1)]
    assert [row["name"] for row in found["unresolved"]["incidents"]] == ["Playback fails for some viewers"]
    assert len(found["incidents"]["incidents"]) == 11
    assert len(found["upcoming"]["scheduled_maintenances"]) == 1
    assert len(found["summary"]["scheduled_maintenances"]) == 2
    assert found["summary"]["page"]["name"] == "Lumen"


@pytest.mark.browser
@pytest.mark.parametrize("appearance", ["basic", "badge"])
def test_statuspages_own_widget_shows_our_state_on_another_site(served, chromium, packages, appearance):
    script = (packages / "node_modules/@statuspage/status-widget/dist/index.js").read_text()
    tag = f'<statuspage-widget src="{served}" appearance="{appearance}"></statuspage-widget>'
    html = f'<!doctype html><html lang="en"><title>Shop</title>{tag}<script src="/widget.js"></script></html>'

    with site({"/": ("text/html", html), "/widget.js": ("text/javascript", script)}) as address:
        page = chromium.new_page()
        page.goto(address)
        page.locator("statuspage-widget").get_by_text("Partial System Outage").first.wait_for(timeout=10_000)
        page.close()
