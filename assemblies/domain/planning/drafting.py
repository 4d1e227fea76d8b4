"""What is voted on of an amendment, in words: titles of items and texts of motions.

Written in both languages when an amendment is put on the agenda, since the agenda of a notice never
changes. The wording of the law itself is quoted as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bylaws.choices import RegulationKind
from bylaws.domain import stored
from bylaws.domain.amendments import amending
from bylaws.domain.approval import governs_only_when_approved
from bylaws.domain.references import in_english
from bylaws.domain.text.changes import Change, Insert, Move, Repeal, Replace
from bylaws.domain.text.provisions import Provision, places
from bylaws.enums import ProvisionKind, Scheme
from bylaws.models import Amendment
from records.fields import Translated

KIND_ZH = {
    ProvisionKind.CHAPTER: "章",
    ProvisionKind.SECTION: "节",
    ProvisionKind.ARTICLE: "条",
    ProvisionKind.PARAGRAPH: "款",
    ProvisionKind.ITEM: "项",
    ProvisionKind.SUBITEM: "目",
}
KIND_EN = {
    ProvisionKind.CHAPTER: "a chapter",
    ProvisionKind.SECTION: "a section",
    ProvisionKind.ARTICLE: "an article",
    ProvisionKind.PARAGRAPH: "a paragraph",
    ProvisionKind.ITEM: "an item",
    ProvisionKind.SUBITEM: "a subitem",
}
HEADINGS = frozenset({ProvisionKind.CHAPTER, ProvisionKind.SECTION})
STOPPED = ("。”", "；”", "：”", ".”", ";”", ":”")
NAMED = 2
"""So many changes are named in a title."""
BYLAWS = Translated(zh="章程", en="Bylaws")
START = Translated(zh="文首", en="the very beginning")
PREAMBLE = Translated(zh="前言", en="the preamble")


@dataclass(frozen=True, slots=True)
class Told:
    """``act`` without a full stop (修改第二十五条); ``words`` with the new text in full."""

    act: Translated
    words: Translated


class Wording:
    """Tells the changes of one amendment, by the numbers of its base."""

    def __init__(self, amendment: Amendment) -> None:
        base = stored.provisions_of(amendment.base)
        located = places(base, Scheme(amendment.base.numbering))
        self._refs = {
            p.identity: at.reference or PREAMBLE.zh for p, at in zip(base, located, strict=True)
        }
        self._marks = {
            p.identity: at.reference if p.kind in HEADINGS else _article(at.reference)
            for p, at in zip(base, located, strict=True)
        }
        self._order = [p.identity for p in amending.preview(amendment).provisions]

    def tell(self, change: Change) -> Told:
        if isinstance(change, Replace):
            return self._replaced(change)
        if isinstance(change, Insert):
            return self._inserted(change)
        if isinstance(change, Repeal):
            place = self._place(change.ids[0])
            act = Translated(zh=f"删去{place.zh}", en=f"strike {place.en}")
            return Told(act, act)
        if isinstance(change, Move):
            place, after = self._place(change.ids[0]), self._behind(change.after, change.ids[0])
            act = Translated(
                zh=f"将{place.zh}移至{after.zh}", en=f"move {place.en} to stand {after.en}"
            )
            return Told(act, act)
        act = Translated(
            zh=f"将“{change.find}”统一改为“{change.put}”",
            en=f"write “{change.put}” instead of “{change.find}” throughout",
        )
        return Told(act, act)

    def _replaced(self, change: Replace) -> Told:
        place, text = self._place(change.provision.identity), change.provision.text
        if change.provision.kind in HEADINGS:
            return Told(
                Translated(zh=f"修改{place.zh}的标题", en=f"retitle {place.en}"),
                Translated(zh=f"将{place.zh}的标题改为“{text}”", en=f"retitle {place.en} “{text}”"),
            )
        return Told(
            Translated(zh=f"修改{place.zh}", en=f"amend {place.en}"),
            Translated(zh=f"将{place.zh}修改为：“{text}”", en=f"{place.en} is to read: “{text}”"),
        )

    def _inserted(self, change: Insert) -> Told:
        first = change.provisions[0]
        where = self._behind(change.after, first.identity, whole=first.kind not in INNER)
        act = Translated(
            zh=f"在{where.zh}新增一{KIND_ZH.get(first.kind, '款')}",
            en=f"insert {KIND_EN.get(first.kind, 'a paragraph')} {where.en}",
        )
        text = _joined(change.provisions)
        return Told(act, Translated(zh=f"{act.zh}：“{text}”", en=f"{act.en}: “{text}”"))

    def _place(self, identity: UUID) -> Translated:
        return _both(self._refs.get(identity, PREAMBLE.zh))

    def _behind(self, after: UUID | None, own: UUID, *, whole: bool = True) -> Translated:
        """The place of the base behind which something stands. An anchor that the amendment itself
        brings is told by what stands before it."""
        names = self._marks if whole else self._refs
        if after is not None and after not in names:
            before = self._order[: self._order.index(own)] if own in self._order else []
            after = next((one for one in reversed(before) if one in names), None)
        if after is None:
            return Translated(zh=START.zh, en=f"at {START.en}")
        place = _both(names[after])
        return Translated(zh=f"{place.zh}之后", en=f"after {place.en}")


INNER = frozenset({ProvisionKind.PARAGRAPH, ProvisionKind.ITEM, ProvisionKind.SUBITEM})


def _article(reference: str) -> str:
    """The article of a place in it: 第十六条第一款第五项 is in 第十六条."""
    head, found, _rest = reference.partition("条")
    if not found:
        return reference
    return head + found + _sub(reference[len(head) + 1 :])


def _sub(rest: str) -> str:
    """之一 of 第五条之一, which is part of the article's number."""
    return rest.split("第")[0] if rest.startswith("之") else ""


