"""What people enter at a meeting."""

from assemblies.forms.convening import FreezeForm, NoticeForm
from assemblies.forms.operating import AdjournForm, StatementForm
from assemblies.forms.planning import (
    MATTERS,
    AmendmentForm,
    AppointForm,
    CandidatesForm,
    CasesForm,
    ItemForm,
    KeyHoldersForm,
    PlanForm,
    submitted_amendments,
)
from assemblies.forms.presence import AnnounceForm, GuestForm
from assemblies.forms.seats import DrawForm, RoundForm, SeatsForm
from assemblies.forms.signing import FileCheckForm, RevokeForm, SignForm
from assemblies.forms.sitting import AnnulForm, BoxForm, ConsentForm, HandsForm
from assemblies.forms.writing import SignedCopyForm

__all__ = [
    "MATTERS",
    "AdjournForm",
    "AmendmentForm",
    "AnnounceForm",
    "AnnulForm",
    "AppointForm",
    "BoxForm",
    "CandidatesForm",
    "CasesForm",
    "ConsentForm",
    "DrawForm",
    "FileCheckForm",
    "FreezeForm",
    "GuestForm",
    "HandsForm",
    "ItemForm",
    "KeyHoldersForm",
    "NoticeForm",
    "PlanForm",
    "RevokeForm",
    "RoundForm",
    "SeatsForm",
    "SignForm",
    "SignedCopyForm",
    "StatementForm",
    "submitted_amendments",
]
