"""Keeps the server's processes running together, and leaves none behind."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

# A closed terminal (SIGHUP) stops all like Ctrl-C does.
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Longer than a page takes; a job that is cut short runs again, since its row still waits.
GRACE_SECONDS = 10.0
# A process that dies this young would die again: there is something to mend, so all stops.
YOUNG_SECONDS = 10.0


class DiedYoung(Exception):
    """A process ended so soon after its start that starting it again helps nobody."""

    def __init__(self, name: str, status: int) -> None:
        super().__init__(f"The {name} stopped at once (status {status}); its words stand above.")


@dataclass
class Child:
    """One process and what it starts itself, in a process group of its own."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = field(default=0.0)

    def start(self) -> None:
        # In a session of its own Ctrl-C does not reach it: it is stopped once, by us. Should this
        # process be killed outright, the kernel tells the child.
        guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        self.process = subprocess.Popen(
            guard + self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started = time.monotonic()

    def status(self) -> int | None:
        return self.process.poll() if self.process else None

    def send(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def clear(self) -> None:
        """End whatever the process left in its group."""
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.process.wait()


class Supervisor:
    """Runs children until a stop signal comes: ``with Supervisor(children) as it: it.run(...)``."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def __enter__(self) -> Supervisor:
        # Signals are bytes on a socket, so that waiting for one, for a child's end or for a
        # time-out is a single select without a race.
        self._wake, self._woken = socket.socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
        self._before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        self._descriptor = signal.set_wakeup_fd(self._woken.fileno())
        for child in self.children:
            child.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_children()
        signal.set_wakeup_fd(self._descriptor)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._wake.close()
        self._woken.close()

    def run(self, *, is_up: Callable[[], bool], when_up: Callable[[], None]) -> None:
        """Watch until a stop signal; ``when_up`` is called once, as soon as ``is_up`` says so."""
        announced = False
        while not self.stopping:
            self._restart_dead()
            if not announced and is_up():
                announced = True
                when_up()
            self._wait(1.0 if announced else 0.1)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _wait(self, seconds: float) -> None:
        if select.select([self._wake], [], [], seconds)[0]:
            self._wake.recv(4096)

    def _restart_dead(self) -> None:
        for child in self.children:
            status = child.status()
            if status is None:
                continue
            child.clear()
            if time.monotonic() - child.started < YOUNG_SECONDS:
                raise DiedYoung(child.name, status)
            child.start()

    def _stop_children(self) -> None:
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(c.status() is None for c in self.children):
            self._wait(deadline - time.monotonic())
        for child in self.children:
            child.clear()
