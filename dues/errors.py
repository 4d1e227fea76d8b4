"""What can be wrong with dues."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class DuesError(ActRefused):
    """Base of the errors of this app."""


class ScheduleNotLawful(DuesError):
    code = "schedule_not_lawful"
    message = _("The dues schedule cannot be adopted as it stands: %(findings)s")


class ScheduleAlreadyAdopted(DuesError):
    code = "schedule_already_adopted"
    message = _(
        "This dues schedule was adopted by another decision. Draw up a new schedule to change it."
    )


class ScheduleOverlaps(DuesError):
    code = "schedule_overlaps"
    message = _(
        "From %(day)s on another dues schedule is in use already (%(title)s). Choose a later day, "
        "from which this one takes its place."
    )


class ScheduleInUse(DuesError):
    code = "schedule_in_use"
    message = _("This dues schedule was adopted and stays as it is. Draw up another for a change.")


class NoScheduleThen(DuesError):
    code = "no_schedule_then"
    message = _("No dues schedule is in use on %(day)s. Adopt one that holds then.")


class BooksNotOpen(DuesError):
    code = "books_not_open"
    message = _("No account is set up for: %(role)s. Open the books first.")


class BooksClosed(DuesError):
    code = "books_closed"
    message = _(
        "The books are closed until the day before %(until)s; nothing can be booked on %(day)s."
    )


class BooksAltered(DuesError):
    code = "books_altered"
    message = _(
        "The books are not as they were written: batch %(batch)s, entries %(first)s to %(last)s."
    )


class EntryReversed(DuesError):
    code = "entry_reversed"
    message = _("This entry was taken back already, or takes back another.")


class ChargeSticksOut(DuesError):
    code = "charge_sticks_out"
    message = _(
        "Dues are billed already from %(from_on)s until %(until_on)s, into this period. Run the "
        "period of %(from_on)s again first: it takes back what no longer holds."
    )


class NothingToTakeBack(DuesError):
    code = "nothing_to_take_back"
    message = _("Nothing of this invoice is left to take back.")


class NothingLeft(DuesError):
    code = "nothing_left"
    message = _("Of %(invoice)s only %(left)s is open; %(amount)s is more than that.")


class PaymentSpent(DuesError):
    code = "payment_spent"
    message = _("Of this payment only %(left)s is not assigned; %(amount)s is more than that.")


class AmountNotPositive(DuesError):
    code = "amount_not_positive"
    message = _("The amount must be more than nothing.")


class AdvanceTooSmall(DuesError):
    code = "advance_too_small"
    message = _("The firm has %(left)s to its credit; %(amount)s is more than that.")


class OtherCurrency(DuesError):
    code = "other_currency"
    message = _("The invoice is in %(invoice)s and the payment in %(payment)s.")


class DecisionMissing(DuesError):
    code = "decision_missing"
    message = _("Name the decision: the body that decided, the day, and its number or reference.")


class InstalmentsDiffer(DuesError):
    code = "instalments_differ"
    message = _("The instalments add up to %(sum)s; %(left)s is open of the invoice.")


class ClosingTooLate(DuesError):
    code = "closing_too_late"
    message = _("The books cannot be closed for days that are not over: %(day)s.")


class YearNotOver(DuesError):
    code = "year_not_over"
    message = _("The year %(year)s is not over; it is told to the members after its end.")


class StatementOfAnotherAccount(DuesError):
    code = "statement_of_another_account"
    message = _(
        "The file is of the account %(found)s, not of %(wanted)s. Choose that account, or read "
        "another file."
    )


class StatementInOtherCurrency(DuesError):
    code = "statement_in_other_currency"
    message = _(
        "The file is in %(found)s and the account in %(wanted)s. Choose the account in %(found)s."
    )


class StatementReadOtherwise(DuesError):
    code = "statement_read_otherwise"
    message = _(
        "Movements of this file are there already from a file of another kind (%(name)s): "
        "%(count)s, the last on %(day)s. Export the file from the day after, or in the same kind."
    )


class LineSettled(DuesError):
    code = "line_settled"
    message = _("This movement is dealt with already. Undo that first.")


class NotAnAccountForThis(DuesError):
    code = "not_an_account_for_this"
    message = _("%(account)s is no account for this. Choose one of other income or expense.")


class ReasonMissing(DuesError):
    code = "reason_missing"
    message = _("Say why; the books keep the reason.")


class RefundDiffers(DuesError):
    code = "refund_differs"
    message = _("The refund is %(refund)s and the movement %(line)s. Choose the one that fits.")


class ProposalOutdated(DuesError):
    code = "proposal_outdated"
    message = _(
        "This proposal no longer fits: something was assigned since. Look again at what is open."
    )


class ReceiptForMore(DuesError):
    code = "receipt_for_more"
    message = _(
        "Of this payment %(left)s has settled dues and has no receipt; %(amount)s is more than "
        "that. A receipt is for dues only."
    )


class ReceiptNumberTaken(DuesError):
    code = "receipt_number_taken"
    message = _("The receipt %(record_code)s %(number)s is on record already, for %(firm)s.")


class ReceiptNumberMissing(DuesError):
    code = "receipt_number_missing"
    message = _("Enter the receipt's number as the platform gave it.")


class ReceiptsUnreadable(DuesError):
    code = "receipts_unreadable"
    message = _(
        "The file %(name)s has no column for: %(columns)s. Read back the file that was exported "
        "here, with the platform's numbers filled in."
    )


class WaiverOverlaps(DuesError):
    code = "waiver_overlaps"
    message = _(
        "From %(from_on)s on this member has a waiver already (%(reference)s). Choose a time that "
        "does not touch it."
    )


class RunStale(DuesError):
    code = "run_stale"
    message = _(
        "Another dues standard has taken over this period since the run was asked for. Discard the "
        "run and begin anew."
    )


class NoAccountForInvoices(DuesError):
    code = "no_account_for_invoices"
    message = _(
        "No bank account in %(currency)s is named on invoices. Enter one in the settings of the "
        "dues first."
    )


class SecretBallotWanted(DuesError):
    code = "secret_ballot_wanted"
    message = _(
        "A dues standard is adopted by secret ballot only (%(citation)s). What was decided "
        "otherwise cannot be put in use; put it on the agenda of an assembly."
    )


class AccountNumberTaken(DuesError):
    code = "account_number_taken"
    message = _("The account %(code)s is there already (%(name)s). Choose another number.")


class BankAccountTaken(DuesError):
    code = "bank_account_taken"
    message = _("The bank account %(number)s is entered already. Edit that one.")


class NoBankLedger(DuesError):
    code = "no_bank_ledger"
    message = _("The account of the ledger must be one of bank deposits.")


class ReceiptRowUnclear(DuesError):
    """A row of a file of receipts; the message says what is unclear of it."""

    code = "receipt_row_unclear"


class AmountRefused(DuesError):
    """Base of what can be wrong with an amount as written; ``value`` is what was written."""

    code = "amount_refused"


class AmountMissing(AmountRefused):
    code = "amount_missing"
    message = _("No amount is given. Enter one, such as 1234.56.")


class AmountUnreadable(AmountRefused):
    code = "amount_unreadable"
    message = _("“%(value)s” is no amount. Write it in figures, such as 1234.56.")


class AmountAmbiguous(AmountRefused):
    code = "amount_ambiguous"
    message = _(
        "“%(value)s” could be read as more than one amount. Write it with a point before two "
        "decimals, such as 1234.56."
    )


class AmountNotExact(AmountRefused):
    code = "amount_not_exact"
    message = _(
        "“%(value)s” has more than two decimals. Amounts are never rounded: write it with two."
    )


class AmountTooLarge(AmountRefused):
    code = "amount_too_large"
    message = _(
        "“%(value)s” has too many figures for an amount. Check that it is no number of an account."
    )


class StatementRefused(DuesError):
    """Base of what can be wrong with a bank statement's file."""

    code = "statement_refused"