def _both(reference: str) -> Translated:
    if reference == PREAMBLE.zh:
        return PREAMBLE
    return Translated(zh=reference, en=in_english(reference))


def _joined(provisions: Sequence[Provision]) -> str:
    return "\n".join(provision.text for provision in provisions)


def unit_title(amendment: Amendment, number: int, told: Sequence[Told]) -> Translated:
    """《章程》修改第3项：修改第二十五条. Of many changes the first is named; the text has all."""
    name, acts = _short(amendment), told[:NAMED] if len(told) <= NAMED else told[:1]
    zh, en = _listed(acts, lambda t: t.act.zh, "；"), _listed(acts, lambda t: t.act.en, "; ")
    if len(acts) < len(told):
        zh, en = f"{zh}等{len(told)}处", f"{en} and {len(told) - len(acts)} more"
    return Translated(
        zh=f"{_quoted(name.zh)}修改第{number}项：{zh}", en=f"{name.en}, change {number}: {en}"
    )


def unit_text(told: Sequence[Told]) -> Translated:
    """The motion on one unit, each change in a line. It decides on these changes, and not yet on
    the text."""
    return Translated(
        zh=_lines("会议决定：", [one.words.zh for one in told], between="；", end="。"),
        en=_lines("The meeting resolves: ", [one.words.en for one in told], between=";", end="."),
    )


def _lines(opening: str, rows: Sequence[str], *, between: str, end: str) -> str:
    """A quotation that has its own stop needs no other."""
    ends = [*[between] * (len(rows) - 1), end]
    closed = [
        row if row.endswith(STOPPED) else f"{row}{stop}"
        for row, stop in zip(rows, ends, strict=True)
    ]
    if len(closed) == 1:
        return f"{opening}{closed[0]}"
    return "\n".join([opening.rstrip(), *closed])


def closing_title(amendment: Amendment) -> Translated:
    name = _short(amendment)
    return Translated(
        zh=f"对修改后的{_quoted(name.zh)}全文进行表决",
        en=f"{name.en}: the amended text as a whole",
    )


def closing_text(amendment: Amendment, *, day: date) -> Translated:
    name, label = amendment.regulation.title, amendment.label
    later = _later(amendment, day)
    return Translated(
        zh=f"会议决定：通过按照已获通过的各项修改形成的{_quoted(name.zh)}（{label.zh}）。{later.zh}",
        en=f"The meeting resolves: the {name.en} ({label.en}), as they stand with the changes that "
        f"were carried, are adopted.{later.en}",
    )


def whole_title(amendment: Amendment) -> Translated:
    name = _short(amendment)
    return Translated(
        zh=f"审议{_quoted(name.zh)}的修改：{amendment.title.zh}",
        en=f"{name.en}: {amendment.title.en}",
    )


def whole_text(amendment: Amendment, *, day: date) -> Translated:
    name, label = amendment.regulation.title, amendment.label
    later = _later(amendment, day)
    return Translated(
        zh=f"会议决定：通过修改后的{_quoted(name.zh)}（{label.zh}）。{later.zh}",
        en=f"The meeting resolves: the {name.en} ({label.en}) are adopted as amended.{later.en}",
    )


def _later(amendment: Amendment, day: date) -> Translated:
    """When an authority has to approve first, the meeting is told."""
    if not governs_only_when_approved(amendment.regulation, day=day):
        return Translated(zh="", en="")
    return Translated(
        zh="经核准后生效，核准之前执行现行文本。",
        en=" They take effect when they are approved; until then the text in force applies.",
    )


def _short(amendment: Amendment) -> Translated:
    """The bylaws are called so: a title has no room for the association's name."""
    regulation = amendment.regulation
    return BYLAWS if regulation.kind == RegulationKind.BYLAWS else regulation.title


def _quoted(title: str) -> str:
    return title if title.startswith("《") else f"《{title}》"


def _listed(told: Sequence[Told], part: Callable[[Told], str], between: str) -> str:
    return between.join(part(one) for one in told)
