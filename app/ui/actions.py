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

    @property
    def is_place_key(self) -> bool:
        """Whether it is a bare letter or the like: its place hears it while nobody types there."""
        return len(self.keys) == 1 or self.keys == "Del"


EVERYWHERE = mark("Di mana saja")
REGISTERING = mark("Pendaftaran")
QUEUEING = mark("Antrean")
HELPING = mark("Bantuan e-mail")
LISTING = mark("Daftar dan catatan")

HELP = Command("help", mark("Tombol"), "F1", EVERYWHERE, "bantuan help shortcut")
FIND = Command("find", mark("Cari orang atau perintah"), "Ctrl+K", EVERYWHERE, "search temukan")
NEW = Command("new", mark("Pendaftaran baru"), "F3", EVERYWHERE, "daftar register orang berikutnya")
LOCK = Command(
    "lock", mark("Kunci layar"), "Ctrl+L", EVERYWHERE, "lock istirahat ganti petugas login masuk keluar logout"
)
QUIT = Command("quit", mark("Tutup Posko"), "Ctrl+Q", EVERYWHERE, "keluar exit quit")
CANCEL = Command("cancel", mark("Batal"), "Esc", EVERYWHERE, "kembali back")
REGISTER = Command("place_register", mark("Pendaftaran"), "Ctrl+1", EVERYWHERE, "register formulir")
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
CATCH_UP = Command(
    "catch_up", mark("Formulir darurat"), "Alt+F", EVERYWHERE, "listrik padam blanko kosong kertas susulan offline"
)
REPORT = Command("report", mark("Laporan harian"), "Ctrl+0", EVERYWHERE, "rekap harian statistik kejadian serah terima")
QUEUE = Command("place_queue", mark("Antrean"), "Ctrl+9", EVERYWHERE, "nomor loket panggil tiket queue")
ACCOUNTS = Command(
    "place_accounts", mark("Bantuan e-mail"), "F4", EVERYWHERE, "surel email gmail akun kotak e-mail lupa sandi HP mail"
)
SCAN = Command(
    "scan", mark("Periksa slip"), "Ctrl+B", EVERYWHERE, "pindai scan scanner qr barcode verifikasi asli palsu nomor"
)
SLIP_CASES = Command("slip_cases", mark("Slip tanpa data"), "", EVERYWHERE, "kasus hilang belum ada scan")
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
SUMMARY = Command("summary", mark("Ringkasan"), "Shift+F8", REGISTERING, "panel kanan")

CALL_NEXT = Command("call_next", mark("Panggil berikutnya"), "F10", QUEUEING, "nomor loket next call")
BEGIN_SERVING = Command("begin_serving", mark("Mulai melayani"), "M", QUEUEING, "orangnya datang daftarkan serve")
RECALL = Command("recall", mark("Panggil ulang"), "U", QUEUEING, "bel suara recall")
SKIP = Command("skip", mark("Lewati"), "L", QUEUEING, "tidak datang sisihkan skip")
LAPSE = Command("lapse", mark("Hangus"), "H", QUEUEING, "tidak datang tiga kali expired")
REQUEUE = Command("requeue", mark("Kembali antre"), "K", QUEUEING, "masukkan lagi terlambat requeue")
TRANSFER = Command("transfer", mark("Pindah layanan"), "T", QUEUEING, "alihkan loket lain transfer")
FINISH = Command("finish", mark("Selesai dilayani"), "S", QUEUEING, "sudah done")
RENUMBER = Command("renumber", mark("Ganti nomor kembar"), "G", QUEUEING, "dobel sama dua orang baru renumber")
LEAVE = Command("leave", mark("Pulang tanpa dilayani"), "Del", QUEUEING, "batal pergi leave")
TAKE_REGISTRATION = Command("take_a", mark("Ambil nomor pendaftaran"), "A", QUEUEING, "tiket slip antrean baru")
TAKE_EMAIL = Command("take_b", mark("Ambil nomor bantuan e-mail"), "B", QUEUEING, "tiket slip email surel")
TAKE_COMPLAINT = Command("take_c", mark("Ambil nomor cek status"), "C", QUEUEING, "tiket slip pengaduan keluhan")
TAKE_PRIORITY = Command("take_p", mark("Ambil nomor prioritas"), "P", QUEUEING, "tiket slip lansia disabilitas hamil")
NOTE_VISIT = Command("note_visit", mark("Catat kunjungan"), "N", QUEUEING, "cek status pengaduan telepon hasil visit")
CLOSE_DAY = Command(
    "close_day", mark("Tutup antrean hari ini"), "Alt+X", QUEUEING, "akhir hari selesai buka lagi close"
)
LOUDNESS = Command("loudness", mark("Suara panggilan"), "V", QUEUEING, "bel senyap keras suara sound")
CALL_SCREEN = Command("call_screen", mark("Layar panggil"), "F11", QUEUEING, "monitor kedua tv ruang tunggu")
STILLNESS = Command("stillness", mark("Nomor baru tanpa kedip"), "Shift+F11", QUEUEING, "layar panggil gerak animasi")
KIOSK = Command("kiosk", mark("Kios ambil nomor"), "F12", QUEUEING, "layar sentuh pintu mandiri")
SURVEY = Command("survey", mark("Survei kepuasan"), "Shift+F12", QUEUEING, "skm ikm layar sentuh penilaian")

