"""The unified social credit code 统一社会信用代码 of a firm (GB 32100-2015)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from members.errors import RegistrationCodeInvalid

LENGTH = 18
ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
# Registering authorities that are named by a letter, such as N for rural collectives. The library
# refuses them, so the shape is checked here and only the check character is taken from it.
AUTHORITY_LETTERS = frozenset("ANY")


def check(code: str) -> str:
    """The code in its plain form: 18 capitals and digits.

    Raises :class:`RegistrationCodeInvalid` when it is of another length, holds a character that no
    code has, or its last character does not follow from the others (mistyped).
    """
    plain = uscc.compact(code)
    fault = _fault(plain)
    if fault:
        raise RegistrationCodeInvalid(value=plain or "–", fault=fault)
    return plain


def _fault(plain: str) -> str:
    if len(plain) != LENGTH:
        return _("its length is %(length)s and should be 18.") % {"length": len(plain)}
    strange = sorted(set(plain) - ALPHABET)
    if strange:
        return _("no code holds the character %(character)s.") % {"character": strange[0]}
    head = plain[1:8] if plain[0] in AUTHORITY_LETTERS else plain[:8]
    if not (head.isascii() and head.isdigit()):
        return _("its first eight characters should be digits.")
    if plain[-1] != uscc.calc_check_digit(plain):
        return _("its check character does not match; one character is mistyped.")
    return ""
