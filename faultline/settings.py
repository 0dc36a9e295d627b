"""All settings in one typed class: environment `FAULTLINE_<NAME>` over `faultline.toml` over defaults.

`faultline doctor --settings` prints them with secrets hidden. Secrets are generated at first start under
`data/secrets/`, never defaulted.
"""

import re
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from cti.http.phone_rules import IceServer, PhoneRules
from cti.people.permissions import Role
from cti.routing.queues import QueueName, Queues, QueueSettings, all_queues
from recordings.compact import Format

Port = Annotated[int, Field(ge=1, le=65535)]
_NUMBER_PATTERN = re.compile(r"(?:[0-9XZN]|\[[0-9](?:-?[0-9])*\]){3,24}")
"""A pattern of the dialplan that matches numbers of one length: no `.`, no `!`."""


NodeName = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]


class NodePlace(BaseModel):
    """One of several nodes: where its data lies, and the ports that are its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: NodeName
    data: Path
    ami_port: Port
    http_port: Port
    ws_port: Port | None = None
    """Of its telephones in the browser; unset: as for one node."""


class Settings(BaseSettings):
    """What a site can set. Ports are TCP unless said otherwise; folders may be relative."""

    model_config = SettingsConfigDict(
        env_prefix="FAULTLINE_", toml_file="faultline.toml", extra="forbid", use_attribute_docstrings=True
    )

    data: Path = Path("data")
    """Folder of everything that is written: database, journal, recordings, prompts, secrets, Asterisk."""
    database_url: SecretStr | None = None
    """SQLAlchemy URL; unset: SQLite in the data folder. `postgresql+asyncpg://…` for real sites."""
    bind: IPv4Address | IPv6Address = IPv4Address("127.0.0.1")
    http_port: Port = 8112
    agi_port: Port = 4573
    ami_port: Port = 5038
    sip_port: Port = 5060
    """UDP and TCP."""
    sip_tls_port: Port | None = None
    sip_tls_certificate: Path | None = None
    sip_tls_key: Path | None = None
    sip_tls_ca: Path | None = None
    """PEM file of those who vouch for the carrier's certificate; unset: the system's."""
    trunk_srtp: bool = False
    ws_port: Port = 8088
    phone_url: Annotated[str | None, Field(pattern=r"^wss?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9/._-]*)?$")] = (
        None
    )
    """Asterisk's WebSocket for telephones in the browser, behind a proxy; unset: `ws_port`, path /ws."""
    ice_servers: tuple[IceServer, ...] = ()
    """STUN and TURN servers for telephones in the browser."""
    desktop_files: Path | None = None
    """Folder of the built browser desktop; unset: the one that `make setup` builds."""
    call_page: bool | None = None
    """Calls from a page without an account, to the hotline's numbers alone; unset: on when `bind` is loopback."""
    rtp_start: Port = 10000
    rtp_end: Port = 20000
    """UDP, inclusive."""
    max_calls: Annotated[int, Field(ge=1, le=10000)] = 200
    """Calls that Asterisk accepts at once; further ones get 503 (R13, R14)."""
    trunk_hosts: Annotated[tuple[str, ...] | None, NoDecode] = None
    """Addresses from which public calls are taken; unset: loopback when `bind` is loopback, else none."""
    trunk_register: str | None = None
    """`sip:user@host` to register with, instead of knowing the trunk by address; `;transport=tls` behind it: by TLS.

    The password stands in secrets/trunk.
    """
    outbound_patterns: Annotated[tuple[str, ...], NoDecode] = ()
    """Numbers that may be called, one pattern each: digits, X 0-9, Z 1-9, N 2-9, `[24-6]`; unset: none (S4)."""
    outbound_host: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9.:\[\]-]{1,128}$")] = None
    """`address:port` that calls to those numbers are sent to; unset: the trunk's only address or its registrar."""
    asterisk: Path | None = None
    """Path of an Asterisk to use."""
    node: NodeName = "node1"
    nodes: tuple[NodePlace, ...] = ()
    """The nodes of this machine that `faultline cti` serves; unset: the one of these settings."""
    admin_password: SecretStr | None = None
    """Of the first administrator; unset: made and printed once. Of no use once there is one."""
    public_url: Annotated[str | None, Field(pattern=r"^https?://[A-Za-z0-9.:\[\]-]+/?$")] = None
    """Address of the desktop in browsers; with https, cookies travel over TLS alone. Unset: as it was asked."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Networks of the proxies in front of HTTP, whose X-Forwarded-For is believed."""
    role_networks: dict[str, tuple[str, ...]] = {}
    """Networks from which a role may be used; a role that is not named: from anywhere (H16)."""
    session_idle_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    """A session without a request and without an open desktop ends."""
    session_hours: Annotated[int, Field(ge=1, le=168)] = 12
    """A session ends in any case."""
    audit_days: Annotated[int, Field(ge=183)] = 366
    """How long the audit log is kept (PIPL: half a year at least)."""
    site_zone: str = "Asia/Shanghai"
    """Time zone for what people see and hear; the store is UTC."""
    queues: dict[QueueName, QueueSettings] = {}
    """`[queues.<name>]` of faultline.toml, over junior, senior, english and manager (docs/routing.md)."""
    out_calls_an_hour: Annotated[int, Field(ge=0, le=1000)] = 60
    """Calls to numbers outside that one agent may place, transfers included (S4)."""
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts, as `host` or `host:port`, that screen pops may be posted to; unset: none."""
    listen_spares_superiors: bool = True
    """Nobody listens in on those who stand above them."""
    listen_tells_agents: bool = False
    """An agent's desktop shows when somebody listens in."""
    recordings_url: str | None = None
    """Where conversations are archived, as fsspec reads it; unset: a folder of the data folder."""
    recordings_format: Format = Format.FLAC
    recordings_encrypted: bool = False
    """Encrypt archived conversations with a key of data/secrets."""
    retention_days: Annotated[int, Field(ge=90, le=36500)] = 90
    """How long conversations are kept (K12: at least 90 days)."""
    recordings_verified_a_minute: Annotated[float, Field(ge=0, le=600)] = 6.0
    """Archived conversations compared with their checksums in a minute; 0: none."""
    mended_hours: Annotated[int, Field(ge=0, le=720)] = 24
    """For how long a mended line is announced as mended (F1.5)."""
    repair_hours: Annotated[int, Field(ge=1, le=720)] = 24
    """How long a repair may take: past it an open report is overdue (F2.5)."""
    test_head: str = "lab"
    """`lab` or the `http(s)://` address of a REST test head (F1.8)."""
    test_head_seconds: Annotated[float, Field(gt=0, le=300)] = 30.0
    """How long a caller waits for a busy test head (F1.8)."""
    guess_limit: Annotated[int, Field(ge=0, le=1000)] = 12
    """Line and report numbers that do not exist, by calling number, before an agent takes over (S18); 0: any."""
    guess_window: Annotated[int, Field(ge=1, le=86400)] = 3600
    """Seconds in which `guess_limit` counts."""
    confirm_seconds: Annotated[float, Field(gt=0, le=30)] = 2.0
    """How long a caller waits for the report's number; past it an agent, and the report is stored later (R10)."""
    least_free_mb: Annotated[int, Field(ge=0, le=1_000_000)] = 100
    """Megabytes of free disk below which the service raises an alarm and is not ready (R11)."""
    floor_log_days: Annotated[int, Field(ge=1, le=36500)] = 90
    """Days that the files of the live floor's log stay once they are in the database."""
    floor_log_mb: Annotated[int, Field(ge=10, le=1_000_000)] = 2_000
    """Megabytes that these files may take; past it the oldest go."""
    floor_events_days: Annotated[int, Field(ge=31, le=36500)] = 800
    """Days that events of the live floor stay in the database: what indicators by year are counted from."""
    log_personal: bool = False
    """Show callers' numbers in logs; off: masked."""
    log_json: bool = False
    """Logs as one JSON object a line; off: a sentence and `key=value`."""

    @field_validator("trunk_hosts", "outbound_patterns", "trusted_proxies", "webhook_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("trunk_hosts", "trusted_proxies")
    @classmethod
    def _addresses(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for host in value or ():
            ip_network(host, strict=False)
        return value

    @field_validator("outbound_patterns")
    @classmethod
    def _exact(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            if not _NUMBER_PATTERN.fullmatch(pattern):
                raise ValueError(f"{pattern}: a pattern has an exact length: digits, X, Z, N and [24-6] only")
        return value

    @field_validator("queues")
    @classmethod
    def _queues(cls, value: dict[str, QueueSettings]) -> dict[str, QueueSettings]:
        all_queues(value)
        return value

    @field_validator("role_networks")
    @classmethod
    def _roles(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for role, networks in value.items():
            Role(role)
            for network in networks:
                ip_network(network, strict=False)
        return value

    @cached_property
    def folder(self) -> Path:
        """The data folder as an absolute path."""
        return self.data.expanduser().resolve()

    @property
    def trunk_addresses(self) -> tuple[str, ...]:
        """Addresses or networks that public calls may come from."""
        if self.trunk_hosts is not None:
            return self.trunk_hosts
        return ("127.0.0.1",) if self.bind.is_loopback else ()

    @property
    def phone_rules(self) -> PhoneRules:
        """Where telephones in the browser find Asterisk."""
        return PhoneRules(self.phone_url, self.ws_port, self.ice_servers)

    @property
    def call_page_on(self) -> bool:
        """Whether people may call the hotline from a page without an account."""
        return self.bind.is_loopback if self.call_page is None else self.call_page

    @property
    def all_queues(self) -> Queues:
        """The site's queues over the default ones."""
        return all_queues(self.queues)

    @property
    def store_url(self) -> str:
        """The database's URL, with its password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.folder / 'faultline.sqlite3'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file over defaults."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
