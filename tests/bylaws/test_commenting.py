"""What members say of an amendment, and until when."""

from datetime import date, timedelta

import pytest

from bylaws.choices import AmendmentState
from bylaws.domain.amendments import amending, commenting
from bylaws.errors import CommentsClosed
from tests.bylaws.proposals import (
    DAY,
    identity,
    proposal,
)
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_regulation,
    make_version,
)

TEXT = "第一条 甲乙丙，丁戊己。\n第二条 庚：\n（一）辛；\n（二）壬。\n第三条 依照第二条。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))


class Member:
    """A log-in, as far as a comment keeps of it."""

    pk = "7a0c"


def comment(amendment, text, day=DAY, provision=None):
    return commenting.add_comment(
        amendment=amendment,
        text=text,
        author_name="甲单位",
        provision=provision,
        by=Member,
        at=AT,
        day=day,
    )


def test_comments_are_taken_while_open_and_to_the_last_day(base):
    amendment = proposal(base, (0, "子。"))
    with pytest.raises(CommentsClosed):
        comment(amendment, "早了")
    amending.go_to(
        amendment=amendment, state=AmendmentState.CONSULTATION, until=DAY, by=None, at=AT
    )

    made = comment(amendment, "建议保留。", provision=identity(base, 0))

    assert comment(amendment, "建议保留。 ", provision=identity(base, 0)) == made
    with pytest.raises(CommentsClosed):
        comment(amendment, "晚了", day=DAY + timedelta(days=1))
    commenting.answer_comment(comment=made, answer="采纳。", by=None, at=AT)
    made.refresh_from_db()
    assert (made.answer, made.answered_at) == ("采纳。", AT)
