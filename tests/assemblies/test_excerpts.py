"""Extracts from final minutes: narrowed and never rewritten, certified, kept, and checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from assemblies.domain.signing.verifying import verify_minutes
from assemblies.domain.writing import excerpts
from assemblies.domain.writing.minutes import finalise_minutes, make_minutes
from assemblies.domain.writing.minutes_facts.written import canonical
from assemblies.errors.writing import (
    CertifierUnknown,
    ExcerptEmpty,
    ExcerptOfDraft,
    ExcerptUnaddressed,
)
from assemblies.models import Excerpt, Minutes
from assemblies.templatetags.minutes import label
from records.domain import documents
from records.models import LogEntry
from tests.factories.assemblies import make_secretary, minute
from tests.factories.members import make_person
from tests.factories.minutes import make_closed_meeting
from tests.factories.pdf import enclosed_in, squeezed, text_of

NOW = minute(120)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@dataclass(slots=True)
class Final:
    """Final minutes of nine entitled with five items, of which the bylaws are the third."""

    zh: Minutes
    en: Minutes
    whole: bytes

    def key(self, position: int) -> str:
        items = self.zh.facts["meeting"]["items"]
        return str(next(item["id"] for item in items if item["position"] == position))

    def make(self, *positions: int, **told: Any) -> Excerpt:
        chair = self.zh.assembly.appointments.get(function="chair").person
        given = {
            "minutes": self.zh,
            "attendance": True,
            "addressee": "晋东农村商业银行",
            "purpose": "办理账户变更",
            "certifier": chair,
            "by": None,
            "at": NOW,
            "items": [self.key(one) for one in positions],
        }
        return excerpts.make_excerpt(**{**given, **told})


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Final]:
    """Made once, since setting the pages of minutes takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        assembly = make_closed_meeting().assembly
        make_minutes(assembly=assembly, by=None, at=minute(80))
        rows = finalise_minutes(assembly=assembly, by=None, at=minute(90))
        document = rows["zh"].document
        assert document is not None
        yield Final(rows["zh"], rows["en"], documents.read(document))
        transaction.set_rollback(True)


@pytest.fixture
def final(made: Final, db: None) -> Final:
    return made


@pytest.fixture(scope="module")
def paper(made: Final, django_db_blocker: Any) -> bytes:
    """One extract with the vote on the bylaws and the election, of which copies are changed."""
    with django_db_blocker.unblock(), override("en"):
        return documents.read(made.make(3, 5).document)


def broken(content: bytes, **asked: Any) -> set[str]:
    return {check.code for check in verify_minutes(content, **asked) if not check.holds}


def forged(content: bytes, change: Any) -> bytes:
    """With other data in the file, and the pages as they were."""
    with pikepdf.open(BytesIO(content)) as pdf:
        data = json.loads(pdf.attachments["excerpt.json"].get_file().read_bytes())
        change(data)
        del pdf.attachments["excerpt.json"]
        pdf.attachments["excerpt.json"] = pikepdf.AttachedFileSpec(
            pdf, canonical(data), filename="excerpt.json"
        )
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_extract_says_what_it_is_taken_from_and_what_is_left_out(
    final: Final, paper: bytes
) -> None:
    text = text_of(paper)
    for words in ("纪要摘录", "晋东农村商业银行", "办理账户变更", final.zh.facts_digest[:4]):
        assert words in text
    assert final.zh.facts_digest in text
    assert final.zh.document is not None
    assert final.zh.document.digest in text
    assert "3, 5".replace(" ", "") in text
    assert "1–2,4" in text
    items = final.zh.facts["meeting"]["items"]
    assert items[2]["title"]["zh"] in text
    assert items[1]["title"]["zh"] not in text
    [row] = Excerpt.objects.filter(minutes=final.zh, number=1)
    assert row.digest in text


def test_extract_holds_no_person_but_those_of_its_items(final: Final, paper: bytes) -> None:
    data = json.loads(enclosed_in(paper)["excerpt.json"])
    [meeting] = [data["facts"]["meeting"]]
    assert "rows" not in meeting["attendance"]
    assert {one["function"] for one in meeting["officers"]} == {"chair", "recorder"}
    assert [item["position"] for item in meeting["items"]] == [3, 5]
    stated = {check["item"] for check in meeting["quorum"]}
    assert stated <= {None, 3, 5}
    rows = final.zh.facts["meeting"]["attendance"]["rows"]
    chosen = json.dumps(meeting["items"], ensure_ascii=False)
    absent = [row["person"]["zh"] for row in rows if row["person"]["zh"] not in chosen]
    assert absent
    assert not any(name in text_of(paper) for name in absent)


def test_attendance_is_left_out_where_nobody_asked_for_it(final: Final) -> None:
    row = final.make(2, minutes=final.en, attendance=False)
    text = text_of(documents.read(row.document))
    assert squeezed("The section on attendance and quorum is left out.") in text
    assert squeezed("attended 7") not in text
    assert row.facts["facts"]["meeting"]["quorum"] == []
    assert broken(documents.read(row.document)) == set()


def test_same_extract_is_made_once_and_another_has_the_next_number(final: Final) -> None:
    first = final.make(3, 5)
    entries = LogEntry.objects.filter(event="excerpt_made").count()
    assert final.make(5, 3) == first
    assert LogEntry.objects.filter(event="excerpt_made").count() == entries
    other = final.make(3, minutes=final.en, addressee="Registrar")
    assert (first.number, other.number) == (1, 2)
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        Excerpt.objects.filter(pk=first.pk).update(purpose="another")


