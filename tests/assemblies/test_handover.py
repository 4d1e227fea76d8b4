"""The handover between terms: proposed by the record, ticked line by line, frozen, supplemented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from assemblies.domain.carrying import goals, handover, handover_due, package
from assemblies.domain.carrying.handover_paper import facts_of, print_handover, write_handover
from assemblies.domain.carrying.package_check import check_package
from assemblies.domain.days import local_day
from assemblies.enums import HandoverKind, ProgressState
from assemblies.errors.carrying import (
    HandedInFuture,
    HandoverConcluded,
    HandoverEmpty,
    HandoverIncomplete,
    HandoverStillOpen,
    HandoverUnsigned,
    LineOfRecord,
    TermsApart,
    ThingMissing,
    WitnessMissing,
)
from assemblies.models import Assembly, Handover, HandoverItem, HandoverPaper
from bylaws.models import Association
from members.domain.mandates import create_mandates
from members.domain.uploads import Upload
from members.enums import BodyKind, Office, Role
from members.models import Person, Term
from records.domain import documents, log
from records.models import LogEntry
from tests.factories.assemblies import both, make_association, make_body, minute
from tests.factories.members import make_person, make_user
from tests.factories.packages import files_in, sealed_anew, zipped
from tests.factories.pdf import enclosed_in, squeezed, text_of
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db
NEW_TERM = date(2026, 12, 18)
NOW = minute(60)
TODAY = NEW_TERM
SCAN = Upload(name="signed.pdf", content=b"%PDF-1.7 signed")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def make_terms() -> tuple[Term, Term]:
    """The council's third term and its fourth, which begins on the day."""
    make_association()
    body = make_body(BodyKind.COUNCIL)
    old = Term.objects.create(body=body, number=3, from_on=date(2021, 12, 18), until_on=NEW_TERM)
    return old, Term.objects.create(body=body, number=4, from_on=NEW_TERM)


def elect(term: Term, office: Office, person: Person, from_on: date) -> Person:
    create_mandates(
        term=term,
        office=office,
        holders=[(person, None)],
        from_on=from_on,
        decision=None,
        by=None,
        at=minute(0),
    )
    return person


def begin() -> Handover:
    old, new = make_terms()
    return handover.begin_handover(term=old, to_term=new, by=None, at=NOW)


def tick(item: HandoverItem, **told: object) -> HandoverItem:
    given = {"given_by": item.given_by, "taken_by": item.taken_by, "handed_on": TODAY, "remark": ""}
    return handover.tick_item(item=item, **{**given, **told}, by=None, at=NOW)  # type: ignore[arg-type]


def settled(row: Handover) -> Handover:
    """Every line handed over, with a witness: ready to be concluded."""
    for item in row.items.all():
        tick(item)
    return handover.name_witness(handover=row, witness=make_person(), by=None, at=NOW)


def concluded() -> Handover:
    row = settled(begin())
    return handover.conclude_handover(handover=row, held_on=TODAY, by=None, at=NOW)


def test_record_proposes_with_who_holds_the_office_and_who_has_it_next() -> None:
    old, new = make_terms()
    giver = elect(old, Office.SECRETARY_GENERAL, make_person(), date(2021, 12, 18))
    taker = elect(new, Office.SECRETARY_GENERAL, make_person(), NEW_TERM)
    office = make_user(Role.SECRETARIAT, person=giver)
    goals.add_goal(
        term=old, title=both("办好培训", "Train the trade"), owner=taker, by=None, at=NOW
    )

    row = handover.begin_handover(term=old, to_term=new, by=None, at=NOW)

    items = {item.key: item for item in row.items.all()}
    assert {"seal", "certificate", "meetings", "retention", "backup"} <= items.keys()
    assert (items["seal"].given_by, items["seal"].taken_by) == (giver, taker)
    assert office.email in items[f"log_in:{office.pk}"].what.zh
    [goal] = [item for key, item in items.items() if key.startswith("goal:")]
    assert goal.what == both(
        "未完成的目标：办好培训（未开始）", "Goal not reached yet: Train the trade (not begun)"
    )
    assert goal.given_by == taker  # whoever sees to it hands it over
    assert handover.begin_handover(term=old, to_term=new, by=None, at=NOW) == row


def test_terms_that_do_not_follow_each_other_have_no_handover() -> None:
    old, new = make_terms()
    with pytest.raises(TermsApart):
        handover.begin_handover(term=new, to_term=old, by=None, at=NOW)
    assert handover.pairs() == [(old, new)]


