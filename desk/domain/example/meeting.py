"""The fourth general assembly: agenda, motions, functions, keys, roll, notice, boxes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assemblies.domain.convening import convene, roll
from assemblies.domain.presence import appoint, clearance
from assemblies.domain.sitting import ballot
from assemblies.enums import Function, ItemKind
from assemblies.models import AgendaItem, Assembly, Motion
from bylaws.enums import Matter
from bylaws.models import Amendment, Association, Version
from desk.domain.example.data import both, looked_up, read_json
from desk.domain.example.keys import VotingCodes, make_codes, make_trustee_keys, submit_publics
from desk.domain.example.register import firm_of, person_of, post_of
from dues.models import DuesSchedule
from elections.domain import ceremony as ceremonies
from elections.domain import prepare
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind
from elections.models import Ceremony
from members.enums import BodyKind, Office
from members.models import Body, Person, Term
from records.domain import jobs
from records.fields import Translated
from records.models import Job

# Two days more than the fifteen that the bylaws of the example ask for.
SENT_AHEAD = timedelta(days=17)
CLEARED_AHEAD = timedelta(days=7)
KINDS = {
    "procedure": ItemKind.REPORT,
    "speech": ItemKind.REPORT,
    "motion": ItemKind.MOTION,
    "election": ItemKind.ELECTION,
}
TEXTS = {
    "texts/bylaws-v2.txt",
    "texts/financial-rules.txt",
    "texts/dues-measures.txt",
    "texts/election-method.txt",
}
OFFICES = {
    "elect_council": Office.COUNCIL_MEMBER,
    "elect_supervisors": Office.SUPERVISOR,
    "elect_president": Office.PRESIDENT,
    "elect_vice_presidents": Office.VICE_PRESIDENT,
    "elect_secretary_general": Office.SECRETARY_GENERAL,
    "elect_chief_supervisor": Office.CHIEF_SUPERVISOR,
}


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the assembly's table: texts by file, what amends the bylaws, and the draft of
    the dues."""

    texts: dict[str, Version]
    amendment: Amendment
    dues: DuesSchedule


def starts_at(day: date, clock: str) -> datetime:
    """``clock`` (09:00) of ``day`` at the association's seat."""
    zone = ZoneInfo(Association.objects.get().time_zone)
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone)


def create_meetings(
    *, day: date, bodies: dict[BodyKind, Body], staff: dict[str, Person], table: Table, at: datetime
) -> dict[str, Assembly]:
    """The assembly and the two meetings that follow it, with functions and agenda."""
    place = both(read_json("association.json")["venue"])
    meetings: dict[str, Assembly] = {}
    for row in read_json("agenda.json")["meetings"]:
        body = bodies[BodyKind(row["body"])]
        meeting = Assembly.objects.create(
            body=body,
            term=Term.objects.get(body=body, number=row["term"]),
            parent=meetings.get("general_assembly"),
            title=both(row["title"]),
            place=place,
            starts_at=starts_at(day, row["starts_at"]),
            re_election=row["re_election"],
        )
        _appoint(meeting, row["chair"], staff, at)
        for position, item in enumerate(row["items"], start=1):
            _create_item(meeting, position, item, table)
        meetings[row["key"]] = meeting
    return meetings


def _appoint(meeting: Assembly, chair: str, staff: dict[str, Person], at: datetime) -> None:
    candidates = read_json("candidates.json")
    tellers = candidates["scrutineers"]
    named = [
        (Function.CHAIR, person_of(candidates["chairs"][chair]["member_number"])),
        (Function.RECORDER, staff["recorder"]),
        (Function.CHIEF_SCRUTINEER, person_of(tellers["chief"]["member_number"])),
        *((Function.SCRUTINEER, person_of(r["member_number"])) for r in tellers["scrutineers"]),
        *((Function.COUNTER, person_of(r["member_number"])) for r in tellers["counters"]),
    ]
    if chair == "general_assembly":
        authority = candidates["credential_authority"]["member_number"]
        named.append((Function.CREDENTIAL_AUTHORITY, person_of(authority)))
        supervisors = read_json("third_term.json")["supervisors"]
        named += [(Function.SUPERVISOR, person_of(row["member_number"])) for row in supervisors]
    for function, person in named:
        appoint.appoint(assembly=meeting, person=person, function=function, by=None, at=at)


def _create_item(meeting: Assembly, position: int, row: dict[str, Any], table: Table) -> None:
    item = AgendaItem.objects.create(
        assembly=meeting,
        position=position,
        title=both(row["title"]),
        kind=KINDS[row["kind"]],
        matter=row.get("matter", Matter.ORDINARY),
    )
    if "motion" not in row:
        return
    text = row.get("text", "")
    amends = row["matter"] == Matter.BYLAWS
    Motion.objects.create(
        item=item,
        text=both(row["motion"]),
        method=row["method"],
        version=table.texts.get(text.removeprefix("texts/")) if text in TEXTS else None,
        schedule=table.dues if row["matter"] == Matter.DUES_STANDARD else None,
        amendment=table.amendment if amends else None,
        revision=table.amendment.revision if amends else None,
    )


def create_ceremony(*, title: Translated, at: datetime) -> Ceremony:
    """Three scrutineers hold keys, of which two will do; an outgoing supervisor makes the codes."""
    candidates = read_json("candidates.json")
    named = candidates["scrutineers"]
    holders = [row for row in (*named["scrutineers"], named["chief"]) if row["trustee"]]
    return ceremonies.create_ceremony(
        title=title,
        authority=person_of(candidates["credential_authority"]["member_number"]),
        trustees=[person_of(row["member_number"]) for row in holders],
        threshold=ceremonies.more_than_half(len(holders)),
        by=None,
        at=at,
    )


