"""What pages that write letters share: the firms chosen, and a letter as one of them gets it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members.domain import listing
from members.domain.letters import letter_fields, mailing_selection
from members.domain.letters.letter_writing import given_fields, placeholders, sample
from members.domain.letters.mailing_selection import Selection
from members.domain.letters.recipients import Values, recipients_of, usual_reach
from members.enums import LetterPurpose, StandingStatus
from members.filters import FirmFilter
from members.forms.letters import TextForm
from members.models import Firm, Letter, Membership
from records.errors import ActRefused
from records.fields import Translated

# Who is written to where nobody says otherwise.
USUAL = {"status": StandingStatus.ACTIVE.value}


@dataclass(frozen=True, slots=True)
class Choice:
    """The firms that an address chooses, and the filter to choose others by."""

    selection: Selection
    filter: Any
    is_ticked: bool


def choice_of(asked: QueryDict) -> Choice:
    """From ``firm=…`` of ticked rows, else from the filter; without either, all active firms."""
    day = timezone.localdate()
    ticked = asked.getlist("firm")
    named = {key: str(asked[key]) for key in FirmFilter.base_filters if asked.get(key)}
    wanted = named or ({} if asked.get("status") == "" else dict(USUAL))
    filters = FirmFilter(wanted, queryset=listing.memberships_on(day), day=day)
    if ticked:
        selection = mailing_selection.by_ticks(listing.firms_on(day), ticked=ticked)
    else:
        selection = mailing_selection.by_filter(filters.qs, filters=wanted)
    return Choice(selection=selection, filter=filters, is_ticked=bool(ticked))


def selection_in_words(told: dict[str, Any]) -> str:
    """How the firms of a mailing were chosen; nothing where another act chose them."""
    number = told.get("firms", 0)
    if told.get("by") == "filter":
        form = FirmFilter(told["filter"], queryset=Membership.objects.none()).form
        said = [_condition(form, name) for name in told["filter"] if name in form.fields]
        return pgettext("list", ", ").join(filter(None, said)) or _("all firms")
    if told.get("by") == "ticked":
        return ngettext(
            "%(number)s firm, ticked one by one", "%(number)s firms, ticked one by one", number
        ) % {"number": number}
    if told.get("by") == "numbers":
        return ngettext(
            "%(number)s firm by its number", "%(number)s firms by their numbers", number
        ) % {"number": number}
    return ""


def _condition(form: Any, name: str) -> str:
    if not form.is_valid() or not form.cleaned_data.get(name):
        return ""
    value = form.cleaned_data[name]
    shown = dict(getattr(form.fields[name], "choices", [])).get(value, value)
    return f"{form.fields[name].label}: {shown}"


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as ``firm`` would get it, or why it cannot be written."""

    firm: Firm | None
    address: str
    subject: Translated
    body: Translated
    refusal: str


def preview(form: TextForm, *, usual: Firm | None = None) -> Preview:
    """``form`` is bound and may be faulty; ``usual`` is the firm where no number is typed."""
    form.is_valid()
    subject, body = form.texts()
    number = form.cleaned_data.get("shown_for", "").strip()
    firm = _shown_firm(number, usual, form.cleaned_data.get("mailing"))
    nothing = Translated()
    if firm is None:
        return Preview(None, "", nothing, nothing, _("No firm has this member number."))
    purpose = form.cleaned_data.get("purpose") or LetterPurpose.GENERAL
    found = recipients_of(firms=[firm.pk], day=timezone.localdate(), reach=usual_reach(purpose))[
        firm.pk
    ]
    further = _further(form, firm, purpose)
    try:
        said = sample(subject=subject, body=body, recipient=found, further=further)
    except ActRefused as refused:
        return Preview(firm, found.address, nothing, nothing, str(refused))
    return Preview(firm, found.address, *said, "")


def _further(form: TextForm, firm: Firm, purpose: str) -> Values:
    """What a draft's letter was given, nothing by hand, and for a template what an act will say."""
    if mailing := form.cleaned_data.get("mailing"):
        letter = Letter.objects.filter(mailing=mailing, firm=firm).first()
        return given_fields(letter) if letter else {}
    return {} if form.cleaned_data.get("by_hand") else placeholders(purpose)


def _shown_firm(number: str, usual: Firm | None, mailing: UUID | None) -> Firm | None:
    if number:
        return Firm.objects.filter(membership__number=number).first()
    if mailing and (letter := Letter.objects.filter(mailing=mailing).first()):
        return letter.firm
    if usual is not None:
        return usual
    return listing.registered().order_by("membership__number").first()


def fields_of(known: Iterable[str], purpose: str) -> dict[str, str | Promise]:
    """The fields ``known`` to a text, as they are written, with what they say."""
    said = letter_fields.known_for(purpose)
    return {letter_fields.braced([name]): said.get(name, "") for name in known}
