"""What is asked when a file is read in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.importing.import_subjects import SUBJECTS, Subject
from members.enums import ImportSubject
from members.forms import DayField

LEFT_OUT = "-"


class ImportForm(forms.Form):
    """What the file is about is asked only where it can be about several things."""

    subject = forms.ChoiceField(label=_("What the file holds"), required=False)
    file = forms.FileField(
        label=_("File to read"),
        help_text=_("XLSX, XLS or CSV (UTF-8, UTF-16 or GB18030), at most 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subjects = [(subject.key, subject.label) for subject in SUBJECTS.values()]
        self.fields["subject"] = forms.ChoiceField(
            label=_("What the file holds"),
            choices=subjects,
            required=False,
            initial=ImportSubject.FIRMS,
            widget=forms.Select if len(subjects) > 1 else forms.HiddenInput,
        )


class ColumnsForm(forms.Form):
    """One choice for each column of the file; ``samples`` are its first cells."""

    def __init__(
        self,
        *args: Any,
        subject: Subject,
        headings: list[str],
        samples: list[list[str]],
        suggested: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (LEFT_OUT, _("leave out")),
            *((column.key, str(column.label)) for column in subject.columns),
        ]
        self.count = len(headings)
        for at, heading in enumerate(headings):
            cells = samples[at]
            if not heading and not cells:
                continue
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading or _("column %(number)s, without heading") % {"number": at + 1},
                choices=choices,
                initial=suggested[at] or LEFT_OUT,
                help_text=" · ".join(cell[:40] for cell in cells),
            )

    def keys(self) -> list[str]:
        said = [self.cleaned_data.get(f"column_{at}", LEFT_OUT) for at in range(self.count)]
        return ["" if key == LEFT_OUT else key for key in said]


class ConfirmForm(forms.Form):
    from_on = DayField(
        label=_("Changes hold from"),
        required=False,
        help_text=_("Of class, standing and representative, where the row names no day."),
    )
    only_good = forms.BooleanField(required=False, widget=forms.HiddenInput)


class NothingForm(forms.Form):
    """A question that is answered by its button."""
