"""Texts that tell a password, and honest ones that only speak of one."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activation import new_code
from core.errors import Kind, Trouble
from core.passwords import PasswordCode, refuse_password, tells_password

DAY = Path(__file__).parents[1] / "data" / "hari_182.jsonl"

TOLD = [
    "pass: rahasia1", "pass: x", "Password=abc", "password abcd1234", "password kucing#1", "password -> abc",
    "P4ssword: x", "pa55word: x", "paswordnya abc123", "pwd abc123", "pw x123", "pw nya: abc",
    "emailnya a@contoh.id pw:abc", "pass abc12", "sandi : 123", "sandi email: kucing", "sandi baru 12345",
    "sandinya kucing", "sandiku kucing", "katasandi: abc", "k.sandi: abc", "kata sandi: kucing", "kata sandi=melati",
    "kata  sandi = x", "kata sandi gmail baru: Kucing7", "kata sandinya melati", "kata sandi 'Kucing7'",
    "kata sandi Bu Siti kucing77", "passwordnya adalah kucing", "password saya kucing", "password saya kucing77",
    "PIN=1234", "pin 123456", "PIN ATM 1234", "otp 123456", "login: a / b", "username: siti / melati",
    "siti@contoh.id / kucing7", "kode aktivasi K7QM-2XRT-9DHE", "k7qm 2xrt 9dhe", "kode K7QM2XRT9DHE",
    "Sandi\u200b: kucing", "\uff50\uff41\uff53\uff53\uff1a rahasia",
    "siti@gmail.com kucing77", "a@contoh.id b@contoh.id / kucing7", "user siti pass kucing", "pswrd siti123",
    "sandi-kucing77", "password(kucing77)", "kata sandi (kucing77)", "p: kucing77", "u: siti p=kucing77",
    "sandi: 081234567890/kucing77", "sandi email: 081234567890", "pw 081234567890", "kata sandi 081234567890",
    "Bu Sandi: kucing77", "sandi jadi kucing77", "sandinya: 081234567890",
]  # fmt: skip

HONEST = [
    "", "lupa kata sandi", "Lupa sandi e-mail, diarahkan ke halaman lupa sandi", "lupa password gmail 2019",
    "lupa kata sandi PRAKERJA2020", "lupa password, nomor A012", "kata sandi tidak ditulis",
    "kata sandi: tidak ditulis", "kata sandi: -", "password: lupa", "reset password di HP", "ganti password 2 kali",
    "dibantu buat kata sandi baru di HP sendiri", "password baru dibuat sendiri", "kata sandi ibu siti lupa",
    "password ibu siti hilang, datang lagi besok", "kata sandinya sudah diganti sendiri", "passwordnya lupa",
    "password saya lupa", "kata sandi saya tidak ingat", "kata sandi adalah rahasia pemohon",
    "kata sandi dan PIN dirahasiakan", "kata sandi 8 huruf", "password minimal 8 karakter",
    "internet putus saat ganti kata sandi 09.30", "tidak bisa login, password salah 3x", "login gagal / dicoba lagi",
    "login: gagal / dicoba lagi", "siti@contoh.id / 0812-3456-0123", "password akun siti.aminah90@contoh.id lupa",
    "PIN ATM hilang", "minta PIN baru ke bank", "password wifi posko salah", "pas foto 3x4", "pass foto 3x4",
    "sandi-sandi lama", "compass: rusak", "Nomor KK tidak ditemukan: dirujuk ke Dukcapil", "SANDI PRATAMA", "SANDI",
    "JL. SANDI NO. 12A", "JL. SANDI RAYA 5 RT 003 RW 007", "Jl. Pin 12", "KAMPUNG PINANG 12", "PINRANG", "PASSO",
    "BUSANDI", "8234-5678-2345", "NOOR-AINA-DEWY", "kata sandi adalah", "password saya gmail",
    "Sandi 081234567890", "SANDI 08123456789 anak", "Sandi: 081234567890", "Sandi: 0812 3456 7890 (anak)",
    "Sandi +62 812-3456-7890", "Sandi (081234567890)", "SANDI HP: 081234567890", "wa Sandi 0812345678",
    "Bu Sandi 085712345678", "A Pin 08123456789", "Pak Pin 081234567890", "Pin 0812 3456 7890", "Sandi: tetangga",
    "Sandi = keponakan", "Bu Sandi: warung depan", "Sandi adalah anaknya", "Sandi yaitu adik pemohon",
    "anak bernama Sandi jadi kontak", "Sandi jadi kontak", "siti@contoh.id PRAKERJA2020", "siti@contoh.id aktif 2x",
    "siti@contoh.id 35-SBY01-20200413-0042-5", "siti@contoh.id / siti2@contoh.id", "siti@contoh.id siti.dua@contoh.id",
    "siti@contoh.id 081234567890", "password(lupa)", "pass-foto4x6", "pass foto(4x6)", "L/P: KK2020A", "P: 3x4",
    "user lupa password lama", "user siti, password hilang",
]  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_a_text_with_a_password_is_known(text: str) -> None:
    assert tells_password(text)
    assert tells_password(f"Pemohon datang lagi; {text}")


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_text_is_not_taken_for_one(text: str) -> None:
    assert not tells_password(text)


def test_every_activation_code_is_known() -> None:
    for _ in range(200):
        code = new_code(secrets.randbelow)
        is_plain_word = not any(char.isdigit() for char in code) or not any(char.isalpha() for char in code)
        assert tells_password(f"kodenya {code} ya") or is_plain_word


def test_nothing_that_people_said_on_a_day_at_a_post_is_taken_for_one() -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [text for one in value for text in texts(one)]
        return [value] if isinstance(value, str) else []

    said = [text for line in DAY.read_text("utf-8").splitlines() for text in texts(json.loads(line))]
    assert len(said) > 1000
    assert [text for text in said if tells_password(text)] == []


def test_a_row_of_words_that_may_follow_ends() -> None:
    assert not tells_password("kata sandi saya akun gmail hp baru lama")


def test_where_a_refusal_is_no_value_it_is_a_trouble_of_the_user() -> None:
    refuse_password("lupa kata sandi")
    with pytest.raises(Trouble) as raised:
        refuse_password("kata sandi: kucing")
    assert (raised.value.code, raised.value.kind) == (PasswordCode.TOLD, Kind.USAGE)
    assert raised.value.facts == {}


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert tells_password(text) in (True, False)


@given(st.from_regex(r"[a-z]{3,10}[0-9]{2,4}", fullmatch=True))
def test_whatever_stands_behind_the_word_and_a_colon_is_one(secret: str) -> None:
    assert tells_password(f"kata sandi: {secret}")
