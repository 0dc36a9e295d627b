"""One channel of a scripted Asterisk: variables, sound files, and a caller who follows a script.

Answers are those of Asterisk 22 as observed: Read returns 0 on a hang-up too and says so in READSTATUS, an
end key alone is OK with an empty variable, silence is TIMEOUT, files that do not exist are left out.
"""

import re
from collections.abc import Callable
from pathlib import Path

from ivr.script import Reaction, Script, write_tone

_VARIABLE = re.compile(r"\$\{(?P<shift>SHIFT\()?(?P<name>[A-Za-z0-9_]+)(?(shift)\))\}")
"""`${NAME}`, or `${SHIFT(NAME)}`, which leaves the variable empty."""
_NO_RESULT = "0"
_MERE_PROMPT_SECONDS = 0.1
_SILENCE_LEFT = 8000
"""Samples of the silence that ended a recording which Asterisk leaves in it: one second."""
_USAGE = "520-Invalid command syntax.  Proper usage follows:\nSee the manual\n520 End of proper usage."


class CallerLeft(Exception):  # noqa: N818 - an event, not an error
    """The scripted caller hangs up now."""


class ScriptedChannel:
    """Executes commands as Asterisk would; raises CallerLeft where the script says so."""

    def __init__(self, *script: Reaction, variables: dict[str, str] | None = None) -> None:
        self.variables = dict(variables or {})
        self.heard: list[str] = []
        """Names of sound files played, without folder and ending."""
        self.takes: list[Path] = []
        self.commands: list[list[str]] = []
        self.script = Script(script)
        self.hung_up = False
        self._fingers = ""
        self._speech: Reaction | None = None
        self._verbs: dict[tuple[str, ...], Callable[[list[str]], str]] = {
            ("EXEC",): self._exec,
            ("GET", "VARIABLE"): self._get_variable,
            ("GET", "FULL", "VARIABLE"): self._get_full_variable,
            ("SET", "VARIABLE"): self._set_variable,
            ("STREAM", "FILE"): self._stream_file,
            ("GET", "DATA"): self._get_data,
            ("WAIT", "FOR", "DIGIT"): self._wait_for_digit,
            ("RECORD", "FILE"): self._record_file,
            ("HANGUP",): self._hangup,
            ("ANSWER",): lambda _: "200 result=0",
            ("NOOP",): lambda _: "200 result=0",
            ("VERBOSE",): lambda _: "200 result=1",
        }

    def execute(self, words: list[str]) -> str:
        """The answer to one command, without its newline; 510 for what Asterisk does not know."""
        self.commands.append(words)
        for length in (3, 2, 1):
            verb = self._verbs.get(tuple(word.upper() for word in words[:length]))
            if verb is not None:
                try:
                    return verb(words[length:])
                except IndexError:
                    return _USAGE
        return "510 Invalid or unknown command"

    # -- commands

    def _exec(self, words: list[str]) -> str:
        application, *rest = words
        if application.lower() == "read":
            self._read(rest[0])
        elif application.lower() == "playback":
            self._hear(rest[0])
            self._fingers = ""
        return "200 result=0"

    def _read(self, data: str) -> None:
        variable, files, most, options, *_ = [*data.split(","), "", "", "", ""]
        end = options.removeprefix("t(").removesuffix(")") if options.startswith("t(") else "#"
        if not self._fingers and self._waits_for_nothing(files):
            raise CallerLeft
        self._hear(files)
        digits, status = "", "TIMEOUT"
        while self._fingers and status != "OK":
            key, self._fingers = self._fingers[0], self._fingers[1:]
            digits += "" if key in end else key
            if key in end or len(digits) >= int(most or 0) > 0:
                status = "OK"
        self.variables["READSTATUS"], self.variables[variable] = status, digits

    def _waits_for_nothing(self, files: str) -> bool:
        """An entry (not a mere prompt) when the script is used up: the caller has nothing left to do."""
        return (
            self.script.used_up and float(self.variables.get("TIMEOUT(response)", "0")) > _MERE_PROMPT_SECONDS
        )

    def _get_variable(self, words: list[str]) -> str:
        value = self.variables.get(words[0], "")
        return f"200 result=1 ({value})" if value else "200 result=0"

    def _get_full_variable(self, words: list[str]) -> str:
        return f"200 result=1 ({_VARIABLE.sub(self._value, words[0])})"

    def _value(self, found: re.Match[str]) -> str:
        value = self.variables.get(found["name"], "")
        if found["shift"]:
            self.variables[found["name"]] = ""
        return value

    def _set_variable(self, words: list[str]) -> str:
        self.variables[words[0]] = words[1]
        return "200 result=1"

    def _stream_file(self, words: list[str]) -> str:
        if not _exists(words[0]):
            return "200 result=-1 endpos=0"
        self._hear(words[0])
        key, self._fingers = self._fingers[:1], self._fingers[1:]
        return f"200 result={ord(key) if key and key in words[1] else _NO_RESULT} endpos=8000"

    def _get_data(self, words: list[str]) -> str:
        self._hear(words[0])
        most = int(words[2]) if len(words) > 2 else 1024
        digits, end, rest = self._fingers.partition("#")
        if len(digits) >= most:
            digits, rest, end = digits[:most], self._fingers[most:], "#"
        self._fingers = rest
        return f"200 result={digits}" + ("" if end else " (timeout)")

    def _wait_for_digit(self, words: list[str]) -> str:
        int(words[0])
        key, self._fingers = self._fingers[:1], self._fingers[1:]
        return f"200 result={ord(key) if key else _NO_RESULT}"

    def _record_file(self, words: list[str]) -> str:
        path, milliseconds = Path(f"{words[0]}.{words[1]}"), int(words[3])
        speech, self._speech = self._speech, None
        if speech is None and self.script.used_up:
            raise CallerLeft
        spoken = (speech.speaks if speech else None) or 0.0
        limit = milliseconds / 1000
        samples = write_tone(path, min(spoken, limit))
        self.takes.append(path)
        if speech and speech.hangs_up:
            raise CallerLeft
        if speech and speech.presses and spoken < limit:
            return f"200 result={ord(speech.presses[0])} (dtmf) endpos={samples}"
        left = 0 if spoken >= limit else _SILENCE_LEFT
        return f"200 result=0 (timeout) endpos={samples + left}"

    def _hangup(self, _: list[str]) -> str:
        self.hung_up = True
        return "200 result=1"

    # -- the caller

    def _hear(self, files: str) -> None:
        """Listen to `a&b&c` until a key; keys not asked for yet are pressed at the next sound."""
        for file in filter(_exists, files.split("&")):
            name = Path(file).name
            self.heard.append(name)
            reaction = self.script.next(name)
            if reaction and reaction.hangs_up and reaction.speaks is None:
                raise CallerLeft
            if reaction and reaction.speaks is not None:
                self._speech = reaction
            elif reaction:
                self._fingers += reaction.presses
            if self._fingers:
                return


def _exists(file: str) -> bool:
    return bool(file) and Path(f"{file}.wav").is_file()
