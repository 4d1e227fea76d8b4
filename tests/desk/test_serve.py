"""``manage.py serve`` for real: it answers, works off jobs and leaves no process behind."""

import hashlib
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 180
WAITING_JOB = """
from django.utils import timezone
from records.domain.jobs import request_job
from records.tasks import run_job
job = request_job(task="unheard-of", key="serve-test", arguments={}, at=timezone.now())
run_job.delay(str(job.pk))
"""
ATTEMPTS = """
from records.models import Job
print("attempts", Job.objects.get(key="serve-test").attempts)
"""

# One at a time, and apart from the tests that measure nothing but themselves: it starts a server.
pytestmark = [pytest.mark.database, pytest.mark.xdist_group("serve")]


def wait_until(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE_SECONDS * 5):
        if condition():
            return
        pause.wait(0.2)
    pytest.fail(f"It did not happen within {PATIENCE_SECONDS} s.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running ``manage.py serve`` with a folder and a port of its own."""

    def __init__(self, folder: Path, *arguments: str, database: str = "") -> None:
        self.port = free_port()
        self.output = folder / "output.txt"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(folder / "var"),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "EXAMPLE": "off",
        }
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                self._manage("serve", "--port", str(self.port), *arguments),
                cwd=REPOSITORY,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _manage(self, *arguments: str) -> list[str]:
        return [sys.executable, "manage.py", *arguments]

    def wait_up(self) -> None:
        wait_until(lambda: self.process.poll() is not None or "Ctrl-C stops" in self.said())
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def shell(self, code: str) -> str:
        command = self._manage("shell", "--no-imports", "--command", code)
        done = subprocess.run(
            command, cwd=REPOSITORY, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def children(self) -> set[int]:
        """Process ids of all that descends from the server."""
        listed = subprocess.run(
            ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        parents = dict(map(int, line.split()) for line in listed.stdout.splitlines())
        found, size = {self.process.pid}, 0
        while len(found) > size:
            size = len(found)
            found |= {pid for pid, parent in parents.items() if parent in found}
        return found - {self.process.pid}

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def own_database() -> Iterator[str]:
    """The address of an empty database on the server that the suite runs on, taken away at the
    end; empty where it runs on files, of which each server has its own."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"association_serve_{os.getpid()}"
    identifier = sql.Identifier(name)
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
        yield urlsplit(given)._replace(path=f"/{name}").geturl()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@pytest.fixture
def serve(tmp_path: Path, own_database: str) -> Iterator[Callable[..., Server]]:
    """Start a server with further arguments; it is stopped at the end."""
    started: list[Server] = []

    def start(*arguments: str) -> Server:
        started.append(Server(tmp_path, *arguments, database=own_database))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.stop(signal.SIGTERM)


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    return serve()


def test_serve_answers_works_off_jobs_and_stops_whole(server):
    server.wait_up()
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}/no-such-page/")
    with missing.value as answer:
        assert answer.status == 404
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    server.shell(WAITING_JOB)
    wait_until(lambda: "attempts 1" in server.shell(ATTEMPTS))

    children = server.children()
    assert len(children) >= 4
    assert server.stop(signal.SIGINT) == 0
    assert {pid for pid in children if is_alive(pid)} == set()
    assert server.said().endswith("All stopped.\n")


def test_serve_killed_outright_leaves_no_process(server):
    server.wait_up()
    children = server.children()
    server.stop(signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, children)))


def test_serve_for_a_hall_speaks_tls_by_a_certificate_that_it_names(serve):
    server = serve("--host", "0.0.0.0")
    server.wait_up()
    made = server.environment["VAR_DIR"] + "/tls/certificate.pem"
    pinned = ssl.create_default_context(cafile=made)
    with (
        socket.create_connection(("127.0.0.1", server.port)) as plain,
        pinned.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        shown = hashlib.sha256(secured.getpeercert(binary_form=True)).hexdigest()
    said = server.said()
    assert shown in re.sub("[^0-9a-f]", "", said.partition("SHA-256")[2].split("\n")[0].lower())
    assert "https://" in said
    assert "TLS is off" not in said


def test_serve_for_a_hall_without_tls_says_what_that_costs(serve):
    server = serve("--host", "0.0.0.0", "--tls", "off")
    server.wait_up()
    said = " ".join(server.said().split())
    assert "could hand voters another booth" in said
    assert "No secret ballot should be held so." in said


def test_serve_says_when_the_port_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = Server(tmp_path, "--port", str(port))
        assert server.process.wait(PATIENCE_SECONDS) == 1
    assert f"Port {port} is taken" in server.said()
    assert f"make run PORT={port + 1}" in server.said()
