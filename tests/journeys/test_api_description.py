"""The description of the API is true: schemathesis asks everything and finds nothing undescribed (reliability: I06).

The real server answers, on the test's database, which holds the demo's story: an operation that only ever
answers "not found" would prove little, so one run asks for what is there, and others for what is made up.
"""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.core.management import call_command

from config.demo import history
from config.roles import SCOPES
from tests.core.delivery import workers
from tests.factories import accounts
from tests.journeys.house import until
from tests.ports import free_port

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
SCHEMATHESIS = Path(sys.executable).with_name("st")
REFUSALS = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]  # 413: a text may be too long for any body
SAMPLED = 25  # rows of a list to look for something that can be asked for


class Api:
    """The product's web process, and a token that may do everything."""

    def __init__(self, token: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token = token

    def __enter__(self) -> "Api":
        command = [sys.executable, "manage.py", "supervise", "--only=web", f"--port={self.port}"]
        env = workers.environment() | {"PUBLIC_URL": self.url}
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stderr=subprocess.DEVNULL)
        until(self.answers, 60)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)

    def answers(self) -> bool:
        try:
            return bool(self.get("/api/v1/"))
        except OSError:
            return False

    def get(self, path: str) -> dict:
        asked = Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with urlopen(asked, timeout=10) as answer:
            return json.load(answer)

    def rows(self, resource: str) -> list[dict]:
        """The first rows of a list; none where there is no such list."""
        try:
            found = self.get(f"/api/v1/{resource}/?page_size={SAMPLED}")
        except HTTPError:
            return []
        return found["results"] if isinstance(found, dict) and "results" in found else []


@pytest.fixture
def api(settings):
    settings.OUTBOUND_ALLOW = ["127.0.0.1:8000"]
    call_command("bootstrap", stdout=io.StringIO())
    history.tell()
    _token, text = accounts.token(*SCOPES, owner=accounts.user(is_superuser=True))
    with Api(text) as running:
        yield running


def ask(api: Api, folder: Path, *arguments: str, config: str = "") -> str:
    """Run schemathesis; what it printed. `positive_data_acceptance` can't know our rules (a name already taken)."""
    refusals = f"[checks.negative_data_rejection]\nexpected-statuses = {REFUSALS}\n"
    (folder / "schemathesis.toml").write_text(refusals + config)
    run = subprocess.run(
        [
            SCHEMATHESIS, "run", f"{api.url}/api/v1/schema/",
            "--header", f"Authorization: Bearer {api.token}",
            "--exclude-checks", "positive_data_acceptance",
            "--suppress-health-check", "all",  # they time the generator, which a busy machine slows down
            "--generation-deterministic",  # what is red here is red everywhere
            "--continue-on-failure", "--no-color", *arguments,
        ],
        cwd=folder, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    found = run.stdout.partition("= FAILURES =")[2].partition("= WARNINGS =")[0]
    found = "\n".join(line[:500] for line in found.splitlines())
    assert run.returncode == 0, found or run.stdout[-4000:] + run.stderr[-2000:]
    assert "Tested:" in run.stdout
    return run.stdout


def test_no_answer_is_undescribed_and_none_is_our_fault_at_the_edges(api, tmp_path):
    """Every bound, type and missing field of every operation, one after the other."""
    ask(api, tmp_path, "--phases=examples,coverage")


def test_no_answer_is_undescribed_and_none_is_our_fault_by_chance_and_in_sequence(api, tmp_path):
    ask(api, tmp_path, "--phases=fuzzing", "--max-examples=5")
    ask(api, tmp_path, "--phases=stateful", "--max-examples=20")


def test_what_is_there_is_answered_as_described(api, tmp_path):
    """The same with the keys of things that exist; deleting comes last, or there would be nothing left to ask."""
    known = known_keys(api)
    assert len(known) >= 40, "the demo's story reaches too few of the operations"

    ask(api, tmp_path, "--phases=fuzzing", "--max-examples=4", "--exclude-method=DELETE", config=toml(known))
    ask(api, tmp_path, "--phases=fuzzing", "--max-examples=2", "--include-method=DELETE", config=toml(known))


def known_keys(api: Api) -> dict[str, dict[str, str | int]]:
    """By path with keys: the keys of something that exists, from the list of the same resource."""
    found = {}
    for path in api.get("/api/v1/schema/?format=json")["paths"]:
        match = re.match(r"/api/v1/([\w-]+)/\{(\w+)\}", path)
        rows = api.rows(match[1]) if match and path.count("{") == 1 else []
        if rows and match[2] in rows[0]:
            found[path] = {match[2]: rows[len(rows) // 2][match[2]]}
    return found


def toml(known: dict[str, dict[str, str | int]]) -> str:
    lines = []
    for path, keys in known.items():
        lines += ["[[operations]]", f"include-path = {json.dumps(path)}", "[operations.parameters]"]
        lines += [f"{json.dumps(f'path.{name}')} = {json.dumps(key)}" for name, key in keys.items()]
    return "\n".join(lines) + "\n"