def test_what_is_no_extract_is_refused(final: Final) -> None:
    with pytest.raises(ExcerptEmpty):
        final.make(items=["none of them"])
    with pytest.raises(ExcerptUnaddressed):
        final.make(3, addressee=" ")
    with pytest.raises(CertifierUnknown):
        final.make(3, certifier=make_person())
    draft = Minutes.objects.get(pk=final.zh.pk)
    draft.state = "draft"
    with pytest.raises(ExcerptOfDraft):
        final.make(3, minutes=draft)


def test_extract_alone_holds_and_says_how_far(paper: bytes) -> None:
    checks = verify_minutes(paper)
    assert [check.code for check in checks if not check.holds] == []
    told = {check.code: check.told for check in checks}
    assert "items 3, 5 of the minutes" in told["excerpt"]
    assert "3 items are left out" in told["excerpt"]
    assert "give them with --minutes" in told["excerpt"]
    assert "byte for byte" in told["pages"]
    assert "minutes" not in told


def test_extract_beside_its_minutes_says_what_they_say(made: Final, paper: bytes) -> None:
    checks = {check.code: check for check in verify_minutes(paper, minutes=made.whole)}
    assert checks["minutes"].holds
    assert checks["minutes"].told == "word for word what they say"
    assert "give them" not in checks["excerpt"].told
    assert broken(paper, minutes=b"no minutes") == {"minutes"}


def another_vote(data: dict[str, Any]) -> None:
    data["facts"]["meeting"]["items"][0]["hands"]["votes_for"] += 1


def another_word(data: dict[str, Any]) -> None:
    data["facts"]["meeting"]["items"][0]["text"]["zh"] = "会议决定另行通过。"


def one_item_less(data: dict[str, Any]) -> None:
    del data["facts"]["meeting"]["items"][0]


def more_present(data: dict[str, Any]) -> None:
    data["facts"]["meeting"]["attendance"]["attended"] += 1


@pytest.mark.parametrize(
    ("change", "alone"),
    [
        (another_vote, {"item", "pages"}),
        (another_word, {"pages"}),
        (one_item_less, {"excerpt_items", "pages"}),
        (more_present, {"attendance", "pages"}),
    ],
)
def test_whatever_is_changed_is_found(
    made: Final, paper: bytes, change: Any, alone: set[str]
) -> None:
    content = forged(paper, change)
    assert broken(content) == alone
    assert broken(content, minutes=made.whole) == {*alone, "minutes"}


def test_pages_set_anew_from_a_changed_fact_are_found_by_the_minutes_alone(
    made: Final, paper: bytes
) -> None:
    data = json.loads(enclosed_in(paper)["excerpt.json"])
    another_word(data)
    content = excerpts.print_excerpt(data)
    assert broken(content) == set()
    assert broken(content, minutes=made.whole) == {"minutes"}


def test_data_of_any_shape_are_refused_and_no_crash(paper: bytes) -> None:
    def emptied(data: dict[str, Any]) -> None:
        del data["facts"]

    assert broken(forged(paper, emptied)) == {"file"}


def test_command_compares_an_extract_with_its_minutes(
    made: Final, paper: bytes, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    extract, minutes = tmp_path / "extract.pdf", tmp_path / "minutes.pdf"
    extract.write_bytes(paper)
    minutes.write_bytes(made.whole)
    call_command("verify_minutes", str(extract), minutes=minutes, without_pages=True, language="en")
    assert "Against the minutes: word for word what they say" in capsys.readouterr().out


def test_page_makes_an_extract_and_the_minutes_list_it(final: Final) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{final.zh.assembly_id}/minutes/"
    chair = final.zh.assembly.appointments.get(function="chair").person
    told = {"addressee": "A notary", "purpose": "Register", "certifier": str(chair.pk)}
    address = f"{page}{final.en.pk}/extract/"
    assert "Items go in word for word" in client.get(address).content.decode()

    client.post(address, {**told, "item": [final.key(2)]})

    shown = client.get(page).content.decode()
    [row] = Excerpt.objects.filter(addressee="A notary")
    assert "A notary · Register" in shown
    paper = client.get(f"/assemblies/{final.zh.assembly_id}/extracts/{row.pk}.pdf")
    assert text_of(paper.content).count(squeezed("Left out: items 1, 3–5.")) == 1


@pytest.mark.parametrize(
    ("numbers", "told"), [([], ""), ([2], "2"), ([1, 2, 3, 5], "1–3, 5"), ([5, 4, 1], "1, 4–5")]
)
def test_numbers_are_told_as_runs(numbers: list[int], told: str) -> None:
    assert excerpts.ranges(numbers) == told


@pytest.mark.parametrize(
    ("kind", "code", "language", "word"),
    [
        ("certifier", "chair", "de", "Leitung"),
        ("certifier", "secretary_general", "fr", "secrétaire général"),
        ("certifier", "president", "zh-hans", "会长"),
        ("seat", "council", "zh-hans", "理事"),
        ("seat", "standing_council", "zh-hans", "常务理事"),
        ("seat", "supervisory_board", "zh-hans", "监事"),
        ("seat", "supervisory_board", "fr", "membre de l’organe de contrôle"),
    ],
)
def test_who_signs_and_certifies_is_named_in_the_language_of_the_paper(
    kind: str, code: str, language: str, word: str
) -> None:
    with override(language):
        assert label(code, kind) == word
