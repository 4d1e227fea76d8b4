"""What is refused of nominations, told to who nominates, who stands and who decides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class NothingElected(AssemblyRefused):
    code = "nothing_elected"
    message = _(
        "“%(item)s” elects nobody by secret ballot, so nobody is nominated for it. Choose an item "
        "that does."
    )


class CandidatesLaidDown(AssemblyRefused):
    code = "candidates_laid_down"
    message = _(
        "The ballot of “%(item)s” is prepared with its candidates. Take the ballot back first; "
        "once it was opened, who stands on it stays."
    )


class DayIsOver(AssemblyRefused):
    code = "day_is_over"
    message = _("%(day)s is over. Choose today or a later day.")


class NominationsStand(AssemblyRefused):
    code = "nominations_stand"
    message = _(
        "Nominations were called for under “%(item)s”, and they stay on record. Keep the item; set "
        "it aside at the meeting if nobody is to be elected."
    )


class NominationsClosed(AssemblyRefused):
    code = "nominations_closed"
    message = _(
        "Nominations were taken until %(day)s. The secretariat may set a later day while the list "
        "is not confirmed."
    )


class NominationsStillOpen(AssemblyRefused):
    code = "nominations_still_open"
    message = _("Nominations are taken until %(day)s. The list is confirmed after that.")


class ListConfirmed(AssemblyRefused):
    code = "list_confirmed"
    message = _(
        "The list of candidates is confirmed. Somebody on it may still withdraw; for anything else "
        "whoever handles the nominations reopens the list first."
    )


class OfficeNotElected(AssemblyRefused):
    code = "office_not_elected"
    message = _(
        "“%(item)s” does not elect to this office: %(office)s. Nominate under another item."
    )


class NominationWayClosed(AssemblyRefused):
    code = "nomination_way_closed"
    message = _("Nobody is nominated %(way)s here (%(citation)s). Nominate in another way.")


class SupporterNotAMember(AssemblyRefused):
    code = "supporter_not_a_member"
    message = _(
        "%(firm)s is no member in good standing on %(day)s, or has no voting representative, so it "
        "nominates nobody. Look at its standing in the register."
    )


class NominationOver(AssemblyRefused):
    code = "nomination_over"
    message = _(
        "The nomination of %(person)s is “%(state)s”. Nominate them anew if that is wanted."
    )


class NominatedAlready(AssemblyRefused):
    code = "nominated_already"
    message = _(
        "%(person)s is nominated for %(office)s already, %(way)s: “%(state)s”. Leave it at that, "
        "or have that nomination withdrawn first."
    )


class NotNominatedJointly(AssemblyRefused):
    code = "not_nominated_jointly"
    message = _("%(person)s was nominated %(way)s and needs no supporters.")


class ConsentNotOwn(AssemblyRefused):
    code = "consent_not_own"
    message = _(
        "Only %(person)s agrees to stand, through their own log-in. On paper, add the signed paper "
        "or say where it is kept."
    )


class NotYetAgreed(AssemblyRefused):
    code = "not_yet_agreed"
    message = _("%(person)s has not agreed to stand. Ask for that first.")


class NotApprovable(AssemblyRefused):
    code = "not_approvable"
    message = _(
        "No approval sets this aside (%(citation)s). Let somebody else stand, or mend what is not "
        "met."
    )


class ApprovalOnRecord(AssemblyRefused):
    code = "approval_on_record"
    message = _("An approval for this is on record already: %(reference)s, %(on)s.")


class NobodyToAnnounce(AssemblyRefused):
    code = "nobody_to_announce"
    message = _(
        "Nobody is ready to be announced: whoever is nominated has to agree, and a joint "
        "nomination needs its supporters."
    )


class NomineesUnqualified(AssemblyRefused):
    code = "nominees_unqualified"
    message = _(
        "Not qualified, or not known to be: %(names)s. Settle what their checks say, record the "
        "approval, or strike them off."
    )


class NomineesChanged(AssemblyRefused):
    code = "nominees_changed"
    message = _("The nominees changed while the notice was being made. Publish it again.")


class NoticePeriodShort(AssemblyRefused):
    code = "notice_period_short"
    message = _("Candidates are announced for at least %(days)s days (%(citation)s).")


class NoticeBeyondMeeting(AssemblyRefused):
    code = "notice_beyond_meeting"
    message = _(
        "Objections could be raised until %(day)s, which is not before the meeting. Shorten the "
        "notice if the rules let you, or move the meeting."
    )


class NotAnnounced(AssemblyRefused):
    code = "not_announced"
    message = _("%(person)s is not announced, so there is nothing to object to yet.")


class NoticeOver(AssemblyRefused):
    code = "notice_over"
    message = _(
        "Objections to %(person)s were taken until %(day)s (%(citation)s). The meeting itself may "
        "still hear it."
    )


class ObjectorUnnamed(AssemblyRefused):
    code = "objector_unnamed"
    message = _("Say what is objected, and who says so.")


class OwnNomination(AssemblyRefused):
    code = "own_nomination"
    message = _(
        "Nobody decides on their own nomination. Let another member of the committee do it."
    )


class ListNotReady(AssemblyRefused):
    code = "list_not_ready"
    message = _(
        "The list cannot be confirmed yet: %(what)s. Settle that first, or strike off who does not "
        "stand."
    )


class PlacesUnclear(AssemblyRefused):
    code = "places_unclear"
    message = _("Give every candidate for an office a place of their own, from 1 on.")


class CandidateUnconfirmed(AssemblyRefused):
    code = "candidate_unconfirmed"
    message = _(
        "Under “%(item)s” candidates come from nominations, and these are not on the confirmed "
        "list: %(names)s. Confirm the list first, or leave them out."
    )


class CandidateNotListed(CandidateUnconfirmed):
    """The same where the list is confirmed without them."""

    code = "candidate_not_listed"
    message = _(
        "The list of candidates for “%(item)s” is confirmed, and these are not on it: %(names)s. "
        "Leave them out, or reopen the list on the page of the nominations."
    )


class CandidateUnfit(AssemblyRefused):
    code = "candidate_unfit"
    message = _(
        "%(person)s cannot stand for %(office)s: %(what)s Let somebody else stand; a ballot that "
        "is prepared already is taken back for that. Where the rule lets it be approved, call for "
        "nominations under this item: the approval is put on record there."
    )


class NomineeUnfit(AssemblyRefused):
    code = "nominee_unfit"
    message = _(
        "%(person)s is on the confirmed list for %(office)s, and checks speak against it now: "
        "%(what)s Reopen the list on the page of the nominations; record the approval, add what "
        "is missing, or strike them off; then confirm it anew. A ballot that is prepared already "
        "is taken back first."
    )


class NobodyFound(AssemblyRefused):
    code = "nobody_found"
    message = _(
        "This preliminary ballot has no published result that found anybody. Publish it first."
    )
