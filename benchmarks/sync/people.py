"""Made-up applicants for the lines: no name, street, birth place or wish of theirs helped to make the dictionary."""

from __future__ import annotations

import functools
import random
from datetime import date, timedelta
from pathlib import Path

import msgspec

from core.entry import Entry, entry_from_json

WOMEN = (
    "SITI", "DEWI", "ENDANG", "FITRI", "GALUH", "HESTI", "INDAH", "JUWITA", "KARTIKA", "LESTARI", "MAYA", "OKTAVIA",
    "PUJI", "RATNA", "UMI", "VINA", "WULAN", "YUNI", "ZAHRA", "AISYAH", "ANIK", "RAHMA", "MEGA", "NOVI", "AYU", "DIAH",
)  # fmt: skip
MEN = (
    "AGUS", "BAMBANG", "CAHYO", "DEDI", "EKO", "FAJAR", "GUNAWAN", "HENDRA", "IMAM", "JOKO", "KURNIAWAN", "LUKMAN",
    "MULYONO", "NANANG", "OKY", "PURNOMO", "RIZKI", "SLAMET", "TEGUH", "UNTUNG", "WAHYU", "YUSUF", "ZAINAL", "AHMAD",
)  # fmt: skip
FAMILIES = (
    "SANTOSO", "WIJAYA", "SETIAWAN", "PRASETYO", "HIDAYAT", "NUGROHO", "SAPUTRA", "KUSUMA", "WIBOWO", "SUSANTO",
    "HANDAYANI", "RAHMAWATI", "UTAMI", "MAHARANI", "ANGGRAINI", "PUSPITA", "WAHYUNI", "SURYANI", "HARTONO",
)  # fmt: skip
SYLLABLES = (
    "BA", "BI", "DAR", "DI", "GA", "HAR", "JA", "KAS", "KUN", "LA", "MAR", "MI", "NA", "NGA", "PAR", "RA", "SAR",
    "SU", "TI", "TO", "WA", "YA", "YEM", "NO", "MAN", "JAN", "DI", "NEM",
)  # fmt: skip
"""Rare names are put together from these, so that not every name is found again a line above."""
STREETS = (
    "JL. AHMAD YANI", "JL. DIPONEGORO", "JL. GAJAH MADA", "JL. HAYAM WURUK", "JL. KARTINI", "JL. MAWAR", "JL. MELATI",
    "JL. PAHLAWAN", "JL. RAYA DARMO", "JL. SUDIRMAN", "JL. TEUKU UMAR", "GG. KENANGA", "GG. DUKUH", "DSN. KRAJAN",
    "DSN. SUMBEREJO", "JL. IMAM BONJOL", "PERUM TAMAN INDAH",
)  # fmt: skip
BIRTH_PLACES = (
    "MEDAN", "PADANG", "PALEMBANG", "MAKASSAR", "AMBON", "KUPANG", "MATARAM", "SINGARAJA", "BANJARMASIN", "CILACAP",
    "PEKALONGAN", "PURWOKERTO", "KLATEN", "SRAGEN", "REMBANG", "CIREBON", "TASIKMALAYA", "SERANG", "BATU",
)  # fmt: skip
WISHES = (
    "Menjahit", "Barista", "Pemasaran digital", "Teknik las dasar", "Tata boga", "Budidaya lele", "Fotografi produk",
    "Servis telepon genggam", "Kerajinan bambu", "Operator komputer",
)  # fmt: skip
OPERATORS = ("12", "13", "21", "22", "52", "57", "95", "96")
OCCUPATIONS = ("WIRASWASTA", "KARYAWAN SWASTA", "BURUH HARIAN LEPAS", "BELUM/TIDAK BEKERJA", "SOPIR", "PEDAGANG")
MARITAL_STATUSES = ("KAWIN", "BELUM KAWIN", "CERAI HIDUP", "CERAI MATI")
EMPLOYMENTS = ("phk", "dirumahkan", "usaha_kecil", "mencari_kerja", "pmi")
EDUCATIONS = ("SD", "SMP", "SMA", "SMK", "D3", "S1")

BORN_FROM = date(1960, 1, 1)
BORN_DAYS = 15_000
SERIALS = 99
STRIDE = 982_451
"""A prime that mixes birth days and serial numbers without ever giving the same pair twice."""


@functools.cache
def villages() -> tuple[str, ...]:
    """The villages of the day file: real places all over East Java."""
    file = Path(__file__).parents[2] / "tests" / "data" / "hari_182.jsonl"
    people = map(msgspec.json.decode, file.read_bytes().splitlines())
    return tuple(sorted({person["village_code"] for person in people}))


def applicant(number: int) -> Entry:
    """The made-up person with this number, always the same."""
    chance = random.Random(number)
    days, serial = divmod(number * STRIDE % (BORN_DAYS * SERIALS), SERIALS)
    born = BORN_FROM + timedelta(days=days)
    is_woman = chance.random() < 0.5
    name = _name(chance, WOMEN if is_woman else MEN)
    village = chance.choice(villages())
    district = village[:8].replace(".", "")
    day = born.day + 40 if is_woman else born.day
    values: dict[str, object] = {
        "nik": f"{district}{day:02d}{born:%m%y}{9901 + serial}",
        "name_on_id": name,
        "birth_place": chance.choice(BIRTH_PLACES),
        "birth_date": f"{born:%d-%m-%Y}",
        "sex": "P" if is_woman else "L",
        "id_address": f"{chance.choice(STREETS)} NO. {chance.randint(1, 250)}",
        "rt_rw": f"{chance.randint(1, 15):03d}/{chance.randint(1, 12):03d}",
        "village_code": village,
        "religion": chance.choice(("ISLAM",) * 12 + ("KRISTEN", "KATHOLIK", "HINDU")),
        "marital_status": chance.choice(MARITAL_STATUSES),
        "occupation": chance.choice(OCCUPATIONS),
        "citizenship": "WNI",
        "family_card_no": f"{district}{_some_day(chance)}{9901 + chance.randrange(99)}",
        "mobile": f"08{chance.choice(OPERATORS)}{chance.randrange(10**7, 10**8)}",
        "email": f"{name.lower().replace(' ', '.')}{number}@contoh.id" if chance.random() < 0.2 else None,
        "answers": _answers(chance),
        "documents": ["ktp"] if chance.random() < 0.1 else ["ktp", "kk"],
        "consent": True,
    }
    return entry_from_json(values)


def _name(chance: random.Random, first: tuple[str, ...]) -> str:
    family = chance.choice(FAMILIES) if chance.random() < 0.6 else "".join(chance.choices(SYLLABLES, k=3))
    return f"{chance.choice(first)} {family}"


def _some_day(chance: random.Random) -> str:
    return f"{chance.randint(1, 28):02d}{chance.randint(1, 12):02d}{chance.randint(6, 19):02d}"


def _answers(chance: random.Random) -> dict[str, object]:
    return {
        "employment_status": chance.choice(EMPLOYMENTS),
        "in_formal_education": False,
        "excluded_group": None,
        "former_recipient": False,
        "education": chance.choice(EDUCATIONS),
        "training": chance.choice(WISHES),
    }
