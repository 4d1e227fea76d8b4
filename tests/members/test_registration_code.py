"""The codes of GB 32100 that are known good and bad, and what is said of the bad ones."""

import pytest
from django.utils import translation

from members.domain import registration_code
from members.errors import RegistrationCodeInvalid
from tests.factories.members import make_code


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "91110000600037341L", " 9111 0000-600037341l "]
)
def test_check_valid_code_is_given_back_plain(code):
    assert registration_code.check(code) == code.replace(" ", "").replace("-", "").upper()


@pytest.mark.parametrize("authority", ["A", "N", "Y"])
def test_check_letter_of_the_authority_is_accepted(authority):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    head = authority + make_code(7)[1:17]
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    code = head + alphabet[(31 - total % 31) % 31]
    assert registration_code.check(code) == code


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y4Z", "no code holds the character Z."),
        ("91350100M000100Y44", "its check character does not match; one character is mistyped."),
        ("91350100M000100Y4", "its length is 17 and should be 18."),
        ("", "its length is 0 and should be 18."),
        ("9135010AM000100Y43", "its first eight characters should be digits."),
    ],
)
def test_check_bad_code_names_its_fault(code, fault):
    with translation.override("en"), pytest.raises(RegistrationCodeInvalid) as refused:
        registration_code.check(code)
    assert refused.value.context == {"value": code or "–", "fault": fault}
