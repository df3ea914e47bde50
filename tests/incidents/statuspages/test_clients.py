"""Other people's programs read our Statuspage endpoints over HTTP (interfaces: Statuspage v2)."""

import json
import os
import subprocess
import sys

import pytest
from pyatlassdk import AtlasStatusClient

pytestmark = pytest.mark.django_db


def test_a_strict_client_reads_every_endpoint(served):
    # It does not know Statuspage's "under_maintenance", so no component is in that state here.
    with AtlasStatusClient(base_url=f"{served}/api/v2") as client:
        summary = client.status.get_status_summary()

        assert summary.status.indicator == "major"
        assert [incident.name for incident in summary.incidents] == ["Playback fails for some viewers"]
        assert len(summary.scheduled_maintenances) == 2
        assert len(client.incidents.get_all_incidents().incidents) == 11
        assert len(client.incidents.get_unresolved_incidents().incidents) == 1
        assert len(client.components.get_components().components) == 4
        assert client.status.get_overall_status().status.description == "Partial System Outage"
        assert len(client.maintenance.get_upcoming_scheduled_maintenances().scheduled_maintenances) == 1
        assert len(client.maintenance.get_active_scheduled_maintenances().scheduled_maintenances) == 1


def test_a_prometheus_exporter_turns_the_page_into_metrics(served, tmp_path):
    services = {"lumen": {"url": f"{served}/api/v2/summary.json", "name": "Lumen"}}
    (tmp_path / "services.json").write_text(json.dumps(services))
    environment = os.environ | {
        "RUN_MODE": "once",
        "SERVICES_JSON_PATH": str(tmp_path / "services.json"),
        "METRICS_TEXTFILE_PATH": str(tmp_path / "out.prom"),
    }

    code = "from statuspage_prometheus_exporter.status_monitoring import main; main()"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True)

    metrics = (tmp_path / "out.prom").read_text()
    assert 'statuspage_component_status{component_name="Playback",service_name="Lumen"} 0.0' in metrics
    assert 'statuspage_component_status{component_name="Sign in",service_name="Lumen"} 1.0' in metrics
    assert 'incident_name="Playback fails for some viewers"' in metrics
    assert 'statuspage_probe_check{service_name="Lumen"} 1.0' in metrics
    assert metrics.count("statuspage_maintenance_info{") == 2
