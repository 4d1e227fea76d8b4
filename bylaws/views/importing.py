"""A whole text brought in: read, looked at, and only then kept or proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bylaws.domain import importing, past_versions, recording
from bylaws.domain.amendments import adoption
from bylaws.domain.formats.decoding import check_size
from bylaws.domain.formats.dirty_findings import Finding
from bylaws.domain.formats.dirty_lines import source_lines
from bylaws.domain.formats.docx_tracked import TrackedChanges
from bylaws.domain.formats.uploads import Upload, read_upload
from bylaws.domain.importing import Weighed
from bylaws.domain.telling import language
from bylaws.enums import Scheme
from bylaws.errors import BylawsError, TrackedChangesFound
from bylaws.forms import AmendmentForm, PastForm, TextForm, VersionForm
from bylaws.models import Regulation, Version
from bylaws.permissions import is_secretariat, require
from bylaws.views.answer import actor
from records.fields import Translated

ACTS = ("keep", "draft", "propose")
GENERAL_ASSEMBLY = Translated(zh="会员大会", en="General assembly")


@dataclass(slots=True)
class Screen:
    """What the page of one text needs, while it is put together."""

    request: HttpRequest
    regulation: Regulation
    upload: Upload
    weighed: Weighed
    act: str
    forms: dict[str, forms.Form]


@require(is_secretariat)
def version_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Upload, confirmation and act on one address; the text itself travels with the form."""
    regulation = get_object_or_404(Regulation, pk=pk)
    if request.method != "POST":
        return _start(request, regulation, TextForm())
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start(request, regulation, form)
    try:
        upload = _upload(form, request, regulation)
        return _weigh(request, regulation, upload)
    except TrackedChangesFound as found:
        return _ask(request, regulation, form, found)
    except BylawsError as refusal:
        form.add_error(None, refusal.render(language()))
        return _start(request, regulation, form)


def _start(
    request: HttpRequest, regulation: Regulation, form: TextForm, **more: Any
) -> HttpResponse:
    context = {"regulation": regulation, "form": form, **more}
    return render(request, "bylaws/import_start.html", context)


def _upload(form: TextForm, request: HttpRequest, regulation: Regulation) -> Upload:
    file = form.cleaned_data["file"]
    if isinstance(file, UploadedFile):
        return read_upload(file.name or "", file.read(), Scheme(regulation.numbering))
    text = form.cleaned_data["text"]
    check_size(text.encode(errors="replace"))
    return Upload(text, is_markdown=request.POST.get("markdown") == "on")


def _ask(
    request: HttpRequest, regulation: Regulation, form: TextForm, found: TrackedChangesFound
) -> HttpResponse:
    """Both texts that the file may mean; whoever knows chooses one."""
    file = form.cleaned_data["file"]
    scheme = Scheme(regulation.numbering)
    texts = {}
    for tracked in (TrackedChanges.ACCEPT, TrackedChanges.REJECT):
        file.seek(0)
        texts[tracked.value] = read_upload(file.name, file.read(), scheme, tracked=tracked).text
    return _start(
        request, regulation, TextForm(), found=found.render(language()), by=found.by, texts=texts
    )


def _weigh(request: HttpRequest, regulation: Regulation, upload: Upload) -> HttpResponse:
    act = next((name for name in ACTS if name in request.POST), "")
    past = PastForm(
        request.POST if act == "keep" else None,
        initial=_told(regulation, upload),
        auto_id="keep_%s",
    )
    day = past.cleaned_data.get("adopted_on") if past.is_bound and past.is_valid() else None
    latest = adoption.latest_adopted(regulation)
    base = past_versions.neighbour_of(regulation, day)
    base = latest or base if act == "propose" else base
    weighed = importing.weigh(
        regulation=regulation,
        text=upload.text,
        base=base,
        is_markdown=upload.is_markdown,
        renumber="renumber" in request.POST,
    )
    screen = Screen(request, regulation, upload, weighed, act, {"keep": past})
    screen.forms = _other_forms(request, act, regulation, latest) | screen.forms
    chosen = screen.forms.get(act)
    if chosen is not None and chosen.is_valid() and _may_act(screen):
        done = _act(screen)
        if done is not None:
            return done
    return _screen(screen)


