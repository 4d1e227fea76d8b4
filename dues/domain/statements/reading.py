"""A bank statement's file, recognised by what is in it, as plain lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dues.domain.statements.camt import is_camt, read_camt
from dues.domain.statements.decoding import decode
from dues.domain.statements.layouts import BUILT_IN, Layout
from dues.domain.statements.lines import MAX_BYTES, ReadStatement, too_large
from dues.domain.statements.swift import is_swift, read_swift
from dues.domain.statements.table_rows import read_rows
from dues.domain.statements.tables import table_of
from dues.domain.statements.workbooks import is_workbook
from dues.errors import StatementEmpty, StatementUnreadable, WebPageInstead

_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|table|meta|head)\b", re.IGNORECASE)


def read_statement(
    *, content: bytes, name: str, layouts: Sequence[Layout] = BUILT_IN
) -> ReadStatement:
    """The statement in a file of camt.053, MT940, or a table in CSV, XLSX or XLS.

    ``name`` is the file's, for what is told of it; its ending says nothing. ``layouts`` are the
    profiles of tables, the built-in ones among them where they shall count. Raises a
    StatementRefused, of which StatementIncomplete says that a part of the file is missing and
    LayoutUnknown that a person has to say what the columns mean.
    """
    if len(content) > MAX_BYTES:
        raise too_large(name)
    if not content.strip(b"\0 \t\r\n"):
        raise StatementEmpty(name=name)
    if not is_workbook(content):
        start = content[:2000].replace(b"\0", b"")
        if start.startswith(b"%PDF"):
            raise StatementUnreadable(name=name)
        if _WEB_PAGE.search(start):
            raise WebPageInstead(name=name)
        if is_camt(content):
            return read_camt(content=content, name=name)
        text = decode(content, name)
        if is_swift(text):
            return read_swift(text=text, name=name)
    return read_rows(table=table_of(content=content, name=name), name=name, layouts=layouts)
