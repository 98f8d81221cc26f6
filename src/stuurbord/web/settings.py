"""Settings: small by default, large by environment; docs/handleiding/beheerder.md lists every variable.

`STUURBORD_HOME` (default ``var`` in the working directory) holds what must survive: the SQLite database and
the secret key. `DATABASE_URL` points to PostgreSQL instead.
"""

import os
import secrets
import shlex
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

HOME = Path(os.environ.get("STUURBORD_HOME", "var")).resolve()
DEBUG = os.environ.get("STUURBORD_DEBUG", "") == "1"


def _secret_key() -> str:
    """Return the key from the environment, else the one kept beside the data, made on first use."""
    if key := os.environ.get("STUURBORD_SECRET_KEY"):
        return key
    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = HOME / "secret.key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("STUURBORD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
IS_HTTPS = os.environ.get("STUURBORD_HTTPS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "stuurbord.web.look",
    "stuurbord.web.audit",
    "stuurbord.web.accounts",
    "stuurbord.web.jobs",
    "stuurbord.web.search",
    "stuurbord.web.projects",
    "stuurbord.web.lists",
    "stuurbord.web.registers",
    "stuurbord.web.finance",
    "stuurbord.web.planning",
    "stuurbord.web.forecasts",
    "stuurbord.web.imports",
    "stuurbord.web.notices",
    "stuurbord.web.rules",
    "stuurbord.web.tolerances",
    "stuurbord.web.methods",
    "stuurbord.web.gates",
    "stuurbord.web.procurements",
    "stuurbord.web.tenders",
    "stuurbord.web.contracts",
    "stuurbord.web.procurement_desk",
    "stuurbord.web.meetings",
    "stuurbord.web.reporting",
    "stuurbord.web.scenarios",
    "stuurbord.web.steering",
    "stuurbord.web.webhooks",
    "stuurbord.web.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stuurbord.web.middleware.KeepNothing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the form is looked at: of who is not logged in, nothing that is sent is read.
    "stuurbord.web.middleware.DenyByDefault",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stuurbord.web.middleware.ReaderLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "stuurbord.web.middleware.PassOverNull",
    "stuurbord.web.accounts.middleware.ReplaceInitialPassword",
    "stuurbord.web.middleware.TellRefusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "stuurbord.web.urls"
WSGI_APPLICATION = "stuurbord.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stuurbord.web.steering.navigation.navigation",
            ],
        },
    },
]

# -- data ------------------------------------------------------------------------------------------

_SQLITE_OPTIONS = {
    # Without these, two writers at once lose: measured in domain notes, kept by a test with eight writers.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
        "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-64000;PRAGMA mmap_size=268435456;"
        "PRAGMA journal_size_limit=67108864;"
    ),
}
DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{HOME / 'stuurbord.sqlite3'}", conn_max_age=600)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# -- people ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "stuurbord.web.accounts.password_rules.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "my_week"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "stuurbord.web.accounts.views.log_in.locked_out"
AXES_VERBOSE = False

# -- language and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
FORMAT_MODULE_PATH = ["stuurbord.web.look.formats"]
USE_THOUSAND_SEPARATOR = False
STUURBORD_TODAY = os.environ.get("STUURBORD_TODAY", "")
"""ISO date that stands for today, so that a demonstration stays what it was. Empty: the clock."""

# -- safety ----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
# The proxy speaks plain HTTP to us: its header says how the reader came, and it must set it on every request.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "stuurbord.web.steering.views.refusals.csrf_failure"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
"""HTTPS itself is the proxy's matter; STUURBORD_HTTPS=1 switches the cookies and HSTS on."""

# -- long work -------------------------------------------------------------------------------------

STUURBORD_JOBS = os.environ.get("STUURBORD_JOBS", "here")
"""Who runs jobs: ``here``, a thread of the web process, or ``workers``: processes of `stuurbord worker`."""

# -- programs --------------------------------------------------------------------------------------

STUURBORD_API_RATE = int(os.environ.get("STUURBORD_API_RATE", "600"))
"""Requests a minute that one token may make of one process; 0: no limit."""
STUURBORD_WEBHOOK_PRIVATE = os.environ.get("STUURBORD_WEBHOOK_PRIVATE", "") == "1"
"""Whether webhooks may go to addresses inside the own network."""

MEGABYTE = 1024 * 1024
STUURBORD_UPLOAD_LIMIT = int(os.environ.get("STUURBORD_UPLOAD_LIMIT_MB", "100")) * MEGABYTE
STUURBORD_ATTACHMENT_LIMIT = int(os.environ.get("STUURBORD_ATTACHMENT_LIMIT_MB", "25")) * MEGABYTE
STUURBORD_SCANNER = shlex.split(os.environ.get("STUURBORD_SCANNER", ""))
"""Command of a virus scanner that reads a file on its standard input; empty: attachments are not scanned."""
STUURBORD_SCANNER_SECONDS = float(os.environ.get("STUURBORD_SCANNER_SECONDS", "60"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_HANDLERS = ["stuurbord.web.imports.uploads.LimitedUpload"]

# -- mail and addresses ----------------------------------------------------------------------------

STUURBORD_ADDRESS = os.environ.get("STUURBORD_ADDRESS", "").rstrip("/")
"""Where people find this installation, ``https://stuurbord.example``: for the links in mail and calendar."""
STUURBORD_SMTP_URL = os.environ.get("STUURBORD_SMTP_URL", "")
"""The mail server: ``smtp://name:word@host:587/?tls=1`` or ``smtps://…``. Empty: no mail goes."""
STUURBORD_MAIL_FROM = os.environ.get("STUURBORD_MAIL_FROM", "")
"""Who the mail comes from. Empty: ``stuurbord@`` the host of the address."""

# -- static files ----------------------------------------------------------------------------------

STATIC_URL = "static/"
# Served straight from the package: nothing to collect on a laptop or in the demo.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}, "django.request": {"level": "ERROR"}},
}
