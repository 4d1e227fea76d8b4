"""Nobody is voted into an office whom the authority did not clear (CN-C7a)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from assemblies.domain.presence import clearance, key_holders
from assemblies.domain.sitting import ballot
from assemblies.enums import Method
from assemblies.errors import ClearanceMissing, ClearanceOnRecord, KeyHolderStands
from assemblies.models import Assembly, Clearance, Motion
from bylaws.enums import Matter
from bylaws.models import Association
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind, ElectionState
from members.domain.uploads import Upload
from members.errors import PaperRefused
from members.models import Person
from records.domain import documents
from records.models import LogEntry
from tests.factories.assemblies import (
    DAY,
    RECORD_ON,
    SENT_AT,
    add_motion,
    both,
    clear_for_office,
    entries_of,
    make_assembly,
    make_tellers,
    minute,
    open_paper_box,
    opened,
)
from tests.factories.members import make_person

pytestmark = pytest.mark.django_db
RULE = "Notice Minfa (2015) 166"
UNIT = both("晋东市商务局", "Jindong Commerce Bureau")


def officers_of(*contests: tuple[str, list[Person]]) -> list[ContestSpec]:
    return [
        ContestSpec(
            kind=ContestKind.SLATE,
            title=both("负责人", office),
            seats=1,
            office=office,
            candidates=[CandidateSpec(name=person.name, person=person) for person in people],
        )
        for office, people in contests
    ]


def meeting(matter: Matter = Matter.ELECT_OFFICERS) -> tuple[Assembly, Motion, list[Person]]:
    """Open, with an election, two counters and four who may stand."""
    assembly = make_assembly()
    motion = add_motion(assembly, matter, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    people = [entry.person for entry in entries_of(assembly)[:4] if entry.person is not None]
    return assembly, motion, people


def test_ballot_for_officers_stays_shut_and_names_those_who_lack_clearance() -> None:
    assembly, motion, (first, second, third, _fourth) = meeting()
    contests = officers_of(("president", [first]), ("vice_president", [second, third]))
    clear_for_office(assembly, second)

    with override("en"), pytest.raises(ClearanceMissing) as refused:
        open_paper_box(motion, contests)

    told = str(refused.value)
    assert (first.name.en in told, third.name.en in told, RULE in told) == (True, True, True)
    assert second.name.en not in told
    clear_for_office(assembly, first, third)
    motion.refresh_from_db()
    assert open_paper_box(motion).state == ElectionState.OPEN


def test_council_is_elected_without_clearance() -> None:
    _assembly, motion, people = meeting(Matter.ELECT_COUNCIL)
    assert open_paper_box(motion, officers_of(("council_member", people))).state == "open"


def test_no_clearance_is_asked_for_where_the_profile_has_no_such_rule() -> None:
    _assembly, motion, people = meeting()
    Association.objects.update(profile="de")
    assert clearance.clearance_rule(motion.item.assembly) is None
    assert open_paper_box(motion, officers_of(("president", people[:1]))).state == "open"


def test_withdrawn_clearance_no_longer_opens_a_ballot_and_stays_on_record() -> None:
    assembly, motion, (first, *_others) = meeting()
    clear_for_office(assembly, first)
    row = Clearance.objects.get()
    for _again in range(2):
        clearance.withdraw_clearance(clearance=row, by=None, at=minute(1))

    with pytest.raises(ClearanceMissing):
        open_paper_box(motion, officers_of(("president", [first])))
    assert Clearance.objects.get().withdrawn_at == minute(1)
    assert LogEntry.objects.filter(event="clearance_withdrawn").count() == 1
    clear_for_office(assembly, first)
    assert Clearance.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_clearance_of_a_later_day_does_not_open_the_ballot() -> None:
    assembly, motion, (first, *_others) = meeting()
    clearance.record_clearance(
        assembly=assembly,
        person=first,
        cleared_by=UNIT,
        reference="17",
        cleared_on=DAY + timedelta(days=1),
        by=None,
        at=SENT_AT,
    )
    with pytest.raises(ClearanceMissing):
        open_paper_box(motion, officers_of(("president", [first])))


def test_clearance_is_recorded_once_with_its_scan() -> None:
    assembly, _motion, (first, *_others) = meeting()

    def record(reference: str, content: bytes = b"%PDF-1.7 letter") -> Clearance:
        return clearance.record_clearance(
            assembly=assembly,
            person=first,
            cleared_by=UNIT,
            reference=reference,
            cleared_on=RECORD_ON,
            scan=Upload("letter.pdf", content),
            by=None,
            at=SENT_AT,
        )

    with pytest.raises(PaperRefused):
        record("17", b"no scan")
    kept = record("17")
    assert record(" 17 ") == kept
    assert kept.document is not None
    assert documents.read(kept.document) == b"%PDF-1.7 letter"
    with override("en"), pytest.raises(ClearanceOnRecord) as refused:
        record("18")
    assert UNIT.en in str(refused.value)
    [entry] = LogEntry.objects.filter(event="clearance_recorded")
    assert entry.payload is not None
    assert (entry.payload["person"], entry.payload["reference"]) == (str(first.pk), "17")


def test_candidate_holds_no_key_and_makes_no_codes() -> None:
    assembly, motion, (first, second, *_others) = meeting(Matter.ELECT_COUNCIL)
    trustees = [make_person(zh="甲", en="Jia"), make_person(zh="乙", en="Yi")]
    contests = officers_of(("council_member", [first, second]))
    ballot.prepare_box(
        motion=motion, contests=contests, channel=Channel.PAPER, by=None, at=minute(1)
    )
    for authority, holders in ((first, trustees), (trustees[0], [first, trustees[1]])):
        with override("en"), pytest.raises(KeyHolderStands) as refused:
            key_holders.name_key_holders(
                assembly=assembly, authority=authority, trustees=holders, by=None, at=minute(2)
            )
        assert first.name.en in str(refused.value)


def test_key_holder_does_not_stand() -> None:
    assembly, motion, (first, second, third, fourth) = meeting(Matter.ELECT_COUNCIL)
    key_holders.name_key_holders(
        assembly=assembly, authority=first, trustees=[second, third], by=None, at=minute(1)
    )
    for holder in (first, second):
        with pytest.raises(KeyHolderStands):
            open_paper_box(motion, officers_of(("council_member", [holder, fourth])))
        motion.refresh_from_db()
        assert motion.election is None
    assert open_paper_box(motion, officers_of(("council_member", [fourth]))).state == "open"
