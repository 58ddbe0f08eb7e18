"""The plan of the demo campus: which devices stand where and how they are cabled. The same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle

from nocscape.demo import gear
from nocscape.demo.gear import Gear
from nocscape.demo.plan import Box, Cable, Client, Lan, Vlan
from nocscape.demo.tree import span

BASE_ADDRESS = "127.60"
BUILDINGS = ("Building A", "Building B", "Building C", "Library", "Dormitory", "Laboratory")


MANAGEMENT = Vlan(10, "management")


class Campus:
    """Two firewalls, two cores, a server room, and buildings of a distribution switch with access switches under it.

    `scale` multiplies what hangs below the cores: 1 gives about 60 devices.
    """

    def __init__(self, *, seed: int = 1, scale: int = 1) -> None:
        self.boxes: list[Box] = []
        self.cables: list[Cable] = []
        self.lans: list[Lan] = []
        self._random = random.Random(seed)
        firewalls = [self._box(f"fw-{i}", gear.FIREWALL, "HQ/Core") for i in (1, 2)]
        cores = [self._box(f"core-{i}", gear.CORE, "HQ/Core") for i in (1, 2)]
        for firewall, core in zip(firewalls, cores, strict=True):
            self._cable(core, firewall)
        self._cable(*firewalls)
        for _ in range(2):
            self._cable(*cores).bundle = 1
        self._server_room(cores, scale)
        for number in range(4 * scale):
            self._building(number, cores)
        self._route()
        for lan in self.lans:
            span(lan)
        self._spread_demand(cores)

    def _server_room(self, cores: list[Box], scale: int) -> None:
        leaves = [self._box(f"leaf-{i}", gear.LEAF, "HQ/Server room") for i in (1, 2)]
        for core in cores:
            for leaf in leaves:
                self._cable(core, leaf)
        servers = [self._box(f"app-{i}", gear.SERVER, "HQ/Server room") for i in range(1, 4 * scale + 1)]
        servers += [self._box(f"db-{i}", gear.STORAGE, "HQ/Server room") for i in range(1, 2 * scale + 1)]
        for number, server in enumerate(servers):
            server.demand_bps = self._random.uniform(0.2e9, 1.6e9)
            self._cable(leaves[number % 2], server)
        ups = self._box("ups-hq", gear.UPS, "HQ/Server room")
        self._cable(leaves[0], ups)
        vlans = MANAGEMENT, Vlan(20, "servers", "10.62.0.0/16")
        self.lans.append(Lan([*cores, *leaves, *servers, ups], vlans))

    def _building(self, number: int, cores: list[Box]) -> None:
        place = f"HQ/{BUILDINGS[number % len(BUILDINGS)]}" + (f" {number // 6 + 1}" if number >= len(BUILDINGS) else "")
        tag = f"{'abcdef'[number % 6]}{number // 6 + 1 if number >= 6 else ''}"
        first = len(self.boxes)
        distribution = self._box(f"dist-{tag}", gear.DISTRIBUTION, place)
        staff = Vlan(100 + number, f"staff-{tag}", f"10.{64 + number // 200}.{number % 200}.0/24")
        for core in cores:
            self._cable(core, distribution)
        kinds: Iterator[Gear] = cycle((gear.ACCESS_CISCO, gear.ACCESS_ARUBA, gear.ACCESS_UBIQUOSS))
        for floor in range(1, 5):
            access = self._box(f"acc-{tag}{floor}", next(kinds), place)
            self._cable(distribution, access)
            point = self._box(f"ap-{tag}{floor}", gear.ACCESS_POINT, place)
            point.demand_bps = self._random.uniform(20e6, 260e6)
            self._cable(access, point)
            if floor == 1:
                self._cable(access, self._box(f"prn-{tag}", gear.PRINTER, place))
            if floor == 4:
                self._cable(access, self._box(f"ups-{tag}", gear.UPS, place))
            self._plug_in(access, staff, floor)
        self.lans.append(Lan(self.boxes[first:], (MANAGEMENT, staff)))

    def _plug_in(self, access: Box, vlan: Vlan, floor: int) -> None:
        """Three computers on the ports after those of the cables."""
        for place in range(3):
            mac = f"02:70:63:{access.number >> 8:02x}:{access.number & 255:02x}:{place:02x}"
            port = len(access.cables) + 1 + place
            access.clients.append(Client(mac, vlan.address(20 * floor + place), vlan.number, port))

    def _route(self) -> None:
        """Cables that leave a broadcast domain are routed, and each is a network of two addresses."""
        lan_of = {box: lan for lan in self.lans for box in lan.boxes}
        for place, cable in enumerate(self.cables):
            if lan_of.get(cable.a) is not lan_of.get(cable.b) or cable.a not in lan_of:
                cable.network = f"10.61.{place // 64}.{place % 64 * 4}/30"

    def _box(self, name: str, kind: Gear, place: str) -> Box:
        number = len(self.boxes) + 1
        box = Box(name, kind, place, f"{BASE_ADDRESS}.{number // 250}.{number % 250 + 1}", number)
        self.boxes.append(box)
        return box

    def _cable(self, a: Box, b: Box) -> Cable:
        speed = min(a.gear.speed_bps, b.gear.speed_bps)
        cable = Cable(a, len(a.cables) + 1, b, len(b.cables) + 1, speed)
        a.cables.append(cable)
        b.cables.append(cable)
        self.cables.append(cable)
        return cable

    def _spread_demand(self, cores: list[Box]) -> None:
        """Give each cable the sum of what is behind it; devices were made from the top down."""
        for box in reversed(self.boxes):
            uplinks = [c for c in box.cables if c.b is box and not c.is_blocked]
            for cable in uplinks:
                share = box.demand_bps / len(uplinks)
                cable.down_bps = min(share, cable.speed_bps * 0.97)
                cable.up_bps = cable.down_bps * self._random.uniform(0.2, 0.7)
                cable.a.demand_bps += share * 0.6
        self._cross_traffic(cores)

    def _cross_traffic(self, cores: list[Box]) -> None:
        for cable in self.cables:
            if cable.a in cores and (cable.b in cores or cable.b.gear is gear.FIREWALL):
                cable.down_bps = cable.speed_bps * self._random.uniform(0.2, 0.6)
                cable.up_bps = cable.speed_bps * self._random.uniform(0.1, 0.5)
            cable.down_bps = max(cable.down_bps, 20e3)
            cable.up_bps = max(cable.up_bps, 10e3)
