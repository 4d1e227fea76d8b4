"""Where many papers are set: in a process of their own, so that two jobs keep two cores busy.

Threads of one process share one core, and setting pages is all work of the processor. What goes to
the other process is a source and faces, what comes back are files: it knows neither database nor
settings. Should it be ended from outside, another one goes on with the papers that are missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import Pipe
from pathlib import Path
from typing import Any, Protocol

from django.contrib.staticfiles import finders

import records
from records.domain.pdf_many import LaidOut, Sheaf, lay_out, write, write_together
from records.errors import PressEnded

CHILD = "records.domain.press_child"
CODE = Path(records.__file__).resolve().parent.parent
ENDS_IN_A_ROW = 2
"""A process that ends so often with no file made in between would end again."""


class Press(Protocol):
    """Sets sheaf after sheaf; raises :class:`PaperIncomplete` as ``make_pdf`` does."""

    def lay_out(self, sheaf: Sheaf) -> None:
        """Take up the next sheaf."""

    def write(self, place: int) -> bytes:
        """The file of the paper at ``place`` of the sheaf taken up last."""

    def together(self) -> bytes:
        """All papers of all sheaves in one file, from a press that keeps them."""

    def close(self) -> None: ...


@contextmanager
def opened_press(*, keeps: bool) -> Iterator[Press]:
    """A press for one job; ``keeps``: it will be asked for all papers together."""
    made: Press = PressApart(keeps=keeps) if cores() > 1 else PressHere(keeps=keeps)
    with closing(made):
        yield made


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class PressHere:
    """In this process: what a machine of one core does."""

    def __init__(self, *, keeps: bool) -> None:
        self._keeps = keeps
        self._laid_out: list[LaidOut] = []

    def lay_out(self, sheaf: Sheaf) -> None:
        if not self._keeps:
            self._laid_out.clear()
        self._laid_out.append(lay_out(sheaf))

    def write(self, place: int) -> bytes:
        return write(self._laid_out[-1], place)

    def together(self) -> bytes:
        return write_together(self._laid_out)

    def close(self) -> None:
        self._laid_out.clear()


class PressApart:
    """In a process of its own, which ends with the press, or with this process."""

    def __init__(self, *, keeps: bool) -> None:
        self._keeps = keeps
        self._sheaves: list[Sheaf] = []
        self._ends = 0
        self._start()

    @property
    def process(self) -> int:
        """The id of the process that sets the pages now."""
        return self._child.pid

    def lay_out(self, sheaf: Sheaf) -> None:
        if not self._keeps:
            self._sheaves.clear()
            self._told = 0
        self._sheaves.append(sheaf)

    def write(self, place: int) -> bytes:
        return self._made("write", place)

    def together(self) -> bytes:
        return self._made("together")

    def close(self) -> None:
        self._line.close()
        self._child.kill()
        self._child.wait()

    def _start(self) -> None:
        folders = _static_folders()
        self._line, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            self._child = subprocess.Popen(
                [sys.executable, "-m", CHILD, str(number), str(int(self._keeps)), *folders],
                cwd=CODE,
                stdin=subprocess.DEVNULL,
                pass_fds=[number],
            )
        self._told = 0

    def _made(self, *order: Any) -> bytes:
        """The file that ``order`` asks for, from another process where one ended over it."""
        while True:
            try:
                answer = self._answer(*order)
            except (EOFError, OSError):
                self._start_again()
                continue
            if isinstance(answer, Exception):
                raise answer
            self._ends = 0
            made: bytes = answer
            return made

    def _answer(self, *order: Any) -> Any:
        """What the process sends back: a file, or the exception that was raised there."""
        while self._told < len(self._sheaves):
            self._line.send(("lay_out", self._sheaves[self._told]))
            if isinstance(error := self._line.recv(), Exception):
                return error
            self._told += 1
        self._line.send(order)
        return self._line.recv()

    def _start_again(self) -> None:
        """Another process in place of one that ended; raises PressEnded where they all do."""
        self._line.close()
        status = self._child.wait()
        self._ends += 1
        if self._ends == ENDS_IN_A_ROW:
            raise PressEnded(status)
        self._start()


def _static_folders() -> list[str]:
    """Where the other process finds style sheets, as this one does."""
    return [
        str(storage.location)
        for finder in finders.get_finders()
        for storage in getattr(finder, "storages", {}).values()
    ]
