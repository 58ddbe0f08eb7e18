"""How busy a device is, and what its kind alone measures.

HOST-RESOURCES-MIB, CISCO-PROCESS-MIB and CISCO-MEMORY-POOL-MIB; UPS-MIB and PowerNet-MIB; Printer-MIB.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from nocscape.demo.parts import serial
from nocscape.demo.plan import Box
from nocscape.demo.traffic import day_shape
from nocscape.model.net import Kind
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import COUNTER32, GAUGE32, TIME_TICKS

HR = "1.3.6.1.2.1.25"
CPM_CPU_TOTAL = "1.3.6.1.4.1.9.9.109.1.1.1.1"
CISCO_MEMORY_POOL = "1.3.6.1.4.1.9.9.48.1.1.1"
UPS = "1.3.6.1.2.1.33.1"
POWERNET_UPS = "1.3.6.1.4.1.318.1.1.1"
PRINTER = "1.3.6.1.2.1.43"

MEBIBYTE = 1024 * 1024
FULL_TONER = 20_000
"""Pages."""
TONER = ("Black", "Cyan", "Magenta", "Yellow")

Percent = Callable[[float], int]


def put_load(put: Objects, box: Box, cpu_percent: Percent) -> None:
    """Processor, memory and storage as the gear's maker shows them, and what UPSes and printers say beside."""
    if box.gear.cpu == "host":
        _host(put, box, cpu_percent)
    elif box.gear.cpu == "cisco":
        _cisco(put, cpu_percent)
    if box.gear.kind is Kind.UPS:
        _ups(put, box)
    elif box.gear.kind is Kind.PRINTER:
        _printer(put, box)


def _host(put: Objects, box: Box, cpu_percent: Percent) -> None:
    for core in range(1, 5):
        put.oid(f"{HR}.3.2.1.2.{core}", f"{HR}.3.1.3")
        put.text(f"{HR}.3.2.1.3.{core}", f"CPU {core}")
        put.live_number(f"{HR}.3.3.1.2.{core}", cpu_percent)
    _storage(put, box, 1, "Physical memory", 2, 32 * 1024, 0.61)
    _storage(put, box, 31, "/", 4, 480 * 1024, 0.42)


def _storage(put: Objects, box: Box, index: int, descr: str, kind: int, mebibytes: int, used: float) -> None:
    put.number(f"{HR}.2.3.1.1.{index}", index)
    put.oid(f"{HR}.2.3.1.2.{index}", f"{HR}.2.1.{kind}")
    put.text(f"{HR}.2.3.1.3.{index}", descr)
    put.number(f"{HR}.2.3.1.4.{index}", 65536)
    put.number(f"{HR}.2.3.1.5.{index}", mebibytes * 16)
    put.live_number(
        f"{HR}.2.3.1.6.{index}", lambda now: int(mebibytes * 16 * (used + 0.05 * math.sin(now / 600 + box.number)))
    )


def _cisco(put: Objects, cpu_percent: Percent) -> None:
    put.number(f"{CPM_CPU_TOTAL}.2.1", 1)
    put.live(f"{CPM_CPU_TOTAL}.7.1", GAUGE32, cpu_percent)
    put.live(f"{CPM_CPU_TOTAL}.8.1", GAUGE32, cpu_percent)
    put.text(f"{CISCO_MEMORY_POOL}.2.1", "Processor")
    put.unsigned(f"{CISCO_MEMORY_POOL}.5.1", GAUGE32, 1310 * MEBIBYTE)
    put.unsigned(f"{CISCO_MEMORY_POOL}.6.1", GAUGE32, 738 * MEBIBYTE)


def _ups(put: Objects, box: Box) -> None:
    def load_percent(now: float) -> int:
        return int(25 + 30 * day_shape(now))

    put.text(f"{UPS}.1.1.0", "APC")
    put.text(f"{UPS}.1.2.0", box.gear.model)
    put.number(f"{UPS}.2.1.0", 2)
    put.number(f"{UPS}.2.2.0", 0)
    put.number(f"{UPS}.2.3.0", 47)
    put.number(f"{UPS}.2.4.0", 100)
    put.live_number(f"{UPS}.2.7.0", lambda now: int(26 + 2 * math.sin(now / 900 + box.number)))
    put.live_number(f"{UPS}.3.3.1.3.1", lambda now: int(230 + 3 * math.sin(now / 40 + box.number)))
    put.number(f"{UPS}.4.1.0", 3)
    put.live_number(f"{UPS}.4.4.1.5.1", load_percent)
    put.text(f"{POWERNET_UPS}.1.1.1.0", box.gear.model)
    put.text(f"{POWERNET_UPS}.1.2.3.0", serial(box.name))
    put.number(f"{POWERNET_UPS}.2.1.1.0", 2)
    put.unsigned(f"{POWERNET_UPS}.2.2.1.0", GAUGE32, 100)
    put.unsigned(f"{POWERNET_UPS}.2.2.3.0", TIME_TICKS, 47 * 6000)
    put.live(f"{POWERNET_UPS}.4.2.3.0", GAUGE32, load_percent)


def _printer(put: Objects, box: Box) -> None:
    put.oid(f"{HR}.3.2.1.2.1", f"{HR}.3.1.5")
    put.text(f"{HR}.3.2.1.3.1", "HP LaserJet M607")
    put.number(f"{HR}.3.2.1.5.1", 2)
    put.number(f"{HR}.3.5.1.1.1", 3)
    put.text(f"{PRINTER}.5.1.1.16.1", box.name)
    put.text(f"{PRINTER}.5.1.1.17.1", serial(box.name))
    put.live(f"{PRINTER}.10.2.1.4.1.1", COUNTER32, _pages)
    for number, colour in enumerate(TONER, 1):
        put.text(f"{PRINTER}.11.1.1.6.1.{number}", f"{colour} cartridge")
        put.number(f"{PRINTER}.11.1.1.7.1.{number}", 7)
        put.number(f"{PRINTER}.11.1.1.8.1.{number}", FULL_TONER)
        put.live_number(f"{PRINTER}.11.1.1.9.1.{number}", partial(_toner_left, number))


def _toner_left(cartridge: int, now: float) -> int:
    return FULL_TONER - _pages(now) // cartridge % FULL_TONER


def _pages(now: float) -> int:
    """A page a minute."""
    return int(now // 60) % 10_000_000