class StatementTooLarge(StatementRefused):
    code = "statement_too_large"
    message = _(
        "The file %(name)s is too large: at most %(mb)s MB and %(lines)s movements are read at "
        "once. Export a shorter period."
    )


class StatementUnreadable(StatementRefused):
    code = "statement_unreadable"
    message = _(
        "The file %(name)s is no bank statement that can be read. Export it from online banking "
        "as camt.053, MT940, XLSX or CSV."
    )


class EncodingUnknown(StatementUnreadable):
    code = "encoding_unknown"
    message = _(
        "The encoding of %(name)s is not known. Open it where its text looks right, and save it "
        "as CSV in UTF-8 (or UTF-16, GB18030)."
    )


class WebPageInstead(StatementUnreadable):
    code = "web_page_instead"
    message = _(
        "The file %(name)s is a web page, whatever its name ends in. Open it in a spreadsheet "
        "program, save it as XLSX and read that file."
    )


class WorkbookLocked(StatementUnreadable):
    code = "workbook_locked"
    message = _(
        "The workbook %(name)s cannot be opened: it is damaged, protected by a password or of "
        "another kind. Open it in a spreadsheet program, save it without a password as XLSX and "
        "read that file."
    )


class WorkbookTooLarge(StatementTooLarge):
    code = "workbook_too_large"
    message = _(
        "The workbook %(name)s unpacks to far more than a statement needs. Copy the rows of the "
        "statement into a new workbook and read that one."
    )


class XmlRefused(StatementUnreadable):
    code = "xml_refused"
    message = _(
        "The file %(name)s has a document type definition or entities, which no bank statement "
        "needs. It is not read, for safety. Export it from online banking again."
    )


class XmlBroken(StatementUnreadable):
    code = "xml_broken"
    message = _(
        "Line %(line)s: the file is no well-formed XML. Export it again and do not edit it."
    )


class NoStatementInside(StatementUnreadable):
    code = "no_statement_inside"
    message = _(
        "The file %(name)s is XML of another kind (%(kind)s). Export the statement of whole days, "
        "camt.053."
    )


class QuoteBroken(StatementUnreadable):
    code = "quote_broken"
    message = _(
        "Row %(row)s: the quotation marks around a cell do not match. Export the file again, or "
        "as XLSX."
    )