def test_record_asked_again_tells_anew_what_nobody_touched() -> None:
    row = begin()
    goal = goals.add_goal(term=row.term, title=both("目标", "Goal"), by=None, at=NOW)
    other = goals.add_goal(term=row.term, title=both("其他", "Other"), by=None, at=NOW)
    before = row.items.count()
    handover.propose_again(handover=row, by=None, at=NOW)
    assert row.items.count() == before + 2
    tick(row.items.get(key=f"goal:{other.pk}"))

    goal.progress = ProgressState.UNDER_WAY
    goal.save()
    handover.propose_again(handover=row, by=None, at=NOW)
    assert row.items.get(key=f"goal:{goal.pk}").what.en == "Goal not reached yet: Goal (under way)"

    type(goal).objects.update(progress=ProgressState.CARRIED_OUT)
    handover.propose_again(handover=row, by=None, at=NOW)
    kept = row.items.filter(key__startswith="goal:").values_list("key", flat=True)
    assert list(kept) == [f"goal:{other.pk}"]  # it was handed over: that stays said


def test_things_put_in_by_hand_are_one_and_go_again_but_the_records_lines_stay() -> None:
    row = begin()
    told = {"handover": row, "kind": HandoverKind.OTHER, "by": None, "at": NOW}
    item = handover.add_item(**told, what=both("车辆一辆", "A car"))
    assert handover.add_item(**told, what=both(" 车辆一辆", "A car ")) == item
    with pytest.raises(ThingMissing):
        handover.add_item(**told, what=both(" ", ""))
    with pytest.raises(LineOfRecord):
        handover.drop_item(item=row.items.get(key="seal"), by=None, at=NOW)
    handover.drop_item(item=item, by=None, at=NOW)
    handover.drop_item(item=item, by=None, at=NOW)
    assert not row.items.filter(pk=item.pk).exists()


def test_nothing_is_handed_over_tomorrow() -> None:
    item = begin().items.first()
    assert item is not None
    with pytest.raises(HandedInFuture):
        tick(item, handed_on=local_day(NOW) + timedelta(days=1))
    item.refresh_from_db()
    assert item.handed_on is None


def test_conclusion_waits_for_every_line_and_the_witness() -> None:
    row = begin()
    first, *rest = row.items.all()
    for item in rest:
        tick(item)
    conclude = {"handover": row, "held_on": TODAY, "by": None, "at": NOW}
    with pytest.raises(HandoverIncomplete, match="a remark why not: 1"):
        handover.conclude_handover(**conclude)
    tick(first, handed_on=None, remark="Lost; reported to the police")
    with pytest.raises(WitnessMissing):
        handover.conclude_handover(**conclude)
    handover.name_witness(handover=row, witness=make_person(), by=None, at=NOW)
    with pytest.raises(HandedInFuture):
        handover.conclude_handover(**{**conclude, "held_on": TODAY + timedelta(days=1)})

    done = handover.conclude_handover(**conclude)

    assert done.closed_at == NOW
    assert done.facts["items"][0]["remark"] == "Lost; reported to the police"
    row.items.all().delete()
    with pytest.raises(HandoverEmpty):
        handover.check_complete(row)


def test_concluded_handover_is_printed_in_both_languages_and_never_changes() -> None:
    row = concluded()
    papers = {paper.language: documents.read(paper.document) for paper in row.papers.all()}

    assert set(papers) == {"zh", "en"}
    assert "换届交接书" in text_of(papers["zh"])
    english = text_of(papers["en"])
    assert squeezed("Council, term 3 to term 4") in english
    assert squeezed("Seal of the association, with its impression") in english
    assert row.facts_digest[:16] in english
    assert squeezed("Draft") not in english
    assert print_handover(row.facts, language="en", digest=row.facts_digest) == papers["en"]
    assert b'"schema":"handover/1"' in enclosed_in(papers["zh"])["handover.json"]
    item = row.items.first()
    assert item is not None
    refused = (
        lambda: tick(item, remark="later"),
        lambda: handover.propose_again(handover=row, by=None, at=NOW),
        lambda: handover.drop_item(item=item, by=None, at=NOW),
        lambda: handover.name_witness(handover=row, witness=None, by=None, at=NOW),
        lambda: handover.begin_handover(term=row.term, to_term=row.to_term, by=None, at=NOW),
    )
    for act in refused:
        with pytest.raises(HandoverConcluded):
            act()
    again = handover.conclude_handover(handover=row, held_on=date(2026, 1, 1), by=None, at=NOW)
    assert (again.held_on, again.papers.count()) == (TODAY, 2)
    paper = row.papers.first()
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        HandoverPaper.objects.filter(pk=paper.pk).update(language="fr")


def test_open_list_prints_as_a_draft_and_as_a_word_file() -> None:
    row = begin()
    facts = facts_of(row)
    assert "不得作为交接凭证" in text_of(print_handover(facts, language="zh"))
    assert write_handover(facts, language="en").startswith(b"PK")


def test_signed_scan_is_kept_once_concluded() -> None:
    row = begin()
    with pytest.raises(HandoverUnsigned):
        handover.keep_signed(handover=row, upload=SCAN, by=None, at=NOW)
    handover.conclude_handover(handover=settled(row), held_on=TODAY, by=None, at=NOW)
    kept = handover.keep_signed(handover=row, upload=SCAN, by=None, at=NOW)
    handover.keep_signed(handover=row, upload=SCAN, by=None, at=NOW)
    assert kept.signed_copy is not None
    assert documents.read(kept.signed_copy) == SCAN.content
    assert LogEntry.objects.filter(event="handover_signed").count() == 1
    assert log.verify(stream=f"term:{row.term_id}") > 3


