"""An extract of minutes: what it holds, checked from the file; what it leaves out, from theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assemblies.domain.signing.checks import Check
from assemblies.domain.signing.evidence import FACTS as MINUTES
from assemblies.domain.signing.figure_checks import item_checks, summary_check
from assemblies.domain.signing.page_checks import pages_check
from assemblies.domain.writing.excerpts import FACTS, SCHEMA, narrowed, print_excerpt, ranges
from assemblies.domain.writing.minutes_facts.written import canonical, digest_of
from assemblies.domain.writing.minutes_layout import meetings_of
from records.errors import FontsMissing

Data = dict[str, Any]
Files = Mapping[str, bytes]


def excerpt_checks(
    content: bytes, files: Files, minutes: Files | None, *, pages: bool = True
) -> list[Check]:
    """``files`` lie in the extract; ``minutes`` in the whole minutes, None where those are not at
    hand. Raises FontsMissing."""
    try:
        data = json.loads(files[FACTS])
        if data["schema"] != SCHEMA or canonical(data) != files[FACTS]:
            return [_refused(_("its data are of another form"))]
        found = [_what_it_is(data, at_hand=minutes is not None)]
        for meeting in meetings_of(data["facts"]):
            if meeting["attendance"] is not None:
                found.append(summary_check(meeting))
            found += item_checks(meeting)
        found.append(_counts(data))
        if minutes is not None:
            found.append(_against(data, minutes))
        if pages:
            found.append(pages_check(content, print_excerpt(data), data["maker"]))
    except FontsMissing:
        raise
    # Whatever lies in the file may have any shape: what cannot be read is refused, never a crash.
    except Exception as error:
        told = _("its data cannot be read: %(error)s") % {
            "error": f"{type(error).__name__}: {error}"
        }
        return [_refused(told)]
    return found


def _refused(told: str) -> Check:
    return Check("file", _("The file itself"), False, told)


def _what_it_is(data: Data, *, at_hand: bool) -> Check:
    """Holds, and says how far: from an extract alone nobody knows the minutes."""
    chosen = "; ".join(ranges(row["chosen"]) for row in data["items"] if row["chosen"])
    out = sum(len(row["left_out"]) for row in data["items"])
    told = _(
        "an extract: items %(chosen)s of the minutes %(number)s, version %(version)s, with the "
        "facts %(digest)s; %(out)s items are left out"
    ) % {
        "chosen": chosen,
        "number": data["minutes"]["number"],
        "version": data["minutes"]["version"],
        "digest": data["minutes"]["facts"],
        "out": out,
    }
    if not at_hand:
        told += "; " + _("that the minutes say so, only these show: give them with --minutes")
    return Check("excerpt", _("What this file is"), True, told)


def _counts(data: Data) -> Check:
    """The items that it names are the items that it has."""
    parts = {meeting["id"]: meeting for meeting in meetings_of(data["facts"])}
    named = [(row["meeting"], row["chosen"]) for row in data["items"] if row["chosen"]]
    there = [
        (key, [item["position"] for item in part["items"]])
        for key, part in parts.items()
        if part["items"]
    ]
    same = named == there
    told = _("the items that it names") if same else _("others than it names")
    return Check("excerpt_items", _("Items of the extract"), same, told)


def _against(data: Data, minutes: Files) -> Check:
    """Narrowed anew, the minutes give the extract; their digest is the one that it names."""
    subject = _("Against the minutes")
    if MINUTES not in minutes:
        return Check("minutes", subject, False, _("the other file is no final minutes"))
    facts = json.loads(minutes[MINUTES])
    if digest_of(facts) != data["minutes"]["facts"]:
        told = _("%(name)s: %(printed)s is printed, the evidence gives %(given)s") % {
            "name": _("digest"),
            "printed": data["minutes"]["facts"],
            "given": digest_of(facts),
        }
        return Check("minutes", subject, False, told)
    keys = [item["id"] for one in meetings_of(data["facts"]) for item in one["items"]]
    same = narrowed(facts, keys, attendance=data["attendance"]) == data["facts"]
    told = _("word for word what they say") if same else _("it does not say what they say")
    return Check("minutes", subject, same, told)
