"""What is entered while a meeting is run. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.domain.presence.votes import votes_now
from assemblies.enums import StatementKind
from assemblies.models import AgendaItem, Assembly
from elections.models import RollEntry
from members.models import Person
from records.fields import TranslatedFormField


class AdjournForm(forms.Form):
    reason = TranslatedFormField(label=_("Reason"), required=False)
    until_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("As announced to the meeting; it may be another day."),
    )


class StatementForm(forms.Form):
    """Somebody's words at an item. Who speaks is on the roll and present, or serves or attends."""

    item = forms.ModelChoiceField(queryset=AgendaItem.objects.none(), label=_("At the item"))
    speaker = forms.ChoiceField(label=pgettext_lazy("who makes a statement", "Who"))
    kind = forms.ChoiceField(choices=StatementKind.choices, label=_("Kind"))
    text = forms.CharField(
        label=_("In their words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = AgendaItem.objects.filter(assembly=assembly).order_by("position")
        self.fields["item"].queryset = items  # type: ignore[attr-defined]  # a ModelChoiceField
        self.entries = {
            f"entry-{entry.pk}": entry
            for entry in votes_now(assembly).themselves
            if entry.person is not None
        }
        served = assembly.appointments.select_related("person")
        on_roll = {entry.person_id for entry in self.entries.values()}
        self.people = {
            f"person-{row.person_id}": row.person for row in served if row.person_id not in on_roll
        }
        self.fields["speaker"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (key, str(named)) for key, named in (self.entries | self.people).items()
        ]

    def who(self) -> tuple[Person, RollEntry | None]:
        """The person who speaks, with their place on the roll where they have one."""
        key = self.cleaned_data["speaker"]
        entry = self.entries.get(key)
        if entry is None:
            return self.people[key], None
        assert entry.person is not None  # none without a person is offered
        return entry.person, entry
