"""The fold: what one fact does to its visit, and what it changes in the database. Pure (F1.9-F1.14)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desk.fold.by_agent import BY_AGENT
from desk.fold.change import (
    Change,
    ChangeCall,
    CountRepeat,
    KeepLineTest,
    KeepMessage,
    KeepReport,
    KeepVoicemail,
    NoteTruncated,
    SettleKeysLeft,
)
from desk.fold.draft import LEFT, LOST, WORDS_SECONDS, Draft, Visit
from desk.journal.fact import Fact, Kind

Folded = tuple[Visit, tuple[Change, ...]]

_FIELDS = {"line_number", "contact_number", "symptom_class", "report_number"}
_TIMES = ("started_at", "answered_at", "ended_at", "tested_at")


def fold(visit: Visit | None, fact: Fact) -> Folded:
    """One fact of a visit. A visit whose begin is missing starts with whatever is known of it."""
    before = visit or _unknown(fact)
    if before.over or (fact.kind == Kind.VISIT_LOST and before.ended_at is not None):
        return before, ()
    after, changes = _OF_VISIT[Kind(fact.kind)](before, fact)
    return _seen(after, fact), changes


def changes_of_call(fact: Fact) -> tuple[Change, ...]:
    """One fact that belongs to no visit: the live floor's, an agent's, or a voicemail."""
    data = fact.data
    if fact.kind == Kind.VOICEMAIL:
        voicemail = KeepVoicemail(
            call=fact.call,
            at=fact.at,
            recording=data["recording"],
            line_number=data["line_number"],
            contact_number=data["contact_number"],
            language=data["language"],
        )
        return (
            _call(fact, {"language": data["language"], "caller": data["contact_number"] or ""}),
            voicemail,
        )
    if fact.kind in BY_AGENT:
        return (BY_AGENT[Kind(fact.kind)](fact),)
    if fact.kind == Kind.LINE_TESTED:
        return (KeepLineTest(call=fact.call, columns=_timed(data) | {"call": fact.call or None}),)
    if fact.kind == Kind.KEYS_LEFT:
        return (_call(fact, {"keys_left": data["digits"]}), SettleKeysLeft(call=fact.call, at=fact.at))
    if fact.kind == Kind.CALLBACK_FAILED:
        return (_call(fact, {}), _not_called_back(fact))
    ends = Kind(fact.kind) == Kind.CALL_ENDED
    columns = _timed(data.get("columns", {}))
    return (_call(fact, columns, ends=ends, overflow_prompts=data.get("overflow_prompts", 0)),)


def _not_called_back(fact: Fact) -> KeepReport:
    return KeepReport(
        call=fact.call,
        at=fact.at,
        line_number=fact.data["line_number"] or None,
        contact_number=fact.data["number"],
        confirmed=False,
        outcome="callback_failed",
        last_step="callback",
        language=fact.data["language"],
    )


def _began(visit: Visit, fact: Fact) -> Folded:
    data = fact.data
    begun = replace(
        visit,
        script=data["script"],
        caller=data["caller"],
        dialled=data["dialled"],
        language=data["language"],
        started_at=fact.at,
    )
    columns = {name: data[name] for name in ("caller", "dialled", "language")}
    return begun, (_call(fact, columns),)


def _step(visit: Visit, fact: Fact) -> Folded:
    mark = (fact.data["name"], fact.data["at_seconds"])
    return replace(visit, last_step=mark[0]).draw(marks=(*visit.draft.marks, mark)), ()


def _keyed(visit: Visit, fact: Fact) -> Folded:
    field, value = fact.data["field"], fact.data["value"]
    if field not in _FIELDS:
        raise ValueError("unknown field")
    if field == "line_number" and visit.draft.line_number not in (None, value):
        visit = visit.draw(contact_number=None, symptom_class=None, confirmed=False)
        visit = visit.draw(symptom=None, whole_symptom=None)
    return visit.draw(**{field: value}), ()


def _recorded(visit: Visit, fact: Fact) -> Folded:
    """A recording begins or is over; one without words leaves the last one that holds some in its place."""
    kinds = {"symptom": visit.draft.whole_symptom, "message": visit.draft.whole_message}
    kind, take, seconds = fact.data["kind"], fact.data["take"], fact.data["seconds"]
    whole, truncated = kinds[kind], fact.data.get("truncated", False)
    if truncated:
        visit = visit.draw(truncated=(*visit.draft.truncated, take))
    if truncated or (seconds or 0.0) >= WORDS_SECONDS:
        whole = take
    elif take is None or seconds is not None:
        take = whole or take
    return visit.draw(**{kind: take, f"whole_{kind}": whole}), ()


def _line_seen(visit: Visit, fact: Fact) -> Folded:
    return visit.draw(settled=(*visit.draft.settled, fact.data["line_number"])), ()


def _line_tested(visit: Visit, fact: Fact) -> Folded:
    return visit, (KeepLineTest(call=fact.call, columns=_timed(fact.data) | {"call": fact.call}),)


def _repeated(visit: Visit, fact: Fact) -> Folded:
    visit = visit.draw(settled=(*visit.draft.settled, fact.data["line_number"]))
    return visit, (CountRepeat(report=fact.data["report"], call=fact.call, at=fact.at),)


def _confirmed(visit: Visit, fact: Fact) -> Folded:
    visit = visit.draw(confirmed=True)
    return visit, (_report(visit, outcome="confirmed", at=fact.at),)


def _message_kept(visit: Visit, fact: Fact) -> Folded:
    message = KeepMessage(
        call=fact.call,
        at=fact.at,
        recording=fact.data["take"],
        kept=True,
        report=fact.data["report"],
        line_number=visit.draft.line_number,
    )
    return visit.draw(message=None, whole_message=None), (message,)


def _answer_kept(visit: Visit, fact: Fact) -> Folded:
    answer = KeepMessage(
        call=fact.call,
        at=fact.at,
        recording=fact.data["take"],
        kept=True,
        for_caller=True,
        report=fact.data["report"],
    )
    return visit.draw(message=None), (answer,)


def _ended(visit: Visit, fact: Fact) -> Folded:
    data = fact.data
    ended = replace(
        visit,
        ended_at=fact.at,
        seconds=round(fact.mono - visit.draft.began, 3),
        outcome=data["outcome"],
        reason=data["reason"],
        last_step=data["last_step"] or visit.last_step,
        durations=data["durations"],
        tries=data["tries"],
        language=data["language"] or visit.language,
    )
    return ended, _left_behind(ended, fact.at)


def _lost(visit: Visit, fact: Fact) -> Folded:
    """The process died: the visit ended when its last fact was written, as far as anyone can know."""
    seen_at = datetime.fromisoformat(visit.draft.seen_at) if visit.draft.seen_at else visit.started_at
    ended = replace(
        visit,
        ended_at=seen_at,
        seconds=round(visit.draft.seen - visit.draft.began, 3),
        outcome=LOST,
        reason="",
        durations=visit.draft.durations(),
    )
    return ended, _left_behind(ended, seen_at)


def _left_behind(visit: Visit, at: datetime) -> tuple[Change, ...]:
    """At the end nothing that was entered may be lost, confirmed or not (F1.10, F1.14)."""
    outcome = visit.outcome or ""
    changes: list[Change] = []
    if visit.needs_report:
        changes.append(_report(visit, outcome=outcome, at=at))
    changes += _messages(visit, at)
    changes += [
        NoteTruncated(call=visit.call, at=at, recording=recording) for recording in visit.draft.truncated
    ]
    if outcome in (LEFT, LOST):
        changes.append(SettleKeysLeft(call=visit.call, at=at))
    columns = {"outcome": outcome, "language": visit.language}
    changes.append(
        ChangeCall(call=visit.call, node=visit.node, at=visit.started_at, columns=columns, unless_final=True)
    )
    return tuple(changes)


def _messages(visit: Visit, at: datetime) -> list[Change]:
    """What was said and not kept; of a take whose length nobody knows also the one before it."""
    takes = dict.fromkeys((visit.draft.whole_message, visit.draft.message))
    return [
        KeepMessage(
            call=visit.call,
            at=at,
            recording=take,
            kept=False,
            report=visit.draft.report_number or "",
            line_number=visit.draft.line_number,
        )
        for take in takes
        if take is not None
    ]


def _report(visit: Visit, *, outcome: str, at: datetime) -> KeepReport:
    return KeepReport(
        call=visit.call,
        at=at,
        line_number=visit.draft.line_number,
        confirmed=visit.draft.confirmed,
        outcome=outcome,
        last_step=visit.last_step,
        language=visit.language,
        visit=visit.key,
        contact_number=visit.draft.contact_number,
        symptom_class=visit.draft.symptom_class,
        symptom_recording=visit.draft.whole_symptom or visit.draft.symptom,
    )


def _call(fact: Fact, columns: dict[str, object], *, ends: bool = False, overflow_prompts: int = 0) -> Change:
    return ChangeCall(
        call=fact.call,
        node=fact.node,
        at=fact.at,
        columns=columns,
        ends=ends,
        overflow_prompts=overflow_prompts,
    )


def _timed(columns: object) -> dict[str, object]:
    """Times come as text in the journal."""
    raw: dict[str, object] = dict(columns)  # type: ignore[call-overload]
    for name in _TIMES:
        if raw.get(name) is not None:
            raw[name] = datetime.fromisoformat(str(raw[name]))
    return raw


def _unknown(fact: Fact) -> Visit:
    return Visit(
        key=fact.visit,
        call=fact.call,
        node=fact.node,
        boot=fact.boot,
        started_at=fact.at,
        draft=Draft(began=fact.mono, seen=fact.mono),
    )


def _seen(visit: Visit, fact: Fact) -> Visit:
    if fact.kind == Kind.VISIT_LOST:
        return visit
    return visit.draw(seen=fact.mono, seen_at=fact.at.isoformat())


_OF_VISIT: dict[Kind, Callable[[Visit, Fact], Folded]] = {
    Kind.VISIT_BEGAN: _began,
    Kind.STEP: _step,
    Kind.KEYED: _keyed,
    Kind.RECORDED: _recorded,
    Kind.LINE_SEEN: _line_seen,
    Kind.LINE_TESTED: _line_tested,
    Kind.REPEATED: _repeated,
    Kind.CONFIRMED: _confirmed,
    Kind.MESSAGE_KEPT: _message_kept,
    Kind.ANSWER_KEPT: _answer_kept,
    Kind.VISIT_ENDED: _ended,
    Kind.VISIT_LOST: _lost,
}
