"""What the register of firms, people and log-ins refuses."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class DelegateForNobody(ActRefused):
    code = "delegate_for_nobody"
    message = _("Say for which member the delegate stands, or which constituency elected them.")


class RegistrationCodeInvalid(ActRefused):
    code = "registration_code_invalid"
    message = _("%(value)s is not a unified social credit code: %(fault)s")


class RegistrationCodeTaken(ActRefused):
    code = "registration_code_taken"
    message = _("The code %(value)s belongs to %(firm)s already. Open that firm instead.")


class NumberTaken(ActRefused):
    code = "number_taken"
    message = _("The member number %(number)s is given to %(firm)s. Choose another number.")


class LaterFactExists(ActRefused):
    """A dated fact may only follow what is on record, or correct the latest of it."""

    code = "later_fact_exists"
    message = _(
        "Something later is on record already, from %(day)s. Enter a day from then on: the same "
        "day corrects that entry, a later day follows it."
    )


class ReasonMissing(ActRefused):
    code = "reason_missing"
    message = _("Say why and by what decision or paper: the roll quotes both for each exclusion.")


class NoStandingThen(ActRefused):
    code = "no_standing_then"
    message = _("The membership began on %(day)s; a change cannot come before it.")


class EmailTaken(ActRefused):
    code = "email_taken"
    message = _("Another account uses %(email)s. Each person logs in with an address of their own.")


class EmailMissing(ActRefused):
    code = "email_missing"
    message = _("%(person)s has no e-mail address on record. Enter one first: it is the log-in.")


class TermTaken(ActRefused):
    code = "term_taken"
    message = _("Term %(number)s of %(body)s is on record already.")


class OwnAccessRefused(ActRefused):
    code = "own_access"
    message = _("Nobody takes away their own access. Ask another member of the secretariat.")
