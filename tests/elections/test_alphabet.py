"""The marks of ballots on paper: unambiguous, fit for what is asked, printed as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from elections.domain.alphabet import (
    Alphabet,
    alphabet_of,
    as_kept,
    check_alphabet,
    read_alphabet,
    refuse_unfit_alphabet,
    set_alphabet,
)
from elections.domain.ballot_papers import ballot_papers, count_form
from elections.enums import BlankLine, Channel, ContestKind, WriteIns
from elections.errors.alphabet import AlphabetAmbiguous, BlankLineNotFor
from elections.models import Election
from tests.factories.assemblies import make_association
from tests.factories.elections import make_election, motion, slate
from tests.factories.pdf import squeezed, text_of

DRAWN = Alphabet(in_one_cell=True, agree="√", against="×", abstain="○")
AGREED = Alphabet(in_one_cell=True, agree="", against="×", abstain="△", blank=BlankLine.FOR)


def in_words(alphabet: Alphabet) -> list[str]:
    found = []
    for language in ("en", "zh-hans"):
        with override(language):
            found.append(f"{alphabet.how} {alphabet.without}")
    return found


@pytest.mark.parametrize(
    ("alphabet", "en", "zh"),
    [
        (
            Alphabet(),
            "Draw ○ in one of the three columns: for, against or abstain. "
            "A line without a mark counts as an abstention.",
            "请在同意、不同意、弃权三栏之一内画“○”。 未画符号的一行，视为弃权。",
        ),
        (
            DRAWN,
            "Draw one mark in the cell of a line: √ for, × against, ○ to abstain. "
            "A line without a mark counts as an abstention.",
            "请在每行的格内画一个符号：同意的画“√”，不同意的画“×”，弃权的画“○”。 "
            "未画符号的一行，视为弃权。",
        ),
        (
            AGREED,
            "Draw one mark in the cell of a line: × against, △ to abstain. "
            "A line without a mark counts as a vote for.",
            "请在每行的格内画一个符号：不同意的画“×”，弃权的画“△”。 未画符号的一行，视为同意。",
        ),
    ],
)
def test_alphabet_in_words(alphabet: Alphabet, en: str, zh: str) -> None:
    assert in_words(alphabet) == [en, zh]
    assert read_alphabet(as_kept(alphabet)) == alphabet
    assert check_alphabet(alphabet) == alphabet


def test_questions_marked_for_alone_are_told_apart() -> None:
    alphabet = Alphabet(agree="√")
    with override("en"):
        assert alphabet.told_for([ContestKind.APPROVAL]) == [alphabet.alone]
        assert alphabet.told_for([ContestKind.MOTION]) == [alphabet.how, alphabet.without]
        assert len(alphabet.told_for([ContestKind.SLATE, ContestKind.PLURALITY])) == 3


@pytest.mark.parametrize(
    "alphabet",
    [
        Alphabet(agree=""),
        Alphabet(in_one_cell=True, agree=""),
        Alphabet(in_one_cell=True, agree="○", against=""),
        Alphabet(in_one_cell=True, agree="○", against="○"),
        Alphabet(in_one_cell=True, agree="○", against="×", abstain="○"),
        Alphabet(in_one_cell=True, agree="", against="×", abstain="", blank=BlankLine.FOR),
        Alphabet(in_one_cell=True, agree="○", against="×", abstain="", blank=BlankLine.FOR),
    ],
)
def test_mark_that_could_mean_two_things_is_refused(alphabet: Alphabet) -> None:
    with pytest.raises(AlphabetAmbiguous):
        check_alphabet(alphabet)


def box(*contests: object) -> Election:
    make_association()
    return make_election(*contests, channel=Channel.PAPER)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_empty_line_agrees_only_where_every_line_may_have_a_mark() -> None:
    names = [f"Candidate {n}" for n in range(3)]
    for contest, fits in (
        (motion(), True),
        (slate(names, seats=3), True),
        (slate(names, seats=2), False),
        (replace(slate(names, seats=3), write_ins=WriteIns.FREE), False),
        (replace(slate(names, seats=3), blank_vote=True), False),
        (replace(slate(names, seats=3), kind=ContestKind.APPROVAL), False),
    ):
        election = box(contest)
        if fits:
            set_alphabet([election], AGREED)
            assert alphabet_of(Election.objects.get(pk=election.pk)) == AGREED
        else:
            with pytest.raises(BlankLineNotFor):
                set_alphabet([election], AGREED)
            assert alphabet_of(Election.objects.get(pk=election.pk)) == Alphabet()


@pytest.mark.django_db
@pytest.mark.parametrize(("alphabet", "columns"), [(Alphabet(agree="√"), 3), (DRAWN, 1)])
def test_ballot_prints_its_marks_and_as_many_cells(alphabet: Alphabet, columns: int) -> None:
    names = [f"Candidate {n}" for n in range(3)]
    election = box(slate(names, seats=2))
    set_alphabet([election], alphabet)
    election.refresh_from_db()
    for paper in (
        ballot_papers(election=election, copies=1, language="en"),
        count_form(election=election, language="en"),
    ):
        with override("en"):
            assert squeezed(alphabet.how) in squeezed(text_of(paper))
    told = text_of(ballot_papers(election=election, copies=1, language="en"))
    assert ("Yourmark" in told) == (columns == 1)
    assert ("Abstain" in told) == (columns == 3)
    refuse_unfit_alphabet(election)
