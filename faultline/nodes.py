"""The Asterisk nodes that one service serves: a list, one by default; each has a link, a floor and a board of its own.

They share the database; a node's rows bear its name (docs/decisions/0012-one-service-a-node.md).
"""

from pydantic import ValidationError

from faultline.settings import Settings


def each_node(settings: Settings) -> list[Settings]:
    """The settings of each node. Raises ValueError when two would get in each other's way."""
    if not settings.nodes:
        return [settings]
    if settings.database_url is None:
        raise ValueError("several nodes share one database: set FAULTLINE_DATABASE_URL")
    for name in ("name", "data", "ami_port", "http_port"):
        values = [getattr(place, name) for place in settings.nodes]
        if len({*values}) < len(values):
            raise ValueError(f"FAULTLINE_NODES: each node has a {name} of its own")
    return [_of(settings, place.model_dump(exclude_none=True)) for place in settings.nodes]


def _of(settings: Settings, place: dict[str, object]) -> Settings:
    values = settings.model_dump(exclude={"nodes"}) | place
    values["node"] = values.pop("name")
    try:
        return Settings.model_validate(values)
    except ValidationError as trouble:
        raise ValueError(f"FAULTLINE_NODES: {trouble}") from trouble
