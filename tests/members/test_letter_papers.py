"""Paper letters: one PDF, in the order of the addresses, each letter on a page of its own."""

from __future__ import annotations

import pypdfium2
import pytest

from bylaws.models import Association
from members.domain.letters.letter_papers import LETTERS_PER_FILE, Part, letters_pdf, parts_of
from records.fields import Translated
from tests.factories.mailings import make_mailing, make_reachable_firm
from tests.factories.members import make_person, make_representative
from tests.factories.pdf import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def association():
    return Association.objects.create(
        name=Translated(zh="晋东市汽车行业协会", en="Jindong Automotive Association"),
        seat=Translated(zh="晋东市", en="Jindong"),
    )


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def boxes(content: bytes, words: str) -> tuple[float, float]:
    """How far from the left and the top of the first page ``words`` begin, in millimetres."""
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        text = page.get_textpage()
        index, count = text.search(words).get_next()
        left, _bottom, _right, top = text.get_charbox(index)
        assert count == len(words)
        return left / 72 * 25.4, (page.get_height() - top) / 72 * 25.4
    finally:
        document.close()


def make_letters(**facts):
    second = make_reachable_firm(zh="乙厂", en="Second", number="A1", address="B Road 2\nJindong")
    first = make_reachable_firm(zh="甲厂", en="First", number="A2", address="A Road 1")
    make_representative(firm=first, person=make_person(zh="丁一", en="Ding Yi"))
    mailed = make_reachable_firm(zh="丙厂", en="Third", number="A3", email="c@firm.example")
    mailing = make_mailing(first, second, mailed, reach=["firm"], **facts)
    return mailing


def test_letters_stand_in_the_order_of_their_addresses_without_those_by_mail():
    found = pages(letters_pdf(mailing=make_letters(), language="en"))

    assert found == [
        "JindongAutomotiveAssociation·JindongFirstDingYiARoad1Membernumber:A218December2026"
        "JindongAutomotiveAssociationToFirstYournumber:A2."
        "JindongAutomotiveAssociation18December2026sealA2First",
        "JindongAutomotiveAssociation·JindongSecondBRoad2JindongMembernumber:A118December2026"
        "JindongAutomotiveAssociationToSecondYournumber:A1."
        "JindongAutomotiveAssociation18December2026sealA1Second",
    ]


def test_chinese_letter_names_the_address_before_the_firm():
    [first, _second] = pages(letters_pdf(mailing=make_letters(), language="zh"))

    assert first.startswith("晋东市汽车行业协会·晋东市ARoad1甲厂丁一收")
    assert "致甲厂会员编号：A2。" in first
    assert "2026年12月18日" in first


def test_text_that_signs_itself_is_not_signed_twice():
    body = Translated(
        zh="你好：\n\n请阅。\n\n{association}\n{day}",
        en="Dear all,\n\nRead.\n\n{association}\n{day}",
    )
    [first, _second] = pages(letters_pdf(mailing=make_letters(body=body), language="en"))

    assert first.endswith("Dearall,Read.JindongAutomotiveAssociation18December2026sealA2First")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_address_stands_in_the_window(language):
    mailing = make_letters()
    left, top = boxes(letters_pdf(mailing=mailing, language=language), "A Road 1")

    # The field of DIN 5008, form B: 20 to 105 mm from the left, 45 to 90 mm from the top, its
    # upper 17.7 mm for the sender and remarks.
    assert 20 <= left <= 26
    assert 45 + 12 <= top <= 85


def test_long_letter_goes_on_and_the_next_begins_on_its_own_page():
    body = Translated(en="\n\n".join(f"Paragraph {n} of many." for n in range(80)))
    mailing = make_letters(subject=Translated(en="S"), body=body)

    found = pages(letters_pdf(mailing=mailing, language="en"))

    starts = [number for number, text in enumerate(found) if "·Jindong" in text]
    assert starts[0] == 0
    assert len(starts) == 2
    assert starts[1] >= 2
    assert [text[-7:] for text in found[: starts[1]]] == ["A2First"] * starts[1]


def test_markup_in_a_text_is_text():
    body = Translated(en='<b>Bold</b> & <img src="paper:///none.png">')
    mailing = make_letters(subject=Translated(en="<i>S</i>"), body=body)

    [first, _second] = pages(letters_pdf(mailing=mailing, language="en"))

    assert '<i>S</i><b>Bold</b>&<imgsrc="paper:///none.png">' in first


def test_many_letters_are_divided_into_files():
    assert parts_of(0) == []
    assert parts_of(LETTERS_PER_FILE) == [Part(1, 1, LETTERS_PER_FILE)]
    assert parts_of(LETTERS_PER_FILE + 1)[1:] == [
        Part(2, LETTERS_PER_FILE + 1, LETTERS_PER_FILE + 1)
    ]
