"""What forbids a change that a firm asks for."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class NothingRequested(ActRefused):
    code = "nothing_requested"
    message = _("All of it is on record as you wrote it. Change what is to be changed.")


class RequestUnderWay(ActRefused):
    code = "request_under_way"
    message = _(
        "Another request of the firm for this is waiting for an answer. Withdraw it first, or wait "
        "for the answer."
    )


class RequestIsDecided(ActRefused):
    code = "request_is_decided"
    message = _("This request is settled (%(state)s). The firm asks anew where it still wants it.")


class AnswerMissing(ActRefused):
    code = "answer_missing"
    message = _("Say what is wrong: the firm reads it and mends it.")


class RegisterMovedOn(ActRefused):
    code = "register_moved_on"
    message = _(
        "The register has changed since the firm asked: %(fields)s. Compare both; refuse the "
        "request and say what is on record now, and the firm asks anew."
    )


class LetterNotSigned(ActRefused):
    code = "letter_not_signed"
    message = _("The firm has not handed in the signed letter of appointment yet. Wait for it.")


class PersonOfNoFirm(ActRefused):
    code = "person_of_no_firm"
    message = _("That person has not acted for this firm. Give the name of a new person.")
