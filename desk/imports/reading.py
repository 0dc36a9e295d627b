"""Reading a CSV file row by row: the header in any order, then typed rows or what is wrong with them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from operator import itemgetter

from desk.imports.refusal import BadCell, BadRow, ImportRefused
from desk.imports.sheet import Row, Sheet


def read_rows(lines: Iterable[str], sheet: Sheet, zone: tzinfo) -> Iterator[tuple[int, Row] | BadRow]:
    """Every row as (line, values), or as a BadRow. Blank lines are passed over. Raises ImportRefused."""
    reader = csv.reader(lines, strict=True)
    pick = itemgetter(*_order(_header(reader), sheet))
    width = len(sheet.columns)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
            if not cells:
                continue
            if len(cells) == width:
                yield line, sheet.parse(pick(cells), zone)
            else:
                params = {"wanted": width, "found": len(cells)}
                yield BadRow(line, f"expected {width} cells, found {len(cells)}", "", "cells", params)
        except StopIteration:
            return
        except BadCell as error:
            yield BadRow(line, str(error), error.column, error.code, error.params)
        except csv.Error as error:
            yield BadRow(line, f"not CSV: {error}", "", "not_csv")


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        names = next(reader, [])
    except csv.Error as error:
        raise ImportRefused(f"line 1 is not CSV: {error}", "header_not_csv") from error
    return [name.strip().lower() for name in names]


def _order(header: Sequence[str], sheet: Sheet) -> list[int]:
    """Where each of the sheet's columns stands in the file."""
    columns = ", ".join(sheet.columns)
    wanted = f"the header row must name these columns: {columns}"
    missing = ", ".join(column for column in sheet.columns if column not in header)
    unknown = ", ".join(name or "(empty)" for name in header if name not in sheet.columns)
    if missing:
        raise ImportRefused(
            f"{wanted}; missing: {missing}", "columns_missing", columns=columns, missing=missing
        )
    if unknown:
        raise ImportRefused(
            f"{wanted}; not known: {unknown}", "columns_unknown", columns=columns, unknown=unknown
        )
    if len(header) > len(sheet.columns):
        raise ImportRefused(f"{wanted}, each once", "columns_twice", columns=columns)
    return [header.index(column) for column in sheet.columns]