PAUSE = Command("pause", mark("Jeda"), "Ctrl+J", HELPING, "istirahat tunda antre lagi pause")
LATER = Command("later", mark("Nanti saja"), "Ctrl+N", HELPING, "tunda nanti alasan later")
CANNOT = Command("cannot", mark("Belum berhasil"), "Ctrl+T", HELPING, "gagal alasan failed")
CHANGE_ROAD = Command("change_road", mark("Cara lain"), "Ctrl+G", HELPING, "ganti jalan penyedia gmail daerah road")
PHONE_HELP = Command("phone_help", mark("Soal HP"), "Ctrl+H", HELPING, "telepon nomor kontak dihubungi phone")
BROWSER = Command("browser", mark("Peramban privat"), "Ctrl+P", HELPING, "internet situs daftar penyamaran browser")
OTHER_NAMES = Command("other_names", mark("Usulan lain"), "0", HELPING, "nama alamat lain berikutnya")
ASK_CODE = Command("ask_code", mark("Kirim kode"), "Ctrl+R", HELPING, "verifikasi bukti enam angka ulang code")
NEXT_STEP = Command("next_step", mark("Langkah berikutnya"), "Ctrl+Y", HELPING, "aktivasi kartu lanjut maju next")
FIND_ADDRESS = Command(
    "find_address", mark("Cari alamat e-mail"), "Ctrl+F", HELPING, "temukan kotak e-mail warga kartu address"
)
RECOVER = Command(
    "recover", mark("Pulihkan kotak e-mail"), "Ctrl+U", HELPING, "koordinator lupa kata sandi kode baru ktp recovery"
)

