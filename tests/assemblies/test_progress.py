"""What becomes of a resolution: who sees to it, what was done, what is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from assemblies.domain.carrying import progress
from assemblies.enums import ProgressState
from assemblies.errors.carrying import NoteEmpty, ResolutionAnnulled
from assemblies.models import ProgressNote, Resolution
from desk.domain.home import duties
from members.domain.tasks import tasks_on
from members.domain.uploads import Upload
from records.domain import log
from tests.factories.assemblies import (
    DAY,
    add_motion,
    entries_of,
    make_assembly,
    make_secretary,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.members import make_person, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DUE = DAY + timedelta(days=30)


def make_resolution() -> Resolution:
    motion = add_motion(make_assembly())
    opened(motion.item.assembly)
    return vote_by_hands(motion, (6, 1, 0))


def titles_on(day: date) -> list[str]:
    return [task.title for task in tasks_on(day) if task.title.startswith("Past its date")]


def test_what_is_past_its_date_waits_with_the_secretariat_until_it_is_carried_out() -> None:
    row, owner = make_resolution(), make_person()
    progress.assign(thing=row, owner=owner, due_on=DUE, by=None, at=minute(9))

    with override("en"):
        before, after = titles_on(DUE), titles_on(DUE + timedelta(days=1))
        late = f"Past its date: {row.motion.item.title}"
    progress.note_progress(
        thing=row, progress=ProgressState.CARRIED_OUT, text="Done.", by=None, at=minute(10)
    )

    assert (before, after) == ([], [late])
    assert titles_on(DUE + timedelta(days=1)) == []


def test_owner_finds_it_at_home_and_notes_what_was_done_with_a_document() -> None:
    row, owner = make_resolution(), make_person()
    progress.assign(thing=row, owner=owner, due_on=DUE, by=None, at=minute(9))
    assert [duty.detail for duty in duties(person=owner)] == [str(row.motion.item.title)]

    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(person=owner), backend=BACKEND)
    page = f"/assemblies/resolutions/{row.pk}/"
    paper = SimpleUploadedFile("contract.pdf", b"%PDF-1.7 contract")
    said = {"progress": "under_way", "text": "The contract is signed.", "document": paper}
    client.post(page, said)

    text = client.get(page).content.decode()
    assert "The contract is signed." in text
    assert "contract.pdf" in text
    note = ProgressNote.objects.get()
    assert client.get(f"/assemblies/notes/{note.pk}/document/").content == b"%PDF-1.7 contract"
    row.refresh_from_db()
    assert row.progress == ProgressState.UNDER_WAY
    assert log.verify(stream=f"assembly:{row.motion.item.assembly_id}") > 0


def test_member_of_the_meeting_reads_the_course_and_notes_nothing() -> None:
    row = make_resolution()
    member = entries_of(row.motion.item.assembly)[0].person
    client = Client()
    client.force_login(make_user(person=member), backend=BACKEND)
    page = f"/assemblies/resolutions/{row.pk}/"

    assert client.get(page).status_code == 200
    assert client.post(page, {"progress": "dropped", "text": "No."}).status_code == 404
    assert not ProgressNote.objects.exists()


def test_note_said_twice_stands_once_and_none_stands_empty() -> None:
    row = make_resolution()
    upload = Upload(name="a.pdf", content=b"%PDF-1.7 a")
    for at in (minute(10), minute(11)):
        progress.note_progress(
            thing=row,
            progress=ProgressState.UNDER_WAY,
            text=" Begun. ",
            upload=upload,
            by=None,
            at=at,
        )
    assert row.notes.count() == 1
    with pytest.raises(NoteEmpty):
        progress.note_progress(
            thing=row, progress=ProgressState.UNDER_WAY, text=" ", by=None, at=minute(12)
        )


def test_nothing_is_carried_out_of_an_annulled_resolution() -> None:
    row = make_resolution()
    Resolution.objects.filter(pk=row.pk).update(annulled_at=minute(20))
    with pytest.raises(ResolutionAnnulled):
        progress.assign(thing=row, owner=None, due_on=DUE, by=None, at=minute(21))


def test_register_is_searched_by_number_words_body_and_what_is_late() -> None:
    row = make_resolution()
    progress.assign(thing=row, owner=None, due_on=date(2020, 1, 1), by=None, at=minute(9))
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend=BACKEND)

    def found(query: str) -> bool:
        page = client.get(f"/assemblies/resolutions/?{query}").content.decode()
        return f"/assemblies/resolutions/{row.pk}/" in page

    year, number = row.year, row.number
    reads = [f"q={year}-{number}", "q=resolves+to+adopt", "overdue=on", "progress=open", ""]
    misses = [f"q={year}-{number + 1}", "q=nothing+of+it", "body=council", "progress=dropped"]
    assert [query for query in reads if not found(query)] == []
    assert [query for query in misses if found(query)] == []
