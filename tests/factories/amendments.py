"""An amendment of two units, submitted and on the table of a meeting."""

from __future__ import annotations

from datetime import date

from assemblies.domain.planning.amendment_votes import put_amendment
from assemblies.enums import Method
from assemblies.models import Assembly, Motion
from bylaws.domain import stored
from bylaws.domain.amendments import adoption, editing
from bylaws.enums import ProvisionKind
from bylaws.models import Amendment, Version
from tests.factories.assemblies import SENT_AT, make_assembly, opened
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

OLD = "第一条 甲。\n第二条 依照第三条：\n（一）子。\n第三条 丙。"
NEW = "第一条 甲一。\n第二条 新。\n第三条 依照第四条：\n（一）子。\n第四条 丙。"
ALL, EXACTLY, TOO_FEW, NONE = (7, 0, 0), (5, 2, 0), (4, 3, 0), (0, 7, 0)
"""Of seven present; two thirds are five."""


def submitted(
    title: str = "修正案", first: str = "甲一。", base: Version | None = None
) -> Amendment:
    """Two units: another first article, and a new one behind it, by which references move."""
    if base is None:
        base = bring_into_force(make_version(make_regulation(), OLD), date(2021, 4, 15))
    amendment = make_amendment(base, title=title)
    identity = stored.provisions_of(base)[0].identity
    editing.replace_provision(
        amendment=amendment, provision=identity, text=first, revision=0, by=None, at=AT
    )
    editing.insert_provision(
        amendment=amendment,
        after=identity,
        kind=ProvisionKind.ARTICLE,
        text="新。",
        revision=1,
        by=None,
        at=AT,
    )
    return adoption.submit_amendment(amendment=amendment, by=None, at=AT)


def put(assembly: Assembly, amendment: Amendment, *, by_unit: bool) -> list[Motion]:
    items = put_amendment(
        assembly=assembly,
        amendment=amendment,
        by_unit=by_unit,
        method=Method.SHOW_OF_HANDS,
        by=None,
        at=SENT_AT,
    )
    return [Motion.objects.get(item=item) for item in items]


def on_the_table(*, by_unit: bool) -> tuple[Amendment, list[Motion]]:
    assembly, amendment = make_assembly(), submitted()
    motions = put(assembly, amendment, by_unit=by_unit)
    opened(assembly)
    return amendment, motions
