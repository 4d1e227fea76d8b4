"""Celery's application: worker and scheduler start from here."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning

# Celery warns root of pickled messages; ours are JSON, and a lone machine is often run as root.
warnings.filterwarnings("ignore", category=SecurityWarning)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
