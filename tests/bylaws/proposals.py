"""Amendments of a few provisions, made as their pages make them."""

from datetime import date

from bylaws.domain import stored
from bylaws.domain.amendments import adoption, amending, editing, rebasing
from bylaws.domain.text.provisions import render
from bylaws.enums import ProvisionKind
from tests.factories.texts import AT, make_amendment, make_decision

DAY = date(2026, 12, 18)


def identity(version, index):
    return stored.provisions_of(version)[index].identity


def proposal(base, *edits, title="修正案"):
    """An amendment that gives provisions of the base, by index, another text."""
    amendment = make_amendment(base, title=title)
    for index, text in edits:
        editing.replace_provision(
            amendment=amendment,
            provision=identity(base, index),
            text=text,
            revision=amendment.revision,
            by=None,
            at=AT,
        )
        amendment.refresh_from_db()
    return amendment


def shown(amendment):
    return render(amending.preview(amendment).provisions)


def acted(edit, amendment, **given):
    edit(amendment=amendment, revision=amendment.revision, by=None, at=AT, **given)
    amendment.refresh_from_db()
    return amendment


def put(amendment, after, text, kind=ProvisionKind.ITEM):
    return acted(editing.insert_provision, amendment, after=after, kind=kind, text=text)


def moved(amendment, provision, after):
    return acted(editing.move_provision, amendment, provision=provision, after=after)


def adopt(amendment):
    adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    return adoption.adopt_amendment(
        amendment=amendment, decision=make_decision(DAY), by=None, at=AT
    )


def rebase(amendment, onto, **more):
    return rebasing.rebase_amendment(amendment=amendment, onto=onto, by=None, at=AT, **more)


def mine_again(amendment):
    return type(amendment).objects.get(pk=amendment.pk)
