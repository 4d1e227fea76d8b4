"""The server's key of one box, in a file apart from the database and its backups.

The same file holds the key of the bindings (:class:`elections.models.Binding`), which dies with it.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from elections.crypto import trustees
from elections.errors import ServerKeyMissing, ServerKeyNotKept
from elections.models import Election


@dataclass(frozen=True, slots=True)
class ServerKey:
    """``private`` decrypts as trustee 1; ``binding`` keys the hashes that join entry and code."""

    private: int
    binding: bytes


def _path(election: Election) -> Path:
    return Path(settings.ELECTION_KEY_DIR) / f"{election.code}.json"


def obtain_key(election: Election) -> ServerKey:
    """The box's key, made now unless a broken-off opening has left one. Raises
    :class:`ServerKeyNotKept` where its file cannot be written, :class:`ServerKeyMissing`."""
    path = _path(election)
    if not path.exists():
        private, _public = trustees.new_keypair()
        try:
            _write(path, {"private_key": str(private), "binding_key": secrets.token_hex(32)})
        except OSError as error:
            raise ServerKeyNotKept(reason=error.strerror or type(error).__name__) from error
    return read_key(election)


def _write(path: Path, content: dict[str, str]) -> None:
    """Whole or not at all, and readable for this account alone from its first byte."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_suffix(f".{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)  # never over a key that another process has just made
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def read_key(election: Election) -> ServerKey:
    """Raises :class:`ServerKeyMissing` when the file is gone or unreadable."""
    try:
        content = json.loads(_path(election).read_text())
        return ServerKey(int(content["private_key"]), bytes.fromhex(content["binding_key"]))
    except (OSError, ValueError, KeyError) as error:
        raise ServerKeyMissing from error


def destroy_key(election: Election) -> bool:
    """Overwrite and remove the file; False when there was none. What the disk keeps below the file
    system is beyond a program: see the limits in ``docs/explanation/ballots.md``."""
    path = _path(election)
    try:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    return True