class LayoutUnknown(StatementRefused):
    """``headings`` are those that were found, for a page to ask what they mean."""

    code = "layout_unknown"
    message = _(
        "The columns of %(name)s are not known. Say once which column holds the date, the amount "
        "and the payer; files of this bank are then read by themselves."
    )


class StatementEmpty(StatementRefused):
    code = "statement_empty"
    message = _("The file %(name)s has no movement. Export a period in which money moved.")


class LineBroken(StatementRefused):
    """A line of the file that cannot be read; ``place`` says which and ``fault`` why."""

    code = "line_broken"
    message = _("%(place)s: %(fault)s")


class DateUnreadable(StatementRefused):
    code = "date_unreadable"
    message = _("“%(value)s” is no date that can be told for certain. Write it like 2026-03-15.")


class DateMissing(DateUnreadable):
    code = "date_missing"
    message = _("No date is given. Write one like 2026-03-15.")


class DirectionUnknown(StatementRefused):
    code = "direction_unknown"
    message = _(
        "“%(value)s” does not say whether money came in or went out. Expected is 贷 or 借, 收 or "
        "支, C or D."
    )


class BothDirections(StatementRefused):
    code = "both_directions"
    message = _("one row has an amount in and an amount out. Export the file again.")


class DebitSignUnclear(StatementRefused):
    code = "debit_sign_unclear"
    message = _(
        "Row %(row)s: a negative amount among those that went out is either just that or a "
        "reversal. Export the file with the column of balances, which tells."
    )


class TooManyCells(StatementRefused):
    code = "too_many_cells"
    message = _(
        "Row %(row)s has more cells than there are headings: a separator stands inside a text. "
        "Export the file as XLSX."
    )


class SeveralAccounts(StatementRefused):
    code = "several_accounts"
    message = _(
        "The file holds several accounts (%(accounts)s). Export each account into a file of its "
        "own."
    )


class SeveralCurrencies(StatementRefused):
    code = "several_currencies"
    message = _(
        "The file holds several currencies (%(currencies)s). Export each currency into a file of "
        "its own."
    )


class StatementIncomplete(StatementRefused):
    """Base of the signs that a part of the file is missing."""

    code = "statement_incomplete"
    message = _("The file %(name)s is incomplete. Export it again.")


class BrokenOff(StatementIncomplete):
    code = "broken_off"
    message = _("The file breaks off in line %(line)s, before its end. Download it again, whole.")


class RowBrokenOff(StatementIncomplete):
    code = "row_broken_off"
    message = _(
        "Row %(row)s has %(count)s of %(expected)s cells: the file breaks off or is damaged "
        "there. Download it again, whole."
    )


class ClosingBalanceMissing(StatementIncomplete):
    code = "closing_balance_missing"
    message = _(
        "The file ends in line %(line)s without its closing balance (:62F:). Download the whole "
        "statement again; an interim report (MT942) is none."
    )


class PageMissing(StatementIncomplete):
    code = "page_missing"
    message = _(
        "Line %(line)s: the balance does not go on from the one before; a page of the statement "
        "is missing. Export the whole statement into one file."
    )


class BalancesDisagree(StatementIncomplete):
    code = "balances_disagree"
    message = _(
        "Opening balance %(opening)s and movements of %(sum)s make %(made)s, but the closing "
        "balance is %(closing)s: lines are missing or altered. Export the file again."
    )


class BalanceBreaks(StatementIncomplete):
    code = "balance_breaks"
    message = _(
        "Row %(row)s: the balance does not follow from the row before; lines are missing or in "
        "disorder. Export the file again with all movements, by time."
    )


class TotalsDisagree(StatementIncomplete):
    code = "totals_disagree"
    message = _(
        "The file states a total of %(stated)s, its rows make %(made)s: lines are missing. "
        "Export the file again."
    )


class LevelInUse(DuesError):
    code = "level_in_use"
    message = _(
        "Firms were reminded at this level as it is. Choose a later day, from which the change "
        "holds."
    )


class LaterLevelExists(DuesError):
    code = "later_level_exists"
    message = _("From %(day)s on this level is set already. Choose that day or a later one.")


class LevelsInRow(DuesError):
    code = "levels_in_row"
    message = _("Levels follow one another without a gap. The one to go on with is %(position)s.")


class LevelOutOfOrder(DuesError):
    code = "level_out_of_order"
    message = _(
        "%(other)s is reached after %(days)s days. A later level needs more days, an earlier one "
        "fewer."
    )


class ReminderSent(DuesError):
    code = "reminder_sent"
    message = _("The reminder to %(firm)s was sent and stays on record.")


class StatementsMissing(DuesError):
    code = "statements_missing"
    message = _(
        "%(count)s letters have no statement yet; they are being made. Release the mailing once "
        "they are there."
    )


class CallInFuture(DuesError):
    code = "call_in_future"
    message = _("The call is still to come. Enter the time at which you spoke.")


class PromiseBeforeCall(DuesError):
    code = "promise_before_call"
    message = _("%(day)s is before the call. Enter the day from then on.")
