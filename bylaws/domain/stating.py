"""The rules that a text states, kept in step with its words.

A mark says: these words of this provision state that parameter. When an amendment changes the
number in the words and not the parameter, or the reverse, that is reported before anyone votes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from bylaws.domain import in_force, references, rule_words, stored
from bylaws.domain.amendments import amending
from bylaws.domain.parameters import SPECS, BylawsParameter, parse_value
from bylaws.domain.text.pieces import shape
from bylaws.domain.text.provisions import Provision, citations
from bylaws.domain.text.statements import agrees, carried_quote
from bylaws.enums import Scheme
from bylaws.errors import Lang, ParameterInvalid
from bylaws.models import Amendment, Version
from records.domain import log


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A rule and words that do not say the same; `quote` are the words as they stand now."""

    key: str
    citation: str
    quote: str
    zh: str
    en: str

    def render(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


def mismatches(
    parameters: Iterable[BylawsParameter],
    provisions: Sequence[Provision],
    scheme: Scheme,
    before: Sequence[Provision] = (),
) -> list[Mismatch]:
    """Where parameters and text part ways; `before`: the base, whose words the marks quote."""
    now = {p.id: p for p in provisions if not p.is_repealed}
    old = {p.id: p.text for p in before}
    cited = {p.id: c for p, c in zip(provisions, citations(provisions, scheme), strict=True)}
    found: list[Mismatch] = []
    for parameter in parameters:
        holder = now.get(parameter.provision)
        if holder is None:
            found.append(_orphaned(parameter))
            continue
        quote = carried_quote(old.get(holder.id, holder.text), holder.text, parameter.quote)
        if fault := _fault(parameter, quote, cited[holder.id]):
            found.append(fault)
    return found


def _orphaned(parameter: BylawsParameter) -> Mismatch:
    zh, en = _words(parameter, "zh-hans"), _words(parameter, "en")
    place = references.in_english(parameter.article_ref)
    return Mismatch(
        key=parameter.key,
        citation=parameter.article_ref,
        quote="",
        zh=f"{parameter.article_ref}规定了“{zh.name}”，现已删除，规则仍为“{zh.value}”。"
        "请另行标注，或者注明不再规定。",
        en=f"{place} stated “{en.name}” and was taken out, but the rule still is “{en.value}”. "
        "Mark other words, or say that the text states it no more.",
    )


def _fault(parameter: BylawsParameter, quote: str, citation: str) -> Mismatch | None:
    if not parameter.quote:
        return None
    zh, en = _words(parameter, "zh-hans"), _words(parameter, "en")
    place = references.in_english(citation)
    if not quote:
        return Mismatch(
            key=parameter.key,
            citation=citation,
            quote="",
            zh=f"{citation}中“{parameter.quote}”已不存在，而规则“{zh.name}”没有随之改变。",
            en=f"{place} no longer has “{parameter.quote}”, and the rule “{en.name}” was not "
            "changed with it.",
        )
    kind = SPECS[parameter.key].kind
    if agrees(kind, parameter.key, parameter.value, quote) is not False:
        return None
    return Mismatch(
        key=parameter.key,
        citation=citation,
        quote=quote,
        zh=f"{citation}写的是“{quote}”，规则“{zh.name}”却是“{zh.value}”。",
        en=f"{place} says “{quote}”, but the rule “{en.name}” is “{en.value}”.",
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """A rule's name and value as its reader knows them."""

    name: str
    value: str


def _words(parameter: BylawsParameter, language: str) -> _Words:
    with translation.override(language):
        return _Words(
            rule_words.name_of(parameter.key),
            rule_words.value_of(parameter.key, parameter.value),
        )


def mismatches_of(amendment: Amendment) -> list[Mismatch]:
    """What the amended text and the parameters that go with it would say differently."""
    return mismatches(
        parameters_after(amendment),
        amending.preview(amendment).provisions,
        Scheme(amendment.base.numbering),
        stored.provisions_of(amendment.base),
    )


def parameters_after(amendment: Amendment) -> list[BylawsParameter]:
    """The base's rules with what the amendment itself says of them."""
    kept = {p.key: p for p in in_force.parameters_of(amendment.base)}
    for row in amendment.parameters:
        if row["value"] is None:
            kept.pop(row["key"], None)
            continue
        kept[row["key"]] = BylawsParameter(
            key=row["key"],
            value=row["value"],
            article_ref="",
            quote=row["quote"],
            provision=UUID(row["provision"]),
        )
    return list(kept.values())


def carried(amendment: Amendment, provisions: Sequence[Provision]) -> list[BylawsParameter]:
    """The rules of the amended text, each quoting its words as they stand in it; a rule whose
    provision is gone goes with it. Where only some changes were adopted, what the amendment says
    of words that did not come about does not hold: the base's rule stays."""
    base = stored.provisions_of(amendment.base)
    told = [_by_identity(t) for t in (base, amending.preview(amendment).provisions, provisions)]
    stated = {rule.key: rule for rule in in_force.parameters_of(amendment.base)}
    rules = {rule.key: rule for rule in parameters_after(amendment)}
    for row in amendment.parameters:
        mine = stated.get(row["key"])
        if _is_unmade(row, mine, *told):
            rules.pop(row["key"], None)
            rules |= {mine.key: mine} if mine else {}
    return _carried(rules.values(), base, provisions)


Texts = Mapping[UUID | None, str]


def _is_unmade(
    row: Mapping[str, Any], mine: BylawsParameter | None, before: Texts, whole: Texts, now: Texts
) -> bool:
    """Whether the words of a rule, as the amendment states it, are not those that were adopted."""
    place, quote = UUID(row["provision"]), row["quote"]
    if quote in whole.get(place, "") and quote not in now.get(place, ""):
        return True
    concerned = {place, mine.provision} if mine else {place}
    return any(_stayed(before.get(one), whole.get(one), now.get(one)) for one in concerned)


def _by_identity(provisions: Sequence[Provision]) -> Texts:
    return {p.identity: p.text for p in provisions if not p.is_repealed}


def _stayed(before: str | None, whole: str | None, now: str | None) -> bool:
    """Whether a provision stayed as it was (but for its numbers) where the whole amendment would
    change it."""
    first, wanted, last = (None if text is None else shape(text) for text in (before, whole, now))
    return last == first != wanted


def agreeing(
    base: Version, provisions: Sequence[Provision], scheme: Scheme
) -> list[BylawsParameter]:
    """The base's rules that the words of a text which continues it still state; where they say
    otherwise nobody has said yet what holds."""
    before = stored.provisions_of(base)
    rules = in_force.parameters_of(base)
    faulty = {fault.key for fault in mismatches(rules, provisions, scheme, before)}
    return _carried([rule for rule in rules if rule.key not in faulty], before, provisions)


def _carried(
    rules: Iterable[BylawsParameter], before: Sequence[Provision], after: Sequence[Provision]
) -> list[BylawsParameter]:
    now = {p.id: p for p in after if not p.is_repealed}
    old = {p.id: p.text for p in before}
    kept = []
    for parameter in rules:
        holder = now.get(parameter.provision)
        if holder is None:
            continue
        quote = carried_quote(old.get(holder.id, holder.text), holder.text, parameter.quote)
        kept.append(replace(parameter, quote=quote))
    return kept


@transaction.atomic
def state_rule(
    *,
    amendment: Amendment,
    key: str,
    value: Any,
    provision: UUID,
    quote: str,
    revision: int,
    by: Any,
    at: datetime,
) -> Amendment:
    """Let the amended text state a rule otherwise; a value of None: no more.

    Raises ``ParameterInvalid`` for a value that is none, or words that do not stand there.
    """
    amendment = amending.lock(amendment, revision=revision)
    if value is not None:
        parse_value(key, value)
        _check_quote(amending.preview(amendment).provisions, provision, quote)
    rows = [row for row in amendment.parameters if row["key"] != key]
    row = {"key": key, "value": value, "provision": str(provision), "quote": quote}
    amendment.parameters = [*rows, row]
    amendment.save(update_fields=["parameters"])
    return amending.saved(amendment, "rule_stated", {"key": key, "value": value}, by, at)


@transaction.atomic
def mark_rule(
    *, version: Version, key: str, value: Any, provision: UUID, quote: str, by: Any, at: datetime
) -> None:
    """Mark in a version which words state a rule; of a text that governs already, only where no
    mark for the key stands, since figures decided before rest on it."""
    parse_value(key, value)
    provisions = stored.provisions_of(version)
    _check_quote(provisions, provision, quote)
    known = version.parameters.filter(key=key).first()
    if known is not None and version.adoption_id is not None and known.value != value:
        raise ParameterInvalid(
            zh="该文本已经通过，其参数值不能更改；请以修正案修改。",
            en="This text was adopted; its parameters change only by an amendment.",
        )
    version.parameters.update_or_create(
        key=key, defaults={"value": value, "provision": provision, "quote": quote}
    )
    payload = {"version": str(version.pk), "key": key, "value": value, "quote": quote}
    log.record(stream="bylaws", event="rule_marked", payload=payload, by=by, at=at)


def _check_quote(provisions: Sequence[Provision], provision: UUID, quote: str) -> None:
    text = next((p.text for p in provisions if p.id == provision), None)
    if text is None or quote not in text:
        raise ParameterInvalid(
            zh=f"所选条款中没有“{quote}”。请从条文中照抄。",
            en=f"The provision does not say “{quote}”. Copy the words from it.",
        )
