"""Settings of the staff login: second factors, and one OpenID Connect provider by configuration."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

# Whoever may do one of these speaks for the company or decides who does.
MFA_RIGHTS = ["incidents.publish_update", "core.change_user"]
PROVIDER = "oidc"


def settings(public_url: str) -> dict[str, object]:
    """Everything Django reads; `public_url` decides whether a passkey may be used without TLS."""
    provider = oidc()
    return {
        "REQUIRE_MFA": env.flag("REQUIRE_MFA", default=False),
        "MFA_RIGHTS": MFA_RIGHTS,
        "OIDC": provider,
        "ACCOUNT_ADAPTER": "core.accounts.adapters.StaffAccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # an administrator gives the address, nobody else can change it
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_FORMS": {"authenticate": "core.accounts.forms.CodeForm"},
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Candor",
        "MFA_TOTP_TOLERANCE": 1,  # phones' clocks are seldom exact
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": public_url.startswith("http://"),
        "SOCIALACCOUNT_ADAPTER": "core.accounts.adapters.StaffSocialAdapter",
        "SOCIALACCOUNT_LOGIN_ON_GET": True,  # the address takes POST only (core.accounts.urls); no page between
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _apps(provider)}},
    }


def oidc() -> dict[str, str]:
    """The provider from OIDC_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME; empty where none is set."""
    given = {name: os.environ.get(name, "").strip() for name in ("OIDC_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")}
    if not any(given.values()):
        return {}
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} is missing. "
            "Set OIDC_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none of them."
        )
    parts = urlsplit(given["OIDC_URL"])
    local = parts.hostname in {"127.0.0.1", "localhost"}
    if parts.scheme not in ({"https", "http"} if local else {"https"}) or not parts.hostname or parts.query:
        raise ImproperlyConfigured(
            f"OIDC_URL={given['OIDC_URL']!r} is not the https address of a provider. "
            "Set it to the issuer, for instance https://login.example.com/realms/staff"
        )
    return {
        "url": given["OIDC_URL"].removesuffix("/"),
        "origin": f"{parts.scheme}://{parts.netloc}",
        "client_id": given["OIDC_CLIENT_ID"],
        "secret": given["OIDC_CLIENT_SECRET"],
        "name": os.environ.get("OIDC_NAME", "").strip() or parts.hostname,
    }


def _apps(provider: dict[str, str]) -> list[dict[str, object]]:
    if not provider:
        return []
    app = {"provider_id": PROVIDER, "name": provider["name"], "client_id": provider["client_id"]}
    return [{**app, "secret": provider["secret"], "settings": {"server_url": provider["url"]}}]
