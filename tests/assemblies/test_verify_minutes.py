"""A file of minutes proves itself, and whatever was changed in it is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import override
from pyhanko.pdf_utils import embed
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from assemblies.domain.signing import authority, sealing
from assemblies.domain.signing.checks import Check
from assemblies.domain.signing.enclosed_checks import archive_checks
from assemblies.domain.signing.evidence import archive_name, supplements_name
from assemblies.domain.signing.figure_checks import figure_checks
from assemblies.domain.signing.verifying import verify_minutes
from assemblies.domain.writing.minutes import finalise_minutes, make_minutes
from assemblies.domain.writing.minutes_facts.boxes import box_of
from assemblies.domain.writing.minutes_facts.written import canonical, digest_of
from assemblies.models import Minutes
from elections.crypto.election import make_election
from elections.models import Election
from members.models import Person
from records.domain import documents
from records.fields import Translated
from tests.factories.assemblies import minute
from tests.factories.elections import make_published_box, motion, slate
from tests.factories.minutes import make_closed_meeting
from tests.factories.mixed import make_published_mixed_box
from tests.factories.pdf import enclosed_in, text_of

NOW = datetime.now(UTC).replace(microsecond=0)
SOME_DAY = "2026-01-01T01:00:00Z"


@dataclass(frozen=True, slots=True)
class Made:
    """Final minutes without and with two signatures, and the list that came later."""

    final: bytes
    signed: bytes
    fingerprint: str
    later_list: bytes
    facts: dict[str, Any]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Made:
    """Made once: setting pages takes seconds. The tests that read it have no database at all."""
    with django_db_blocker.unblock(), transaction.atomic():
        meeting = make_closed_meeting()
        root = authority.found_authority(by=None, at=NOW)
        make_minutes(assembly=meeting.assembly, by=None, at=minute(80))
        minutes = finalise_minutes(assembly=meeting.assembly, by=None, at=NOW)["zh"]
        assert minutes.document is not None
        places = [one.place for one in sealing.signing_places(minutes)][:2]
        signatures = [
            sealing.sign_minutes(
                minutes=minutes,
                person=Person.objects.get(pk=place.person),
                function=place.function,
                by=None,
                at=NOW,
            )
            for place in places
        ]
        certificate = signatures[0].certificate
        assert certificate is not None
        sealed = Minutes.objects.get(pk=minutes.pk).sealed
        assert sealed is not None
        signed = documents.read(sealed)
        authority.revoke_certificate(certificate=certificate, reason="compromise", by=None, at=NOW)
        result = Made(
            final=documents.read(minutes.document),
            signed=signed,
            fingerprint=root.fingerprint,
            later_list=authority.revocation_list(root, at=NOW).public_bytes(Encoding.DER),
            facts=minutes.facts,
        )
        transaction.set_rollback(True)
    return result


def broken(checks: list[Check]) -> set[str]:
    return {check.code for check in checks if not check.holds}


def with_files(content: bytes, **changed: bytes | None) -> bytes:
    """The file with enclosed files put in place of others, or taken out."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for name, put in changed.items():
            del pdf.attachments[name]
            if put is not None:
                pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, put, filename=name)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def forged(content: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """With changed facts, and a manifest that fits them."""
    files = enclosed_in(content)
    facts, manifest = json.loads(files["facts.json"]), json.loads(files["evidence.json"])
    change(facts)
    manifest["facts"] = digest_of(facts)
    told = {"facts.json": canonical(facts), "evidence.json": json.dumps(manifest).encode()}
    return with_files(content, **told)


def test_signed_minutes_hold_under_the_root_that_was_compared(made: Made) -> None:
    checks = verify_minutes(made.signed, accepted=[made.fingerprint])
    assert broken(checks) == set(), checks
    codes = [check.code for check in checks]
    assert codes.count("signature") == 2
    assert {"enclosed", "attendance", "quorum", "item", "text", "pages"} <= set(codes)
    assert "byte for byte" in checks[-1].told
    assert all(made.fingerprint in check.told for check in checks if check.code == "signature")


def test_the_evidence_lies_in_the_file_and_tells_no_address(made: Made) -> None:
    files = enclosed_in(made.final)
    named = {one["name"] for one in json.loads(files["evidence.json"])["files"]}
    assert named == files.keys() - {"facts.json", "evidence.json"}
    assert {"attendance.csv", "notices.json", "authority.pem", "revoked.crl"} <= named
    assert sum(name.startswith("text-") for name in named) == 1
    assert len(files["attendance.csv"].decode().splitlines()) == 10
    assert "@" not in files["notices.json"].decode()
    assert made.fingerprint in text_of(made.final)


def test_a_file_without_signatures_holds_unless_a_root_is_asked_for(made: Made) -> None:
    assert broken(verify_minutes(made.final, pages=False)) == set()
    checks = verify_minutes(made.final, accepted=[made.fingerprint], pages=False)
    assert broken(checks) == {"signature"}


def test_another_root_is_not_the_one_asked_for(made: Made) -> None:
    assert broken(verify_minutes(made.signed, accepted=["0" * 64], pages=False)) == {"signature"}


def test_a_later_list_tells_a_revocation(made: Made) -> None:
    checks = verify_minutes(made.signed, lists=[made.later_list], pages=False)
    found = [check.holds for check in checks if check.code == "signature"]
    assert found == [False, True]


def test_a_figure_in_the_facts_is_found_by_the_figures_beside_it_and_by_the_pages(
    made: Made,
) -> None:
    def change(facts: dict[str, Any]) -> None:
        facts["meeting"]["items"][1]["hands"]["votes_for"] += 1

    checks = verify_minutes(forged(made.final, change))
    assert broken(checks) == {"item", "pages"}
    [told] = [check.told for check in checks if check.code == "item" and not check.holds]
    assert "7 is printed, the evidence gives 8" in told


def test_a_changed_word_is_found_by_the_pages_alone(made: Made) -> None:
    def change(facts: dict[str, Any]) -> None:
        facts["meeting"]["place"]["zh"] = "另一处会场"

    assert broken(verify_minutes(forged(made.final, change))) == {"pages"}


def test_facts_without_a_fitting_manifest_are_found(made: Made) -> None:
    facts = json.loads(enclosed_in(made.final)["facts.json"])
    facts["meeting"]["attendance"]["attended"] = 8
    changed = with_files(made.final, **{"facts.json": canonical(facts)})
    assert broken(verify_minutes(changed, pages=False)) == {"enclosed", "attendance"}


def test_a_changed_or_missing_attachment_is_named(made: Made) -> None:
    changed = with_files(made.final, **{"attendance.csv": b"number\n", "notices.json": None})
    checks = verify_minutes(changed, pages=False)
    assert broken(checks) == {"enclosed", "attendance_list"}
    [told] = [check.told for check in checks if check.code == "enclosed"]
    assert "attendance.csv is not" in told
    assert "notices.json is missing" in told


def test_an_attachment_that_is_put_in_behind_the_signatures_breaks_them(made: Made) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(made.signed))
    stream = embed.EmbeddedFileObject.from_file_data(writer, data=b"{}", compress=False)
    embed.embed_file(writer, embed.FileSpec("more.json", embedded_data=stream))
    out = BytesIO()
    writer.write(out)
    checks = verify_minutes(out.getvalue(), pages=False)
    assert broken(checks) == {"enclosed", "signature"}
    assert any("changed after it was signed" in check.told for check in checks)


