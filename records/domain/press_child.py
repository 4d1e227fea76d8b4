"""``python -m records.domain.press_child``: the process that :mod:`records.domain.press` starts.

It is told where style sheets lie and nothing else of the settings, so it can reach no database.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

from django.conf import settings

from records.domain.press import PressHere

BEHIND_PAGES = 5
"""Pages for which a person waits go before papers (as ``nice`` counts)."""


def main(line: Connection, *, keeps: bool, folders: Sequence[str]) -> None:
    """Answer orders from ``line`` until its other end is closed.

    An order is an act of :class:`PressHere` with what it takes; the answer is what that returned
    or raised. ``folders`` hold the static files.
    """
    settings.configure(
        STATICFILES_DIRS=folders,
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
    )
    press = PressHere(keeps=keeps)
    while True:
        act, *details = line.recv()
        answer: bytes | Exception | None
        try:
            answer = getattr(press, act)(*details)
        except Exception as error:
            answer = error
        line.send(answer)


if __name__ == "__main__":
    # Ctrl-C is for the process that has the job: this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(BEHIND_PAGES)
    try:
        main(Connection(int(sys.argv[1])), keeps=sys.argv[2] == "1", folders=sys.argv[3:])
    except (EOFError, OSError):
        sys.exit()
