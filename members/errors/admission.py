"""What forbids a step of an application, or a certificate."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class ApplicationActRefused(ActRefused):
    """An act that has no place in the state that an application is in."""

    code = "application_state"
    message = _(
        "This cannot be done with application %(number)s, whose state is: %(state)s. Open it to "
        "see what can be done now."
    )


class MemberAlready(ActRefused):
    code = "member_already"
    # Told to whoever typed a code: neither the firm's name nor its number.
    message = _(
        "The firm with the code %(value)s is a member already and need not apply. Ask the "
        "secretariat where that is wrong."
    )


class ApplicationUnderWay(ActRefused):
    code = "application_under_way"
    message = _(
        "An application for the code %(value)s is under way already: %(number)s. Add papers to it "
        "at the address that was given with it, or ask the secretariat."
    )


class PaperRefused(ActRefused):
    code = "paper_refused"
    message = _("The file %(name)s is no PDF, JPEG or PNG. Scan or save the paper as one of these.")


class TooManyPapers(ActRefused):
    code = "too_many_papers"
    message = _(
        "An application holds %(count)s papers at most. Put several pages into one PDF, or hand "
        "the rest to the secretariat."
    )


class NoticeTooShort(ActRefused):
    code = "notice_too_short"
    message = _("The rules ask for %(days)s days of public notice (%(citation)s). Give as many.")


class NoticeInPast(ActRefused):
    code = "notice_in_past"
    message = _(
        "A notice that begins before today was not on the public page then. Let it begin on "
        "%(day)s or later."
    )


class NoticeNotOver(ActRefused):
    code = "notice_not_over"
    message = _("The public notice runs until the end of %(day)s. Close it on a later day.")


class NoticeRequired(ActRefused):
    code = "notice_required"
    message = _("A public notice of %(days)s days is a rule (%(citation)s). Open it.")


class DecidedTooEarly(ActRefused):
    code = "decided_too_early"
    message = _(
        "The public notice ran until the end of %(day)s, and the decision is of %(decided)s. "
        "Whoever objected could not be heard then. Enter a decision of a later day."
    )


class DecidedOtherwise(ActRefused):
    code = "decided_otherwise"
    message = _("Another decision on %(number)s is on record already, of %(day)s. It stays.")


class ExpelledFirmReturns(ActRefused):
    """The body that expelled a firm, or one above it, has to say that it may come back."""

    code = "expelled_firm_returns"
    message = _(
        "%(firm)s was expelled on %(day)s (%(body)s). It comes back only where that body or one "
        "above it has lifted the expulsion: enter that decision with its reference and its ground."
    )


class CertificateNotDue(ActRefused):
    code = "certificate_not_due"
    message = _("A certificate is for an active member; on %(day)s the standing is: %(status)s.")


class NoAddressToWriteTo(ActRefused):
    code = "no_address"
    message = _("Application %(number)s names no e-mail address. Copy the text and send a letter.")
