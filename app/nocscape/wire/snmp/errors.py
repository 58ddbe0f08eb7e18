"""What can go wrong between a manager and an agent, as an operator should read it."""

from __future__ import annotations

from enum import StrEnum

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import mark, tr


class SnmpError(NocscapeError):
    """Any fault of an SNMP exchange."""


class SnmpTimeout(SnmpError):  # noqa: N818 - the fault is named as operators name it
    """No answer to any attempt. A wrong community looks the same, since agents stay silent on purpose.

    `is_heard` tells that the agent's v3 engine said who it is before it fell silent.
    """

    def __init__(self, agent: str, attempts: int, *, is_heard: bool = False) -> None:
        super().__init__(
            tr("{agent} did not answer SNMP ({attempts} attempts)", agent=agent, attempts=attempts),
            hint=tr("check the address, the port, the community or user, and that the agent permits this station"),
        )
        self.is_heard = is_heard


class SnmpUnreachable(SnmpError):  # noqa: N818
    """The network said that nothing can be there: ICMP port, host or net unreachable, or no route."""

    def __init__(self, agent: str, reason: str) -> None:
        super().__init__(
            tr("{agent} cannot be reached by SNMP: {reason}", agent=agent, reason=reason),
            hint=tr("check that the agent runs and listens on this port, and the route to it"),
        )
        self.reason = reason


class SnmpMalformed(SnmpError):  # noqa: N818
    """What came back is no SNMP message that can be understood."""

    def __init__(self, agent: str, detail: str) -> None:
        super().__init__(
            tr("{agent} sent a reply that cannot be understood: {detail}", agent=agent, detail=detail),
            hint=tr("ask the vendor for a fix of its agent, or try another SNMP version"),
        )


class AuthFault(StrEnum):
    """Why an SNMPv3 agent refused (the usmStats reports of RFC 3414; the snmpUnknownContexts of RFC 3412)."""

    UNKNOWN_USER = "unknown_user"
    WRONG_KEY = "wrong_key"
    WRONG_PRIV_KEY = "wrong_priv_key"
    TIME_WINDOW = "time_window"
    UNSUPPORTED_LEVEL = "unsupported_level"
    UNKNOWN_CONTEXT = "unknown_context"
    UNKNOWN = "unknown"


_AUTH_TEXT = {
    AuthFault.UNKNOWN_USER: mark("the agent does not know this SNMPv3 user"),
    AuthFault.WRONG_KEY: mark("wrong authentication key or algorithm"),
    AuthFault.WRONG_PRIV_KEY: mark("the agent could not decrypt: wrong privacy key or algorithm"),
    AuthFault.TIME_WINDOW: mark("the agent's clock left the time window"),
    AuthFault.UNSUPPORTED_LEVEL: mark("the agent does not accept this security level for the user"),
    AuthFault.UNKNOWN_CONTEXT: mark("the agent does not know this SNMPv3 context"),
    AuthFault.UNKNOWN: mark("the agent refused the SNMPv3 credentials"),
}

_AUTH_HINT = {
    AuthFault.UNKNOWN_USER: mark("check the user name, or create the user on the agent"),
    AuthFault.WRONG_KEY: mark("compare the authentication pass phrase and algorithm with those on the agent"),
    AuthFault.WRONG_PRIV_KEY: mark("compare the privacy pass phrase, algorithm and AES key extension"),
    AuthFault.TIME_WINDOW: mark("look for another device with the same engine ID, or an agent that forgets its boots"),
    AuthFault.UNSUPPORTED_LEVEL: mark("use authentication or privacy as the agent's user demands"),
    AuthFault.UNKNOWN_CONTEXT: mark("leave the context empty, or take one that the agent lists in vacmContextTable"),
    AuthFault.UNKNOWN: mark("look at the agent's log"),
}


class SnmpAuthError(SnmpError):
    """The agent is there and refused the SNMPv3 credentials; `kind` says why, as far as its report does."""

    def __init__(self, agent: str, kind: AuthFault, detail: str = "") -> None:
        reason = tr(_AUTH_TEXT[kind])
        super().__init__(
            f"{agent}: {reason} ({detail})" if detail else f"{agent}: {reason}",
            hint=tr(_AUTH_HINT[kind]),
        )
        self.kind = kind


ERROR_STATUS = (
    "noError",
    "tooBig",
    "noSuchName",
    "badValue",
    "readOnly",
    "genErr",
    "noAccess",
    "wrongType",
    "wrongLength",
    "wrongEncoding",
    "wrongValue",
    "noCreation",
    "inconsistentValue",
    "resourceUnavailable",
    "commitFailed",
    "undoFailed",
    "authorizationError",
    "notWritable",
    "inconsistentName",
)
"""Names of error-status by number (RFC 3416 section 3)."""


class SnmpStatusError(SnmpError):
    """The agent answered with an error-status; `index` counts the varbinds from 1, 0 where it names none."""

    def __init__(self, agent: str, status: int, index: int, oid: str = "") -> None:
        name = ERROR_STATUS[status] if 0 <= status < len(ERROR_STATUS) else str(status)
        super().__init__(
            tr("{agent} refused with {status} at {oid}", agent=agent, status=name, oid=oid or f"#{index}"),
        )
        self.status = name
        self.index = index
        self.oid = oid
