"""Behind TLS, with its own secret and hosts given by the environment."""

from config import environment
from config.settings.base import *  # noqa: F403 -- settings modules extend each other this way

SECRET_KEY = environment.required("SECRET_KEY", "sessions and links are signed with it")
environment.required("ALLOWED_HOSTS", "the names, separated by commas, under which it is reached")

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if environment.flag("BEHIND_PROXY"):
    # Only where the proxy always sets the header itself: else a client could claim TLS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
