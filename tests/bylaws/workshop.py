"""What the tests of the workshop's pages share."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bylaws.choices import AmendmentState
from bylaws.domain import stored
from bylaws.domain.amendments import amending, editing
from bylaws.domain.text.provisions import render
from bylaws.models import Amendment
from tests.factories.texts import AT, make_amendment

TEXT = (
    "第一章 总则\n第一条 甲乙丙，丁戊己。\n第二条 依照第三条：\n（一）子；\n（二）丑。\n"
    "第三条 理事会会议须有三分之二以上理事出席。"
)


def ids(version):
    return [p.identity for p in stored.provisions_of(version)]


def shown(amendment):
    return render(amending.preview(Amendment.objects.get(pk=amendment.pk)).provisions).split("\n")


def page_of(amendment, **query):
    return reverse("bylaws:amendment", args=[amendment.pk], query=query)


def editor(amendment, identity):
    return reverse("bylaws:provision", args=[amendment.pk, identity])


def replace(amendment, index, text):
    """Another text for the provision of the base with that index."""
    amendment.refresh_from_db()
    return editing.replace_provision(
        amendment=amendment,
        provision=ids(amendment.base)[index],
        text=text,
        revision=amendment.revision,
        by=None,
        at=AT,
    )


def rival(base, index, text, title):
    other = make_amendment(base, title=title)
    replace(other, index, text)
    return other


def consult(amendment):
    return amending.go_to(
        amendment=amendment,
        state=AmendmentState.CONSULTATION,
        until=timezone.localdate() + timedelta(days=9),
        by=None,
        at=AT,
    )


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
