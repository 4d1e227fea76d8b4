"""JSON, hashes and numbers in the one form that the specification allows (sections 4.1 to 4.3)."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from .errors import Malformed

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_DECIMAL = re.compile(r"0|[1-9][0-9]*")
# A scalar of the largest supported group has 77 digits, one of its elements 617.
_LONGEST_NUMBER = 700


def sha256_hex(text: str) -> str:
    """SHA-256 of the UTF-8 text, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_base64(text: str) -> str:
    """SHA-256 of the UTF-8 text in unpadded Base64: fingerprints, trackers, signed hashes."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def dump(value: Any) -> str:
    """Compact JSON with the fields in the order of the given dictionaries."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # The only character that the reference implementation escapes and Python does not.
    return text.replace("\x7f", "\\u007f")


def load(raw: str) -> Any:
    """Parsed JSON. Raises Malformed for anything that two readers could understand differently:
    repeated names, fractions, lone surrogates, nesting beyond reason."""
    try:
        raw.encode()
        value = json.loads(
            raw, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float
        )
        if _SURROGATE_ESCAPE.search(raw):
            dump(value).encode()  # fails unless every escaped surrogate is half of a pair
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not the expected JSON: {error}") from None
    return value


def load_canonical(raw: str) -> Any:
    """Parsed JSON that is serialised exactly as ``dump`` does, so that its hash has one meaning."""
    value = load(raw)
    if dump(value) != raw:
        raise Malformed("not in canonical JSON")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return result


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is not a whole number")


def fields(value: Any, names: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
    """The object ``value`` if it has exactly these names in this order (the optional ones after
    the others, each of them or not); Malformed if not."""
    if not isinstance(value, dict):
        raise Malformed("an object was expected")
    expected = [*names, *(name for name in optional if name in value)]
    if list(value) != expected:
        raise Malformed(f"fields {expected} were expected, found {list(value)[:12]}")
    return value


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed("a text was expected")
    return value


def integer(value: Any) -> int:
    """A JSON number without fraction; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed("a whole number was expected")
    return value


def items(value: Any, length: int | None = None) -> list[Any]:
    """A JSON array, of the given length if one is given."""
    if not isinstance(value, list):
        raise Malformed("a list was expected")
    if length is not None and len(value) != length:
        raise Malformed(f"{length} entries were expected, found {len(value)}")
    return value


def decimal(value: Any, below: int) -> int:
    """A decimal string without leading zeros, at least 0 and below the bound."""
    if not isinstance(value, str) or len(value) > _LONGEST_NUMBER or not _DECIMAL.fullmatch(value):
        raise Malformed("a decimal number was expected")
    number = int(value)
    if number >= below:
        raise Malformed("a number is not below its bound")
    return number


_LARGEST_PLAIN_COUNT = 2**31
_SMALLEST_TEXT_COUNT = 2**30  # of the reference implementation, where integers have 31 bits


def count(value: Any) -> int:
    """A number of marks or a weight: a JSON number, or a decimal string when it is large, as the
    reference implementation writes it."""
    if isinstance(value, str):
        number = decimal(value, 10**18)
        if number < _SMALLEST_TEXT_COUNT:
            raise Malformed("a small count is written as a number")
        return number
    number = integer(value)
    if number < 0:
        raise Malformed("a count is negative")
    return number


def count_json(number: int) -> int | str:
    """The form in which a count is written."""
    return number if number < _LARGEST_PLAIN_COUNT else str(number)
