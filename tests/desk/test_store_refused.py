"""Pages that say nothing of their own where the database refuses."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from desk.middleware import StoreRefusedMiddleware
from tests.factories.assemblies import make_secretary
from tests.factories.members import make_firm
from tests.factories.refusing import everything, read_only


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "What you sent was not kept, and nothing has changed."), ("zh-hans", "未保存")],
)
def test_whoever_sends_is_told_and_sends_it_again(client: Client, language, words, caplog):
    firm = make_firm()
    client.force_login(make_secretary())
    address = reverse("members:firm_tag", args=[firm.pk])
    before = everything()
    with read_only():
        answered = client.post(address, {"tag": "repair"}, headers={"accept-language": language})

    assert answered.status_code == 503
    page = answered.content.decode()
    assert words in page
    assert f'<html lang="{language}">' in page
    assert "The database refused a write in" in caplog.text
    assert everything() == before

    client.post(address, {"tag": "repair"})
    assert firm.tags.filter(name="repair").exists()


def test_whoever_only_reads_is_not_told_of_something_sent():
    page = StoreRefusedMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
    with override("en"):
        answered = page.process_exception(RequestFactory().get("/x"), OperationalError("away"))
    assert answered is not None
    assert answered.status_code == 503
    assert "What you sent" not in answered.content.decode()
    assert "load it again" in answered.content.decode()


def test_other_faults_are_left_to_the_general_page():
    page = StoreRefusedMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
    assert page.process_exception(RequestFactory().get("/x"), ValueError("no")) is None
