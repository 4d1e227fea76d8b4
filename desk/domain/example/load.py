"""The whole example: convened for a day, its notice served in time, just before check-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from assemblies.models import Assembly
from bylaws.models import Association
from desk.domain.example import (
    accounts,
    meeting,
    money,
    office,
    papers,
    plan,
    register,
    statement,
    texts,
)
from desk.domain.example.keys import VotingCodes
from desk.errors import ExampleRefused
from members.domain.letters import letter_templates


@dataclass(frozen=True, slots=True)
class Example:
    """The meetings by key, and the codes that only the credential authority would have."""

    meetings: dict[str, Assembly]
    codes: VotingCodes


@transaction.atomic
def load_example(*, day: date, folder: Path, at: datetime) -> Example:
    """Fill an empty database. ``folder`` gets keys, codes, accounts and a bank statement, for the
    example only.

    Raises :class:`ExampleRefused` where an association is there already.
    """
    if Association.objects.exists():
        raise ExampleRefused
    register.load_association()
    register.load_register(by=None, at=at)
    bodies = register.load_bodies(day=day)
    register.load_third_term(bodies=bodies, day=day, by=None, at=at)
    staff = accounts.load_staff()
    accounts.load_representatives()
    letter_templates.add_standard_templates(by=None, at=at)
    told = texts.load_texts(day=day, by=None, at=at)
    table = meeting.Table(
        texts=told.versions,
        amendment=told.amendment,
        dues=texts.load_dues(by=None, at=at)["new"],
    )
    account = money.load_money(day=day)
    office.load_office(day=day)
    papers.request_papers(day=day, at=at)
    sent_at = meeting.starts_at(day - meeting.SENT_AHEAD, "09:30")
    meetings = meeting.create_meetings(day=day, bodies=bodies, staff=staff, table=table, at=sent_at)
    assembly = meetings["general_assembly"]
    meeting.clear_candidates(meeting=assembly, at=sent_at)
    codes = meeting.convene_assembly(meeting=assembly, folder=folder, at=sent_at)
    plan.load_plan(meeting=assembly, day=day)
    plan.load_goals(day=day)
    for key in ("council", "supervisory_board"):
        meetings[key].ceremony = assembly.ceremony
        meetings[key].save(update_fields=["ceremony"])
        meeting.plan_first_meeting(meeting=meetings[key], key=key, at=sent_at)
    office.begin_handover(day=day)
    written = statement.write_statements(account=account, day=day, folder=folder)
    accounts.write_accounts(folder, statements=written)
    return Example(meetings=meetings, codes=codes)
