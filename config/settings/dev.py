"""One machine, no server of any kind needed: what ``make run`` uses.

Without Django's debug pages, since ``make run`` also serves a hall; ``DEBUG=on`` asks for them.
"""

from config import environment
from config.settings.base import *  # noqa: F403 -- settings modules extend each other this way
from config.settings.base import ALLOWED_HOSTS, SECRET_KEY, VAR_DIR

SECRET_KEY = SECRET_KEY or environment.secret_key(VAR_DIR / "secret_key")
# ``manage.py serve`` adds the names and addresses under which it is reached.
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
DEBUG = environment.flag("DEBUG")
EXAMPLE_ON_FIRST_RUN = environment.flag("EXAMPLE", default=True)