REPRINT = Command("reprint", mark("Cetak ulang"), "F7", LISTING, "print duplikat slip")
OPEN = Command("open", mark("Buka"), "Return", LISTING, "open")
SHOW_NIK = Command("show_nik", mark("Tampilkan NIK"), "Alt+N", LISTING, "nik lihat")
CORRECT = Command("correct", mark("Perbaiki data"), "Alt+P", LISTING, "ubah edit koreksi")
ADD_PAPER = Command("add_paper", mark("Berkas sudah dibawa"), "Alt+B", LISTING, "dokumen kk ktp lengkap")
WITHDRAW = Command("withdraw", mark("Tarik pendaftaran"), "Alt+T", LISTING, "batal hapus mundur")
CHOOSE_TEXT = Command(
    "choose_text", mark("Pilih isian yang benar"), "Alt+I", LISTING, "perselisihan beda dua meja dispute koordinator"
)
SEND = Command("send", mark("Kirim sekarang"), "F5", LISTING, "sync kirim upload unggah")
CARRY_OUT = Command("carry_out", mark("Simpan ke USB"), "Alt+E", LISTING, "flashdisk luring bawa berkas usb export")
CARRY_IN = Command("carry_in", mark("Baca jawaban dari USB"), "Alt+J", LISTING, "flashdisk luring jawaban usb import")
SETTLE = Command("settle", mark("Sudah diurus"), "Alt+S", LISTING, "selesai beres perlu dilihat")
CARRY_OVER = Command("carry_over", mark("Masukkan ke gelombang"), "Alt+G", LISTING, "alihkan batch carry over")
SAVE_LIST = Command("save_list", mark("Simpan daftar"), "Alt+D", LISTING, "cetak ekspor print export pdf excel")
COPY_FIELD = Command("copy_field", mark("Salin isian, lalu berikutnya"), "Ctrl+C", LISTING, "copy papan klip clipboard")
NOTE_TYPED = Command("note_typed", mark("Sudah diketik"), "Alt+K", LISTING, "portal selesai ketik typed")
REACH_STAGE = Command("reach_stage", mark("Catat tahap"), "Alt+L", LISTING, "tahap lolos akun tes stage")
PAPERS = Command("papers", mark("Surat dan formulir"), "Alt+R", LISTING, "pernyataan rujukan cetak formulir papers")
RECONCILE = Command(
    "reconcile", mark("Lembar rekonsiliasi"), "Alt+A", LISTING, "rekonsiliasi malam selisih tanda tangan evening"
)
NOTE_INCIDENT = Command("note_incident", mark("Catat kejadian"), "Alt+C", LISTING, "listrik internet server gangguan")
SHIFT_SHEET = Command("shift_sheet", mark("Serah terima tugas"), "Alt+Z", LISTING, "shift ganti petugas laptop stempel")
ATTENDANCE_LIST = Command("attendance_list", mark("Daftar hadir"), "Alt+W", LISTING, "buku tamu tanda tangan absen")
SURVEY_REPORT = Command("survey_report", mark("Hasil survei"), "Alt+Q", LISTING, "skm ikm kepuasan indeks")
VOID_BLANK = Command("void_blank", mark("Batalkan formulir"), "Alt+V", LISTING, "rusak tidak dipakai sobek void")
DAY_BEFORE = Command("day_before", mark("Hari sebelumnya"), "Alt+Left", LISTING, "kemarin mundur")
DAY_AFTER = Command("day_after", mark("Hari berikutnya"), "Alt+Right", LISTING, "besok maju")
STOP_SENDING = Command("stop_sending", mark("Hentikan pengiriman"), "Shift+F5", LISTING, "stop jeda pause")

COMMANDS = (
    HELP, FIND, NEW, LOCK, QUIT, CANCEL, REGISTER, SEARCH, OUTBOX, DAY, SETTINGS, WAITING, WORKLIST,
    EXPORTS, QUEUE, ACCOUNTS, SCAN, SLIP_CASES, CATCH_UP, REPORT, ABOUT, LOG,
    SAVE, DRAFT, SHOW, PROGRAMME, CONFIRM, ACCEPT, OPEN_KNOWN, NEXT_MISSING, UNDO, DISCARD, SUMMARY,
    CALL_NEXT, BEGIN_SERVING, RECALL, SKIP, LAPSE, REQUEUE, TRANSFER, FINISH, LEAVE, RENUMBER,
    TAKE_REGISTRATION, TAKE_EMAIL, TAKE_COMPLAINT, TAKE_PRIORITY, NOTE_VISIT, CLOSE_DAY, LOUDNESS, CALL_SCREEN,
    STILLNESS, KIOSK, SURVEY,
    PAUSE, LATER, CANNOT, CHANGE_ROAD, PHONE_HELP, BROWSER, OTHER_NAMES, ASK_CODE, NEXT_STEP,
    FIND_ADDRESS, RECOVER,
    REPRINT, OPEN, SHOW_NIK, CORRECT, ADD_PAPER, WITHDRAW, SEND, STOP_SENDING, SETTLE, DAY_BEFORE, DAY_AFTER,
    CARRY_OUT, CARRY_IN, CARRY_OVER, SAVE_LIST, COPY_FIELD, NOTE_TYPED, REACH_STAGE, PAPERS, CHOOSE_TEXT, RECONCILE,
    NOTE_INCIDENT, SHIFT_SHEET, ATTENDANCE_LIST, SURVEY_REPORT, VOID_BLANK,
)  # fmt: skip

PLACES = (REGISTER, QUEUE, SEARCH, ACCOUNTS, OUTBOX, DAY, WAITING, WORKLIST, EXPORTS, SETTINGS)
"""The places of the sidebar, in order."""

SIDE_PLACES = {CATCH_UP: REGISTER, REPORT: DAY}
"""Places that few need, without a button of their own, and beside which one they stand."""


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
