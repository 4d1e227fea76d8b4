"""Files with firms: their columns, and what a cell of them may say."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from members.domain.importing.import_subjects import (
    Column,
    Row,
    as_written,
    compact,
    date_of,
    folded,
    in_all_languages,
    narrow,
)
from members.domain.importing.sheets import MAX_BYTES, MAX_ROWS
from members.enums import FirmSize, StandingStatus, Trade
from records.fields import Translated

__all__ = ["BY_KEY", "COLUMNS", "MAX_BYTES", "MAX_ROWS", "Row", "date_of"]

COLUMNS = (
    Column(
        "member_number",
        _("member number"),
        required=True,
        longest=20,
        clean=narrow,
        aliases=("会员编号", "会员号", "编号"),
    ),
    Column("name_zh", _("name (Chinese)"), required=True, aliases=("单位名称", "企业名称", "name")),
    Column("name_en", _("name (English)"), aliases=("英文名称",)),
    Column(
        "uscc",
        _("unified social credit code"),
        required=True,
        longest=40,
        clean=compact,
        aliases=("信用代码", "社会信用代码", "税号"),
    ),
    Column("trade", _("trade"), required=True, aliases=("业态", "行业类别")),
    Column("size", _("size"), longest=20, aliases=("企业规模",)),
    Column("class", _("member class"), required=True, aliases=("会员级别", "会员类型")),
    Column("district_zh", _("district (Chinese)"), aliases=("区县", "district")),
    Column("district_en", _("district (English)")),
    Column("address_zh", _("address"), aliases=("注册地址", "住所")),
    Column("legal_representative", _("legal representative"), longest=100, aliases=("法人",)),
    Column(
        "joined_on",
        _("joined on"),
        required=True,
        clean=narrow,
        aliases=("入会时间", "入会日期"),
    ),
    Column("status", _("standing"), aliases=("会员状态",)),
    Column("status_from", _("standing from"), clean=narrow),
    Column(
        "status_reason_zh",
        _("reason of the standing (Chinese)"),
        longest=2000,
        clean=as_written,
    ),
    Column(
        "status_reason_en",
        _("reason of the standing (English)"),
        longest=2000,
        clean=as_written,
    ),
    Column(
        "representative_zh",
        _("voting representative (Chinese)"),
        longest=100,
        aliases=("会员代表", "代表人", "representative"),
    ),
    Column("representative_en", _("voting representative (English)"), longest=100),
    Column("post_zh", _("post (Chinese)"), longest=100, aliases=("职务",)),
    Column("post_en", _("post (English)"), longest=100),
    Column("email", _("e-mail of the representative"), clean=compact),
    Column("postal_address", _("postal address"), aliases=("通讯地址", "邮寄地址")),
    Column("phone", _("telephone"), longest=40, clean=narrow, aliases=("联系电话", "电话")),
    Column("email_of_firm", _("e-mail of the firm"), clean=compact, aliases=("单位邮箱",)),
    Column("website", _("website"), clean=compact, aliases=("网址",)),
    Column("tags", _("tags"), longest=400, aliases=("标签",)),
    Column("dues_contact", _("contact for dues"), longest=100, aliases=("会费联系人",)),
    Column("dues_contact_email", _("e-mail for dues"), clean=compact),
    Column("dues_contact_phone", _("telephone for dues"), longest=40, clean=narrow),
    Column("class_from", _("class from"), clean=narrow),
    Column("representative_from", _("representative from"), clean=narrow),
)
BY_KEY = {column.key: column for column in COLUMNS}
SHOWN = ("name_zh", "member_number", "uscc", "class", "representative_zh")
DATE_COLUMNS = ("joined_on", "status_from", "class_from", "representative_from")
EMAIL_COLUMNS = ("email", "email_of_firm", "dues_contact_email")
# Columns whose cell becomes a field of the firm as it is.
FIELDS = {
    "trade": "trade",
    "size": "size",
    "address_zh": "address",
    "legal_representative": "legal_representative",
    "postal_address": "postal_address",
    "phone": "phone",
    "email_of_firm": "email",
    "website": "website",
}
# What other registers call a membership that ended with the firm itself.
STATUS_ALIASES = {"deregistered": StandingStatus.LOST, "": StandingStatus.ACTIVE}
BETWEEN_TAGS = re.compile(r"[;；]")


@lru_cache(maxsize=512)
def trade_of(text: str) -> Trade | None:
    """The trade that a cell names by its key or by its label in either language."""
    wanted = folded(text)
    return next(
        (t for t in Trade if wanted == folded(t.value) or wanted in in_all_languages(t.label)), None
    )


@lru_cache(maxsize=512)
def size_of(text: str) -> str:
    """The key of a size of the official classification; any other word as it is."""
    wanted = folded(text)
    return next((s.value for s in FirmSize if wanted in in_all_languages(s.label)), text)


@lru_cache(maxsize=512)
def status_of(text: str) -> StandingStatus | None:
    """The standing that a cell names by its key or its label; an empty cell means active."""
    wanted = folded(text)
    if wanted in STATUS_ALIASES:
        return STATUS_ALIASES[wanted]
    return next(
        (
            status
            for status in StandingStatus
            if status != StandingStatus.MERGED
            and (wanted == status.value or wanted in in_all_languages(status.label))
        ),
        None,
    )


def tags_of(text: str) -> list[str]:
    """Names of tags between semicolons, each once, in their order."""
    names = (" ".join(narrow(name).split()) for name in BETWEEN_TAGS.split(text))
    return sorted({name for name in names if name})


def texts_of(row: Row, name: str) -> Translated:
    """What a row says in two columns, one for each language."""
    return Translated(
        {key: row[f"{name}_{key}"] for key in ("zh", "en") if row.get(f"{name}_{key}")}
    )


def day_in(row: Row, column: str) -> date | None:
    return date_of(row.get(column, ""))
