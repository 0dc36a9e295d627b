"""The floor board of a supervisor: agents, queues, waiting callers and calls (H15)."""

from dataclasses import dataclass, field

from cti.views.agents import AgentView
from cti.views.calls import CallView
from cti.views.queues import QueueView


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """Everything, or after that what has changed; `gone`: calls that have ended since."""

    agents: list[AgentView] = field(default_factory=list)
    queues: list[QueueView] = field(default_factory=list)
    calls: list[CallView] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
