"""Ballots on paper of one sheet and of several: as many as asked for, every name on each, and
sheets that belong together numbered."""

from __future__ import annotations

import pypdfium2
import pytest

from elections.domain.ballot_papers import ballot_papers
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind
from elections.models import Election
from records.fields import Translated
from tests.factories.assemblies import make_association
from tests.factories.elections import both, make_election, make_person
from tests.factories.pdf import squeezed

pytestmark = pytest.mark.django_db
UNIT = Translated(
    zh="晋东市广源汽车销售服务有限公司 总经理",
    en="Guangyuan Automobile Sales and Service Co., Ltd. · general manager",
)


def box_of(*numbers: int) -> Election:
    """A question for each of ``numbers``, with so many candidates of long units."""
    make_association()
    contests = [
        ContestSpec(
            kind=ContestKind.SLATE,
            title=both(f"Question {place}"),
            seats=max(1, number - 4),
            office="council_member",
            candidates=[
                CandidateSpec(
                    name=Translated(zh=f"候选{place}之{n}号", en=f"Candidate {place} no. {n}"),
                    person=make_person(),
                    note=UNIT,
                )
                for n in range(1, number + 1)
            ],
        )
        for place, number in enumerate(numbers, start=1)
    ]
    return make_election(*contests, channel=Channel.PAPER)


def pages_of(paper: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(paper)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("numbers", [(44,), (35, 7), (19, 19, 19), (200,)], ids=str)
def test_sheets_of_a_ballot_are_numbered_and_bear_every_name(
    numbers: tuple[int, ...], language: str
) -> None:
    pages = pages_of(ballot_papers(election=box_of(*numbers), copies=3, language=language))
    sheets, rest = divmod(len(pages), 3)
    assert rest == 0
    for place, page in enumerate(pages):
        number = f"{place % sheets + 1} / {sheets}"
        assert (number in page) is (sheets > 1)
    for copy in range(3):
        text = squeezed("".join(pages[copy * sheets : (copy + 1) * sheets]))
        for place, number in enumerate(numbers, start=1):
            for n in (1, number // 2, number):
                name = f"候选{place}之{n}号" if language == "zh" else f"Candidate {place} no. {n}"
                assert squeezed(name) in text
    if sheets == 1:
        assert sum(numbers) < 45


def test_ballot_of_one_sheet_has_no_number() -> None:
    pages = pages_of(ballot_papers(election=box_of(3), copies=4, language="en"))
    assert len(pages) == 4
    assert all("1 / 1" not in page for page in pages)
