"""The whole simulated network: one agent a device, each on an address of its own in 127.0.0.0/8."""

from __future__ import annotations

import asyncio
import errno
from functools import partial

from nocscape.base.clock import Clock
from nocscape.base.errors import BusyError, NocscapeError
from nocscape.base.i18n import tr
from nocscape.demo import gear
from nocscape.demo.campus import Campus
from nocscape.demo.device import UPTIME_BASE_S, Device, Wire
from nocscape.demo.faults import Script, default_script
from nocscape.demo.naming import octets
from nocscape.demo.plan import Box, Cable
from nocscape.demo.traffic import Flow
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.wire.snmp.simulated.agent import Agent
from nocscape.wire.snmp.simulated.usm_agent import SecureUser, UsmAgent

DEFAULT_PORT = 16161
COMMUNITY = "public"
USER = SecureUser("noc", "authpass123", "privpass123")
OPEN_USER = SecureUser("guest")
CREDENTIALS = (
    SnmpCredential(name="demo", version=SnmpVersion.V2C, community=COMMUNITY),
    SnmpCredential(
        name="demo-v3",
        version=SnmpVersion.V3,
        user=USER.name,
        auth=AuthProtocol.SHA256,
        auth_key=USER.auth_password,
        priv=PrivProtocol.AES128,
        priv_key=USER.priv_password,
    ),
    SnmpCredential(name="demo-v3-open", version=SnmpVersion.V3, user=OPEN_USER.name),
)
"""With these, every device of the campus can be read."""

ENTERPRISE_ENGINE = bytes.fromhex("80001f8803")
"""SnmpEngineID of net-snmp's enterprise, from a MAC address (RFC 3411, 5)."""
_SECURE_GEAR = (gear.FIREWALL, gear.CORE, gear.DISTRIBUTION, gear.LEAF, gear.ACCESS_CISCO)
_OPEN_DEVICE = "ups-hq"


class DemoNetwork:
    """Serves a campus over SNMP until it is closed: what carries the network by v3 alone, the rest by v1 and v2c."""

    def __init__(self, campus: Campus, clock: Clock, *, seed: int = 1, script: Script | None = None) -> None:
        self.campus = campus
        self._clock = clock
        self._epoch = clock.now()
        self._script = script or default_script(campus, self._epoch)
        self._wires = {c.name: self._wire(c, seed * 100_003 + 2 * n) for n, c in enumerate(campus.cables)}
        lan_of = {box: lan for lan in campus.lans for box in lan.boxes}
        self.devices = [Device(b, lan_of.get(b), self._wires, self._script, self._epoch) for b in campus.boxes]
        self._transports: list[asyncio.BaseTransport] = []

    @property
    def targets(self) -> tuple[str, ...]:
        """What to sweep, as ranges that hold the devices' addresses and no other."""
        ranges: dict[str, list[int]] = {}
        for box in self.campus.boxes:
            net, _, host = box.address.rpartition(".")
            ranges.setdefault(net, []).append(int(host))
        return tuple(f"{net}.{min(hosts)}-{max(hosts)}" for net, hosts in ranges.items())

    async def start(self, port: int = DEFAULT_PORT) -> None:
        """Open all sockets. Raises BusyError where the port is taken, NocscapeError where 127.x.y.z cannot be used."""
        loop = asyncio.get_running_loop()
        try:
            for device in self.devices:
                where = (device.box.address, port)
                transport, _ = await loop.create_datagram_endpoint(partial(self._agent, device), local_addr=where)
                self._transports.append(transport)
        except OSError as error:
            self.close()
            raise _explained(error, port) from error

    def close(self) -> None:
        """Close all sockets."""
        for transport in self._transports:
            transport.close()
        self._transports.clear()

    def _agent(self, device: Device) -> Agent:
        user = user_of(device.box)
        if user is None:
            return Agent({COMMUNITY: device.objects}, self._clock.now, device.is_silent)
        engine_id = ENTERPRISE_ENGINE + octets(device.box.mac)
        secure = UsmAgent(engine_id, user, device.objects, self._epoch - UPTIME_BASE_S)
        return Agent({}, self._clock.now, device.is_silent, secure)

    def _wire(self, cable: Cable, seed: int) -> Wire:
        is_down = partial(self._script.is_cable_down, cable)
        down = Flow(cable.down_bps, seed, self._epoch, is_down)
        return Wire(cable, down, up=Flow(cable.up_bps, seed + 1, self._epoch, is_down))


def user_of(box: Box) -> SecureUser | None:
    """Whom a device's agent admits by SNMPv3; None where it speaks v1 and v2c."""
    if box.name == _OPEN_DEVICE:
        return OPEN_USER
    return USER if box.gear in _SECURE_GEAR else None


def _explained(error: OSError, port: int) -> NocscapeError:
    if error.errno == errno.EADDRINUSE:
        return BusyError(
            tr("UDP port {port} is taken on this machine", port=port), hint=tr("name another one with --port N")
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return NocscapeError(
            tr("This system does not lend addresses of 127.0.0.0/8 to programs"),
            hint=tr("on macOS: sudo ifconfig lo0 alias 127.60.0.2 up, and so on for each address"),
        )
    return NocscapeError(tr("The demo network could not open its sockets: {reason}", reason=error.strerror or error))
