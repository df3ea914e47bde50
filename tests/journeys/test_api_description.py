"""The description of the API is true: schemathesis asks everything and finds nothing undescribed (reliability: I06)."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.roles import SCOPES
from incidents.catalogue import defaults
from tests.factories import accounts

SCHEMATHESIS = Path(sys.executable).with_name("st")


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_no_answer_is_undescribed_and_none_is_our_fault(live_server, tmp_path, noon):
    """All phases with few examples each; `positive_data_acceptance` can't know our rules (a name already taken)."""
    defaults.seed(noon)
    root = accounts.user(is_superuser=True)
    _token, text = accounts.token(*SCOPES, owner=root)

    run = subprocess.run(
        [
            SCHEMATHESIS, "run", f"{live_server.url}/api/v1/schema/",
            "--header", f"Authorization: Bearer {text}",
            "--exclude-checks", "positive_data_acceptance",
            "--max-examples", "5", "--continue-on-failure", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip

    found = run.stdout.partition("= FAILURES =")[2].partition("= WARNINGS =")[0]
    assert run.returncode == 0, found or run.stdout[-4000:] + run.stderr[-2000:]
    assert "Tested:" in run.stdout
