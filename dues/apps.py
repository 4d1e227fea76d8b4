from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuesConfig(AppConfig):
    name = "dues"
    verbose_name = _("dues")

    def ready(self) -> None:
        from dues import receivers  # noqa: F401 -- importing it connects its receivers
        from dues.domain import (
            arrears_tasks,
            dues_concerns,
            merge_obstacles,
            money_tasks,
            opening,
            personal_holdings,
            printing,
            reminder_print,
            requested_runs,
            timeline,
        )
        from members.domain import import_subjects, merging, personal_data, tasks
        from members.domain.concerns import CONCERNS
        from members.domain.timeline import PROVIDERS
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
