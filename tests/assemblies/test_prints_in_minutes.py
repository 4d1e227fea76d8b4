"""The digests that the minutes print are those by which the verifier knows a box again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.models import Assembly
from elections.crypto import verify
from records.domain import documents
from tests.assemblies.test_rounds_electronic import first_round, settle
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db

OPTIONS = ("fingerprint", "credentials", "trustees", "head")
BASE64 = "[A-Za-z0-9+/]{43}"
LABELS = {
    "en": ("Election", "Ballotscounted", "Publiccredentials", "Trustees.keys", "Headoftheboard"),
    "zh": ("选举", "计入的选票", "公开凭证", "监票人密钥", "公示板链头"),
}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> dict[str, Any]:
    """Minutes of an electronic ballot and of its run-off, and the archive of each by its code."""
    folder = tmp_path_factory.mktemp("archives")
    with django_db_blocker.unblock(), transaction.atomic():
        hall, first = first_round()
        settle(hall.motion, "run_off")
        second = hall.vote(["B", "C", "C", "", "", "", "C"], "BC", at=10)
        archives = {}
        for box in (first, second):
            box.refresh_from_db()
            assert box.archive is not None
            assert box.supplements is not None
            archives[box.code] = folder / f"{box.code}.bel"
            archives[box.code].write_bytes(documents.read(box.archive))
            (folder / f"{box.code}.supplements.jsons").write_bytes(documents.read(box.supplements))
        data = as_data(build_facts(Assembly.objects.get(pk=hall.assembly.pk)))
        texts = {
            language: text_of(
                print_minutes(
                    data, language=language, digest=digest_of(data), version=1, state="final"
                )
            )
            for language in LABELS
        }
        transaction.set_rollback(True)
    return {"archives": archives, **texts}


def printed(text: str, language: str) -> dict[str, dict[str, str]]:
    """The digests of each box by the code of its election, as somebody reads them off the paper."""
    election, counted, credentials, trustees, head = LABELS[language]
    table = (
        rf"{election}(\w{{14}})·({BASE64}){counted}\d+{credentials}({BASE64}){trustees}({BASE64})"
        rf".*?{head}([0-9a-f]{{64}})"
    )
    rows = re.findall(table, text)
    return {code: dict(zip(OPTIONS, digests, strict=True)) for code, *digests in rows}


def verified(archive: Path, digests: dict[str, str]) -> int:
    options = [f"--{name}={digest}" for name, digest in digests.items()]
    return verify.main([str(archive), "--jobs", "1", *options])


@pytest.mark.parametrize("language", LABELS)
def test_verifier_accepts_the_four_digests_that_the_minutes_print_of_each_box(
    made: dict[str, Any], language: str
) -> None:
    found = printed(made[language], language)
    assert found.keys() == made["archives"].keys()
    assert len(found) == 2
    for code, digests in found.items():
        assert verified(made["archives"][code], digests) == verify.VERIFIED


@pytest.mark.parametrize("name", OPTIONS)
def test_verifier_refuses_the_digest_that_the_minutes_print_of_another_box(
    made: dict[str, Any], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The run-off has keys and public codes of its own."""
    (first, digests), (_second, others) = printed(made["en"], "en").items()
    archive = made["archives"][first]
    assert verified(archive, {**digests, name: others[name]}) == verify.REFUSED
    said = capsys.readouterr().err
    assert said.startswith("refused: expected: ")
    assert digests[name] in said


def test_minutes_print_a_digest_for_each_that_the_verifier_asks_for() -> None:
    assert tuple(verify.EXPECTED) == OPTIONS
