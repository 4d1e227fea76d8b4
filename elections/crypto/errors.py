"""What can be wrong with election data. Each class has a ``code`` that stays the same for ever,
for logs and for interfaces that translate the reason; the message says which part is meant."""


class CryptoError(Exception):
    """Root of every refusal of this package."""

    code = "refused"


class Malformed(CryptoError):
    """Not the expected JSON, a wrong field, a non-canonical number or element."""

    code = "malformed"


class NotInGroup(Malformed):
    """An element that is not in the group of prime order."""

    code = "not_in_group"


class ElectionRefused(CryptoError):
    """Election parameters that cannot be used."""

    code = "bad_election"


class CodeRefused(CryptoError):
    """A voting code that has not the form of one."""

    code = "bad_voting_code"


class BallotRefused(CryptoError):
    """Root of the reasons for which a box refuses a ballot."""

    code = "ballot_refused"


class BallotMalformed(BallotRefused):
    """Unreadable, not canonical, of the wrong shape, or with an element outside the group."""

    code = "malformed"


class WrongElection(BallotRefused):
    """Made for another election, or for another text of this one."""

    code = "wrong_election"


class UnknownCredential(BallotRefused):
    """Its credential is not on the list that was published before the vote opened."""

    code = "unknown_credential"


class BadSignature(BallotRefused):
    """Not signed by the owner of the credential, or changed after signing."""

    code = "bad_signature"


class BadProof(BallotRefused):
    """A proof that the marks are within what the question allows does not hold."""

    code = "bad_proof"


class DuplicateBallot(BallotRefused):
    """The very same ballot is in the box already: a replay."""

    code = "duplicate_ballot"


class BallotNotFinal(BallotRefused):
    """A second ballot of a credential whose first one is final."""

    code = "second_ballot"


class DuplicateCiphertext(BallotRefused):
    """A ciphertext that is in the box already, or twice in the ballot: a copied vote."""

    code = "duplicate_ciphertext"


class MissingSupplement(BallotRefused):
    """The election demands a supplement and the ballot came without."""

    code = "missing_supplement"


class BadSupplement(BallotRefused):
    """The exclusion supplement is malformed, of another ballot, or does not hold."""

    code = "bad_supplement"


class UnexpectedSupplement(BallotRefused):
    """A supplement came for an election that declares no demand."""

    code = "unexpected_supplement"


class TrusteeRefused(CryptoError):
    """A trustee's message or proof of knowledge does not hold."""

    code = "bad_trustee"


class PartRefused(TrusteeRefused):
    """What one trustee dealt to another does not fit. ``dealer`` is the number of the one at fault,
    from 1; only the receiver can tell."""

    code = "bad_part"

    def __init__(self, message: str, dealer: int) -> None:
        super().__init__(message)
        self.dealer = dealer


class DecryptionRefused(CryptoError):
    """A partial decryption has the wrong shape or its proofs do not hold."""

    code = "bad_decryption"


class ResultUndecided(CryptoError):
    """The partial decryptions do not give a result. ``owners`` names the trustees at fault where
    that is known, or those whose decryption is missing (numbered from 1)."""

    code = "no_result"

    def __init__(self, message: str, owners: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.owners = owners


class ArchiveUnreadable(CryptoError):
    """Not an archive at all: the file cannot be opened or taken apart."""

    code = "unreadable"


class CheckFailed(CryptoError):
    """A check of the verifier failed. ``check`` is its stable name."""

    code = "check_failed"

    def __init__(self, check: str, message: str) -> None:
        super().__init__(message)
        self.check = check
