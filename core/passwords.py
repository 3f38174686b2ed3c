"""Texts that tell a password, a PIN or an activation code: nobody may write one down here [FACTBOOK 3].

Which texts only speak of passwords, and tell none, is a matter of words: those that may follow are listed here. In
doubt a text with a colon is refused, for the officer can say it in other words; one without is kept.
"""

from __future__ import annotations

import enum
import re

from core.activation import SIGNS
from core.errors import unusable
from core.typed_text import tidy


class PasswordCode(enum.StrEnum):
    """Why a free text is refused."""

    TOLD = "TEXT_HAS_PASSWORD"


MOST_READ = 4000
"""Characters that are looked at; no field and no note keeps more."""

_STRONG = (
    r"(?:kata|kt|kta|k)[. ]{0,2}sandi(?:nya|ku|mu)?|p[a4@][s5$]{1,2}[ -]?w(?:[o0]+r?d?|r?d)(?:nya|ku|mu)?"
    r"|paswot(?:nya)?|psw(?:o?r)?d?(?:nya)?|pwd(?:nya)?|passcode"
)
_WEAK = r"sandi(?:nya|ku|mu)?|pass(?:nya|ku)?|pw(?:nya|ku)?|pin(?:nya|ku)?|otp(?:nya)?"
_WORD = re.compile(rf"(?<![a-z0-9])(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?![a-z0-9])")
_OWN = re.compile(r"(?:nya|ku|mu)$")

_FILLERS = frozenset((
    "saya", "dia", "beliau", "ybs", "pemohon", "e-mail", "email", "emailnya", "e-mailnya", "gmail", "yahoo", "outlook",
    "google", "akun", "akunnya", "hp", "hpnya", "wa", "whatsapp", "fb", "facebook", "atm", "wifi", "baru", "barunya",
    "lama", "lamanya", "sementara", "nya", "-nya", "posko", "laptop", "utk", "untuk", "login", "masuk",
))  # fmt: skip
_OWNERS = frozenset(("saya", "dia", "beliau", "ybs", "pemohon"))
_TITLES = frozenset(("ibu", "bapak", "bpk", "pak", "bu", "mbak", "mas", "anak", "anaknya", "suami", "istri", "sdr"))
_MOST_FILLERS = 4

_NAMES = frozenset(("sandi", "pin"))
"""They are people's names, too."""
_PHONES = frozenset(("hp", "hpnya", "wa", "whatsapp"))
_KIN = _TITLES | {
    "tetangga", "tetangganya", "adik", "adiknya", "kakak", "kakaknya", "abang", "keponakan", "ponakan", "sepupu",
    "cucu", "cucunya", "menantu", "mertua", "ayah", "ayahnya", "ibunya", "bapaknya", "suaminya", "istrinya", "paman",
    "bibi", "tante", "om", "kakek", "nenek", "saudara", "saudaranya", "kerabat", "wali", "teman", "temannya", "kontak",
}  # fmt: skip
"""Who somebody called Sandi is to the applicant."""
_TELEPHONE = re.compile(r"(?:\+?62|0)[ .-]?8(?:[ .-]?[0-9]){7,11}(?![^\s,;.)])")
_CALLED = re.compile(r"(?<![a-z])(?:pak|bpk|bu|mas|mbak|sdri?|bernama|nama|namanya)\.?\s+$")

_HONEST = frozenset((
    "lupa", "dilupakan", "hilang", "tidak", "tdk", "tak", "gak", "nggak", "ga", "belum", "blm", "sudah", "sdh", "telah",
    "akan", "harus", "perlu", "jangan", "bukan", "boleh", "bisa", "dapat", "mau", "ingin", "minta", "masih", "tetap",
    "ada", "kosong", "nihil", "salah", "keliru", "benar", "betul", "cocok", "beda", "sama", "aman", "bocor", "terkunci",
    "terblokir", "kedaluwarsa", "susah", "sulit", "mudah", "gampang", "panjang", "pendek", "lemah", "kuat", "rumit",
    "gagal", "berhasil", "sukses", "selesai", "ketemu", "diganti", "ganti", "berganti", "diubah", "ubah", "direset",
    "reset", "dibuat", "buat", "dibuatkan", "membuat", "ditulis", "tulis", "tertulis", "dicatat", "catat", "diisi",
    "isi", "diketik", "ketik", "diingat", "ingat", "disimpan", "simpan", "tersimpan", "dipegang", "pegang", "dibawa",
    "bawa", "diminta", "dicari", "cari", "ditanyakan", "tanya", "dipulihkan", "pulih", "pemulihan", "dibantu",
    "dihapus", "dikirim", "dipakai", "pakai", "diperiksa", "dicoba", "coba", "diketahui", "dirahasiakan", "diberikan",
    "di", "ke", "dari", "oleh", "pada", "dengan", "dgn", "lewat", "melalui", "saat", "waktu", "karena", "krn", "kalau",
    "supaya", "agar", "dan", "atau", "serta", "yang", "yg", "itu", "ini", "juga", "lagi", "dulu", "hanya", "cuma",
    "saja",
    "sendiri", "milik", "orang", "anak", "keluarga", "petugas", "koordinator", "sekali", "dua", "minimal", "paling",
    "seperti", "apa", "bagaimana", "gimana", "siapa", "mana", "kapan", "gmn", "huruf", "angka", "karakter", "kali",
    "bantuan", "menunggu", "datang", "besok", "nanti", "tanpa", "terlalu", "sering", "selalu", "biasa", "lain",
))  # fmt: skip
"""Words that say what became of a password, and are none."""

