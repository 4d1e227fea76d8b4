from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElectionsConfig(AppConfig):
    name = "elections"
    verbose_name = _("elections")

    def ready(self) -> None:
        from elections.domain.firm_timeline import rolls
        from members.domain import timeline

        timeline.PROVIDERS.append(rolls)
