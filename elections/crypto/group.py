"""The two groups of prime order, behind one small interface (sections 5.1.1 and 5.2.1).

An element is an opaque value of its group: 32 bytes for Ed25519, an integer for BELENIOS-2048.
"""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from nacl import bindings
from nacl.exceptions import RuntimeError as SodiumError

from . import decaf
from .errors import ElectionRefused, NotInGroup

try:  # ten times faster than the integers of Python, but no part of it is needed for Ed25519
    from gmpy2 import powmod
except ImportError:  # pragma: no cover
    powmod = pow

Element: TypeAlias = Any


class Group(ABC):
    """Written multiplicatively, as in the specification."""

    name: str
    q: int
    g: Element
    identity: Element

    @abstractmethod
    def decode(self, text: Any) -> Element:
        """The element of a canonical encoding; NotInGroup for anything else."""

    @abstractmethod
    def decode_for_power(self, text: Any) -> Element:
        """Like decode, for an element that the caller raises to some power before relying on it:
        what ``power`` and ``commitment`` check by themselves is not checked twice."""

    @abstractmethod
    def encode(self, element: Element) -> str: ...

    @abstractmethod
    def mul(self, left: Element, right: Element) -> Element: ...

    @abstractmethod
    def div(self, left: Element, right: Element) -> Element: ...

    @abstractmethod
    def power(self, base: Element, exponent: int) -> Element:
        """The base raised to an exponent in [0, q). NotInGroup when the base came from
        decode_for_power and is outside the group, whatever the exponent."""

    @abstractmethod
    def power_of_g(self, exponent: int) -> Element: ...

    def commitment(
        self, base: Element, exponent: int, element: Element, challenge: int, value: int = 0
    ) -> Element:
        """base^exponent · (element / g^value)^challenge: what a verifier computes for each claim
        of a proof. NotInGroup like ``power``, for the base and for the element."""
        of_base = self.power_of_g(exponent) if base == self.g else self.power(base, exponent)
        if value:
            element = self.div(element, small_power_of_g(self, value))
        return self.mul(of_base, self.power(element, challenge))

    def hash(self, prefix: str, elements: Iterable[Element]) -> int:
        """SHA-256 of the prefix and the comma-separated elements, modulo q."""
        text = prefix + ",".join(map(self.encode, elements))
        return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % self.q

    def product(self, elements: Iterable[Element]) -> Element:
        result = self.identity
        for element in elements:
            result = self.mul(result, element)
        return result


@cache
def small_power_of_g(group: Group, exponent: int) -> Element:
    """g to the power of a count of marks: the few values that proofs ask for again and again."""
    return group.power_of_g(exponent)


class Ed25519(Group):
    """The prime-order subgroup of edwards25519, through libsodium; what is only checked, through
    libdecaf where that is installed.

    libsodium's multiplication refuses points outside the subgroup (so a membership check beside it
    would be work done twice) and also the identity, which is a legitimate value here (an empty
    tally, a zero exponent) and so is handled in Python.

    libsodium alone gets no tables for fixed bases: adding two points costs a sixth of a
    multiplication, the conversion of coordinates included, so that a table in Python is no faster.
    """

    name = "Ed25519"
    q = 2**252 + 27742317777372353535851937790883648493
    identity = (1).to_bytes(32, "little")
    g = bindings.crypto_scalarmult_ed25519_base_noclamp(identity)  # exponent 1

    _encoding = re.compile(r"[0-9a-f]{64}")
    _p = 2**255 - 19
    _worth_decaf = 8
    """Factors of a product from which libdecaf is quicker: it begins and ends with some work."""

    def __init__(self, *, with_decaf: bool = True) -> None:
        self.decaf: decaf.Decaf | None = None
        if with_decaf:
            self.decaf = decaf.load(self)

    def decode(self, text: Any) -> bytes:
        element = self.decode_for_power(text)
        self.require_member(element)
        return element

    def decode_for_power(self, text: Any) -> bytes:
        if not isinstance(text, str) or not self._encoding.fullmatch(text):
            raise NotInGroup("an element of Ed25519 is 64 lower-case hexadecimal digits")
        element = bytes.fromhex(text)[::-1]
        if int.from_bytes(element, "little") % 2**255 >= self._p:
            raise NotInGroup("the encoding of an element is not canonical")
        return element

    def require_member(self, element: bytes) -> None:
        if element != self.identity and not bindings.crypto_core_ed25519_is_valid_point(element):
            raise NotInGroup("an element is not in the group of prime order")

    def encode(self, element: bytes) -> str:
        return element[::-1].hex()

    def mul(self, left: bytes, right: bytes) -> bytes:
        try:
            return bindings.crypto_core_ed25519_add(left, right)
        except SodiumError:
            raise NotInGroup("an element is not on the curve") from None

    def div(self, left: bytes, right: bytes) -> bytes:
        try:
            return bindings.crypto_core_ed25519_sub(left, right)
        except SodiumError:
            raise NotInGroup("an element is not on the curve") from None

    def power(self, base: bytes, exponent: int) -> bytes:
        if base == self.identity:
            return base
        if exponent == 0:
            self.require_member(base)
            return self.identity
        try:
            return bindings.crypto_scalarmult_ed25519_noclamp(exponent.to_bytes(32, "little"), base)
        except SodiumError:
            raise NotInGroup("an element is not in the group of prime order") from None

    def power_of_g(self, exponent: int) -> bytes:
        if exponent == 0:
            return self.identity
        return bindings.crypto_scalarmult_ed25519_base_noclamp(exponent.to_bytes(32, "little"))

    def commitment(
        self, base: bytes, exponent: int, element: bytes, challenge: int, value: int = 0
    ) -> bytes:
        numbers = base, exponent, element, challenge, value
        made: bytes
        made = self.decaf.commitment(*numbers) if self.decaf else super().commitment(*numbers)
        return made

    def product(self, elements: Iterable[bytes]) -> bytes:
        factors = list(elements)
        if self.decaf and len(factors) >= self._worth_decaf:
            return self.decaf.product(factors)
        made: bytes = super().product(factors)
        return made


