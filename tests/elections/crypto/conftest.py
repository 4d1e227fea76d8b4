"""Vectors, finished elections and, for the tests marked ``belenios``, the reference tool."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from elections.crypto import decaf
from elections.crypto.group import ED25519
from tests.elections.crypto import scenario

REPOSITORY = Path(__file__).resolve().parents[3]
FETCH = REPOSITORY / "tests" / "tools" / "fetch_belenios_tool.py"
CACHE = REPOSITORY / ".cache" / "belenios"

Tool = Callable[..., str]


@pytest.fixture(scope="session")
def motion() -> scenario.Scenario:
    return scenario.motion()


@pytest.fixture(scope="session")
def slate() -> scenario.Scenario:
    return scenario.slate()


@pytest.fixture(scope="session")
def full_slate() -> scenario.Scenario:
    return scenario.full_slate()


@pytest.fixture(scope="session")
def several_questions() -> scenario.Scenario:
    return scenario.several_questions()


@pytest.fixture(scope="session")
def libdecaf() -> decaf.Decaf:
    """What the product does without where it is not installed; the tests do not."""
    if ED25519.decaf is None:
        pytest.fail(f"{decaf.LIBRARY} is not installed (apt-get install libdecaf0)")
    return ED25519.decaf


@pytest.fixture(params=["libsodium", "libdecaf"])
def arithmetic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What proofs are checked with, one after the other."""
    fast = request.getfixturevalue("libdecaf") if request.param == "libdecaf" else None
    monkeypatch.setattr(ED25519, "decaf", fast)


@pytest.fixture(scope="session")
def belenios_tool() -> Tool:
    """Runs belenios-tool with the given arguments and returns all it printed; a run that fails
    fails the test unless ``check=False``. With ``both=False`` its remarks on standard error are
    left out. ``BELENIOS_TOOL`` names a tool that is installed."""
    path = os.environ.get("BELENIOS_TOOL") or str(_fetched())
    environment = {**os.environ, "BELENIOS_USE_URANDOM": "1"}

    def run(
        *arguments: str | Path,
        stdin: str = "",
        cwd: Path | None = None,
        check: bool = True,
        both: bool = True,
    ) -> str:
        done = subprocess.run(
            [path, *map(str, arguments)],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if both else subprocess.PIPE,
            text=True,
            env=environment,
            cwd=cwd,
            check=False,
        )
        if check and done.returncode != 0:
            pytest.fail(f"belenios-tool {arguments}: {done.stdout}{done.stderr or ''}")
        return done.stdout

    return run


def _fetched() -> Path:
    CACHE.mkdir(parents=True, exist_ok=True)
    tool = CACHE / "belenios-tool"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes that start together fetch once
        if not tool.exists():
            done = subprocess.run(
                [sys.executable, FETCH, CACHE], capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                pytest.fail(
                    "belenios-tool 3.x is not here and could not be fetched; set BELENIOS_TOOL to "
                    f"one that is installed.\n{done.stderr[-2000:]}"
                )
    return tool
