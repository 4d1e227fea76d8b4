"""Every PDF that is written here is built as it claims: for archives, for screen readers, for
readers of every maker."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Template
from django.test import override_settings
from django.test.signals import template_rendered

from tests.factories import papers
from tests.factories.pdf_structure import Claim, faults_of

pytestmark = pytest.mark.django_db
REPOSITORY = Path(settings.BASE_DIR)
TEMPLATES = REPOSITORY / "templates" / "print"
VALIDATOR = REPOSITORY / ".cache" / "verapdf"
FETCH = "python tests/tools/fetch_verapdf.py .cache/verapdf"
OTHERS = {
    # Copies of one page share what is on it, and a tag belongs to one page.
    "ballots": Claim("U"),
    # A file that somebody uploaded is bound in.
    "letters of a notice": Claim(""),
}


@pytest.fixture(scope="module")
def templates() -> set[str]:
    """The templates that were printed, filled while the papers are made."""
    return set()


@pytest.fixture(scope="module")
def made(
    templates: set[str],
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[papers.Made]:
    def note(sender: object, template: Template, **_more: object) -> None:
        templates.add(str(template.name))

    told = {"DOCUMENT_DIR": tmp_path_factory.mktemp("papers")}
    template_rendered.connect(note)
    with override_settings(**told), django_db_blocker.unblock():
        yield papers.all_papers()
    template_rendered.disconnect(note)


def test_every_paper_is_built_as_it_claims(made: papers.Made) -> None:
    found = {
        name: faults_of(content, OTHERS.get(name, Claim("A"))) for name, content in made.items()
    }

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert set(OTHERS) <= set(made)


def test_every_template_of_a_paper_is_among_them(made: papers.Made, templates: set[str]) -> None:
    every = {f"print/{file.name}" for file in TEMPLATES.glob("[!_]*.html")}

    assert every - templates == set()


@pytest.mark.verapdf
def test_validator_of_the_standard_finds_nothing(made: papers.Made, tmp_path: Path) -> None:
    if not (VALIDATOR / "verapdf.jar").exists():
        pytest.fail(f"veraPDF is not there: {FETCH}")
    asked = []
    for number, (name, content) in enumerate(made.items()):
        if level := OTHERS.get(name, Claim("A")).level:
            file = tmp_path / f"{number:02d}-{name}.pdf"
            file.write_bytes(content)
            asked += [f"3{level.lower()}", str(file)]

    tool = REPOSITORY / "tests" / "tools" / "Validate.java"
    said = subprocess.run(
        ["java", "-cp", f"{VALIDATOR}/*", tool, *asked], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert [line for line in said if not line.endswith(" checks")] == []
    assert len(said) == len(asked) / 2 > 40
