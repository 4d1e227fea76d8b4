"""A meeting, its agenda, its functions. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.domain.nominating.preliminary import Source
from assemblies.domain.planning.cases import ready_applications, ready_proceedings
from assemblies.enums import Function, ItemKind, Method
from assemblies.models import Assembly, Motion
from bylaws.choices import AmendmentState
from bylaws.enums import Matter
from bylaws.models import Amendment, Version
from dues.enums import ScheduleState
from dues.models import DuesSchedule
from elections.domain.ceremony import more_than_half
from elections.enums import VotersBy
from elections.models import RollEntry
from members.enums import Office
from members.models import Application, Body, Person, Proceeding, Term
from records.fields import TranslatedFormField

MATTERS = {
    Matter.WORK_REPORT: _("work report"),
    Matter.BYLAWS: _("bylaws"),
    Matter.FINANCIAL_RULES: _("financial rules"),
    Matter.DUES_STANDARD: _("dues standard and measures"),
    Matter.ELECTION_METHOD: _("election method"),
    Matter.SCRUTINEERS: _("scrutineers"),
    Matter.ELECT_COUNCIL: _("election of the council"),
    Matter.ELECT_SUPERVISORS: _("election of the supervisors"),
    Matter.ELECT_OFFICERS: _("election of the officers"),
    Matter.ELECT_STANDING_COUNCIL: _("election of the standing council"),
    Matter.ELECT_CHIEF_SUPERVISOR: _("election of the chief supervisor"),
    Matter.PURPOSE: _("change of purpose"),
    Matter.DISSOLUTION: _("dissolution"),
    Matter.ORDINARY: _("another matter"),
}


class PlanForm(forms.Form):
    """A new meeting."""

    body = forms.ModelChoiceField(queryset=Body.objects.all(), label=_("Body"))
    term = forms.IntegerField(min_value=1, label=_("Term"), help_text=_("The n-th, as a number."))
    title = TranslatedFormField(label=_("Title"))
    place = TranslatedFormField(label=_("Place"), required=False)
    starts_at = forms.DateTimeField(
        label=_("Starts"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    re_election = forms.BooleanField(
        required=False, label=_("It re-elects the whole body"), initial=False
    )

    two_counts = forms.BooleanField(
        required=False,
        label=_("Two people count each show of hands"),
        help_text=_("Each enters their own count; it stands when both agree."),
        initial=True,
    )

    def term_of(self) -> Term:
        """The term named, made when it begins with this meeting."""
        term, _created = Term.objects.get_or_create(
            body=self.cleaned_data["body"],
            number=self.cleaned_data["term"],
            defaults={"from_on": self.cleaned_data["starts_at"].date()},
        )
        return term


class ItemForm(forms.Form):
    """A point of the agenda, with its motion where it is voted on."""

    title = TranslatedFormField(label=_("Title"))
    kind = forms.ChoiceField(choices=ItemKind.choices, label=_("Kind"))
    matter = forms.ChoiceField(label=_("Matter"), help_text=_("It decides which rule governs."))
    text = TranslatedFormField(label=_("Text put to the vote"), rows=4, required=False)
    method = forms.ChoiceField(
        choices=[("", _("only heard")), *Method.choices],
        label=pgettext_lazy("way of voting", "Vote"),
        required=False,
    )
    version = forms.ModelChoiceField(
        queryset=Version.objects.filter(adoption__isnull=True, drafted_by__isnull=True),
        label=_("Draft text"),
        required=False,
    )
    schedule = forms.ModelChoiceField(
        queryset=DuesSchedule.objects.filter(state=ScheduleState.DRAFT),
        label=_("Draft dues standard"),
        required=False,
    )

    def __init__(self, *args: Any, matters: Iterable[Matter], **kwargs: Any) -> None:
        """``matters``: what the rules of the meeting's day let its body decide."""
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (matter.value, MATTERS[matter]) for matter in matters
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") != ItemKind.REPORT and not data.get("method"):
            self.add_error("method", _("Say how it is voted on."))
        if data.get("method") and not data.get("text"):
            self.add_error("text", _("Give the text that is put to the vote."))
        return data


