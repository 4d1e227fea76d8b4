"""The register's daily work: who is to be written to, who applies, what waits for an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from assemblies.domain.carrying import handover
from assemblies.enums import HandoverKind
from desk.domain.example.data import both, read_json
from desk.domain.example.days import days_before, evening_of, morning_of
from desk.domain.example.register import firm_of, person_of
from members.domain.admitting import applications, public_notice
from members.domain.admitting.applications import Submission
from members.domain.asking import change_requests
from members.domain.firms import contacts, tagging
from members.domain.letters import mailings
from members.enums import BodyKind, LetterPurpose
from members.models import Firm, MemberClass, Tag, Term, User

ORDINARY = "ordinary"
TRANSLATED = ("name", "representative", "representative_post", "district")


def load_office(*, day: date) -> None:
    """What lies on the secretariat's desk on ``day``."""
    told = read_json("office.json")
    begun = morning_of(days_before(day, told["begun_days_before"]))
    for row in told["contacts"]:
        facts = {key: value for key, value in row.items() if key != "member_number"}
        contacts.add_contact(
            firm=firm_of(row["member_number"]),
            facts=contacts.ContactFacts(**facts),
            by=None,
            at=begun,
        )
    for name, numbers in told["tags"].items():
        firms = Firm.objects.filter(membership__number__in=numbers)
        tagging.tag_firms(firms=firms, name=name, by=None, at=begun)
    for row in told["applications"]:
        _apply(row, day)
    _draft(told["mailing"], day)
    _ask(told["change_request"], day)


def _apply(row: dict[str, Any], day: date) -> None:
    """An application under public notice, or after it, ready for the council."""
    told: dict[str, Any] = {
        key: both(value) if key in TRANSLATED else value for key, value in row["told"].items()
    }
    submission = Submission(member_class=MemberClass.objects.get(key=ORDINARY), **told)
    submitted_on = days_before(day, row["submitted_days_before"])
    application = applications.submit_application(
        submission=submission, by=None, at=morning_of(submitted_on)
    )
    notice = row["notice"]
    opened_on = days_before(day, notice["opened_days_before"])
    application = public_notice.open_public_notice(
        application=application,
        from_on=opened_on,
        days=notice["days"],
        by=None,
        at=morning_of(opened_on),
    )
    if "closed_days_before" in notice:
        closed_at = morning_of(days_before(day, notice["closed_days_before"]))
        public_notice.close_public_notice(application=application, by=None, at=closed_at)


def _draft(told: dict[str, Any], day: date) -> None:
    """Letters that wait for a person to release them."""
    tag = Tag.objects.get(name=told["tag"])
    firms = list(tag.firms.order_by("membership__number"))
    mailings.draft_mailing(
        title=told["title"],
        purpose=LetterPurpose.GENERAL,
        subject=both(told["subject"]),
        body=both(told["body"]),
        firms=firms,
        selection={"by": "filter", "filter": {"tag": str(tag.pk)}, "firms": len(firms)},
        by=None,
        at=evening_of(days_before(day, told["days_before"])),
    )


def _ask(told: dict[str, Any], day: date) -> None:
    """A firm asks for a change in the register, by the hand of its representative."""
    number = told["member_number"]
    change_requests.request_change(
        firm=firm_of(number),
        wanted=told["wanted"],
        note=told["note"],
        by=User.objects.get(person=person_of(number)),
        at=evening_of(days_before(day, told["days_before"])),
    )


def begin_handover(*, day: date) -> None:
    """The officers whose term ends on ``day`` get the list ready; who takes is not elected yet."""
    told, third = read_json("office.json")["handover"], read_json("third_term.json")
    terms = Term.objects.filter(body__kind=BodyKind.COUNCIL)
    at = evening_of(days_before(day, told["days_before"]))
    row = handover.begin_handover(
        term=terms.get(number=third["number"]),
        to_term=terms.get(number=third["number"] + 1),
        witness=person_of(third["chief_supervisor"]["member_number"]),
        by=None,
        at=at,
    )
    giver = person_of(third["officers"]["secretary_general"]["member_number"])
    for line in told["things"]:
        handover.add_item(
            handover=row,
            kind=HandoverKind(line["kind"]),
            what=both(line["what"]),
            given_by=giver,
            by=None,
            at=at,
        )
