"""What every route may answer beside its own answer, for the API's description."""

from typing import Any

from cti.http.problems import MEDIA_TYPE, Problem

_SAYS = {
    400: "not a request that could be read",
    401: "not signed in",
    403: "signed in, but not allowed; or sent by a page of another site",
    404: "nothing with this id",
    409: "does not fit what is there",
    413: "the body is over 64 KB",
    422: "does not fit its description",
    429: "too many tries; Retry-After says how long",
    503: "the database or Asterisk does not answer",
}
_SCHEMA = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": says, "content": {MEDIA_TYPE: _SCHEMA}} for status, says in _SAYS.items()
}