class AmendmentForm(forms.Form):
    """A submitted amendment of a text, voted on as a whole or by unit."""

    amendment = forms.ModelChoiceField(queryset=Amendment.objects.none(), label=_("Amendment"))
    by_unit = forms.TypedChoiceField(
        choices=[
            ("0", _("as a whole: one vote on the amended text")),
            ("1", _("change by change, and then the text that the carried ones make")),
        ],
        initial="0",
        coerce=lambda chosen: chosen == "1",
        label=_("How it is put to the vote"),
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(choices=Method.choices, label=pgettext_lazy("way of voting", "Vote"))
    matter = forms.ChoiceField(
        choices=[("", _("as the text says"))],
        label=_("Matter"),
        help_text=_("It decides which rule governs."),
        required=False,
    )

    def __init__(self, *args: Any, matters: Iterable[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amendment"].queryset = submitted_amendments(matters)  # type: ignore[attr-defined]
        if Matter.PURPOSE in matters:
            self.fields["matter"].choices += [  # type: ignore[attr-defined]  # a ChoiceField
                (Matter.PURPOSE.value, MATTERS[Matter.PURPOSE])
            ]
        else:
            del self.fields["matter"]


def submitted_amendments(matters: Iterable[Matter]) -> QuerySet[Amendment]:
    """What a body that decides ``matters`` can vote on, and no open meeting has on its agenda."""
    on_an_agenda = Motion.objects.filter(
        amendment=OuterRef("pk"), item__assembly__closed_at__isnull=True
    )
    return Amendment.objects.filter(
        ~Exists(on_an_agenda),
        state=AmendmentState.SUBMITTED,
        regulation__matter__in=[matter.value for matter in matters],
    ).select_related("regulation")


class CasesForm(forms.Form):
    """Applications, voted on together, and proceedings, each voted on by itself."""

    applications = forms.ModelMultipleChoiceField(
        queryset=Application.objects.none(),
        label=_("Applications for admission"),
        help_text=_("They are one item: one vote on all of them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cases = forms.ModelMultipleChoiceField(
        queryset=Proceeding.objects.none(),
        label=_("Proceedings against members"),
        help_text=_("Each is an item of its own."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    method = forms.ChoiceField(choices=Method.choices, label=pgettext_lazy("way of voting", "Vote"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, ready in (
            ("applications", ready_applications()),
            ("cases", ready_proceedings()),
        ):
            self.fields[name].queryset = ready  # type: ignore[attr-defined]  # a ModelChoiceField
            if not ready.exists():
                del self.fields[name]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to be put on the agenda."""
        return len(self.fields) > 1


class AppointForm(forms.Form):
    function = forms.ChoiceField(
        choices=[c for c in Function.choices if c[0] != Function.GUEST], label=_("Function")
    )
    person = forms.ModelChoiceField(queryset=Person.objects.none(), label=_("Person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.order_by("name__zh")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


class CountedBy(TextChoices):
    """Whose keys decrypt the sum of an electronic ballot."""

    SOME = "some", _("more than half of the trustees: one who is missing does not stop the count")
    ALL = "all", _("all trustees together")
    SERVER = "server", _("nobody but the server: whoever runs it could read every vote")


# Who can link what, in one sentence each; the table is in docs/explanation/ballots.md.
VOTERS_BY = [
    (
        VotersBy.LETTERS,
        _(
            "log-in and the code of a letter: the server sees whose encrypted ballot comes in, and "
            "the credential authority knows whose code is whose; neither reads a vote"
        ),
    ),
    (
        VotersBy.SLIPS,
        _(
            "slips drawn in the hall, without a log-in: nobody knows who drew which, the server "
            "included; only votes in the hall, and a ballot once cast is final"
        ),
    ),
    (
        VotersBy.MAILED,
        _(
            "log-in and a code that the server makes and mails, keeping nothing: while it has the "
            "code whoever runs it could vote in a voter's name, and the minutes say so"
        ),
    ),
]


class KeyHoldersForm(forms.Form):
    """Of those appointed: who holds a key, and who makes the voting codes."""

    counted_by = forms.ChoiceField(
        choices=CountedBy.choices,
        label=_("Who counts beside the server"),
        initial=CountedBy.SOME,
        widget=forms.RadioSelect,
    )
    needed = forms.IntegerField(
        min_value=2,
        required=False,
        label=_("How many of the trustees are needed"),
        help_text=_("Left empty: just more than half. More of them are harder to bring together."),
    )
    voters_by = forms.ChoiceField(
        choices=VOTERS_BY,
        label=_("How voters are known"),
        initial=VotersBy.LETTERS,
        widget=forms.RadioSelect,
    )
    trustees = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(),
        label=_("Trustees"),
        help_text=_("At least two scrutineers, better three: then two of them can count."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    authority = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Credential authority"),
        help_text=_("Makes the voting codes, and holds no key."),
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tellers = (Function.CHIEF_SCRUTINEER, Function.SCRUTINEER)
        self._offer("trustees", assembly, *tellers)
        self._offer("authority", assembly, Function.CREDENTIAL_AUTHORITY)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        alone = data.get("counted_by") == CountedBy.SERVER
        if alone and data.get("trustees"):
            self.add_error("trustees", _("The server alone counts: tick nobody, or choose again."))
        return data

    def named(self) -> dict[str, Any]:
        """What ``key_holders.name_key_holders`` takes, of a valid form."""
        data = self.cleaned_data
        trustees = list(data["trustees"])
        some = data["counted_by"] == CountedBy.SOME
        return {
            "authority": data["authority"],
            "voters_by": data["voters_by"],
            "trustees": trustees,
            "threshold": (data["needed"] or more_than_half(len(trustees))) if some else None,
            "server_alone": data["counted_by"] == CountedBy.SERVER,
        }

    def _offer(self, name: str, assembly: Assembly, *functions: Function) -> None:
        serving = Person.objects.filter(
            appointments__assembly=assembly, appointments__function__in=functions
        )
        self.fields[name].queryset = serving.distinct()  # type: ignore[attr-defined]


class CandidatesForm(forms.Form):
    """One question of an election: the office, its seats and who stands."""

    office = forms.ChoiceField(choices=Office.choices, label=_("Office"))
    seats = forms.IntegerField(min_value=1, label=_("Seats to fill"))
    candidates = forms.ModelMultipleChoiceField(
        queryset=RollEntry.objects.none(),
        label=_("Candidates"),
        help_text=_("They stand on the ballot by the strokes of their surnames."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, assembly: Assembly, sources: Iterable[Source] = (), **kwargs: Any
    ) -> None:
        """``sources``: people whom the record knows already, offered beside the list."""
        super().__init__(*args, **kwargs)
        self.sources = list(sources)
        entries = RollEntry.objects.filter(
            roll=assembly.roll_id, entitled=True, person__isnull=False
        ).select_related("firm", "person")
        # The item says which office is filled; nothing that is posted gives another.
        office = Office(self.initial["office"])
        self.fields["office"].choices = [(office.value, office.label)]  # type: ignore[attr-defined]
        self.fields["candidates"].queryset = entries  # type: ignore[attr-defined]
