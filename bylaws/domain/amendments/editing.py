"""Changing an amendment, provision by provision. What the second of two editors meets is told in
:mod:`bylaws.domain.amendments.amending`.

Whoever writes reads the text as amended so far, with its numbers; so what a new text names is bound
at once to the provision that bears the number there, and follows it from then on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from bylaws.domain import stored
from bylaws.domain.amendments.amending import check_unedited, keep, lock, preview, saved
from bylaws.domain.text import bindings
from bylaws.domain.text import changes as text_changes
from bylaws.domain.text.bindings import Bound
from bylaws.domain.text.changes import Insert, Move, Repeal, Replace, Substitute
from bylaws.domain.text.numbering import HEADED
from bylaws.domain.text.provisions import Provision, parse, render, subtree
from bylaws.domain.text.reference_tokens import Token
from bylaws.domain.withdrawing import take_back
from bylaws.enums import ProvisionKind, ReferenceForm, Scheme
from bylaws.errors import ChangeUnfounded, NothingChanged, TextUnreadable
from bylaws.models import Amendment
from bylaws.models import Change as ChangeRow
from records.fields import Translated

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
INNER = frozenset({ProvisionKind.PARAGRAPH, ProvisionKind.ITEM, ProvisionKind.SUBITEM})


@transaction.atomic
def replace_provision(
    *, amendment: Amendment, provision: UUID, text: str, revision: int, by: Any, at: datetime
) -> Amendment:
    """Another text for a provision of the base, or of what this amendment inserts. The text that it
    has without a change of its own takes the change back.

    Raises ``ChangeUnfounded`` for a provision that is not there, ``NothingChanged`` for no text,
    ``TextUnreadable`` for one that would be read as another provision.
    """
    amendment = lock(amendment, revision=revision, provision=provision, text=text)
    text = one_line(text)
    if not text:
        raise NothingChanged(
            zh="条文不能为空；如要删去，请使用“删除”。",
            en="A provision is not left without text; repeal it if it is to go.",
        )
    named = _named(amendment, provision, text)
    if inserted := _inserting(amendment, provision):
        return _rewrite_inserted(amendment, inserted, provision, text, named, by, at)
    old = _of_base(amendment, provision)
    row = _replacing(amendment, provision)
    if text in _unchanged(amendment, old, row):
        if row is not None:
            row.delete()
    elif row is not None:
        row.payload = stored.payload_of(Replace(_with_text(old, text), named))
        row.save(update_fields=["payload"])
    else:
        keep(amendment, Replace(_with_text(old, text), named))
    _check_reads(amendment)
    return saved(amendment, "provision_replaced", {"provision": str(provision)}, by, at)


@transaction.atomic
def insert_provision(
    *,
    amendment: Amendment,
    after: UUID | None,
    kind: ProvisionKind,
    text: str,
    revision: int,
    by: Any,
    at: datetime,
) -> UUID:
    """A new provision behind ``after`` and all that stands in it; returns its identity.

    An article is put behind the whole article that holds ``after``. Where numbers are frozen a new
    article bears the number before it with a sub-number, unless it closes the text.
    """
    amendment = lock(amendment, revision=revision)
    provisions = preview(amendment).provisions
    place = _behind(provisions, after, kind)
    is_last = not any(p.kind is ProvisionKind.ARTICLE for p in provisions[place:])
    frozen = amendment.regulation.frozen_numbers and kind is ProvisionKind.ARTICLE
    new = Provision(kind, one_line(text), is_sub=frozen and not is_last, id=uuid4())
    if not new.text:
        raise NothingChanged(zh="请填写条文。", en="Write the provision's text.")
    named = _named_by_new(amendment, provisions, place, new)
    anchor = provisions[place - 1].identity if place else None
    keep(amendment, Insert((new,), anchor, ((new.identity, named),)))
    _check_reads(amendment)
    saved(amendment, "provision_inserted", {"provision": str(new.identity)}, by, at)
    return new.identity


@transaction.atomic
def repeal_provision(
    *, amendment: Amendment, provision: UUID, revision: int, by: Any, at: datetime
) -> Amendment:
    """Take out a provision with all that stands in it; what was only inserted is dropped, and what
    was moved into it returns to its place. Raises ``EditedMeanwhile`` where someone else edited
    any of it, ``ChangeUnfounded`` where it is not there."""
    amendment = lock(amendment, revision=revision, provision=provision)
    provisions = preview(amendment).provisions
    inside = _standing_in(provisions, provision)
    check_unedited(amendment, inside, revision)
    base = stored.provisions_of(amendment.base)
    take_back(amendment, inside - {p.identity for p in base}, provisions)
    place = next((i for i, p in enumerate(base) if p.id == provision), None)
    if place is None:
        amendment.changes.filter(target__in=inside, act="move").delete()
        return saved(amendment, "change_dropped", {"provision": str(provision)}, by, at)
    # Of what stood in it in the base, that which a change of its own took out goes by this one.
    own = {base[i].identity for i in subtree(base, place)}
    going = inside | (own - {p.identity for p in provisions})
    ids = (provision, *(p.identity for p in base if p.id != provision and p.identity in going))
    amendment.changes.filter(target__in=ids).exclude(act="insert").delete()
    frozen = amendment.regulation.frozen_numbers and base[place].kind is ProvisionKind.ARTICLE
    keep(amendment, Repeal(ids, keep_number=frozen))
    return saved(amendment, "provision_repealed", {"provision": str(provision)}, by, at)


@transaction.atomic
def move_provision(
    *,
    amendment: Amendment,
    provision: UUID,
    after: UUID | None,
    revision: int,
    by: Any,
    at: datetime,
) -> Amendment:
    """Let a provision of the base, with all that stands in it, stand behind ``after``."""
    amendment = lock(amendment, revision=revision, provision=provision)
    base = stored.provisions_of(amendment.base)
    place = next((i for i, p in enumerate(base) if p.id == provision), None)
    provisions = preview(amendment).provisions
    if place is None or all(p.id != provision for p in provisions):
        raise _unfounded()
    ids = tuple(base[i].identity for i in subtree(base, place))
    where = _behind(provisions, after, base[place].kind)
    anchor = provisions[where - 1].identity if where else None
    if anchor in ids:
        raise ChangeUnfounded(
            zh="不能把条款移到它自己之后。", en="A provision cannot be moved behind itself."
        )
    amendment.changes.filter(target=provision, act="move").delete()
    keep(amendment, Move(ids, anchor))
    return saved(amendment, "provision_moved", {"provision": str(provision)}, by, at)


@transaction.atomic
def substitute(
    *, amendment: Amendment, find: str, put: str, revision: int, by: Any, at: datetime
) -> int:
    """Replace a word throughout the base; returns how many provisions read otherwise by that: what
    a change of its own gives another text is not among them.

    Raises ``NothingChanged`` where there is none, or one would be left without text.
    """
    amendment = lock(amendment, revision=revision)
    find, put = one_line(find), one_line(put)
    before = {p.identity: p.text for p in preview(amendment).provisions}
    keep(amendment, Substitute(find, put))
    after = preview(amendment).provisions
    touched = sum(p.text != before[p.identity] for p in after)
    if not touched or any(before[p.identity] and not p.text for p in after):
        raise NothingChanged(
            zh=f"原文中没有“{find}”，或者替换前后相同，或者替换后条文为空。",
            en=f"“{find}” does not stand in the text, or would stay the same, or leave no text.",
        )
    saved(amendment, "word_substituted", {"find": find, "put": put}, by, at)
    return touched


@transaction.atomic
def drop_change(*, change: ChangeRow, revision: int, by: Any, at: datetime) -> Amendment:
    """Take one change back. Raises ``ChangeUnfounded`` where others rest on it."""
    amendment = lock(change.amendment, revision=revision, exactly=True)
    put_in = stored.change_of(change)
    if isinstance(put_in, Insert):
        _take_back_alone(amendment, {p.identity for p in put_in.provisions})
    amendment.changes.filter(pk=change.pk).delete()
    return saved(amendment, "change_dropped", {"change": str(change.pk)}, by, at)


@transaction.atomic
def explain_change(
    *,
    change: ChangeRow,
    reason: Translated | dict[str, str],
    unit: int,
    revision: int,
    by: Any,
    at: datetime,
) -> Amendment:
    """Why a change is proposed, and with which others it is voted on."""
    amendment = lock(change.amendment, revision=revision)
    amendment.changes.filter(pk=change.pk).update(reason=Translated(reason), unit=max(1, unit))
    return saved(amendment, "change_explained", {"change": str(change.pk)}, by, at)


def one_line(text: str) -> str:
    """A provision's text is one line; what a form brings of breaks, edges and signs that no one
    sees is taken off."""
    return CONTROL.sub("", "".join(part.strip() for part in text.splitlines())).strip()


def _check_reads(amendment: Amendment) -> None:
    """Raises ``TextUnreadable`` where a paragraph begins like a number, so that whoever reads the
    text, or reads it in again, takes it for an article or an item."""
    scheme = Scheme(amendment.base.numbering)
    if not _is_read_back(stored.provisions_of(amendment.base), scheme):
        return  # A text that came like this may still be amended.
    if not _is_read_back(preview(amendment).provisions, scheme):
        raise TextUnreadable(
            zh="这段文字会被读成另一个编号的条款（例如以“第九条”或“（一）”开头）。编号由系统生成，"
            "请去掉开头的编号，或者选择“条”或“项”。",
            en="These words would be read as a provision with another number, such as one that "
            "begins with Article 9 or (a). Numbers are written for you: leave it out, or put in an "
            "article or an item.",
        )


def _is_read_back(provisions: Sequence[Provision], scheme: Scheme) -> bool:
    try:
        return parse(render(provisions, scheme), scheme) == tuple(provisions)
    except TextUnreadable:
        return False


def _take_back_alone(amendment: Amendment, ids: set[UUID]) -> None:
    """Drop inserted provisions in which nothing else stands."""
    provisions = preview(amendment).provisions
    if any(not _standing_in(provisions, one) <= ids for one in ids):
        raise ChangeUnfounded(
            zh="其他修改使别的条款位于这一新增条款之中，请先撤回那些修改。",
            en="Other changes put provisions into this new one. Take those back first.",
        )
    take_back(amendment, ids, provisions)


def _standing_in(provisions: Sequence[Provision], provision: UUID) -> set[UUID]:
    """A provision of the amended text and all that stands in it there."""
    place = next((i for i, p in enumerate(provisions) if p.id == provision), None)
    if place is None:
        raise _unfounded()
    return {provisions[i].identity for i in subtree(provisions, place)}


def _named(amendment: Amendment, provision: UUID, text: str) -> tuple[Bound, ...]:
    """What a text names that is written for a provision of the amended text."""
    provisions = preview(amendment).provisions
    place = next((i for i, p in enumerate(provisions) if p.id == provision), None)
    if place is None:
        raise _unfounded()
    written = _with_text(provisions[place], text)
    amended = (*provisions[:place], written, *provisions[place + 1 :])
    return tuple(bound for _token, bound in _bound(amendment, amended, place) if bound)


def _named_by_new(
    amendment: Amendment, provisions: Sequence[Provision], place: int, new: Provision
) -> tuple[Bound, ...]:
    """What a provision names that is put in at ``place``: by the numbers that its writer sees,
    those before it stands there; relative words (前款, 本条) by where it will stand."""
    inside = (*provisions[:place], new, *provisions[place:])
    there = _bound(amendment, inside, place)
    seen = _bound(amendment, (*provisions, new), len(provisions))
    # 本条第二款 and a bare 第一项 look from where it stands; 第五条第二款 does not.
    absolute = {token.chain for token, _named in there if token.level in HEADED}
    absolute -= {token.chain for token, _named in there if token.form is ReferenceForm.RELATIVE}
    chosen = [
        at_sight if token.chain in absolute else in_place
        for (token, in_place), (_token, at_sight) in zip(there, seen, strict=True)
    ]
    return tuple(bound for bound in chosen if bound)


def _bound(
    amendment: Amendment, provisions: Sequence[Provision], place: int
) -> list[tuple[Token, Bound | None]]:
    """The tokens of one provision of a text, each with what it names there."""
    scheme, names = Scheme(amendment.base.numbering), stored.own_names(amendment.regulation)
    index = place % len(provisions)
    found = [one for one in bindings.find(provisions, scheme, names) if one.index == index]
    targets = [None if one.target is None else provisions[one.target].identity for one in found]
    return [
        (one.token, None if target is None else Bound(one.token, target, one.implied_paragraph))
        for one, target in zip(found, targets, strict=True)
    ]


def _unchanged(amendment: Amendment, old: Provision, row: ChangeRow | None) -> set[str]:
    """The provision's text in the base, and with the numbers that it has by the other changes."""
    others = [one for one in amendment.changes.all() if row is None or one.pk != row.pk]
    applied = text_changes.apply(
        stored.provisions_of(amendment.base),
        stored.changes_of(others),
        Scheme(amendment.base.numbering),
        stored.own_names(amendment.regulation),
    )
    return {old.text} | {p.text for p in applied.provisions if p.id == old.id}


