"""The register as CSV and XLSX, in the columns that an import reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from members.domain.register_file import COLUMNS
from members.enums import StandingStatus
from members.models import Representative, Standing

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADINGS = [column.key for column in COLUMNS]


def harmless(text: object) -> str:
    """A cell that no sheet program takes for a formula (CSV injection, OWASP).

    A firm could be named ``=HYPERLINK(…)`` by whoever sends an import file.
    """
    plain = str(text)
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@", "\t", "\r")) else plain


def firm_rows(firms: Iterable[Any], *, day: object) -> list[list[str]]:
    """One row for each firm of ``listing.firms_on``, in two further queries."""
    listed = list(firms)
    acting = {
        row.firm_id: row
        for row in Representative.objects.filter(
            Representative.holds_on(day), votes=True
        ).select_related("person")
    }
    standings = {
        row.membership_id: row
        for row in Standing.objects.filter(Standing.holds_on(day)).exclude(
            status=StandingStatus.ACTIVE
        )
    }
    return [_row(firm, acting.get(firm.pk), standings.get(firm.membership.pk)) for firm in listed]


def _row(firm: Any, acting: Representative | None, inactive: Standing | None) -> list[str]:
    values: dict[str, object] = {
        "member_number": firm.number,
        "name_zh": firm.name.get("zh", ""),
        "name_en": firm.name.get("en", ""),
        "uscc": firm.registration_code,
        "trade": firm.trade,
        "size": firm.size,
        "class": firm.class_key or "",
        "district_zh": firm.district.get("zh", ""),
        "district_en": firm.district.get("en", ""),
        "address_zh": firm.address,
        "legal_representative": firm.legal_representative,
        "joined_on": firm.joined_on,
        "status": firm.status or "",
    }
    if inactive is not None:
        values["status_from"] = inactive.from_on
        values["status_reason_zh"] = inactive.reason.get("zh", "")
        values["status_reason_en"] = inactive.reason.get("en", "")
    if acting is not None:
        values["representative_zh"] = acting.person.name.get("zh", "")
        values["representative_en"] = acting.person.name.get("en", "")
        values["post_zh"] = acting.post.get("zh", "")
        values["post_en"] = acting.post.get("en", "")
        values["email"] = acting.person.email
    return [str(values.get(heading, "")) for heading in HEADINGS]


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


def template(*, kind: str) -> bytes:
    """The empty file for an import, headed in the language of the moment."""
    return write(headings=[str(column.label) for column in COLUMNS], rows=[], kind=kind)
