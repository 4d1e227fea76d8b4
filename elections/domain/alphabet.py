"""The marks of a ballot on paper: an election method fixes them, and methods differ (CN-E7).

○ agrees in one association and abstains in another; a line without a mark abstains in most and
agrees in some. So the alphabet belongs to the ballot: it is printed on it, tellers count by it, and
the minutes tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from elections.enums import LISTS, MARKS_FOR_ALONE, BlankLine, WriteIns
from elections.errors.alphabet import AlphabetAmbiguous, BlankLineNotFor
from elections.models import Election


@dataclass(frozen=True, slots=True)
class Alphabet:
    """``in_one_cell``: a line has one cell, and the mark in it says the vote; else it has three
    columns, and ``agree`` is the mark for whichever is chosen. A meaning without a mark of its own
    is the one that ``blank`` gives a line without any.

    The words are told in the language of the moment.
    """

    in_one_cell: bool = False
    agree: str = "○"
    against: str = "×"
    abstain: str = ""
    blank: str = BlankLine.ABSTAIN.value

    @property
    def how(self) -> str:
        """How a line is marked that can be voted for and against."""
        if not self.in_one_cell:
            told = _("Draw %(mark)s in one of the three columns: for, against or abstain.")
            return told % {"mark": self.agree}
        words = (
            (self.agree, _("%(mark)s for")),
            (self.against, _("%(mark)s against")),
            (self.abstain, _("%(mark)s to abstain")),
        )
        comma = "，" if (get_language() or "").startswith("zh") else ", "
        marks = comma.join(told % {"mark": mark} for mark, told in words if mark)
        return _("Draw one mark in the cell of a line: %(marks)s.") % {"marks": marks}

    @property
    def without(self) -> str:
        """What such a line counts as where nothing is drawn."""
        if self.blank == BlankLine.FOR:
            return _("A line without a mark counts as a vote for.")
        return _("A line without a mark counts as an abstention.")

    @property
    def alone(self) -> str:
        """How names are marked where they can be voted for alone."""
        told = _("Where names are marked for alone, draw %(mark)s behind each one that you choose.")
        return told % {"mark": self.agree}

    def told_for(self, kinds: Iterable[str]) -> list[str]:
        """How the lines of questions of these kinds are marked, a sentence each."""
        alone = {kind in MARKS_FOR_ALONE for kind in kinds}
        return [
            *([self.how, self.without] if False in alone else []),
            *([self.alone] if True in alone else []),
        ]


def alphabet_of(election: Election) -> Alphabet:
    return read_alphabet(election.alphabet)


def read_alphabet(kept: Mapping[str, Any]) -> Alphabet:
    """The alphabet from what is kept of it; of nothing, ○ in one of three columns."""
    return Alphabet(**kept)


def as_kept(alphabet: Alphabet) -> dict[str, Any]:
    return asdict(alphabet)


def check_alphabet(alphabet: Alphabet) -> Alphabet:
    """Whoever reads a mark knows what it means. Raises AlphabetAmbiguous."""
    meanings = {BlankLine.FOR: alphabet.agree, BlankLine.ABSTAIN: alphabet.abstain}
    told = [alphabet.agree, alphabet.against, alphabet.abstain]
    if not alphabet.in_one_cell:
        told = [alphabet.agree]
    elif not meanings[BlankLine(alphabet.blank)]:
        # That meaning is told by drawing nothing.
        told.remove("")
    if not all(told) or len(set(told)) < len(told):
        raise AlphabetAmbiguous
    return alphabet


def refuse_unfit_alphabet(election: Election) -> None:
    """A line without a mark is a vote for only where every line may have one: where more stand than
    there are seats, where others can be written in, where a blank vote marks nothing else, or where
    names are marked for alone, an empty ballot would say something else. Raises BlankLineNotFor."""
    if alphabet_of(election).blank != BlankLine.FOR:
        return
    for contest in election.contests.prefetch_related("candidates"):
        listed = contest.kind in LISTS
        too_many = listed and len(contest.standing) > contest.most_marks
        others = contest.write_ins != WriteIns.NONE or contest.blank_vote
        if too_many or others or not contest.has_against:
            raise BlankLineNotFor(question=str(contest.title))


def set_alphabet(boxes: Sequence[Election], alphabet: Alphabet) -> None:
    """Give boxes that are not opened their marks, which one that is electronic has for when it is
    repeated on paper. Raises AlphabetAmbiguous, BlankLineNotFor."""
    check_alphabet(alphabet)
    for box in boxes:
        box.alphabet = as_kept(alphabet)
        if box.is_on_paper:
            refuse_unfit_alphabet(box)
        box.save(update_fields=["alphabet"])