def _with_text(provision: Provision, text: str) -> Provision:
    return Provision(provision.kind, text, is_sub=provision.is_sub, id=provision.id)


def _of_base(amendment: Amendment, provision: UUID) -> Provision:
    for row in stored.provisions_of(amendment.base):
        if row.id == provision:
            return row
    raise _unfounded()


def _unfounded() -> ChangeUnfounded:
    return ChangeUnfounded(
        zh="底本中没有这一条款，请刷新页面后重试。",
        en="The base has no such provision. Reload the page and try again.",
    )


def _replacing(amendment: Amendment, provision: UUID) -> ChangeRow | None:
    return amendment.changes.filter(target=provision, act__in=["replace", "retitle"]).first()


def _inserting(amendment: Amendment, provision: UUID) -> ChangeRow | None:
    """The change by which this amendment itself brings the provision."""
    for row in amendment.changes.filter(act="insert"):
        if any(one[0] == str(provision) for one in row.payload["provisions"]):
            return row
    return None


def _rewrite_inserted(
    amendment: Amendment,
    row: ChangeRow,
    provision: UUID,
    text: str,
    named: tuple[Bound, ...],
    by: Any,
    at: datetime,
) -> Amendment:
    change = stored.change_of(row)
    assert isinstance(change, Insert)  # chosen by its act
    kept = tuple(_with_text(p, text) if p.id == provision else p for p in change.provisions)
    references = {**dict(change.references or ()), provision: named}
    row.payload = stored.payload_of(Insert(kept, change.after, tuple(references.items())))
    row.save(update_fields=["payload"])
    _check_reads(amendment)
    return saved(amendment, "provision_replaced", {"provision": str(provision)}, by, at)


def _behind(provisions: Sequence[Provision], after: UUID | None, kind: ProvisionKind) -> int:
    """The index behind a provision and what stands in it; for an article or a heading behind the
    whole article."""
    if after is None:
        return 0
    place = next((i for i, p in enumerate(provisions) if p.id == after), None)
    if place is None:
        raise _unfounded()
    if kind not in INNER:
        while place and provisions[place].kind in INNER:
            place -= 1
    if provisions[place].kind in {ProvisionKind.CHAPTER, ProvisionKind.SECTION}:
        return place + 1
    end = subtree(provisions, place).stop
    if provisions[place].kind is ProvisionKind.ARTICLE and kind in INNER:
        # Behind the article's own words means before its paragraphs and items.
        return place + 1
    return end
