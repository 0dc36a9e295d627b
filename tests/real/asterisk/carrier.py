"""A carrier at which a hotline registers (RFC 3261 section 10): challenges, accepts who knows the password, keeps where."""

import asyncio
import re
import ssl

from testcalls.sip_digest import Credentials, authorization
from testcalls.sip_message import Message, response, uri_of

_CHALLENGE = 'Digest realm="carrier.example", nonce="of this carrier", algorithm=MD5, qop="auth"'


class Carrier(asyncio.DatagramProtocol):
    """Knows one customer. Listens by UDP on `host`, or by TLS; `port` says where."""

    def __init__(self, customer: Credentials, host: str) -> None:
        self.customer, self.host, self.port = customer, host, 0
        self.asked: list[Message] = []
        """Every registration that came, refused ones too."""
        self.contact: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Where the customer's calls go, once it has registered."""
        self.left = asyncio.Event()
        """Set when a connection by TLS is over."""

    async def open(self, tls: ssl.SSLContext | None = None) -> None:
        """Begin to listen; leave it to the end of the loop to end it."""
        if tls is not None:
            self._server = await asyncio.start_server(self._serve, self.host, 0, ssl=tls)
            self.port = self._server.sockets[0].getsockname()[1]
            return
        self._udp, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=(self.host, 0)
        )
        self.port = self._udp.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """By UDP."""
        self._udp.sendto(self._reply(Message.decode(data)), addr)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(self._reply(Message.decode(await reader.readuntil(b"\r\n\r\n"))))
        except (asyncio.IncompleteReadError, OSError):
            self.left.set()
            writer.close()

    def _reply(self, request: Message) -> bytes:
        if request.method != "REGISTER":
            return response(request, 200, "OK", tag="carrier").encode()
        self.asked.append(request)
        proof = request.get("Authorization")
        if not proof:
            return response(request, 401, "Unauthorized", tag="carrier", WWW_Authenticate=_CHALLENGE).encode()
        if not self._proven(proof, request.uri):
            return response(request, 403, "Forbidden", tag="carrier").encode()
        if not self.contact.done():
            self.contact.set_result(uri_of(request.get("Contact")))
        kept = request.get("Contact")
        return response(request, 200, "OK", tag="carrier", Contact=kept, Expires="3600").encode()

    def _proven(self, proof: str, uri: str) -> bool:
        """Whether the answer to the challenge was made with the customer's password."""
        given = dict(re.findall(r'([a-z]+)="?([^",]+)', proof))
        count = int(given["nc"], 16)
        own = authorization(_CHALLENGE, self.customer, "REGISTER", uri, cnonce=given["cnonce"], count=count)
        return f'response="{given["response"]}"' in own and given["username"] == self.customer.user
