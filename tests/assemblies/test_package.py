"""The package of a term verifies by itself, and names whatever was done to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from assemblies.domain.carrying import package
from assemblies.domain.carrying.package_check import MANIFEST, check_package
from assemblies.models import Assembly
from records.domain import documents
from tests.factories.assemblies import (
    add_motion,
    make_assembly,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.packages import Files, files_in, sealed_anew, zipped


@pytest.fixture(scope="module")
def packed(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """A package made once; the tests change copies of it, without a database."""
    with django_db_blocker.unblock(), transaction.atomic():
        assembly = make_assembly()
        motion = add_motion(assembly)
        opened(assembly)
        vote_by_hands(motion, (6, 1, 0))
        term = Assembly.objects.get(pk=assembly.pk).term
        made = package.make_package(term=term, by=None, at=minute(90))
        again = package.make_package(term=term, by=None, at=minute(91))
        found = {
            "content": documents.read(made.document),
            "digest": made.digest,
            "same": made == again,
        }
        transaction.set_rollback(True)
    return found


def named(files: Files, ending: str) -> str:
    return next(name for name in files if name.endswith(ending))


def log_of(files: Files) -> str:
    return next(name for name in files if name.startswith("log/assembly"))


def test_package_holds_as_it_was_made_and_is_made_once(packed: dict[str, Any]) -> None:
    found = check_package(packed["content"])
    assert found.holds
    assert found.digest == packed["digest"]
    assert found.links > 3
    assert packed["same"]
    lines = files_in(packed["content"])[named(files_in(packed["content"]), "resolutions.jsonl")]
    assert json.loads(lines)["number"] == "2026-1"


def test_every_file_that_is_changed_or_gone_is_named(packed: dict[str, Any]) -> None:
    files = files_in(packed["content"])
    for name in set(files) - {MANIFEST}:
        changed = check_package(zipped({**files, name: files[name] + b" "}))
        gone = check_package(zipped({key: data for key, data in files.items() if key != name}))
        assert (changed.changed, changed.missing) == ([name], [])
        assert (gone.changed, gone.missing) == ([], [name])


def test_file_that_was_slipped_in_is_named(packed: dict[str, Any]) -> None:
    files = files_in(packed["content"])
    found = check_package(zipped({**files, "minutes.pdf": b"%PDF"}))
    assert found.added == ["minutes.pdf"]
    assert not found.holds


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def swap(lines: list[bytes]) -> list[bytes]:
    return [lines[1], lines[0], *lines[2:]]


def reword(lines: list[bytes]) -> list[bytes]:
    row = json.loads(lines[1])
    row["payload"] = {"forged": True}
    return [lines[0], json.dumps(row).encode(), *lines[2:]]


def rename(lines: list[bytes]) -> list[bytes]:
    row = json.loads(lines[1])
    row["event"] = "something_else"
    return [lines[0], json.dumps(row).encode(), *lines[2:]]


def garble(lines: list[bytes]) -> list[bytes]:
    return [b"no json", *lines[1:]]


@pytest.mark.parametrize("change", [cut, swap, reword, rename, garble])
def test_log_that_was_changed_with_its_manifest_breaks_its_chain(
    packed: dict[str, Any], change: Callable[[list[bytes]], list[bytes]]
) -> None:
    files = files_in(packed["content"])
    name = log_of(files)
    forged = b"\n".join(change(files[name].splitlines())) + b"\n"

    found = check_package(zipped(sealed_anew({**files, name: forged})))

    assert found.changed == []
    assert len(found.broken) == 1
    assert found.digest != packed["digest"]


def test_erased_payload_leaves_the_chain_whole(packed: dict[str, Any]) -> None:
    files = files_in(packed["content"])
    name = log_of(files)
    rows = [json.loads(line) for line in files[name].splitlines()]
    rows[1] |= {"payload": None, "salt": ""}
    erased = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    assert check_package(zipped(sealed_anew({**files, name: erased}))).holds


@pytest.mark.parametrize("content", [b"", b"no zip", zipped({"a": b""}), zipped({MANIFEST: b"[]"})])
def test_what_is_no_package_is_said_to_be_none(content: bytes) -> None:
    assert check_package(content).unread


def test_command_says_what_holds_and_names_what_does_not(
    packed: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "term.zip"
    file.write_bytes(packed["content"])
    call_command("verify_package", str(file), digest=packed["digest"], language="en")
    assert "files are as they were packed" in capsys.readouterr().out
    with pytest.raises(CommandError, match="another manifest"):
        call_command("verify_package", str(file), digest="0" * 64, language="en")

    files = files_in(packed["content"])
    name = named(files, "attendance.jsonl")
    file.write_bytes(zipped({**files, name: b""}))
    with pytest.raises(CommandError, match=f"changed: {name}"):
        call_command("verify_package", str(file), language="en")
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_package", str(tmp_path / "none.zip"))
