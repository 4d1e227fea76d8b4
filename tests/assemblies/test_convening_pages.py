"""The pages of later notices, of files and of the handbook."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assemblies.models import Assembly
from tests.assemblies.test_handbook import a_pdf
from tests.assemblies.test_naming import meeting
from tests.factories.assemblies import convened, make_secretary

pytestmark = pytest.mark.django_db
FORM = {"subject_0": "通知", "subject_1": "Notice", "text_0": "文", "text_1": "Text"}


def client() -> Client:
    one = Client(headers={"accept-language": "en"})
    one.force_login(make_secretary())
    return one


def test_files_are_kept_served_and_enclosed(settings: object) -> None:
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"  # type: ignore[attr-defined]
    assembly, browser = convened(meeting(), 2), client()
    here = f"/assemblies/{assembly.pk}/"
    browser.post(f"{here}papers/", {"file": SimpleUploadedFile("a.pdf", a_pdf())})
    paper = assembly.papers.get()
    assert browser.get(f"{here}papers/{paper.pk}/").content == a_pdf()
    page = browser.get(f"{here}notices/correct/").content.decode()
    assert f"file.{paper.pk}" in page
    assert "Files and handbook" in browser.get(here).content.decode()
    notice = assembly.notices.get()
    assert "Read reports" in browser.get(f"{here}notices/{notice.pk}/").content.decode()
    browser.post(f"{here}papers/{paper.pk}/drop/")
    assert not assembly.papers.exists()


def test_cancelled_meeting_says_so() -> None:
    assembly, browser = convened(meeting(), 2), client()
    here = f"/assemblies/{assembly.pk}/"
    form = browser.get(f"{here}notices/cancel/").context["form"]
    names = {name: "x" for bound in form for name in _names(bound)}
    browser.post(f"{here}notices/cancel/", names)
    assert Assembly.objects.get(pk=assembly.pk).is_cancelled
    assert "This meeting is cancelled." in browser.get(here).content.decode()
    assert "cancelled" in browser.get("/assemblies/").content.decode()


def _names(bound: object) -> list[str]:
    widget = bound.field.widget  # type: ignore[attr-defined]
    names = getattr(widget, "widgets_names", None)
    if bound.name == "enclosed":  # type: ignore[attr-defined]
        return []
    return [bound.html_name + suffix for suffix in names or [""]]  # type: ignore[attr-defined]
