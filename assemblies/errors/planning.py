"""What is refused while a meeting is planned."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class AgendaIncomplete(AssemblyRefused):
    code = "agenda_incomplete"
    message = _("The agenda is not complete: %(what)s Complete it before sending notice.")


class AgendaFixed(AssemblyRefused):
    code = "agenda_fixed"
    message = _(
        "The agenda was sent with the notice and can no longer be changed. What it does not name "
        "cannot be resolved."
    )


class CandidatesMissing(AssemblyRefused):
    code = "candidates_missing"
    message = _("“%(item)s” has no candidates yet. Enter them first.")


class CeremonyMissing(AssemblyRefused):
    code = "ceremony_missing"
    message = _("This meeting has no scrutineers with keys yet. Name them first, or vote on paper.")


class KeyHoldersFixed(AssemblyRefused):
    code = "key_holders_fixed"
    message = _(
        "Ballot boxes are prepared for the trustees who are named, so they stay. If one of them "
        "fails, take back the box that is not open yet, or annul the open one, and vote on paper."
    )


class AmendmentNotReady(AssemblyRefused):
    code = "amendment_not_ready"
    message = _(
        "“%(amendment)s” is not submitted to the vote (%(state)s). Submit it first, then put it on "
        "the agenda."
    )


class AmendmentOnAgenda(AssemblyRefused):
    code = "amendment_on_agenda"
    message = _(
        "“%(amendment)s” is on the agenda of “%(meeting)s” already. It is voted on in one meeting."
    )


class AmendmentChanged(AssemblyRefused):
    code = "amendment_changed"
    message = _(
        "“%(amendment)s” was changed after it was put on the agenda, so nobody votes on what was "
        "not announced. Set the item aside; what it says now is for the agenda of another meeting."
    )


class UnitsUndecided(AssemblyRefused):
    code = "units_undecided"
    message = _(
        "“%(item)s” is on the text that the single changes make. Vote on them first; still open: "
        "item %(numbers)s."
    )


class ScheduleUnlawful(AssemblyRefused):
    code = "schedule_unlawful"
    message = _("This dues standard cannot be put to the vote: %(findings)s")


class NoCaseChosen(AssemblyRefused):
    code = "no_case_chosen"
    message = _("Choose at least one application or proceeding.")


class CaseNotReady(AssemblyRefused):
    code = "case_not_ready"
    message = _("“%(case)s” is “%(state)s” and cannot be put to the vote. Settle that first.")


class CaseOnAgenda(AssemblyRefused):
    code = "case_on_agenda"
    message = _("“%(case)s” stands on the agenda of %(meeting)s already.")


class ElectionTooEarly(AssemblyRefused):
    code = "election_too_early"
    message = _(
        "“%(item)s” is voted on before anybody is elected (%(citation)s). Adopt it first, then "
        "open this ballot."
    )


class ClearanceMissing(AssemblyRefused):
    code = "clearance_missing"
    message = _(
        "Not cleared for an office yet (%(citation)s): %(names)s. Record what was agreed to on the "
        "page “Clearances” of the meeting; then open this ballot."
    )


class ClearanceOnRecord(AssemblyRefused):
    code = "clearance_on_record"
    message = _(
        "%(person)s was cleared on %(on)s by %(by)s already. Withdraw that first if it no longer "
        "holds."
    )


class KeyHolderStands(AssemblyRefused):
    code = "key_holder_stands"
    message = _(
        "Whoever stands for election neither holds a key of the ballots nor makes the voting codes "
        "(%(citation)s): %(names)s. Name others for that, or let them not stand."
    )


class OfficesIncompatible(AssemblyRefused):
    code = "offices_incompatible"
    message = _(
        "%(person)s cannot be %(first)s and %(second)s in the same term (%(citation)s). Let them "
        "stand for one of the two, or give up the other first."
    )


class TooFewCandidates(AssemblyRefused):
    code = "too_few_candidates"
    message = _(
        "%(title)s: %(standing)s stand for %(seats)s seats, and at least %(needed)s have to "
        "(%(citation)s). Let more stand, or fill fewer seats."
    )


class SeatsMissing(AssemblyRefused):
    code = "seats_missing"
    message = _(
        "“%(item)s”: nothing says how many seats are filled (%(office)s). Enter their number."
    )


class TooManyMarks(AssemblyRefused):
    code = "too_many_marks"
    message = _(
        "%(title)s: a ballot with more marks than seats is void (%(citation)s). Ask for at most "
        "one mark a seat."
    )


class MethodAgainstBylaws(AssemblyRefused):
    code = "method_against_bylaws"
    message = _(
        "%(title)s: the bylaws in force say otherwise of write-ins or blank votes (%(citation)s). "
        "Ask the question as they say."
    )


class UnitsIncompatible(AssemblyRefused):
    code = "units_incompatible"
    message = _(
        "%(person)s (%(first)s) and %(other)s (%(second)s) both come from %(firm)s "
        "(%(citation)s). Let one of them not stand."
    )


class StepDayRuled(AssemblyRefused):
    code = "step_day_ruled"
    message = _("This day is set by a rule (%(citation)s) and stays %(day)s. Move the meeting.")


class StepNotOwn(AssemblyRefused):
    code = "step_not_own"
    message = _(
        "“%(step)s” comes from the plan of the rules and keeps its words. Add a note to it."
    )


class StepUnnamed(AssemblyRefused):
    code = "step_unnamed"
    message = _("Say what is to be done, in one language at least.")


class StepDroppedSilently(AssemblyRefused):
    code = "step_dropped_silently"
    message = _("Say in the note why the step is not needed: whoever reads the plan asks.")


class NoAnswerForeseen(AssemblyRefused):
    code = "no_answer_foreseen"
    message = _("“%(step)s” waits for no authority's answer. Note on it that it is done.")


class DemandTooSmall(AssemblyRefused):
    code = "demand_too_small"
    message = _(
        "%(members)s of %(total)s members demand the meeting; %(needed)s are needed (%(citation)s)."
    )


class TrusteesMissing(AssemblyRefused):
    code = "trustees_missing"
    message = _("Nobody is named to hold a key yet, so there is nobody to confirm.")


class NoConfirmation(AssemblyRefused):
    code = "no_confirmation"
    message = _(
        "Resolution %(number)s does not confirm anybody here: it has to be of this meeting, passed "
        "and not annulled."
    )
