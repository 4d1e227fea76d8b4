"""Resolutions and minutes made known to the members, with the proof of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from assemblies.domain.carrying import publishing
from assemblies.domain.carrying.publishing import publish_minutes, publish_resolution
from assemblies.domain.writing import minutes
from assemblies.enums import PublicationChannel
from assemblies.errors import MinutesNotFinal
from assemblies.errors.carrying import ProofNeeded
from assemblies.models import AgendaItem, Resolution
from bylaws.enums import Matter
from members.domain.tasks import tasks_on
from members.domain.uploads import Upload
from members.models import Letter
from records.domain import documents
from tests.factories.assemblies import (
    DAY,
    add_motion,
    make_assembly,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.members import make_representative, make_user
from tests.factories.minutes import make_closed_meeting
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db
PICTURE = Upload(name="board.png", content=b"\x89PNG\r\n\x1a\n board")


def make_resolution() -> Resolution:
    motion = add_motion(make_assembly())
    opened(motion.item.assembly)
    return vote_by_hands(motion, (6, 1, 0))


def waiting_on(day: date) -> list[tuple[str, str]]:
    with override("en"):
        rows = [row for row in tasks_on(day) if row.title.startswith("Make it known")]
    return [(row.detail, row.tone) for row in rows]


def test_mail_goes_to_every_active_member_with_the_paper_and_a_proof() -> None:
    row = make_resolution()

    made = publish_resolution(
        resolution=row, channel=PublicationChannel.MAIL, by=None, at=minute(30)
    )

    letters = Letter.objects.all()
    assert made.recipients == letters.count() == 9
    assert {letter.attachment for letter in letters} == {made.document}
    assert made.document is not None
    assert made.proof is not None
    proof = text_of(documents.read(made.proof))
    assert made.document.digest in "".join(proof.split())
    again = publish_resolution(
        resolution=row, channel=PublicationChannel.MAIL, by=None, at=minute(31)
    )
    assert again == made
    assert Letter.objects.count() == 9


def test_notice_board_is_proved_by_a_picture() -> None:
    row = make_resolution()
    told = {"resolution": row, "channel": PublicationChannel.BOARD, "by": None, "at": minute(30)}
    with pytest.raises(ProofNeeded):
        publish_resolution(**told)
    made = publish_resolution(**told, proof=PICTURE)
    assert made.proof is not None
    assert documents.read(made.proof) == PICTURE.content


def test_dues_resolution_waits_until_it_is_known_and_is_late_after_thirty_days() -> None:
    row = make_resolution()
    AgendaItem.objects.update(matter=Matter.DUES_STANDARD)
    row = Resolution.objects.get(pk=row.pk)
    last = DAY + timedelta(days=30)

    period = publishing.period_of(row)
    in_time, late = waiting_on(last), waiting_on(last + timedelta(days=1))
    publish_resolution(resolution=row, channel=PublicationChannel.PORTAL, by=None, at=minute(30))

    assert period.last_day == last
    assert [tone for _detail, tone in in_time] == ["wait"]
    assert [tone for _detail, tone in late] == ["bad"]
    assert waiting_on(last + timedelta(days=1)) == []


def test_minutes_are_made_known_once_they_are_final() -> None:
    assembly = make_closed_meeting().assembly
    draft = minutes.make_minutes(assembly=assembly, by=None, at=minute(80))["zh"]
    told = {"channel": PublicationChannel.PORTAL, "by": None, "at": minute(90)}
    with pytest.raises(MinutesNotFinal):
        publish_minutes(minutes=draft, **told)
    final = minutes.finalise_minutes(assembly=assembly, by=None, at=minute(81))["zh"]
    made = publish_minutes(minutes=final, **told)
    assert made.document == final.document


def test_member_who_was_not_called_reads_on_their_pages_what_was_made_known() -> None:
    row = make_resolution()
    made = publish_resolution(
        resolution=row, channel=PublicationChannel.PORTAL, by=None, at=minute(30)
    )
    other = make_representative()
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        make_user(person=other.person), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = f"/me/firms/{other.firm_id}/"
    assert row.motion.item.title.en in client.get(f"{page}papers/").content.decode()
    paper = client.get(f"{page}published/{made.pk}/")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")

    Resolution.objects.filter(pk=row.pk).update(annulled_at=minute(40))
    assert client.get(f"{page}published/{made.pk}/").status_code == 404
