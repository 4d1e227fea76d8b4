"""The suite: a throw-away database and a folder of its own for all that is written."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403 -- settings modules extend each other this way

SECRET_KEY = "for-tests-only"
ALLOWED_HOSTS = ["*"]
VAR_DIR = Path(tempfile.mkdtemp(prefix="association-test-"))
DOCUMENT_DIR = VAR_DIR / "documents"
ELECTION_KEY_DIR = VAR_DIR / "election-keys"
STATIC_ROOT = VAR_DIR / "static"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
