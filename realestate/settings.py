"""All configuration, read from the environment once. A wrong value stops the start with the variable's name."""

from __future__ import annotations

import os
import re
import socket
import sys
import tempfile
from datetime import timedelta
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from realestate import environment as env
from realestate.environment import BASE_DIR

VERSION = "0.1.0"
TESTING = "pytest" in sys.modules

DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", min_length=32)
JWT_SIGNING_KEY = env.text("JWT_SIGNING_KEY", min_length=32)
if JWT_SIGNING_KEY == SECRET_KEY:
    raise ImproperlyConfigured("JWT_SIGNING_KEY must differ from SECRET_KEY: one leaked key must not open both doors.")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
METRICS_ADDRESSES = env.networks("METRICS_ADDRESSES")
NODE_NAME = env.text("NODE_NAME", default=socket.gethostname())
SITE_URL = env.address("SITE_URL", "http://127.0.0.1:8000", schemes=("http", "https"))

# Its `runserver` serves streams; elsewhere Twisted (26 MB, half a second) is loaded by the daphne command alone.
_RUNSERVER = ["daphne"] if sys.argv[1:2] == ["runserver"] else []
INSTALLED_APPS = [
    *_RUNSERVER,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "js_lib_leaflet",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "realestate",
    "accounts",
    "listings",
    "analytics",
    "agent",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",  # pages; files are compressed ahead, streams are raw routes
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # ETag, and 304 for who has it already
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "realestate.urls"
ASGI_APPLICATION = "realestate.asgi.application"
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
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "OPTIONS": {
            # IMMEDIATE: a deferred transaction that turns to writing answers "database is locked" despite the time-out.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        },
        # A file, because the shared in-memory database answers "table is locked" beside a writer.
        "TEST": {"NAME": os.path.join(tempfile.gettempdir(), f"doorstep-test-{os.getpid()}.sqlite3")},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.address("REDIS_URL", "", schemes=("redis", "rediss"))
# Without Redis there is one process, or those on one database look at it by themselves: see agent/doorbell.py.
CHANNEL_LAYERS = (
    {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",  # at most once, nothing is kept
            "CONFIG": {"hosts": [REDIS_URL], "prefix": "doorstep"},
        }
    }
    if REDIS_URL
    else {}
)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    # The backend's own limit of 300 entries would cull the throttles' counters while they count.
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}

# --- Mail: without a mail server each mail becomes a file -------------------------------------------------------------
EMAIL_DOMAIN = urlsplit(SITE_URL).hostname
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"Doorstep <doorstep@{EMAIL_DOMAIN}>")
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
EMAIL_TIMEOUT = 30
MAIL_DAILY = env.whole_number("MAIL_DAILY", 30)
globals().update(env.mail_server("EMAIL_URL"))

# --- Accounts -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "chat"
LOGOUT_REDIRECT_URL = "login"
SESSION_ENGINE = "accounts.sessions"  # Django's, with the user beside each, so that one person's can be ended
OTHER_MODELS = {  # of other packages, and what they know of users (accounts.personal_data)
    "admin.LogEntry": "CASCADE on who did it; to whom it was done is wiped when an account is deleted",
    "auth.Group": "nobody",
    "auth.Permission": "nobody",
    "contenttypes.ContentType": "nobody",
    "sessions.Session": "empty: accounts.Session takes its place",
}
PASSWORD_RESET_TIMEOUT = 3600  # seconds a mailed link can set a new password
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "ALGORITHM": "HS256",
    "AUDIENCE": "doorstep-web",
    "ISSUER": "doorstep",
    "USER_ID_CLAIM": "sub",
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.ApiTokenAuthentication",
        "accounts.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["realestate.permissions.MayCall"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["realestate.parsers.AnyTypeJSONParser"],
    "EXCEPTION_HANDLER": "realestate.api.error_response",
    "DEFAULT_SCHEMA_CLASS": "realestate.openapi.PlainSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Doorstep",
    "DESCRIPTION": "Homes, markets and a conversation with the assistant. Errors have one shape: `Error`.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["realestate.openapi.complete"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
THROTTLE = env.one_of("THROTTLE", ("on", "off")) == "on"

