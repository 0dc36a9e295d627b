"""What a scripted Asterisk does when it is steered: channels move, variables and queue members are kept.

The part of the manager's honest fake beside its sessions (scripted_manager.py), for tests here and at sites:
`ScriptedManager(switch.answers)`. Refusals are worded as Asterisk words them.
"""

from cti.ami.scripted_manager import Answer, Headers, block, success

Row = dict[str, str]


class ScriptedSwitch:
    """`channels` are rows of CoreShowChannels, `members` and `entries` rows of QueueStatus."""

    def __init__(self) -> None:
        self.channels: list[Row] = []
        self.variables: dict[tuple[str, str], str] = {}
        """(channel or empty, name) → value."""
        self.queues = {"junior", "senior", "english", "manager"}
        self.members: list[Row] = []
        self.entries: list[Row] = []
        self.answers: dict[str, Answer] = {
            "Setvar": self.setvar,
            "Getvar": self.getvar,
            "Redirect": self.redirect,
            "Hangup": self.hangup,
            "PlayDTMF": self.there,
            "MixMonitorMute": self.there,
            "Originate": success,
            "CoreShowChannels": self._core_show_channels,
            "Status": self.there,
            "QueueStatus": self._queue_status,
            "QueueAdd": self.queue_add,
            "QueueRemove": self.queue_remove,
            "QueuePause": self.queue_change,
            "QueuePenalty": self.queue_change,
        }

    def arrives(self, unique_id: str, name: str = "", context: str = "waiting", **headers: str) -> Row:
        """A channel comes into being."""
        row = {
            "Channel": name or f"PJSIP/trunk-{unique_id.rpartition('.')[2]:0>8}",
            "ChannelState": "6",
            "CallerIDNum": "55501234",
            "Context": context,
            "Exten": "s",
            "Priority": "1",
            "Uniqueid": unique_id,
            "Linkedid": unique_id,
            **headers,
        }
        self.channels.append(row)
        return row

    def setvar(self, action: Headers) -> bytes:
        """Keep a variable, of a channel that is there or global."""
        if action.get("Channel") and self.row(action["Channel"]) is None:
            return _refused(action, "No such channel")
        self.variables[action.get("Channel", ""), action["Variable"]] = action["Value"]
        return success(action, "Variable Set")

    def getvar(self, action: Headers) -> bytes:
        """Tell a variable; one that is not set is empty."""
        value = self.variables.get((action.get("Channel", ""), action["Variable"]), "")
        return block(
            Response="Success", ActionID=action["ActionID"], Variable=action["Variable"], Value=value
        )

    def redirect(self, action: Headers) -> bytes:
        """Move a channel, or two at once."""
        moves = [(action["Channel"], action["Context"], action["Exten"])]
        if "ExtraChannel" in action:
            moves.append((action["ExtraChannel"], action["ExtraContext"], action["ExtraExten"]))
        if any(self.row(name) is None for name, _, _ in moves):
            return _refused(action, "Channel does not exist")
        for name, context, exten in moves:
            if (row := self.row(name)) is not None:
                row |= {"Context": context, "Exten": exten}
        return success(action, "Redirect successful")

    def hangup(self, action: Headers) -> bytes:
        """A channel is gone."""
        if (row := self.row(action["Channel"])) is None:
            return _refused(action, "No such channel")
        self.channels.remove(row)
        return success(action, "Channel Hungup")

    def there(self, action: Headers) -> bytes:
        """Success if the channel is there."""
        found = self.row(action["Channel"]) is not None
        return success(action) if found else _refused(action, "No such channel")

    def queue_add(self, action: Headers) -> bytes:
        """A further member."""
        if action["Queue"] not in self.queues:
            return _refused(action, "Unable to add interface to queue: No such queue")
        if self._member(action) is not None:
            return _refused(action, "Unable to add interface: Already there")
        member = {"Queue": action["Queue"], "Location": action["Interface"], "Membership": "dynamic"}
        self.members.append({**member, "Penalty": action["Penalty"], "Paused": action["Paused"]})
        return success(action, "Added interface to queue")

    def queue_remove(self, action: Headers) -> bytes:
        """A member less."""
        if (member := self._member(action)) is None:
            return _refused(action, "Unable to remove interface: Not there")
        self.members.remove(member)
        return success(action, "Removed interface from queue")

    def queue_change(self, action: Headers) -> bytes:
        """A member's pause or penalty."""
        if (member := self._member(action)) is None:
            return _refused(action, "Interface not found")
        if "Paused" in action:
            member["Paused"] = "1" if action["Paused"] == "true" else "0"
        member["Penalty"] = action.get("Penalty", member["Penalty"])
        return success(action)

    def row(self, name: str) -> Row | None:
        """The channel of this name or unique id."""
        return next((row for row in self.channels if name in (row["Channel"], row["Uniqueid"])), None)

    def _member(self, action: Headers) -> Row | None:
        wanted = action["Queue"], action["Interface"]
        return next((row for row in self.members if (row["Queue"], row["Location"]) == wanted), None)

    def _core_show_channels(self, action: Headers) -> bytes:
        return _list(action, "CoreShowChannels", {"CoreShowChannel": self.channels})

    def _queue_status(self, action: Headers) -> bytes:
        return _list(action, "QueueStatus", {"QueueMember": self.members, "QueueEntry": self.entries})


def _list(action: Headers, name: str, rows: dict[str, list[Row]]) -> bytes:
    answer_to = action["ActionID"]
    items = [block(Event=event, ActionID=answer_to, **row) for event, kept in rows.items() for row in kept]
    start = block(Response="Success", ActionID=answer_to, EventList="start")
    end = block(Event=f"{name}Complete", ActionID=answer_to, EventList="Complete", ListItems=str(len(items)))
    return b"".join([start, *items, end])


def _refused(action: Headers, message: str) -> bytes:
    return block(Response="Error", ActionID=action["ActionID"], Message=message)
