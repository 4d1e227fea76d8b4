"""The comparison table (修订对照表): old, new and why, with the changed characters marked in both.

The marks say by their line what they say by their colour, as such tables are copied in black.
"""

from collections.abc import Sequence

from bylaws.domain.formats.docx_elements import Element, paragraph, run, said, table
from bylaws.domain.formats.papers import ComparisonPaper, ComparisonRow, say
from bylaws.domain.text.redline import Run, diff_runs
from bylaws.enums import Op
from bylaws.errors import Lang

SHARES = (40, 40, 20)
"""Percent of the width."""
MARKED = {Op.KEEP: "", Op.DELETE: "Struck", Op.INSERT: "PutIn"}


def comparison_table(paper: ComparisonPaper, width: int) -> Element:
    """`width` in twentieths of a point."""
    lang = paper.lang
    heads = (
        _headed(say("old", lang), paper.old_label, lang),
        _headed(say("new", lang), paper.new_label, lang),
        say("reason", lang),
    )
    rows = [[[said("HeadCell", head)] for head in heads]]
    rows += [_cells(row, lang) for row in paper.rows]
    return table([width * share // 100 for share in SHARES], rows, has_head=True)


def _headed(words: str, label: str, lang: Lang) -> str:
    if not label:
        return words
    return f"{words}（{label}）" if lang == "zh" else f"{words} ({label})"


def _cells(row: ComparisonRow, lang: Lang) -> list[list[Element]]:
    runs = diff_runs(row.old_text, row.new_text)
    old = [each for each in runs if each.op is not Op.INSERT]
    new = [each for each in runs if each.op is not Op.DELETE]
    return [
        _side(row.old_number, old) or [said("Cell", say("added", lang))],
        _side(row.new_number, new) or [said("Cell", say("repealed", lang))],
        [said("Cell", line) for line in row.reason.split("\n")],
    ]


def _side(number: str, runs: Sequence[Run]) -> list[Element]:
    """One paragraph for each line of the text; empty where the version lacks the article."""
    if not number and not runs:
        return []
    lines = [[run(number, "ArticleNumber"), run(" ", "Gap")] if number else []]
    for each in runs:
        for row, piece in enumerate(each.text.split("\n")):
            if row:
                lines.append([])
            if piece:
                lines[-1].append(run(piece, MARKED[each.op]))
    return [paragraph("Cell", line) for line in lines]
