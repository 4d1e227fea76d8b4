"""What becomes of seats when another person represents the firm for which they are held."""

from datetime import date

import pytest

from members.domain import represent
from members.domain.cases import standing_acts, succession
from members.enums import BodyKind, Office
from members.errors import SuccessionFiled
from members.models import Mailing, Mandate, Succession
from records.domain import documents
from records.fields import Translated
from tests.factories.members import AT, make_person, make_representative
from tests.factories.standing import DAY, GROUND, give_seat, make_decision, state_rules

pytestmark = pytest.mark.django_db

RULE = {"mandate.passes_to_successor": True}
CITED = "《章程》（一版）第一条 / Bylaws (version 一版), art. 1"
UNTIL = date(2026, 12, 17)


def seated(office=Office.COUNCIL_MEMBER, body=BodyKind.COUNCIL):
    acting = make_representative()
    give_seat(acting.person, acting.firm, office=office, body=body, until_on=UNTIL)
    return acting


def name(firm, person, day=DAY, **more):
    return represent.appoint_representative(
        firm=firm,
        person=person,
        post=Translated(zh="经理", en="Manager"),
        from_on=day,
        source="Letter 9",
        by=None,
        at=AT,
        **more,
    )


def seats():
    rows = Mandate.objects.filter(superseded_at__isnull=True).order_by("from_on", "pk")
    return [(row.person, row.from_on, row.until_on) for row in rows]


def test_council_seat_passes_for_the_rest_of_the_term():
    state_rules(RULE)
    acting, next_one = seated(), make_person()
    letter = documents.store(content=b"%PDF-", name="a.pdf", media_type="application/pdf", at=AT)

    name(acting.firm, next_one, letter=letter)

    assert seats() == [(acting.person, date(2021, 12, 17), DAY), (next_one, DAY, UNTIL)]
    passed = Mandate.objects.get(person=next_one)
    assert (passed.source, passed.decision, passed.firm, passed.office) == (
        f"Letter 9；{CITED}",
        None,
        acting.firm,
        Office.COUNCIL_MEMBER,
    )
    kept = Succession.objects.get()
    assert (kept.former.person, kept.successor, kept.letter, kept.filed_on) == (
        acting.person,
        passed,
        letter,
        None,
    )
    assert kept.citation.en == "Bylaws (version 一版), art. 1"
    body = Mailing.objects.get().letters.get().body.en
    assert f"passes to {next_one.name.en} on 1 November 2026" in body


def test_naming_the_same_person_again_passes_nothing():
    state_rules(RULE)
    acting, next_one = seated(), make_person()
    for _twice in range(2):
        name(acting.firm, next_one)
    name(acting.firm, next_one, date(2026, 11, 20), votes=False)

    assert (Succession.objects.count(), Mailing.objects.count()) == (1, 1)
    assert len(seats()) == 2


@pytest.mark.parametrize("rules", [None, {"mandate.passes_to_successor": False}])
def test_council_seat_is_vacant_without_the_rule(rules):
    if rules is not None:
        state_rules(rules)
    acting = seated()
    name(acting.firm, make_person())

    ended = Mandate.objects.get(superseded_at__isnull=True)
    assert (ended.until_on, ended.source) == (DAY, CITED if rules else "")
    assert Succession.objects.count() == 0
    assert "is vacant" in Mailing.objects.get().letters.get().body.en


def test_supervisors_seat_never_passes():
    state_rules(RULE)
    acting = seated(Office.SUPERVISOR, BodyKind.SUPERVISORY_BOARD)
    name(acting.firm, make_person())

    assert seats() == [(acting.person, date(2021, 12, 17), DAY)]


@pytest.mark.parametrize(
    "office", [Office.PRESIDENT, Office.VICE_PRESIDENT, Office.SECRETARY_GENERAL]
)
def test_office_stays_with_the_person_who_was_elected(office):
    state_rules(RULE)
    acting = seated(office)
    name(acting.firm, make_person())

    assert seats() == [(acting.person, date(2021, 12, 17), UNTIL)]
    fate = succession.fates(acting.firm, acting.person, DAY)[0]
    assert (fate.passes, fate.ends, fate.ruling) == (False, False, None)


def test_seat_of_another_firm_or_person_is_left_alone():
    state_rules(RULE)
    acting, other = make_representative(), make_person()
    give_seat(other, acting.firm)
    give_seat(acting.person, make_representative().firm)
    before = seats()
    name(acting.firm, make_person())

    assert seats() == before


def test_who_holds_a_seat_already_takes_no_second_one():
    state_rules(RULE)
    acting, next_one = seated(), make_person()
    give_seat(next_one, make_representative().firm, until_on=UNTIL)
    name(acting.firm, next_one)

    assert set(seats()) == {
        (acting.person, date(2021, 12, 17), DAY),
        (next_one, date(2021, 12, 17), UNTIL),
    }
    assert Succession.objects.count() == 0


def test_person_named_by_mistake_on_the_same_day_is_replaced():
    state_rules(RULE)
    acting, wrong, right = seated(), make_person(), make_person()
    name(acting.firm, wrong)
    name(acting.firm, right)

    assert seats() == [(acting.person, date(2021, 12, 17), DAY), (right, DAY, UNTIL)]
    kept = Succession.objects.get()
    assert (kept.former.person, kept.successor.person) == (acting.person, right)

    name(acting.firm, acting.person)
    assert seats() == [(acting.person, date(2021, 12, 17), DAY), (acting.person, DAY, UNTIL)]
    assert Succession.objects.count() == 0


def stop(acting, day=DAY):
    represent.end_representation(
        representative=acting, on=day, reason="left the firm", by=None, at=AT
    )


def test_seat_waits_for_whom_the_firm_names_next():
    state_rules(RULE)
    acting, next_one = seated(), make_person()
    stop(acting)
    assert seats() == [(acting.person, date(2021, 12, 17), DAY)]

    later = date(2026, 11, 20)
    name(acting.firm, next_one, later)
    assert seats() == [(acting.person, date(2021, 12, 17), DAY), (next_one, later, None)]
    assert Succession.objects.get().former.person == acting.person


def test_seat_lost_with_the_membership_waits_for_nobody():
    state_rules(RULE)
    acting, who = seated(), {"by": None, "at": AT}
    membership = acting.firm.membership
    standing_acts.resign(
        membership=membership, received_on=DAY, effective_on=DAY, source="Letter", **who
    )
    day = date(2026, 11, 20)
    standing_acts.readmit(
        membership=membership, decision=make_decision(day), on=day, reason=GROUND, **who
    )
    name(acting.firm, make_person(), day)

    assert seats() == [(acting.person, date(2021, 12, 17), DAY)]


def test_ending_the_representation_of_one_who_does_not_vote_ends_no_seat():
    state_rules(RULE)
    acting = seated()
    helper = name(acting.firm, make_person(), votes=False)
    before = seats()
    stop(helper)

    assert seats() == before


def test_succession_is_filed_once():
    state_rules(RULE)
    acting = seated()
    name(acting.firm, make_person())
    row, filed = Succession.objects.get(), {"filed_with": "理决〔2026〕12号", "by": None, "at": AT}
    for _twice in range(2):
        succession.file_succession(succession=row, on=date(2026, 12, 1), **filed)
    with pytest.raises(SuccessionFiled):
        succession.file_succession(succession=row, on=date(2026, 12, 2), **filed)

    row.refresh_from_db()
    assert (row.filed_on, row.filed_with) == (date(2026, 12, 1), "理决〔2026〕12号")
