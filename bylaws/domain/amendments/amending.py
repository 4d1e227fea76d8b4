"""An amendment as a whole: opened on a version, derived from a text, discussed, withdrawn.

Every edit says which ``revision`` its writer saw. Where someone else saved in between, an edit of
another provision goes through and one of the same provision is refused with both texts, so that
the second writer loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from bylaws.choices import TRANSITIONS, AmendmentState
from bylaws.domain import stored
from bylaws.domain.text import changes as text_changes
from bylaws.domain.text import derive
from bylaws.domain.text.changes import Applied, Change, Move, Repeal, Replace
from bylaws.domain.text.dangling import named_in_vain
from bylaws.domain.text.provisions import Provision
from bylaws.enums import Scheme
from bylaws.errors import AmendmentFixed, EditedMeanwhile, NothingChanged
from bylaws.models import Amendment, Version
from bylaws.models import Change as ChangeRow
from records.domain import log
from records.fields import Translated

EDITABLE = frozenset({AmendmentState.DRAFT, AmendmentState.CONSULTATION})


@transaction.atomic
def open_amendment(
    *,
    base: Version,
    title: Translated | dict[str, str],
    label: Translated | dict[str, str],
    proposer: str,
    by: Any,
    at: datetime,
    reason: Translated | dict[str, str] | None = None,
) -> Amendment:
    """A draft without changes on ``base``."""
    amendment = Amendment.objects.create(
        regulation=base.regulation,
        base=base,
        base_digest=base.digest,
        title=Translated(title),
        label=Translated(label),
        proposer=proposer,
        reason=Translated(reason or {}),
        created_at=at,
    )
    log_event(amendment, "amendment_opened", {"base": str(base.pk)}, by, at)
    return amendment


@transaction.atomic
def derive_amendment(
    *, amendment: Amendment, provisions: Sequence[Provision], revision: int, by: Any, at: datetime
) -> Amendment:
    """Let the amendment be the difference between its base and a whole new text.

    ``provisions`` with the identities of what they continue (:func:`derive.identify`). The changes
    that were there are replaced. Raises ``NothingChanged`` where the texts are equal.
    """
    amendment = lock(amendment, revision=revision, exactly=True)
    base = stored.provisions_of(amendment.base)
    found = derive.derive(base, provisions, _scheme(amendment), _names(amendment))
    if not found:
        raise NothingChanged(
            zh="新文本与底本完全相同，没有可修改之处。",
            en="The new text is the same as its base; there is nothing to amend.",
        )
    amendment.changes.all().delete()
    for position, change in enumerate(found, start=1):
        keep(amendment, change, position)
    return saved(amendment, "amendment_derived", {"changes": len(found)}, by, at)


@transaction.atomic
def go_to(
    *, amendment: Amendment, state: AmendmentState, by: Any, at: datetime, until: date | None = None
) -> Amendment:
    """Open it to comments (``until`` a day), take it back to drafting, withdraw it.

    Submitting and adopting have acts of their own. Raises ``AmendmentFixed`` for a way that the
    table of transitions does not know.
    """
    amendment = Amendment.objects.select_for_update().get(pk=amendment.pk)
    if state == amendment.state:
        return amendment
    check_transition(amendment, state)
    amendment.state = state
    amendment.comments_until = until if state == AmendmentState.CONSULTATION else None
    amendment.save(update_fields=["state", "comments_until"])
    log_event(amendment, f"amendment_{state}", {"until": until}, by, at)
    return amendment


def check_transition(amendment: Amendment, state: AmendmentState) -> None:
    """Raises ``AmendmentFixed`` where ``amendment`` may not go to ``state``."""
    if state not in TRANSITIONS[AmendmentState(amendment.state)]:
        raise AmendmentFixed(
            zh=f"修正案目前“{state_in(amendment, 'zh-hans')}”，不能执行此操作。",
            en=f"The amendment is “{state_in(amendment, 'en')}”; this is not possible now.",
        )


def state_in(amendment: Amendment, language: str) -> str:
    """The state's name in a language, whatever the reader's: errors are told in both."""
    with translation.override(language):
        return str(amendment.get_state_display())


def preview(amendment: Amendment, units: Sequence[int] | None = None) -> Applied:
    """The base as the amendment would leave it, or only those units of it; what it names in vain,
    because a target goes or because nothing ever bore the number, is lost."""
    rows = list(amendment.changes.all())
    chosen = [row for row in rows if units is None or row.unit in units]
    base, scheme, names = (
        stored.provisions_of(amendment.base),
        _scheme(amendment),
        _names(amendment),
    )
    applied = text_changes.apply(
        base, stored.changes_of(chosen), scheme, names, among=stored.changes_of(rows)
    )
    lost = (*applied.lost, *named_in_vain(base, applied.provisions, scheme, names))
    return replace(applied, lost=tuple(dict.fromkeys(lost)))


def locked(amendment: Amendment) -> Amendment:
    """The amendment, locked, with what it names. That is read after the lock is held: what comes in
    one query with a row that others hold is of before they wrote."""
    Amendment.objects.select_for_update().get(pk=amendment.pk)
    related = Amendment.objects.select_related("base", "regulation", "draft", "result")
    return related.get(pk=amendment.pk)


def lock(
    amendment: Amendment,
    *,
    revision: int,
    provision: UUID | None = None,
    text: str = "",
    exactly: bool = False,
) -> Amendment:
    """The amendment, locked for an edit by someone who saw ``revision``.

    Raises ``AmendmentFixed`` when it is not drafted any more, ``EditedMeanwhile`` when it moved on
    and the edit concerns what was edited (or the whole: ``exactly``).
    """
    amendment = locked(amendment)
    if amendment.state not in EDITABLE:
        raise AmendmentFixed(
            zh=f"修正案已经“{state_in(amendment, 'zh-hans')}”，不能再改动。",
            en=f"The amendment is “{state_in(amendment, 'en')}”; it cannot be edited any more.",
        )
    if revision == amendment.revision:
        return amendment
    if exactly or (provision and amendment.edited.get(str(provision), 0) > revision):
        raise EditedMeanwhile(theirs=_current(amendment, provision), mine=text)
    return amendment


def check_unedited(amendment: Amendment, provisions: Iterable[UUID], revision: int) -> None:
    """Raises ``EditedMeanwhile`` where someone edited one of ``provisions`` after ``revision``."""
    for provision in provisions:
        if amendment.edited.get(str(provision), 0) > revision:
            raise EditedMeanwhile(theirs=_current(amendment, provision), mine="")


def _current(amendment: Amendment, provision: UUID | None) -> str:
    kept = {p.id: p.text for p in preview(amendment).provisions}
    return kept.get(provision, "")


def _scheme(amendment: Amendment) -> Scheme:
    return Scheme(amendment.base.numbering)


def _names(amendment: Amendment) -> tuple[str, ...]:
    return stored.own_names(amendment.regulation)


def keep(amendment: Amendment, change: Change, position: int | None = None) -> ChangeRow:
    """Put a change on record, behind the others, each at first a unit of its own."""
    if position is None:
        last = amendment.changes.aggregate(last=Max("position"))["last"] or 0
        position = last + 1
    return ChangeRow.objects.create(
        amendment=amendment,
        position=position,
        act=stored.act_of(change),
        target=stored.target_of(change),
        payload=stored.payload_of(change),
        base_digest=known_of_base(amendment, change),
        unit=position,
    )


def known_of_base(amendment: Amendment, change: Change) -> str:
    """SHA-256 of the texts of the base that a change replaces, repeals or moves."""
    return _known(stored.provisions_of(amendment.base), change)


def rests_on_base(amendment: Amendment) -> bool:
    """Whether the base still reads as the amendment, and each of its changes, knew it."""
    base = stored.provisions_of(amendment.base)
    return amendment.base.digest == amendment.base_digest and all(
        row.base_digest == _known(base, stored.change_of(row)) for row in amendment.changes.all()
    )


def _known(base: Sequence[Provision], change: Change) -> str:
    ids: Sequence[UUID] = ()
    if isinstance(change, Replace):
        ids = (change.provision.identity,)
    elif isinstance(change, (Repeal, Move)):
        ids = change.ids
    if not ids:
        return ""
    texts = {p.id: p.text for p in base}
    return text_changes.digest_of(texts.get(identity, "") for identity in ids)


def saved(
    amendment: Amendment, event: str, payload: dict[str, Any], by: Any, at: datetime
) -> Amendment:
    """Count the edit of a locked amendment, note which provision it concerned, and log it. Raises
    ``ChangeUnfounded`` where the changes make no text any more: then nothing is written."""
    preview(amendment)
    amendment.revision += 1
    if "provision" in payload:
        amendment.edited = {**amendment.edited, payload["provision"]: amendment.revision}
    amendment.save(update_fields=["revision", "edited"])
    payload = {**payload, "revision": amendment.revision}
    log_event(amendment, event, payload, by, at)
    return amendment


def log_event(
    amendment: Amendment, event: str, payload: dict[str, Any], by: Any, at: datetime
) -> None:
    """Put what happened to an amendment into the log of the texts."""
    payload = {"amendment": str(amendment.pk), **payload}
    log.record(stream="bylaws", event=event, payload=payload, by=by, at=at)
