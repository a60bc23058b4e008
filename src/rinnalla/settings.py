"""Settings, read from the environment. `docs/operations.md` explains each name.

Nothing here knows a region. Production refuses to start without its secrets and without secure cookies; only the demo
(RINNALLA_DEMO=1, on the loopback address) and the tests relax that.
"""

import base64
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from rinnalla.access.identification.providers import load as load_providers
from rinnalla.lib.database import database_settings

BASE_DIR = Path(__file__).resolve().parent
REPOSITORY = BASE_DIR.parents[1]
REGIONS_DIR = Path(os.environ.get("RINNALLA_REGIONS_DIR", REPOSITORY / "regions"))
DATA_PURPOSES = "rinnalla.servicemodels.purposes.in_force"  # what data may be opened for, and on which bases (C-07)
READING_LIMITS = "rinnalla.servicemodels.watching.reading_limit"  # how many clients one may read in a day (C5)


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in ("1", "true", "yes")


def _secret(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. docs/operations.md tells how to make one.")
    return value


def _key(name: str) -> bytes:
    value = base64.b64decode(_secret(name))
    if len(value) != 32:
        raise ImproperlyConfigured(f"{name} must be 32 bytes in base64; it is {len(value)} bytes.")
    return value


DEMO = _flag("RINNALLA_DEMO")
DEBUG = False
SECRET_KEY = _secret("RINNALLA_SECRET_KEY")
HETU_KEY = _key("RINNALLA_HETU_KEY")
HETU_INDEX_KEY = _key("RINNALLA_HETU_INDEX_KEY")
HETU_OLD_KEYS = [key for key in os.environ.get("RINNALLA_HETU_OLD_KEYS", "").split(",") if key]
SEAL_DIR = Path(os.environ.get("RINNALLA_SEAL_DIR", "seals"))
ALLOWED_HOSTS = os.environ.get("RINNALLA_ALLOWED_HOSTS", "localhost").split(",")
IDENTITY_PROVIDERS = load_providers(os.environ.get("RINNALLA_IDENTITY_FILE", ""))
HELP_PHONE = os.environ.get("RINNALLA_HELP_PHONE", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "rinnalla.lib",
    "rinnalla.outbox",
    "rinnalla.eventlog",
    "rinnalla.organisations",
    "rinnalla.access",
    "rinnalla.people",
    "rinnalla.servicemodels",
    "rinnalla.catalogue",
    "rinnalla.cases",
    "rinnalla.referrals",
    "rinnalla.assessments",
    "rinnalla.plans",
    "rinnalla.services",
    "rinnalla.meetings",
    "rinnalla.employers",
    "rinnalla.employment",
    "rinnalla.feedback",
    "rinnalla.network",
    "rinnalla.reports",
    "rinnalla.exchange",
    "rinnalla.retention",
    "rinnalla.watch",
    "rinnalla.portal",
    "rinnalla.desk",
]

MIDDLEWARE = [
    "rinnalla.lib.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rinnalla.access.middleware.ActorMiddleware",
    "rinnalla.access.language.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "rinnalla.urls"
WSGI_APPLICATION = "rinnalla.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates", *sorted(BASE_DIR.glob("*/templates"))],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "rinnalla.lib.jinja.environment",
            "context_processors": ["rinnalla.lib.web.frame"],  # allauth draws our sign-in pages through the backend
        },
    },
    {
        # Only for packages that bring Django templates of their own (allauth's mail texts).
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = database_settings(os.environ)
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

# Counters of tries (sign-in, the public form) are shared by every process.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lib_cache"},
}

# Sign-in -------------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rinnalla.access.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/h/key,60/m/ip", "login": "120/m/ip", "identify": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "rinnalla.access.signin.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "login": "rinnalla.access.signin_forms.SignInForm",
    "reauthenticate": "rinnalla.access.signin_forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "rinnalla.access.signin_forms.CodeForm",
    "reauthenticate": "rinnalla.access.signin_forms.AnotherCodeForm",
    "activate_totp": "rinnalla.access.signin_forms.NewAppForm",
    "add_webauthn": "rinnalla.access.signin_forms.NewKeyForm",
}
MFA_TOTP_ISSUER = "Rinnalla"
MFA_TOTP_TOLERANCE = 1  # the code of the half a minute before and after is good too (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost is no other than https for a browser; only in the demo
SECOND_FACTOR_REQUIRED = not DEMO

SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 24 * 60 * 60  # the row outlives the session, so that held text finds its writer (E2)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_NAME = "rinnalla-session" if DEMO else "__Host-session"
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_NAME = "rinnalla-csrf" if DEMO else "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rinnalla.access.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "rinnalla-language" if DEMO else "__Host-language"
LANGUAGE_COOKIE_SECURE = not DEMO
LANGUAGE_COOKIE_HTTPONLY = True
REPLY_COOKIE_NAME = "rinnalla-reply" if DEMO else "__Host-reply"  # who answers without an account (docs/decisions/0019)
SURVEY_COOKIE_NAME = "rinnalla-survey" if DEMO else "__Host-survey"  # an employer who answers a survey by its link