def contest_of(row: dict[str, Any]) -> ContestSpec:
    """A question of an election's item: one candidate, or a slate in the ballot's order."""
    candidates = [_candidate(one) for one in looked_up(row["candidates"])["candidates"]]
    single = len(candidates) == 1 and row["seats"] == 1
    return ContestSpec(
        kind=ContestKind.SINGLE if single else ContestKind.SLATE,
        title=both(row["title"]),
        seats=row["seats"],
        office=OFFICES[row["key"]],
        candidates=candidates,
    )


def _candidate(row: dict[str, Any]) -> CandidateSpec:
    number = row["member_number"]
    firm, post = firm_of(number), post_of(number)
    return CandidateSpec(
        name=both(row["name"]),
        person=person_of(number),
        firm=firm,
        note=Translated(zh=f"{firm.name.zh} {post.zh}", en=f"{firm.name.en}, {post.en}"),
    )


def prepare_boxes(*, meeting: Assembly, key: str, at: datetime) -> None:
    """A ballot box for every secret vote of the meeting."""
    for position, row in enumerate(_agenda(key), start=1):
        if row.get("method") != "secret":
            continue
        motion = Motion.objects.get(item__assembly=meeting, item__position=position)
        contests = [contest_of(one) for one in row.get("contests", ())]
        ballot.prepare_box(motion=motion, contests=contests, by=None, at=at)


def plan_first_meeting(*, meeting: Assembly, key: str, at: datetime) -> None:
    """The boxes of those who are yet to be elected: candidates are known, the roll is not."""
    for position, row in enumerate(_agenda(key), start=1):
        motion = Motion.objects.get(item__assembly=meeting, item__position=position)
        motion.election = prepare.create_election(
            title=motion.item.title,
            slug=row["key"].replace("_", "-"),
            roll=None,
            ceremony=meeting.ceremony,
            contests=[contest_of(one) for one in row["contests"]],
            channel=Channel.ONLINE,
            in_hall=True,
            by=None,
            at=at,
        )
        motion.save(update_fields=["election"])


def _agenda(key: str) -> list[dict[str, Any]]:
    meeting = next(row for row in read_json("agenda.json")["meetings"] if row["key"] == key)
    items: list[dict[str, Any]] = meeting["items"]
    return items


def clear_candidates(*, meeting: Assembly, at: datetime) -> None:
    """The supervising unit has no objection to those who stand for an office; its letter came a
    week before the notice."""
    told = read_json("candidates.json")["officers"]["clearance"]
    for office in ("president", "vice_presidents", "secretary_general"):
        for row in looked_up(f"officers.{office}")["candidates"]:
            clearance.record_clearance(
                assembly=meeting,
                person=person_of(row["member_number"]),
                cleared_by=both(told["by"]),
                reference=told["reference"],
                cleared_on=_local(meeting).date() - SENT_AHEAD - CLEARED_AHEAD,
                by=None,
                at=at,
            )


def convene_assembly(*, meeting: Assembly, folder: Path, at: datetime) -> VotingCodes:
    """Roll, keys, codes, boxes and notice, all before the assembly's day."""
    day = _local(meeting).date()
    roll.freeze_assembly_roll(assembly=meeting, record_on=day - SENT_AHEAD, by=None, at=at)
    meeting.refresh_from_db()
    meeting.ceremony = create_ceremony(title=meeting.title, at=at)
    meeting.save(update_fields=["ceremony"])
    assert meeting.roll is not None  # frozen just before
    prepare_boxes(meeting=meeting, key="general_assembly", at=at)
    make_trustee_keys(ceremony=meeting.ceremony, folder=folder, at=at)
    codes = make_codes(roll=meeting.roll, ceremony=meeting.ceremony, folder=folder)
    for election in meeting.ceremony.elections.filter(roll=meeting.roll):
        submit_publics(election=election, codes=codes, at=at)
    _send_notice(meeting, at)
    return codes


def _local(meeting: Assembly) -> datetime:
    return meeting.starts_at.astimezone(ZoneInfo(Association.objects.get().time_zone))


def _send_notice(meeting: Assembly, at: datetime) -> None:
    association = Association.objects.get()
    when, place = _local(meeting), meeting.place
    notice = convene.convene_assembly(
        assembly=meeting,
        subject=Translated(
            zh=f"关于召开{association.name.zh}{meeting.title.zh}的通知",
            en=f"Notice of the {meeting.title.en} of the {association.name.en}",
        ),
        text=Translated(
            zh=(
                f"各会员单位：兹定于{when.year}年{when.month}月{when.day}日{when:%H:%M}在{place.zh}"
                f"召开{meeting.title.zh}。请会员代表准时出席，并携带投票码信函。"
            ),
            en=(
                f"To all members: the {meeting.title.en} is held on {when:%d %B %Y} at "
                f"{when:%H:%M}, {place.en}. Representatives are asked to be on time and to "
                "bring the letter with their voting code."
            ),
        ),
        by=None,
        at=at,
    )
    for job in Job.objects.filter(arguments={"notice_id": str(notice.pk)}):
        jobs.run_job(job_id=str(job.pk), at=at)
