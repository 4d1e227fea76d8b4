"""Which words state which rule: of an amendment, and marks in a version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bylaws.domain import in_force, rule_words, stating, stored
from bylaws.domain.amendments import amending
from bylaws.domain.parameters import SPECS
from bylaws.domain.telling import language
from bylaws.domain.text.cues import propose
from bylaws.domain.text.provisions import Provision, citations
from bylaws.domain.text.statements import carried_quote, read_count, read_share
from bylaws.enums import ParameterKind, Scheme
from bylaws.errors import BylawsError
from bylaws.forms import RuleForm
from bylaws.models import Amendment, Version
from bylaws.permissions import is_secretariat, require
from bylaws.views.answer import actor, identity, whole


@require(is_secretariat)
def amendment_rule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the amended text state a rule otherwise, or no more."""
    amendment = get_object_or_404(Amendment.objects.select_related("base", "regulation"), pk=pk)
    provisions = amending.preview(amendment).provisions
    key = request.GET.get("key", "")
    form = None
    if key in SPECS:
        initial, value = _as_stated(amendment, provisions, key)
        form = _form(request, key, provisions, amendment.base.numbering, initial, value)
        if _is_done(request, form, lambda: _state(request, amendment, key, form)):
            return redirect("bylaws:amendment", pk=pk)
    context = {
        "amendment": amendment,
        "may_edit": amendment.state in amending.EDITABLE,
        **_page(key, form, amendment.base.numbering),
    }
    return render(request, "bylaws/rule_edit.html", context)


@require(is_secretariat)
def version_rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rules that a version states, those that its phrases suggest, and a form for one."""
    version = get_object_or_404(Version.objects.select_related("regulation"), pk=pk)
    provisions = stored.provisions_of(version)
    key = request.GET.get("key", "")
    suggested = {one.key: one for one in propose(provisions)}
    form = None
    if key in SPECS:
        known = next((p for p in in_force.parameters_of(version) if p.key == key), None)
        found = known or suggested.get(key)
        initial = {"provision": str(found.provision), "quote": found.quote} if found else {}
        value = found.value if found else None
        form = _form(request, key, provisions, version.numbering, initial, value)
        is_marked = request.method == "POST" and form.is_valid()
        if is_marked and _is_done(request, form, lambda: _mark(request, version, key, form)):
            return redirect("bylaws:version_rules", pk=pk)
    context = {
        "version": version,
        "marked": [_shown(p, provisions, version) for p in in_force.parameters_of(version)],
        "suggested": _suggested(version, provisions, suggested),
        **_page(key, form, version.numbering),
    }
    return render(request, "bylaws/version_rules.html", context)


def _page(key: str, form: RuleForm | None, numbering: str) -> dict[str, Any]:
    return {
        "key": key,
        "form": form,
        "name": rule_words.name_of(key) if key in SPECS else "",
        "keys": [(one, rule_words.name_of(one)) for one in SPECS],
        "text_language": "zh-Hans" if numbering == Scheme.ZH else numbering,
    }


def _form(
    request: HttpRequest,
    key: str,
    provisions: tuple[Provision, ...],
    numbering: str,
    initial: dict[str, str],
    value: Any,
) -> RuleForm:
    cited = citations(provisions, Scheme(numbering))
    places = [
        (str(p.id), f"{number} {p.text[:24]}")
        for p, number in zip(provisions, cited, strict=True)
        if number and p.text
    ]
    data = request.POST if request.method == "POST" else None
    return RuleForm(data, key=key, places=places, value=value, initial=initial)


def _is_done(request: HttpRequest, form: RuleForm, act: Any) -> bool:
    if request.method != "POST" or not ("drop" in request.POST or form.is_valid()):
        return False
    try:
        act()
    except BylawsError as refusal:
        if "drop" in request.POST:
            messages.error(request, refusal.render(language()))
        else:
            form.add_error(None, refusal.render(language()))
        return False
    messages.success(request, _("The rule is kept."))
    return True


def _state(request: HttpRequest, amendment: Amendment, key: str, form: Any) -> None:
    is_dropped = "drop" in request.POST
    provision = identity(request.POST.get("provision", "")) or UUID(int=0)
    stating.state_rule(
        amendment=amendment,
        key=key,
        value=None if is_dropped else form.value(),
        provision=provision,
        quote="" if is_dropped else form.cleaned_data["quote"],
        revision=whole(request.POST.get("revision", "")),
        by=actor(request),
        at=timezone.now(),
    )


def _mark(request: HttpRequest, version: Version, key: str, form: Any) -> None:
    stating.mark_rule(
        version=version,
        key=key,
        value=form.value(),
        provision=UUID(form.cleaned_data["provision"]),
        quote=form.cleaned_data["quote"],
        by=actor(request),
        at=timezone.now(),
    )


def _as_stated(
    amendment: Amendment, provisions: tuple[Provision, ...], key: str
) -> tuple[dict[str, str], Any]:
    """Where the rule stands now and, with the value, what its words say there."""
    rule = next((p for p in stating.parameters_after(amendment) if p.key == key), None)
    if rule is None:
        suggested = next((one for one in propose(provisions) if one.key == key), None)
        if suggested is None:
            return {}, None
        place = {"provision": str(suggested.provision), "quote": suggested.quote}
        return place, suggested.value
    now = {p.id: p.text for p in provisions}
    old = {p.id: p.text for p in stored.provisions_of(amendment.base)}
    text = now.get(rule.provision, "")
    quote = carried_quote(old.get(rule.provision, text), text, rule.quote) if text else ""
    place = {"provision": str(rule.provision), "quote": quote}
    return place, _said(key, rule.value, quote)


def _said(key: str, value: Any, quote: str) -> Any:
    """The value with the number that the words state, where they state one."""
    kind = SPECS[key].kind
    if kind in (ParameterKind.THRESHOLD, ParameterKind.FRACTION) and isinstance(value, dict):
        stated = read_share(quote)
        if stated is None or stated.share is None or "num" not in value:
            return value
        said = {**value, "num": stated.share.numerator, "den": stated.share.denominator}
        if kind is ParameterKind.THRESHOLD:
            said["comparison"] = str(stated.comparison)
        return said
    if kind is ParameterKind.NUMBER and not key.endswith("_days"):
        counted = read_count(quote)
        return value if counted is None or counted.count is None else counted.count
    return value


def _shown(parameter: Any, provisions: tuple[Provision, ...], version: Version) -> dict[str, str]:
    return {
        "key": parameter.key,
        "name": rule_words.name_of(parameter.key),
        "value": rule_words.value_of(parameter.key, parameter.value),
        "place": parameter.article_ref,
        "quote": parameter.quote,
    }


def _suggested(
    version: Version, provisions: tuple[Provision, ...], found: dict[str, Any]
) -> list[dict[str, str]]:
    """What the phrases of the text suggest and nobody marked yet."""
    marked = set(version.parameters.values_list("key", flat=True))
    cited = citations(provisions, Scheme(version.numbering))
    where = {p.id: number for p, number in zip(provisions, cited, strict=True)}
    return [
        {
            "key": key,
            "name": rule_words.name_of(key),
            "value": rule_words.value_of(key, one.value),
            "place": where.get(one.provision, ""),
            "quote": one.quote,
        }
        for key, one in found.items()
        if key not in marked
    ]
