"""One's own telephone: how a browser registers it with Asterisk, by digest and never by password (F2, S9)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from cti.api.frame import frame_of
from cti.api.guard import acting
from cti.api.own_calls import own_extension
from cti.api.responses import ERRORS
from cti.errors import NotAllowed
from cti.http.phone_rules import IceServer, PhoneRules
from cti.people.audit import Act
from cti.people.permissions import Permission
from cti.people.telephone import OwnTelephone, own_telephone
from cti.people.telephone_secret import REALM
from cti.steering.steering import Steering

TELEPHONES = (Permission.AGENT_OWN, Permission.LISTEN_IN)
"""Any of these needs a telephone of one's own."""


class IceServerShown(BaseModel):
    """A STUN or TURN server, as `RTCPeerConnection` takes it."""

    urls: str
    username: str | None = None
    credential: str | None = Field(default=None, repr=False)

    @classmethod
    def of(cls, server: IceServer) -> "IceServerShown":
        """This server."""
        credential = server.credential.get_secret_value() if server.credential else None
        return cls(urls=server.urls, username=server.username, credential=credential)


class PhoneShown(BaseModel):
    """The telephone. What is needed to register is there for one in the browser alone."""

    extension: str
    kind: Literal["browser", "desk telephone"]
    uri: str | None = None
    """SIP address of record."""
    realm: str | None = None
    ha1: str | None = Field(default=None, repr=False)
    """Digest over extension, realm and password (RFC 2617)."""
    ws_url: str | None = None
    """Asterisk's WebSocket; null: `ws_port` of the host that the page came from, at `/ws`."""
    ws_port: int | None = None
    ice_servers: list[IceServerShown] = []


class CallKept(BaseModel):
    """The call that is kept for this telephone."""

    call: str


def phone_router(rules: PhoneRules, steering: Steering) -> APIRouter:
    """The routes; `rules` say where Asterisk is found, `steering` acts on it."""
    router = APIRouter(prefix="/api/phone", tags=["phone"], responses=ERRORS)

    @router.get("", summary="One's own telephone")
    async def phone(request: Request, act: Annotated[Act, Depends(acting(None, "phone.read"))]) -> PhoneShown:
        """For agents, and for whoever listens in. Each reading is in the audit log. 409: one has no telephone."""
        if not any(act.person.may(permission) for permission in TELEPHONES):
            raise NotAllowed(
                f"this needs the permission {Permission.AGENT_OWN.value}",
                code="permission_needed",
                permission=Permission.AGENT_OWN.value,
            )
        people = frame_of(request).people
        user = act.person.id
        telephone = await people.store.read(lambda connection: own_telephone(connection, user))
        await act.note(f"agent {telephone.extension}")
        if not telephone.browser:
            return PhoneShown(extension=telephone.extension, kind="desk telephone")
        return _browser_phone(telephone, people.telephones.opened(telephone.sealed), rules)

    @router.post("/forgot", summary="The telephone has forgotten its conversation")
    async def forgot(act: Annotated[Act, Depends(acting(Permission.CALLS_OWN, "phone.forgot"))]) -> CallKept:
        """A page that was loaded anew while talking: the caller is kept, and offered to it again (R15)."""
        agent = own_extension(act.person)
        await act.note(f"agent {agent}")
        return CallKept(call=await steering.telephone_forgot(agent, act.person.login))

    return router


def _browser_phone(telephone: OwnTelephone, ha1: str, rules: PhoneRules) -> PhoneShown:
    return PhoneShown(
        extension=telephone.extension,
        kind="browser",
        uri=f"sip:{telephone.extension}@{REALM}",
        realm=REALM,
        ha1=ha1,
        ws_url=rules.url,
        ws_port=rules.ws_port,
        ice_servers=[IceServerShown.of(server) for server in rules.ice_servers],
    )
