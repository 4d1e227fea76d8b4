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
