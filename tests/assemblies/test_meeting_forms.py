"""The chair's script and the tellers' sheets say what the agenda and the rules say."""

from __future__ import annotations

import pytest

from assemblies.domain.sitting import ballot
from assemblies.domain.writing import script
from assemblies.enums import Method
from assemblies.models import Assembly
from bylaws.enums import Matter
from elections.enums import Channel
from tests.factories.assemblies import (
    add_motion,
    add_report,
    convened,
    make_assembly,
    make_tellers,
    minute,
    opened,
)
from tests.factories.elections import make_ceremony
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db


def meeting() -> Assembly:
    assembly = make_assembly()
    add_report(assembly)
    add_motion(assembly, Matter.BYLAWS)
    make_tellers(assembly)
    add_motion(assembly, Matter.FINANCIAL_RULES, Method.SECRET)
    return assembly


def without_spaces(content: bytes) -> str:
    return "".join(text_of(content).split())


def test_script_before_the_meeting_leaves_figures_blank() -> None:
    assembly = convened(meeting())
    told = without_spaces(script.chair_script(assembly=assembly, language="zh"))
    assert "应到9家" in told
    assert "即6家" in told
    assert "到会的三分之二以上赞成" in told
    assert "本项以无记名投票方式进行" in told


def test_script_in_the_hall_names_the_number_that_passes() -> None:
    assembly = opened(meeting())
    told = without_spaces(script.chair_script(assembly=assembly, language="en"))
    assert "atleast2/3ofthosepresent,thatis5votes" in told
    assert "NiuJia" in told


def test_sheets_of_the_tellers_name_items_and_boxes() -> None:
    assembly = opened(meeting())
    by_hands, secret = assembly.items.filter(motion__isnull=False).order_by("position")
    ballot.prepare_box(motion=secret.motion, channel=Channel.PAPER, by=None, at=minute(1))
    counted = without_spaces(script.hands_sheet(assembly=assembly, language="en"))
    assert "".join(by_hands.title.en.split()) in counted
    assert "".join(secret.title.en.split()) not in counted
    for make in (script.issue_sheet, script.tally_sheet):
        assert "".join(secret.title.zh.split()) in without_spaces(
            make(assembly=assembly, language="zh")
        )


@pytest.mark.parametrize(
    ("language", "device", "paper"),
    [
        ("en", "Everybodyusestheirownvotingcode", "Papersarehandedout"),
        ("zh", "本次采用电子投票", "发纸质选票"),
    ],
)
@pytest.mark.parametrize("channel", Channel.values)
def test_script_of_a_ballot_tells_of_each_way_that_it_takes(
    channel: str, language: str, device: str, paper: str
) -> None:
    assembly = opened(meeting())
    assembly.ceremony = make_ceremony()
    assembly.save()
    secret = assembly.items.get(motion__method=Method.SECRET)
    ballot.prepare_box(motion=secret.motion, channel=channel, by=None, at=minute(1))

    told = without_spaces(script.chair_script(assembly=assembly, language=language))

    assert (device in told) == (channel != Channel.PAPER)
    assert (paper in told) == (channel == Channel.MIXED)
