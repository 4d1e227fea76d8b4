"""Why the file of a bank statement is not read."""

from django.utils.translation import gettext_lazy as _

from dues.errors.base import DuesError


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
