"""The page for newcomers and test calls as Asterisk knows it: an endpoint that may call the hotline alone (S4)."""

from hashlib import md5
from pathlib import Path

from cti.call_page.telephone import ENDPOINT
from cti.people.telephone_secret import REALM
from faultline.asterisk.secrets import kept_secret
from faultline.settings import Settings

SAMPLE_CALLER = "55500100"
"""The number that such calls show where the sample data is: one of nobody's, in the example exchange."""


def call_page_digest(data: Path) -> str:
    """HA1 (RFC 2617) of the endpoint, whose password is made at first use and kept in data/secrets."""
    secret = kept_secret(data / "secrets", ENDPOINT)
    return md5(f"{ENDPOINT}:{REALM}:{secret}".encode(), usedforsecurity=False).hexdigest()


def call_page_section(settings: Settings) -> str:
    """The endpoint, which nobody can call, or why there is none."""
    if not settings.call_page_on:
        return "; FAULTLINE_CALL_PAGE is off.\n"
    caller = f"callerid = <{SAMPLE_CALLER}>\n" if settings.bind.is_loopback else ""
    return f"""[{ENDPOINT}](call-page-template)
auth = {ENDPOINT}
{caller}
[{ENDPOINT}](agent-auth-template)
username = {ENDPOINT}
auth_type = digest
password_digest = MD5:{call_page_digest(settings.folder)}
"""
