"""The enclosed files against the manifest and the facts: attendance, texts, archives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assemblies.domain.signing.checks import Check
from assemblies.domain.signing.evidence import (
    ATTENDANCE,
    FACTS,
    MANIFEST,
    adopted_items,
    archive_name,
    attendance_csv,
    boxes_of,
    supplements_name,
    text_name,
)
from bylaws.domain.formats.json_format import read_json
from bylaws.errors import BylawsError
from elections.crypto import archive
from elections.crypto.audit import Report, audit
from elections.crypto.errors import ArchiveUnreadable, CheckFailed
from elections.enums import LISTS, Channel, ContestKind

Data = dict[str, Any]
Files = Mapping[str, bytes]


def manifest_check(files: Files, manifest: Data) -> Check:
    """Every file that the manifest names is there, no other is, and each is the one it names."""
    named = {one["name"]: one["sha256"] for one in manifest["files"]}
    named[FACTS] = manifest["facts"]
    faults = []
    for name in sorted({*named, *files} - {MANIFEST}):
        if name not in files:
            faults.append(_("%(name)s is missing") % {"name": name})
        elif name not in named:
            faults.append(_("%(name)s is not in the manifest") % {"name": name})
        elif hashlib.sha256(files[name]).hexdigest() != named[name]:
            faults.append(_("%(name)s is not the file that was enclosed") % {"name": name})
    told = _("%(number)s files, each with its digest") % {"number": len(named)}
    return Check("enclosed", _("Enclosed files"), not faults, "; ".join(faults) or told)


def attendance_check(files: Files, facts: Data) -> Check:
    same = files.get(ATTENDANCE) == attendance_csv(facts)
    told = _("the lines of the facts") if same else _("it is not what the facts give")
    return Check("attendance_list", ATTENDANCE, same, told)


def text_checks(files: Files, facts: Data) -> list[Check]:
    """Each adopted text is the one whose digest and chain the minutes print."""
    return [_text(files, item) for item in adopted_items(facts)]


def archive_checks(files: Files, facts: Data, *, jobs: int = 1) -> list[Check]:
    """Each archive is verified as anyone verifies it, and gives the figures of the facts."""
    return [_archive(files, box, jobs) for box in boxes_of(facts)]


UNBOUND = gettext_lazy(
    "its trustees' shares do not prove what they are shares of: whoever held a key and cast the "
    "last ballot could have shifted the sums"
)
"""What the specification alone leaves open: boxes of today demand more (``#bound``)."""


def _text(files: Files, item: Data) -> Check:
    name, version = text_name(item), item["version"]
    subject = _("Text adopted by item %(position)s") % item
    try:
        document = read_json(files[name].decode())
    except KeyError:
        return Check("text", subject, False, _("%(name)s is missing") % {"name": name})
    except (BylawsError, UnicodeDecodeError) as error:
        return Check("text", subject, False, str(error))
    kept = (document.digest, document.chain, document.expected_chain)
    holds = kept == (version["digest"], version["chain"], version["chain"])
    told = _("its digest and its chain are those printed")
    return Check("text", subject, holds, told if holds else _("it is not the text printed"))


def _archive(files: Files, box: Data, jobs: int) -> Check:
    name = archive_name(box)
    subject = _("Archive %(name)s") % {"name": name}
    if name not in files:
        return Check("archive", subject, False, _("%(name)s is missing") % {"name": name})
    supplements = files.get(supplements_name(box))
    try:
        # Without them it is looked for beside a file, and here is none.
        report = audit(archive.read(files[name], supplements), jobs)
    except (CheckFailed, ArchiveUnreadable) as error:
        return Check("archive", subject, False, str(error))
    faults = list(_archive_faults(files[name], supplements, box, report))
    told = _("verified: %(ballots)s ballots, with the sums printed") % {"ballots": report.voters}
    if not report.bound:
        told = f"{told}; {UNBOUND}"
    return Check("archive", subject, not faults, "; ".join(faults) or told)


def _archive_faults(
    content: bytes, supplements: bytes | None, box: Data, report: Report
) -> Iterator[str]:
    pairs: list[tuple[str, Any, Any]] = [
        (_("digest"), box["archive_digest"], hashlib.sha256(content).hexdigest()),
        (
            _("digest of the supplements"),
            box["supplements_digest"],
            hashlib.sha256(supplements).hexdigest() if supplements is not None else "",
        ),
        (_("fingerprint"), box["fingerprint"], report.fingerprint),
        (_("credentials"), box["credentials_digest"], report.credentials_hash),
        (_("trustees"), box["trustees_digest"], report.trustees_hash),
        (_("board head"), box["head"], report.head),
        (_("ballots"), box["ballots"], report.voters),
    ]
    pairs += [
        (_("votes"), _returned(contest), report.votes)
        for contest in box["contests"]
        if contest["returned"] is not None
    ]
    if report.result is not None:
        pairs.append((_("sums"), json.dumps(_sums(box)), json.dumps(_marks(box, report.result))))
    for name, printed, given in pairs:
        if printed != given:
            words = _("%(name)s: %(printed)s is printed, the evidence gives %(given)s")
            yield words % {"name": name, "printed": printed, "given": given}


def _sums(box: Data) -> list[list[int | None]]:
    """Votes for and against as printed, of the electronic part where papers were counted beside
    it; after each question its blank votes, where it has any to cast."""
    found: list[list[int | None]] = []
    for contest in box["contests"]:
        lines, blank = _electronic(contest)
        found += [[line[mark] for mark in ("votes_for", "votes_against")] for line in lines]
        found += [[blank]] if contest.get("blank_vote") else []
    return found


def _returned(contest: Data) -> int:
    """Votes that came in electronically."""
    parts = [one for one in contest["parts"] if one["channel"] == Channel.ONLINE]
    return int(parts[0]["returned"] if parts else contest["returned"])


def _electronic(contest: Data) -> tuple[list[Data], int | None]:
    """Lines and blank votes of what the archive holds."""
    if len(contest["parts"]) < 2:
        return contest["candidates"], contest.get("blank")
    part = next(one for one in contest["parts"] if one["channel"] == Channel.ONLINE)
    return part["lines"], part["blank"]


def _marks(box: Data, result: list[list[int]]) -> list[list[int]]:
    """The same from the archive. A slate is two questions there, for and against; of those who do
    not stand whoever got a mark is printed, and nobody else."""
    found: list[list[int]] = []
    rows = iter(result)
    for contest in box["contests"]:
        votes = list(next(rows))
        blank = [[votes.pop(0)]] if contest.get("blank_vote") else []
        if contest["kind"] in LISTS:
            standing = sum(not one.get("is_write_in") for one in contest["candidates"])
            slate = contest["kind"] == ContestKind.SLATE
            against = next(rows) if slate else [0] * standing
            pairs = zip(votes[:standing], against, strict=True)
            found += [list(pair) for pair in pairs]
            found += [[marks, 0] for marks in votes[standing:] if marks]
        else:
            found.append(votes)
        found += blank
    return found
