"""How many votes each member has: one, or as the bylaws give by class or by dues."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bylaws.domain.parameters import BylawsParameter
from dues.models import Waiver
from elections.domain.entitlement import entitlements_on
from elections.domain.roll import digest_of, freeze_roll
from elections.domain.weights import entitled_votes
from elections.errors import ScaleNamesNoClass
from members.models import Membership
from records.fields import Translated
from tests.factories.dues import AT, make_decision, make_schedule
from tests.factories.members import make_body, make_class, make_membership, make_representative
from tests.factories.texts import put_bylaws_in_force

pytestmark = pytest.mark.django_db
DAY = date(2027, 5, 3)
BY_CLASS = {"by": "class", "votes": {"president": 5, "council": 3}}
BY_DUES = {"by": "dues", "steps": [["2000", 2], ["10000", 5]]}
RANKS = {"president": 1, "vice_president": 2, "council": 3, "ordinary": 4}
AMOUNTS: dict[str, int | str] = {"president": 10_000, "council": 3000, "ordinary": 500}


def member(number: str, key: str = "ordinary") -> Membership:
    made = make_membership(number=number, member_class=make_class(key, rank=RANKS[key], zh=key))
    make_representative(firm=made.firm)
    return made


def state(value: object) -> None:
    put_bylaws_in_force(BylawsParameter(key="assembly.votes", value=value, article_ref="第一条"))


def weights() -> dict[str, int]:
    return {row.membership.number: row.weight for row in entitlements_on(DAY)}


def three() -> None:
    member("A1", "president"), member("A2", "council"), member("A3")


def frozen():
    return freeze_roll(body=make_body("general_assembly"), record_on=DAY, by=None, at=AT)


def test_everybody_has_one_vote_where_the_bylaws_say_nothing():
    make_schedule(AMOUNTS)
    three()

    assert weights() == {"A1": 1, "A2": 1, "A3": 1}
    assert frozen().is_weighted is False


def test_votes_go_by_the_class_of_the_day():
    make_schedule(AMOUNTS)
    three()
    state(BY_CLASS)

    assert weights() == {"A1": 5, "A2": 3, "A3": 1}


def test_votes_go_by_the_dues_of_a_period_waived_or_not():
    make_schedule(AMOUNTS, effective_on=date(2027, 1, 1))
    three()
    state(BY_DUES)
    Waiver.objects.create(
        membership=Membership.objects.get(number="A2"),
        decision=make_decision(),
        from_on=date(2027, 1, 1),
        recorded_at=AT,
    )

    assert weights() == {"A1": 5, "A2": 2, "A3": 1}


def test_dues_go_by_an_office_too_where_its_tier_is_the_highest():
    from members.models import Mandate
    from tests.factories.members import make_term

    make_schedule(AMOUNTS, effective_on=date(2027, 1, 1), offices={"president": 20_000})
    made = member("A3")
    state({"by": "dues", "steps": [["20000", 9]]})
    Mandate.objects.create(
        person=made.firm.representatives.get().person,
        firm=made.firm,
        term=make_term(),
        office="president",
        from_on=date(2027, 1, 1),
        recorded_at=AT,
    )

    assert weights() == {"A3": 9}


def test_without_a_schedule_nobody_reaches_a_step():
    from tests.factories.assemblies import make_association

    make_association()
    three()
    state(BY_DUES)

    assert set(weights().values()) == {1}


def test_class_without_a_vote_is_excluded_and_the_bylaws_are_cited():
    make_schedule(AMOUNTS)
    three()
    state({"by": "class", "votes": {"council": 0}})

    [row] = [row for row in entitlements_on(DAY) if not row.entitled]
    assert row.membership.number == "A2"
    assert row.reason.en == "A member of this kind has no vote"
    assert "art. 1" in row.citation.en.lower()


def test_roll_keeps_the_votes_what_they_go_by_and_where_it_is_written():
    make_schedule(AMOUNTS)
    three()
    state(BY_CLASS)

    roll = frozen()
    assert entitled_votes(roll) == 9
    assert roll.weighed_by.zh == "票数依会员类别：president5票、council3票，其余1票"
    assert roll.weighed_by.en.startswith("Votes by member class:")
    assert "第一条" in roll.weights_citation.zh
    assert roll.digest == digest_of(roll)


def test_digest_commits_to_the_votes():
    make_schedule(AMOUNTS)
    three()
    equal = frozen().digest
    state(BY_CLASS)
    unequal = frozen()

    assert unequal.digest != equal
    unequal.entries.filter(weight=3).update(weight=1)
    unequal.entries.filter(weight=5).update(weight=1)
    assert digest_of(unequal) == equal


def test_queries_do_not_grow_with_the_register():
    make_schedule(AMOUNTS)
    state(BY_DUES)
    asked = []
    for number in range(6):
        member(f"A{number}")
        with CaptureQueriesContext(connection) as queries:
            assert len(entitlements_on(DAY)) == number + 1
        asked.append(len(queries))

    assert len(set(asked)) == 1


def test_words_name_the_classes_as_the_association_does():
    make_schedule(AMOUNTS)
    make_class("council", rank=3, zh="理事单位", en="Council unit")
    type(make_class("council")).objects.filter(key="council").update(
        name=Translated(zh="理事单位", en="Council unit")
    )
    member("A1", "council")
    state({"by": "class", "votes": {"council": 3}})

    assert frozen().weighed_by.en == "Votes by member class: Council unit 3, others 1"


def test_class_that_the_register_does_not_have_is_told_before_the_roll_is_frozen():
    make_schedule(AMOUNTS)
    three()
    state({"by": "class", "votes": {"counsil": 3, "council": 3}})

    with pytest.raises(ScaleNamesNoClass, match="counsil"):
        frozen()
