"""Django's settings. Every value a person may change comes from the environment (config/env.py)."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _

from config import env, login, mail_in, roles, sms
from core.web import logs

BASE_DIR = env.BASE_DIR
VAR_DIR = env.var_dir()
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)  # set by `manage.py demo` alone: opens the mailbox page
SECRET_KEY = env.secret_key()
PUBLIC_URL = env.public_url()
_public = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = environ.Env().list("ALLOWED_HOSTS", default=[_public.hostname, "127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = environ.Env().list("TRUSTED_PROXIES", default=[])
SNAPSHOT_DIR = Path(environ.Env().str("SNAPSHOT_DIR", default="") or VAR_DIR / "snapshots")
EXPORT_DIR = env.folder("EXPORT_DIR")
PLAYBOOK_DIR = env.folder("PLAYBOOK_DIR")
EXPORT_URL = env.export_url()

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "config.apps.CandorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "core",
    "incidents",
    "faq",
    "feedback",
    "postmortems",
]

MIDDLEWARE = [
    "core.web.middleware.RequestIdMiddleware",
    "core.web.middleware.ClientAddressMiddleware",
    "incidents.statuspages.middleware.KnownHosts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "incidents.statuspages.middleware.PathLanguage",
    "django.middleware.locale.LocaleMiddleware",
    "feedback.doors.form.middleware.KeepText",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.accounts.middleware.SessionListMiddleware",
    "core.accounts.middleware.ActorMiddleware",
    "incidents.statuspages.middleware.HostPage",
    "core.accounts.middleware.StaffLocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.web.middleware.ApiMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "incidents.statuspages.context.public",
                "config.staff.account_pages",
            ],
            "libraries": {
                "loop": "feedback.loop.tags",
                "measures": "feedback.insight.tags",
                "community": "feedback.community.tags",
                "inbox": "feedback.desk.tags",
                "moments": "core.web.moments",
                "room": "incidents.room.pills",
                "status": "incidents.statuspages.tags",
            },
        },
    }
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environ.Env().cache_url("CACHE_URL", default="locmemcache://")}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "core.accounts.backends.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
vars().update(login.settings(PUBLIC_URL))
SCOPES = roles.SCOPES
MASTHEADS = "incidents.statuspages.masthead.mastheads"  # who speaks in messages; the page stands above their slice
PAGE_HOMES = "incidents.statuspages.masthead.homes"  # where a subscriber of each page is led back to
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: 15 minutes, short on purpose; people log in during outages
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ja", _("Japanese"))]
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"

_SECURE = _public.scheme == "https"
# Only a trusted proxy can say that a request came over TLS; without one a redirect would never end.
SECURE_SSL_REDIRECT = _SECURE and bool(TRUSTED_PROXIES)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

vars().update(env.email())
EMAIL_TIMEOUT = 20
MAIL_EVENTS = env.mail_events()
vars().update(mail_in.settings())
MENTIONS_PER_HOUR = environ.Env().int("MENTIONS_PER_HOUR", default=1_000)  # more of them are taken in and held
MENTIONS_PER_AUTHOR = environ.Env().int("MENTIONS_PER_AUTHOR", default=20)
AUTOMATIC_PER_DAY = 3  # automatic messages to one customer's address in 24 hours
DEFAULT_FROM_EMAIL = environ.Env().str("DEFAULT_FROM_EMAIL", default=f"Status <status@{_public.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

FORM_KEPT_SECONDS = 5  # how old the choices and open incidents of the feedback form may be
PAGES_KEPT_SECONDS = 1  # how old a process's knowledge of which status pages there are may be
API_MAX_BODY_BYTES = 1_000_000
ALERTS_AT_ONCE = 32  # reports of other programs worked on at once, per process; the rest get 503
API_RATE = environ.Env().str("API_RATE", default="600/min")  # per token, person or address
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.accounts.authentication.BearerAuthentication",
        "core.accounts.authentication.StaffSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.web.permissions.ScopePermission"],
    "DEFAULT_THROTTLE_CLASSES": ["core.web.throttles.ActorThrottle"],
    "DEFAULT_SCHEMA_CLASS": "core.web.schema.CandorSchema",
    "DEFAULT_PAGINATION_CLASS": "core.web.paging.NewestFirst",
    "DEFAULT_FILTER_BACKENDS": ["core.web.filters.StrictFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.web.parsers.StrictJSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "core.web.problems.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "NUM_PROXIES": 0,  # REMOTE_ADDR is already the client (core.web.middleware.ClientAddressMiddleware)
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Candor REST API",
    "DESCRIPTION": "Declare incidents, publish updates, see who was told. Every error is an RFC 9457 problem document.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.web.schema.close_inputs",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "LanguageEnum": "core.text.translations.Language.choices",
        "IncidentKindEnum": "incidents.response.states.Kind.choices",
        "IncidentStateEnum": "incidents.response.states.State.choices",
        "RoleEnum": "incidents.response.states.Role.choices",
        "EntryKindEnum": "incidents.response.states.EntryKind.choices",
        "ToldStateEnum": "incidents.communication.api.inputs.TELLABLE",
        "PlaybookNodeKindEnum": "incidents.playbooks.states.NodeKind.choices",
        "PlaybookOutcomeEnum": "incidents.playbooks.states.Outcome.choices",
        "PlaybookVersionStateEnum": "incidents.playbooks.states.VersionState.choices",
        "SeverityEnum": [(level, str(level)) for level in range(1, 6)],
        "ComponentStatusEnum": "incidents.catalogue.states.ComponentStatus.choices",
        "DeliveryStateEnum": "core.delivery.states.State.choices",
        "SubscriberStateEnum": "incidents.subscribers.states.State.choices",
        "FactKindEnum": "incidents.facts.states.Kind.choices",
        "FactStateEnum": "incidents.facts.states.State.choices",
        "FactNeedEnum": "incidents.facts.states.Need.choices",
        "ConfidenceEnum": "incidents.facts.states.Confidence.choices",
        "AlertStateEnum": "incidents.alerts.states.State.choices",
        "OutletStateEnum": "incidents.outlets.states.State.choices",
        "OutletReaderEnum": "incidents.outlets.states.Reader.choices",
        "OutletKindsEnum": "incidents.outlets.states.EventKind.choices",
        "EventKindEnum": "incidents.subscribers.states.EventKind.choices",
        "AlertStatusEnum": "incidents.alerts.states.AlertStatus.choices",
        "ReportedStatusEnum": "feedback.crisis.forms.STATUSES",
        "ThreadStateEnum": "feedback.threads.states.State.choices",
        "ThreadOriginEnum": "feedback.threads.states.Origin.choices",
        "ThreadEnteredByEnum": "feedback.threads.api.inputs.ENTERED",
        "ThreadVisibilityEnum": "feedback.threads.states.Visibility.choices",
        "ThreadHeldForEnum": "feedback.threads.states.HeldFor.choices",
        "ThreadReplyByEnum": "feedback.threads.states.ReplyBy.choices",
        "MessageKindEnum": "feedback.threads.states.Kind.choices",
        "MessageAuthorEnum": "feedback.threads.states.Author.choices",
    },
}

# The queue is only a wake-up (docs/adr/0003): ids in, one action, safe to run twice.
Q_CLUSTER = {
    "name": "candor",
    "orm": "default",
    "workers": 2,
    "timeout": 60,
    "retry": 240,
    "queue_limit": 2,
    "bulk": 1,
    "poll": 0.5,
    "recycle": 500,
    "save_limit": -1,
    "ack_failures": True,
    "max_attempts": 1,
    "catch_up": False,
    "label": "Queue",
}

OUTBOUND_ALLOW = env.outbound_allow()
SMS = sms.gateway()
ALARM_CONTACTS = env.alarm_contacts()

LOGGING = logs.config(
    level=environ.Env().str("LOG_LEVEL", default="INFO"),
    as_json=env.flag("LOG_JSON", default=not (DEBUG or DEMO)),
)