def _told(regulation: Regulation, upload: Upload) -> dict[str, Any]:
    """What the file says of itself, and who usually adopts such a text."""
    return {
        "label": Translated(zh=upload.label, en=upload.label),
        "adopted_on": upload.adopted_on,
        "approved_on": upload.approved_on,
        "effective_on": upload.effective_on,
        "adopted_by": GENERAL_ASSEMBLY,
    }


def _other_forms(
    request: HttpRequest, act: str, regulation: Regulation, latest: Version | None
) -> dict[str, forms.Form]:
    found: dict[str, forms.Form] = {}
    if not regulation.versions.exists():
        found["draft"] = VersionForm(request.POST if act == "draft" else None, auto_id="draft_%s")
    if latest is not None or regulation.versions.exists():
        initial = {"proposer": _("Council")}
        data = request.POST if act == "propose" else None
        found["propose"] = AmendmentForm(data, initial=initial, auto_id="propose_%s")
    return found


def _may_act(screen: Screen) -> bool:
    """Only what was looked at is kept: every question settled, beside the text that was shown."""
    if not screen.weighed.reading.is_settled:
        return False
    shown = screen.request.POST.get("base", "")
    needed = str(screen.weighed.base.pk) if screen.weighed.base else ""
    if shown == needed:
        return True
    messages.warning(
        screen.request,
        _("It is now compared with another version than before. Look at it and confirm again."),
    )
    return False


def _act(screen: Screen) -> HttpResponse | None:
    """Do what was confirmed; None where it is refused, which the form then tells."""
    form = screen.forms[screen.act]
    act = {"keep": _keep, "draft": _draft, "propose": _propose}[screen.act]
    try:
        return act(screen, form.cleaned_data)
    except BylawsError as refusal:
        form.add_error(None, refusal.render(language()))
        return None


def _keep(screen: Screen, data: dict[str, Any]) -> HttpResponse:
    form = screen.forms["keep"]
    assert isinstance(form, PastForm)  # made as such
    version = past_versions.record_past_version(
        regulation=screen.regulation,
        provisions=screen.weighed.provisions,
        label=data["label"],
        past=form.past(),
        by=actor(screen.request),
        at=timezone.now(),
        today=timezone.localdate(),
    )
    messages.success(screen.request, _("The version is on record."))
    return redirect("bylaws:version", pk=version.pk)


def _draft(screen: Screen, data: dict[str, Any]) -> HttpResponse:
    version = recording.record_version(
        regulation=screen.regulation,
        provisions=screen.weighed.provisions,
        label=data["label"],
        by=actor(screen.request),
        at=timezone.now(),
    )
    messages.success(screen.request, _("The draft is on record."))
    return redirect("bylaws:version", pk=version.pk)


def _propose(screen: Screen, data: dict[str, Any]) -> HttpResponse:
    amendment = importing.propose_text(
        weighed=screen.weighed, **data, by=actor(screen.request), at=timezone.now()
    )
    messages.success(screen.request, _("The amendment is opened. Look at each change."))
    return redirect("bylaws:amendment", pk=amendment.pk)


def _blocking(screen: Screen) -> list[tuple[Finding, str]]:
    """What has to be decided, each with the beginning of its line: a field that breaks its lines
    gives no hold to count them."""
    found = screen.weighed.blocking
    lines = source_lines(screen.upload.text) if found else []
    return [(f, lines[f.row - 1].strip()[:60] if 0 < f.row <= len(lines) else "") for f in found]


def _screen(screen: Screen) -> HttpResponse:
    context = {
        "regulation": screen.regulation,
        "upload": screen.upload,
        "weighed": screen.weighed,
        "blocking": _blocking(screen),
        "left_out": [note.render(language()) for note in screen.upload.left_out],
        "forms": screen.forms,
        "act": screen.act,
        "renumber": "renumber" in screen.request.POST,
        "text_language": "zh-Hans" if screen.regulation.numbering == Scheme.ZH else "en",
    }
    return render(screen.request, "bylaws/import_weigh.html", context)
