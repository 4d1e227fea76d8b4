"""The example's trustees and credential authority, who elsewhere are people at their own browsers.

What they would keep to themselves lies in files of a folder, for the example only; the server gets
what it would get from them, through the same acts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from elections.crypto import credentials as crypto_credentials
from elections.crypto import dealing, encoding, tally
from elections.crypto import trustees as crypto_trustees
from elections.crypto.election import parse
from elections.domain import ceremony as ceremonies
from elections.domain import credentials, key_rounds
from elections.domain.description import joined
from elections.models import Ceremony, Election, Roll, RollEntry, Trustee


@dataclass(frozen=True, slots=True)
class VotingCodes:
    """The credential authority's file: a code for each entry of the roll, and for each person."""

    by_entry: dict[str, str]
    by_person: dict[str, str]

    def of(self, entry: RollEntry) -> str:
        """A council member votes with the code that was made for them as their firm's voter."""
        return self.by_entry.get(str(entry.pk)) or self.by_person[str(entry.person_id)]


def make_trustee_keys(*, ceremony: Ceremony, folder: Path, at: datetime) -> None:
    """Each trustee makes a key, saves it, proves that the saved file restores, and goes through the
    rounds with the others."""
    for trustee in ceremony.trustees.select_related("person"):
        private, public = crypto_trustees.new_keypair()
        _save(_key_path(folder, trustee), _key_file(trustee, private, public, at))
        seat = _seat(trustee)
        certificate = dealing.certificate(
            private, size=seat["size"], threshold=seat["threshold"], index=seat["index"]
        )
        ceremonies.submit_key(trustee=trustee, message=encoding.dump(certificate), by=None, at=at)
        nonce = ceremonies.new_nonce(trustee=trustee, by=None, at=at)
        proof = crypto_trustees.restore_proof(_saved_key(folder, trustee), nonce)
        ceremonies.confirm_restored(trustee=trustee, proof=proof, by=None, at=at)
    for step in (_deal, _take_up, _rehearse):
        for trustee in _trustees(ceremony):
            step(folder, trustee, at)


def _trustees(ceremony: Ceremony) -> list[Trustee]:
    return list(ceremony.trustees.select_related("ceremony", "person"))


def _seat(trustee: Trustee) -> dict[str, int]:
    ceremony = trustee.ceremony
    assert ceremony.threshold is not None  # the example's ceremony has one
    size = ceremony.trustees.count()
    return {"size": size, "threshold": ceremony.threshold, "index": trustee.position}


def _setup(trustee: Trustee) -> dealing.Setup:
    return key_rounds.setup_of(_trustees(trustee.ceremony), _seat(trustee)["threshold"])


def _deal(folder: Path, trustee: Trustee, at: datetime) -> None:
    made = dealing.deal(_saved_key(folder, trustee), _setup(trustee), trustee.position)
    key_rounds.submit_dealing(trustee=trustee, message=made, by=None, at=at)


def _take_up(folder: Path, trustee: Trustee, at: datetime) -> None:
    made = dealing.verification_key(trustee_key(folder, trustee), _saved_key(folder, trustee))
    key_rounds.submit_verification(trustee=trustee, message=made, by=None, at=at)


def _rehearse(folder: Path, trustee: Trustee, at: datetime) -> None:
    description = parse(trustee.ceremony.rehearsal_raw)
    encrypted = tally.rehearsal_tally(description)
    share = tally.partial_decryption(description, encrypted, trustee_key(folder, trustee))
    key_rounds.submit_rehearsal(trustee=trustee, raw=share, by=None, at=at)


def _key_path(folder: Path, trustee: Trustee) -> Path:
    return folder / f"trustee-{trustee.position}.json"


def _key_file(trustee: Trustee, private: int, public: str, at: datetime) -> dict[str, Any]:
    """As the browser saves it: ``docs/reference/formats.md``."""
    secret = str(private)
    return {
        "format": "association-trustee-key",
        "version": 1,
        "group": "Ed25519",
        "label": str(trustee.person.name.zh),
        "public_key": public,
        "private_key": secret,
        "created": at.isoformat(),
        "check": hashlib.sha256(secret.encode()).hexdigest()[:8],
    }


def trustee_key(folder: Path, trustee: Trustee) -> int:
    """The key that decrypts: what was dealt, taken up with the key of the saved file."""
    dealings = [json.loads(other.dealing) for other in _trustees(trustee.ceremony)]
    return dealing.take_up(_saved_key(folder, trustee), _setup(trustee), trustee.position, dealings)


def _saved_key(folder: Path, trustee: Trustee) -> int:
    """The private key, read back from the saved file."""
    return int(json.loads(_key_path(folder, trustee).read_text())["private_key"])


def make_codes(*, roll: Roll, ceremony: Ceremony, folder: Path) -> VotingCodes:
    """A code for every entitled entry, saved in the authority's file; none goes to the server.

    The file is as the authority's page saves it, so that the page reads it back.
    """
    entries = list(roll.entries.filter(entitled=True).select_related("person", "firm"))
    codes = [crypto_credentials.new_code() for _entry in entries]
    content = {
        "format": "association-voting-codes",
        "version": 1,
        "assembly": str(ceremony.pk),
        "codes": [
            {
                "voter": str(entry.person_id),
                "name": joined(entry.person.name) if entry.person else "",
                "firm": joined(entry.firm.name) if entry.firm else "",
                "code": code,
            }
            for entry, code in zip(entries, codes, strict=True)
        ],
    }
    _save(folder / "voting-codes.json", content)
    return VotingCodes(
        by_entry={str(e.pk): code for e, code in zip(entries, codes, strict=True)},
        by_person={str(e.person_id): code for e, code in zip(entries, codes, strict=True)},
    )


def read_codes(path: Path) -> tuple[VotingCodes, str]:
    """The codes of a saved file, and the key of the ceremony that they were made for."""
    content = json.loads(path.read_text())
    by_person = {row["voter"]: row["code"] for row in content["codes"]}
    return VotingCodes(by_entry={}, by_person=by_person), content["assembly"]


def submit_publics(*, election: Election, codes: VotingCodes, at: datetime) -> None:
    """Derive the public halves for an election's roll and send them, sorted by value."""
    entries = election.roll.entries.filter(entitled=True) if election.roll else []
    publics = sorted(
        crypto_credentials.derive(codes.of(entry), election.code)[1] for entry in entries
    )
    credentials.submit_credentials(election=election, publics=publics, by=None, at=at)


def _save(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