_SECRECY = frozenset(("rahasia", "urusan", "tanggung", "hak", "pribadi"))
"""Behind *adalah* they speak of passwords; behind a colon they may be one."""

_NO_VALUE = _HONEST | _SECRECY | _TITLES | _FILLERS

_SEPARATOR = re.compile(r"\s*(?P<sign>[:=]+>?|-+>|(?:adalah|yaitu|yakni|ialah|jadi|menjadi)(?![a-z0-9]))\s*")
_TOKEN = re.compile(r"[^\s,;]+")
_EDGES = "\"'()[]{}<>.,;:!?"
_ADDRESS = re.compile(r"[^\s@/|]{1,64}@[a-z0-9.-]{3,120}")
_AFTER_ADDRESS = re.compile(rf"{_ADDRESS.pattern}(?P<sign>\s*[/|:;]\s*|\s+)(?=(?P<value>[^\s,;]+))")
_LEAST_BARE = 6
"""Signs of a mixed word that nothing but its place tells."""
_BY_PLACE = re.compile(r"[^-./:]+")
"""Numbers of papers and days have such signs in them."""
_LOGIN = re.compile(
    r"(?<![a-z0-9])(?:log[ -]?in|user(?:[ -]?name)?|akun)\s*[:=]\s*(?P<name>[^\s,;/|]+)\s*[/|,]\s*(?P<value>[^\s,;]+)"
)
_USER = re.compile(
    rf"(?<![a-z0-9])user(?:[ -]?(?:name|id))?\s+(?P<name>[^\s,;/|]+)[\s,;/|]+(?:{_STRONG}|{_WEAK})\s+"
    r"(?P<value>[^\s,;]+)"
)
_SHORT = re.compile(r"(?<![a-z0-9/])p\s*[:=]\s*(?P<value>[^\s,;]+)")
_PLAIN = re.compile(
    r"(?:prakerja|kpj|bpu|klj|kpdj|kaj|pjlp|siapkerja)[0-9]*|(?:foto|photo)[(0-9x]+|r[tw][0-9/.]+|[0-9.,:/-]+(?:x|kali|wib|wita|wit)?"
    r"|[0-9]+[.,:x/-][0-9]+"
)
"""Programmes, RT/RW, times and days look mixed, and are no secret."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_HINTS = (
    "sandi", "pas", "pa5", "pa$", "p4", "p@", "pw", "ps", "pin", "otp", "login", "log in", "log-in", "user", "akun",
    "@", "p:", "p :", "p=", "p =",
)  # fmt: skip
"""Without any of these a text tells no password: most texts are let through by one look."""
_CODE = re.compile(rf"(?<![a-z0-9])(?:[{SIGNS.lower()}]{{4}}[- ]?){{2}}[{SIGNS.lower()}]{{4}}(?![a-z0-9])")


def tells_password(text: str) -> bool:
    """Whether a text seems to hold a password, a PIN or an activation code."""
    low = tidy(text[:MOST_READ]).lower()
    if any(_is_mixed(code) for code in _CODE.findall(low)):
        return True
    return any(hint in low for hint in _HINTS) and _says_secret(low)


def _says_secret(low: str) -> bool:
    if any(_tells(low, word) for word in _WORD.finditer(low)) or _tells_pair(low):
        return True
    return any(_is_secret_by_place(_bare(short["value"])) for short in _SHORT.finditer(low))


def refuse_password(text: str) -> None:
    """For texts whose refusal is no value. Raises: Trouble TEXT_HAS_PASSWORD (usage)."""
    if tells_password(text):
        raise unusable(PasswordCode.TOLD)


def _tells(text: str, word: re.Match[str]) -> bool:
    """Whether a value follows one of the words for a secret."""
    rest, fillers = _without_fillers(text[word.end() :])
    separator = _SEPARATOR.match(rest)
    if _is_name(text[: word.start()], word[0], fillers, rest):
        return False
    values = [
        one for token in _TOKEN.findall(rest[separator.end() if separator else 0 :][:120]) if (one := _bare(token))
    ]
    if not values:
        return False
    if separator is not None:
        is_sign = not separator["sign"].isalpha()
        return values[0] not in (_HONEST if is_sign else _HONEST | _SECRECY) and (is_sign or len(values[0]) > 2)
    if not rest[:1].isspace() and rest:  # glued to something else: pass-photo, sandi/kode
        return rest[0] in "-(" and _is_secret(values[0].lstrip("-"), word)
    is_own = bool(_OWN.search(word[0])) or bool(_OWNERS & set(fillers))
    if is_own and values[0].isalpha() and len(values[0]) > 3 and values[0] not in _NO_VALUE:
        return True
    return any(_is_secret(value, word) for value in _looked_at(values, word))


def _is_name(before: str, word: str, fillers: list[str], rest: str) -> bool:
    """Whether somebody is called so: with a telephone or a kinship behind it, or with a title before it."""
    if word not in _NAMES or not _PHONES.issuperset(fillers):
        return False
    separator = _SEPARATOR.match(rest)
    said = rest[separator.end() if separator else 0 :].lstrip(" (")
    if _TELEPHONE.match(said):
        return True
    token = _TOKEN.match(said)
    if fillers or separator is None or token is None or not (value := _bare(token[0])).isalpha():
        return False
    return separator["sign"].isalpha() or value in _KIN or _CALLED.search(before) is not None


def _without_fillers(rest: str) -> tuple[str, list[str]]:
    """What is left behind *saya*, *gmail* and the like, and those words."""
    fillers: list[str] = []
    while len(fillers) < _MOST_FILLERS:
        token = re.match(r"\s+([a-z-]+)(?=[\s:=]|-+>)", rest)
        if token is None or token[1] not in _FILLERS:
            break
        fillers.append(token[1])
        rest = rest[token.end() :]
    return rest, fillers


def _looked_at(values: list[str], word: re.Match[str]) -> list[str]:
    """Behind a title and a name (*kata sandi Bu Siti kucing7*) a secret may still come."""
    if word["weak"]:
        return values[:1]
    return values[:3] if values[0] in _TITLES else values[:1]


def _bare(token: str) -> str:
    return token.strip(_EDGES) if token.strip("-_/|") else ""


def _is_secret(value: str, word: re.Match[str]) -> bool:
    """Whether a word looks like a secret rather than like something that is said."""
    if _ADDRESS.fullmatch(value) or (_PLAIN.fullmatch(value) and not value.isdigit()):
        return False
    if value.isdigit():
        is_year = _YEAR.fullmatch(value) is not None
        least = 5 if word[0].startswith("sandi") else 4
        return least <= len(value) <= 12 and (word[0].startswith(("pin", "otp")) or not is_year)
    least = 5 if word[0].startswith(("sandi", "pin", "otp")) else 4
    return len(value) >= least and _is_mixed(value)


def _is_mixed(value: str) -> bool:
    has_letter, has_digit = any(char.isalpha() for char in value), any(char.isdigit() for char in value)
    return has_letter and (has_digit or any(char in "@#$%^&*!_" for char in value))


def _is_secret_by_place(value: str) -> bool:
    is_long = len(value) >= _LEAST_BARE and _BY_PLACE.fullmatch(value) is not None
    return is_long and _is_mixed(value) and not _PLAIN.fullmatch(value) and not _ADDRESS.fullmatch(value)


def _tells_pair(text: str) -> bool:
    """Whether an address or a user's name is followed by what opens it: ``siti@contoh.id / kucing7``."""
    for pair in _LOGIN.finditer(text):
        if pair["name"].strip(_EDGES) not in _HONEST and _bare(pair["value"]) not in _HONEST | {""}:
            return True
    for pair in _USER.finditer(text):
        if pair["name"].strip(_EDGES) not in _NO_VALUE and _bare(pair["value"]) not in _NO_VALUE | {""}:
            return True
    return any(_opens(_bare(pair["value"]), pair["sign"]) for pair in _AFTER_ADDRESS.finditer(text))


def _opens(value: str, sign: str) -> bool:
    if not sign.strip():
        return _is_secret_by_place(value)
    is_plain = _PLAIN.fullmatch(value) or _ADDRESS.fullmatch(value)
    return len(value) > 4 and _is_mixed(value) and not is_plain
