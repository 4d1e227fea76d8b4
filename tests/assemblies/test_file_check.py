"""The page that checks a file that somebody was given, and what files it refuses."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.signing import file_check
from assemblies.domain.signing.dues_evidence import dues_items, dues_name
from assemblies.domain.signing.evidence import FORMER, MANIFEST
from assemblies.domain.signing.log_evidence import LOGS
from assemblies.domain.signing.verifying import verify_minutes
from assemblies.domain.writing.minutes import finalise_minutes, make_minutes
from assemblies.errors import FileCheckRunning, FileTooLarge, FileUnknown
from members.enums import Role
from records.domain import documents
from records.domain.caller import caller_language
from records.models import Document, LogEntry
from tests.factories.assemblies import make_secretary, minute
from tests.factories.members import make_user
from tests.factories.minutes import make_closed_meeting
from tests.factories.pdf import enclosed_in

PAGE = "/assemblies/check-a-file/"


@pytest.fixture(scope="module")
def final(django_db_setup: None, django_db_blocker: Any) -> tuple[bytes, dict[str, Any]]:
    """Final minutes with dues adopted by them, and their facts; setting the pages takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        assembly = make_closed_meeting().assembly
        make_minutes(assembly=assembly, by=None, at=minute(80))
        row = finalise_minutes(assembly=assembly, by=None, at=minute(81))["en"]
        assert row.document is not None
        made = documents.read(row.document), row.facts
        transaction.set_rollback(True)
    return made


def client_of(role: Role | None = None, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(make_user(role) if role else make_secretary())
    return client


def sent(client: Client, content: bytes, name: str = "minutes.pdf") -> str:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "verdict"), [("en", "All checks hold."), ("zh-hans", "各项检查均通过。")]
)
def test_page_shows_every_check_and_keeps_nothing(
    final: tuple[bytes, dict[str, Any]], language: str, verdict: str
) -> None:
    client = client_of(language=language)
    before = Document.objects.count(), LogEntry.objects.count()
    page = sent(client, final[0])
    assert verdict in page
    assert page.count('class="chip ok"') == len(verify_minutes(final[0]))
    assert (Document.objects.count(), LogEntry.objects.count()) == before


@pytest.mark.django_db
def test_page_names_what_was_changed(final: tuple[bytes, dict[str, Any]]) -> None:
    name = dues_name(dues_items(final[1])[0])
    page = sent(client_of(), changed(final[0], **{name: b"{}"}))
    assert f"{name} is not the file that was enclosed" in page
    assert 'class="chip bad"' in page


@pytest.mark.django_db
def test_page_refuses_in_words_what_it_cannot_check() -> None:
    client = client_of()
    assert "neither a PDF nor a package" in sent(client, b"hello")
    large = b"%PDF-" + b"0" * (file_check.MAX_MB * 2**20)
    assert f"larger than {file_check.MAX_MB} MB" in sent(client, large)


@pytest.mark.django_db
def test_page_is_linked_from_the_register_for_auditors_too() -> None:
    register = reverse("assemblies:resolutions")
    for role in (Role.SECRETARIAT, Role.AUDITOR):
        client = client_of(role)
        assert PAGE in client.get(register).content.decode()
        assert client.get(PAGE).status_code == 200


# Packages.


