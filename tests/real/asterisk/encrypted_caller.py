"""A test caller whose sound is encrypted with keys that SIP carries (SDES, RFC 4568)."""

import secrets
from typing import Self

from testcalls.caller import TestCaller
from testcalls.media import Media
from tests.real.asterisk.srtp import MASTER_BYTES, Srtp, crypto_line, offered_master


class _EncryptedMedia(Media):
    """Speaks with its own key, and hears what the far side's key opens; anything else it would raise for."""

    def __init__(self, own: Srtp) -> None:
        super().__init__()
        self.far: Srtp | None = None
        self.send_with(lambda packet, address: self._sealed_out(own.protect(packet), address))
        self.sealed: list[bytes] = []

    def _take(self, data: bytes, arrived: float) -> None:
        if self.far is not None and not 192 <= data[1] <= 223:  # RTCP has keys of its own
            super()._take(self.far.unprotect(data), arrived)
            self.sealed.append(data)

    def _sealed_out(self, sealed: bytes, address: tuple[str, int]) -> None:
        if self._socket is not None:
            self._socket.sendto(sealed, address)


class EncryptedCaller(TestCaller):
    """Offers RTP/SAVP; `answer` is what came back, `far_key` the key in it, `sealed` its packets as they came."""

    __test__ = False
    answer = ""
    far_key = b""

    @property
    def sealed(self) -> list[bytes]:
        """The far side's packets, all of them opened by its key."""
        return self._encrypted.sealed

    async def __aenter__(self) -> Self:
        own = secrets.token_bytes(MASTER_BYTES)
        self.media = self._encrypted = _EncryptedMedia(Srtp(own))
        await super().__aenter__()
        plain = self._offer.replace(" RTP/AVP ", " RTP/SAVP ")
        self._offer = f"{plain}{crypto_line(own)}\r\n"
        return self

    def _on_datagram(self, data: bytes, sender: tuple[str, int]) -> None:
        text = data.decode()
        if master := offered_master(text):
            self.answer, self.far_key, self._encrypted.far = text, master, Srtp(master)
        super()._on_datagram(data, sender)
