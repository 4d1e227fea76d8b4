"""Texts with every kind of provision, for the laws that all formats keep."""

import re

from hypothesis import strategies as st

from bylaws.domain.text.provisions import Provision
from bylaws.enums import ProvisionKind

KIND = ProvisionKind
PLAIN = st.text("甲乙丙丁会员，。；以上", min_size=1, max_size=8)
"""Words that no reader could take for a number or a list."""
OF_NUMBER = re.compile(r"[、.．：:–—-]|[a-z](?:\s|$)|(?:bis|ter|quater)\b")
WILD = st.text(
    st.one_of(
        st.sampled_from("第一二条章节（）(1)、.*_#-+<>&;\\`[]|~!=\"' 　之：；。甲aé㐀😀"),
        st.characters(codec="utf-8", exclude_categories=("C", "Z")),
    ),
    min_size=1,
    max_size=12,
).filter(
    lambda words: (
        words == words.strip(" \u3000")
        and words not in ("（删除）", "(repealed)")
        and not OF_NUMBER.match(words)
    )
)
"""Any words at all: with marks, with markup, in every script. Only what may still belong to the
number before them does not begin them."""


@st.composite
def texts(draw, words=PLAIN):
    """A text in the order that the scheme allows; every provision has a permanent id."""
    found = [(KIND.PREAMBLE, {}) for _ in range(draw(st.integers(0, 2)))]
    articles = 0
    for _ in range(draw(st.integers(1, 3))):
        found.append((KIND.CHAPTER, {}))
        for _ in range(draw(st.integers(0, 3))):
            if draw(st.booleans()):
                found.append((KIND.SECTION, {}))
            is_repealed = draw(st.integers(0, 5)) == 0
            is_sub = articles > 0 and draw(st.integers(0, 4)) == 0
            found.append((KIND.ARTICLE, {"is_sub": is_sub, "is_repealed": is_repealed}))
            articles += 1
            found += [(kind, {}) for kind in ([] if is_repealed else draw(insides()))]
    if not articles:
        found.append((KIND.ARTICLE, {}))
    ids = st.uuids(version=4)
    taken = draw(st.lists(ids, min_size=len(found), max_size=len(found), unique=True))
    return tuple(
        Provision(kind, "" if flags.get("is_repealed") else draw(words), id=identity, **flags)
        for (kind, flags), identity in zip(found, taken, strict=True)
    )


@st.composite
def insides(draw):
    """Paragraphs, items and subitems of an article; a subitem only under an item."""
    kinds = []
    has_item = False
    for _ in range(draw(st.integers(0, 4))):
        allowed = [KIND.PARAGRAPH, KIND.ITEM, *([KIND.SUBITEM] if has_item else [])]
        kind = draw(st.sampled_from(allowed))
        has_item = kind is not KIND.PARAGRAPH
        kinds.append(kind)
    return kinds


def ids(provisions):
    """The permanent identities, which comparing provisions leaves out."""
    return [provision.id for provision in provisions]
