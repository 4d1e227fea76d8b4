"""Asking the pages of the money that came in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.dues import make_bank_account
from tests.factories.statements import ACCOUNT


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def upload(office: Any, content: bytes, name: str = "bank.xml", **further: Any) -> Any:
    data = {
        "account": make_bank_account(ACCOUNT).pk,
        "file": SimpleUploadedFile(name, content),
        **further,
    }
    return office.post(reverse("dues:statement_read"), data, follow=True)


def address(name: str, pk: object) -> str:
    return reverse(f"dues:{name}", args=[pk])
