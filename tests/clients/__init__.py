"""Other people's programs for Node, installed from the lock file beside this one into a folder of their own."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("package.json", "package-lock.json")


class NotToBeHad(Exception):
    """The packages could not be installed; the text says why."""


def installed() -> Path:
    """The folder with `node_modules`; installed once for each state of the lock file."""
    mark = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in NAMES)).hexdigest()[:16]
    folder = Path(os.environ.get("CANDOR_TEST_CACHE", tempfile.gettempdir())) / f"candor-clients-{mark}"
    if (folder / "node_modules").is_dir():
        return folder
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=folder.name) as name:
        fresh = Path(name) / "made"
        fresh.mkdir()
        for each in NAMES:
            shutil.copy(HERE / each, fresh)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=fresh, capture_output=True, text=True, timeout=180, check=False)
        if done.returncode:
            raise NotToBeHad(done.stderr.strip().splitlines()[-1][:300] if done.stderr.strip() else "npm failed")
        try:
            fresh.rename(folder)
        except OSError:  # another process was quicker
            if not (folder / "node_modules").is_dir():
                raise
    return folder


def run(script: str, *arguments: str) -> str:
    """What a script for Node prints, with the installed packages at hand and no proxy between it and us."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    command = ["node", "-e", script, *arguments]
    return subprocess.run(
        command, cwd=installed(), env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout
