"""The register as something that files are about: firms, a row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.domain.importing.import_faults import SENTENCES, check_rows, explain
from members.domain.importing.import_register import enter_rows
from members.domain.importing.import_rollback import roll_back
from members.domain.importing.import_subjects import Subject
from members.domain.importing.register_file import COLUMNS, SHOWN, size_of, status_of, trade_of
from members.enums import FirmSize, ImportSubject, StandingStatus
from members.models import MemberClass


def display(column: str, value: str) -> str:
    """A value as a reader calls it."""
    if column == "trade" and (trade := trade_of(value)):
        return str(trade.label)
    if column == "size" and size_of(value) in FirmSize.values:
        return str(FirmSize(value).label)
    if column == "status" and value and (status := status_of(value)):
        return str(StandingStatus(status).label)
    if column == "class" and (found := MemberClass.objects.filter(key=value).first()):
        return str(found)
    return value


FIRMS = Subject(
    key=ImportSubject.FIRMS,
    label=_("register of firms"),
    columns=COLUMNS,
    check=check_rows,
    apply=enter_rows,
    roll_back=roll_back,
    shown=SHOWN,
    sentences=SENTENCES,
    explain=explain,
    display=display,
)
