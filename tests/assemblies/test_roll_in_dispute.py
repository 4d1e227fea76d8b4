"""Objections to the roll and what follows, who steps aside, delegates, and the second call."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from assemblies.domain.convening import delegates, objections, proxies, roll, second_call
from assemblies.domain.convening import roll_correction as correction
from assemblies.domain.governing import rule_for_meeting
from assemblies.domain.presence import check_in, quorum, recusals
from assemblies.domain.presence.votes import votes_now
from assemblies.domain.sitting import hands, resolve, session
from assemblies.domain.sitting.calculator import calculator
from assemblies.enums import ObjectionOutcome, ProxyState
from assemblies.errors import NoQuorum
from assemblies.errors.roll import (
    AppealMissing,
    NothingToCorrect,
    NotWithoutQuorum,
    ObjectionDecided,
    ObjectionEmpty,
    ObjectionOpen,
    ObjectionsClosed,
    ReasonNeeded,
    RecusalLate,
    RegisterUnchanged,
    SecondCallEarly,
)
from assemblies.models import Assembly, Motion, RollObjection
from bylaws.models import Association
from elections.models import RollEntry
from members.enums import Office
from tests.factories.assemblies import (
    RECORD_ON,
    SENT_AT,
    STARTS_AT,
    add_motion,
    add_report,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_members,
    make_secretary,
    minute,
)
from tests.factories.mandates import create_mandates
from tests.factories.members import make_firm, make_person, make_representative
from tests.factories.proxies import lodge, meeting_by_proxy, person_of
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db
UPHELD, DISMISSED = ObjectionOutcome.UPHELD, ObjectionOutcome.DISMISSED


def meeting(profile: str = "cn", members: int = 4) -> Assembly:
    assembly = make_assembly()
    Association.objects.update(profile=profile)
    add_report(assembly)
    add_motion(assembly)
    return convened(assembly, members)


def objected(assembly: Assembly, text: str = "Our representative is missing") -> RollObjection:
    return objections.raise_objection(
        assembly=assembly, raised_by="A firm", text=text, by=None, at=SENT_AT
    )


def decided(objection: RollObjection, outcome: ObjectionOutcome, reasons: str = "So it is") -> None:
    objections.decide_objection(
        objection=objection,
        outcome=outcome,
        reasons=reasons,
        decided_by="The council",
        by=None,
        at=SENT_AT,
    )


def test_objection_is_heard_in_time_and_decided_once_with_reasons() -> None:
    assembly = meeting()
    objections.set_last_day(assembly=assembly, day=date(2026, 12, 8), by=None, at=SENT_AT)
    with pytest.raises(ObjectionEmpty):
        objected(assembly, " ")
    objection = objected(assembly)
    assert objected(assembly) == objection
    with pytest.raises(ObjectionsClosed):
        objections.raise_objection(
            assembly=assembly, raised_by="B", text="Late", by=None, at=SENT_AT + timedelta(days=9)
        )
    with pytest.raises(ReasonNeeded):
        decided(objection, DISMISSED, " ")
    decided(objection, DISMISSED)
    decided(objection, DISMISSED)
    with pytest.raises(ObjectionDecided):
        decided(objection, UPHELD)


def test_appeal_stands_beside_the_first_decision() -> None:
    objection = objected(meeting())
    with pytest.raises(ObjectionOpen):
        objections.appeal(objection=objection, text="No", by=None, at=SENT_AT)
    decided(objection, DISMISSED)
    told = {"outcome": UPHELD, "reasons": "Seen anew", "decided_by": "The assembly"}
    with pytest.raises(AppealMissing):
        objections.decide_appeal(objection=objection, **told, by=None, at=SENT_AT)
    objections.appeal(objection=objection, text="No", by=None, at=SENT_AT)
    objections.decide_appeal(objection=objection, **told, by=None, at=SENT_AT)
    objection.refresh_from_db()
    assert (objection.outcome, objection.appeal_outcome) == (DISMISSED, UPHELD)
    assert objections.is_upheld(objection)


def test_days_for_objections_are_those_of_the_bylaws() -> None:
    assembly = make_assembly()
    state_rules({"roll.objection_days": 5})
    add_report(assembly)
    convened(assembly, 2)
    period = objections.objection_period(assembly)
    assert (period.last_day, period.by_rule) == (date(2026, 12, 6), True)


def test_upheld_objection_gives_a_corrected_roll_and_a_notice_to_the_new() -> None:
    assembly = make_assembly()
    state_rules({"assembly.proxies_per_holder": 1})
    add_report(assembly)
    firm = make_firm()
    convened(assembly, 4)
    former = assembly.roll
    assert former is not None
    one, two = entries_of(assembly)[:2]
    proxy = lodge(assembly, one, two)
    checked_in(assembly, 0)
    check_in.check_in(assembly=assembly, entry=two, by=None, at=minute(-1))
    with pytest.raises(NothingToCorrect):
        correction.correct_roll(assembly=assembly, by=None, at=minute(0))
    decided(objected(assembly), UPHELD)
    with pytest.raises(RegisterUnchanged):
        correction.correct_roll(assembly=assembly, by=None, at=minute(0))
    make_representative(firm=firm)
    new = correction.correct_roll(assembly=assembly, by=None, at=minute(0))
    assembly.refresh_from_db()
    assert (assembly.roll, correction.former_rolls(assembly)) == (new, [former])
    assert former.entries.count() > 0
    changed = correction.differences(former, new)
    assert [now.entitled for _was, now in changed if now] == [True]
    notice = assembly.notices.get()
    assert notice.deliveries.filter(entry__roll=new).get().entry.firm == firm
    proxy.refresh_from_db()
    assert (proxy.state, proxy.principal.roll) == (ProxyState.LODGED, new)
    assert votes_now(assembly).total == 2


@pytest.mark.parametrize(("profile", "cites"), [("de", True), ("cn", False)])
def test_who_steps_aside_has_no_vote_and_stays_for_the_quorum(profile: str, cites: bool) -> None:
    assembly = meeting(profile)
    checked_in(assembly, 4)
    session.open_meeting(assembly=assembly, by=None, at=minute(0))
    motion = Motion.objects.get(item__assembly=assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(1))
    entry = entries_of(assembly)[0]
    with pytest.raises(ReasonNeeded):
        recusals.recuse(item=motion.item, entry=entry, reason="", by=None, at=minute(2))
    recusal = recusals.recuse(
        item=motion.item, entry=entry, reason="contract", by=None, at=minute(2)
    )
    assert bool(recusal.citation) is cites
    calc = calculator(assembly, motion.item)
    assert (calc.present, calc.recused, calc.quorum.present) == (3, 1, 4)
    hands.record_show_of_hands(
        motion=motion, votes_for=3, votes_against=0, abstentions=0, by=None, at=minute(3)
    )
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(4))
    assert resolution.figures["present"] == 3
    assert "present 4" in resolution.figures["quorum"]["sentence"]["en"]
    with pytest.raises(RecusalLate):
        recusals.withdraw_recusal(recusal=recusal, by=None, at=minute(5))


def test_delegates_make_up_the_roll_and_few_members_are_told() -> None:
    assembly = make_assembly()
    make_members(3)
    delegates.meet_by_delegates(assembly=assembly, by_delegates=True, by=None, at=SENT_AT)
    person = make_person()
    create_mandates(
        term=assembly.term,
        office=Office.DELEGATE,
        holders=[(person, None)],
        from_on=RECORD_ON,
        decision=None,
        by=None,
        at=SENT_AT,
    )
    assembly.refresh_from_db()
    frozen = roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    assert [entry.person for entry in frozen.entries.all()] == [person]
    told = delegates.delegates_rule(assembly)
    assert told is not None
    assert (told.members, told.foreseen_from, told.too_few, told.delegates) == (3, 201, True, 1)


def test_second_call_in_france_needs_the_quorum_that_the_bylaws_state_for_it() -> None:
    assembly = make_assembly()
    Association.objects.update(profile="fr")
    share = {"base": "entitled", "num": 1, "den": 2, "comparison": "ge"}
    none = {"base": "entitled", "num": 0, "den": 1, "comparison": "ge"}
    state_rules({"assembly.quorum": share, "assembly.second_call.quorum": none})
    add_report(assembly)
    add_motion(assembly)
    checked_in(convened(assembly, 6), 1)
    with pytest.raises(NoQuorum):
        session.open_meeting(assembly=assembly, by=None, at=minute(1))
    with pytest.raises(SecondCallEarly):
        second_call.call_again(assembly=assembly, starts_at=STARTS_AT, by=None, at=minute(2))
    again = STARTS_AT + timedelta(days=20)
    second = second_call.call_again(assembly=assembly, starts_at=again, by=None, at=minute(2))
    assert (
        second_call.call_again(assembly=assembly, starts_at=again, by=None, at=minute(3)) == second
    )
    assert (second.phase, second.items.count(), second.notices.count()) == ("prepare", 2, 0)
    first_rule, second_rule = rule_for_meeting(assembly), rule_for_meeting(second)
    assert (first_rule.quorum.required(6), second_rule.quorum.required(6)) == (3, 0)
    assert second_rule.citations["quorum"] != first_rule.citations["quorum"]


def test_meeting_that_had_its_quorum_is_not_called_again() -> None:
    assembly = checked_in(meeting(), 4)
    with pytest.raises(NotWithoutQuorum):
        second_call.call_again(
            assembly=assembly, starts_at=STARTS_AT + timedelta(days=20), by=None, at=minute(1)
        )


def test_pages_take_an_authority_an_objection_and_a_recusal() -> None:
    assembly = meeting_by_proxy()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    one, two = entries_of(assembly)[:2]
    here = f"/assemblies/{assembly.pk}"
    with override("en"):
        told = client.post(f"{here}/proxies/", {"principal": one.pk, "holder": two.pk}, follow=True)
        assert "not lodged yet" in told.content.decode()
        proxy = assembly.proxies.get()
        assert proxy.holder == person_of(two)
        assert (
            client.post(f"{here}/proxies/{proxy.pk}/end/", {"reason": "comes"}).status_code == 302
        )
        told = client.post(
            f"{here}/roll/objections/", {"raised_by": "A", "text": "Left out"}, follow=True
        )
        assert "Left out" in told.content.decode()
        item = assembly.items.get(motion__isnull=False)
        told = client.post(
            f"{here}/items/{item.pk}/recusals/", {"entry": one.pk, "reason": "own"}, follow=True
        )
        assert "They vote after all" in told.content.decode()
    assert proxies.terms_of(assembly).most == 2
    assert RollEntry.objects.filter(recusals__item=item).get() == one