def test_a_byte_after_signing_is_found(made: Made) -> None:
    inside = bytearray(made.signed)
    # The date of the file in its description, which no page shows.
    inside[made.signed.index(b"CreationDate") + 20] ^= 1
    assert "signature" in broken(verify_minutes(bytes(inside), pages=False))
    assert broken(verify_minutes(made.signed + b"%")) == {"file"}


@pytest.mark.parametrize("content", [b"", b"no paper", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    assert broken(verify_minutes(content)) == {"file"}


def test_a_truncated_file_and_another_pdf_are_refused(made: Made) -> None:
    assert broken(verify_minutes(made.signed[: len(made.signed) // 2])) == {"file"}
    other = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(other)
    assert broken(verify_minutes(other.getvalue())) == {"file"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m["attendance"].update(rate="99.9"), "attendance"),
        (lambda m: m["attendance"]["rows"][8].update(stays=[[SOME_DAY, None]]), "attendance"),
        (lambda m: m["quorum"][0].update(present=8), "quorum"),
        (lambda m: m["quorum"][0].update(met=False), "quorum"),
        (lambda m: m["items"][1]["thresholds"][0].update(required=3), "item"),
        (lambda m: m["items"][1]["thresholds"][0].update(of=9), "item"),
        (lambda m: m["items"][3]["boxes"][0]["contests"][0].update(valid=6), "item"),
        (lambda m: m["items"][4]["boxes"][1]["contests"][0].update(elected=[]), "item"),
        (lambda m: m.update(quorum=[{}]), "quorum"),
    ],
)
def test_each_figure_is_reckoned_again(
    made: Made, change: Callable[[dict[str, Any]], None], code: str
) -> None:
    facts = json.loads(canonical(made.facts))
    assert broken(figure_checks(facts)) == set()
    change(facts["meeting"])
    assert broken(figure_checks(facts)) == {code}


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_prints_every_check_and_ends_with_one(
    made: Made, tmp_path: Path, as_json: bool
) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(made.signed)
    bad.write_bytes(made.signed[:-100])
    out = StringIO()
    compared = made.fingerprint.upper()
    call_command(
        "verify_minutes",
        str(good),
        authority=[compared],
        without_pages=True,
        language="en",
        json=as_json,
        stdout=out,
    )
    if as_json:
        assert json.loads(out.getvalue())["holds"] is True
    else:
        assert "all checks hold" in out.getvalue()
    with pytest.raises(CommandError, match="1 of 1 checks"):
        call_command("verify_minutes", str(bad), json=as_json, language="en", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("verify_minutes", str(tmp_path / "none.pdf"), stdout=StringIO())


def evidence_of(row: Election) -> tuple[dict[str, Any], dict[str, bytes], dict[str, Any]]:
    """A box as minutes state it, its files as they enclose them, and such minutes."""
    assert row.archive is not None
    facts = box_of(row, {}, Translated())
    box = json.loads(json.dumps(asdict(facts), cls=DjangoJSONEncoder))
    files = {archive_name(box): documents.read(row.archive)}
    if row.supplements is not None:
        files[supplements_name(box)] = documents.read(row.supplements)
    return box, files, {"meeting": {"items": [{"boxes": [box]}]}, "follow_ups": []}


@pytest.mark.django_db
def test_an_archive_is_verified_and_gives_the_sums_that_are_printed() -> None:
    row = make_published_box(motion(), slate(), voters=2).election
    box, files, minutes = evidence_of(row)
    assert supplements_name(box) in files
    assert broken(archive_checks(files, minutes)) == set()
    cut = {**files, archive_name(box): files[archive_name(box)][:-600]}
    assert broken(archive_checks(cut, minutes)) == {"archive"}
    assert broken(archive_checks({}, minutes)) == {"archive"}
    box["contests"][1]["candidates"][0]["votes_for"] += 1
    [check] = archive_checks(files, minutes)
    assert not check.holds
    assert "sums" in check.told


@pytest.mark.django_db
@pytest.mark.parametrize("bound", [True, False])
def test_of_an_archive_from_before_shares_were_bound_it_is_told_what_that_leaves_open(
    monkeypatch: pytest.MonkeyPatch, bound: bool
) -> None:
    monkeypatch.setitem(make_election.__kwdefaults__, "bound", bound)
    _box, files, minutes = evidence_of(make_published_box(motion(), voters=2).election)
    with override("en"):
        [check] = archive_checks(files, minutes)
    assert check.holds
    assert ("could have shifted the sums" in check.told) is not bound


@pytest.mark.django_db
def test_sums_of_the_electronic_part_are_compared_where_papers_were_counted_beside_it() -> None:
    row = make_published_mixed_box(motion(), slate()).election
    box, files, minutes = evidence_of(row)
    assert [part["channel"] for part in box["contests"][0]["parts"]] == ["online", "paper"]
    assert (len(box["tellers"]), len(box["trustees"])) == (2, 2)
    assert broken(archive_checks(files, minutes)) == set()
    box["contests"][1]["parts"][0]["lines"][0]["votes_for"] += 1
    [check] = archive_checks(files, minutes)
    assert "sums" in check.told
