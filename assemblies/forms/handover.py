"""The handover from term to term. What may be done is said by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assemblies.domain.carrying.handover import pairs
from assemblies.enums import HandoverKind
from assemblies.forms.carrying import day_field, owners
from members.models import Person, Term
from records.fields import TranslatedFormField


def _person(label: Any) -> forms.ModelChoiceField:
    """Who holds or held an office, or logs in; empty where nobody on record does it."""
    return forms.ModelChoiceField(label=label, queryset=Person.objects.none(), required=False)


class _OfPeople(forms.Form):
    """Its choices of persons are asked for when a page is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = owners()


class BeginForm(_OfPeople):
    terms = forms.ChoiceField(label=_("From which term to which"))
    witness = _person(_("Witness"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {str(term.pk): (term, to_term) for term, to_term in pairs()}
        self.fields["terms"].choices = [  # type: ignore[attr-defined]
            (key, f"{term.body} · {term.number} → {to_term.number}")
            for key, (term, to_term) in self.pairs.items()
        ]

    def told(self) -> dict[str, Term | Person | None]:
        """What the act of beginning takes."""
        term, to_term = self.pairs[self.cleaned_data["terms"]]
        return {"term": term, "to_term": to_term, "witness": self.cleaned_data["witness"]}


class ThingForm(_OfPeople):
    kind = forms.ChoiceField(label=_("Kind"), choices=HandoverKind.choices)
    what = TranslatedFormField(label=_("What"), rows=2)
    given_by = _person(_("Given by"))
    taken_by = _person(_("Taken by"))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kind": HandoverKind(self.cleaned_data["kind"])}


class TickForm(_OfPeople):
    given_by = _person(_("Given by"))
    taken_by = _person(_("Taken by"))
    handed_on = day_field(_("Handed over on"), required=False)
    remark = forms.CharField(
        label=_("Remark, or why it is not handed over"), max_length=300, required=False
    )


class WitnessForm(_OfPeople):
    witness = _person(_("Witness"))


class ConcludeForm(forms.Form):
    held_on = day_field(_("Day of the handover"))


class SignedForm(forms.Form):
    scan = forms.FileField(label=_("Scan of the signed protocol, PDF or picture"))
