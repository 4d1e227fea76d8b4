"""One machine, no server of any kind needed: what ``make run`` uses."""

from config.settings.base import *  # noqa: F403 -- settings modules extend each other this way

SECRET_KEY = SECRET_KEY or "not-secret-until-the-first-start-writes-one"  # noqa: F405 -- as above
ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]  # noqa: F405 -- as above
