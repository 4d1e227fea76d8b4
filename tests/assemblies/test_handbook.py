"""The handbook, and the papers that can go with a notice."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from assemblies.domain.convening import enclosures, handbook
from assemblies.domain.sitting import ballot
from assemblies.enums import Method
from assemblies.errors import PaperGone, PaperLocked, PaperTypeUnknown
from assemblies.models import Assembly
from bylaws.enums import Matter
from elections.enums import Channel
from members.domain.uploads import Upload
from tests.assemblies.test_ballots import slate
from tests.assemblies.test_naming import meeting
from tests.factories.amendments import put, submitted
from tests.factories.assemblies import SENT_AT, add_motion, convened, entries_of, make_tellers
from tests.factories.pdf import squeezed, text_of

pytestmark = pytest.mark.django_db


def a_pdf(*, password: str = "") -> bytes:
    paper, out = pikepdf.new(), BytesIO()
    paper.add_blank_page()
    locked = pikepdf.Encryption(user=password, owner=password) if password else False
    paper.save(out, encryption=locked, deterministic_id=not password)
    return out.getvalue()


def prepared() -> Assembly:
    amendment = submitted()
    assembly = meeting()
    put(assembly, amendment, by_unit=False)
    motion = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    convened(assembly, 4)
    ballot.prepare_box(
        motion=motion,
        contests=[slate(entries_of(assembly)[:3], seats=3)],
        channel=Channel.PAPER,
        by=None,
        at=SENT_AT,
    )
    return assembly


def add(assembly: Assembly, name: str, content: bytes) -> object:
    return enclosures.add_file(
        assembly=assembly,
        upload=Upload(name, content),
        title={"zh": "财务报告", "en": "Financial report"},
        item=assembly.items.order_by("position")[0],
        by=None,
        at=SENT_AT,
    )


@pytest.mark.parametrize(("language", "mark"), [("zh", "样票"), ("en", "SPECIMEN")])
def test_handbook_is_one_pdf_with_everything_that_is_voted_on(language: str, mark: str) -> None:
    assembly = prepared()
    add(assembly, "report.pdf", a_pdf())
    paper = handbook.make_handbook(assembly=assembly, language=language, by=None, at=SENT_AT)
    again = handbook.make_handbook(assembly=assembly, language=language, by=None, at=SENT_AT)
    assert (paper.pk, paper.document_id) == (again.pk, again.document_id)
    content = handbook.handbook_pdf(assembly, language)
    text = text_of(content)
    names = [entry.person.name.text(language) for entry in entries_of(assembly)[:3]]
    told = squeezed(text)
    assert [name for name in names if squeezed(name) not in told] == []
    assert mark in text
    assert "第二条" in text
    with pikepdf.open(BytesIO(content)) as book:
        assert len(book.pages) >= 7


def test_papers_of_the_record_are_made_when_they_are_chosen() -> None:
    assembly = prepared()
    keys = [offer.key for offer in enclosures.offers(assembly)]
    assert [key.split(".")[0] for key in keys] == ["agenda", "redline", "candidates"] * 2
    made = enclosures.enclosures(assembly, keys, at=SENT_AT)
    assert len(made) == 6
    with pytest.raises(PaperGone):
        enclosures.enclosures(assembly, ["file.gone"], at=SENT_AT)


def test_files_that_nobody_could_read_are_refused() -> None:
    assembly = meeting()
    with pytest.raises(PaperLocked):
        add(assembly, "a.pdf", a_pdf(password="secret"))
    with pytest.raises(PaperTypeUnknown):
        add(assembly, "a.exe", b"MZ")
    add(assembly, "a.pdf", a_pdf())
    add(assembly, "a.pdf", a_pdf())
    assert assembly.papers.count() == 1