class Belenios2048(Group):
    """The subgroup of order q of the integers modulo a 2048-bit prime p."""

    name = "BELENIOS-2048"
    identity = 1
    p = int(
        "20694785691422546401013643657505008064922989295751104097100884787057374219242"
        "71740192223725449768433812906663313807895840496005438963628979639303877390572"
        "28036059737494276713767776188985898727358650490811670993105358677809800307904"
        "91654063777173764198678527273474476341835600035698305193144284561701911000786"
        "73730733356412397173289791324047457883446826065232797464795113767265869358218"
        "00463179220736688600526271863633860887968821207694323661494910029234443463732"
        "22145884100586421050242120365433561201320481118852408731077014151666200162313"
        "177169372189248078507711827842317498073276598828825169183103125680162072880719"
    )
    g = int(
        "24023526775018522092276877035323999327122876573783649165100753187876632741463"
        "53219320285676155269678799694668298749389095083896573425601900601068477164491"
        "73547413728310461045868131451178164675540052740288984613986453266121505579709"
        "71620161682703128864324566638348636357821061549184199825343151897406581868686"
        "51151358576410138882215396016043228843603930989333662772848406593138406010231"
        "67509576377798266510360682240663507669776402534625377308513317349519424896775"
        "40525736590494924776314759915751987751777114814909204566002054781270547282381"
        "40972518639858334115700568353695553423781475582491896050296680037745308460627"
    )
    q = 78571733251071885079927659812671450121821421258408794611510081919805623223441

    _encoding = re.compile(r"[1-9][0-9]{0,616}")

    def decode(self, text: Any) -> int:
        if not isinstance(text, str) or not self._encoding.fullmatch(text):
            raise NotInGroup("an element of BELENIOS-2048 is a decimal number")
        element = int(text)
        if element >= self.p or powmod(element, self.q, self.p) != 1:
            raise NotInGroup("an element is not in the group of prime order")
        return element

    decode_for_power = decode

    def encode(self, element: int) -> str:
        return str(element)

    def mul(self, left: int, right: int) -> int:
        return left * right % self.p

    def div(self, left: int, right: int) -> int:
        return left * pow(right, -1, self.p) % self.p

    def power(self, base: int, exponent: int) -> int:
        return int(powmod(base, exponent, self.p))

    def power_of_g(self, exponent: int) -> int:
        return int(powmod(self.g, exponent, self.p))


ED25519 = Ed25519()
BELENIOS_2048 = Belenios2048()
_GROUPS: dict[str, Group] = {group.name: group for group in (ED25519, BELENIOS_2048)}


def group_named(name: str) -> Group:
    """The group of an election's ``group`` field. Only named groups are trusted: parameters chosen
    by whoever set up the election could hide a trap door."""
    try:
        return _GROUPS[name]
    except KeyError:
        raise ElectionRefused(f"the group {name!r} is not supported") from None
