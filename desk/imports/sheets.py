"""The three files that a site can bring (design, "CSV columns"): exchanges, subscribers, planned works."""

from collections.abc import Sequence
from datetime import tzinfo

from sqlalchemy import Table

from desk.imports.cells import digits, flag, moment, text
from desk.imports.refusal import BadCell
from desk.imports.sheet import Row, Sheet
from desk.models import Base, ExchangeRow, PlannedWorksRow, SubscriberRow


def _exchange(cells: Sequence[str], _: tzinfo) -> Row:
    prefix, branch, test_centre = cells
    return (
        digits("prefix", prefix, 1, 20),
        text("branch", branch, 100),
        text("test_centre", test_centre, 100),
    )


def _subscriber(cells: Sequence[str], _: tzinfo) -> Row:
    line_number, owner, address, key_account = cells
    return (
        digits("line_number", line_number, 3, 20),
        text("owner", owner, 200),
        text("address", address, 500, required=False),
        flag("key_account", key_account),
    )


def _works(cells: Sequence[str], zone: tzinfo) -> Row:
    prefix, starts, ends, text_zh, text_en = cells
    begin = moment("starts", starts, zone)
    end = moment("ends", ends, zone)
    if end <= begin:
        raise BadCell("ends", "order", "a time after starts", ends.strip())
    return (
        digits("prefix", prefix, 1, 20),
        begin,
        end,
        text("text_zh", text_zh, 500, required=False),
        text("text_en", text_en, 500, required=False),
    )


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


EXCHANGES = Sheet(
    name="exchanges",
    table=_table(ExchangeRow),
    columns=("prefix", "branch", "test_centre"),
    key=("prefix",),
    parse=_exchange,
)
SUBSCRIBERS = Sheet(
    name="subscribers",
    table=_table(SubscriberRow),
    columns=("line_number", "owner", "address", "key_account"),
    key=("line_number",),
    parse=_subscriber,
)
WORKS = Sheet(
    name="works",
    table=_table(PlannedWorksRow),
    columns=("prefix", "starts", "ends", "text_zh", "text_en"),
    key=("prefix", "starts"),
    parse=_works,
)
SHEETS = {sheet.name: sheet for sheet in (EXCHANGES, SUBSCRIBERS, WORKS)}
