import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


@pytest.mark.parametrize(
    ("value", "expected"),
    [("on", True), ("1", True), ("Yes", True), ("off", False), ("0", False), ("", True)],
)
def test_flag_reads_yes_and_no(monkeypatch, value, expected):
    monkeypatch.setenv("SOME_FLAG", value)
    assert environment.flag("SOME_FLAG", default=True) is expected


def test_flag_with_typing_error_stops_the_start(monkeypatch):
    monkeypatch.setenv("SOME_FLAG", "onn")
    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG='onn' is neither yes nor no"):
        environment.flag("SOME_FLAG")


def test_number_with_unit_stops_the_start(monkeypatch):
    monkeypatch.setenv("SOME_NUMBER", "10s")
    with pytest.raises(ImproperlyConfigured, match="not a whole number"):
        environment.number("SOME_NUMBER", 3)


def test_names_are_split_and_trimmed(monkeypatch):
    monkeypatch.setenv("SOME_NAMES", "a.example, b.example ,")
    assert environment.names("SOME_NAMES") == ["a.example", "b.example"]


def test_required_names_the_variable_and_its_purpose(monkeypatch):
    monkeypatch.setenv("SOME_SECRET", " ")
    with pytest.raises(ImproperlyConfigured, match="SOME_SECRET is not set: it signs"):
        environment.required("SOME_SECRET", "it signs")


def test_mail_server_with_starttls():
    assert environment.mail_server("smtp+tls://me:p%40ss@mail.example?timeout=5") == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "me",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
        "EMAIL_TIMEOUT": 5,
    }


@pytest.mark.parametrize(
    "address", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example?timeout=x"]
)
def test_mail_server_unreadable_stops_the_start(address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.mail_server(address)


def test_secret_key_is_drawn_once_and_for_this_user_alone(tmp_path):
    path = tmp_path / "var" / "secret_key"
    first = environment.secret_key(path)
    assert len(first) >= 50
    assert environment.secret_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
