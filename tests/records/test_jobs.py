"""The row is the promise: a lost message is sent again, a done job is done once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from records.domain import jobs
from records.enums import JobState
from records.models import Job
from records.tasks import sweep_jobs

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)


@pytest.fixture
def done() -> Any:
    """A handler that notes what it was asked, and fails for ``n`` = 0."""
    asked: list[int] = []

    def handle(*, at: datetime, n: int) -> None:
        asked.append(n)
        if n == 0:
            raise ValueError("no such thing")

    jobs.HANDLERS["tests.note"] = handle
    yield asked
    del jobs.HANDLERS["tests.note"]


def request(n: int, key: str = "key") -> Job:
    return jobs.request_job(task="tests.note", key=key, arguments={"n": n}, at=AT)


@pytest.mark.django_db
def test_same_key_promises_once(done):
    assert request(1) == request(2)
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_done_job_is_not_done_again(done):
    job = request(1)

    jobs.run_job(job_id=str(job.pk), at=AT)
    jobs.run_job(job_id=str(job.pk), at=AT)

    job.refresh_from_db()
    assert (done, job.state, job.attempts) == ([1], JobState.DONE, 1)


@pytest.mark.django_db
def test_failing_job_keeps_its_error_and_gives_up_after_five_attempts(done):
    job = request(0)

    for _attempt in range(jobs.MAX_ATTEMPTS):
        with pytest.raises(ValueError, match="no such thing"):
            jobs.run_job(job_id=str(job.pk), at=AT)
    jobs.run_job(job_id=str(job.pk), at=AT)

    job.refresh_from_db()
    assert (len(done), job.state, job.error) == (5, JobState.FAILED, "ValueError: no such thing")


@pytest.mark.django_db
def test_message_lost_with_its_worker_is_sent_again_later(done):
    job = request(1)
    Job.objects.filter(pk=job.pk).update(enqueued_at=AT)

    assert jobs.jobs_to_enqueue(at=AT + timedelta(minutes=1)) == []
    assert jobs.jobs_to_enqueue(at=AT + timedelta(minutes=3)) == [job]


@pytest.mark.django_db
def test_sweep_runs_what_was_never_sent(done):
    request(1, "a")
    request(2, "b")

    sweep_jobs.delay()

    assert sorted(done) == [1, 2]
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
