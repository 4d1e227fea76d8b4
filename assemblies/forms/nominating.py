"""What is entered of nominations. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.domain.nominating.calls import offices_of, ways_of
from assemblies.domain.nominating.checking import Check
from assemblies.domain.nominating.consenting import Declaration, asked_of
from assemblies.domain.nominating.preliminary import Source
from assemblies.enums import ListOrder, NominationWay, PublicService
from assemblies.forms.plan import DAY, PastDayForm
from assemblies.models import Nomination, NominationCall
from members.enums import Office
from members.models import Firm, Person, Representative
from records.fields import TranslatedFormField


class CallForm(forms.Form):
    """Until when nominations are taken."""

    until_on = forms.DateField(label=_("Nominations until"), widget=DAY)


def _offices(call: NominationCall) -> list[tuple[str, Any]]:
    return [(office.value, office.label) for office in offices_of(call.item)]


class NominateForm(forms.Form):
    """The office puts down who is nominated, by whichever way that came."""

    office = forms.ChoiceField(label=_("Office"))
    person = forms.ModelChoiceField(queryset=Person.objects.none(), label=_("Person"))
    way = forms.ChoiceField(label=_("Nominated"), widget=forms.RadioSelect)
    supporter = forms.ModelChoiceField(
        queryset=Firm.objects.none(),
        label=_("First firm of a joint nomination"),
        required=False,
    )
    reference = forms.CharField(label=_("Resolution or letter"), max_length=200, required=False)

    def __init__(self, *args: Any, call: NominationCall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(erased_at__isnull=True).order_by("name__zh")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["office"].choices = _offices(call)  # type: ignore[attr-defined]
        ways = ways_of(call)
        self.fields["way"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]
        self.fields["way"].initial = NominationWay.COUNCIL
        if NominationWay.JOINT not in ways:
            del self.fields["supporter"]
            return
        members = Firm.objects.filter(membership__isnull=False, merged_into__isnull=True)
        self.fields["supporter"].queryset = members.order_by("membership__number")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("way") == NominationWay.JOINT and not data.get("supporter"):
            self.add_error("supporter", _("Name the firm that begins the joint nomination."))
        return data


class MemberNominateForm(forms.Form):
    """A member firm puts forward the voting representative of a member, its own or another's."""

    office = forms.ChoiceField(label=_("Office"))
    member = forms.CharField(
        label=_("Member number or full name of the firm"),
        max_length=200,
        help_text=_("Its voting representative is nominated."),
    )

    def __init__(self, *args: Any, call: NominationCall, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["office"].choices = _offices(call)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if told := data.get("member", "").strip():
            data["person"] = self._voter(told)
        return data

    def _voter(self, told: str) -> Person | None:
        rows = Representative.objects.filter(
            Representative.holds_on(self.day), votes=True, firm__merged_into__isnull=True
        ).select_related("person")
        found = rows.filter(firm__membership__number=told).first()
        if found is None:
            named = list(rows.filter(firm__name__zh=told)[:2])
            named = named or list(rows.filter(firm__name__en__iexact=told)[:2])
            found = named[0] if len(named) == 1 else None
        if found is None:
            self.add_error("member", _("No member of this number or name has a representative."))
            return None
        return found.person


class SelfNominateForm(forms.Form):
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, call: NominationCall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = _offices(call)  # type: ignore[attr-defined]


class SupportForm(forms.Form):
    """A firm that the office adds to a joint nomination, from a signed list."""

    firm = forms.ModelChoiceField(queryset=Firm.objects.none(), label=_("Firm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Firm.objects.filter(membership__isnull=False, merged_into__isnull=True)
        self.fields["firm"].queryset = members.order_by("membership__number")  # type: ignore[attr-defined]


class PaperConsentForm(PastDayForm):
    """A signed paper that somebody agrees to stand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reference"]


class DeclarationForm(forms.Form):
    """What a nominee declares of themselves. Nothing is kept that no rule asks for."""

    public_service = forms.ChoiceField(
        choices=PublicService.choices,
        label=_("Post with the state"),
        widget=forms.RadioSelect,
    )
    elsewhere = forms.CharField(
        label=_("President or secretary-general of another association"),
        help_text=_("Name the association; leave it empty where there is none."),
        max_length=300,
        required=False,
    )
    represents_elsewhere = forms.CharField(
        label=_("Legal representative of another association"),
        help_text=_("Name the association; leave it empty where there is none."),
        max_length=300,
        required=False,
    )
    financial_staff = forms.BooleanField(
        label=_("On the financial staff of this association"), required=False
    )
    terms_before = forms.IntegerField(
        label=_("Terms in a row in this office before those in the register"),
        help_text=_("0 where there were none."),
        min_value=0,
        max_value=20,
        required=False,
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        help_text=_("It is published with the notice and in the list of candidates."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(nomination, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.nomination = nomination
        asked = asked_of(nomination.office) | {"introduction"}
        for name in set(self.fields) - asked:
            del self.fields[name]

    def declaration(self) -> Declaration:
        return Declaration(**self.cleaned_data)


class ApprovalForm(PastDayForm):
    """That a rule is set aside for somebody, where it lets that be approved."""

    topic = forms.ChoiceField(label=_("What is approved"))
    granted_by = TranslatedFormField(label=_("Approved by"))
    field_order = ("topic", "granted_by", "reference", "day", "scan")

    def __init__(self, *args: Any, checks: Iterable[Check], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].required = True
        self.fields["topic"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.topic, one.title) for one in checks if one.approvable
        ]


class NoticeForm(forms.Form):
    """The public notice: for how many days, and where objections go."""

    days = forms.IntegerField(label=_("Full days"), min_value=0)
    objections_to = TranslatedFormField(label=_("Where objections are taken"))


class NomineeObjectionForm(forms.Form):
    raised_by = forms.CharField(label=_("Raised by"), max_length=200)
    contact = forms.CharField(label=_("How to reach who objects"), max_length=200, required=False)
    text = forms.CharField(
        label=pgettext_lazy("nomination", "Objection"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        """``own``: a member objects in their own name."""
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["raised_by"], self.fields["contact"]


class StrikeForm(forms.Form):
    reasons = forms.CharField(
        label=_("Reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    decided_by = forms.CharField(label=_("Decided by"), max_length=200)


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300)


class ReopenForm(forms.Form):
    reason = forms.CharField(label=_("Why the list is reopened"), max_length=300)


class ConfirmForm(forms.Form):
    """The confirmed list: in which order, and by whose decision."""

    order = forms.ChoiceField(
        choices=ListOrder.choices,
        label=_("Order of the list"),
        initial=ListOrder.STROKES,
        widget=forms.RadioSelect,
    )
    called = forms.CharField(
        label=_("Digits called, if it is drawn by lot"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    decided_by = forms.CharField(label=_("Decided by"), max_length=200)

    def __init__(self, *args: Any, nominations: Iterable[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(nominations)
        for row in self.rows:
            self.fields[f"place-{row.pk}"] = forms.IntegerField(
                label=_("Place of %(person)s, if the order is decided") % {"person": row.person},
                min_value=1,
                required=False,
            )

    def places(self) -> dict[Any, int]:
        """The places that were given, by nomination."""
        given = {row.pk: self.cleaned_data[f"place-{row.pk}"] for row in self.rows}
        return {key: place for key, place in given.items() if place is not None}


class NomineesForm(forms.Form):
    """One question of an election whose candidates come from nominations: all who are confirmed
    for the office stand, in the order of the list."""

    office = forms.ChoiceField(label=_("Office"))
    seats = forms.IntegerField(min_value=1, label=_("Seats to fill"))

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(office.value, office.label)]  # type: ignore[attr-defined]


class KeepFoundForm(forms.Form):
    """Which preliminary ballot decides who stays on the list."""

    ballot = forms.ChoiceField(label=_("Preliminary ballot"))
    decided_by = forms.CharField(label=_("Decided by"), max_length=200)

    def __init__(self, *args: Any, sources: Iterable[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ballot"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.key, f"{one.label}: {', '.join(map(str, one.people))}") for one in sources
        ]