def test_what_comes_later_goes_into_a_supplement_with_what_was_left_open() -> None:
    row = begin()
    with pytest.raises(HandoverStillOpen):
        handover.begin_supplement(handover=row, by=None, at=NOW)
    settled(row)
    tick(row.items.get(key="finance_seal"), handed_on=None, remark="At the engraver's")
    done = handover.conclude_handover(handover=row, held_on=TODAY, by=None, at=NOW)

    more = handover.begin_supplement(handover=done, by=None, at=NOW)
    goals.add_goal(term=row.term, title=both("新目标", "New goal"), by=None, at=NOW)
    handover.propose_again(handover=more, by=None, at=NOW)

    whats = [item.what.en for item in more.items.all()]
    assert whats == [
        "Finance seal, with its impression",
        "Goal not reached yet: New goal (not begun)",
    ]
    assert more.number == 1
    settled(more)
    handover.conclude_handover(handover=more, held_on=TODAY, by=None, at=NOW)
    third = handover.begin_supplement(handover=row, by=None, at=NOW)
    assert (third.number, third.items.count()) == (2, 0)


def waiting(day: date = TODAY) -> list[tuple[str, str, str]]:
    rows = handover_due.tasks_on(day)
    return [(row.title, row.detail, row.tone) for row in rows]


def test_handover_waits_with_the_secretariat_until_it_is_signed() -> None:
    old, new = make_terms()
    assert waiting() == []  # nothing says that this office saw the change of terms
    row = handover.begin_handover(term=old, to_term=new, by=None, at=NOW)
    total = row.items.count()
    title = "Hand over from term 3 to term 4"
    assert waiting() == [(title, f"0 of {total} lines are settled", "wait")]
    [task] = handover_due.tasks_on(TODAY)
    assert "(unverified)" in task.citation
    assert "instances, not law" in task.citation
    settled(row)
    handover.conclude_handover(handover=row, held_on=TODAY, by=None, at=NOW)
    assert waiting() == [("Keep the signed protocol of the handover", "", "wait")]
    handover.keep_signed(handover=row, upload=SCAN, by=None, at=NOW)
    assert waiting() == []


def test_handover_that_nobody_began_waits_once_the_new_term_was_elected_here() -> None:
    make_terms()
    general = make_body()
    term = Term.objects.create(body=general, number=4, from_on=NEW_TERM)
    Assembly.objects.create(
        body=general,
        term=term,
        title=both("会", "Meeting"),
        starts_at=minute(0),
        re_election=True,
        closed_at=minute(50),
    )
    assert waiting() == [("Hand over from term 3 to term 4", "not begun yet", "wait")]
    assert waiting(NEW_TERM - timedelta(days=1)) == []


def test_last_day_is_the_one_that_the_bylaws_in_force_state() -> None:
    make_association()
    state_rules({"handover.days": 15})
    row = begin()
    rule = handover_due.rule_of(row)
    assert rule.last_day == NEW_TERM + timedelta(days=15)
    assert "Bylaws" in rule.citation.en
    [(_title, detail, tone)] = waiting()
    assert detail.startswith("by ")
    [(_title, detail, tone)] = waiting(NEW_TERM + timedelta(days=16))
    assert (detail.startswith("late, due by "), tone) == (True, "bad")
    assert facts_of(row)["due_on"] == "2027-01-02"


def test_package_of_the_term_holds_the_protocol_and_its_signed_copy() -> None:
    row = concluded()
    handover.keep_signed(handover=row, upload=SCAN, by=None, at=NOW)
    files, _chains = package.files_of(row.term)
    names = [name for name in files if name.startswith("handover/")]
    assert len(names) == 4  # the facts, two languages, the scan
    assert SCAN.content in [files[name] for name in names]
    packed = package.make_package(term=row.term, by=None, at=NOW)
    content = documents.read(packed.document)
    assert check_package(content).holds

    forged = zipped(sealed_anew(with_other_facts(files_in(content))))

    found = check_package(forged)
    assert (found.changed, found.broken) == ([], ["handover/04-00.json"])


def with_other_facts(files: dict[str, bytes]) -> dict[str, bytes]:
    name = "handover/04-00.json"
    return {**files, name: files[name].replace("附印模".encode(), "已遗失".encode())}


def test_association_of_another_profile_has_no_seals_on_the_list() -> None:
    old, new = make_terms()
    Association.objects.update(profile="de")
    row = handover.begin_handover(term=old, to_term=new, by=None, at=NOW)
    keys = set(row.items.values_list("key", flat=True))
    assert "premises" in keys
    assert not keys & {"seal", "finance_seal"}
    assert handover_due.rule_of(row).citation.en == ""
