"""The register as CSV and XLSX, in the columns that an import reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from members.domain.importing.import_subjects import Subject, describe, subject_of
from members.domain.importing.register_file import COLUMNS
from members.domain.importing.register_rows import entries_on, values_of
from members.domain.importing.sheets import harmless
from members.models import ImportBatch

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
__all__ = ["HEADINGS", "MEDIA_TYPES", "faulty_rows", "firm_rows", "harmless", "template", "write"]
HEADINGS = [column.key for column in COLUMNS]

FAULTS = _("What to mend")


def firm_rows(firms: Iterable[Any], *, day: date) -> list[list[str]]:
    """One row for each firm, as the register says on ``day``; see ``register_rows``."""
    return [
        [values.get(heading, "") for heading in HEADINGS]
        for values in map(values_of, entries_on([firm.pk for firm in firms], day))
    ]


def write(*, headings: list[str], rows: Iterable[list[str]], kind: str) -> bytes:
    """A file of ``kind`` ``csv`` (UTF-8 with a mark, as Excel wants it) or ``xlsx``."""
    return _workbook(headings, rows) if kind == "xlsx" else _csv(headings, rows)


def _csv(headings: list[str], rows: Iterable[list[str]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _workbook(headings: list[str], rows: Iterable[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(headings)
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    for index, heading in enumerate(headings, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = max(12, len(heading) * 2)
        # As text, also below the last row: a code of eighteen digits typed into a number cell
        # loses its last three.
        sheet.column_dimensions[letter].number_format = "@"
        sheet.cell(row=1, column=index).font = Font(bold=True)
    sheet.freeze_panes = "B2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def template(*, subject: Subject, kind: str) -> bytes:
    """The empty file for an import, headed in the language of the moment."""
    return write(headings=[str(column.label) for column in subject.columns], rows=[], kind=kind)


def faulty_rows(batch: ImportBatch, *, kind: str) -> bytes:
    """The rows with faults as they were read, and a further column that says what is wrong.

    Headed by our keys, so that the mended file is read without asking; the further column is left
    out then.
    """
    subject = subject_of(batch)
    sentences: dict[int, list[str]] = {}
    for fault in batch.faults:
        label = subject.column(fault["column"]).label
        sentences.setdefault(fault["row"], []).append(f"{label}: {describe(subject, fault)}")
    keys = [column.key for column in subject.columns if column.key in batch.mapping["keys"]]
    rows = [
        [*(row.get(key, "") for key in keys), " ".join(sentences[int(row["row"])])]
        for row in batch.rows
        if int(row["row"]) in sentences
    ]
    return write(headings=[*keys, str(FAULTS)], rows=rows, kind=kind)
