from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElectionsConfig(AppConfig):
    name = "elections"
    verbose_name = _("elections")

    def ready(self) -> None:
        from elections import receivers  # noqa: F401 -- importing it connects its receivers
        from elections.domain import personal_holdings
        from elections.domain.firm_timeline import rolls
        from members.domain.firms import timeline
        from members.domain.personal import personal_data

        timeline.PROVIDERS.append(rolls)
        personal_data.HOLDINGS += personal_holdings.HOLDINGS
        personal_data.OBSTACLES.append(personal_holdings.obstacles)
