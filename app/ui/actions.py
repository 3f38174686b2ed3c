"""Every command of the window: its key, its words, where it belongs; the sheet of keys and the finder read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.ui.i18n import mark


@dataclass(frozen=True, slots=True)
class Command:
    """One thing an officer can tell the window.

    Args:
        code: name in the program.
        text: what it does, in the source language; translated where it is shown.
        keys: the shortcut in Qt's portable form; empty = without one.
        group: heading on the sheet of keys.
        words: other words somebody may look for (the finder knows them).
    """

    code: str
    text: str
    keys: str
    group: str
    words: str = ""


EVERYWHERE = mark("Di mana saja")
REGISTERING = mark("Pendaftaran")
LISTING = mark("Daftar dan catatan")

HELP = Command("help", mark("Tombol"), "F1", EVERYWHERE, "bantuan help shortcut")
FIND = Command("find", mark("Cari orang atau perintah"), "Ctrl+K", EVERYWHERE, "search temukan")
NEW = Command("new", mark("Pendaftaran baru"), "F3", EVERYWHERE, "daftar register orang berikutnya")
LOCK = Command(
    "lock", mark("Kunci layar"), "Ctrl+L", EVERYWHERE, "lock istirahat ganti petugas login masuk keluar logout"
)
QUIT = Command("quit", mark("Tutup Posko"), "Ctrl+Q", EVERYWHERE, "keluar exit quit")
CANCEL = Command("cancel", mark("Batal"), "Esc", EVERYWHERE, "kembali back")
REGISTER = Command("place_register", mark("Pendaftaran"), "Ctrl+1", EVERYWHERE, "register formulir email e-mail")
SEARCH = Command("place_search", mark("Cari"), "Ctrl+2", EVERYWHERE, "search daftar orang")
OUTBOX = Command("place_outbox", mark("Kirim data"), "Ctrl+3", EVERYWHERE, "sync upload unggah kirim")
DAY = Command("place_day", mark("Rekap hari ini"), "Ctrl+4", EVERYWHERE, "laporan report statistik")
SETTINGS = Command(
    "place_settings", mark("Pengaturan"), "Ctrl+5", EVERYWHERE, "settings setelan printer bahasa language"
)
WAITING = Command("place_waiting", mark("Daftar tunggu"), "Ctrl+6", EVERYWHERE, "gelombang kuota waiting batch")
WORKLIST = Command("place_worklist", mark("Situs program"), "Ctrl+7", EVERYWHERE, "portal ketik salin worklist tahap")
EXPORTS = Command(
    "place_exports",
    mark("Salinan data"),
    "Ctrl+8",
    EVERYWHERE,
    "ekspor export dinas excel csv pdf rekap berita acara usulan",
)
ABOUT = Command("about", mark("Tentang Posko"), "", EVERYWHERE, "about versi version lisensi")
LOG = Command("log", mark("Catatan program untuk dukungan"), "", EVERYWHERE, "log support it")

SAVE = Command("save", mark("Simpan & cetak"), "F2", REGISTERING, "save print")
DRAFT = Command("draft", mark("Simpan belum lengkap"), "F6", REGISTERING, "draf draft")
SHOW = Command("show", mark("Tunjukkan"), "F8", REGISTERING, "perlihatkan pemohon besar")
PROGRAMME = Command("programme", mark("Ganti program"), "Alt+M", REGISTERING, "pilih program lain kartu programme")
CONFIRM = Command("confirm", mark("Ya, memang begitu"), "Alt+Y", REGISTERING, "setuju konfirmasi")
ACCEPT = Command("accept", mark("Pakai usulan"), "Alt+U", REGISTERING, "ganti perbaiki")
OPEN_KNOWN = Command("open_known", mark("Buka data yang sudah ada"), "Alt+O", REGISTERING, "duplikat terdaftar known")
NEXT_MISSING = Command("next_missing", mark("Isian berikutnya yang kurang"), "F9", REGISTERING, "lompat kurang")
UNDO = Command("undo", mark("Urungkan"), "Ctrl+Z", REGISTERING, "undo")
DISCARD = Command("discard", mark("Hapus draf"), "Alt+H", REGISTERING, "buang draft")
SUMMARY = Command("summary", mark("Ringkasan"), "F10", REGISTERING, "panel kanan")

REPRINT = Command("reprint", mark("Cetak ulang"), "F7", LISTING, "print duplikat slip")
OPEN = Command("open", mark("Buka"), "Return", LISTING, "open")
SHOW_NIK = Command("show_nik", mark("Tampilkan NIK"), "Alt+N", LISTING, "nik lihat")
CORRECT = Command("correct", mark("Perbaiki data"), "Alt+P", LISTING, "ubah edit koreksi")
ADD_PAPER = Command("add_paper", mark("Berkas sudah dibawa"), "Alt+B", LISTING, "dokumen kk ktp lengkap")
WITHDRAW = Command("withdraw", mark("Tarik pendaftaran"), "Alt+T", LISTING, "batal hapus mundur")
SEND = Command("send", mark("Kirim sekarang"), "F5", LISTING, "sync kirim upload unggah")
SETTLE = Command("settle", mark("Sudah diurus"), "Alt+S", LISTING, "selesai beres perlu dilihat")
CARRY_OVER = Command("carry_over", mark("Masukkan ke gelombang"), "Alt+G", LISTING, "alihkan batch carry over")
SAVE_LIST = Command("save_list", mark("Simpan daftar"), "Alt+D", LISTING, "cetak ekspor print export pdf excel")
COPY_FIELD = Command("copy_field", mark("Salin isian, lalu berikutnya"), "Ctrl+C", LISTING, "copy papan klip clipboard")
NOTE_TYPED = Command("note_typed", mark("Sudah diketik"), "Alt+K", LISTING, "portal selesai ketik typed")
REACH_STAGE = Command("reach_stage", mark("Catat tahap"), "Alt+L", LISTING, "tahap lolos akun tes stage")
PAPERS = Command("papers", mark("Surat dan formulir"), "Alt+R", LISTING, "pernyataan rujukan cetak formulir papers")
DAY_BEFORE = Command("day_before", mark("Hari sebelumnya"), "Alt+Left", LISTING, "kemarin mundur")
DAY_AFTER = Command("day_after", mark("Hari berikutnya"), "Alt+Right", LISTING, "besok maju")
STOP_SENDING = Command("stop_sending", mark("Hentikan pengiriman"), "Shift+F5", LISTING, "stop jeda pause")

COMMANDS = (
    HELP, FIND, NEW, LOCK, QUIT, CANCEL, REGISTER, SEARCH, OUTBOX, DAY, SETTINGS, WAITING, WORKLIST,
    EXPORTS, ABOUT, LOG,
    SAVE, DRAFT, SHOW, PROGRAMME, CONFIRM, ACCEPT, OPEN_KNOWN, NEXT_MISSING, UNDO, DISCARD, SUMMARY,
    REPRINT, OPEN, SHOW_NIK, CORRECT, ADD_PAPER, WITHDRAW, SEND, STOP_SENDING, SETTLE, DAY_BEFORE, DAY_AFTER,
    CARRY_OVER, SAVE_LIST, COPY_FIELD, NOTE_TYPED, REACH_STAGE, PAPERS,
)  # fmt: skip

PLACES = (REGISTER, SEARCH, OUTBOX, DAY, WAITING, WORKLIST, EXPORTS, SETTINGS)
"""The places of the sidebar, in order."""


@dataclass(frozen=True, slots=True)
class Action:
    """A command that can be given now, and what it then does.

    Args:
        text: other words than the command's own, already translated; empty = the command's.
        is_primary: the one that the bar shows as its button.
        is_in_bar: whether the bar shows it at all.
    """

    command: Command
    run: Callable[[], None]
    text: str = ""
    is_primary: bool = False
    is_enabled: bool = True
    is_in_bar: bool = True
