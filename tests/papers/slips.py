"""Slips of made-up people for the tests: an ordinary one, one with everything missing, notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import resources
from core.people import masked_nik
from papers import Fonts, Letterhead, Slip, SlipKind

NIK = "3578085508909901"
QR_TEXT = "HTTPS://POSKO.DISNAKERTRANS.CONTOH.GO.ID/S/" + ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 5)[:145]
LONGEST_QR_TEXT = (QR_TEXT + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")[:221].ljust(221, "7")

FONTS = Fonts(resources.read("fonts", "NotoSans-Regular.ttf"), resources.read("fonts", "NotoSans-Bold.ttf"))

RECEIPT = Slip(
    kind=SlipKind.RECEIPT,
    letterhead=Letterhead(
        "PEMERINTAH PROVINSI CONTOH",
        "Dinas Tenaga Kerja, Posko Contoh 01",
        "Jl. Contoh 1, Kota Contoh",
        "(031) 555-0100",
    ),
    title="TANDA TERIMA PENDAFTARAN",
    queue_number="A042",
    counter="2",
    at=datetime(2020, 4, 13, 9, 14, tzinfo=timezone(timedelta(hours=7))),
    zone="WIB",
    name="SITI AMINAH",
    masked_nik=masked_nik(NIK),
    programme="Kartu Pra Kerja 2020",
    stage="Gelombang 1",
    registration_no="35-SBY01-20200413-0042-5",
    qr_text=QR_TEXT,
    papers_seen=("KTP elektronik", "Kartu Keluarga"),
    next_steps=("Tunggu SMS hasil, Senin 20 April 2020.", "Jangan ganti nomor HP selama 6 bulan.", "Simpan slip ini."),
    status_check="buka tautan di kode QR, atau tanya di posko ini",
    complaint_line="0800-555-0101 (gratis), hari kerja 08.00-15.00",
    officer_name="RINA SETYOWATI",
)

WAITING = replace(
    RECEIPT,
    papers_seen=("KTP elektronik",),
    papers_missing=("Kartu Keluarga (asli atau fotokopi)", "Alamat e-mail"),
    reasons=("Gelombang 1 sudah ditutup. Anda masuk daftar tunggu gelombang berikutnya.",),
)

FULLEST = replace(
    WAITING,
    name="RADEN AYU FRANSISKA MARIA YOHANA SITI NURHALIZAH PUTRI KUSUMANINGRATWIDYADININGRATAN, S.PD., M.M.",
    programme="Jaminan Kecelakaan Kerja dan Jaminan Kematian bagi Pekerja Rentan, 1 RW 100, Kota Jakarta Timur",
    queue_number="A1201",
    qr_text=LONGEST_QR_TEXT,
    papers_missing=(
        "Kartu Keluarga",
        "Surat Keterangan Aktif Bekerja (asli, bercap)",
        "Slip gaji bulan terakhir",
        "NPWP",
        "Akta kelahiran anak",
        "Pas foto 3x4 dua lembar",
        "Surat kuasa bermeterai",
        "Surat Keterangan Tidak Mampu dari kelurahan",
    ),
    copy_no=12,
    is_training=True,
)

TOO_YOUNG = replace(
    RECEIPT,
    kind=SlipKind.NOTE,
    title="CATATAN UNTUK PEMOHON",
    registration_no="",
    qr_text="",
    papers_seen=("KTP elektronik",),
    reasons=("Usia baru 17 tahun 11 bulan. Syarat program ini minimal 18 tahun.",),
    eligible_from=date(2020, 5, 13),
    next_steps=("Datang lagi mulai Rabu, 13 Mei 2020.",),
    status_check="",
)

INCOMPLETE = replace(
    TOO_YOUNG,
    papers_seen=(),
    papers_missing=("KTP elektronik asli", "Kartu Keluarga"),
    reasons=("NIK baru 15 angka. NIK harus 16 angka.", "Nomor HP belum ada."),
    eligible_from=None,
)

ALL_SLIPS = {
    "receipt": RECEIPT,
    "waiting": WAITING,
    "fullest": FULLEST,
    "too_young": TOO_YOUNG,
    "incomplete": INCOMPLETE,
}
