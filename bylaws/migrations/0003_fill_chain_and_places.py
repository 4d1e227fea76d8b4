"""Texts recorded before: their kinds' votes, the chain of their versions, where rules stand."""

import hashlib
import json
import re

from django.db import migrations

MATTERS = {
    "bylaws": "bylaws",
    "financial_rules": "financial_rules",
    "dues_measures": "dues_standard",
    "election_method": "election_method",
}
DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
PLACE = re.compile(r"第(\w+?)条(?:第(\w+?)款)?(?:第(\w+?)项)?")


def number(numeral):
    """0 for what is no numeral: its rule is said to stand where the text begins."""
    numeral = numeral or ""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for sign in numeral:
        if sign not in DIGITS and sign not in UNITS:
            return 0
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def fill_regulations(apps, schema_editor):
    for regulation in apps.get_model("bylaws", "Regulation").objects.all():
        regulation.matter = MATTERS.get(regulation.kind, "ordinary")
        regulation.needs_approval = regulation.kind == "bylaws"
        regulation.is_public = regulation.kind in MATTERS
        regulation.save()


def fill_chain(apps, schema_editor):
    Version = apps.get_model("bylaws", "Version")
    chains: dict[object, str] = {}
    waiting = list(Version.objects.order_by("recorded_at"))
    while waiting:
        version = next(v for v in waiting if v.base_id is None or v.base_id in chains)
        waiting.remove(version)
        identities = [
            [str(row.permanent_id), row.kind, row.is_sub, row.is_repealed]
            for row in version.provisions.order_by("position")
        ]
        version.previous = chains.get(version.base_id, "")
        link = [version.previous, str(version.regulation_id), version.digest, identities]
        version.chain = hashlib.sha256(
            json.dumps(link, ensure_ascii=False, separators=(",", ":")).encode()
        ).hexdigest()
        version.save(update_fields=["previous", "chain"])
        chains[version.pk] = version.chain


def fill_places(apps, schema_editor):
    for version in apps.get_model("bylaws", "Version").objects.all():
        where = dict(places(version.provisions.order_by("position")))
        for parameter in version.parameters.all():
            found = PLACE.search(parameter.article)
            article, paragraph, item = map(number, found.groups() if found else (None,) * 3)
            first = (article, paragraph or 1, 0)
            parameter.provision = (
                where.get((article, paragraph or 1, item)) or where.get(first) or min(where.items())[1]
            )
            parameter.save(update_fields=["provision"])


def places(provisions):
    article = paragraph = item = 0
    for row in provisions:
        if row.kind == "article":
            article, paragraph, item = article + 1, 1, 0
        elif row.kind == "paragraph":
            paragraph, item = paragraph + 1, 0
        elif row.kind == "item":
            item += 1
        else:
            continue
        yield (article, paragraph, item), row.permanent_id


class Migration(migrations.Migration):

    dependencies = [("bylaws", "0002_texts_with_history")]

    operations = [
        migrations.RunPython(fill_regulations, migrations.RunPython.noop),
        migrations.RunPython(fill_chain, migrations.RunPython.noop),
        migrations.RunPython(fill_places, migrations.RunPython.noop),
    ]
