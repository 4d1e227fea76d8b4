"""The last step: the papers of a meeting are filed, once its minutes are signed."""

from __future__ import annotations

import pytest
from django.test import Client

from assemblies.domain.sitting import phases
from assemblies.domain.writing import minutes
from assemblies.enums import Phase
from assemblies.models import Assembly
from members.enums import BodyKind
from tests.factories.assemblies import make_assembly, make_secretary, minute
from tests.factories.minutes import make_closed_meeting

pytestmark = pytest.mark.django_db
FILED = "The papers are filed"


def test_papers_are_filed_from_the_page_after_the_minutes_are_signed() -> None:
    assembly = make_closed_meeting().assembly
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{assembly.pk}/"
    assert FILED not in client.get(page).content.decode()
    minutes.make_minutes(assembly=assembly, by=None, at=minute(80))
    final = minutes.finalise_minutes(assembly=assembly, by=None, at=minute(81))
    assert FILED in client.get(page).content.decode()

    client.post(f"{page}do/file/")
    assembly.refresh_from_db()
    unsigned = assembly.phase
    scan = {"scan": b"%PDF-1.7 signed", "name": "signed.pdf"}
    minutes.mark_signed(minutes=final["zh"], **scan, by=None, at=minute(90))
    client.post(f"{page}do/file/")
    assembly.refresh_from_db()

    assert (unsigned, assembly.phase) == (Phase.SIGN, Phase.FILE)


def test_meetings_that_followed_are_signed_and_filed_with_the_minutes_they_stand_in() -> None:
    assembly = make_closed_meeting().assembly
    followed = make_assembly(BodyKind.COUNCIL)
    Assembly.objects.filter(pk=followed.pk).update(
        parent=assembly, phase=Phase.MINUTES, opened_at=minute(60), closed_at=minute(70)
    )

    minutes.make_minutes(assembly=assembly, by=None, at=minute(80))
    final = minutes.finalise_minutes(assembly=assembly, by=None, at=minute(81))
    followed.refresh_from_db()
    to_be_signed = followed.phase
    scan = {"scan": b"%PDF-1.7 signed", "name": "signed.pdf"}
    minutes.mark_signed(minutes=final["zh"], **scan, by=None, at=minute(90))
    phases.move(assembly=assembly, to=Phase.FILE, by=None, at=minute(95))
    followed.refresh_from_db()

    assert (to_be_signed, followed.phase) == (Phase.SIGN, Phase.FILE)
