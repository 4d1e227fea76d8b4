"""Filing with the authority: which packs a meeting owes, what of them is ready, what was filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from assemblies.domain.carrying import filing_forms
from assemblies.domain.carrying.filing_lists import Pack, Paper, packs_of
from assemblies.domain.carrying.filing_makers import BYLAWS, MAKERS, passed
from assemblies.domain.days import local_day, meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.enums import Answer, PaperState
from assemblies.errors.carrying import FiledInFuture, PackMissing, PackUnknown, ReasonMissing
from assemblies.models import Assembly, FilingPaper, PlanStep
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.notice import last_day, latest_sending_date
from bylaws.errors import MustBeDeclared, NoRuleInForce
from members.domain.uploads import Upload, keep
from members.models import User
from records.domain import log
from records.fields import Translated

PACK, RECEIPT = "pack", "receipt"
"""Beside its papers a pack has two rows of its own: the file as made, and the receipt."""
STEP = "filing_"
"""A step of a plan is named so and after its pack."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """``state`` as a person sees it; ``why`` says what it waits for, or why it is not needed."""

    paper: Paper
    state: PaperState
    why: str
    row: FilingPaper | None

    @property
    def to_sign(self) -> bool:
        """Made by us and not yet there as a signed or sealed scan."""
        attached = self.row is not None and self.row.document_id is not None
        return self.state == PaperState.READY and bool(self.paper.needs) and not attached


@dataclass(frozen=True, slots=True)
class PackState:
    """``last_day`` and ``citation`` are empty where no text in force sets a period; ``answered`` is
    the step of the plan on which the authority's answer was noted."""

    pack: Pack
    papers: list[PaperRow]
    last_day: date | None
    citation: Translated
    made: FilingPaper | None
    receipt: FilingPaper | None
    answered: PlanStep | None

    @property
    def is_filed(self) -> bool:
        """Who noted the authority's answer on the plan need not note the receipt again."""
        return self.receipt is not None or self.answered is not None

    @property
    def missing(self) -> list[PaperRow]:
        return [row for row in self.papers if row.state == PaperState.OPEN]


def pack_states(assembly: Assembly) -> list[PackState]:
    """The packs that the meeting owes under the profile of its day, in the order of the list."""
    rows = {row.key: row for row in assembly.filing_papers.select_related("document")}
    answers = answered_steps(assembly)
    return [_state(assembly, pack, rows, answers.get(pack.key)) for pack in due_packs(assembly)]


def answered_steps(assembly: Assembly) -> dict[str, PlanStep]:
    """The steps of the plan on which an authority took a pack, by the key of the pack."""
    taken = assembly.steps.filter(
        key__startswith=STEP, answer__in=(Answer.AGREED, Answer.WITH_REMARKS)
    )
    return {step.key.removeprefix(STEP): step for step in taken}


def due_packs(assembly: Assembly) -> list[Pack]:
    """Those of the profile of the meeting's day that the meeting owes."""
    profile = rulebook_on(meeting_day(assembly)).profile.key
    return [pack for pack in packs_of(profile) if _is_due(assembly, pack)]


def _is_due(assembly: Assembly, pack: Pack) -> bool:
    if assembly.parent_id is not None:
        return False
    bylaws = passed(assembly, *BYLAWS).exists
    officers = filing_forms.elected_at(assembly).filter(office__in=filing_forms.OFFICERS).exists
    if pack.when == "bylaws":
        return bylaws()
    if pack.when == "officers":
        return officers()
    return pack.when != "filed" or bylaws() or filing_forms.elected_at(assembly).exists()


def pack_state(assembly: Assembly, key: str) -> PackState:
    """One of them. Raises PackUnknown."""
    found = next((state for state in pack_states(assembly) if state.pack.key == key), None)
    if found is None:
        raise PackUnknown
    return found


def _state(
    assembly: Assembly, pack: Pack, rows: dict[str, FilingPaper], answered: PlanStep | None
) -> PackState:
    last, citation = deadline_of(assembly, pack)
    return PackState(
        pack=pack,
        papers=[_paper(assembly, one, rows.get(key_of(pack, one.key))) for one in pack.papers],
        last_day=last,
        citation=citation,
        made=rows.get(key_of(pack, PACK)),
        receipt=rows.get(key_of(pack, RECEIPT)),
        answered=answered,
    )


def key_of(pack: Pack, paper: str) -> str:
    return f"{pack.key}.{paper}"


