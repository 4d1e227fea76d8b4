"""What is wrong with a file of firms, or forbids to enter or to take it back."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


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
