"""The seam to the equipment that tests lines (F1.8): `lab.LabHead` without any, `http.HttpHead` over REST."""

from typing import ClassVar, Protocol

from desk.line_test.result import LineTest


class TestHead(Protocol):
    """A test head: measures one line at a time per test circuit."""

    async def test(self, number: str) -> LineTest:
        """Test the line of this number (digits). Raises TestHeadBusy, TestHeadFailed, nothing else."""

    async def close(self) -> None:
        """Let go of connections. The head is not used afterwards."""


class TestHeadBusy(Exception):  # noqa: N818 - an answer of the head, not an error
    """All test circuits, or this line, are in use; asking again after `retry_after` seconds is worth
    while."""

    __test__: ClassVar[bool] = False

    def __init__(self, retry_after: float) -> None:
        super().__init__("test head is busy")
        self.retry_after = retry_after


class TestHeadFailed(Exception):  # noqa: N818 - named by what happened, like TestHeadBusy
    """The head is out of reach or gave no usable answer. `reason` is a few fixed words, fit for a log."""

    __test__: ClassVar[bool] = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
