"""Taking part remotely: noted like an arrival, counted, voting, and judged by the rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import override

from assemblies.domain.convening import proxies
from assemblies.domain.convening.notice import draft_notice
from assemblies.domain.convening.second_call import call_again
from assemblies.domain.presence import outside_holders, own_presence
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.domain.presence.check_in import check_out
from assemblies.domain.presence.key_holders import name_key_holders
from assemblies.domain.presence.quorum import quorum_now, state_quorum
from assemblies.domain.presence.remote import set_remote_access
from assemblies.domain.signing.figure_checks import figure_checks
from assemblies.domain.sitting import hands, resolve, session
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.writing.minutes_facts import as_data, build_facts
from assemblies.enums import Method
from assemblies.errors.remote import (
    RemoteBySlip,
    RemoteNotAllowed,
    RemoteNotForeseen,
    RemoteNotInNotice,
)
from assemblies.models import Assembly, Attendance
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.registrar_consents import record_consent
from bylaws.enums import Matter
from elections.enums import VotersBy
from members.models import Person
from tests.factories.assemblies import (
    both,
    entries_of,
    make_assembly,
    minute,
)
from tests.factories.members import make_person
from tests.factories.proxies import SIGNED, lodge, person_of
from tests.factories.remote import LINK, attended, come, counted, hybrid_meeting, only_motion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def test_re_election_in_china_lets_nobody_take_part_remotely() -> None:
    assembly = make_assembly()
    with pytest.raises(RemoteNotAllowed) as refused:
        set_remote_access(assembly=assembly, access=LINK, by=None, at=minute(0))
    assert "Minfa (2014) 227" in str(refused.value)
    assembly.refresh_from_db()
    assert not assembly.is_hybrid


def test_registrars_consent_opens_a_re_election_and_its_quorum_to_them() -> None:
    """And to nobody who is represented: CN-A11a."""
    assembly = hybrid_meeting(re_election=True, **{"assembly.proxies_per_holder": 3})
    entries = entries_of(assembly)
    for principal in entries[6:]:
        lodge(assembly, principal, entries[0])
    attended(assembly, in_hall=5, remote=0)
    with pytest.raises(RemoteNotForeseen):
        come(assembly, entries[5], minute(1), remote=True)
    record_consent(
        book=rulebook_on(date(2026, 12, 18)),
        subject="assembly.re_election.remote",
        reference="民函〔2026〕12号",
        given_on=date(2026, 11, 2),
        by=None,
        at=minute(0),
    )
    # The notice had told it.
    Assembly.objects.update(remote_access=LINK)
    assembly.refresh_from_db()
    verdict = quorum_now(assembly)
    assert (verdict.present, verdict.required, verdict.is_met) == (5, 6, False)
    come(assembly, entries[5], minute(1), remote=True)
    assert counted(assembly) == (5, 1, 3)
    verdict = quorum_now(assembly)
    assert (verdict.present, verdict.is_met) == (6, True)


def test_slips_are_not_for_a_meeting_that_the_notice_opened() -> None:
    assembly = hybrid_meeting()
    with pytest.raises(RemoteBySlip):
        name_key_holders(
            assembly=assembly,
            authority=make_person(),
            trustees=[make_person(), make_person()],
            voters_by=VotersBy.SLIPS,
            by=None,
            at=minute(1),
        )


def test_second_call_is_open_as_the_first_was() -> None:
    assembly = hybrid_meeting(
        **{"assembly.quorum": {"base": "entitled", "num": 2, "den": 3, "comparison": "ge"}}
    )
    attended(assembly, in_hall=1, remote=0)
    second = call_again(assembly=assembly, starts_at=minute(60 * 24 * 30), by=None, at=minute(60))
    assert second.remote_access == LINK


def test_notice_tells_how_and_only_its_words_may_change() -> None:
    assembly = hybrid_meeting()
    _subject, text = draft_notice(assembly)
    assert LINK.en in text["en"]
    assert LINK.zh in text["zh"]
    other = both("新链接", "A new link")
    for _twice in "12":
        set_remote_access(assembly=assembly, access=other, by=None, at=minute(1))
    assembly.refresh_from_db()
    assert assembly.remote_access == other
    with pytest.raises(RemoteNotInNotice):
        set_remote_access(assembly=assembly, access={}, by=None, at=minute(1))
    Assembly.objects.update(remote_access={})
    assembly.refresh_from_db()
    with pytest.raises(RemoteNotInNotice):
        set_remote_access(assembly=assembly, access=LINK, by=None, at=minute(1))


def test_who_takes_part_remotely_counts_and_is_told_apart() -> None:
    assembly = hybrid_meeting()
    attended(assembly, in_hall=4, remote=3)
    figures = attendance_figures(assembly)
    assert (figures.present, figures.remote, figures.absent) == (7, 3, 2)
    check = state_quorum(assembly=assembly, by=None, at=minute(1))
    assert (check.present, check.voters, check.remote, check.met) == (7, 7, 3, True)
    calc = calculator(assembly)
    assert (calc.in_hall, calc.remote, calc.represented, calc.present) == (4, 3, 0, 7)


def test_nobody_is_in_two_places() -> None:
    """From the hall to the screen and back: with both firms that they represent, and with those
    whose authority they hold."""
    assembly = hybrid_meeting(**{"assembly.proxies_per_holder": 2})
    first, second, principal = entries_of(assembly)[:3]
    second.person = person_of(first)
    second.save()
    lodge(assembly, principal, first)
    come(assembly, first, minute(1))
    come(assembly, second, minute(1))
    assert counted(assembly) == (2, 0, 1)

    own_presence.join_remotely(assembly=assembly, person=person_of(first), by=None, at=minute(2))
    assert counted(assembly) == (0, 2, 1)
    again = come(assembly, first, minute(3), remote=True)
    assert again.in_at == minute(2)
    assert Attendance.objects.filter(out_at__isnull=True, remote=True).count() == 3

    come(assembly, first, minute(4))
    assert counted(assembly) == (2, 0, 1)
    assert not Attendance.objects.filter(out_at__isnull=True, remote=True).exists()
    assert (
        own_presence.leave_remotely(
            assembly=assembly, person=person_of(first), by=None, at=minute(5)
        )
        == []
    )

    come(assembly, first, minute(6), remote=True)
    left = own_presence.leave_remotely(
        assembly=assembly, person=person_of(first), by=None, at=minute(7)
    )
    assert (len(left), counted(assembly)) == (2, (0, 0, 0))


def test_joining_ends_the_authority_that_one_gave() -> None:
    assembly = hybrid_meeting(**{"assembly.proxies_per_holder": 2})
    principal, holder = entries_of(assembly)[:2]
    lodge(assembly, principal, holder)
    come(assembly, holder, minute(1))
    assert counted(assembly) == (1, 0, 1)
    own_presence.join_remotely(
        assembly=assembly, person=person_of(principal), by=None, at=minute(2)
    )
    assert counted(assembly) == (1, 1, 0)


def test_holder_from_outside_the_roll_may_take_part_remotely() -> None:
    assembly = hybrid_meeting(
        **{"assembly.proxies_per_holder": 2, "assembly.proxies_to_anyone": True}
    )
    principal = entries_of(assembly)[0]
    outsider = Person.objects.create(name=both("外人", "Outsider"))
    drafted = proxies.draft_proxy(
        assembly=assembly, principal=principal, holder=outsider, by=None, at=minute(0)
    )
    proxies.lodge_proxy(proxy=drafted, signed_copy=SIGNED, by=None, at=minute(0))
    for remote in (True, True, False):
        outside_holders.holder_in(
            assembly=assembly, entry=principal, remote=remote, by=None, at=minute(1)
        )
        [stay] = Attendance.objects.filter(out_at__isnull=True)
        assert (stay.remote, stay.proxy_id) == (remote, drafted.pk)


def test_minutes_of_an_item_for_the_hall_alone_leave_out_who_was_not_there() -> None:
    assembly = hybrid_meeting(
        (Matter.WORK_REPORT, Method.SHOW_OF_HANDS),
        (Matter.ELECT_COUNCIL, Method.SECRET),
        **{"assembly.proxies_per_holder": 2},
    )
    entries = entries_of(assembly)
    lodge(assembly, entries[8], entries[6])
    attended(assembly, in_hall=6, remote=1)
    session.open_meeting(assembly=assembly, by=None, at=minute(1))
    for item in assembly.items.order_by("position"):
        state_quorum(assembly=assembly, item=item, by=None, at=minute(2))
    facts = as_data(build_facts(assembly))
    told = [
        (check["voters"], check["remote"], check["represented"], check["shut_out"])
        for check in facts["meeting"]["quorum"]
    ]
    assert told == [(8, 1, 1, 0), (8, 1, 1, 0), (6, 0, 0, 1)]
    assert [check.problem for check in figure_checks(facts) if not check.holds] == []
    facts["meeting"]["quorum"][2]["shut_out"] = 0
    assert not all(check.holds for check in figure_checks(facts))


def test_who_left_before_the_opening_did_not_attend() -> None:
    """As on the day from which a meeting was postponed."""
    assembly = hybrid_meeting()
    early, *others = attended(assembly, in_hall=6, remote=1)[::-1]
    check_out(assembly=assembly, entry=early, by=None, at=minute(1))
    session.open_meeting(assembly=assembly, by=None, at=minute(2))
    assembly.refresh_from_db()
    told = build_facts(assembly).meeting.attendance
    assert (told.attended, told.remote, len(others)) == (6, 0, 6)


def test_minutes_tell_them_apart_and_the_figures_check() -> None:
    assembly = hybrid_meeting()
    entries = attended(assembly, in_hall=4, remote=2)
    session.open_meeting(assembly=assembly, by=None, at=minute(1))
    come(assembly, entries[0], minute(2), remote=True)
    motion = only_motion(assembly)
    session.set_current(item=motion.item, by=None, at=minute(3))
    hands.record_show_of_hands(
        motion=motion, votes_for=6, votes_against=0, abstentions=0, by=None, at=minute(4)
    )
    resolve.resolve_motion(motion=motion, by=None, at=minute(5))
    facts = as_data(build_facts(assembly))
    told = facts["meeting"]
    assert told["hybrid"] is True
    assert [check["remote"] for check in told["quorum"]] == [2, 3]
    assert (told["attendance"]["attended"], told["attendance"]["remote"]) == (6, 2)
    assert [len(row["remote_from"]) for row in told["attendance"]["rows"]][:6] == [1, 0, 0, 0, 1, 1]
    assert [check.problem for check in figure_checks(facts) if not check.holds] == []
    told["quorum"][1]["remote"] = 2
    told["attendance"]["remote"] = 1
    wrong = [check for check in figure_checks(facts) if not check.holds]
    assert len(wrong) == 2
