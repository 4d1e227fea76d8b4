"""Why an act of an election is refused. ``code`` is stable; the sentence says what to do."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class ElectionRefused(ActRefused):
    """Base of the refusals of this app."""


class WrongState(ElectionRefused):
    code = "wrong_state"
    message = _("The ballot box is “%(state)s”; this step does not follow from there.")


class RepetitionStands(ElectionRefused):
    code = "repetition_stands"
    message = _(
        "This ballot box repeats one that was annulled and stays in its place. Annul it too where "
        "it should be held otherwise."
    )


class RollEmpty(ElectionRefused):
    code = "roll_empty"
    message = _(
        "Nobody is entitled on this roll. Check the record date and the members' standing first."
    )


class ContestInvalid(ElectionRefused):
    code = "contest_invalid"


class ChannelMismatch(ElectionRefused):
    code = "channel_mismatch"
    message = _("This ballot box is %(channel)s; this step belongs to the other way of voting.")


class NotReady(ElectionRefused):
    """Something that must be there before the opening is missing."""

    code = "not_ready"
    message = _("The ballot box cannot be opened yet: %(missing)s")


class SmallElectorate(ElectionRefused):
    code = "small_electorate"
    message = _(
        "Only %(voters)s may vote here: with so few ballots the result alone can tell how somebody "
        "voted. Record that the meeting was told and agrees, then open the ballot box."
    )


class NobodyPresent(ElectionRefused):
    code = "nobody_present"
    message = _("Nobody who may vote is present. Check in those present first.")


class NotEntitled(ElectionRefused):
    code = "not_entitled"
    message = _("%(entry)s is not entitled on the roll of this ballot box.")


class CredentialsMismatch(ElectionRefused):
    code = "credentials_mismatch"
    message = _(
        "%(given)s public codes came, but %(needed)s votes are entitled. Make one code for each "
        "entitled entry of the roll and send them again."
    )


class CredentialInvalid(ElectionRefused):
    code = "credential_invalid"
    message = _(
        "One of the public codes is repeated or not a code. Nothing was taken over; make the list "
        "again from the saved file."
    )


class ResultUndecided(ElectionRefused):
    """Every share verifies and yet nothing decodes: one of the keys is not what its share says."""

    code = "result_undecided"
    message = _(
        "The shares are all valid and still give no result, so one trustee's device made a wrong "
        "one. The last share was not taken over; if it happens again, annul the ballot and repeat "
        "it on paper."
    )


class CountRefused(ElectionRefused):
    """A count on paper that does not reconcile; the message names each equality that fails."""

    code = "count_refused"


class CountIncomplete(ElectionRefused):
    code = "count_incomplete"
    message = _("The count must have a line for every candidate of the ballot, and no other.")


class PapersExceedPresent(ElectionRefused):
    code = "papers_exceed_present"
    message = _(
        "%(issued)s ballots handed out are more than the %(present)s present. Count them again."
    )


class PapersNotCounted(ElectionRefused):
    code = "papers_not_counted"
    message = _("Enter how many ballots were handed out, as a whole number.")


class NotATeller(ElectionRefused):
    code = "not_a_teller"
    message = _("%(person)s is not a teller of this ballot box.")


class ReasonMissing(ElectionRefused):
    code = "reason_missing"
    message = _("Say why the ballot is annulled, and who decided it.")


class NotAnnulled(ElectionRefused):
    code = "not_annulled"
    message = _("Only an annulled ballot can be repeated. Annul it first, with reason and names.")


class BallotRefused(ElectionRefused):
    """A ballot that does not enter the box. Nothing has changed."""

    code = "ballot_refused"
    message = _("The ballot was not accepted.")


class BallotLate(BallotRefused):
    code = "closed"
    message = _("The ballot box is closed. Ballots that arrive after the closing are not counted.")


class BallotEarly(BallotRefused):
    code = "not_open"
    message = _("The ballot box is not open yet. Wait until the chair opens it.")


class BoxAnnulled(BallotRefused):
    code = "annulled"
    message = _("This ballot was annulled. If it is repeated, the chair will announce it.")


class BoxOnPaper(BallotRefused):
    code = "on_paper"
    message = _("This vote is on paper. Ask the desk for your ballot.")


class BallotWasOpened(BallotRefused):
    code = "was_opened"
    message = _("This ballot was opened to be checked and cannot be cast. Make a new one.")


class BallotInBox(BallotRefused):
    code = "in_box"
    message = _("This ballot is in the box already and cannot be opened.")


class ReceiptTooLate(BallotRefused):
    code = "receipt_too_late"
    message = _(
        "Your ballot is in the box. The result is published and the box's key is destroyed, so no "
        "receipt can be signed any more: look for your tracker on the board."
    )


class BallotUnknown(BallotRefused):
    code = "ballot_unknown"
    message = _("No ballot with this tracker has come here. Make it again and send it.")


class BallotsBeingChecked(ElectionRefused):
    code = "ballots_being_checked"
    message = _("The box is closed and ballots in it are still being checked. Wait a moment.")


class VoterNotEntitled(BallotRefused):
    code = "not_entitled"
    message = _("You have no vote in this ballot. If that is wrong, ask the check-in desk.")


class VoterNotAdmitted(BallotRefused):
    code = "not_admitted"
    message = _(
        "You were not checked in when this ballot opened, or have left since, so you cannot vote "
        "in it. Ask the check-in desk."
    )


class VotedForByHolder(BallotRefused):
    code = "voted_for_by_holder"
    message = _(
        "%(holder)s votes for %(voter)s here, by written authority. To vote yourself, check in at "
        "the desk: the authority then ends."
    )


class VoteCastByHolder(BallotRefused):
    code = "vote_cast_by_holder"
    message = _(
        "%(holder)s voted for %(voter)s in this ballot while the written authority stood. That "
        "vote counts; from the next ballot on you vote yourself."
    )


class AuthorityEnded(BallotRefused):
    code = "authority_ended"
    message = _(
        "You do not hold the vote of %(voter)s in this ballot. If that is wrong, ask the check-in "
        "desk."
    )


class ForeignCode(BallotRefused):
    code = "foreign_code"
    message = _(
        "This voting code belongs to another vote. Use the code of your own letter; if it is your "
        "letter, ask the credential authority."
    )


class BallotReplayed(BallotRefused):
    code = "replayed"
    message = _(
        "This very ballot came before and was replaced by a newer one. The newer one counts; "
        "to change it, fill in a new ballot."
    )


class BallotCopied(BallotRefused):
    code = "copied"
    message = _(
        "Parts of this ballot are in the box already: a copied ballot is not accepted. "
        "Fill in a new one."
    )


class BallotMalformed(BallotRefused):
    code = "malformed"
    message = _("The ballot cannot be read. Reload the page and vote again.")


class CredentialUnknown(BallotRefused):
    code = "unknown_credential"
    message = _(
        "This voting code is not on the list of this ballot. Check that the letter is for this "
        "meeting, then ask the credential authority."
    )


class WrongElection(BallotRefused):
    code = "wrong_election"
    message = _("This ballot was made for another ballot box. Open the right one and vote again.")


class ProofRefused(BallotRefused):
    code = "bad_proof"
    message = _(
        "The ballot's signature or proofs do not hold, so it was not accepted. Reload the page and "
        "vote again; if that does not help, ask for a ballot on paper."
    )


class SupplementMissing(BallotRefused):
    code = "missing_supplement"
    message = _(
        "A proof that this ballot asks for is missing (nobody is marked both for and against, no "
        "more are written in than voted against, a blank vote stands alone): the ballot was made "
        "with another program. Vote on this site's ballot page."
    )


class CopiesInvalid(ElectionRefused):
    code = "copies_invalid"
    message = _("Say how many ballots to print: a number from 1 to %(most)s.")


class BlankDoesNotFit(ElectionRefused):
    code = "blank_does_not_fit"
    message = _(
        "%(blank)s blank ballots are entered, but one line has only %(abstentions)s abstentions, "
        "or this question has no blank vote. A blank ballot is an abstention on every line."
    )


class VoidReasonsMissing(ElectionRefused):
    code = "void_reasons_missing"
    message = _(
        "%(invalid)s ballots are invalid, and reasons are given for %(given)s. Say of each why it "
        "does not count."
    )


class WriteInsNotCovered(ElectionRefused):
    code = "write_ins_not_covered"
    message = _(
        "%(written)s votes are entered for people who were written in, and only %(against)s "
        "against candidates. On a valid ballot no more are written in than voted against: count "
        "again."
    )
