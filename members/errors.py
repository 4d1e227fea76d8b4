"""What the register refuses, told to the person who can mend it."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


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


class FileUnreadable(ActRefused):
    code = "file_unreadable"
    message = _("The file %(name)s cannot be read. Save it as XLSX, or as CSV in UTF-8 or GB18030.")


class FileTooLarge(ActRefused):
    code = "file_too_large"
    message = _("The file %(name)s is too large. Split it: at most %(rows)s rows and %(mb)s MB.")


class ColumnsMissing(ActRefused):
    code = "columns_missing"
    message = _("The first row of %(name)s lacks these columns: %(columns)s. Use the template.")


class FileEmpty(ActRefused):
    code = "file_empty"
    message = _("The file %(name)s has no row below its headings.")


class ImportHasFaults(ActRefused):
    code = "import_has_faults"
    message = _("Faults left: %(count)s. Nothing was imported. Mend the file and read it again.")


class ImportDiscarded(ActRefused):
    code = "import_discarded"
    message = _("This file was discarded. Read it again if you want it after all.")


class ImportApplied(ActRefused):
    code = "import_applied"
    message = _("This file is in the register already and cannot be discarded.")


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


class AttachmentTooLarge(ActRefused):
    code = "attachment_too_large"
    message = _("The attachment %(name)s is larger than %(mb)s MB. Make it smaller.")


class ContactTaken(ActRefused):
    code = "contact_taken"
    message = _("%(name)s is on record for “%(purpose)s” already. Correct that entry instead.")


class TagInvalid(ActRefused):
    code = "tag_invalid"
    message = _("A tag has 1 to %(longest)s characters. Shorten it, or enter one.")


class PaperTooLarge(ActRefused):
    code = "paper_too_large"
    message = _("The file %(name)s is larger than %(mb)s MB. Make it smaller and upload it again.")


class PaperTypeRefused(ActRefused):
    code = "paper_type_refused"
    message = _(
        "The file %(name)s is none of the kinds that are kept. Save it as PDF or as a picture."
    )


class MergeRefused(ActRefused):
    """Base of the reasons why two entries cannot be taken as one now."""

    code = "merge_refused"


class MergeOfMerged(MergeRefused):
    code = "merge_of_merged"
    message = _("%(firm)s goes on as another entry already. Choose that one instead.")


class MergeOfKept(MergeRefused):
    code = "merge_of_kept"
    message = _(
        "Other entries go on as %(firm)s, so it cannot go on as another. Keep this one instead."
    )


class MergeOfOne(MergeRefused):
    code = "merge_of_one"
    message = _("These are one and the same entry. Choose two.")


class MergeHasOpenCases(MergeRefused):
    code = "merge_has_open_cases"
    message = _("%(firm)s has open cases: %(cases)s. Close them first.")


class MergeMovedOn(MergeRefused):
    code = "merge_moved_on"
    message = _(
        "The standing of %(firm)s was changed after the two were taken as one, so this cannot be "
        "undone. Correct the standing first."
    )


class PersonActs(ActRefused):
    code = "person_acts"
    message = _("%(person)s still has a part to play: %(parts)s. End these first.")
