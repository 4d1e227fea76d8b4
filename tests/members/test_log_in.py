"""Logging in: by password or code, a second step, and limits that spare a hall."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.urls import reverse

from records.models import OutgoingMail
from tests.factories.members import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "river-stone-2026"
HALL = "10.0.0.7"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"


def log_in(client, email, password=PASSWORD, **headers):
    data = {"login": email, "password": password}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=HALL, **headers)


def is_logged_in(client):
    return "_auth_user_id" in client.session


def test_150_people_of_one_hall_log_in_within_a_minute(client):
    users = [make_user(password=PASSWORD) for _each in range(150)]
    for user in users:
        client.logout()
        assert log_in(client, user.email).status_code == 302
        assert is_logged_in(client)


def test_a_hall_that_mistypes_is_not_locked_out(client):
    users = [make_user(password=PASSWORD) for _each in range(100)]
    for user in users:
        client.logout()
        assert log_in(client, user.email, "mistyped").status_code == 200
        assert log_in(client, user.email).status_code == 302


def test_eleventh_wrong_password_on_one_account_is_not_even_tried(client):
    user, other = make_user(password=PASSWORD), make_user(password=PASSWORD)
    for number in range(10):
        page = client.post(
            reverse("account_login"),
            {"login": user.email, "password": "guess"},
            REMOTE_ADDR=f"10.0.1.{number}",
        )
        assert page.status_code == 200
    response = log_in(client, user.email, headers={"accept-language": "en"})
    assert "Too many failed login attempts" in response.content.decode()
    assert not is_logged_in(client)
    assert log_in(client, other.email).status_code == 302


def test_locked_account_can_still_log_in_with_a_code(client):
    user = make_user(password=PASSWORD)
    for _each in range(11):
        log_in(client, user.email, "guess")
    log_in_with_code(client, user)
    assert is_logged_in(client)


def code_in(mail):
    return re.search(r"^\s*(\d{4}-\d{4})\s*$", mail.body, re.MULTILINE)[1]


def log_in_with_code(client, user):
    client.post(reverse("account_request_login_code"), {"email": user.email})
    mail = OutgoingMail.objects.get()
    assert mail.to == [user.email]
    code = code_in(mail)
    assert code in mail.subject
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def test_code_is_sent_and_logs_in_without_a_password(client):
    user = make_user()
    assert log_in_with_code(client, user).status_code == 302
    assert is_logged_in(client)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "This is not the code that was sent."), ("zh-hans", "验证码与邮件中的不符")],
)
def test_mistyped_code_is_refused_with_what_to_do(client, language, told):
    user = make_user()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.post(reverse("account_request_login_code"), {"email": user.email})
    page = client.post(reverse("account_confirm_login_code"), {"code": "0000-0000"})
    assert told in page.content.decode()
    assert not is_logged_in(client)


def test_unknown_address_gets_no_mail_and_the_same_answer(client):
    user = make_user()
    url = reverse("account_request_login_code")
    known = client.post(url, {"email": user.email})
    client.logout()
    unknown = client.post(url, {"email": "nobody@firm.example"})
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert OutgoingMail.objects.count() == 1


def test_closed_account_cannot_log_in(client):
    user = make_user(password=PASSWORD)
    user.is_active = False
    user.save()
    log_in(client, user.email)
    assert not is_logged_in(client)


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup"), headers={"accept-language": "en"})
    assert "The secretariat makes the accounts" in page.content.decode()
    data = {"email": "a@firm.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert not is_logged_in(client)


def totp_now(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_second_step_is_asked_for_once_set_up(client):
    user = make_user(password=PASSWORD)
    log_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert "<svg" in page.content.decode()
    assert "data:" not in page.content.decode()
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": totp_now(secret)})
    assert response.status_code == 302
    client.logout()
    assert log_in(client, user.email).url == reverse("mfa_authenticate")
    assert not is_logged_in(client)
    recovery = user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(reverse("mfa_authenticate"), {"code": recovery})
    assert is_logged_in(client)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_signup",
    ],
)
def test_entrance_page_opens_in_both_languages(client, name, language):
    page = client.get(reverse(name), headers={"accept-language": language})
    assert (page.status_code, page["Content-Language"]) == (200, language)
