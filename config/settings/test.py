"""The suite: a throw-away database and a folder of its own for all that is written."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="association-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
# Before the base is read, so that no path of the base can point into a real ``var/``.
os.environ["VAR_DIR"] = _folder
for _name in ("ELECTION_KEY_DIR", "EMAIL_URL"):
    os.environ.pop(_name, None)

from config.settings.base import *  # noqa: E402, F403 -- after VAR_DIR; settings extend each other
from config.settings.base import DATABASES, LOGGING, VAR_DIR  # noqa: E402 -- after VAR_DIR

SECRET_KEY = "for-tests-only"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, since live server and test are two threads and share no memory database without
    # lock errors; it need not survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR_DIR / "cache"),
    }
}
LOGGING = LOGGING | {"root": {"handlers": ["terminal"], "level": "WARNING"}}
