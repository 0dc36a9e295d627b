"""A list of nodes, one by default: each its own data, link and address, one database."""

from pathlib import Path
from typing import Any

import pytest

from faultline.nodes import each_node
from faultline.settings import Settings

SHARED = "postgresql+asyncpg://faultline@127.0.0.1/faultline"


def place(name: str, port: int, **more: Any) -> dict[str, Any]:
    return {"name": name, "data": f"/srv/{name}", "ami_port": port, "http_port": port + 1, **more}


def test_one_by_default() -> None:
    settings = Settings(bind="127.0.0.1")  # type: ignore[arg-type]
    assert each_node(settings) == [settings]


def test_each_has_its_own_place_and_what_is_said_once_holds_for_all() -> None:
    nodes = (place("north", 5038), place("south", 5048, ws_port=8099))
    settings = Settings(database_url=SHARED, nodes=nodes, site_zone="Asia/Urumqi")  # type: ignore[arg-type]
    north, south = each_node(settings)
    assert (north.node, north.folder, north.ami_port, north.http_port) == (
        "north",
        Path("/srv/north"),
        5038,
        5039,
    )
    assert (south.node, south.ws_port, north.ws_port) == ("south", 8099, settings.ws_port)
    assert {north.store_url, south.store_url} == {SHARED}
    assert {north.site_zone, south.site_zone} == {"Asia/Urumqi"}
    assert not north.nodes


@pytest.mark.parametrize(
    ("nodes", "url", "says"),
    [
        ((place("north", 1), place("south", 10)), None, "FAULTLINE_DATABASE_URL"),
        ((place("north", 1), place("north", 10)), SHARED, "a name of its own"),
        ((place("north", 1), place("south", 10, data="/srv/north")), SHARED, "a data of its own"),
        ((place("north", 1), place("south", 10, http_port=2)), SHARED, "a http_port of its own"),
    ],
)
def test_nodes_that_would_get_in_each_others_way(nodes: tuple[Any, ...], url: str | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        each_node(Settings(database_url=url, nodes=nodes))  # type: ignore[arg-type]
