"""Papers of the example that take their time: made by a job once it is loaded.

Certificates of a few members, and last year's income and expense as told to the members.
"""

from __future__ import annotations

from datetime import date, datetime

from desk.domain.example.data import read_json
from desk.domain.example.days import day_of_year, days_before, evening_of
from dues.domain.reports.publishing import publish_year
from members.domain.admitting.certificates import issue_certificate
from members.models import Membership
from records.domain import jobs
from records.models import Job

JOB = "desk.make_example_papers"


def request_papers(*, day: date, at: datetime) -> Job:
    """Nobody waits for them, so no message hurries them: the sweep finds the job."""
    return jobs.request_job(task=JOB, key=JOB, arguments={"day": day.isoformat()}, at=at)


def make_papers(*, day: str, at: datetime) -> None:
    """For the meeting of ``day``, each paper as of its own day; again, nothing changes."""
    meeting = date.fromisoformat(day)
    _tell(meeting)
    _certify(meeting)


def _tell(meeting: date) -> None:
    """Left out where the year's books do not reach so far: see :mod:`desk.domain.example.money`."""
    on = day_of_year(meeting, read_json("money.json"), "year_told")
    if on < meeting.replace(day=1):
        publish_year(year=on.year - 1, today=on, by=None, at=evening_of(on))


def _certify(meeting: date) -> None:
    told = read_json("office.json")["certificates"]
    issued_on = days_before(meeting, told["days_before"])
    site = read_json("association.json")["website"].rstrip("/")
    members = Membership.objects.filter(number__in=told["member_numbers"])
    for membership in members.order_by("number"):
        issue_certificate(
            membership=membership,
            issued_on=issued_on,
            valid_until=None,
            site=site,
            by=None,
            at=evening_of(issued_on),
        )
