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


class FileLocked(ActRefused):
    code = "file_locked"
    message = _("The file %(name)s is locked with a password. Save it without one.")


class FileBroken(ActRefused):
    code = "file_broken"
    message = _(
        "The file %(name)s ends in the middle of line %(row)s, or a quotation mark there is never "
        "closed. Export it again, whole."
    )


class SheetTooLarge(ActRefused):
    """Small as a file, but more cells or text than a register has once it is opened."""

    code = "sheet_too_large"
    message = _(
        "The sheet in %(name)s reaches too far to be read, over empty rows or columns. Copy the "
        "rows that count into a new file."
    )


class ColumnTwice(ActRefused):
    code = "column_twice"
    message = _("Two columns of the file are said to be “%(column)s”. Choose one of them.")


class ColumnsUnsaid(ActRefused):
    code = "columns_unsaid"
    message = _("Say first which column of the file is which.")


class ImportOutdated(ActRefused):
    code = "import_outdated"
    message = _(
        "The register has changed since the file was read. The page shows what would come of it "
        "now; look at it and confirm again."
    )


class RowRefused(ActRefused):
    code = "row_refused"
    message = _("Row %(row)s, %(firm)s: %(why)s Nothing was imported.")


class ImportNotApplied(ActRefused):
    code = "import_not_applied"
    message = _("Nothing of this file was entered, so there is nothing to take back.")


class ImportRolledBack(ActRefused):
    code = "import_rolled_back"
    message = _("This file was entered and taken back. Read it again to enter it again.")


class RollBackRefused(ActRefused):
    code = "roll_back_refused"
    message = _("The file cannot be taken back, and nothing was changed. %(reasons)s")


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


class StandingForbids(ActRefused):
    """A standing that may not follow the one on record."""

    code = "standing_forbids"
    message = _(
        "On %(day)s %(firm)s is “%(status)s” on record; that cannot become “%(wanted)s”. Correct "
        "the latest entry first if it is wrong."
    )


class EffectiveBeforeNotice(ActRefused):
    code = "effective_before_notice"
    message = _("A membership cannot end before the notice came in, on %(day)s.")


class NothingToCorrect(ActRefused):
    code = "nothing_to_correct"
    message = _(
        "The first entry of a membership is its admission. It can be corrected and not taken away."
    )


class EntryReplaced(ActRefused):
    code = "entry_replaced"
    message = _(
        "This entry was replaced since the page was opened, or something later follows it. Look "
        "at the latest entry."
    )


class CitationMissing(ActRefused):
    code = "citation_missing"
    message = _("Say what happened and which rule it rests on.")


class ProceedingStateForbids(ActRefused):
    code = "proceeding_state_forbids"
    message = _("The proceeding is “%(state)s”; “%(act)s” cannot follow.")


class ProceedingOpen(ActRefused):
    code = "proceeding_open"
    message = _("A proceeding of this kind is open against %(firm)s already. Go on with that one.")


class HearingMissing(ActRefused):
    """Nobody is expelled unheard, nor judged while the time to answer runs."""

    code = "hearing_missing"
    message = _(
        "%(firm)s was not heard yet. Send the charge and hear the firm, or note that it did not "
        "use the hearing, before anything is decided."
    )


class AnswerTimeRuns(ActRefused):
    code = "answer_time_runs"
    message = _("%(firm)s may answer until %(day)s. That it did not can be noted after that day.")


class AnswerTimeShort(ActRefused):
    code = "answer_time_short"
    message = _(
        "%(days)s days are due to answer a charge, so until %(day)s at the earliest (%(citation)s)."
    )


class SuccessionFiled(ActRefused):
    code = "succession_filed"
    message = _("That this seat passed was filed with the council already, on %(day)s.")


class ApplicationActRefused(ActRefused):
    """An act that has no place in the state that an application is in."""

    code = "application_state"
    message = _(
        "This cannot be done with application %(number)s, whose state is: %(state)s. Open it to "
        "see what can be done now."
    )


class MemberAlready(ActRefused):
    code = "member_already"
    message = _("%(firm)s is on the register with this code, as %(number)s. It need not apply.")


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


class NoticeNotOver(ActRefused):
    code = "notice_not_over"
    message = _("The public notice runs until the end of %(day)s. Close it on a later day.")


class NoticeRequired(ActRefused):
    code = "notice_required"
    message = _("A public notice of %(days)s days is a rule (%(citation)s). Open it.")


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


class LettersStillWaiting(ActRefused):
    code = "letters_still_waiting"
    message = _("Mails that still wait: %(count)s. The mail server said: %(words)s")


class NumbersUnknown(ActRefused):
    code = "numbers_unknown"
    message = _("No firm has these member numbers: %(numbers)s. Correct them or leave them out.")


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
