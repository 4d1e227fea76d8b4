"""Two hands on one box at once, over real transactions."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from elections.crypto import encoding, trustees
from elections.domain import casting, ceremony, intake, opening, results, slips
from elections.enums import ElectionState
from elections.errors import ElectionRefused
from elections.models import Ballot, Election
from tests.factories.elections import AT, make_open_box, make_ready_box
from tests.factories.slips import SlipBox, make_slip_box

pytestmark = pytest.mark.django_db(transaction=True)


def run_together(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a thread of its own, all started by one barrier; results or refusals."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            outcomes[number] = act()
        except ElectionRefused as refusal:
            outcomes[number] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_concurrent_casts_by_one_credential_leave_one_counted_ballot() -> None:
    box = make_open_box(voters=2)
    entry = box.entries[0]
    made = [box.make_ballot(entry, choice)[0] for choice in ([[1, 0]], [[0, 1]], [[0, 0]])]

    outcomes = run_together(
        *(
            lambda raw=raw: casting.cast_ballot(
                election=box.election, entry=entry, raw=raw, supplement=None
            )
            for raw in made
        )
    )

    assert all(isinstance(outcome, Ballot) for outcome in outcomes)
    positions = list(box.refresh().ballots.values_list("position", flat=True))
    assert positions == [1, 2, 3]
    assert box.election.participations.filter(cast=True).count() == 1
    box.close()
    box.decrypt()
    counted = results.contest_figures(box.election.contests.get())
    assert (counted.returned, counted.valid) == (1, 1)


def test_concurrent_casts_of_one_ballot_are_one_ballot() -> None:
    box = make_open_box(voters=2)
    entry = box.entries[0]
    raw, _none = box.make_ballot(entry, [[1, 0]])

    outcomes = run_together(
        *(
            lambda: casting.cast_ballot(
                election=box.election, entry=entry, raw=raw, supplement=None
            )
            for _time in range(3)
        )
    )

    assert [getattr(outcome, "position", outcome) for outcome in outcomes] == [1, 1, 1]
    assert box.refresh().ballots.count() == 1


def test_two_entries_with_one_code_at_once_leave_one_ballot() -> None:
    box = make_open_box(voters=2)
    one, two = box.entries
    box.codes[two.pk] = box.codes[one.pk]
    made = [(entry, box.make_ballot(entry, [[1, 0]])[0]) for entry in (one, two)]

    outcomes = run_together(
        *(
            lambda entry=entry, raw=raw: casting.cast_ballot(
                election=box.election, entry=entry, raw=raw, supplement=None
            )
            for entry, raw in made
        )
    )

    assert sorted(str(getattr(outcome, "position", outcome)) for outcome in outcomes) == [
        "1",
        "foreign_code",
    ]
    assert Election.objects.get().participations.filter(cast=True).count() == 1


def test_cast_and_closing_at_once_leave_a_tally_of_all_that_is_in_the_box() -> None:
    box = make_open_box(voters=3)
    made = [(entry, box.make_ballot(entry, [[1, 0]])[0]) for entry in box.entries]

    outcomes = run_together(
        box.close,
        *(
            lambda entry=entry, raw=raw: casting.cast_ballot(
                election=box.election, entry=entry, raw=raw, supplement=None
            )
            for entry, raw in made
        ),
    )

    accepted = sum(isinstance(outcome, Ballot) for outcome in outcomes)
    assert all(
        isinstance(outcome, Ballot | Election) or outcome == "closed" for outcome in outcomes
    )
    box.refresh()
    box.decrypt()
    assert results.contest_figures(box.election.contests.get()).lines[0].votes_for == accepted


def test_key_replaced_during_the_opening_is_not_another_than_the_box_was_opened_with() -> None:
    for _round in range(4):
        box = make_ready_box(voters=2)
        assert box.election.ceremony
        first = box.election.ceremony.trustees.first()
        private, _public = trustees.new_keypair()
        message = encoding.dump(trustees.public_message(private))

        run_together(
            lambda box=box: opening.open_election(
                election=box.election, present=box.entries, by=None, at=AT
            ),
            lambda first=first, message=message: ceremony.submit_key(
                trustee=first, message=message, by=None, at=AT
            ),
        )

        row = box.refresh()
        first.refresh_from_db()
        assert row.state != ElectionState.OPEN or first.public_key in row.trustees_raw


def box_of_two_slips() -> SlipBox:
    box = make_slip_box(printed=2)
    present = box.entries[:2]
    box.issue(present)
    box.open(present)
    return box


def how_many_voted(box: SlipBox, code: str) -> tuple[int, int]:
    """Ballots in the box and votes counted, after another slip has voted too."""
    box.cast_slip(code, [[1, 0]])
    intake.check_received(election=box.election)
    box.close()
    box.decrypt()
    return box.election.ballots.count(), results.contest_figures(box.election.contests.get()).valid


@pytest.mark.parametrize("checked", ["at_once", "later"])
def test_one_slip_on_two_devices_at_once_is_cast_once(checked: str) -> None:
    box = box_of_two_slips()
    made = [box.fill_in(box.printed[0], choice)[0] for choice in ([[1, 0]], [[0, 1]])]

    def cast(raw: str) -> object:
        if checked == "later":
            return intake.keep(box.election, raw, None, slips.enter_by_slip)
        return slips.cast_by_slip(election=box.election, raw=raw, supplement=None)

    outcomes = run_together(*(lambda raw=raw: cast(raw) for raw in made))

    taken = [one for one in outcomes if hasattr(one, "tracker")]
    refused = [one for one in outcomes if not hasattr(one, "tracker")]
    assert (len(taken), refused) == (1, ["final"])
    assert how_many_voted(box, box.printed[1]) == (2, 2)


def test_one_ballot_of_a_slip_sent_twice_at_once_is_one_ballot() -> None:
    box = box_of_two_slips()
    raw, _none = box.fill_in(box.printed[0], [[1, 0]])

    outcomes = run_together(
        *(
            lambda: slips.cast_by_slip(election=box.election, raw=raw, supplement=None)
            for _device in range(3)
        )
    )

    assert [getattr(outcome, "position", outcome) for outcome in outcomes] == [1, 1, 1]
    assert how_many_voted(box, box.printed[1]) == (2, 2)
