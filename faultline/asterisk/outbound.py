"""The numbers that the dialplan may call, as extensions of its context `outbound`: nothing that is not named (S4)."""

from faultline.asterisk.telephones import in_uri, registrar, registration_transport
from faultline.asterisk.trouble import AsteriskError
from faultline.settings import Settings


def outbound_patterns(settings: Settings) -> str:
    """One extension a pattern, each with the dial string; empty without patterns. Raises AsteriskError."""
    if not settings.outbound_patterns:
        return "; FAULTLINE_OUTBOUND_PATTERNS is empty: no number may be called.\n"
    host = _host(settings)
    return "".join(
        f"exten => _{pattern},1,Return(PJSIP/trunk/sip:${{EXTEN}}@{host})\n"
        for pattern in settings.outbound_patterns
    )


def _host(settings: Settings) -> str:
    """Where calls to the public network are sent."""
    if settings.outbound_host is not None:
        return settings.outbound_host
    if settings.trunk_register is not None:
        by = registration_transport(settings.trunk_register)
        return f"{registrar(settings.trunk_register)}{in_uri(by)}"
    if len(settings.trunk_addresses) == 1 and "/" not in settings.trunk_addresses[0]:
        return settings.trunk_addresses[0]
    raise AsteriskError("FAULTLINE_OUTBOUND_PATTERNS needs FAULTLINE_OUTBOUND_HOST: where calls are sent to")
