"""What is refused on seats that a ballot left open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class SeatsStillOpen(AssemblyRefused):
    code = "seats_still_open"
    message = _(
        "Seats of “%(item)s” are still open (%(seats)s). Hold another ballot, or decide otherwise "
        "on them, on the page “Seats left open”."
    )


class WayNotOffered(AssemblyRefused):
    code = "way_not_offered"
    message = _(
        "“%(way)s” is not open for the seats of “%(contest)s”. Look at the page again: what may "
        "follow stands there with its source."
    )


class MeetingMustDecide(AssemblyRefused):
    code = "meeting_must_decide"
    message = _(
        "No text in force says that “%(way)s” follows. Let the meeting decide it, or its election "
        "method say so, and write down where and how."
    )


class NumberMissing(AssemblyRefused):
    code = "number_missing"
    message = _(
        "No text in force says how many stand in another ballot. Enter the number that the meeting "
        "decided on, of the %(standing)s who were not elected."
    )


class SeniorityUnknown(AssemblyRefused):
    code = "seniority_unknown"
    message = _("The register does not have what this goes by: %(missing)s. Enter it there first.")


class SeniorityEqual(AssemblyRefused):
    code = "seniority_equal"
    message = _("%(names)s are equal in this too. The meeting decides how to go on.")


class LotNotCommitted(AssemblyRefused):
    code = "lot_not_committed"
    message = _("Nothing is drawn yet: first show the list and the rule of the lot.")


class LotSeedInvalid(AssemblyRefused):
    code = "lot_seed_invalid"
    message = _(
        "Enter the digits that were called in the hall: %(least)s or more, and nothing but digits."
    )


class LotAlreadyDrawn(AssemblyRefused):
    code = "lot_already_drawn"
    message = _("This lot was drawn from %(seed)s. A lot is drawn once.")


class LotOfAnnulledBallot(AssemblyRefused):
    code = "lot_of_annulled_ballot"
    message = _(
        "The ballot of this lot was annulled, so nothing is drawn from its list. Hold the ballot "
        "that repeats it, and decide on the seats that this one leaves open."
    )


class SeatNotHeldBack(AssemblyRefused):
    code = "seat_not_held_back"
    message = _("No seat is held back here. Look at the resolution that stands.")


class SeatHeldAlready(AssemblyRefused):
    code = "seat_held_already"
    message = _("%(person)s is %(office)s in this term already. Look into the register.")


class SeatTaken(AssemblyRefused):
    code = "seat_taken"
    message = _(
        "Every seat (%(office)s) is held by somebody in this term, so %(person)s is given none. "
        "Look into the register."
    )


class SeatSourceMissing(AssemblyRefused):
    code = "seat_source_missing"
    message = _("Enter the paper that settles what stood against the seat, or say it in words.")


class SeatDayOutside(AssemblyRefused):
    code = "seat_day_outside"
    message = _("Enter a day from that of the election to today: from then the seat is held.")
