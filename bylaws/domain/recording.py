"""Keeping a text as a version: its provisions, what they name, the rules that they state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bylaws.choices import RegulationKind
from bylaws.domain import stored
from bylaws.domain.parameters import BylawsParameter, parse_value
from bylaws.domain.text import bindings, derive, provisions
from bylaws.domain.text.digests import digest_of_text, link
from bylaws.domain.text.numbering import Number
from bylaws.domain.text.provisions import places
from bylaws.domain.text.reference_tokens import Token
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import ParameterInvalid
from bylaws.models import Parameter, Reference, Regulation, Version
from bylaws.models import Provision as ProvisionRow
from records.domain import log
from records.fields import Translated

MATTERS = {
    RegulationKind.BYLAWS: "bylaws",
    RegulationKind.FINANCIAL_RULES: "financial_rules",
    RegulationKind.DUES_MEASURES: "dues_standard",
    RegulationKind.ELECTION_METHOD: "election_method",
}


@transaction.atomic
def open_regulation(
    *,
    kind: str,
    title: Translated | dict[str, str],
    by: Any,
    at: datetime,
    numbering: str = Scheme.ZH,
    frozen_numbers: bool = False,
) -> Regulation:
    """A text without versions yet. Bylaws wait for approval after adoption (CN-F2); whatever
    members live under is published; the matter of its vote follows from its kind."""
    regulation = Regulation.objects.create(
        kind=kind,
        title=Translated(title),
        numbering=numbering,
        frozen_numbers=frozen_numbers,
        matter=MATTERS.get(RegulationKind(kind), "ordinary"),
        needs_approval=kind == RegulationKind.BYLAWS,
        is_public=kind in MATTERS,
    )
    payload = {"regulation": str(regulation.pk), "kind": kind, "title": dict(regulation.title)}
    log.record(stream="bylaws", event="regulation_opened", payload=payload, by=by, at=at)
    return regulation


@transaction.atomic
def import_version(
    *,
    regulation: Regulation,
    text: str,
    label: Translated,
    by: Any,
    at: datetime,
    base: Version | None = None,
    parameters: Sequence[BylawsParameter] | None = None,
    summary: Translated | None = None,
) -> Version:
    """Keep ``text`` as a new version; provisions that also stand in ``base`` keep their ids.

    Raises ``TextUnreadable`` for a number out of order, ``ParameterInvalid`` for a parameter that
    is none or stands nowhere. The same text on the same base is the same version.
    """
    scheme = Scheme(regulation.numbering)
    parsed = provisions.parse(text, scheme)
    digest = digest_of_text(parsed, scheme)
    known = regulation.versions.filter(digest=digest, base=base).first()
    before = stored.provisions_of(base) if base else ()
    return record_version(
        regulation=regulation,
        provisions=stored.provisions_of(known)
        if known
        else derive.identify(before, parsed, scheme),
        label=label,
        base=base,
        parameters=parameters,
        summary=summary,
        by=by,
        at=at,
    )


@transaction.atomic
def record_version(
    *,
    regulation: Regulation,
    provisions: Sequence[provisions.Provision],
    label: Translated,
    by: Any,
    at: datetime,
    base: Version | None = None,
    parameters: Sequence[BylawsParameter] | None = None,
    summary: Translated | None = None,
) -> Version:
    """Keep provisions with their identities as a new version; see :func:`import_version`.

    The same provisions on the same base are the same version; while it is a draft it takes the
    name and the rules that it is given last; ``parameters`` of None leave its rules alone.
    """
    scheme = Scheme(regulation.numbering)
    digest = digest_of_text(provisions, scheme)
    previous = base.chain if base else ""
    committed = link(
        previous=previous, regulation=regulation.pk, digest=digest, provisions=provisions
    )
    rules = None if parameters is None else _placed(parameters, provisions, scheme)
    known = regulation.versions.filter(chain=committed).first()
    if known is not None:
        return known if known.adoption_id else _renamed(known, label, summary, rules)
    version = Version.objects.create(
        regulation=regulation,
        label=label,
        base=base,
        summary=summary or Translated(),
        numbering=scheme,
        digest=digest,
        previous=previous,
        chain=committed,
        recorded_at=at,
    )
    _keep_provisions(version, provisions)
    keep_references(version, provisions)
    _keep_rules(version, rules or ())
    payload = {"version": str(version.pk), "digest": digest, "chain": version.chain}
    log.record(stream="bylaws", event="version_recorded", payload=payload, by=by, at=at)
    return version


def _renamed(
    draft: Version,
    label: Translated,
    summary: Translated | None,
    rules: Sequence[tuple[str, Any, UUID, str]] | None,
) -> Version:
    draft.label, draft.summary = label, summary or draft.summary
    draft.save(update_fields=["label", "summary"])
    if rules is not None:
        draft.parameters.all().delete()
        _keep_rules(draft, rules)
    return draft


def _keep_rules(version: Version, rules: Sequence[tuple[str, Any, UUID, str]]) -> None:
    Parameter.objects.bulk_create(
        Parameter(version=version, key=key, value=value, provision=place, quote=quote)
        for key, value, place, quote in rules
    )


def _keep_provisions(version: Version, kept: Sequence[provisions.Provision]) -> None:
    ProvisionRow.objects.bulk_create(
        ProvisionRow(
            version=version,
            position=position,
            permanent_id=row.identity,
            kind=row.kind,
            text=row.text,
            is_sub=row.is_sub,
            is_repealed=row.is_repealed,
        )
        for position, row in enumerate(kept)
    )


def keep_references(version: Version, kept: Sequence[provisions.Provision]) -> None:
    """What each provision names, by identity; in another text, as that text stands now."""
    scheme = Scheme(version.numbering)
    others = _Others(version.regulation)
    rows: list[Reference] = []
    for found in bindings.find(kept, scheme, stored.own_names(version.regulation)):
        token = found.token
        target = None if found.target is None else kept[found.target].id
        other: Regulation | None = None
        if token.text_named:
            other, target = others.named(token.text_named), None
        rows.append(
            Reference(
                version=version,
                provision=kept[found.index].identity,
                start=token.start,
                end=token.end,
                target=target if other is None else others.target(other, token),
                other=other,
                named=token.text_named,
            )
        )
    Reference.objects.bulk_create(rows)


class _Others:
    """Finds what a text says of others by their name."""

    def __init__(self, own: Regulation) -> None:
        self._regulations = list(Regulation.objects.exclude(pk=own.pk))
        self._texts: dict[UUID, dict[Number, UUID]] = {}

    def named(self, name: str) -> Regulation | None:
        bare = name.strip("《》")
        for regulation in self._regulations:
            if bare in stored.own_names(regulation) or bare in regulation.title.values():
                return regulation
        return None

    def target(self, regulation: Regulation, token: Token) -> UUID | None:
        """The article of the other text's latest adopted version that bears the number."""
        if regulation.pk not in self._texts:
            self._texts[regulation.pk] = self._articles(regulation)
        return self._texts[regulation.pk].get(token.number) if token.number else None

    @staticmethod
    def _articles(regulation: Regulation) -> dict[Number, UUID]:
        adopted = regulation.versions.filter(adoption__isnull=False)
        version = adopted.order_by("-adoption__decided_on", "-recorded_at").first()
        if version is None:
            return {}
        kept = stored.provisions_of(version)
        located = places(kept, Scheme(version.numbering))
        return {
            Number(place.article, place.sub): row.identity
            for row, place in zip(kept, located, strict=True)
            if row.kind is ProvisionKind.ARTICLE
        }


def _placed(
    parameters: Sequence[BylawsParameter], kept: Sequence[provisions.Provision], scheme: Scheme
) -> list[tuple[str, Any, UUID, str]]:
    """Each rule with the identity of the provision that states it."""
    where = {
        place.reference: row.id
        for row, place in zip(kept, places(kept, scheme), strict=True)
        if place.reference
    }
    rows = []
    for parameter in parameters:
        parse_value(parameter.key, parameter.value)
        place = parameter.provision or where.get(parameter.article_ref) or _first(where, parameter)
        if place is None:
            raise ParameterInvalid(
                zh=f"文本中没有{parameter.article_ref}，无法标注“{parameter.key}”。",
                en=f"The text has no {parameter.article_ref}, where “{parameter.key}” "
                "is said to stand.",
            )
        rows.append((parameter.key, parameter.value, place, parameter.quote))
    return rows


def _first(where: dict[str, UUID | None], parameter: BylawsParameter) -> UUID | None:
    """第二十五条第一款 is the article's own provision."""
    return where.get(parameter.article_ref.removesuffix("第一款"))
