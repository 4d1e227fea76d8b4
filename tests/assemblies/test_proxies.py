"""Authorities to vote: who may give one to whom, and what becomes of the votes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import override

from assemblies.domain.convening import proxies
from assemblies.domain.presence import check_in, quorum
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.domain.presence.votes import votes_at, votes_now
from assemblies.domain.sitting import hands, resolve, session
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.writing.minutes_facts import meeting_of
from assemblies.enums import ProxyState
from assemblies.errors import NoQuorum, PhaseForbids
from assemblies.errors.roll import (
    AlreadyRepresented,
    HolderNotEntitled,
    HoldsTooMany,
    LodgedTooLate,
    PrincipalHoldsProxies,
    PrincipalNotEntitled,
    PrincipalPresent,
    ProxiesNotAllowed,
    ProxyEnded,
    ProxyPassedOn,
    ProxyToOneself,
    ReasonNeeded,
)
from assemblies.models import Assembly, Attendance, Motion, Proxy
from elections.models import RollEntry
from members.models import Membership
from records.domain import log
from records.errors import ActRefused
from tests.factories.assemblies import checked_in, entries_of, make_members, minute
from tests.factories.members import make_person, suspend
from tests.factories.pdf import text_of
from tests.factories.proxies import SIGNED, draft, lodge, meeting_by_proxy, person_of

pytestmark = pytest.mark.django_db
Entries = list[RollEntry]


def suspended() -> Membership:
    [membership] = make_members(1)
    suspend(membership)
    return membership


def excluded_of(assembly: Assembly, membership: Membership) -> RollEntry:
    return RollEntry.objects.get(roll=assembly.roll, firm=membership.firm)


def to_oneself(assembly: Assembly, entries: Entries) -> None:
    draft(assembly, entries[0], entries[0])


def to_somebody_excluded(assembly: Assembly, entries: Entries) -> None:
    RollEntry.objects.filter(pk=entries[1].pk).update(entitled=False)
    draft(assembly, entries[0], entries[1])


def to_a_stranger(assembly: Assembly, entries: Entries) -> None:
    proxies.draft_proxy(
        assembly=assembly, principal=entries[0], holder=make_person(), by=None, at=minute(0)
    )


def from_somebody_excluded(assembly: Assembly, entries: Entries) -> None:
    RollEntry.objects.filter(pk=entries[0].pk).update(entitled=False)
    entries[0].refresh_from_db()
    draft(assembly, entries[0], entries[1])


def to_somebody_represented(assembly: Assembly, entries: Entries) -> None:
    lodge(assembly, entries[1], entries[2])
    draft(assembly, entries[0], entries[1])


def from_a_holder(assembly: Assembly, entries: Entries) -> None:
    lodge(assembly, entries[1], entries[0])
    draft(assembly, entries[0], entries[2])


def twice(assembly: Assembly, entries: Entries) -> None:
    draft(assembly, entries[0], entries[1])
    draft(assembly, entries[0], entries[2])


def above_the_cap(assembly: Assembly, entries: Entries) -> None:
    for principal in entries[:3]:
        draft(assembly, principal, entries[3])


def from_somebody_present(assembly: Assembly, entries: Entries) -> None:
    checked_in(assembly, 1)
    draft(assembly, entries[0], entries[1])


def after_the_opening(assembly: Assembly, entries: Entries) -> None:
    drawn_up = draft(assembly, entries[8], entries[0])
    checked_in(assembly, 8)
    session.open_meeting(assembly=assembly, by=None, at=minute(0))
    proxies.lodge_proxy(proxy=drawn_up, signed_copy=SIGNED, by=None, at=minute(1))


def after_it_ended(assembly: Assembly, entries: Entries) -> None:
    proxy = draft(assembly, entries[0], entries[1])
    proxies.revoke_proxy(proxy=proxy, reason="Changed their mind", by=None, at=minute(0))
    proxies.lodge_proxy(proxy=proxy, signed_copy=SIGNED, by=None, at=minute(0))


def ended_without_reason(assembly: Assembly, entries: Entries) -> None:
    proxy = draft(assembly, entries[0], entries[1])
    proxies.revoke_proxy(proxy=proxy, reason=" ", by=None, at=minute(0))


def after_the_close(assembly: Assembly, entries: Entries) -> None:
    Assembly.objects.filter(pk=assembly.pk).update(phase="minutes")
    draft(assembly, entries[0], entries[1])


REFUSALS: dict[Callable[[Assembly, Entries], None], tuple[type[ActRefused], str]] = {
    to_oneself: (ProxyToOneself, "needs no authority"),
    to_somebody_excluded: (HolderNotEntitled, "has no vote at this meeting"),
    to_a_stranger: (HolderNotEntitled, "has no vote at this meeting"),
    from_somebody_excluded: (PrincipalNotEntitled, "no vote to hand on"),
    to_somebody_represented: (ProxyPassedOn, "authorities are not passed on"),
    from_a_holder: (PrincipalHoldsProxies, "authorities are not passed on"),
    twice: (AlreadyRepresented, "already"),
    above_the_cap: (HoldsTooMany, "may hold 2 at most"),
    from_somebody_present: (PrincipalPresent, "votes in person"),
    after_the_opening: (LodgedTooLate, "lodged before the meeting"),
    after_it_ended: (ProxyEnded, "Changed their mind"),
    ended_without_reason: (ReasonNeeded, "Say why"),
    after_the_close: (PhaseForbids, "“Minutes”"),
}


@pytest.mark.parametrize("act", REFUSALS, ids=lambda act: act.__name__)
def test_what_is_refused_of_an_authority(act: Callable[[Assembly, Entries], None]) -> None:
    assembly = meeting_by_proxy()
    refusal, words = REFUSALS[act]
    with override("en"):
        with pytest.raises(refusal) as refused:
            act(assembly, entries_of(assembly))
        assert words in str(refused.value)


@pytest.mark.parametrize("profile", ["cn", "de", "fr", "ronr"])
def test_nobody_votes_by_proxy_where_no_text_allows_it(profile: str) -> None:
    assembly = meeting_by_proxy(most=0, profile=profile)
    one, two = entries_of(assembly)[:2]
    with pytest.raises(ProxiesNotAllowed) as refused:
        draft(assembly, one, two)
    assert str(proxies.terms_of(assembly).citation) in str(refused.value)


def test_british_members_give_proxies_without_a_limit() -> None:
    assembly = meeting_by_proxy(most=1, profile="uk")
    entries = entries_of(assembly)
    for principal in entries[1:6]:
        lodge(assembly, principal, entries[0])
    checked_in(assembly, 1)
    assert (votes_now(assembly).total, proxies.terms_of(assembly).most) == (6, None)


def test_acts_repeated_change_nothing() -> None:
    assembly = meeting_by_proxy()
    one, two = entries_of(assembly)[:2]
    assert draft(assembly, one, two) == draft(assembly, one, two)
    first = lodge(assembly, one, two)
    again = proxies.lodge_proxy(proxy=first, signed_copy=SIGNED, by=None, at=minute(9))
    assert (again, again.lodged_at) == (first, minute(-50))
    proxies.revoke_proxy(proxy=first, reason="Comes", by=None, at=minute(-40))
    again = proxies.revoke_proxy(proxy=first, reason="Other", by=None, at=minute(-30))
    assert (again.revocation, again.revoked_at) == ("Comes", minute(-40))
    assert log.verify(stream=f"assembly:{assembly.pk}") > 0


def test_who_is_represented_comes_and_goes_with_the_holder() -> None:
    assembly = meeting_by_proxy()
    entries = entries_of(assembly)
    lodge(assembly, entries[8], entries[0])
    checked_in(assembly, 3)
    assert [proxy.principal for proxy in votes_now(assembly).represented] == [entries[8]]
    check_in.check_out(assembly=assembly, entry=entries[0], by=None, at=minute(5))
    assert (votes_now(assembly).total, votes_at(assembly, minute(4)).total) == (2, 4)
    check_in.check_in(assembly=assembly, entry=entries[0], by=None, at=minute(9))
    assert votes_now(assembly).voting == (*entries[:3], entries[8])
    figures = attendance_figures(assembly)
    assert (figures.present, figures.represented, figures.absent) == (3, 1, 5)


def test_principal_who_comes_votes_alone_from_then_on() -> None:
    assembly = meeting_by_proxy()
    entries = entries_of(assembly)
    proxy = lodge(assembly, entries[8], entries[0])
    checked_in(assembly, 3)
    check_in.check_in(assembly=assembly, entry=entries[8], by=None, at=minute(7))
    proxy.refresh_from_db()
    assert (proxy.state, proxy.revoked_at) == (ProxyState.REVOKED, minute(7))
    assert (votes_now(assembly).represented, votes_now(assembly).total) == ((), 4)
    # Leaving does not bring the authority back.
    check_in.check_out(assembly=assembly, entry=entries[8], by=None, at=minute(8))
    check_in.check_in(assembly=assembly, entry=entries[0], by=None, at=minute(9))
    assert votes_now(assembly).total == 3
    stays = Attendance.objects.filter(entry=entries[8]).values_list("proxy", "in_at", "out_at")
    assert list(stays) == [(proxy.pk, minute(0), minute(7)), (None, minute(7), minute(8))]


def test_two_desks_check_in_the_holder_once() -> None:
    assembly = meeting_by_proxy()
    entries = entries_of(assembly)
    lodge(assembly, entries[8], entries[0])
    checked_in(assembly, 1)
    for desk in ("A", "B"):
        check_in.check_in(assembly=assembly, entry=entries[0], by=None, at=minute(1), desk=desk)
    assert Attendance.objects.filter(out_at__isnull=True).count() == 2


def test_lodged_while_the_holder_is_in_counts_at_once() -> None:
    assembly = meeting_by_proxy()
    entries = entries_of(assembly)
    checked_in(assembly, 2)
    lodge(assembly, entries[8], entries[0], minute(3))
    assert votes_now(assembly).total == 3


@pytest.mark.parametrize(("re_election", "present"), [(True, 6), (False, 8)])
def test_re_election_counts_persons_in_the_hall_for_its_quorum(
    re_election: bool, present: int
) -> None:
    assembly = meeting_by_proxy(re_election=re_election)
    entries = entries_of(assembly)
    for place, principal in enumerate(entries[7:]):
        lodge(assembly, principal, entries[place])
    checked_in(assembly, 6)
    check = quorum.state_quorum(assembly=assembly, by=None, at=minute(1))
    assert (check.present, check.represented, check.votes, check.met) == (present, 2, 8, True)


def test_represented_do_not_make_a_quorum_of_persons() -> None:
    assembly = meeting_by_proxy(re_election=True)
    entries = entries_of(assembly)
    for place, principal in enumerate(entries[5:]):
        lodge(assembly, principal, entries[place])
    checked_in(assembly, 5)
    with pytest.raises(NoQuorum):
        session.open_meeting(assembly=assembly, by=None, at=minute(1))


def voted(assembly: Assembly, votes: tuple[int, int, int]) -> Motion:
    motion = Motion.objects.get(item__assembly=assembly)
    session.open_meeting(assembly=assembly, by=None, at=minute(0))
    session.set_current(item=motion.item, by=None, at=minute(1))
    return hands.record_show_of_hands(
        motion=motion,
        votes_for=votes[0],
        votes_against=votes[1],
        abstentions=votes[2],
        by=None,
        at=minute(2),
    )


def test_hands_are_counted_with_the_votes_by_proxy() -> None:
    assembly = meeting_by_proxy()
    entries = entries_of(assembly)
    for place, principal in enumerate(entries[7:]):
        lodge(assembly, principal, entries[place])
    checked_in(assembly, 7)
    motion = voted(assembly, (9, 0, 0))
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    assert (resolution.figures["present"], resolution.outcome) == (9, "passed")
    calc = calculator(assembly, motion.item)
    assert (calc.present, calc.in_hall, calc.represented, calc.recused) == (9, 7, 2, 0)


def test_verdict_of_a_re_election_keeps_its_quorum_of_persons() -> None:
    assembly = meeting_by_proxy(re_election=True)
    entries = entries_of(assembly)
    for place, principal in enumerate(entries[7:]):
        lodge(assembly, principal, entries[place])
    checked_in(assembly, 7)
    resolution = resolve.resolve_motion(motion=voted(assembly, (9, 0, 0)), by=None, at=minute(3))
    assert "present 7" in resolution.figures["quorum"]["sentence"]["en"]
    assert resolution.figures["present"] == 9


def test_minutes_keep_own_and_represented_votes_apart() -> None:
    assembly = meeting_by_proxy()
    entries = entries_of(assembly)
    lodge(assembly, entries[8], entries[0])
    checked_in(assembly, 7)
    voted(assembly, (8, 0, 0))
    facts = meeting_of(assembly)
    assert (facts.attendance.attended, facts.attendance.represented) == (7, 1)
    assert [(q.present, q.represented, q.votes) for q in facts.quorum] == [(8, 1, 8)] * 2
    [given] = facts.attendance.proxies
    assert (given.holder, given.ended_at) == (person_of(entries[0]).name, None)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["授权委托书", "委托人", "受托人"]), ("en", ["Authority to vote", "seal"])],
)
def test_letter_names_who_gives_whom_what(language: str, words: list[str]) -> None:
    assembly = meeting_by_proxy()
    one, two = entries_of(assembly)[:2]
    proxy = proxies.draft_proxy(
        assembly=assembly,
        principal=one,
        holder=person_of(two),
        scope="第三项议程 / item 3",
        by=None,
        at=minute(0),
    )
    text = text_of(proxies.letter_of_authority(proxy=proxy, language=language))
    assert one.firm is not None
    named = [one.firm.name.text(language), person_of(two).name.text(language), "item 3", *words]
    assert [word for word in named if word.replace(" ", "") not in text.replace(" ", "")] == []


def test_holder_must_be_there_again_after_the_roll_lost_them() -> None:
    assembly = meeting_by_proxy()
    one, two = entries_of(assembly)[:2]
    proxy = draft(assembly, one, two)
    RollEntry.objects.filter(pk=two.pk).update(entitled=False)
    with pytest.raises(HolderNotEntitled):
        proxies.lodge_proxy(proxy=proxy, signed_copy=SIGNED, by=None, at=minute(0))
    assert Proxy.objects.get().state == ProxyState.DRAFT
