"""What is refused after a meeting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class NoteEmpty(AssemblyRefused):
    code = "note_empty"
    message = _("Write down what was done.")


class ResolutionAnnulled(AssemblyRefused):
    code = "resolution_annulled"
    message = _("Resolution %(number)s was annulled: nothing is to be carried out any more.")


class PackUnknown(AssemblyRefused):
    code = "pack_unknown"
    message = _("No paper of that name belongs to this pack. Load the page again.")


class PackEmpty(AssemblyRefused):
    code = "pack_empty"
    message = _(
        "None of the papers is ready yet: finish the minutes, or attach what the list names."
    )


class PackMissing(AssemblyRefused):
    code = "pack_missing"
    message = _("Make the pack before you note that it was filed.")


class ReasonMissing(AssemblyRefused):
    code = "paper_reason_missing"
    message = _("Say why the authority does not need this paper.")


class FiledInFuture(AssemblyRefused):
    code = "filed_in_future"
    message = _("The day of filing lies in the future. Note it once the papers are handed in.")


class ProofNeeded(AssemblyRefused):
    code = "proof_needed"
    message = _("Add a picture of the notice board or of the page: it is the proof.")


class GoalEmpty(AssemblyRefused):
    code = "goal_empty"
    message = _("Say what the goal is.")


class PeriodReversed(AssemblyRefused):
    code = "period_reversed"
    message = _("The period ends before it begins.")


class SourceNeeded(AssemblyRefused):
    code = "source_needed"
    message = _("Say who decided the period, or which text states it.")


class HandoverConcluded(AssemblyRefused):
    code = "handover_concluded"
    message = _(
        "This handover is concluded and stays as it was signed. Put what came later in a "
        "supplement."
    )


class HandoverStillOpen(AssemblyRefused):
    code = "handover_still_open"
    message = _("The handover is not concluded yet: put it in there.")


class HandoverIncomplete(AssemblyRefused):
    code = "handover_incomplete"
    message = _(
        "Neither handed over nor with a remark why not: %(items)s. "
        "Tick each of them, or say what becomes of it."
    )


class HandoverEmpty(AssemblyRefused):
    code = "handover_empty"
    message = _("Nothing is on the list. Put on it what is handed over.")


class HandoverChanged(AssemblyRefused):
    code = "handover_changed"
    message = _(
        "The list was changed while its paper was being made. Look at it and conclude it again."
    )


class HandoverUndated(AssemblyRefused):
    code = "handover_undated"
    message = _("Give the day on which the handover was held.")


class WitnessMissing(AssemblyRefused):
    code = "handover_witness_missing"
    message = _("Say who witnesses the handover: the witness signs it too.")


class TermsApart(AssemblyRefused):
    code = "handover_terms_apart"
    message = _("A handover goes from a term of a body to the next term of the same body.")


class ThingMissing(AssemblyRefused):
    code = "handover_thing_missing"
    message = _("Say what is handed over.")


class LineOfRecord(AssemblyRefused):
    code = "handover_line_of_record"
    message = _(
        "The record proposed this line. Leave it on the list, and say in the remark why it is not "
        "handed over."
    )


class HandedInFuture(AssemblyRefused):
    code = "handed_in_future"
    message = _("The day of handing over lies in the future. Tick it once it is handed over.")


class HandoverUnsigned(AssemblyRefused):
    code = "handover_unsigned"
    message = _("Conclude the handover first: what is signed is the concluded paper.")
