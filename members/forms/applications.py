"""What an applicant tells, and what the secretariat enters on the way to a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from members.domain import registration_code, uploads
from members.domain.admitting.applications import Submission
from members.domain.uploads import Upload
from members.enums import Trade
from members.errors import PaperTooLarge, RegistrationCodeInvalid
from members.forms import DayField, sizes_of
from members.models import Body, MemberClass
from records.enums import DecisionKind
from records.errors import ActRefused
from records.fields import Translated, TranslatedFormField
from records.models import Decision

FILES_AT_ONCE = 5
ACCEPT = ".pdf,.jpg,.jpeg,.png"
DECISIONS_OFFERED = 10
_KINDS = format_lazy(_("PDF, JPEG or PNG, at most {mb} MB each."), mb=uploads.MAX_MB)


class ScansInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ScansField(forms.FileField):
    """Several scans at once; each is looked at by its content."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", ScansInput(attrs={"accept": ACCEPT}))
        kwargs.setdefault("help_text", _KINDS)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > FILES_AT_ONCE:
            raise forms.ValidationError(
                _("At most %(count)s files at once. Add the others afterwards."),
                params={"count": FILES_AT_ONCE},
            )
        if self.required and not sent:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [scan_of(super(ScansField, self).clean(each, initial)) for each in sent]


class ScanField(forms.FileField):
    """One scan."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        kwargs.setdefault("help_text", _KINDS)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        sent = super().clean(data, initial)
        return scan_of(sent) if sent else None


def scan_of(sent: Any) -> Upload:
    """The file as the domain takes it. One that is too large is not read into memory."""
    try:
        if sent.size > uploads.MAX_MB * 1024 * 1024:
            raise PaperTooLarge(name=sent.name, mb=uploads.MAX_MB)
        upload = Upload(name=sent.name, content=sent.read())
        uploads.media_type_of(upload)
    except ActRefused as refused:
        raise forms.ValidationError(str(refused)) from refused
    return upload


class SubmissionForm(forms.Form):
    """An application, on paper or filled in by the firm itself."""

    name = TranslatedFormField(label=_("Name of the firm"))
    registration_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 characters, as on the business licence. Mistypings are noticed."),
        widget=forms.TextInput(attrs={"class": "code", "autocapitalize": "characters"}),
    )
    trade = forms.ChoiceField(label=_("Trade"), choices=Trade.choices)
    size = forms.ChoiceField(label=_("Size"), choices=sizes_of(""), required=False)
    legal_representative = forms.CharField(
        label=_("Legal representative"), max_length=100, required=False
    )
    district = TranslatedFormField(label=_("District"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=200,
        required=False,
        help_text=_("Only where letters go elsewhere."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail of the firm"), required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    member_class = forms.ModelChoiceField(
        label=_("Class that is applied for"), queryset=MemberClass.objects.all(), empty_label=None
    )
    statement = forms.CharField(
        label=_("Why the firm wants to be a member"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    representative = TranslatedFormField(label=_("Name of the representative"))
    representative_post = TranslatedFormField(label=_("Post in the firm"), required=False)
    representative_phone = forms.CharField(
        label=_("Telephone of the representative"), max_length=40, required=False
    )
    representative_email = forms.EmailField(
        label=_("E-mail of the representative"),
        required=False,
        help_text=_("Notices of meetings go there, and it is the log-in of a member."),
    )
    contact_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=100)
    contact_post = forms.CharField(label=_("Post"), max_length=100, required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    papers = ScansField(
        label=_("Scans"),
        required=False,
        help_text=format_lazy(
            "{} {}", _("The signed application and the business licence, for example."), _KINDS
        ),
    )

    GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (
            _("The firm"),
            (
                *("name", "registration_code", "trade", "size", "legal_representative"),
                *("district", "address", "postal_address", "phone", "email", "website"),
            ),
        ),
        (_("What is applied for"), ("member_class", "statement")),
        (
            _("Who will act and vote for the firm"),
            (
                *("representative", "representative_post"),
                *("representative_phone", "representative_email"),
            ),
        ),
        (
            _("Whom to ask about this application"),
            ("contact_name", "contact_post", "contact_phone", "contact_email"),
        ),
        (pgettext_lazy("application", "Papers"), ("papers",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lowest = MemberClass.objects.order_by("-rank").first()
        self.fields["member_class"].initial = lowest.pk if lowest else None

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page shows them, under their headings."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean_registration_code(self) -> str:
        try:
            return registration_code.check(self.cleaned_data["registration_code"])
        except RegistrationCodeInvalid as refused:
            raise forms.ValidationError(str(refused)) from refused

    def submission(self, *, consent: str = "") -> Submission:
        told = {name: self.cleaned_data[name] for name in self.cleaned_data if name in _TOLD}
        for name in ("district", "representative_post"):
            told[name] = told[name] or Translated()
        language = (get_language() or "zh").split("-")[0]
        return Submission(**told, consent=consent, language=language)


_TOLD = frozenset(Submission.__dataclass_fields__) - {"consent", "language"}


class JoinForm(SubmissionForm):
    """The public form: the contact's address is where the answer goes; robots fill in the trap."""

    contact_email = forms.EmailField(
        label=_("E-mail"), help_text=_("Questions and the decision are sent there.")
    )
    consent = forms.BooleanField(label=_("I agree to this use of the data"))
    # Not shown to people: who fills it in is a program.
    homepage = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Leave this field empty, and send the form again."))
        return ""


