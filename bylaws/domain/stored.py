"""From the rows of the database to the texts and changes that the pure modules work on, and back.

A change's payload: ``provisions`` as lists of identity, kind, text and marks; ``references`` of
what a derived text names, by identity; ``find`` and ``put`` of a substitution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from bylaws.choices import RegulationKind
from bylaws.domain.text.bindings import Bound
from bylaws.domain.text.changes import Change, Insert, Move, Repeal, Replace, Substitute
from bylaws.domain.text.numbering import Number
from bylaws.domain.text.provisions import Provision
from bylaws.domain.text.reference_tokens import Token
from bylaws.enums import ChangeAct, ProvisionKind, ReferenceForm
from bylaws.models import Change as ChangeRow
from bylaws.models import Provision as ProvisionRow
from bylaws.models import Reference, Regulation, Version

HEADINGS = frozenset({ProvisionKind.CHAPTER, ProvisionKind.SECTION})


def provisions_of(version: Version) -> tuple[Provision, ...]:
    """The text of a version; uses what was prefetched."""
    return tuple(
        Provision(
            ProvisionKind(row.kind),
            row.text,
            is_sub=row.is_sub,
            is_repealed=row.is_repealed,
            id=row.permanent_id,
        )
        for row in version.provisions.all()
    )


def texts_of(versions: Iterable[Version]) -> dict[UUID, tuple[Provision, ...]]:
    """The texts of many versions by their keys, in one query and without a row for each line."""
    found: dict[UUID, list[Provision]] = {version.pk: [] for version in versions}
    kinds = {kind.value: kind for kind in ProvisionKind}
    # Identities come as text, as they are the same from version to version: each is read once.
    identities = _Identities()
    rows = ProvisionRow.objects.filter(version__in=list(found)).order_by("version", "position")
    told = rows.annotate(
        version_key=Cast("version_id", TextField()), identity=Cast("permanent_id", TextField())
    ).values_list("version_key", "kind", "text", "is_sub", "is_repealed", "identity")
    for version, kind, text, is_sub, is_repealed, identity in told:
        provision = Provision(kinds[kind], text, is_sub, is_repealed, identities[identity])
        found[identities[version]].append(provision)
    return {version: tuple(provisions) for version, provisions in found.items()}


class Named(NamedTuple):
    """What a row of :class:`bylaws.models.Reference` says of its own text."""

    provision: UUID
    start: int
    end: int
    target: UUID | None


def named_in(versions: Iterable[Version]) -> dict[UUID, list[Named]]:
    """What the texts of many versions name in themselves, by their keys and in one query."""
    found: dict[UUID, list[Named]] = {version.pk: [] for version in versions}
    identities = _Identities()
    rows = Reference.objects.filter(version__in=list(found), target__isnull=False, other=None)
    told = rows.annotate(
        version_key=Cast("version_id", TextField()),
        naming=Cast("provision", TextField()),
        identity=Cast("target", TextField()),
    ).values_list("version_key", "naming", "start", "end", "identity")
    for version, naming, start, end, identity in told:
        row = Named(identities[naming], start, end, identities[identity])
        found[identities[version]].append(row)
    return found


class _Identities(dict[str, UUID]):
    def __missing__(self, written: str) -> UUID:
        self[written] = identity = UUID(written)
        return identity


def own_names(regulation: Regulation) -> tuple[str, ...]:
    """What the text calls itself, so that such a name sends nobody elsewhere."""
    title = regulation.title.get("zh", "")
    names = [title] if title else []
    if regulation.kind == RegulationKind.BYLAWS:
        names += ["章程", "本会章程", "协会章程"]
    return tuple(names)


def act_of(change: Change) -> ChangeAct:
    if isinstance(change, Replace):
        is_title = change.provision.kind in HEADINGS
        return ChangeAct.RETITLE if is_title else ChangeAct.REPLACE
    if isinstance(change, Insert):
        return ChangeAct.INSERT
    if isinstance(change, Repeal):
        return ChangeAct.REPEAL
    return ChangeAct.MOVE if isinstance(change, Move) else ChangeAct.SUBSTITUTE


def target_of(change: Change) -> UUID | None:
    """The provision that a row of the list of changes is about."""
    if isinstance(change, Replace):
        return change.provision.id
    if isinstance(change, Insert):
        return change.after
    if isinstance(change, (Repeal, Move)):
        return change.ids[0]
    return None


def payload_of(change: Change) -> dict[str, Any]:
    if isinstance(change, Substitute):
        return {"find": change.find, "put": change.put}
    if isinstance(change, Repeal):
        return {"ids": [str(i) for i in change.ids], "keep_number": change.keep_number}
    if isinstance(change, Move):
        return {"ids": [str(i) for i in change.ids], "after": _text(change.after)}
    if isinstance(change, Replace):
        given = None if change.references is None else _references(change.references)
        return {"provisions": [_provision(change.provision)], "references": given}
    named = None
    if change.references is not None:
        named = {str(i): _references(references) for i, references in change.references}
    return {
        "provisions": [_provision(p) for p in change.provisions],
        "after": _text(change.after),
        "references": named,
    }


def change_of(row: ChangeRow) -> Change:
    """The change that a row keeps."""
    data = row.payload
    act = ChangeAct(row.act)
    if act is ChangeAct.SUBSTITUTE:
        return Substitute(data["find"], data["put"])
    if act is ChangeAct.REPEAL:
        return Repeal(tuple(UUID(i) for i in data["ids"]), keep_number=data["keep_number"])
    if act is ChangeAct.MOVE:
        return Move(tuple(UUID(i) for i in data["ids"]), _uuid(data["after"]))
    provisions = tuple(_read_provision(one) for one in data["provisions"])
    given = data.get("references")
    if act is not ChangeAct.INSERT:
        return Replace(provisions[0], None if given is None else _read_references(given))
    named = None
    if given is not None:
        named = tuple((UUID(i), _read_references(rows)) for i, rows in given.items())
    return Insert(provisions, _uuid(data["after"]), named)


def changes_of(rows: Iterable[ChangeRow]) -> tuple[Change, ...]:
    return tuple(change_of(row) for row in rows)


def _text(identity: UUID | None) -> str | None:
    return None if identity is None else str(identity)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _provision(provision: Provision) -> list[Any]:
    return [
        str(provision.id),
        provision.kind.value,
        provision.text,
        provision.is_sub,
        provision.is_repealed,
    ]


def _read_provision(row: Sequence[Any]) -> Provision:
    identity, kind, text, is_sub, is_repealed = row
    return Provision(
        ProvisionKind(kind), text, is_sub=is_sub, is_repealed=is_repealed, id=UUID(identity)
    )


def _references(references: Iterable[Bound]) -> list[dict[str, Any]]:
    return [
        {
            **asdict(bound.token),
            "number": None if bound.token.number is None else list(bound.token.number),
            "target": str(bound.target),
            "implied_paragraph": bound.implied_paragraph,
        }
        for bound in references
    ]


def _read_references(rows: Iterable[dict[str, Any]]) -> tuple[Bound, ...]:
    return tuple(
        Bound(
            token=Token(
                start=row["start"],
                end=row["end"],
                level=ProvisionKind(row["level"]),
                form=ReferenceForm(row["form"]),
                number=None if row["number"] is None else Number(*row["number"]),
                back=row["back"],
                chain=row["chain"],
                is_joined=row["is_joined"],
                text_named=row["text_named"],
            ),
            target=UUID(row["target"]),
            implied_paragraph=row["implied_paragraph"],
        )
        for row in rows
    )
