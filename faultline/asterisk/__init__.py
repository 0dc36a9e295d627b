"""Asterisk as Faultline runs it: its configuration from the settings, its process started and stopped."""

from faultline.asterisk.keeper import kept_up
from faultline.asterisk.knob_watch import knobs_followed
from faultline.asterisk.process import Asterisk, AsteriskError
from faultline.asterisk.secrets import AmiAccount, ami_accounts
from faultline.asterisk.telephones import AgentEndpoint

__all__ = [
    "AgentEndpoint",
    "AmiAccount",
    "Asterisk",
    "AsteriskError",
    "ami_accounts",
    "kept_up",
    "knobs_followed",
]
