"""What reading a dirty text repaired, and what only a person can settle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bylaws.domain.text.provisions import Provision
from bylaws.enums import Severity
from bylaws.errors import Lang


@dataclass(frozen=True, slots=True)
class Finding:
    """One repair or open question; `row` counts the lines of the source from 1.

    BLOCK waits for a person, WARN was settled and wants a look, INFO changed no content.
    """

    row: int
    code: str
    severity: Severity
    zh: str
    en: str

    def render(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read; `source_marks` has what each provision bore in the source, "" for none."""

    provisions: tuple[Provision, ...]
    findings: tuple[Finding, ...]
    source_marks: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """False where a finding waits for a person, so that the text must not be kept yet."""
        return all(finding.severity is not Severity.BLOCK for finding in self.findings)


class Words(NamedTuple):
    severity: Severity
    zh: str
    en: str


KINDS: Mapping[str, Words] = {
    "invisible": Words(
        Severity.INFO, "删去了看不见的字符。", "Characters that cannot be seen were removed."
    ),
    "bold": Words(Severity.INFO, "删去了粗体标记。", "Markers of bold print were removed."),
    "page_number": Words(
        Severity.INFO, "删去了页码“{written}”。", "The page number “{written}” was removed."
    ),
    "contents": Words(
        Severity.WARN,
        "略过了目录（第{row}行至第{end}行）。",
        "A table of contents was skipped (lines {row} to {end}).",
    ),
    "wrapped": Words(
        Severity.WARN,
        "上一行没有句末标点，本行已接在其后。",
        "The line before ends without a stop; this one was joined to it.",
    ),
    "unsure": Words(
        Severity.WARN,
        "上一行写满整行并以句号等结尾：本行作为另一款，如是同一款请合并。",
        "The line before fills the page and ends with a stop: this one was read as a paragraph of "
        "its own. Join them if they are one.",
    ),
    "split": Words(
        Severity.WARN,
        "同一行内的{count}项已分行。",
        "{count} items that stood in one line were put on lines of their own.",
    ),
    "joined": Words(
        Severity.INFO,
        "“{written}”独占一行，已与本行合并。",
        "“{written}” stood alone on its line and was joined with this one.",
    ),
    "rewritten": Words(
        Severity.INFO,
        "“{written}”改写为“{mark}”。",
        "“{written}” is written as “{mark}”.",
    ),
    "glued": Words(
        Severity.WARN,
        "“{written}”之后没有空格，已作为新的一条；如是引用，请改正。",
        "Nothing stands between “{written}” and its text; it was read as an article. Mend it if "
        "it is a reference.",
    ),
    "spaced": Words(
        Severity.INFO,
        "“{written}”之后补了空格。",
        "A space was put after “{written}”.",
    ),
    "mixed": Words(
        Severity.WARN,
        "同一列举中混用编号：“{written}”，已作为“{mark}”。",
        "Marks are mixed in one list: “{written}” was read as “{mark}”.",
    ),
    "too_deep": Words(
        Severity.WARN,
        "“{written}”是第三层列举，已并入上一目。",
        "“{written}” is a third level of lists; it was joined to the subitem before.",
    ),
    "bullet": Words(
        Severity.INFO,
        "没有编号的列举项编为“{mark}”。",
        "A list item without a number was numbered “{mark}”.",
    ),
    "missing": Words(
        Severity.BLOCK,
        "“{before}”之后是“{written}”，中间缺号。",
        "“{written}” follows “{before}”: a number is missing between them.",
    ),
    "missing_first": Words(
        Severity.BLOCK,
        "编号从“{written}”开始，缺少“{mark}”。",
        "The numbers begin with “{written}”; “{mark}” is missing.",
    ),
    "doubled": Words(Severity.BLOCK, "“{written}”出现两次。", "“{written}” stands twice."),
    "out_of_order": Words(
        Severity.BLOCK,
        "“{written}”在“{before}”之后，顺序有误。",
        "“{written}” follows “{before}” and is out of order.",
    ),
    "unnumbered": Words(
        Severity.BLOCK,
        "此处没有编号，按顺序应为“{mark}”：{start}",
        "This has no number; by its place it would be “{mark}”: {start}",
    ),
    "empty": Words(Severity.BLOCK, "“{written}”没有内容。", "“{written}” has no text."),
    "renumbered": Words(
        Severity.WARN,
        "原编号“{written}”，按顺序编为“{mark}”。",
        "The source bore “{written}”; by its place it is “{mark}”.",
    ),
    "numbered": Words(
        Severity.WARN,
        "原文没有编号，按顺序编为“{mark}”。",
        "The source bore no number; by its place it is “{mark}”.",
    ),
}
"""Every kind of finding, by its stable code."""


def found(row: int, code: str, **words: str | int) -> Finding:
    """The finding `code` of line `row`; `words` fill its sentences."""
    severity, zh, en = KINDS[code]
    return Finding(row, code, severity, zh.format(row=row, **words), en.format(row=row, **words))
