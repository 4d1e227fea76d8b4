"""Products of powers on edwards25519, for checking proofs, through libdecaf where it is installed.

libsodium multiplies one point by one number, and checks that point, at each call. Checking a proof
asks for g^e · a^c, and each base comes back: libdecaf makes a table for a base, which costs as much
as one multiplication and takes two thirds off each, and reads and writes coordinates only at the
ends. What is secret does not pass through here: ballots, keys and shares are made with libsodium.

libdecaf works in a group that knows nothing of the points of small order. So a base is checked by
libsodium when it is first met, and the factors that libdecaf multiplies by on reading and writing
are divided out of the exponents. Of its functions only those are used that take the same steps for
all numbers: the quicker one for two powers at once forgets the first when the second exponent is 0
(1.0.2).
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from .errors import NotInGroup

if TYPE_CHECKING:
    from .group import Ed25519

LIBRARY = "libdecaf.so.0"
_FUNCTIONS = {
    "decaf_255_scalar_decode": "at",
    "decaf_255_point_decode_like_eddsa_and_mul_by_ratio": "at",
    "decaf_255_point_mul_by_ratio_and_encode_like_eddsa": "aa",
    "decaf_255_point_add": "aaa",
    "decaf_255_point_scalarmul": "aaa",
    "decaf_255_precompute": "aa",
    "decaf_255_precomputed_scalarmul": "aaa",
}
"""What is used, each with its arguments: an address, or a text of bytes."""
_ARGUMENTS = {"a": ctypes.c_void_p, "t": ctypes.c_char_p}
Address: TypeAlias = int

# Sizes and alignment on every platform (decaf/point_255.h: four coordinates, each aligned to 32).
_POINT, _SCALAR, _ENCODED, _ALIGNMENT = 256, 32, 32, 64
_RATIOS = 2, 4
"""What a point is multiplied by when it is read, and when it is written (decaf/ed255.h)."""
_SUCCESS = -1
_BASES = 1024
"""More than the ciphertexts of the longest ballot, so that none is checked twice."""


class Decaf:
    """The prime-order subgroup of edwards25519, elements as their 32 bytes."""

    def __init__(self, library: ctypes.CDLL, group: Ed25519) -> None:
        """``group`` is asked about each base whether it is an element."""
        self._library, self._group = library, group
        self.q, self.g, self.identity = group.q, group.g, group.identity
        self._base = lru_cache(maxsize=_BASES)(self._read)
        self._scratch = _Scratch()
        for name, arguments in _FUNCTIONS.items():
            getattr(library, name).argtypes = [_ARGUMENTS[letter] for letter in arguments]
        self._table_of_g = _value(library, "decaf_255_precomputed_base")
        reading, writing = _RATIOS
        self._of_base = pow(reading * writing, -1, self.q)
        self._of_g = pow(writing, -1, self.q)

    def commitment(
        self, base: bytes, exponent: int, element: bytes, challenge: int, value: int
    ) -> bytes:
        """base^exponent · (element / g^value)^challenge"""
        scratch = self._scratch
        of_g = -value * challenge
        self._raise(scratch.sum, element, challenge)
        if base == self.g:
            of_g += exponent
        else:
            self._raise(scratch.part, base, exponent)
            self._library.decaf_255_point_add(scratch.sum, scratch.sum, scratch.part)
        if of_g:
            self._multiply(scratch.part, self._table_of_g, of_g * self._of_g)
            self._library.decaf_255_point_add(scratch.sum, scratch.sum, scratch.part)
        return self._written(scratch.sum)

    def _raise(self, result: Address, element: bytes, exponent: int) -> None:
        # Held until the end: another thread may push the base out, or set its table anew.
        base = self._base(element)
        table = base.table
        self._multiply(result, table.address, exponent * self._of_base)

    def product(self, elements: Iterable[bytes]) -> bytes:
        """Of one element or more."""
        library, scratch = self._library, self._scratch
        first, *others = (self._base(element) for element in elements)
        total = first.point
        for other in others:
            library.decaf_255_point_add(scratch.sum, total, other.point)
            total = scratch.sum
        eighth = self._scalar(self._of_base)
        library.decaf_255_point_scalarmul(scratch.sum, total, eighth)
        return self._written(scratch.sum)

    def _read(self, element: bytes) -> _Base:
        self._group.require_member(element)
        base = _Base(self._library)
        if element == self.identity:  # which libdecaf does not read
            self._multiply(base.point, self._table_of_g, 0)
            return base
        read = self._library.decaf_255_point_decode_like_eddsa_and_mul_by_ratio
        if read(base.point, element) != _SUCCESS:
            raise NotInGroup("an element cannot be read")
        return base

    def _multiply(self, result: Address, table: Address, number: int) -> None:
        self._library.decaf_255_precomputed_scalarmul(result, table, self._scalar(number))

    def _scalar(self, number: int) -> Address:
        place = self._scratch.scalar
        self._library.decaf_255_scalar_decode(place, (number % self.q).to_bytes(32, "little"))
        return place

    def _written(self, point: Address) -> bytes:
        written = self._scratch.written
        self._library.decaf_255_point_mul_by_ratio_and_encode_like_eddsa(written.address, point)
        return written.content()


def _value(library: ctypes.CDLL, name: str) -> int:
    """Of a variable of the library as wide as an address."""
    return ctypes.c_size_t.in_dll(library, name).value


class _Memory:
    """Aligned for what libdecaf reads with vector instructions; kept as long as this object."""

    __slots__ = ("_kept", "_size", "address")

    def __init__(self, size: int) -> None:
        self._kept = ctypes.create_string_buffer(size + _ALIGNMENT)
        start = ctypes.addressof(self._kept)
        self._size = size
        self.address: Address = start + _ALIGNMENT - start % _ALIGNMENT

    def content(self) -> bytes:
        return ctypes.string_at(self.address, self._size)


class _Base:
    """A point that powers are taken of, with the table for that once it is asked for."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._point = _Memory(_POINT)

    @property
    def point(self) -> Address:
        return self._point.address

    @cached_property
    def table(self) -> _Memory:
        table = _Memory(_value(self._library, "decaf_255_sizeof_precomputed_s"))
        self._library.decaf_255_precompute(table.address, self.point)
        return table


class _Scratch(threading.local):
    """Where a calculation is written, for each thread its own."""

    def __init__(self) -> None:
        self._memory = [_Memory(size) for size in (_POINT, _POINT, _SCALAR)]
        self.sum, self.part, self.scalar = (memory.address for memory in self._memory)
        self.written = _Memory(_ENCODED)


def load(group: Ed25519, name: str = LIBRARY) -> Decaf | None:
    """None where the library is not installed, or does not compute what ``group`` computes, which
    has none yet."""
    try:
        decaf = Decaf(ctypes.CDLL(name), group)
        return decaf if _agrees(decaf, group) else None
    except (OSError, AttributeError, ValueError):  # not here; another library of this name
        return None


def _agrees(decaf: Decaf, group: Ed25519) -> bool:
    """Some sums by both libraries: a build with other sizes or factors would differ."""
    e, c, secret = (pow(7, k, group.q) for k in (91, 92, 93))
    element = group.power_of_g(secret)
    asked = [(base, e, element, c, value) for base in (group.g, element) for value in (0, 1)]
    return decaf.product([element, group.g]) == group.mul(element, group.g) and all(
        decaf.commitment(*one) == group.commitment(*one) for one in asked
    )
