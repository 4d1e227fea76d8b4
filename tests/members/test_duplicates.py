"""Which entries are offered as one firm, and why."""

import pytest
from django.utils import translation

from bylaws.models import Association
from members.domain.firms import merging
from members.domain.firms.duplicates import find_duplicates
from members.domain.firms.firm_names import (
    chinese_core,
    chinese_cores,
    english_core,
    english_cores,
    likeness_in_register,
)
from members.models import Firm
from records.fields import Translated
from tests.factories.firms import MERGED_AT, make_merge
from tests.factories.members import make_code, make_firm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("晋东市岳峰汽车集团有限公司", "岳峰汽车"),
        ("岳峰汽车有限责任公司", "岳峰汽车"),
        ("晋东岳峰汽车 股份有限公司", "岳峰汽车"),
        ("山西省晋东市望岳区岳峰汽车（集团）有限公司", "岳峰汽车"),
        ("ＡＢＣ汽车有限公司", "abc汽车"),
        ("有限公司", "有限公司"),
        ("晋东市", "晋东市"),
        ("", ""),
    ],
)
def test_core_of_a_chinese_name_is_what_tells(name, core):
    assert chinese_core(name, "晋东") == core


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Jindong Yuefeng Auto Group Co., Ltd.", "auto yuefeng"),
        ("YUEFENG AUTO Company Limited", "auto yuefeng"),
        ("The Company", "company the"),
    ],
)
def test_core_of_an_english_name_is_what_tells(name, core):
    assert english_core(name, "Jindong") == core


def test_another_number_makes_another_firm():
    first, second = chinese_cores(["第一汽车修理厂", "第二汽车修理厂"])
    assert likeness_in_register(first, second) == 86 - 30
    assert likeness_in_register(first, first) == 100


def test_what_many_names_end_in_does_not_make_them_alike():
    names = ["轮源汽车用品", "广源汽车用品", "强源汽车用品", "岳峰检测"]
    cores = chinese_cores(names)

    assert [core.own for core in cores] == ["轮", "广", "强", "岳峰检测"]
    assert likeness_in_register(cores[0], cores[1]) == 42  # 83 as a whole, 0 in the own part
    words = english_cores(["Lunyuan Auto Parts", "Guang Auto Parts", "Qiang Auto Parts"])
    assert [core.own for core in words] == ["lunyuan", "guang", "qiang"]


def enter(zh, en, **facts):
    """A firm whose code has nothing in common with the others'."""
    serial = 10001 * (Firm.objects.count() + 1)
    return make_firm(zh=zh, en=en, code=make_code(serial), **facts)


def pairs():
    return [
        ({Firm.objects.get(pk=pair.first).name.zh, Firm.objects.get(pk=pair.second).name.zh}, pair)
        for pair in find_duplicates()
    ]


def test_same_name_in_other_dress_is_offered_with_the_reason():
    enter("晋东市岳峰汽车集团有限公司", "Yuefeng")
    enter("岳峰汽车有限责任公司", "Moon Peak")
    enter("晋东市通达轮胎有限公司", "Tongda")

    ((names, pair),) = pairs()

    assert names == {"晋东市岳峰汽车集团有限公司", "岳峰汽车有限责任公司"}
    assert (pair.alike, pair.score) == (100, 85)
    with translation.override("en"):
        assert pair.reasons == ["Same name but for place, legal form, spaces and punctuation."]


def test_what_else_is_the_same_raises_the_score():
    first = enter("晋东市岳峰汽车销售有限公司", "A Works")
    second = enter("晋东市岳丰汽车销售有限公司", "B House")
    assert pairs() == []
    Firm.objects.filter(pk=first.pk).update(phone="0351-123 4567", legal_representative="丁一")
    Firm.objects.filter(pk=second.pk).update(phone="03511234567", legal_representative="丁 一")

    ((_names, pair),) = pairs()

    assert (pair.alike, pair.same) == (83, ("phone", "legal_representative"))
    with translation.override("en"):
        assert pair.reasons == [
            "Names alike in 83 of 100.",
            "Same telephone number.",
            "Same legal representative.",
        ]


def test_same_telephone_alone_makes_no_duplicate():
    for zh, en in (("晋东市岳峰汽车有限公司", "Yuefeng"), ("晋东市鸿运检测有限公司", "Hong")):
        Firm.objects.filter(pk=enter(zh, en).pk).update(phone="0351-1")

    assert pairs() == []


def test_codes_one_character_apart_with_like_names_are_offered():
    make_firm(zh="晋东市岳峰汽车销售", en="A", code=make_code(1201))
    make_firm(zh="晋东市岳丰汽车销售", en="B", code=make_code(1211))

    ((_names, pair),) = pairs()

    assert (pair.near_code, pair.score) == (True, 83 * 70 // 100 + 20)


def test_settled_and_merged_pairs_are_not_offered_again():
    first, second, third = (enter("岳峰汽车", "Yuefeng") for _each in range(3))
    assert len(find_duplicates()) == 3
    merging.mark_distinct(first=second, second=first, by=None, at=MERGED_AT)
    assert len(find_duplicates()) == 2
    make_merge(first, third)
    assert find_duplicates() == []


def test_town_of_the_association_tells_nothing():
    enter("晋东岳峰汽车", "Jindong Auto")
    enter("岳峰汽车", "Works")
    assert [pair.alike for pair in find_duplicates()] == []
    Association.objects.create(
        name=Translated(zh="协会"), seat=Translated(zh="晋东市", en="Jindong"), languages=["zh"]
    )
    assert [pair.alike for pair in find_duplicates()] == [100]
