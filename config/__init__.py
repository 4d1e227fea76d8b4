# Imported with Django, so that every ``shared_task`` finds this application and its broker.
from config.celery import app as celery_app

__all__ = ["celery_app"]
