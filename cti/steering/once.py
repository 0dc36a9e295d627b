"""One action sent once, where nobody waits for its success: what went wrong is logged, and never sent again."""

import logging

from cti.ami.actions import AmiAction
from cti.ami.errors import AmiError
from cti.ami.link import AmiLink

log = logging.getLogger(__name__)


async def once(link: AmiLink, action: AmiAction) -> bool:
    """Send an action; whether Asterisk said that it was done."""
    try:
        await link.actions.act(action)
    except AmiError as error:
        log.warning("An action was not done", extra={"action": action.action, "why": type(error).__name__})
        return False
    return True
