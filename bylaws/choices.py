"""Closed lists of the stored texts. The rules' own lists, free of Django, are in ``enums``."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegulationKind(TextChoices):
    BYLAWS = "bylaws", _("bylaws")
    FINANCIAL_RULES = "financial_rules", _("financial rules")
    DUES_MEASURES = "dues_measures", _("dues standard and measures")
    ELECTION_METHOD = "election_method", _("election method")
    REPORT = "report", _("report")
    OTHER = "other", _("other")


class ProvisionKind(TextChoices):
    """Same values as the kinds that the parser gives."""

    PREAMBLE = "preamble", _("preamble")
    CHAPTER = "chapter", _("chapter")
    SECTION = "section", _("section")
    ARTICLE = "article", _("article")
    PARAGRAPH = "paragraph", _("paragraph")
    ITEM = "item", _("item")
    SUBITEM = "subitem", _("subitem")


class NumberingScheme(TextChoices):
    """Same values as the schemes that the parser knows."""

    ZH = "zh", _("Chinese: 第一章, 第一条, （一）, 1.")
    EN = "en", _("English: Chapter 1, Article 1, (a), 1.")
    DE = "de", _("German: Kapitel 1, § 1, (a), 1.")
    FR = "fr", _("French: Chapitre 1, Article 1, (a), 1.")
