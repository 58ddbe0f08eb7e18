"""CPU, memory, storage and temperature from what different kinds of gear answer."""

from __future__ import annotations

from typing import Any

import pytest

from nocscape.base.clock import FakeClock
from nocscape.polling import objects
from nocscape.polling.vitals import RETRY_EVERY, VitalReader, Vitals
from nocscape.profiles import Number, Pool, Readings
from tests.unit.polling.agents import TARGET, FakeAgent

OWN = "1.3.6.1.4.1.9.9"

Has = dict[Any, Any]
"""By column (or OID): rows by index, or the value of a scalar."""


async def vitals(has: Has, readings: Readings | None = None) -> Vitals:
    agent = agent_with(has)
    return await VitalReader(readings or Readings()).read(agent, TARGET)


def agent_with(has: Has) -> FakeAgent:
    agent = FakeAgent(FakeClock(), ports=0)
    for column, value in has.items():
        oid = column if isinstance(column, str) else column.oid
        agent.extra[oid] = value if isinstance(value, dict) else {oid: value}
    return agent


def disks(**shares: tuple[str, int, int]) -> Has:
    return {
        objects.HR_STORAGE_TYPE: {i: kind for i, (kind, _, _) in shares.items()},
        objects.HR_STORAGE_SIZE: {i: size for i, (_, size, _) in shares.items()},
        objects.HR_STORAGE_USED: {i: used for i, (_, _, used) in shares.items()},
    }


async def test_cores_are_averaged() -> None:
    assert (await vitals({objects.HR_PROCESSOR_LOAD: {"1": 10, "2": 30, "3": 255}})).cpu_percent == 20


async def test_without_host_resources_idle_time_gives_the_load() -> None:
    assert (await vitals({objects.UCD_CPU_IDLE: 75})).cpu_percent == 25


async def test_buffers_and_cache_are_no_memory_in_use() -> None:
    has = {objects.UCD_MEM_TOTAL: 1000, objects.UCD_MEM_AVAIL: 200, objects.UCD_MEM_CACHED: 300}
    assert (await vitals(has)).memory_percent == 50


async def test_the_fullest_fixed_disk_counts() -> None:
    disk, ram = objects.HR_STORAGE_FIXED_DISK, objects.HR_STORAGE_RAM
    found = await vitals(disks(a=(disk, 100, 40), b=(disk, 100, 90), c=(ram, 100, 60)))
    assert (found.storage_percent, found.memory_percent) == (90, 60)


async def test_a_disk_whose_size_ran_over_into_the_negative_is_read_right() -> None:
    found = await vitals(disks(a=(objects.HR_STORAGE_FIXED_DISK, -(2**31), 2**30)))
    assert found.storage_percent == 50


async def test_what_the_profile_names_comes_before_the_standard() -> None:
    readings = Readings(cpu_percent=(f"{OWN}.1", f"{OWN}.2"), temperature_c=(f"{OWN}.3.0",))
    has = {objects.HR_PROCESSOR_LOAD: {"1": 1}, f"{OWN}.2": {"1": 0, "9": 64}, f"{OWN}.3.0": 41}
    found = await vitals(has, readings)
    assert (found.cpu_percent, found.temperature_c) == (64, 41)


@pytest.mark.parametrize(("free", "total"), [(f"{OWN}.5", ""), ("", f"{OWN}.6")])
async def test_pools_are_summed_whether_free_or_total_is_told(free: str, total: str) -> None:
    has = {
        f"{OWN}.4": {"1": 30, "2": 10},
        f"{OWN}.5": {"1": 50, "2": 10},
        f"{OWN}.6": {"1": 80, "2": 20},
    }
    readings = Readings(memory=(Pool(used=f"{OWN}.4", free=free, total=total),))
    assert (await vitals(has, readings)).memory_percent == 40


@pytest.mark.parametrize(
    ("pool", "percent"),
    [
        (Pool(used=f"{OWN}.4.0", free=f"{OWN}.5.0"), 25),
        (Pool(used=f"{OWN}.4.0", total=f"{OWN}.6.0"), 20),
        (Pool(free=f"{OWN}.5.0", total=f"{OWN}.6.0"), 40),
        (Pool(used=f"{OWN}.8.0", total=f"{OWN}.6.0"), None),
    ],
)
async def test_a_pool_of_scalars_needs_any_two_of_used_free_and_total(pool: Pool, percent: float | None) -> None:
    has = {f"{OWN}.4.0": 20, f"{OWN}.5.0": 60, f"{OWN}.6.0": 100}
    assert (await vitals(has, Readings(memory=(pool,)))).memory_percent == percent


async def test_a_temperature_in_tenths_is_shown_in_degrees() -> None:
    readings = Readings(temperature_c=(f"{OWN}.7",), temperature_parts=10)
    assert (await vitals({f"{OWN}.7": {"1": 415, "2": 380, "3": 9999}}, readings)).temperature_c == 41.5


async def test_numbers_that_mean_a_missing_sensor_are_no_temperature() -> None:
    readings = Readings(temperature_c=(f"{OWN}.7",))
    assert (await vitals({f"{OWN}.7": {"1": 2**31 - 1, "2": -255, "3": 38}}, readings)).temperature_c == 38
    assert (await vitals({f"{OWN}.7": {"1": 2**31 - 1}}, readings)).temperature_c is None


async def test_a_device_that_has_none_of_it_tells_nothing() -> None:
    assert await vitals({}) == Vitals()


async def test_what_is_absent_is_asked_for_again_only_after_many_polls() -> None:
    agent, reader = agent_with({}), VitalReader(Readings())
    for _ in range(RETRY_EVERY + 1):
        await reader.read(agent, TARGET)
    assert agent.asked.count(objects.HR_PROCESSOR_LOAD.oid) == 1
    agent.extra[objects.HR_PROCESSOR_LOAD.oid] = {"1": 12}
    assert (await reader.read(agent, TARGET)).cpu_percent == 12


async def test_a_load_that_is_written_as_text_or_told_as_what_is_left_is_understood() -> None:
    written = Readings(cpu_percent=(Number(f"{OWN}.1", find=r"300 Secs \( *([\d.]+)"),))
    assert (await vitals({f"{OWN}.1": {"0": b"60 Secs ( 9%) 300 Secs ( 21.5%)"}}, written)).cpu_percent == 21.5
    left = Readings(cpu_percent=(Number(f"{OWN}.1", is_left=True),))
    assert (await vitals({f"{OWN}.1": {"1": 93}}, left)).cpu_percent == 7


async def test_rows_of_other_things_in_the_same_table_do_not_count() -> None:
    readings = Readings(cpu_percent=(Number(f"{OWN}.1", ends="300"),))
    assert (await vitals({f"{OWN}.1": {"1.5": 99, "1.300": 12}}, readings)).cpu_percent == 12
