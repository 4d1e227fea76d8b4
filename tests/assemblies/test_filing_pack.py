"""The pack for the authority: what is in it, what is still missing, when it is owed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from assemblies.domain.carrying import filing, filing_pack
from assemblies.domain.carrying.filing_lists import packs_of
from assemblies.domain.carrying.filing_makers import MAKERS
from assemblies.domain.writing import minutes
from assemblies.errors.carrying import FiledInFuture, PackMissing, PackUnknown, ReasonMissing
from assemblies.models import Assembly
from bylaws.domain.profiles import known_profiles
from bylaws.models import Association
from members.domain.uploads import Upload
from records.domain import documents, log
from tests.factories.assemblies import DAY, make_assembly, minute
from tests.factories.minutes import make_closed_meeting
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db
SCAN = Upload(name="stamped.pdf", content=b"%PDF-1.7 stamped")


def opened_file(assembly: Assembly, pack: str, language: str) -> dict[str, bytes]:
    row = filing_pack.make_pack(
        assembly=assembly, pack=pack, language=language, by=None, at=minute(90)
    )
    assert row.document is not None
    archive = zipfile.ZipFile(io.BytesIO(documents.read(row.document)))
    return {name: archive.read(name) for name in archive.namelist()}


def waits(assembly: Assembly, pack: str) -> list[str]:
    return [row.paper.key for row in filing.pack_state(assembly, pack).missing]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """One pack made in both languages: setting pages takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        assembly = make_closed_meeting().assembly
        early = waits(assembly, "after")
        minutes.make_minutes(assembly=assembly, by=None, at=minute(80))
        minutes.finalise_minutes(assembly=assembly, by=None, at=minute(81))
        told = {"assembly": assembly, "pack": "after", "by": None, "at": minute(82)}
        filing.attach_paper(paper="letter", upload=SCAN, **told)
        filing.waive_paper(paper="report", note="No re-election of the council", **told)
        found = {
            "early": early,
            "late": waits(assembly, "after"),
            "zh": opened_file(assembly, "after", "zh"),
            "en": opened_file(assembly, "after", "en"),
            "again": opened_file(assembly, "after", "en"),
            "state": filing.pack_state(assembly, "after"),
            "chain": log.verify(stream=f"assembly:{assembly.pk}"),
        }
        transaction.set_rollback(True)
    return found


def test_pack_holds_its_papers_in_the_order_of_the_list_behind_an_index(
    made: dict[str, Any],
) -> None:
    names = list(made["en"])
    assert names[0] == "00-index.pdf"
    assert names == sorted(names)
    titles = {name[3:].removesuffix(".pdf") for name in names}
    assert {"Application", "Minutes", "Attendance list", "Resolutions-1"} <= titles
    assert "Report on the re-election (draft)" not in titles
    assert next(iter(made["zh"])) == "00-目录.pdf"
    assert "02-会议纪要.pdf" in made["zh"]


def test_minutes_are_missing_until_they_are_final(made: dict[str, Any]) -> None:
    assert (made["early"], made["late"]) == (["minutes"], [])


def test_index_says_what_is_to_be_signed_and_the_digest_of_every_file(
    made: dict[str, Any],
) -> None:
    index = text_of(made["en"]["00-index.pdf"])
    squeezed = "".join(index.split())
    for name, content in list(made["en"].items())[1:]:
        assert hashlib.sha256(content).hexdigest() in squeezed, name
    assert "sign,seal" in squeezed
    assert "Nore-electionofthecouncil" in squeezed
    assert "签字、盖章" in text_of(made["zh"]["00-目录.pdf"])


def test_scan_that_was_attached_takes_the_place_of_the_paper(made: dict[str, Any]) -> None:
    assert made["en"]["01-Application.pdf"] == SCAN.content


def test_same_record_gives_the_same_pack(made: dict[str, Any]) -> None:
    assert made["en"] == made["again"]
    assert made["chain"] > 0


def test_pack_is_owed_within_the_days_that_the_profile_states() -> None:
    assembly = make_assembly()
    before, after = filing.pack_states(assembly)
    assert before.last_day == DAY - timedelta(days=10)
    assert after.last_day == DAY + timedelta(days=30)
    assert "Wuhan" in before.citation.text("en")


def test_filing_is_noted_once_the_pack_is_there_and_not_ahead_of_time() -> None:
    assembly = make_assembly()
    told = {"assembly": assembly, "pack": "before", "reference": "17", "by": None}
    with pytest.raises(PackMissing):
        filing.note_filed(**told, filed_on=date(2026, 12, 1), at=minute(0))
    filing_pack.make_pack(assembly=assembly, pack="before", language="en", by=None, at=minute(0))
    with pytest.raises(FiledInFuture):
        filing.note_filed(**told, filed_on=DAY + timedelta(days=1), at=minute(0))

    filing.note_filed(**told, filed_on=date(2026, 12, 7), at=minute(0), receipt=SCAN)

    receipt = filing.pack_state(assembly, "before").receipt
    assert receipt is not None
    assert receipt.document is not None
    assert receipt.note == "2026-12-07 17"
    assert documents.read(receipt.document) == SCAN.content


def test_paper_is_left_out_for_a_reason_and_taken_back() -> None:
    assembly = make_assembly()
    told = {"assembly": assembly, "pack": "before", "paper": "reports", "by": None}
    with pytest.raises(ReasonMissing):
        filing.waive_paper(**told, note=" ", at=minute(0))
    with pytest.raises(PackUnknown):
        filing.waive_paper(**{**told, "paper": "other"}, note="no", at=minute(0))
    filing.waive_paper(**told, note="There is none this year", at=minute(0))
    assert "reports" not in waits(assembly, "before")
    filing.restore_paper(**told, at=minute(1))
    assert "reports" in waits(assembly, "before")


@pytest.mark.parametrize("profile", [row.key for row in known_profiles()])
def test_lists_name_only_what_can_be_made(profile: str) -> None:
    for pack in packs_of(profile):
        for paper in pack.papers:
            assert paper.title.text("zh")
            assert paper.title.text("en")
            assert (paper.make in MAKERS) == (paper.how != "attached"), paper.key
            assert set(paper.needs) <= {"seal", "signature"}


def test_association_under_robert_s_rules_files_nothing() -> None:
    assembly = make_assembly()
    Association.objects.update(profile="ronr")
    assert filing.pack_states(assembly) == []
