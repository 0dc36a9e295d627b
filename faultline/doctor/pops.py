"""Other systems that screen pops go to: hosts that the site has not allowed get none."""

from collections.abc import Iterator

from cti.pops.targets import PopTarget, refused_hosts
from faultline.doctor.finding import Finding, fail, ok
from faultline.settings import Settings


def check_pops(settings: Settings) -> Iterator[Finding]:
    """Every webhook's host is in the site's list; a page is opened by the agent's browser and needs none."""
    posted = {name: PopTarget(webhook=queue.pop.webhook) for name, queue in settings.all_queues.items()}
    refused = refused_hosts(posted, settings.webhook_hosts)
    if refused:
        says = f"pops are to be posted to {', '.join(refused)}, which the site does not allow"
        yield fail("screen pops", says, "name the host in FAULTLINE_WEBHOOK_HOSTS, or take the webhook away")
    elif any(target.webhook for target in posted.values()):
        yield ok("screen pops", "posted to hosts that the site allows")
