"""Bank statements as files: read into plain lines, checked to be whole, and known again.

Free of rows: what is kept of a statement, and how, is decided elsewhere.
"""

from dues.domain.statements.fingerprints import fingerprints
from dues.domain.statements.layouts import BUILT_IN, Layout, guess_layout
from dues.domain.statements.lines import ReadLine, ReadStatement
from dues.domain.statements.reading import read_statement
from dues.domain.statements.tables import read_table

__all__ = [
    "BUILT_IN",
    "Layout",
    "ReadLine",
    "ReadStatement",
    "fingerprints",
    "guess_layout",
    "read_statement",
    "read_table",
]