def _paper(assembly: Assembly, paper: Paper, row: FilingPaper | None) -> PaperRow:
    if row is not None and row.state == PaperState.NOT_NEEDED:
        return PaperRow(paper, PaperState.NOT_NEEDED, row.note, row)
    if row is not None and row.document_id is not None:
        return PaperRow(paper, PaperState.READY, "", row)
    if paper.how == "attached":
        return PaperRow(paper, PaperState.OPEN, "", row)
    maker = MAKERS[paper.make]
    if not maker.wanted(assembly):
        return PaperRow(paper, PaperState.NOT_NEEDED, "", row)
    why = maker.waits(assembly)
    return PaperRow(paper, PaperState.OPEN if why else PaperState.READY, why, row)


def deadline_of(assembly: Assembly, pack: Pack) -> tuple[date | None, Translated]:
    """The last day for a pack, None where no text in force sets one, and what is cited."""
    day = meeting_day(assembly)
    book = rulebook_on(day)
    try:
        answer = book.answer(pack.deadline)
    except (NoRuleInForce, MustBeDeclared):
        return None, cited(book.sources(pack.topic))
    assert isinstance(answer.value, int)  # these parameters are numbers of days
    reckon = latest_sending_date if pack.counted == "before" else last_day
    return reckon(day, answer.value), cited(answer.citations)


@transaction.atomic
def attach_paper(
    *, assembly: Assembly, pack: str, paper: str, upload: Upload, by: User | None, at: datetime
) -> FilingPaper:
    """Lay a file to the pack, in place of what is made from the record: the signed scan of it, or
    what only a person has. Raises PackUnknown, PaperRefused, PaperTooLarge."""
    assembly = lock_assembly(assembly.pk)
    document = keep(upload, at=at)
    told = {"state": PaperState.READY, "document": document, "note": "", "changed_at": at}
    return _put(assembly, pack, paper, told, by, at, document=document.digest)


@transaction.atomic
def waive_paper(
    *, assembly: Assembly, pack: str, paper: str, note: str, by: User | None, at: datetime
) -> FilingPaper:
    """Say that the authority does not need it, and why. Raises PackUnknown, ReasonMissing."""
    assembly = lock_assembly(assembly.pk)
    if not note.strip():
        raise ReasonMissing
    told = {"state": PaperState.NOT_NEEDED, "note": note.strip(), "changed_at": at}
    return _put(assembly, pack, paper, {**told, "document": None}, by, at, note=note.strip())


@transaction.atomic
def restore_paper(
    *, assembly: Assembly, pack: str, paper: str, by: User | None, at: datetime
) -> FilingPaper:
    """Take back what was attached or waived; files stay in the store. Raises PackUnknown."""
    assembly = lock_assembly(assembly.pk)
    told: dict[str, object] = {
        "state": PaperState.OPEN,
        "document": None,
        "note": "",
        "changed_at": at,
    }
    return _put(assembly, pack, paper, told, by, at, restored=True)


def _put(
    assembly: Assembly,
    pack: str,
    paper: str,
    told: dict[str, object],
    by: User | None,
    at: datetime,
    **payload: object,
) -> FilingPaper:
    found = next((one for one in due_packs(assembly) if one.key == pack), None)
    if found is None or paper not in {one.key for one in found.papers}:
        raise PackUnknown
    key = key_of(found, paper)
    row, _created = FilingPaper.objects.update_or_create(
        assembly=assembly, key=key, defaults=told, create_defaults=told
    )
    payload = {"paper": key, **payload}
    log.record(stream=stream_of(assembly), event="paper_filed", payload=payload, by=by, at=at)
    return row


@transaction.atomic
def note_filed(
    *,
    assembly: Assembly,
    pack: str,
    filed_on: date,
    reference: str,
    by: User | None,
    at: datetime,
    receipt: Upload | None = None,
) -> FilingPaper:
    """Note the day on which the pack was handed in, with the authority's receipt. Noted again, it
    is corrected. Raises PackUnknown, PackMissing, FiledInFuture, PaperRefused, PaperTooLarge."""
    assembly = lock_assembly(assembly.pk)
    state = pack_state(assembly, pack)
    if state.made is None:
        raise PackMissing
    if filed_on > local_day(at):
        raise FiledInFuture
    document = keep(receipt, at=at) if receipt is not None else None
    if document is None and state.receipt is not None:
        document = state.receipt.document
    told = {
        "state": PaperState.READY,
        "document": document,
        "note": f"{filed_on.isoformat()} {reference.strip()}"[:300],
        "changed_at": at,
    }
    row, _created = FilingPaper.objects.update_or_create(
        assembly=assembly, key=key_of(state.pack, RECEIPT), defaults=told, create_defaults=told
    )
    payload = {"pack": pack, "filed_on": filed_on, "reference": reference.strip()}
    log.record(stream=stream_of(assembly), event="pack_filed", payload=payload, by=by, at=at)
    return row
