"""Several people press a button of the same text at once."""

from datetime import date

import pytest

from bylaws.domain import stored
from bylaws.domain.amendments import adoption, editing
from bylaws.errors import AdoptionRefused, EditedMeanwhile
from bylaws.models import Amendment, Version
from tests.assemblies.test_concurrent_acts import pressed_at_once
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_decision,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 12, 18)


@pytest.fixture
def base():
    version = make_version(make_regulation(), "第一条 甲。\n第二条 乙。")
    return bring_into_force(version, date(2021, 4, 15))


def write(amendment, text, revision=0):
    return editing.replace_provision(
        amendment=Amendment.objects.get(pk=amendment.pk),
        provision=stored.provisions_of(amendment.base)[0].identity,
        text=text,
        revision=revision,
        by=None,
        at=AT,
    )


def submitted(base, text):
    amendment = make_amendment(base)
    write(amendment, text)
    return adoption.submit_amendment(amendment=amendment, by=None, at=AT)


def adopt(amendment, decision):
    return adoption.adopt_amendment(amendment=amendment, decision=decision, by=None, at=AT)


def test_of_editors_of_one_provision_one_is_kept_and_the_others_are_told(base):
    amendment = make_amendment(base)

    failures = pressed_at_once(*(lambda t=text: write(amendment, t) for text in ("一。", "二。")))

    assert [type(failure) for failure in failures] == [EditedMeanwhile]
    assert (Amendment.objects.get().revision, amendment.changes.count()) == (1, 1)


def test_amendment_adopted_at_once_is_one_version(base):
    amendment, decision = submitted(base, "甲改。"), make_decision(DAY)

    failures = pressed_at_once(*(lambda: adopt(amendment, decision) for _ in range(3)))

    assert failures == []
    assert Version.objects.filter(adoption=decision).count() == 1


def test_of_two_amendments_of_one_version_only_one_is_adopted(base):
    rivals = [(submitted(base, text), make_decision(DAY)) for text in ("子。", "丑。")]

    failures = pressed_at_once(*(lambda r=rival: adopt(*r) for rival in rivals))

    assert [type(failure) for failure in failures] == [AdoptionRefused]
    assert Version.objects.filter(base=base, adoption__isnull=False).count() == 1
