"""The application as a server of its own on this machine, and phones that vote there over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.conf import settings
from django.test import Client

from elections.crypto import ballot, credentials
from elections.crypto.election import parse
from elections.models import RollEntry
from tests.factories.members import make_user

Marks = Sequence[Sequence[int]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A command that serves on ``port``, in a process group of its own; stopped at the end."""

    def __init__(self, command: Sequence[str], port: int, environment: dict[str, str]) -> None:
        self.port = port
        self._process = subprocess.Popen(
            [sys.executable, *command],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> Server:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError("the server does not answer")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)

    def kill(self) -> None:
        """As a power cut would: no process of it gets to do anything more."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)


@dataclass(frozen=True, slots=True)
class Phone:
    """A log-in, and the ballot that its device has made."""

    cookie: str
    body: bytes

    def ask(self, port: int, method: str, path: str, body: bytes | None = None) -> Any:
        """The answer's JSON, where it is JSON. Raises OSError or http.client.HTTPException without
        an answer, RuntimeError for one that is not 200."""
        token = secrets.token_hex(16)
        headers = {
            "Host": "localhost",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookie}; "
            f"{settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/json",
        }
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]!r}")
            return json.loads(text) if "json" in (answer.getheader("Content-Type") or "") else {}
        finally:
            link.close()


def make_phone(entry: RollEntry, raw: str, supplement: str | None) -> Phone:
    """The voter of ``entry`` logged in, with a ballot ready to be sent."""
    client = Client()
    client.force_login(make_user(person=entry.person))
    body = {"ballot": raw, "supplement": supplement, "entry": str(entry.pk)}
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Phone(cookie, json.dumps(body).encode())


def make_one(given: tuple[str, str, str, Marks]) -> tuple[str, str | None]:
    """A ballot from description, election's name, code and marks; for processes side by side."""
    raw, uuid, code, marks = given
    secret, _public = credentials.derive(code, uuid)
    return ballot.make_ballot(parse(raw), secret, marks)
