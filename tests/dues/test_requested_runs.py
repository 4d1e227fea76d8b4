"""A large run is written by a job: all or nothing, however its worker ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from dues.domain import requested_runs, running
from dues.enums import RunState
from dues.errors import RunStale
from dues.models import DuesRun, DuesSchedule, Entry, Invoice
from records.domain import jobs
from records.models import Job
from tests.factories.dues import AT, ISSUED, YEAR, make_schedule
from tests.factories.members import make_membership

REPOSITORY = Path(__file__).resolve().parents[2]
LATER = AT + timedelta(minutes=5)
MEMBERS = 12


def plan() -> running.Plan:
    return running.plan_for(day=YEAR, issued_on=ISSUED)


def counts() -> tuple[int, int]:
    return Invoice.objects.count(), Entry.objects.count()


@pytest.mark.django_db
def test_run_that_is_asked_for_waits_and_is_written_by_its_job() -> None:
    make_schedule()
    for _member in range(3):
        make_membership()
    run = requested_runs.request_run(plan=plan(), by=None, at=AT)
    before = (run.state, counts())

    job = requested_runs.job_of(run)
    assert job is not None
    for _again in range(2):
        jobs.run_job(job_id=str(job.pk), at=LATER)

    run.refresh_from_db()
    assert before == (RunState.WAITING, (0, 0))
    assert (run.state, run.totals["billed"], counts()) == (RunState.WRITTEN, 3, (3, 3))


@pytest.mark.django_db
def test_run_that_two_workers_took_up_keeps_its_totals() -> None:
    """A run that lasts longer than a job is waited for is taken up again meanwhile."""
    make_schedule()
    make_membership()
    asked = requested_runs.request_run(plan=plan(), by=None, at=AT)
    one, other = (DuesRun.objects.get(pk=asked.pk) for _worker in range(2))

    running.write_run(plan=plan(), run=one, by=None, at=LATER)
    written = running.write_run(plan=plan(), run=other, by=None, at=LATER)

    assert written == one
    assert (written.totals, counts()) == (one.totals, (1, 1))
    asked.refresh_from_db()
    assert (asked.totals, asked.totals["billed"]) == (one.totals, 1)


@pytest.mark.django_db
def test_run_asked_for_twice_is_one() -> None:
    make_schedule()
    make_membership()

    runs = [requested_runs.request_run(plan=plan(), by=None, at=AT) for _again in range(2)]

    assert runs[0] == runs[1]
    assert (DuesRun.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_run_is_stale_once_another_schedule_took_its_period_over() -> None:
    make_schedule()
    make_membership()
    run = requested_runs.request_run(plan=plan(), by=None, at=AT)
    DuesSchedule.objects.update(until_on=date(2027, 7, 1))

    with pytest.raises(RunStale):
        requested_runs.write_requested(run=str(run.pk), by=None, at=LATER)

    assert counts() == (0, 0)


@pytest.mark.django_db
def test_discarded_run_is_not_written_by_a_worker_that_comes_late() -> None:
    make_schedule()
    make_membership()
    run = requested_runs.request_run(plan=plan(), by=None, at=AT)
    job = requested_runs.job_of(run)
    assert job is not None

    for _again in range(2):
        requested_runs.discard_run(run=run, by=None, at=AT)
    jobs.run_job(job_id=str(job.pk), at=LATER)

    assert (DuesRun.objects.count(), counts()) == (0, (0, 0))


# What the killed worker runs: its own process, its own connection to the same file. It is killed
# by the system when the last of its entries is about to be written, with the transaction open.
WORKER = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from django.utils import timezone
from records.domain import jobs
from records.models import Job

def killed(execute, sql, params, many, context):
    if sys.argv[1] == "die" and sql.startswith('INSERT INTO "dues_entry"'):
        execute(sql, params, many, context)
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

from datetime import timedelta
later = timezone.now() + timedelta(days=3650)
with connection.execute_wrapper(killed):
    for job in jobs.jobs_to_enqueue(at=later):
        jobs.run_job(job_id=str(job.pk), at=timezone.now())
"""
SETUP = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.dues import test_requested_runs as here
from tests.factories.dues import AT, make_schedule
from tests.factories.members import make_membership
from dues.domain import requested_runs
make_schedule()
for _member in range(here.MEMBERS):
    make_membership()
requested_runs.request_run(plan=here.plan(), by=None, at=AT)
"""
STATE = """
import django
django.setup()
from dues.domain.posting import verify_books
from dues.models import Charge, DuesRun, Entry, Invoice
from records.models import Job, NumberSeries
job, run = Job.objects.get(), DuesRun.objects.get()
numbers = NumberSeries.objects.filter(key__startswith="invoice").values_list("last", flat=True)
print(run.state, job.state, job.attempts, Invoice.objects.count(), Charge.objects.count(),
      verify_books(), list(numbers))
"""


def run_python(code: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=REPOSITORY,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"sqlite:///{folder / 'books.sqlite3'}",
            "VAR_DIR": str(folder),
            "PYTHONPATH": str(REPOSITORY),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_writes_all(
    tmp_path: Path,
) -> None:
    ready = run_python(SETUP, tmp_path)
    assert ready.returncode == 0, ready.stderr
    died = run_python(WORKER, tmp_path, "die")
    after_death = run_python(STATE, tmp_path).stdout.strip()
    done = run_python(WORKER, tmp_path, "live")
    assert done.returncode == 0, done.stderr

    assert died.returncode == -signal.SIGKILL
    assert after_death == "waiting waiting 1 0 0 0 []"
    assert run_python(STATE, tmp_path).stdout.strip() == (
        f"written done 2 {MEMBERS} {MEMBERS} {MEMBERS} [{MEMBERS}]"
    )
