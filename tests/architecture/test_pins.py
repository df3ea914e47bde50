"""What gets installed is pinned, hashed, and what pyproject.toml asks for (docs/adr/0004)."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT

PIN = re.compile(r"^([a-z0-9._-]+)==(\S+) \\$", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PIN.findall(text(name))}


@pytest.mark.parametrize("wanted", PROJECT["dependencies"])
def test_a_dependency_is_pinned_inside_its_range(wanted):
    requirement = Requirement(wanted)

    assert requirement.specifier.contains(pins("requirements.txt")[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("wanted", PROJECT["optional-dependencies"]["dev"])
def test_a_test_tool_is_pinned_inside_its_range(wanted):
    requirement = Requirement(wanted)

    assert requirement.specifier.contains(pins("requirements-dev.txt")[canonicalize_name(requirement.name)])


def test_the_test_environment_holds_the_very_versions_that_run_in_production():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_a_hash_and_no_address_of_a_registry(name):
    blocks = re.split(r"\n(?=[a-z0-9])", text(name).strip())

    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text(name)
    assert "index-url" not in text(name)
