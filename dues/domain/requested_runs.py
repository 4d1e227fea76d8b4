"""Runs of a large register: asked for in a request, written by a job.

The run's row waits until the job has written it, all or nothing: a worker that is killed leaves
the row waiting, and the sweep has another do it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from dues.domain import running
from dues.domain.running import Plan
from dues.domain.schedules import schedule_on
from dues.enums import RunState
from dues.errors import RunStale
from dues.models import DuesRun, DuesSchedule
from dues.signals import work_requested
from members.models import Membership, User
from records.domain import jobs, log
from records.enums import JobState
from records.models import Job

STREAM = "dues"
JOB = "dues.write_run"
AT_ONCE = 5_000
"""So many members are computed and written while a page waits; more take longer than one may."""
MOST_PAST = 6
ONE_DAY = timedelta(days=1)


def is_large() -> bool:
    return Membership.objects.count() > AT_ONCE


def job_of(run: DuesRun) -> Job | None:
    """The promise to write ``run``, where it was left to a job."""
    return Job.objects.filter(key=_key(run.pk)).first()


def _key(run: UUID) -> str:
    return f"run:{run}"


@transaction.atomic
def request_run(*, plan: Plan, by: User | None, at: datetime) -> DuesRun:
    """A run that waits, and the promise to write it; the one that waits already is given again.

    A job that failed is tried again.
    """
    DuesSchedule.objects.select_for_update(no_key=True).get(pk=plan.schedule.pk)
    terms = {
        "schedule": plan.schedule,
        "from_on": plan.period.from_on,
        "until_on": plan.period.until_on,
        "issued_on": plan.issued_on,
    }
    run = DuesRun.objects.filter(state=RunState.WAITING, **terms).first()
    if run is None:
        run = DuesRun.objects.create(started_at=at, **terms)
        payload = {"run": run.pk, "schedule": plan.schedule.pk, "from_on": plan.period.from_on}
        log.record(stream=STREAM, event="run_requested", payload=payload, by=by, at=at)
    arguments = {"run": str(run.pk), "by": str(by.pk) if by else None}
    job = jobs.request_job(task=JOB, key=_key(run.pk), arguments=arguments, at=at)
    if job.state == JobState.FAILED:
        job.state, job.attempts, job.error = JobState.WAITING, 0, ""
        job.save(update_fields=["state", "attempts", "error"])
    work_requested.send(sender=DuesRun, job=job)
    return run


def write_requested(*, run: str, by: str | None, at: datetime) -> None:
    """Write a run that waits; one that is written stays as it is.

    Raises RunStale where another schedule has taken its period over since.
    """
    found = DuesRun.objects.select_related("schedule").get(pk=run)
    if found.state == RunState.WRITTEN:
        return
    plan = running.plan_for(day=found.from_on, issued_on=found.issued_on)
    if (plan.schedule.pk, plan.period.until_on) != (found.schedule_id, found.until_on):
        raise RunStale
    actor = User.objects.filter(pk=by).first() if by else None
    running.write_run(plan=plan, run=found, by=actor, at=at)


@transaction.atomic
def discard_run(*, run: DuesRun, by: User | None, at: datetime) -> None:
    """Take back a run that waits, before anything is written. Again changes nothing."""
    waiting = DuesRun.objects.select_for_update().filter(pk=run.pk, state=RunState.WAITING)
    if not waiting.exists():
        return
    Job.objects.filter(key=_key(run.pk)).update(state=JobState.DONE, finished_at=at)
    payload = {"run": run.pk, "from_on": run.from_on}
    waiting.delete()
    log.record(stream=STREAM, event="run_discarded", payload=payload, by=by, at=at)


def periods_to_choose(day: date) -> list[Plan]:
    """The period of ``day``, the next, and those before it, latest first; issued on ``day``."""
    found: list[Plan] = []
    schedule = schedule_on(day)
    if schedule is not None:
        this = running.plan_for(day=day, issued_on=day)
        if schedule_on(this.period.until_on) is not None:
            found.append(running.plan_for(day=this.period.until_on, issued_on=day))
        found.append(this)
    found += _before(found[-1].period.from_on if found else day, day)
    return found


def _before(first: date, day: date) -> list[Plan]:
    """The periods that ended before ``first``, no more than :data:`MOST_PAST`."""
    found: list[Plan] = []
    while len(found) < MOST_PAST:
        earlier = first - ONE_DAY
        if schedule_on(earlier) is None:
            break
        found.append(running.plan_for(day=earlier, issued_on=day))
        first = found[-1].period.from_on
    return found
