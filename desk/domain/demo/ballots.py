"""Making and casting ballots on every core: each worker is a voter's device and a web process."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vote:
    """What one voter brings to one box: the code of their letter, and the choices."""

    election: str
    entry: str
    code: str
    choices: list[list[int]]


def pool() -> ProcessPoolExecutor:
    """Workers with Django set up; started afresh, since connections do not survive a fork."""
    return ProcessPoolExecutor(
        max_workers=os.cpu_count() or 1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_set_up,
    )


def _set_up() -> None:
    import django

    django.setup()


def cast(vote: Vote) -> str:
    """Encrypt, sign and cast one vote; the tracker of the ballot that was accepted."""
    from elections.crypto import ballot, credentials
    from elections.crypto.election import parse
    from elections.domain.casting import cast_ballot
    from elections.models import Election, RollEntry

    election = Election.objects.get(pk=vote.election)
    secret, _public = credentials.derive(vote.code, election.code)
    raw, supplement = ballot.make_ballot(parse(election.raw), secret, vote.choices)
    entry = RollEntry.objects.get(pk=vote.entry)
    return cast_ballot(election=election, entry=entry, raw=raw, supplement=supplement).tracker


def cast_all(votes: Sequence[Vote], workers: ProcessPoolExecutor, step: Callable[[], None]) -> None:
    """Cast every vote; raises what the box refused. ``step`` is called after each."""
    for _tracker in workers.map(cast, votes, chunksize=2):
        step()
