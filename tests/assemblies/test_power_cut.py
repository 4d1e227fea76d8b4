"""A power cut while a vote or a meeting is being closed: all of it or nothing, and the same button
pressed again concludes.

The act runs in processes of their own on the same database; each is killed by the system after one
write more than the last, with its transaction open, until one gets through.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections

from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.enums import ItemState, Phase
from assemblies.models import Assembly, Motion, Resolution
from bylaws.enums import Matter, Outcome
from elections.domain import closing
from elections.enums import Channel, ElectionState
from elections.models import Election
from records.domain import log
from records.models import LogEntry
from tests.assemblies.test_ballots import meeting_with
from tests.factories.assemblies import add_motion, make_assembly, minute, opened, vote_by_hands

pytestmark = pytest.mark.django_db(transaction=True)
REPOSITORY = Path(__file__).resolve().parents[2]
WRITES = ("INSERT", "UPDATE", "DELETE")


def close_meeting(key: str) -> None:
    session.close_meeting(assembly=Assembly.objects.get(pk=key), by=None, at=minute(9))


def resolve_vote(key: str) -> None:
    resolve.resolve_motion(motion=Motion.objects.get(pk=key), by=None, at=minute(9))


def close_box(key: str) -> None:
    closing.close_election(election=Election.objects.get(pk=key), by=None, at=minute(9))


ACTS: dict[str, Callable[[str], None]] = {
    "meeting": close_meeting,
    "vote": resolve_vote,
    "box": close_box,
}


def everything() -> str:
    """A digest of every row of every table."""
    rows = {
        model._meta.label: sorted(repr(row) for row in model._base_manager.values_list())
        for model in apps.get_models()
    }
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def run_and_die(act: str, key: str, *, after: int) -> None:
    """In a process of its own: killed after so many writes, or once the act is done (0)."""
    written = 0

    def cut(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal written
        result = execute(sql, params, many, context)
        written += sql.lstrip().startswith(WRITES)
        if after and written == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    with connection.execute_wrapper(cut):
        ACTS[act](key)
    if not after:
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(0)


def attempt(act: str, key: str, *, after: int) -> bool:
    """Whether the process was killed."""
    connections.close_all()
    process = os.fork()
    if process == 0:
        try:
            run_and_die(act, key, after=after)
        finally:
            # Whatever went wrong must not go on as a second copy of the parent.
            os._exit(1)
    _process, status = os.waitpid(process, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"{act} failed by itself")
    return os.WIFSIGNALED(status)


def cut_again_and_again(act: str, key: str) -> None:
    """What the worker runs; tells how often it was cut and whether any row had changed."""
    before, changed = everything(), []
    after = 1
    # The last write may be that of a process that gets through: its number is not known before.
    while attempt(act, key, after=after):
        changed.append(everything() != before)
        after += 1
    done = everything()
    # Done and killed before anybody was told: pressed once more, nothing changes.
    told = attempt(act, key, after=0)
    again = everything() != done
    found = {"changed": changed, "done": done != before, "told": told, "again": again}
    sys.stdout.write(json.dumps(found))


def database_url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    where = f"{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{where}"


def worker(act: str, key: object) -> dict[str, Any]:
    code = "import django; django.setup(); import tests.assemblies.test_power_cut as here; "
    done = subprocess.run(
        [sys.executable, "-c", f"{code}here.cut_again_and_again({act!r}, {str(key)!r})"],
        cwd=REPOSITORY,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(settings.VAR_DIR),
            "PYTHONPATH": str(REPOSITORY),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def survived(act: str, key: object) -> int:
    """How many cuts the act survived without a trace; then it was done, once."""
    told = worker(act, key)
    assert told["changed"] == [False] * len(told["changed"])
    assert (told["done"], told["told"], told["again"]) == (True, True, False)
    return len(told["changed"])


def events(stream: str) -> list[str]:
    log.verify(stream=stream)
    return list(LogEntry.objects.filter(stream__name=stream).values_list("event", flat=True))


def test_meeting_is_closed_wholly_or_not() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    vote_by_hands(motion, (6, 1, 0))
    assert survived("meeting", assembly.pk) >= 3
    assembly.refresh_from_db()
    assert (assembly.phase, assembly.closed_at) == (Phase.MINUTES, minute(9))
    assert events(f"assembly:{assembly.pk}").count("phase_entered") >= 1


def test_vote_is_resolved_wholly_or_not() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.BYLAWS)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    hands.record_show_of_hands(
        motion=motion, votes_for=6, votes_against=1, abstentions=0, by=None, at=minute(2)
    )
    assert survived("vote", motion.pk) >= 5
    resolution = Resolution.objects.get()
    motion.item.refresh_from_db()
    assert (resolution.outcome, resolution.number) == (Outcome.PASSED, 1)
    assert motion.item.state == ItemState.DONE
    assert events(f"assembly:{assembly.pk}").count("motion_resolved") == 1


def test_box_is_closed_wholly_or_not() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    ballot.prepare_box(motion=motion, channel=Channel.PAPER, by=None, at=minute(1))
    session.set_current(item=motion.item, by=None, at=minute(1))
    election = ballot.open_ballot(motion=motion, by=None, at=minute(2))
    assert survived("box", election.pk) >= 2
    election.refresh_from_db()
    assert (election.state, election.closed_at) == (ElectionState.CLOSED, minute(9))
    assert events(f"election:{election.code}").count("election_closed") == 1
