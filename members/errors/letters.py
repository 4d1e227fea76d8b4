"""What keeps a letter from being written, released or sent."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class FieldUnknown(ActRefused):
    code = "field_unknown"
    message = _(
        "The text names the field %(name)s, which is not known. Known here: %(known)s. Write {{ "
        "and }} for braces."
    )


class BraceUnpaired(ActRefused):
    code = "brace_unpaired"
    message = _("A brace names no field near “%(near)s”. Write {{ and }} for braces.")


class LetterTextMissing(ActRefused):
    """A letter in two languages says the same in both, or is in one."""

    code = "letter_text_missing"
    message = _(
        "Subject or text is empty in this language: %(language)s. Write both, or leave the "
        "language out."
    )


class MailingWithoutFirms(ActRefused):
    code = "mailing_without_firms"
    message = _("Nobody would get this letter. Choose at least one firm.")


class MailingIsReleased(ActRefused):
    code = "mailing_is_released"
    message = _("The mailing was released already and stays as it was sent. Write a new one.")


class MailingIsDraft(ActRefused):
    code = "mailing_is_draft"
    message = _("The mailing was not released yet. Release it first.")


class MailingIsDiscarded(ActRefused):
    code = "mailing_is_discarded"
    message = _("The mailing was discarded. Write a new one.")


class LettersWithoutAddress(ActRefused):
    code = "letters_without_address"
    message = _(
        "Firms with no address at all: %(count)s. Enter their addresses and read them again, or "
        "take these firms out."
    )


class AddressMissing(ActRefused):
    code = "address_missing"
    message = _("%(firm)s has no postal address on record. Enter one first.")


class LetterInUse(ActRefused):
    code = "letter_in_use"
    message = _("The letter to %(firm)s belongs to an act on record. Undo that act instead.")


class LetterNotThere(ActRefused):
    """Posting, returning and writing again each need a letter in a certain state."""

    code = "letter_not_there"
    message = _("The letter is in the state “%(state)s”; that cannot be done with it.")


class TemplateTitleTaken(ActRefused):
    code = "template_title_taken"
    message = _("Another template is called “%(title)s”. Choose another title.")


class NoReportInFile(ActRefused):
    code = "no_report_in_file"
    message = _("%(name)s holds no mail. Save the reports as .eml, or several as mbox.")


class LettersStillWaiting(ActRefused):
    code = "letters_still_waiting"
    message = _("Mails that still wait: %(count)s. The mail server said: %(words)s")


class NumbersUnknown(ActRefused):
    code = "numbers_unknown"
    message = _("No firm has these member numbers: %(numbers)s. Correct them or leave them out.")