class PapersForm(forms.Form):
    papers = ScansField(label=_("Scans"))


class PaperForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: the file's name.")
    )
    paper = ScanField(label=_("File"))


class NoteForm(forms.Form):
    note = forms.CharField(label=_("What is needed"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: Any = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = required
        self.fields["note"].label = label or self.fields["note"].label


class NoticeForm(forms.Form):
    from_on = DayField(label=_("Public from"))
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=365,
        help_text=_("The day on which it opens is not counted."),
    )


class ObjectionForm(NoteForm):
    paper = ScanField(label=_("Letter"), required=False)


class LetterForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=pgettext_lazy("notice", "Text"), widget=forms.Textarea(attrs={"rows": 14})
    )


class DecisionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        told = [obj.decided_on.isoformat(), str(obj.body_name), obj.reference]
        return " · ".join(part for part in told if part)


class DecisionForm(forms.Form):
    """A decision on record, or one that was taken elsewhere and is entered here."""

    decision = DecisionChoice(
        label=_("Decision on record"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("another, entered below:"),
    )
    decided_on = DayField(label=_("Decided on"), required=False)
    body = forms.ModelChoiceField(
        label=_("Decided by"), queryset=Body.objects.all(), required=False
    )
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        required=False,
        help_text=_("For example the number of the resolution."),
    )
    evidence = ScanField(label=_("Minutes or resolution"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = Decision.objects.filter(kind=DecisionKind.ADMISSION).order_by("-decided_on")
        kept = latest.values("pk")[:DECISIONS_OFFERED]
        self.fields["decision"].queryset = latest.filter(pk__in=[row["pk"] for row in kept])  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        entered = cleaned.get("decided_on") and cleaned.get("body")
        if not cleaned.get("decision") and not entered:
            raise forms.ValidationError(
                _("Choose a decision on record, or enter the day and the body of another.")
            )
        return cleaned


class RejectionForm(DecisionForm):
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant reads it on the page of the application."),
    )


class AdmissionForm(DecisionForm):
    number = forms.CharField(label=_("Member number"), max_length=20)
    joined_on = DayField(
        label=_("Joined on"), required=False, help_text=_("Empty: the day of the decision.")
    )
    member_class = forms.ModelChoiceField(label=_("Class"), queryset=MemberClass.objects.all())
    lifting_reference = forms.CharField(
        label=_("Reference of the decision that lifts the expulsion"),
        max_length=100,
        required=False,
    )
    lifting_ground = TranslatedFormField(label=_("Ground of the lifting"), required=False, rows=2)

    def __init__(self, *args: Any, returns: bool, expelled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if returns:
            del self.fields["number"]
        if not expelled:
            del self.fields["lifting_reference"], self.fields["lifting_ground"]


class CertificateForm(forms.Form):
    issued_on = DayField(label=_("Issued on"))
    valid_until = DayField(label=_("Valid until"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("issued_on"), cleaned.get("valid_until")
        if begin and end and end < begin:
            raise forms.ValidationError(_("The last day comes before the first."))
        return cleaned


class RevocationForm(forms.Form):
    on = DayField(label=_("Revoked on"))
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
