"""What every way of running shares. Wiring only: a number that the assembly could change is
dated data in ``bylaws``, never a setting."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment
from config.settings.accounts import *  # noqa: F403 -- settings modules extend each other this way

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything that running writes: database, documents, keys, mail.
VAR_DIR = environment.folder(Path(environment.text("VAR_DIR", str(BASE_DIR / "var"))).resolve())

SECRET_KEY = environment.text("SECRET_KEY")
DEBUG = False
# Whether ``manage.py serve`` fills an empty database with the example association.
EXAMPLE_ON_FIRST_RUN = False
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS")
# Where slips lead, such as http://192.0.2.7:8000, when log-ins happen under another host.
SLIP_ORIGIN = environment.origin("SLIP_ORIGIN")
# Origins a browser may post from when a proxy hides the host, such as https://vote.example.
CSRF_TRUSTED_ORIGINS = environment.names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "desk.apps.DeskConfig",
    "assemblies.apps.AssembliesConfig",
    "elections.apps.ElectionsConfig",
    "dues.apps.DuesConfig",
    "members.apps.MembersConfig",
    "bylaws.apps.BylawsConfig",
    "records.apps.RecordsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before whatever sets a cookie, so that it sees the answer last.
    "elections.middleware.SlipOriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "members.middleware.AssociationTimeZoneMiddleware",
    "desk.middleware.StoreRefusedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.context_processors.association",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'association.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the writer's lock at the start: a transaction that reads, then writes, would
    # else fail at once when another wrote in between. FULL, since a voter who was shown a tracker
    # must find the ballot again after a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_REDIRECT_URL = "desk:home"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = environment.folder(VAR_DIR / "static")
DOCUMENT_DIR = VAR_DIR / "documents"
# Kept apart from the database and its backups: a server key there would outlive its destruction.
ELECTION_KEY_DIR = Path(
    environment.text("ELECTION_KEY_DIR", str(VAR_DIR / "election-keys"))
).resolve()

# Names without a hash of the content: the booth's modules import each other by these names, and
# whoever audits the booth finds the same address tomorrow.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

# Queues in a folder by default: messages are only a hint to hurry, the promise is a row of
# ``records.Job``, so a message lost with a power cut is sent again by the sweep.
CELERY_BROKER_URL = environment.text("CELERY_BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem:"):
    _queue = str(environment.folder(VAR_DIR / "broker" / "queue"))
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": _queue,
        "data_folder_out": _queue,
        "control_folder": str(environment.folder(VAR_DIR / "broker" / "control")),
        "polling_interval": 0.5,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "schedule")
CELERY_BEAT_SCHEDULE = {
    # Expires before the next is sent: a worker that was away finds one sweep, not a day of them.
    "sweep-jobs": {
        "task": "records.tasks.sweep_jobs",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "sweep-boxes": {
        "task": "elections.tasks.sweep_boxes",
        "schedule": 15.0,
        "options": {"expires": 12},
    },
    "remind-of-steps": {
        "task": "assemblies.tasks.remind_of_steps",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
}

# One cache for all processes, since log-in limits count in it. Files by default: a row for each
# count would queue behind the ballots for SQLite's one writer, and a refused request's rollback
# would take its count back. Redis where the broker has it anyway.
CACHE_URL = environment.text(
    "CACHE_URL", CELERY_BROKER_URL if CELERY_BROKER_URL.startswith("redis") else ""
)
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "association",
    }
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(environment.folder(VAR_DIR / "cache")),
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

EMAIL_BACKEND = "records.mail.OutboxBackend"
if EMAIL_URL := environment.text("EMAIL_URL"):
    globals().update(environment.mail_server(EMAIL_URL))
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "association@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# A time-stamp service (RFC 3161) for signed minutes; without one they carry this clock's time.
TIME_STAMP_URL = environment.text("TIME_STAMP_URL", "")
# Its root certificates (PEM, one file): what proves a time stamp later is kept with each signature.
TIME_STAMP_ROOTS = environment.text("TIME_STAMP_ROOTS", "")

# Only what this server itself hands out may run, be drawn or be asked: the booth holds a voter's
# code, and an injected script would need just one request to carry it away.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# Set by ``manage.py serve`` when it speaks TLS itself.
SERVED_OVER_TLS = environment.flag("SERVED_OVER_TLS")
SESSION_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_COOKIE_SECURE = SERVED_OVER_TLS

# To the terminal alone, and no line for each request: an access log with addresses and instants
# beside a ballot box whose order is public would tell who cast which ballot when.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": environment.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "WARNING", "propagate": False},
        # WeasyPrint reports every CSS property it leaves out; what matters raises.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        # Django answers HEAD with the page and leaves it to the server to drop the body.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        # Says at each start of each command that it is there.
        "pikepdf": {"level": "WARNING"},
    },
}
