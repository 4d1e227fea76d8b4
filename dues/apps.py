from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuesConfig(AppConfig):
    name = "dues"
    verbose_name = _("dues")

    def ready(self) -> None:
        from dues import receivers  # noqa: F401 -- importing it connects its receivers
        from dues.domain import (
            dues_concerns,
            merge_obstacles,
            personal_holdings,
            requested_runs,
            timeline,
        )
        from dues.domain.collecting import arrears_tasks, reminder_print
        from dues.domain.papers import printing
        from dues.domain.receiving import money_tasks, opening
        from members.domain import tasks
        from members.domain.admitting.concerns import CONCERNS
        from members.domain.firms import merging
        from members.domain.firms.timeline import PROVIDERS
        from members.domain.importing import import_subjects
        from members.domain.personal import personal_data
        from records.domain import jobs

        jobs.HANDLERS[printing.JOB] = printing.print_part
        jobs.HANDLERS[requested_runs.JOB] = requested_runs.write_requested
        jobs.HANDLERS[reminder_print.JOB] = reminder_print.print_statements
        PROVIDERS.extend(timeline.PROVIDERS)
        CONCERNS.extend(dues_concerns.PROVIDERS)
        merging.OBSTACLES.append(merge_obstacles.open_with)
        tasks.PROVIDERS.append(arrears_tasks.tasks_on)
        personal_data.HOLDINGS += personal_holdings.HOLDINGS
        personal_data.ERASERS.append(personal_holdings.erase)
        tasks.PROVIDERS.append(money_tasks.tasks_on)
        import_subjects.register_subject(opening.OPENINGS)
