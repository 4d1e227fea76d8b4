"""Secret ballots: who may vote, what is asked, the keys, the box and the count."""

from elections.models.boxes import (
    Candidate,
    Ceremony,
    Contest,
    Election,
    EligiblePerson,
    PaperVoter,
    Roll,
    RollEntry,
    SpareList,
    Teller,
    Trustee,
    new_election_code,
)
from elections.models.casting import (
    Ballot,
    Binding,
    CiphertextSeen,
    Credential,
    OpenedBallot,
    Participation,
    ReceivedBallot,
)
from elections.models.counting import Count, CountLine, PartialDecryption
from elections.models.slips import Slip, SlipIssue

__all__ = [
    "Ballot",
    "Binding",
    "Candidate",
    "Ceremony",
    "CiphertextSeen",
    "Contest",
    "Count",
    "CountLine",
    "Credential",
    "Election",
    "EligiblePerson",
    "OpenedBallot",
    "PaperVoter",
    "PartialDecryption",
    "Participation",
    "ReceivedBallot",
    "Roll",
    "RollEntry",
    "Slip",
    "SlipIssue",
    "SpareList",
    "Teller",
    "Trustee",
    "new_election_code",
]
