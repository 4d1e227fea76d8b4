"""Who may open the pages of the minutes and the papers: one table, and it is complete."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assemblies.domain.writing import minutes
from assemblies.enums import MinutesState
from assemblies.models import Minutes, Resolution
from assemblies.urls import urlpatterns
from members.enums import Role
from members.models import User
from records.models import Document, Job
from tests.factories.assemblies import entries_of, minute
from tests.factories.members import make_person, make_user
from tests.factories.minutes import Meeting, make_closed_meeting

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "stranger", "representative", "chair", "auditor", "secretariat")
IN, SEEN, HIDDEN, GONE_ON = "login", 200, 404, 302
MEMBERS = (IN, HIDDEN, SEEN, SEEN, SEEN, SEEN)
ROLL = (IN, HIDDEN, HIDDEN, SEEN, SEEN, SEEN)
RUNNERS = (IN, HIDDEN, HIDDEN, GONE_ON, HIDDEN, GONE_ON)
# The minutes are a draft here, which only those see who answer for it.
TABLE = {
    "minutes": MEMBERS,
    "minutes_pdf": ROLL,
    "minutes_signed": ROLL,
    "attendance_pdf": ROLL,
    "resolution_pdf": MEMBERS,
    "result_sheet": MEMBERS,
    "box_report": MEMBERS,
}
POSTED = {"minutes_make": RUNNERS, "minutes_finalise": RUNNERS, "minutes_sign": RUNNERS}


@pytest.fixture
def meeting() -> Meeting:
    meeting = make_closed_meeting()
    minutes.make_minutes(assembly=meeting.assembly, by=None, at=minute(80))
    row = Minutes.objects.get(assembly=meeting.assembly, language="zh")
    Minutes.objects.filter(pk=row.pk).update(signed_copy=row.document)
    return meeting


def users_of(meeting: Meeting) -> dict[str, User | None]:
    chair = meeting.assembly.appointments.get(function="chair").person
    return {
        "anonymous": None,
        "stranger": make_user(person=make_person()),
        "representative": make_user(person=entries_of(meeting.assembly)[0].person),
        "chair": make_user(person=chair),
        "auditor": make_user(Role.AUDITOR),
        "secretariat": make_user(Role.SECRETARIAT),
    }


def addresses(meeting: Meeting) -> dict[str, str]:
    here = f"/assemblies/{meeting.assembly.pk}/"
    row = Minutes.objects.get(assembly=meeting.assembly, language="zh")
    box = meeting.council.election_id
    resolution = Resolution.objects.get(motion=meeting.report)
    return {
        "minutes": f"{here}minutes/",
        "minutes_make": f"{here}minutes/make/",
        "minutes_finalise": f"{here}minutes/finalise/",
        "minutes_sign": f"{here}minutes/{row.pk}/sign/",
        "minutes_pdf": f"{here}minutes/{row.pk}.pdf",
        "minutes_signed": f"{here}minutes/{row.pk}/signed/",
        "attendance_pdf": f"{here}attendance.zh.pdf?blank=1",
        "resolution_pdf": f"{here}resolutions/{resolution.pk}.en.pdf",
        "result_sheet": f"/assemblies/result-sheets/{box}.en.pdf",
        "box_report": f"/assemblies/ballot-reports/{box}/returned.en.pdf",
    }


def answers(client: Client, user: User | None, address: str, *, post: bool) -> object:
    client.logout()
    if user is not None:
        client.force_login(user)
    response = client.post(address) if post else client.get(address)
    if response.status_code == GONE_ON and "/accounts/login/" in response.url:
        return IN
    return response.status_code


def test_papers_by_role(meeting: Meeting, client: Client) -> None:
    users, where = users_of(meeting), addresses(meeting)
    found = {
        name: tuple(answers(client, users[role], where[name], post=False) for role in ROLES)
        for name in TABLE
    }
    assert found == TABLE


def test_acts_by_role(meeting: Meeting, client: Client) -> None:
    users, where = users_of(meeting), addresses(meeting)
    found = {
        name: tuple(answers(client, users[role], where[name], post=True) for role in ROLES)
        for name in POSTED
    }
    assert found == POSTED


def test_tables_name_every_address() -> None:
    named = {
        pattern.name
        for pattern in urlpatterns
        if pattern.callback.__module__ == "assemblies.views.minutes"
    }
    assert named == {*TABLE, *POSTED}


def test_the_page_makes_finalises_and_keeps_the_signed_copy(
    meeting: Meeting, client: Client
) -> None:
    where = addresses(meeting)
    client.force_login(make_user(Role.SECRETARIAT))
    client.post(where["minutes_make"])
    assert Job.objects.filter(task=minutes.JOB).count() == 1
    client.post(where["minutes_finalise"])
    row = Minutes.objects.get(assembly=meeting.assembly, language="zh")
    assert row.state == MinutesState.FINAL
    scan = SimpleUploadedFile("签署.pdf", b"%PDF-1.7 scan")
    client.post(where["minutes_sign"], {"scan": scan})
    row.refresh_from_db()
    assert row.state == MinutesState.SIGNED
    assert client.get(where["minutes_signed"]).content == b"%PDF-1.7 scan"
    assert Document.objects.get(pk=row.signed_copy_id).media_type == "application/pdf"


def test_a_language_or_report_that_is_none_is_not_found(meeting: Meeting, client: Client) -> None:
    client.force_login(make_user(Role.SECRETARIAT))
    box = meeting.council.election_id
    for address in (f"result-sheets/{box}.fr.pdf", f"ballot-reports/{box}/lost.en.pdf"):
        assert client.get(f"/assemblies/{address}").status_code == HIDDEN
