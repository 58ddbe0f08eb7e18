"""Cisco gives switches, routers and access points the same system; only the family's name tells them apart."""

import pytest

from nocscape import profiles
from nocscape.model.net import Kind

UNLISTED = "1.3.6.1.4.1.9.1.99999"
IOS = "Cisco IOS Software, {0} Software ({1}), Version 15.0(2)SE, RELEASE SOFTWARE (fc1)"
IOS_XE = "Cisco IOS Software [Fuji], {0} Software ({1}), Version 16.9.4, RELEASE SOFTWARE (fc2)\r\nIOS-XE"


@pytest.mark.parametrize(
    ("kind", "form", "family", "image"),
    [
        (Kind.SWITCH, IOS, "C2960", "C2960-LANBASEK9-M"),
        (Kind.SWITCH, IOS, "C2960X", "C2960X-UNIVERSALK9-M"),
        (Kind.SWITCH, IOS, "C2950", "C2950-I6Q4L2-M"),
        (Kind.SWITCH, IOS, "C1000", "C1000-UNIVERSALK9-M"),
        (Kind.SWITCH, IOS, "C3650", "C3650-IPBASEK9-M"),
        (Kind.SWITCH, IOS, "C3750", "C3750-IPBASEK9-M"),
        (Kind.SWITCH, IOS, "IE2000", "IE2000-UNIVERSALK9-M"),
        (Kind.L3_SWITCH, IOS, "Catalyst 4500 L3 Switch", "cat4500-IPBASEK9-M"),
        (Kind.L3_SWITCH, IOS, "s72033_rp", "s72033_rp-ADVENTERPRISEK9_WAN-M"),
        (Kind.L3_SWITCH, IOS_XE, "Catalyst 4500 L3 Switch", "cat4500es8-UNIVERSALK9-M"),
        (Kind.ROUTER, IOS, "2800", "C2800NM-ADVIPSERVICESK9-M"),
        (Kind.ROUTER, IOS, "C2900", "C2900-UNIVERSALK9-M"),
        (Kind.ROUTER, IOS, "3700", "C3745-IPBASE-M"),
        (Kind.ROUTER, IOS, "3800", "C3825-ADVENTERPRISEK9-M"),
        (Kind.ROUTER, IOS, "C181X", "C181X-ADVIPSERVICESK9-M"),
        (Kind.ROUTER, IOS, "7200", "C7200P-ADVENTERPRISEK9-M"),
        (Kind.ROUTER, IOS_XE, "ISR", "X86_64_LINUX_IOSD-UNIVERSALK9-M"),
        (Kind.ROUTER, IOS_XE, "C1100", "C1100-UNIVERSALK9_IAS-M"),
        (Kind.ROUTER, IOS_XE, "IR1101", "IR1101-K9"),
        (Kind.ACCESS_POINT, IOS, "C1240", "C1240-K9W7-M"),
        (Kind.WLAN_CONTROLLER, IOS_XE, "C9800-CL", "C9800-CL_IOSXE-K9"),
        (Kind.PHONE, IOS, "vg224", "VG224-I6S-M"),
    ],
)
def test_a_family_tells_the_kind(kind: Kind, form: str, family: str, image: str) -> None:
    said = profiles.load().identify(UNLISTED, form.format(family, image))

    assert said is not None
    assert said.kind is kind


def test_the_system_is_no_model() -> None:
    descr = "Cisco IOS Software, IOS-XE Software, Catalyst L3 Switch Software (CAT3K_CAA-UNIVERSALK9-M), Version 3.3"

    said = profiles.load().identify("1.3.6.1.4.1.9.1.1644", descr)

    assert said is not None
    assert said.model != "IOS-XE"
