"""Build the preset dictionaries of the wire: ``resources/dictionaries/1.zdict`` from messages of invented people.

Run it from the root of the repository; the same program gives the same bytes::

    python -m tools.make_dictionary            # writes the file
    python -m tools.make_dictionary --check    # only says whether the file is the one that would be written

A dictionary that has been released is never changed: messages packed with it stay readable for ever. A better one gets
the next number, servers get it first, and its digest is added to ``tests/contracts/test_dictionary.py``. That is why
this recipe writes the messages as plain arrays instead of asking the program for them: the program's bodies will grow,
recipe 1 stays as it is. A test unpacks what is built here with the program's own types.

No name, street or wish for training is taken from the days that the program is tested and measured with.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

import resources

NUMBER = 1
MOST_BYTES = 32 * 1024
"""Deflate looks back no further."""

Plain = None | bool | int | str | bytes | list["Plain"] | dict[str, "Plain"]
"""What a message is made of."""

FIRST_NAMES = (
    "ADITYA", "ANDI", "ANISA", "ANTON", "BAYU", "CITRA", "DANI", "DARMAWAN", "DESI", "DODI", "EDI", "ERNA", "ERNI",
    "FERRY", "GALIH", "HERLINA", "HERMAN", "HERU", "IDA", "INTAN", "IRWAN", "IWAN", "LILIK", "LINDA", "MARTINI",
    "MARYONO", "NANIK", "NINING", "NURUL", "PUTRI", "RINI", "RUDI", "SUGENG", "SULASTRI", "SUMIATI", "SUPRIYADI",
    "SUSI", "SUTRISNO", "SUYANTO", "TAUFIK", "TITIN", "TUTIK", "WATI", "WIDYA", "YANTI", "YANTO", "YOGA", "YUDI",
    "YULI",
)  # fmt: skip
LAST_NAMES = (
    "AMBARWATI", "HERMAWAN", "KURNIA", "LUBIS", "MARGARETA", "MARLINA", "MULYADI", "NASUTION", "NUGRAHA", "PRATAMA",
    "PURNAMA", "RAHARJO", "RIYANTO", "SAFITRI", "SARI", "SETYAWAN", "SIMANJUNTAK", "SIREGAR", "SULISTYO", "TANJUNG",
    "WARDANI", "WIDODO", "YULIANTI",
)  # fmt: skip
STREETS = (
    "DSN. KARANGANYAR NO. ", "DSN. SUKOREJO NO. ", "GG. BUNTU NO. ", "GG. MASJID NO. ", "JL. ANGGREK NO. ",
    "JL. CEMPAKA NO. ", "JL. FLAMBOYAN NO. ", "JL. HASANUDDIN NO. ", "JL. MERDEKA NO. ", "JL. MERPATI NO. ",
    "JL. PEMUDA NO. ", "JL. VETERAN NO. ", "KP. BARU NO. ", "PERUM GRIYA ASRI BLOK B NO. ",
)  # fmt: skip
BIRTH_PLACES = (
    "BANDUNG", "BANGKALAN", "BANYUWANGI", "BEKASI", "BLITAR", "BOGOR", "BOJONEGORO", "BONDOWOSO", "DENPASAR", "GRESIK",
    "JAKARTA", "JEMBER", "JOMBANG", "KEDIRI", "LAMONGAN", "LUMAJANG", "MADIUN", "MAGETAN", "MALANG", "MOJOKERTO",
    "NGANJUK", "NGAWI", "PACITAN", "PAMEKASAN", "PASURUAN", "PONOROGO", "PROBOLINGGO", "SAMPANG", "SEMARANG",
    "SIDOARJO", "SITUBONDO", "SUMENEP", "SURAKARTA", "TRENGGALEK", "TUBAN", "TULUNGAGUNG", "YOGYAKARTA", "SURABAYA",
)  # fmt: skip
RELIGIONS = ("KHONGHUCU", "BUDHA", "HINDU", "KATHOLIK", "KRISTEN", *("ISLAM",) * 12)
MARITAL_STATUSES = ("CERAI MATI", "CERAI HIDUP", "BELUM KAWIN", "KAWIN")
OCCUPATIONS = (
    "BURUH TANI/PERKEBUNAN", "PETANI/PEKEBUN", "NELAYAN/PERIKANAN", "INDUSTRI", "KONSTRUKSI", "TRANSPORTASI", "GURU",
    "PERAWAT", "PEMBANTU RUMAH TANGGA", "TUKANG CUKUR", "TUKANG BATU", "TUKANG KAYU", "TUKANG JAHIT", "MEKANIK",
    "PERANGKAT DESA", "PEGAWAI NEGERI SIPIL", "KARYAWAN HONORER", "PENSIUNAN", "MENGURUS RUMAH TANGGA",
    "PELAJAR/MAHASISWA", "SOPIR", "PEDAGANG", "WIRASWASTA", "KARYAWAN SWASTA", "BURUH HARIAN LEPAS",
    "BELUM/TIDAK BEKERJA",
)  # fmt: skip
OPERATORS = ("11", "14", "17", "19", "31", "38", "51", "53", "56", "58", "77", "78", "81", "83", "99", "55", "23", "28")
EMPLOYMENTS = ("pmi", "usaha_kecil", "mencari_kerja", "phk", "dirumahkan")
EDUCATIONS = ("TIDAK_SEKOLAH", "D1", "D2", "D4", "S2", "S1", "D3", "SD", "SMP", "SMA", "SMK")
TRAININGS = ("Bahasa Inggris", "Kewirausahaan", "Mengemudi", "Otomotif", "Servis AC", "Tata rias", "Desain grafis")

FINDINGS: tuple[tuple[str, str, str, dict[str, Plain]], ...] = (
    ("answers.in_formal_education", "IN_FORMAL_EDUCATION", "block", {"programme": "Kartu Pra Kerja 2020"}),
    ("answers.excluded_group", "EXCLUDED_GROUP", "block", {"programme": "Kartu Pra Kerja 2020", "answer": "asn"}),
    ("birth_date", "AGE_BELOW_MINIMUM", "block", {"years": "18", "from_on": "14-05-2020"}),
    ("birth_date", "DATE_MONTH", "block", {"month": "14"}),
    ("nik", "NIK_SEX_DIFFERS", "warn", {"nik_sex": "P", "card_sex": "L"}),
    ("nik", "NIK_TOO_SHORT", "block", {"length": "15", "needed": "16"}),
    ("nik", "NIK_BIRTH_DATE_DIFFERS", "warn", {"nik_date": "16-06-1990", "card_date": "17-06-1990"}),
    ("email", "EMAIL_DOMAIN_TYPO", "warn", {"domain": "gamil.com", "meant": "gmail.com", "proposal": "@gmail.com"}),
    ("email", "EMAIL_SHARED", "warn", {}),
    ("mobile", "MOBILE_NONE", "warn", {}),
    ("documents", "PAPER_MISSING", "warn", {"paper": "ktp", "label": "KTP-el"}),
    ("documents", "PAPER_MISSING", "warn", {"paper": "kk", "label": "Kartu Keluarga (KK)"}),
)
EMAIL_NONE: tuple[str, str, str, dict[str, Plain]] = ("email", "EMAIL_NONE", "warn", {"label": "alamat e-mail"})
OUTCOMES = (("not_eligible", "DITOLAK"), ("incomplete", "BELUM_LENGKAP"), ("waiting_list", "DAFTAR_TUNGGU"))

PEOPLE = 24
START_MS = 1_586_736_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """The ``number``-th invented person; everything about it follows from the number."""

    number: int

    def pick(self, words: Sequence[str], stride: int = 1) -> str:
        """One of the words: strides without a common factor mix the lists."""
        return words[self.number * stride % len(words)]

    @property
    def outcome(self) -> tuple[str, str]:
        """Outcome and status: the rare ones first, then three of four as on most days."""
        return OUTCOMES[self.number] if self.number < len(OUTCOMES) else ("registered", "TERDAFTAR")

    def person(self) -> list[Plain]:
        """The identity in the order of ``PersonBody``."""
        number = self.number
        name = f"{self.pick(FIRST_NAMES, 2)} {self.pick(LAST_NAMES)}"
        district = f"35{self.pick(('78', '15', '07', '09', '24'))}{1 + number % 20:02d}"
        born = (1 + number * 5 % 28, 1 + number * 7 % 12, 1960 + number * 3 % 42)
        is_woman = number % 2 == 0
        day = born[0] + 40 if is_woman else born[0]
        return [
            f"{district}{day:02d}{born[1]:02d}{born[2] % 100:02d}99{number:02d}",
            name,
            self.pick(BIRTH_PLACES, 3),
            f"{born[2]}-{born[1]:02d}-{born[0]:02d}",
            "P" if is_woman else "L",
            f"{self.pick(STREETS)}{1 + number * 11 % 200}",
            f"{1 + number % 12:03d}/{1 + number % 9:03d}",
            f"35.{district[2:4]}.{district[4:]}.{1001 + number % 2 * 1000 + number % 12}",
            self.pick(RELIGIONS),
            self.pick(MARITAL_STATUSES),
            self.pick(OCCUPATIONS, 5),
            "WNI",
            f"{district}{1 + number % 28:02d}{1 + number % 12:02d}{8 + number % 12:02d}99{number:02d}",
            f"+628{self.pick(OPERATORS)}{34_500_000 + number * 10_007}",
            f"{name.lower().replace(' ', '.')}@gmail.com" if number % 5 == 1 else "",
            *("",) * 6,
        ]

    def body(self) -> list[Plain]:
        """The visit in the order of ``RegisteredBody``."""
        outcome, status = self.outcome
        has_number = outcome in {"registered", "waiting_list"}
        person = self.person()
        extra = [FINDINGS[self.number]] if self.number < len(FINDINGS) else []
        findings = [*extra, *([] if person[14] else [EMAIL_NONE])]
        typed: dict[str, Plain] = {} if has_number else {"nik": str(person[0])[:15], "birth_date": "17-14-1990"}
        return [
            outcome,
            status,
            "PRAKERJA2020",
            "2020",
            "2020-04-14",
            f"35-SBY01-20200414-{1 + self.number:04d}-{self.number % 10}" if has_number else "",
            f"A{1 + self.number:03d}",
            person,
            {
                "employment_status": self.pick(EMPLOYMENTS),
                "in_formal_education": False,
                "excluded_group": None,
                "former_recipient": False,
                "education": self.pick(EDUCATIONS),
                "training": self.pick(TRAININGS),
            },
            ["ktp"] if self.number % 6 == 2 else ["ktp", "kk"],
            [[field, code, weight, False, facts] for field, code, weight, facts in findings],
            typed,
            "prakerja2020-1",
            "RINI WARDANI",
            "2020-04-11.1",
        ]


def repeated_body() -> list[Plain]:
    """A second visit of the same person, in the order of ``RepeatedBody``."""
    return ["PRAKERJA2020", "2020", "2020-04-14", "RINI WARDANI"]


def reprinted_body() -> list[Plain]:
    """A slip written again, in the order of ``ReprintedBody``."""
    return [2, "thermal80", "RINI WARDANI"]


def event(kind: str, number: int, body: list[Plain], record: Plain = None) -> list[Plain]:
    """One event, in the order of ``EventUp``; an event about a known record names the one before it."""
    base: list[Plain] = [] if record is None else [_bytes("base", 16)]
    return [kind, START_MS + number * 150_000, _bytes("officer", 16), _packed(body), record, base, 1]


def request(events: list[Plain], first_seq: int) -> list[Plain]:
    """One request, in the order of ``ExchangeRequest``. Keys and hashes are filled with what no message repeats."""
    salt_key = _bytes("salt key", 32) if first_seq == 1 else None
    batch: list[Plain] = [
        _bytes("stream", 16) + bytes((0, 0, 0, 1)), "SBY01", first_seq, _bytes("head", 32), events,
        _bytes("signature", 64), salt_key,
    ]  # fmt: skip
    return [1, False, 0, batch, None]


def reply() -> list[Plain]:
    """One answer with one outcome and no news, in the order of ``ExchangeReply``."""
    receipt: list[Plain] = [_bytes("lineage", 16), _bytes("stream", 16) + bytes((0, 0, 0, 1)), 9, _bytes("head", 32), 9]
    outcomes: list[Plain] = [[1, "duplicate", "", {}], [2, "needs_attention", "NIK_ELSEWHERE", {}]]
    return [receipt, _bytes("receipt", 64), START_MS, outcomes, [], False]


def messages() -> Iterator[bytes]:
    """The messages that the dictionary is made of, the most usual kind last."""
    yield _packed(reply())
    yield _packed(
        request([event("repeated", 2, repeated_body(), 1), event("slip_reprinted", 3, reprinted_body(), 1)], 2)
    )
    yield _packed(request([event("registered", number, Visit(number).body()) for number in range(PEOPLE)], 1))


def dictionary() -> bytes:
    """The bytes of the dictionary: rare words first, whole messages behind them (deflate reaches the end cheapest)."""
    words = (FIRST_NAMES, LAST_NAMES, STREETS, BIRTH_PLACES, OCCUPATIONS, EDUCATIONS)
    vocabulary = b"".join(_packed(list(group)) for group in words)
    built = vocabulary + b"".join(messages())
    if len(built) > MOST_BYTES:
        raise ValueError(f"{len(built)} bytes; deflate looks back {MOST_BYTES} at most")
    return built


def _packed(values: list[Plain]) -> bytes:
    return msgspec.msgpack.encode(values)


def _bytes(label: str, count: int) -> bytes:
    """Bytes as random as a key, but the same every time."""
    return hashlib.shake_256(b"posko/dictionary/1\0" + label.encode()).digest(count)


def main() -> int:
    """Write the dictionary, or check it; 1 if the file is another one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file differs")
    arguments = parser.parse_args()
    file = resources.path("dictionaries", f"{NUMBER}.zdict")
    built = dictionary()
    is_same = file.is_file() and file.read_bytes() == built
    if not arguments.check and not is_same:
        file.write_bytes(built)
    print(
        f"{file.name}: {len(built)} bytes, sha256 {hashlib.sha256(built).hexdigest()}, {'same' if is_same else 'new'}"
    )
    return 1 if arguments.check and not is_same else 0


if __name__ == "__main__":
    sys.exit(main())
