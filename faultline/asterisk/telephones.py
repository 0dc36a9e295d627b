"""Agents' telephones and the trunk as pjsip objects: who may call, and how each proves who it is (S9)."""

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address

from faultline.asterisk.trouble import AsteriskError

_EXTENSION = re.compile(r"[0-9]{2,8}")
_SECRET = re.compile(r"[A-Za-z0-9_.~-]{16,128}")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_SIP_URI = re.compile(r"sip:[A-Za-z0-9.+_-]+(?:@|:)?[A-Za-z0-9.:\[\]_-]*")
QUEUES = ("junior", "senior", "english", "manager")
_REGISTER = re.compile(
    r"sip:(?P<user>[A-Za-z0-9.+_-]+)@(?P<host>[A-Za-z0-9.-]+(?::[0-9]{1,5})?)(?:;transport=(?P<by>udp|tcp|tls))?"
)


@dataclass(frozen=True, slots=True)
class AgentEndpoint:
    """An agent's telephone: registers as `extension` with `secret`, or is reached at the fixed `contact`."""

    extension: str
    secret: str = field(default="", repr=False)
    """The password; empty where there is a digest."""
    contact: str = ""
    """`sip:8001@host:port` of a telephone that is believed to be there; empty: it registers."""
    queue: str = "junior"
    """The queue that *11 signs in to."""
    browser: bool = False
    """A WebRTC telephone."""
    digest: str = field(default="", repr=False)
    """HA1 of RFC 2617 (MD5 over extension, realm `faultline`, password), which does not tell the password."""

    def __post_init__(self) -> None:
        """Raise ValueError for what could not stand in a configuration file."""
        if not _EXTENSION.fullmatch(self.extension):
            raise ValueError("an agent's extension consists of 2 to 8 digits")
        if self.digest and (self.secret or not _DIGEST.fullmatch(self.digest)):
            raise ValueError("an agent's digest has 32 hexadecimal digits, and stands instead of a secret")
        if not self.digest and not _SECRET.fullmatch(self.secret):
            raise ValueError("an agent's secret has 16 to 128 characters of A-Z a-z 0-9 _ . ~ -")
        if self.contact and not _SIP_URI.fullmatch(self.contact):
            raise ValueError("a fixed contact looks like sip:8001@192.0.2.1:5060")
        if self.queue not in QUEUES:
            raise ValueError("an agent's queue is junior, senior, english or manager")


def agent_section(agent: AgentEndpoint) -> str:
    """Endpoint, password and address record of one telephone."""
    template = "browser-template" if agent.browser else "agent-template"
    proof = f"password = {agent.secret}"
    if agent.digest:
        proof = f"auth_type = digest\npassword_digest = MD5:{agent.digest}"
    contact = f"contact = {agent.contact}\nqualify_frequency = 0\n" if agent.contact else ""
    return f"""
[{agent.extension}]({template})
auth = {agent.extension}
aors = {agent.extension}
set_var = SIGN_IN_QUEUE={agent.queue}

[{agent.extension}](agent-auth-template)
username = {agent.extension}
{proof}

[{agent.extension}](agent-aor-template)
{contact}"""


def trunk_by_address(addresses: tuple[str, ...], srtp: bool) -> str:
    """The public network, known by where it calls from; without an address nobody may call."""
    if not addresses:
        return "; No trunk: FAULTLINE_TRUNK_HOSTS is empty, public calls are refused.\n"
    matches = "".join(f"match = {address}\n" for address in addresses)
    return f"{_trunk(srtp)}\n[trunk-addresses]\ntype = identify\nendpoint = trunk\n{matches}"


def trunk_by_registration(register: str, secret: str, srtp: bool) -> str:
    """The public network, reached by registering at the carrier. Raises AsteriskError for a wrong address."""
    host, by = registrar(register), registration_transport(register)
    if not secret or not secret.isprintable() or ";" in secret:
        raise AsteriskError("data/secrets/trunk holds the carrier's password: one line without a semicolon")
    user = register.removeprefix("sip:").partition("@")[0]
    return f"""{_trunk(srtp)}
[trunk-addresses]
type = identify
endpoint = trunk
match = {host.partition(":")[0]}

[trunk-auth]
type = auth
auth_type = userpass
username = {user}
password = {secret}

[trunk-registration]
type = registration
transport = transport-{by}
server_uri = sip:{host}{in_uri(by)}
client_uri = sip:{user}@{host}
outbound_auth = trunk-auth
contact_user = {user}
retry_interval = 20
forbidden_retry_interval = 120
fatal_retry_interval = 120
max_retries = 100000
line = yes
endpoint = trunk
"""


def registrar(register: str) -> str:
    """Host, and port if there is one, of a registration. Raises AsteriskError for a wrong address."""
    return _parts(register)["host"]


def registration_transport(register: str) -> str:
    """`udp`, `tcp` or `tls`: how the carrier is reached. Raises AsteriskError for a wrong address."""
    return _parts(register)["by"] or "udp"


def in_uri(transport: str) -> str:
    """The transport as it follows an address in a configuration file, where a bare semicolon begins a comment."""
    return "" if transport == "udp" else f"\\;transport={transport}"


def _parts(register: str) -> re.Match[str]:
    found = _REGISTER.fullmatch(register)
    if found is None:
        raise AsteriskError(
            "FAULTLINE_TRUNK_REGISTER looks like sip:user@carrier.example, or with ;transport=tls behind it"
        )
    return found


def _trunk(srtp: bool) -> str:
    encryption = "media_encryption = sdes\n" if srtp else ""
    return f"\n[trunk](trunk-template)\n{encryption}"


def socket_address(address: IPv4Address | IPv6Address, port: int) -> str:
    """Address and port the way Asterisk writes them."""
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
