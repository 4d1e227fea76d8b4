"""The rulebook of a day as a table: one row a matter, each figure with its citation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bylaws.domain.rulebook import Rulebook
from bylaws.domain.rules import Citation, Rule
from bylaws.domain.ways import Way
from bylaws.enums import BodyKind, Matter, RequiredMethod
from bylaws.errors import BylawsError, Lang


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, what it is, and where it comes from."""

    label: str
    text: str
    citation: str


@dataclass(slots=True)
class Row:
    """One matter: quorum, thresholds, method, remote, notice."""

    matter: str
    cells: list[Cell]
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """The matters of one body."""

    body: str
    rows: list[Row]


def rows(book: Rulebook) -> list[Group]:
    """Every matter that each body may decide, in the language of the moment. A body of whose
    matters the rules of the day say nothing is left out; where the law leaves the thresholds to
    the bylaws and they are silent, the row says so."""
    groups = [Group(body_name(body), list(_rows(book, body))) for body in BodyKind]
    return [group for group in groups if group.rows]


def _language() -> Lang:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _rows(book: Rulebook, body: BodyKind) -> Iterator[Row]:
    for matter in book.matters(body):
        try:
            rule = book.rule_for(body, matter)
        except BylawsError:
            continue
        yield Row(
            matter=matter_name(matter),
            cells=_cells(rule),
            notes=[*_notes(rule), *(note.render(_language()) for note in rule.overridden)],
        )


def _notes(rule: Rule) -> Iterator[str]:
    if rule.undeclared is not None:
        yield rule.undeclared.render(_language())
    told = {
        "subject_in_notice": _("Nothing is resolved that the notice did not name"),
        "text_in_notice": _("The notice gives the wording of the resolution"),
        "full_count": _("Votes for, against and abstentions must all be on record"),
        "written_consent": _("Members who are absent may consent in writing"),
        "proxies_to_anyone": _("Anybody may hold a proxy, members or not"),
    }
    for name, words in told.items():
        if getattr(rule, name):
            yield f"{words} · {_cited(rule.citations[name])}"


def _cells(rule: Rule) -> list[Cell]:
    secret = rule.method is RequiredMethod.SECRET
    return [
        Cell(_("Quorum"), rule.quorum.words(_language()), _cited(rule.citations["quorum"])),
        Cell(_("Passes with"), _passes_with(rule), _cited(rule.citations["thresholds"])),
        Cell(
            _("Method"),
            _("secret ballot") if secret else _("show of hands allowed"),
            _cited(rule.citations["method"]),
        ),
        Cell(
            _("Remote"),
            _("allowed") if rule.remote_allowed else _("in the hall only"),
            _cited(rule.citations["remote"]),
        ),
        Cell(_("Notice days"), _notice(rule), _cited(rule.citations["notice_days"])),
    ]


def _passes_with(rule: Rule) -> str:
    if rule.undeclared is not None:
        return _("to be stated by the bylaws")
    if rule.counting.is_relative:
        return _("the most votes")
    return _(" or ").join(_way(way) for way in rule.ways)


def _way(way: Way) -> str:
    words = " + ".join(threshold.words_with_base(_language()) for threshold in way.thresholds)
    if way.previous_notice:
        return _("%(share)s with previous notice") % {"share": words}
    return words


def _notice(rule: Rule) -> str:
    if rule.notice_clear_days:
        return _("%(days)s clear days") % {"days": rule.notice_days}
    return str(rule.notice_days)


def _cited(citations: tuple[Citation, ...]) -> str:
    return " · ".join(citation.render(_language()) for citation in citations)


def body_name(body: BodyKind) -> str:
    return {
        BodyKind.GENERAL_ASSEMBLY: _("general assembly"),
        BodyKind.COUNCIL: _("council"),
        BodyKind.STANDING_COUNCIL: _("standing council"),
        BodyKind.SUPERVISORY_BOARD: _("supervisory board"),
    }[body]


def matter_name(matter: Matter) -> str:
    return {
        Matter.WORK_REPORT: _("work report"),
        Matter.BYLAWS: _("bylaws"),
        Matter.FINANCIAL_RULES: _("financial rules"),
        Matter.DUES_STANDARD: _("dues standard and measures"),
        Matter.ELECTION_METHOD: _("election method"),
        Matter.SCRUTINEERS: _("scrutineers"),
        Matter.ELECT_COUNCIL: _("election of the council"),
        Matter.ELECT_SUPERVISORS: _("election of the supervisors"),
        Matter.ELECT_OFFICERS: _("election of the officers"),
        Matter.ELECT_STANDING_COUNCIL: _("election of the standing council"),
        Matter.ELECT_CHIEF_SUPERVISOR: _("election of the chief supervisor"),
        Matter.PURPOSE: _("change of purpose"),
        Matter.DISSOLUTION: _("dissolution"),
        Matter.ORDINARY: _("other resolutions"),
    }[matter]