# Headers -------------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("RINNALLA_BEHIND_PROXY") else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 0 if DEMO else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Where services are imported from over the network: origins, https only (http for this very machine alone).
REGISTRY_ADDRESSES = os.environ.get(
    "RINNALLA_REGISTRY_ADDRESSES", "https://api.palvelutietovaranto.suomi.fi"
).split(",")

# The business register that an employer's data are looked up in; empty: they are written by hand.
BUSINESS_REGISTER = os.environ.get("RINNALLA_BUSINESS_REGISTER", "")

# The job market's search of postings (Työmarkkinatori, P67 v2); empty: vacancies are kept by hand and by list.
JOB_MARKET = os.environ.get("RINNALLA_JOB_MARKET", "")
JOB_MARKET_KEY = os.environ.get("RINNALLA_JOB_MARKET_KEY", "")

# Text messages for what is not secret, through a gateway of the deployment: only https (http for this machine alone).
SMS_ADDRESS = os.environ.get("RINNALLA_SMS_ADDRESS", "")
SMS_BODY = os.environ.get("RINNALLA_SMS_BODY", '{"to": "{number}", "text": "{text}"}')
SMS_TOKEN = os.environ.get("RINNALLA_SMS_TOKEN", "")

# Languages -----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("fi-simple", "Selkosuomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
FORMAT_MODULE_PATH = ["rinnalla.formats"]

# Static files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("RINNALLA_STATIC_ROOT", REPOSITORY / ".rinnalla" / "static"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Mail, uploads, logging ----------------------------------------------------------------------------------------------
EMAIL_BACKEND = os.environ.get("RINNALLA_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
DEFAULT_FROM_EMAIL = os.environ.get("RINNALLA_FROM_EMAIL", "rinnalla@localhost")
PUBLIC_ADDRESS = os.environ.get("RINNALLA_PUBLIC_ADDRESS", "http://localhost:8000")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "rinnalla.lib.jsonlog.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"rinnalla": {"level": "INFO"}},
}

if not DEMO and not (SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE and SECURE_SSL_REDIRECT):
    raise ImproperlyConfigured("Outside the demo the cookies must be Secure.")

# Where lib.web finds a writer's kept draft: lib is above access and may not import it.
DRAFTS = "rinnalla.access.drafts.of"

# Which chapter of the handbook stands beside a screen: lib draws every frame and may not import it.
HANDBOOK = "rinnalla.servicemodels.handbook.beside.of"
# What the figures of a page mean (T-36).
MEANINGS = "rinnalla.servicemodels.meanings.of"
# The services of a case in words, for the plan's page (L-52).
PLAN_SERVICES = "rinnalla.services.ofplan.of_plan"

# Who is told of a published service model: servicemodels is above these rooms and may not import them.
SERVICE_MODEL_READERS = ["rinnalla.catalogue.actions.renew_cards"]

# Who still holds something in a unit that is to be closed: access is above these rooms and may not import them.
UNIT_HOLDERS = ["rinnalla.cases.units.held_in", "rinnalla.referrals.units.waiting_in"]

# Whose an identity code is, and with which account they sign in: access is above people and may not import them.
CLIENTS_BY_CODE = "rinnalla.people.accounts.people_with_code"
CLIENT_ACCOUNT = "rinnalla.people.accounts.client_account"
REPRESENTATIVES_BY_CODE = "rinnalla.people.representatives.with_code"

# For whom an account acts now: access is above cases and may not import them.
MANDATES = "rinnalla.cases.mandates.holding.of_user"

# What stands on a consent and ends with it: cases is above these rooms and may not import them.
CONSENT_READERS = [
    "rinnalla.meetings.actions.standing_on",
    "rinnalla.employment.actions.standing_on",
    "rinnalla.feedback.experts.actions.standing_on",
    "rinnalla.services.standing.standing_on",
]

# Whether a client is now a customer of multi-agency support by 381/2023 (L-84): cases may not import where it is known.
CUSTOMERSHIP = "rinnalla.meetings.rules.in_joint_service"

# Which organisations go on with a client when the case closes: cases is above these rooms and may not import them.
CASE_BODIES = ["rinnalla.services.queries.bodies_serving", "rinnalla.employment.caseload.bodies_coaching"]

# Who is told when something of a case begins or ends: rooms above the hearers may not import them (cases/moments.py).
CASE_MOMENTS = ["rinnalla.feedback.asking.happened", "rinnalla.feedback.experts.actions.happened"]

# What an employer's page shows of later rooms, each a function of the employer and the reader (employers/showing.py).
EMPLOYER_PARTS = ["rinnalla.network.letters.showing.on_employer"]

# What keeps a case from being closed, as a sentence: cases is above these rooms and may not import them.
CLOSING_WAITS = ["rinnalla.retention.requests.standing.before_closing"]

# Where the client sees a fact differently: told beside the row by rooms that may not import retention.
CLIENTS_VIEWS = "rinnalla.retention.requests.standing.notes"

# What keeps traffic away though the database answers: access is above these rooms and may not import them.
READY_CHECKS = ["rinnalla.retention.erasing.ahead.not_ready"]
