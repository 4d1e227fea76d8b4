import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.text.tokens import tokens


@pytest.mark.parametrize(
    "text",
    [
        "经|三分之二|以|上",
        "到|会|会|员|2/3|以|上",
        "百分之三十|，|30%|，|12.5%",
        "第二十五条|第一款|第三项|、|第五条之一",
        "第一|、|三|、|十一|项",
        "2024年11月22日|第三届|第一次",
        "二〇二四年十一月|起",
        "五十万|元|，|200万|元|，|1,000|元",
        "副理事长|、|常务副会长|、|秘书长|、|监事长",
        "会员代表大会|和|理事会",
        "社|会|长|期|发|展",
        "Dongjiang| |Association|（|DJIMEA|）",
        "Mitgliederversammlung|,| |Beschlüsse| |l'assemblée",
    ],
)
def test_tokens_are_what_a_reader_takes_in_as_one(text):
    assert tokens(text.replace("|", "")) == text.split("|")


@given(st.text("第三二十条之分副理事会长年月日2019/.%a é\n，", max_size=30))
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text