def package(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_package_without_manifest_is_told_so() -> None:
    with override("en"):
        (check,) = file_check.check_file(package(a=b"b"))
    assert (check.code, check.holds) == ("package", False)
    assert check.told.startswith("no package")


def test_archive_that_unpacks_to_more_than_may_be_is_refused_unread() -> None:
    bomb = package(zeros=b"\0" * ((file_check.MAX_UNPACKED_MB + 1) * 2**20))
    assert len(bomb) < 2**20
    with pytest.raises(FileTooLarge):
        file_check.check_file(bomb)


def test_enclosed_file_that_unpacks_without_end_is_told_and_not_unpacked(
    monkeypatch: pytest.MonkeyPatch, final: tuple[bytes, dict[str, Any]]
) -> None:
    monkeypatch.setattr("assemblies.domain.signing.verifying.MOST", 1000)
    with override("en"):
        (check,) = verify_minutes(final[0])
    assert not check.holds
    assert "an enclosed file is larger" in check.told


def test_what_is_neither_is_refused() -> None:
    with pytest.raises(FileUnknown):
        file_check.check_file(b"\x89PNG")


def test_nobody_has_two_checks_at_once() -> None:
    cache.add("file-check:me", "running", 60)
    try:
        with pytest.raises(FileCheckRunning):
            file_check.check_one_at_a_time(b"%PDF-", who="me")
    finally:
        cache.delete("file-check:me")
    assert file_check.check_one_at_a_time(b"%PDF-", who="me")[0].holds is False


# Dues and logs as evidence.


def changed(content: bytes, **files: bytes | None) -> bytes:
    """The same PDF with enclosed files replaced or, for None, left out."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name, replaced in files.items():
            if name in pdf.attachments:
                del pdf.attachments[name]
            if replaced is not None:
                pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, replaced, filename=name)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def broken(content: bytes) -> set[str]:
    return {check.code for check in verify_minutes(content, pages=False) if not check.holds}


def test_dues_are_enclosed_as_data_and_checked(final: tuple[bytes, dict[str, Any]]) -> None:
    content, facts = final
    (item,) = dues_items(facts)
    name = dues_name(item)
    standard = json.loads(enclosed_in(content)[name])
    assert [tier["amount"] for tier in standard["tiers"]] == ["1200.00"] * len(standard["tiers"])
    assert (standard["currency"], standard["effective_on"]) == ("CNY", "2027-01-01")
    assert broken(content) == set()
    standard["tiers"][0]["amount"] = "1300.00"
    altered = json.dumps(standard).encode()
    for file in (altered, b"[]", None):
        assert "dues" in broken(changed(content, **{name: file}))


def test_log_is_enclosed_link_by_link_and_without_payloads(
    final: tuple[bytes, dict[str, Any]],
) -> None:
    content, facts = final
    (chain,) = json.loads(enclosed_in(content)[LOGS])
    log = facts["meeting"]["log"]
    assert (len(chain["links"]), chain["links"][-1][-1]) == (log["entries"], log["head"])
    assert {len(link) for link in chain["links"]} == {5}
    chain["links"][2][1] = "something_else"
    for file in (json.dumps([chain]).encode(), b"[]", b"x", None):
        assert "log" in broken(changed(content, **{LOGS: file}))


def test_file_of_the_former_kind_needs_neither(final: tuple[bytes, dict[str, Any]]) -> None:
    content, facts = final
    name = dues_name(dues_items(facts)[0])
    manifest = json.loads(enclosed_in(content)[MANIFEST])
    manifest["schema"] = FORMER
    manifest["files"] = [one for one in manifest["files"] if one["name"] not in (name, LOGS)]
    former = {name: None, LOGS: None, MANIFEST: json.dumps(manifest).encode()}
    assert broken(changed(content, **former)) == set()


# The language of who runs the commands.


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        ("", {"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ("", {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ("", {"LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh", {}, "zh-hans"),
        ("", {"LANG": "C.UTF-8"}, "zh-hans"),
        ("", {}, "zh-hans"),
    ],
)
def test_caller_is_told_in_the_language_asked_for_or_of_the_terminal(
    asked: str, environment: dict[str, str], language: str
) -> None:
    assert caller_language(asked, environment) == language


@pytest.mark.parametrize(
    ("language", "line", "end", "refusal"),
    [
        ("en", "holds   Printed pages", "all checks hold", "1 of 1 checks do not hold"),
        ("zh", "通过  打印页面", "各项检查均通过", "1项检查中有1项未通过"),
    ],
)
def test_command_tells_every_line_in_one_language(
    final: tuple[bytes, dict[str, Any]],
    tmp_path: Any,
    language: str,
    line: str,
    end: str,
    refusal: str,
) -> None:
    good, bad, out = tmp_path / "good.pdf", tmp_path / "bad.pdf", io.StringIO()
    good.write_bytes(final[0])
    bad.write_bytes(zlib.compress(b"no pdf"))
    call_command("verify_minutes", str(good), language=language, stdout=out)
    assert line in out.getvalue()
    assert out.getvalue().rstrip().endswith(end)
    with pytest.raises(CommandError, match=refusal):
        call_command("verify_minutes", str(bad), language=language, stdout=io.StringIO())


def test_package_is_told_in_one_language_too(tmp_path: Any) -> None:
    file = tmp_path / "package.zip"
    file.write_bytes(b"no zip")
    for language, words in (("en", "no package"), ("zh", "不是资料包")):
        with pytest.raises(CommandError, match=words):
            call_command("verify_package", str(file), language=language)
