"""Anonymous slips: drawn, scanned out, cast once, counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from elections import errors
from elections.crypto import archive
from elections.crypto.audit import audit
from elections.crypto.ballot import read_ballot
from elections.crypto.credentials import new_code
from elections.crypto.election import parse
from elections.crypto.errors import CheckFailed
from elections.domain import board, casting, intake, slip_box, slips
from elections.domain import ceremony as keys
from elections.domain.eligibility import obstacle_to_vote
from elections.domain.publishing import publish_result
from elections.domain.readiness import missing_before_opening
from elections.domain.results import contest_figures
from elections.domain.slips import cast_by_slip
from elections.domain.weights import slips_held
from elections.enums import ElectionState, SlipOutReason, VotersBy
from elections.models import Election, Participation
from tests.factories.elections import AT, make_ceremony, make_election, make_open_box, slate
from tests.factories.slips import SlipBox, make_slip_box, register, send

pytestmark = pytest.mark.django_db
FOR, AGAINST = [[1, 0]], [[0, 1]]


def open_for_three() -> SlipBox:
    """Three of four drew one of five slips, and the two that were left are out."""
    box = make_slip_box()
    box.issue(box.entries[:3])
    box.scan_out(*box.printed[3:])
    box.open(box.entries[:3])
    return box


def test_three_slips_of_five_are_drawn_cast_counted_and_verified() -> None:
    box = make_slip_box()
    present = box.entries[:3]
    box.issue(present)
    assert box.scan_out(*box.printed[3:]) == [None, None]
    box.open(present)

    for code, choice in zip(box.printed, [FOR, FOR, AGAINST], strict=False):
        box.cast_slip(code, choice)
    box.close()
    box.decrypt()
    publish_result(election=box.election, by=None, at=AT + timedelta(hours=3))
    box.refresh()

    report = audit(archive.read(board.archive_bytes(box.election)))
    assert (report.state, report.result) == ("complete", [[2, 1]])
    assert (report.credentials, report.voters) == (3, 3)
    figures = contest_figures(box.election.contests.get())
    assert (figures.issued, figures.returned, figures.valid) == (3, 3, 3)
    assert box.election.slips == {
        "made": 5,
        "issued": 3,
        "surplus": 2,
        "returned": 0,
        "exchanged": 0,
        "spoiled": 0,
    }
    assert not Participation.objects.filter(election=box.election, cast=True).exists()


def test_slates_by_slip_have_their_supplements() -> None:
    box = make_slip_box(slate())
    box.issue(box.entries[:1])
    box.scan_out(*box.printed[1:])
    box.open(box.entries[:1])

    taken = box.cast_slip(box.printed[0], [[1, 1, 0], [0, 0, 1]])

    assert taken.tracker
    assert taken.credential in {c.public for c in box.election.credentials.all()}


def test_box_opens_only_when_the_list_holds_those_drawn() -> None:
    box = make_slip_box()
    with override("en"):
        assert [m.code for m in missing_before_opening(box.election)] == ["slips_issue"]
        box.issue(box.entries[:3])
        [surplus] = missing_before_opening(box.refresh())
        assert (surplus.code, surplus.what) == ("slips_surplus", "scan out 2 surplus slips")
    with pytest.raises(errors.NotReady):
        box.open(box.entries[:3])

    box.scan_out(*box.printed[3:])
    assert box.refresh().state == ElectionState.READY
    box.issue(box.entries[3:])

    [lacking] = missing_before_opening(box.refresh())
    assert (lacking.code, box.election.state) == ("slips_missing", ElectionState.DRAFT)


def test_ballot_of_a_slip_is_final_and_the_same_one_is_the_same() -> None:
    box = open_for_three()
    raw, supplement = box.fill_in(box.printed[0], FOR)
    first = cast_by_slip(election=box.election, raw=raw, supplement=supplement)

    again = cast_by_slip(election=box.election, raw=raw, supplement=supplement)
    with pytest.raises(errors.BallotFinal):
        box.cast_slip(box.printed[0], AGAINST)

    assert again.pk == first.pk
    assert box.election.ballots.count() == 1


def test_verifier_refuses_a_second_ballot_of_a_slip() -> None:
    """Put into the box past the act that would refuse it, as whoever runs the server could."""
    box = open_for_three()
    box.cast_slip(box.printed[0], FOR)
    raw, supplement = box.fill_in(box.printed[0], AGAINST)
    checked = read_ballot(
        parse(box.election.raw), raw, credentials=casting.publics_of(box.election)
    )
    casting.append(box.refresh(), casting.of_ballot(checked), raw, supplement)

    with pytest.raises(CheckFailed, match=r"ballot 2: second_ballot"):
        audit(archive.read(board.archive_bytes(box.refresh())))


def test_received_ballot_of_a_slip_is_final_too() -> None:
    box = open_for_three()
    raw, supplement = box.fill_in(box.printed[0], FOR)
    other, more = box.fill_in(box.printed[0], AGAINST)
    door = slips.enter_by_slip
    intake.keep(box.election, raw, supplement, door)

    with pytest.raises(errors.BallotFinal):
        intake.keep(box.election, other, more, door)
    intake.check_received(election=box.election, clock=lambda: AT)

    assert box.election.ballots.count() == 1


def test_slip_of_another_day_is_refused_everywhere() -> None:
    box, yesterday = open_for_three(), make_slip_box()

    with pytest.raises(errors.SlipNotListed):
        box.cast_slip(yesterday.printed[0], FOR)
    [refusal] = box.scan_out(yesterday.printed[0], reason=SlipOutReason.RETURNED)

    assert isinstance(refusal, errors.SlipUnknown)


def test_surplus_slip_that_was_scanned_out_casts_nothing() -> None:
    box = open_for_three()

    with pytest.raises(errors.SlipNotListed):
        box.cast_slip(box.printed[4], FOR)


def test_slip_scanned_twice_is_told_so() -> None:
    box = make_slip_box()

    first, again = box.scan_out(box.printed[0], box.printed[0])

    assert first is None
    assert isinstance(again, errors.SlipOutAlready)
    assert box.election.credentials.count() == 4


def test_leavers_slip_is_void_in_the_open_box_and_off_the_list_of_the_next() -> None:
    box = open_for_three()
    later = make_election(held=box.ceremony, on_roll=box.election.roll)
    send(box, later, without=box.printed[3:])
    leaver, code = box.entries[0], box.printed[0]
    slip_box.return_slip(ceremony=box.ceremony, entry=leaver, by=None, at=AT)
    scanned = [box.read(code, box.election, later)]
    reason = SlipOutReason.RETURNED
    told = slip_box.scan_out(ceremony=box.ceremony, scanned=scanned, reason=reason, by=None, at=AT)

    assert told == [None]
    with pytest.raises(errors.SlipVoid):
        box.cast_slip(code, FOR)
    assert (box.election.credentials.count(), later.credentials.count()) == (3, 2)
    assert Election.objects.get(pk=later.pk).state == ElectionState.READY


def test_slip_whose_ballot_is_in_the_box_stays_until_that_is_closed() -> None:
    box = open_for_three()
    box.cast_slip(box.printed[0], FOR)

    [refusal] = box.scan_out(box.printed[0], reason=SlipOutReason.RETURNED)
    assert isinstance(refusal, errors.SlipHasVoted)
    box.close()

    assert box.scan_out(box.printed[0], reason=SlipOutReason.RETURNED) == [None]
    assert box.election.ballots.count() == 1


def test_slip_with_halves_of_another_slip_is_refused_whole() -> None:
    box = make_slip_box()
    mixed = slip_box.Scanned(box.read(box.printed[0]).public, {str(box.election.pk): "00" * 32})

    [refusal] = slip_box.scan_out(
        ceremony=box.ceremony, scanned=[mixed], reason="surplus", by=None, at=AT
    )

    assert isinstance(refusal, errors.SlipMalformed)
    assert (box.election.credentials.count(), box.ceremony.slips.filter(out="").count()) == (5, 5)


def test_box_stays_shut_while_a_slip_is_with_who_may_not_vote() -> None:
    box = make_slip_box()
    box.issue(box.entries[:3])
    box.scan_out(*box.printed[3:])

    with override("en"), pytest.raises(errors.SlipHoldersAway, match=str(box.entries[2])):
        box.open(box.entries[:2])


def test_who_did_not_draw_is_present_and_was_issued_nothing() -> None:
    box = make_slip_box()
    box.issue(box.entries[:3])
    box.scan_out(*box.printed[3:])
    election = box.open(box.entries)

    assert election.present_at_opening == 4
    assert set(election.participations.values_list("entry", flat=True)) == {
        entry.pk for entry in box.entries[:3]
    }


def test_exchange_for_paper_leaves_nobody_issued_by_slip() -> None:
    box = make_slip_box()
    box.issue(box.entries[:3])
    slip_box.return_slip(
        ceremony=box.ceremony, entry=box.entries[0], exchanged=True, by=None, at=AT
    )
    box.scan_out(box.printed[0], reason=SlipOutReason.EXCHANGED)
    box.scan_out(*box.printed[3:])
    election = box.open(box.entries[:3])

    assert (election.slips["issued"], election.slips["exchanged"]) == (2, 1)
    assert election.participations.count() == 2


def test_issue_and_return_repeated_change_nothing() -> None:
    box = make_slip_box()
    entry = box.entries[0]
    box.issue([entry, entry])
    assert slips_held(box.ceremony).count() == 1

    first = slip_box.return_slip(ceremony=box.ceremony, entry=entry, by=None, at=AT)
    again = slip_box.return_slip(
        ceremony=box.ceremony, entry=entry, by=None, at=AT + timedelta(minutes=1)
    )
    assert (first.pk, first.returned_at) == (again.pk, again.returned_at)
    with pytest.raises(errors.SlipNotDrawn):
        slip_box.return_slip(ceremony=box.ceremony, entry=box.entries[1], by=None, at=AT)

    box.issue([entry])
    assert slips_held(box.ceremony).count() == 1


def test_log_in_casts_nothing_in_a_box_by_slip() -> None:
    box = open_for_three()
    entry = box.entries[0]
    raw, supplement = box.fill_in(box.printed[0], FOR)

    assert isinstance(obstacle_to_vote(box.election, entry), errors.VoteBySlip)
    with pytest.raises(errors.VoteBySlip):
        casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=supplement)


def test_slip_casts_nothing_where_voters_have_letters() -> None:
    box = make_open_box()
    raw, supplement = box.make_ballot(box.entries[0], FOR)

    with pytest.raises(errors.NotBySlip):
        cast_by_slip(election=box.election, raw=raw, supplement=supplement)


def test_slips_are_for_the_hall_alone() -> None:
    held = make_ceremony()
    far = make_election(held=held, in_hall=False)
    with pytest.raises(errors.SlipsInHallOnly):
        keys.choose_voters_by(ceremony=held, voters_by=VotersBy.SLIPS, by=None, at=AT)
    far.delete()
    by_slip = keys.choose_voters_by(ceremony=held, voters_by=VotersBy.SLIPS, by=None, at=AT)

    with pytest.raises(errors.SlipsInHallOnly):
        make_election(held=by_slip, in_hall=False)


def test_further_slips_may_be_made_and_others_only_before_any_was_drawn() -> None:
    box = make_slip_box(printed=2)
    box.issue(box.entries[:1])
    first, box.printed = box.printed, [*box.printed, new_code()]
    register(box)
    assert box.ceremony.slips.count() == 3

    box.printed = [new_code(), *first]
    with pytest.raises(errors.SlipsInUse):
        register(box)
    with pytest.raises(errors.VotersFixed):
        keys.choose_voters_by(ceremony=box.ceremony, voters_by=VotersBy.LETTERS, by=None, at=AT)


def test_list_of_a_box_has_one_half_for_each_slip_that_is_not_out() -> None:
    box = make_slip_box()
    box.scan_out(box.printed[0])

    with pytest.raises(errors.CredentialsMismatch):
        send(box, box.election)
    send(box, box.election, without=[box.printed[0]])

    assert box.election.credentials.count() == 4


def test_name_of_the_slips_is_of_no_ballot_box() -> None:
    held = make_ceremony()
    name = slip_box.name_of_slips(held)

    assert (len(name), name) == (22, slip_box.name_of_slips(held))
    assert name != slip_box.name_of_slips(make_ceremony())
    assert len(make_election(held=held).code) == 14
