"""What is refused of authorities to vote, objections to the roll, and recusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class ProxiesNotAllowed(AssemblyRefused):
    code = "proxies_not_allowed"
    message = _(
        "Nobody votes by proxy at this meeting (%(citation)s). The bylaws would have to allow it, "
        "and say how many authorities one person may hold."
    )


class ProxyToOneself(AssemblyRefused):
    code = "proxy_to_oneself"
    message = _("%(holder)s votes for %(principal)s anyway, and needs no authority for it.")


class PrincipalNotEntitled(AssemblyRefused):
    code = "principal_not_entitled"
    message = _(
        "%(principal)s is on the roll without a vote: %(reason)s. There is no vote to hand on."
    )


class HolderNotEntitled(AssemblyRefused):
    code = "holder_not_entitled"
    message = _(
        "%(holder)s has no vote at this meeting, so they cannot hold one for somebody else. Name "
        "someone who is entitled on the roll."
    )


class ProxyPassedOn(AssemblyRefused):
    code = "proxy_passed_on"
    message = _(
        "%(holder)s is represented by %(other)s, and authorities are not passed on. Name somebody "
        "who comes in person."
    )


class PrincipalHoldsProxies(AssemblyRefused):
    code = "principal_holds_proxies"
    message = _(
        "%(principal)s holds the authority of %(others)s, and authorities are not passed on. End "
        "those first."
    )


class AlreadyRepresented(AssemblyRefused):
    code = "already_represented"
    message = _("%(principal)s gave an authority to %(holder)s already. End that one first.")


class HoldsTooMany(AssemblyRefused):
    code = "holds_too_many"
    message = _(
        "%(holder)s holds %(held)s already, and one person may hold %(most)s at most "
        "(%(citation)s). Name somebody else."
    )


class PrincipalPresent(AssemblyRefused):
    code = "principal_present"
    message = _("%(principal)s is present and votes in person. Check them out first.")


class LodgedTooLate(AssemblyRefused):
    code = "lodged_too_late"
    message = _(
        "Authorities are lodged before the meeting (%(citation)s), and it was opened at "
        "%(opened)s. This one cannot count any more."
    )


class ProxyEnded(AssemblyRefused):
    code = "proxy_ended"
    message = _("This authority ended: %(reason)s. Draw up a new one.")


class NoOutsideHolder(AssemblyRefused):
    code = "no_outside_holder"
    message = _(
        "Nobody from outside the roll votes for %(principal)s. Lodge the authority first; a holder "
        "who is on the roll is checked in by their own line."
    )


class ReasonNeeded(AssemblyRefused):
    code = "reason_needed"
    message = _("Say why: it goes on record and into the minutes.")


class ObjectionsClosed(AssemblyRefused):
    code = "objections_closed"
    message = _(
        "Objections to the roll could be raised until %(last_day)s (%(citation)s). The meeting "
        "itself may still hear it."
    )


class ObjectionEmpty(AssemblyRefused):
    code = "objection_empty"
    message = _("Say what is wrong in the roll, and who says so.")


class ObjectionDecided(AssemblyRefused):
    code = "objection_decided"
    message = _("This objection was decided: %(outcome)s. Who disagrees may appeal.")


class ObjectionOpen(AssemblyRefused):
    code = "objection_open"
    message = _("There is nothing to appeal against yet: the objection is not decided.")


class AppealMissing(AssemblyRefused):
    code = "appeal_missing"
    message = _("Nobody appealed, so there is no appeal to decide.")


class NothingToCorrect(AssemblyRefused):
    code = "nothing_to_correct"
    message = _("No objection to this roll was upheld, so it stands as it is.")


class RegisterUnchanged(AssemblyRefused):
    code = "register_unchanged"
    message = _(
        "The register still says what the roll says. Correct there what the objection was about, "
        "then correct the roll."
    )


class RecusalLate(AssemblyRefused):
    code = "recusal_late"
    message = _(
        "The vote on “%(item)s” is open or taken, so who may vote on it is settled. Annul it first."
    )


class NotWithoutQuorum(AssemblyRefused):
    code = "not_without_quorum"
    message = _(
        "“%(meeting)s” did not end for want of a quorum, so there is nothing to call a second time."
    )


class SecondCallEarly(AssemblyRefused):
    code = "second_call_early"
    message = _("The second call comes after the first: choose an instant after %(first)s.")
