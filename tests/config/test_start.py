"""Wrong configuration stops the start, and the message names the cure."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

WRONG = {
    "DEBUG": ("perhaps", "Set DEBUG=1 or DEBUG=0"),
    "SECRET_KEY": ("short", "Set a longer one"),
    "PUBLIC_URL": ("status.example.com", "https://status.example.com"),
    "DATABASE_URL": ("mysql://root@localhost/x", "must start with sqlite:/// or postgres://"),
    "EMAIL_URL": ("mail.example.com", "smtp+tls://"),
    "TRUSTED_PROXIES": ("10.0.0.300", "Give addresses or networks separated by commas"),
    "ALLOWED_HOSTS": ("elsewhere.example", "Add it: ALLOWED_HOSTS=elsewhere.example,127.0.0.1"),
    "REQUIRE_MFA": ("sometimes", "Set REQUIRE_MFA=1 or REQUIRE_MFA=0"),
    "OIDC_URL": ("https://login.example.com", "Set OIDC_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together"),
    "SNAPSHOT_DIR": ("/proc/candor", "set SNAPSHOT_DIR to another folder"),
    "EXPORT_DIR": ("/proc/candor", "leave EXPORT_DIR empty"),
    "PLAYBOOK_DIR": ("/proc/candor", "leave PLAYBOOK_DIR empty"),
}


def check(tmp_path, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_stops_the_start_and_names_the_cure(tmp_path, name):
    value, cure = WRONG[name]

    answer = check(tmp_path, **{name: value})

    assert answer.returncode != 0
    assert cure in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("below", "cure"), [("", "an empty folder of its own"), ("..", "an empty folder of its own"), (None, "whole path")]
)
def test_an_export_never_goes_where_a_web_server_would_hand_out_the_secret(tmp_path, below, cure):
    answer = check(tmp_path, EXPORT_DIR="export" if below is None else str(tmp_path / below))

    assert answer.returncode != 0
    assert cure in answer.stderr


def test_a_provider_without_tls_stops_the_start(tmp_path):
    answer = check(tmp_path, OIDC_URL="http://login.example.com", OIDC_CLIENT_ID="candor", OIDC_CLIENT_SECRET="x")

    assert answer.returncode != 0
    assert "Set it to the issuer" in answer.stderr


def test_nothing_needs_to_be_set_for_a_first_try(tmp_path):
    assert check(tmp_path).returncode == 0


def test_a_production_configuration_passes_djangos_own_deployment_checks(tmp_path):
    answer = check(
        tmp_path,
        "--deploy",
        "--fail-level=WARNING",
        PUBLIC_URL="https://status.example.com",
        TRUSTED_PROXIES="10.0.0.4",
        SECRET_KEY="k3" * 16 + "abcdefghijklmnopqrstuvwxyz0123456789!",
    )

    assert answer.returncode == 0, answer.stderr
