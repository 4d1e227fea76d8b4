"""Long texts of which nearly every article changed: the same pairs as each with each would give."""

import random
from dataclasses import replace
from itertools import pairwise
from uuid import uuid4

import pytest

from bylaws.domain.text import compare
from bylaws.domain.text.derive import identify
from bylaws.domain.text.provisions import Provision
from bylaws.enums import ProvisionKind

SIGNS = "会员大理事监章程财产管办法规定选举表决通过出席知期限序职权负责秘书处登记核准备案"


def article(text):
    return Provision(ProvisionKind.ARTICLE, text)


def texts(count, seed):
    drawn = random.Random(seed)
    return ["".join(drawn.choices(SIGNS, k=40)) for _ in range(count)]


def pairs(old, new):
    """The places in the old text that the new one's articles continue; None for a new article."""
    old = [replace(p, id=uuid4()) for p in old]
    where = {p.id: index for index, p in enumerate(old)}
    return [where.get(p.id) for p in identify(old, new)]


def test_every_article_is_found_though_all_changed_and_moved():
    words = texts(80, seed=1)
    old = [article(f"{text}。") for text in words]
    order = random.Random(2).sample(range(80), 80)
    new = [article(f"{words[place]}，另有规定的除外。") for place in order]

    assert pairs(old, new) == order


def test_articles_that_are_new_continue_none():
    old = [article(text) for text in texts(70, seed=1)]
    new = [article(text) for text in texts(70, seed=3)]
    mixed = [one for both in zip(new, old, strict=True) for one in both]

    assert pairs(old, mixed) == [place for n in range(70) for place in (None, n)]


@pytest.mark.parametrize("count", [20, 60])
def test_likely_ones_give_the_pairs_of_all(count, monkeypatch):
    words = texts(count, seed=4)
    old = [article(text) for text in words]
    new = [article(text[:30] + other[:8]) for text, other in pairwise(words)]
    found = pairs(old, new)

    monkeypatch.setattr(compare, "MANY", count * count)
    assert pairs(old, new) == found
    monkeypatch.setattr(compare, "MANY", 0)
    assert pairs(old, new) == found
