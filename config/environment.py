"""What the environment may say, read once and with a type.

A value that cannot be read stops the start with a sentence that names the variable: a typing
error in ``TLS`` or ``EMAIL_URL`` must never mean "quietly without".
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_YES = {"1", "true", "yes", "on"}
_NO = {"", "0", "false", "no", "off"}
_PORTS = {"http": 80, "https": 443}
_SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def text(name: str, default: str = "") -> str:
    """The variable's value; a variable that is set but empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def required(name: str, purpose: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is not set: {purpose}.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in _YES | _NO:
        return value in _YES
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: write on or off.")


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from error


def names(name: str) -> list[str]:
    """A list separated by commas, blanks around the names ignored."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def origin(name: str) -> str:
    """A scheme and a host, with a port or without, as a browser writes them
    (``https://slip.example``); empty where unset."""
    value = text(name).rstrip("/").lower()
    parts = urlsplit(value)
    if value and (parts.scheme not in _PORTS or value != f"{parts.scheme}://{parts.netloc}"):
        raise ImproperlyConfigured(f"{name}={value!r} is not like https://slip.example:8000.")
    if value and (not parts.hostname or "@" in parts.netloc):
        raise ImproperlyConfigured(f"{name}={value!r} names no host, or more than one.")
    if value and parts.port == _PORTS[parts.scheme]:
        return value.rpartition(":")[0]
    return value


def folder(path: Path) -> Path:
    """The folder at ``path``, made for this user alone when it is missing."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def mail_server(address: str) -> dict[str, Any]:
    """Django's ``EMAIL_*`` settings of ``smtp://``, ``smtp+tls://`` or ``smtps://user:pass@host``.

    ``smtp+tls`` is STARTTLS (RFC 3207), ``smtps`` is TLS from the first byte (RFC 8314).
    """
    parts = urlsplit(address)
    if parts.scheme not in _SMTP_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp+tls://user:password@mail.example:587 "
            "(smtp, smtp+tls or smtps)."
        )
    timeout = parse_qs(parts.query).get("timeout", ["20"])[0]
    if not timeout.isdigit():
        raise ImproperlyConfigured("EMAIL_URL: timeout is not a whole number of seconds.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": int(timeout),
    }


def secret_key(path: Path) -> str:
    """The secret in ``path``, drawn on the first call, readable by this user alone.

    Web server, worker and scheduler may start at the same moment: the file appears whole or not
    at all (a link to a finished file), and the one that comes second reads the first one's.
    """
    if not path.exists():
        draft = folder(path.parent) / f"{path.name}.{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
