"""Cards of made-up people for the tests: with an address of one's own, with a code, the longest there may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from papers import Letterhead
from papers.card import Activation, CardFacts

CODE = "K7QM-2XRT-9DHE"
QR_TEXT = "HTTPS://POSKO.CONTOH.GO.ID/AKTIVASI"

PUBLIC = CardFacts(
    letterhead=Letterhead("PEMERINTAH PROVINSI CONTOH", "Dinas Tenaga Kerja, Posko Contoh 01"),
    address="siti.aminah27@contoh.id",
    on=date(2020, 4, 13),
    sign_in=(
        "Buka aplikasi surat di HP.",
        "Ketik alamat ini, lalu kata sandi Anda.",
        'Lupa kata sandi? Pilih "Lupa sandi" di halaman masuk.',
    ),
)

REGIONAL = replace(
    PUBLIC,
    address="siti.aminah.12@warga.contoh.go.id",
    sign_in=("Halaman itu menunjukkan cara membaca surat di HP.", "Lupa kata sandi? Bawa KTP dan kartu ini ke posko."),
    activation=Activation(CODE, "posko.contoh.go.id/aktivasi", QR_TEXT, date(2020, 5, 13)),
)

LONGEST_QR_TEXT = "HTTPS://POSKO.DISNAKERTRANS.KABUPATENCONTOH.GO.ID/AKTIVASI"

LONGEST = replace(
    REGIONAL,
    address="fransiskus.kusumaningratwidyadiningrat.1234@warga.contoh.go.id",
    is_training=True,
    activation=Activation(
        CODE, "posko.disnakertrans.kabupatencontoh.go.id/aktivasi", LONGEST_QR_TEXT, date(2020, 9, 30)
    ),
)

ALL_CARDS = {"public": PUBLIC, "regional": REGIONAL, "longest": LONGEST}
