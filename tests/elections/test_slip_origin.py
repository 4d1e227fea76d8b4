"""Slips under a host of their own: no log-in begins there, so none is sent along."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from config import environment
from desk.checks import check_slip_origin_is_answered
from tests.factories.assemblies import make_secretary
from tests.factories.elections import make_person
from tests.factories.members import make_user
from tests.factories.slips import SlipBox, make_open_slip_box, make_slip_box

pytestmark = pytest.mark.django_db
THERE = "127.0.0.1:8001"


@pytest.fixture(autouse=True)
def _apart(settings: Any) -> None:
    settings.SLIP_ORIGIN = f"http://{THERE}"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]


def addresses(box: SlipBox) -> list[str]:
    return [
        reverse("elections:slip", args=[box.ceremony.pk]),
        reverse("elections:slip_booth", args=[box.election.pk]),
        reverse("elections:slip_data", args=[box.election.pk]),
    ]


def test_slip_is_opened_there_and_elsewhere_led_there() -> None:
    box = make_open_slip_box(make_person())
    here, there = Client(), Client(headers={"host": THERE})
    for address in addresses(box):
        assert there.get(address).status_code == 200
        led = here.get(f"{address}?lang=en")
        assert (led.status_code, led["Location"]) == (302, f"http://{THERE}{address}?lang=en")
    told = there.get(addresses(box)[0], headers={"accept-language": "en"}).content.decode()
    assert "private window" not in told
    # Another port of the same name may be a proxy's doing: nothing is led in a circle.
    assert Client(headers={"host": "127.0.0.1"}).get(addresses(box)[0]).status_code == 200


def test_who_is_logged_in_all_the_same_is_told_to_open_another_window() -> None:
    box = make_open_slip_box(make_person())
    client = Client(headers={"host": THERE, "accept-language": "en"})
    client.force_login(make_secretary())
    assert "private window" in client.get(addresses(box)[0]).content.decode()


def test_ballot_is_cast_there_alone() -> None:
    box = make_open_slip_box(make_person())
    raw, supplement = box.fill_in(box.printed[0], [[1, 0]])
    body = json.dumps({"ballot": raw, "supplement": supplement})
    cast = reverse("elections:slip_cast", args=[box.election.pk])
    answers = [
        client.post(cast, body, content_type="application/json").status_code
        for client in (Client(), Client(headers={"host": THERE}))
    ]
    assert answers == [404, 200]


def test_nobody_logs_in_there() -> None:
    there = Client(headers={"host": THERE})
    assert there.get(reverse("account_login")).status_code == 404
    sent = {"login": make_secretary().email, "password": "right or wrong"}
    assert there.post(reverse("account_login"), sent).status_code == 404
    assert there.get(reverse("elections:booth_digests")).status_code == 200
    assert not there.cookies


def test_slips_are_printed_with_that_address() -> None:
    box = make_slip_box()
    client = Client()
    client.force_login(make_user(person=box.ceremony.authority))
    page = client.get(reverse("elections:codes", args=[box.ceremony.pk])).content.decode()
    assert f'data-link="http://{THERE}{addresses(box)[0]}"' in page


def test_address_that_is_not_answered_or_none_is_told_at_the_start(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_slip_origin_is_answered(None) == []
    for hosts, told in ((["testserver"], "desk.E005"), (["127.0.0.1"], "desk.E006")):
        settings.ALLOWED_HOSTS = hosts
        assert [one.id for one in check_slip_origin_is_answered(None)] == [told]
    for value in (
        "slip.example",
        "https://slip.example/x",
        "ftp://slip.example",
        "https://me@slip.example",
    ):
        monkeypatch.setenv("SLIP_ORIGIN", value)
        with pytest.raises(ImproperlyConfigured):
            environment.origin("SLIP_ORIGIN")
    for value, read in (
        ("https://Slip.example/", "https://slip.example"),
        ("https://slip.example:443", "https://slip.example"),
        ("http://192.0.2.7:8000", "http://192.0.2.7:8000"),
    ):
        monkeypatch.setenv("SLIP_ORIGIN", value)
        assert environment.origin("SLIP_ORIGIN") == read
