from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        from desk import checks  # noqa: F401 -- registers the checks
        from desk.domain.example import papers
        from records.domain import jobs

        jobs.HANDLERS[papers.JOB] = papers.make_papers
