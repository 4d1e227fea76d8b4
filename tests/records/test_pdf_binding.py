"""Files bound into one: whose pages they are decides what is kept of them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.test import override_settings
from pikepdf import Array, Dictionary, Name

from records.domain.pdf import make_pdf
from records.domain.pdf_binding import Part, bind
from tests.factories.pdf import pages_of, text_of
from tests.factories.pdf_structure import Claim, faults_of

TEMPLATE = (
    '<!doctype html><html lang="zh-Hans"><head><title>{{ word }}</title>'
    '<link rel="stylesheet" href="paper:///print/paper.css"></head><body><h1>{{ word }}</h1>'
    "<table><tr><th>甲</th></tr><tr><td>乙</td></tr></table></body></html>"
)
ENGINE = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"own.html": TEMPLATE})]},
}


def own(word: str) -> Part:
    with override_settings(TEMPLATES=[ENGINE]):
        made = make_pdf(
            template="own.html",
            context={"word": word},
            language="zh",
            zone=ZoneInfo("Asia/Shanghai"),
            dated=datetime(2026, 12, 18, tzinfo=UTC),
        )
    return Part(made)


def foreign() -> Part:
    """A page that runs a script when it is shown, and another when it is clicked."""
    paper, out = pikepdf.new(), io.BytesIO()
    page = paper.add_blank_page()
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=script, StructParent=0
    )
    page.obj.AA = Dictionary(O=script)
    page.obj.Annots = Array([paper.make_indirect(link)])
    page.obj.StructParents = 0
    paper.save(out)
    return Part(out.getvalue(), is_ours=False)


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    return [own("前"), own("中"), own("后")]


def headings(content: bytes) -> list[str]:
    """Which page each heading of the structure is on, in its order."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        tops = [top.K for top in pdf.Root.StructTreeRoot.K]
        return [pages.index(one.Pg.objgen) for kids in tops for one in kids if one.S == Name.H1]


def test_own_pages_keep_their_structure_and_the_claim(parts: list[Part]) -> None:
    whole = bind(parts)

    assert faults_of(whole, Claim("A")) == []
    assert text_of(whole) == "前甲乙中甲乙后甲乙"
    assert headings(whole) == [0, 1, 2]


def test_pages_of_others_end_the_claim_and_act_no_more(parts: list[Part]) -> None:
    whole = bind([parts[0], foreign(), parts[1], foreign()])

    assert faults_of(whole, Claim("")) == []
    assert pages_of(whole) == 4
    assert headings(whole) == [0, 2]


def test_same_parts_give_the_same_bytes(parts: list[Part]) -> None:
    assert bind(parts) == bind(parts)


def test_part_that_cannot_be_read_is_told(parts: list[Part]) -> None:
    with pytest.raises(pikepdf.PdfError):
        bind([parts[0], Part(b"no file", is_ours=False)])
