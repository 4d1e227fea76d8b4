"""References that name nothing in the text that holds them."""

from collections.abc import Sequence

from bylaws.domain.text import bindings
from bylaws.domain.text.changes import Lost
from bylaws.domain.text.provisions import Provision
from bylaws.enums import Scheme


def named_in_vain(
    base: Sequence[Provision],
    amended: Sequence[Provision],
    scheme: Scheme = Scheme.ZH,
    own_names: Sequence[str] = (),
) -> tuple[Lost, ...]:
    """References that an amended text puts in and that name nothing in it: slips of the pen, or
    places that other changes were to bring. Those that the base had already are not told."""
    known = set(_dangling(base, scheme, own_names))
    return tuple(one for one in _dangling(amended, scheme, own_names) if one not in known)


def _dangling(
    provisions: Sequence[Provision], scheme: Scheme, own_names: Sequence[str]
) -> list[Lost]:
    return [
        Lost(
            provisions[one.index].identity,
            provisions[one.index].text[one.token.start : one.token.end],
        )
        for one in bindings.find(provisions, scheme, own_names)
        if one.is_dangling
    ]
