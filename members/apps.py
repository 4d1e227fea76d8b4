from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("members")

    def ready(self) -> None:
        from members import receivers  # noqa: F401 -- importing it connects its receivers
        from members.domain.firms import timeline, timeline_cases, timeline_membership
        from members.domain.letters import mailings
        from members.domain.letters.letter_delivery import send_letters
        from records.domain import jobs

        jobs.HANDLERS[mailings.JOB] = send_letters
        timeline.PROVIDERS += [*timeline_membership.PROVIDERS, *timeline_cases.PROVIDERS]

        from members.domain.personal import personal_data, personal_holdings, request_traces

        # First of all apps: who the person is comes before what they did.
        personal_data.HOLDINGS[:0] = [*personal_holdings.HOLDINGS, *request_traces.HOLDINGS]
        personal_data.ERASERS.append(request_traces.erase)
        personal_data.OBSTACLES.append(request_traces.obstacles)

        from members.domain.admitting import applicant_mail, application_concerns, concerns
        from records.domain import jobs

        concerns.CONCERNS += application_concerns.PROVIDERS
        jobs.HANDLERS[applicant_mail.JOB] = applicant_mail.send

        from members.domain.importing import import_delegates, import_firms, import_subjects

        import_subjects.register_subject(import_firms.FIRMS)
        import_subjects.register_subject(import_delegates.DELEGATES)
