"""A made-up crowd: visits as lists know them, with names as Indonesia bears them; the same ones for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

import msgspec

from core.ids import RegistrationNo
from core.registered import ListedVisit

_COMMON = """
SITI SRI NUR DEWI MUHAMMAD MOCH. M. AHMAD ACHMAD AGUS BUDI EKO WAHYU MADE LUH BAMBANG SLAMET TRI FRANSISKUS MARIA
YOHANES MARPAUNG SIMATUPANG TAN LIEM LA ODE DAENG ANDI SUHARTI AMINAH RINA HENDRA YULI INDAH FITRI RAHMAT HIDAYAT
KURNIAWAN SETIAWAN SANTOSO WIBOWO PUTRI PUTRA LESTARI HANDAYANI ABDUL KHOIRUL SOEKARNO DJOKO TJAHJONO MA'RUF
"""
COMMON = tuple(_COMMON.split())

_SYLLABLES = """
a i u ba bi bu da di du ga gi ha hi ja jo ka ki ku la li lu ma mi mu na ni nu pa ra ri ru sa si su ta ti wa wi ya
yu za nang tri man wan yono har war ning sih tun mah yah jan din rul zal fit
"""
SYLLABLES = tuple(_SYLLABLES.split())

DAYS = 300
FIRST_DAY = date(2020, 1, 2)


def one_visit(number: int = 0, **changes: object) -> ListedVisit:
    """One visit; the later the number, the newer."""
    on = FIRST_DAY + timedelta(days=number // 200)
    serial = number % 200 + 1
    visit = ListedVisit(
        key=number.to_bytes(16, "big"),
        name="BUDI SANTOSO",
        nik=f"3578{number % 31 + 1:02d}150890{9901 + number % 99}",
        registration_no=str(RegistrationNo("35", "SBY01", on, serial)),
        queue_number=f"A{serial:03d}",
        business_on=on.isoformat(),
        at_ms=1_577_923_200_000 + number * 60_000,
        seq=number + 1,
        programme="PRAKERJA2020",
        outcome="registered",
        status="TERDAFTAR",
        sex="L",
        village_code="35.78.08.1002",
        officer_name="RINA SETYOWATI",
    )
    return msgspec.structs.replace(visit, **changes)


def crowd(many: int, seed: int = 1) -> list[ListedVisit]:
    """So many visits, the oldest first: 18,000 rare words among the frequent ones."""
    chance = random.Random(seed)
    rare = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).upper() for _ in range(18_000)]
    return [_somebody(chance, rare, number, many) for number in range(many)]


def _somebody(chance: random.Random, rare: list[str], number: int, many: int) -> ListedVisit:
    length = chance.choice((1, 2, 2, 2, 3, 3, 4))
    words = [chance.choice(COMMON if chance.random() < 0.6 else rare) for _ in range(length)]
    born = date(1955, 1, 1) + timedelta(days=chance.randrange(18_000))
    on = FIRST_DAY + timedelta(days=number * DAYS // many)
    day = born.day + chance.choice((0, 40))
    nik = f"3578{chance.randint(1, 31):02d}{day:02d}{born:%m%y}{9901 + chance.randrange(99)}"
    number_of_day = number % 200 + 1
    return one_visit(
        number,
        name=" ".join(words),
        nik=nik,
        registration_no=str(RegistrationNo("35", "SBY01", on, number_of_day)),
        queue_number=f"A{number_of_day:03d}",
        business_on=on.isoformat(),
        outcome=chance.choice(("registered", "registered", "waiting_list")),
    )
