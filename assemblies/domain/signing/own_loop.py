"""pyHanko's plain calls begin an event loop; a thread that runs one already refuses a second."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_own_loop(call: Callable[[], T]) -> T:
    """The answer of ``call``, made in a thread of its own; what it raises is raised here.

    It must not touch the database, whose connection belongs to the caller's thread.
    """
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(call).result()
