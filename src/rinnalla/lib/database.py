"""Database settings from addresses in the environment."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict


def database_settings(environment: Mapping[str, str]) -> dict[str, dict]:
    """Django's DATABASES: `default` is the application role, `owner` the role that migrates and backs up.

    Raises ImproperlyConfigured when DATABASE_URL is missing or the two are the same role.
    """
    address = environment.get("DATABASE_URL", "")
    if not address:
        raise ImproperlyConfigured("DATABASE_URL is not set. ./rinnalla demo starts a database of its own.")
    settings = {"default": _one(address, pooled=environment.get("RINNALLA_POOL") == "1")}
    owner = environment.get("DATABASE_OWNER_URL", "")
    if owner:
        settings["owner"] = _one(owner, pooled=False)
        settings["owner"]["TEST"] = {"MIRROR": None}
        if settings["owner"]["USER"] == settings["default"]["USER"]:
            raise ImproperlyConfigured(
                "DATABASE_URL and DATABASE_OWNER_URL must be two roles: the one that serves owns nothing."
            )
    return settings


def _one(address: str, *, pooled: bool) -> dict:
    parts = conninfo_to_dict(address)
    options: dict = {"server_side_binding": True, "prepare_threshold": 2}
    if "sslmode" in parts:
        options["sslmode"] = parts["sslmode"]
    if pooled:
        options["pool"] = {"min_size": 2, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "rinnalla"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 0 if pooled else 60,
        # A connection that was lost while it waited in the pool is not handed out: it would cost somebody a page.
        "CONN_HEALTH_CHECKS": pooled,
        "OPTIONS": options,
    }