# --- Programs: AI clients over MCP, scripts with an API token -----------------------------------------------------
# Web pages of other origins whose scripts may speak MCP; programs send no Origin and need none.
MCP_ORIGINS = env.names("MCP_ORIGINS", [])
if wrong := [each for each in MCP_ORIGINS if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", each)]:
    raise ImproperlyConfigured(f"MCP_ORIGINS has {wrong[0]!r}; write origins like https://client.example.com.")

# --- The model ------------------------------------------------------------------------------------------------------
LLM_BASE_URL = env.address("LLM_BASE_URL", "", schemes=("http", "https"))
LLM_API_KEY = env.text("LLM_API_KEY", "")
LLM_MODEL = env.text("LLM_MODEL", "")
if not LLM_BASE_URL:
    if openrouter_key := env.text("OPENROUTER_API_KEY", ""):
        LLM_BASE_URL, LLM_API_KEY = "https://openrouter.ai/api/v1", LLM_API_KEY or openrouter_key
        LLM_MODEL = LLM_MODEL or "openai/gpt-4o-mini"
    elif openai_key := env.text("OPENAI_API_KEY", ""):
        LLM_BASE_URL, LLM_API_KEY = "https://api.openai.com/v1", LLM_API_KEY or openai_key
        LLM_MODEL = LLM_MODEL or "gpt-4o-mini"
    elif LLM_MODEL and LLM_MODEL != "offline":
        raise ImproperlyConfigured(f"LLM_MODEL is {LLM_MODEL!r} but LLM_BASE_URL says not where to find it.")
LLM_MODEL = LLM_MODEL or ("default" if LLM_BASE_URL else "offline")
LLM_TOOL_MODEL = env.text("LLM_TOOL_MODEL", "") or LLM_MODEL

# Whether somebody else's model reads the conversation: then homes are told only as their source allows.
LLM_HOSTED = env.hosted("LLM_HOSTED", LLM_BASE_URL)

LLM_PROMPT_PRICE, LLM_COMPLETION_PRICE = env.dollars("LLM_PROMPT_PRICE"), env.dollars("LLM_COMPLETION_PRICE")

AGENT_MAX_STEPS = env.whole_number("AGENT_MAX_STEPS", 8, minimum=1)
AGENT_RUN_SECONDS = env.whole_number("AGENT_RUN_SECONDS", 120, minimum=1)
AGENT_DAILY_TOKENS = env.whole_number("AGENT_DAILY_TOKENS", 200_000)
AGENT_OPEN_RUNS = env.whole_number("AGENT_OPEN_RUNS", 5, minimum=1)
AGENT_MAX_RUNS = env.whole_number("AGENT_MAX_RUNS", 100, minimum=1)
AGENT_APPROVALS = env.one_of("AGENT_APPROVALS", ("ask", "own"))
# States whose further protected classes hold beside the federal ones: files of realestate/fair_housing/packs.
FAIR_HOUSING_PACKS = env.some_of(
    "FAIR_HOUSING_PACKS", [path.stem for path in (BASE_DIR / "realestate/fair_housing/packs").glob("*.toml")]
)

# --- Streaming ------------------------------------------------------------------------------------------------------
SSE_TIMEOUT = env.whole_number("SSE_TIMEOUT", 120_000, minimum=1000)
SSE_KEEPALIVE = env.whole_number("SSE_KEEPALIVE", 2000, minimum=100)
SSE_OPEN_STREAMS = env.whole_number("SSE_OPEN_STREAMS", 20, minimum=1)
SSE_MAX_STREAMS = env.whole_number("SSE_MAX_STREAMS", 2000, minimum=1)
SSE_RETRY = env.whole_number("SSE_RETRY", 3000)
SSE_FRAME_MS = env.whole_number("SSE_FRAME_MS", 40)
SSE_CHUNK_CHARS = env.whole_number("SSE_CHUNK_CHARS", 0)
SSE_CHUNK_DELAY_MS = env.whole_number("SSE_CHUNK_DELAY_MS", 0)

# --- Web ------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "realestate.bundles.BundleFinder",
]
# Maps are for debuggers alone, and take longer to compress than everything else together.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "map")
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "realestate.storage.HashedStaticFiles"
    },
}
# Where imported photos may come from; of other addresses the page shows its own drawing.
IMAGE_ORIGINS = env.names("IMAGE_ORIGINS", [])
if wrong := [each for each in IMAGE_ORIGINS if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", each)]:
    raise ImproperlyConfigured(f"IMAGE_ORIGINS has {wrong[0]!r}; write origins like https://photos.example.com.")
# Tiles under the maps, e.g. https://tiles.example.com/{z}/{x}/{y}.png; without them maps are drawn plain.
MAP_TILES = env.text("MAP_TILES", "")
MAP_ATTRIBUTION = env.text("MAP_ATTRIBUTION", "")
if MAP_TILES and not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?/\S*", MAP_TILES):
    raise ImproperlyConfigured(f"MAP_TILES is {MAP_TILES!r}; write an address with {{z}}, {{x}} and {{y}} in it.")
MAP_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(MAP_TILES))] if MAP_TILES else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *IMAGE_ORIGINS, *MAP_ORIGINS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
if SITE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$", r"^sse/health$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "realestate.logs.OneLineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "daphne": {"level": "WARNING"},
        "django.channels.server": {"level": "WARNING"},
        "mcp": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
    },
}
