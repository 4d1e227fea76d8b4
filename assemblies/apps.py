from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssembliesConfig(AppConfig):
    name = "assemblies"
    verbose_name = _("assemblies")

    def ready(self) -> None:
        from assemblies import receivers  # noqa: F401 -- importing it connects its receivers
        from assemblies.domain import firm_timeline, personal_holdings
        from assemblies.domain.carrying import (
            filing_due,
            filing_pack,
            handover_due,
            progress,
            publishing,
        )
        from assemblies.domain.convening import handbook, returned
        from assemblies.domain.convening.delivery import deliver_notice
        from assemblies.domain.nominating import telling
        from assemblies.domain.planning import frequency, reminders
        from assemblies.domain.planning import timeline as plan_timeline
        from assemblies.domain.writing import minutes
        from members.domain import tasks
        from members.domain.firms import timeline
        from members.domain.letters import delivery_reports
        from members.domain.personal import personal_data
        from records.domain import jobs

        delivery_reports.TAKERS["notice"] = returned.claim
        jobs.HANDLERS["assemblies.deliver_notice"] = deliver_notice
        jobs.HANDLERS[handbook.JOB] = handbook.make_requested
        jobs.HANDLERS[filing_pack.JOB] = filing_pack.make_requested
        jobs.HANDLERS[minutes.JOB] = minutes.make_requested
        tasks.PROVIDERS += [progress.tasks_on, publishing.tasks_on]
        tasks.PROVIDERS += [filing_due.tasks_on, handover_due.tasks_on]
        jobs.HANDLERS[reminders.JOB] = reminders.remind
        jobs.HANDLERS[telling.JOB] = telling.tell
        tasks.PROVIDERS += [plan_timeline.tasks_on, frequency.tasks_on]
        timeline.PROVIDERS += firm_timeline.PROVIDERS
        personal_data.HOLDINGS += personal_holdings.HOLDINGS
        personal_data.ERASERS.append(personal_holdings.erase)
        personal_data.OBSTACLES.append(personal_holdings.obstacles)
