"""Certificates: what they say, what their code is worth, what ends them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from members.domain import register
from members.domain.admitting import certificates
from members.enums import StandingStatus
from members.errors import CertificateNotDue
from members.models import Certificate
from records.domain import documents
from records.fields import Translated
from tests.factories.assemblies import make_association
from tests.factories.members import AT, JOINED, make_class, make_membership, suspend
from tests.factories.pdf import squeezed, text_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)
WHO: dict[str, Any] = {"by": None, "at": AT}


def issue(membership, *, issued_on=DAY, valid_until=date(2029, 3, 31)):
    make_association()
    return certificates.issue_certificate(
        membership=membership,
        issued_on=issued_on,
        valid_until=valid_until,
        site="https://members.example",
        **WHO,
    )


def test_certificate_says_whose_it_is_in_both_languages():
    council = make_class("council", rank=3, zh="理事单位", en="Council unit")
    membership = make_membership(
        zh="晋东市岳峰汽车集团有限公司", en="Yuefeng", member_class=council
    )

    certificate = issue(membership)
    text = text_of(documents.read(certificate.document))

    assert certificate.number == "会员证〔2026〕1号"
    assert re.fullmatch(f"[{certificates.ALPHABET}]{{16}}", certificate.code)
    for words in (
        *("晋东市岳峰汽车集团有限公司", "理事单位", "Yuefeng", "Council unit"),
        *(certificate.number, membership.number, membership.firm.registration_code),
        *("2029年3月31日", "31 March 2029", certificates.grouped_code(certificate.code)),
    ):
        assert squeezed(words) in text


def test_certificate_issued_twice_is_one():
    membership = make_membership()

    assert issue(membership) == issue(membership)
    assert Certificate.objects.count() == 1


def test_new_certificate_takes_the_place_of_the_one_before():
    membership = make_membership()
    first = issue(membership)

    second = issue(membership, issued_on=date(2027, 1, 4))

    first.refresh_from_db()
    assert (first.revoked_on, second.revoked_on) == (date(2027, 1, 4), None)
    assert second.number in first.revoked_because
    assert second.number == "会员证〔2027〕1号"


def test_certificate_is_for_active_members():
    membership = make_membership()
    suspend(membership)

    with pytest.raises(CertificateNotDue):
        issue(membership)


def test_code_is_found_however_it_is_typed():
    certificate = issue(make_membership())
    typed = certificates.grouped_code(certificate.code).lower() + " "

    checked = certificates.check_certificate(typed, DAY)

    assert checked is not None
    assert (checked.certificate, checked.is_valid) == (certificate, True)
    assert certificates.check_certificate("AAAABBBBCCCCDDDD", DAY) is None


def test_certificate_is_worth_what_the_membership_is():
    membership = make_membership()
    certificate = issue(membership)
    register.change_standing(
        membership=membership,
        status=StandingStatus.SUSPENDED,
        from_on=date(2026, 6, 1),
        reason=Translated(zh="欠费", en="Dues"),
        source="2026-7",
        **WHO,
    )

    before = certificates.check_certificate(certificate.code, date(2026, 5, 31))
    after = certificates.check_certificate(certificate.code, date(2026, 6, 1))

    assert (before.is_valid, after.is_valid, after.is_revoked) == (True, False, False)


def test_certificate_expires_after_its_last_day():
    certificate = issue(make_membership())

    last = certificates.check_certificate(certificate.code, date(2029, 3, 31))
    after = certificates.check_certificate(certificate.code, date(2029, 4, 1))

    assert (last.is_expired, after.is_expired) == (False, True)


def test_revoking_all_twice_revokes_once():
    membership = make_membership(joined_on=JOINED)
    certificate = issue(membership)
    end: dict[str, Any] = {"membership": membership, "on": date(2026, 9, 1), "because": "Resigned"}

    revoked = certificates.revoke_certificates(**end, **WHO)
    again = certificates.revoke_certificates(**end | {"on": date(2026, 10, 1)}, **WHO)

    certificate.refresh_from_db()
    assert (revoked, again) == (1, 0)
    assert (certificate.revoked_on, certificate.revoked_because) == (date(2026, 9, 1), "Resigned")
    day_before = certificates.check_certificate(certificate.code, date(2026, 8, 31))
    assert day_before is not None
    assert day_before.is_valid
