"""Whoever stands for more terms than the rule lets them, by an approval, needs two thirds of those
present (CN-C3)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from assemblies.domain.nominating import confirming, consenting, examining, proposing
from assemblies.domain.nominating.checking import TERMS
from assemblies.domain.nominating.further_terms import standing_again
from assemblies.domain.signing.figure_checks import figure_checks
from assemblies.domain.sitting import resolve, session
from assemblies.domain.writing.minutes import make_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts
from assemblies.models import Motion
from bylaws.domain.parameters import BylawsParameter
from bylaws.enums import Matter
from elections.domain import publishing
from elections.models import Contest
from members.enums import Office
from members.models import Mandate, Person
from records.domain import documents
from tests.factories.assemblies import (
    clear_for_office,
    count_on_paper,
    make_tellers,
    minute,
    open_paper_box,
    opened,
)
from tests.factories.nominations import (
    OVER_AT,
    agreed,
    announced,
    give_terms,
    hours,
    make_call,
    make_nomination,
    make_nominee,
)
from tests.factories.pdf import squeezed, text_of
from tests.factories.texts import put_bylaws_in_force
from tests.factories.written_in import question

pytestmark = pytest.mark.django_db


def standing(*, approved: bool = True, plurality: bool = False) -> tuple[Motion, Person]:
    """A president of two terms, nominated for a third, before seven in the hall."""
    if plurality:
        put_bylaws_in_force(BylawsParameter("election.counting", "plurality", "第一条"))
    call = make_call(Matter.ELECT_OFFICERS)
    person = make_nominee()
    give_terms(person, Office.PRESIDENT, *((2, 3) if approved else (3,)))
    give_terms(make_nominee(), Office.PRESIDENT, 1)
    row = agreed(make_nomination(call, person, office=Office.PRESIDENT))
    if approved:
        examining.record_approval(
            nomination=row,
            topic=TERMS,
            granted_by={"zh": "晋东市商务局", "en": "Jindong Commerce Bureau"},
            reference="17",
            granted_on=date(2026, 11, 5),
            by=None,
            at=hours(3),
        )
    announced(call)
    confirming.confirm_list(call=call, decided_by="The committee", by=None, at=OVER_AT)
    make_tellers(call.item.assembly)
    opened(call.item.assembly, members=8)
    clear_for_office(call.item.assembly, person)
    motion = Motion.objects.get(item=call.item)
    open_paper_box(motion, [question(Office.PRESIDENT, person)])
    motion.refresh_from_db()
    return motion, person


def voted(motion: Motion, votes_for: int) -> Motion:
    assert motion.election is not None
    count_on_paper(motion.election, [[(votes_for, 7 - votes_for, 0)]], returned=7)
    publishing.publish_result(election=motion.election, by=None, at=minute(6))
    motion.refresh_from_db()
    return motion


def presidents() -> list[Person]:
    return [one.person for one in Mandate.objects.filter(office=Office.PRESIDENT, term__number=4)]


@pytest.mark.parametrize("plurality", [False, True])
def test_third_term_needs_two_thirds_of_those_present(plurality: bool) -> None:
    """Of seven present four are more than half, and five two thirds."""
    motion, person = standing(plurality=plurality)
    resolution = resolve.resolve_motion(motion=voted(motion, 5), by=None, at=minute(9))

    assert resolution.outcome == "passed"
    assert presidents() == [person]
    assert "for a further term present 7, at least 2/3 required: 5" in resolution.sentence.en
    assert "民发〔2015〕166号" in resolution.citation.zh
    [row] = resolution.figures["contests"][0]["candidates"]
    assert (row["required"], row["outcome"]) == (5, "elected")


def test_approval_of_a_nomination_that_is_over_asks_no_more_of_the_next_one() -> None:
    call = make_call(Matter.ELECT_OFFICERS)
    person = make_nominee()
    give_terms(person, Office.PRESIDENT, 2, 3)
    give_terms(make_nominee(), Office.PRESIDENT, 1)
    old = agreed(make_nomination(call, person, office=Office.PRESIDENT))
    told: dict[str, object] = {
        "topic": TERMS,
        "granted_by": {"zh": "晋东市商务局", "en": "Jindong Commerce Bureau"},
        "granted_on": date(2026, 11, 5),
        "by": None,
        "at": hours(3),
    }
    examining.record_approval(nomination=old, reference="17", **told)  # type: ignore[arg-type]
    consenting.decline(nomination=old, by=None, at=hours(4))
    motion, asked = Motion.objects.get(item=call.item), Contest(office=Office.PRESIDENT)
    assert standing_again(motion, asked) == {person.pk}
    new = proposing.nominate(
        call=call, office=Office.PRESIDENT, person=person, way="council", by=None, at=hours(5)
    )
    assert standing_again(motion, asked) == set()
    examining.record_approval(nomination=new, reference="18", **told)  # type: ignore[arg-type]
    assert standing_again(motion, asked) == {person.pk}


def test_more_than_half_elects_for_a_second_term_and_not_for_a_third() -> None:
    motion, person = standing(approved=False)
    resolution = resolve.resolve_motion(motion=voted(motion, 4), by=None, at=minute(9))
    assert resolution.outcome == "passed"
    assert presidents() == [person]
    assert "further" not in resolution.sentence.en


def test_minutes_print_what_the_third_term_needed_and_their_figures_hold() -> None:
    motion, _person = standing()
    resolve.resolve_motion(motion=voted(motion, 5), by=None, at=minute(9))
    assembly = motion.item.assembly
    session.close_meeting(assembly=assembly, by=None, at=minute(60))
    data = as_data(build_facts(assembly))
    with override("en"):
        assert [one.told for one in figure_checks(data) if not one.holds] == []
    made = make_minutes(assembly=assembly, by=None, at=minute(80))
    assert "超届连任须得5票" in squeezed(text_of(documents.read(made["zh"].document)))
    assert "furtherterm:5needed" in text_of(documents.read(made["en"].document))
    data["meeting"]["items"][0]["boxes"][0]["contests"][0]["candidates"][0]["required"] = 6
    assert any(not one.holds for one in figure_checks(data))
