"""What people read: code -> Indonesian sentence, for every finding, trouble, refusal and outcome.

The only file with sentences. Places are named and filled after translation; a day is written 17-08-1990.
Source strings are Indonesian; ``QT_TRANSLATE_NOOP`` marks them so that the translation tools find them.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from datetime import date

from core.findings import Fact


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name the translation tools look for
    """Mark ``text`` for translation and return it unchanged."""
    del context
    return text


IDENTITY: Mapping[str, str] = {
    # what any typed field can have
    "TEXT_TOO_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Isian ini terlalu panjang, lebih dari {most} huruf. Isi hanya yang tertulis di kartu.",
    ),
    # a text that another box asks for
    "WRONG_BOX_CARD_NUMBER": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini tampak seperti NIK atau nomor KK. Pindahkan ke kotaknya, lalu isi {field} yang benar di sini.",
    ),
    "WRONG_BOX_MOBILE": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini tampak seperti nomor HP. Pindahkan ke kotak Nomor HP, lalu isi {field} yang benar di sini.",
    ),
    "WRONG_BOX_EMAIL": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini tampak seperti alamat e-mail. Pindahkan ke kotak E-mail, lalu isi {field} yang benar di sini.",
    ),
    "WRONG_BOX_DATE": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini tampak seperti tanggal. Pindahkan ke kotak Tanggal lahir, lalu isi {field} yang benar di sini.",
    ),
    # NIK
    "NIK_EMPTY": QT_TRANSLATE_NOOP("sentences", "NIK belum diisi. Salin 16 angka dari KTP-el atau KK."),
    "NIK_TOO_SHORT": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK baru {length} angka. NIK harus {needed} angka. Periksa lagi kartunya.",
    ),
    "NIK_TOO_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK terisi {length} angka. NIK harus {needed} angka. Periksa lagi kartunya.",
    ),
    "NIK_NOT_DIGITS": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Periksa lagi kartunya.",
    ),
    "NIK_LETTER": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada huruf yang mirip angka di NIK ini. Maksudnya {proposal}? Cocokkan dengan kartunya.",
    ),
    "NIK_SPREADSHEET": QT_TRANSLATE_NOOP(
        "sentences",
        "Angka NIK rusak karena lembar kerja (Excel) membulatkannya. Ubah kolom NIK menjadi teks, lalu isi lagi dari "
        "kartu.",
    ),
    "NIK_PLACEHOLDER": QT_TRANSLATE_NOOP(
        "sentences",
        "Angka ini hanya pengisi, bukan NIK. Salin 16 angka dari KTP-el atau KK, atau simpan dulu sebagai draf.",
    ),
    "NIK_OLD_LOCAL": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini bukan NIK nasional: NIK tidak dimulai dengan angka 0. Minta NIK yang tertulis di KTP-el atau KK.",
    ),
    "NIK_PROVINCE": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak ada provinsi dengan kode {province}. Periksa dua angka pertama. Kunjungan tetap dicatat kalau NIK belum "
        "jelas.",
    ),
    "NIK_REGION_ZERO": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode kabupaten/kota atau kecamatan di NIK tidak mungkin 00. Periksa angka ketiga sampai keenam.",
    ),
    "NIK_TRAINING": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK ini untuk latihan saja. Pakai NIK dari kartu, atau buka Posko dalam mode latihan.",
    ),
    "NIK_DAY": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal {day} di NIK tidak mungkin: 01-31 untuk laki-laki, 41-71 untuk perempuan. Periksa angka ketujuh dan "
        "kedelapan.",
    ),
    "NIK_MONTH": QT_TRANSLATE_NOOP(
        "sentences",
        "Bulan {month} di NIK tidak ada. Periksa angka kesembilan dan kesepuluh.",
    ),
    "NIK_CALENDAR": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal lahir di NIK tidak ada di kalender. Periksa angka ketujuh sampai kedua belas.",
    ),
    "NIK_FUTURE": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal lahir di NIK belum terjadi. Periksa angka ketujuh sampai kedua belas, dan tanggal laptop.",
    ),
    "NIK_SERIAL": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK tidak pernah berakhir dengan 0000. Periksa empat angka terakhir.",
    ),
    "NIK_REGION_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode wilayah {district} tidak ada di daftar kami. Bisa jadi kode lama, dan NIK tetap berlaku. Cocokkan enam "
        "angka pertama dengan kartunya.",
    ),
    "NIK_REGION_OLD": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode wilayah {district} ({name}) adalah kode lama. NIK tetap berlaku; tidak perlu diganti.",
    ),
    "NIK_CENTURY": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal lahir di NIK bisa {birth_date} atau {other_date}. Tanyakan tahun lahirnya, lalu isi tanggal lahir "
        "lengkap.",
    ),
    "NIK_AGE": QT_TRANSLATE_NOOP(
        "sentences",
        "Menurut NIK, tanggal lahirnya {birth_date} dan usianya {age} tahun. Tanyakan tahun lahirnya, lalu isi "
        "tanggal lahir lengkap.",
    ),
    "NIK_AGE_PAPER": QT_TRANSLATE_NOOP(
        "sentences",
        "Menurut NIK, tanggal lahirnya {birth_date} dan usianya {age} tahun. Itu tidak biasa untuk {paper}. Cocokkan "
        "dengan kartunya.",
    ),
    "NIK_BIRTH_DATE_DIFFERS": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal lahir di NIK ({nik_date}) berbeda dengan kartu ({card_date}). Ini bisa terjadi. Pakai tanggal di "
        "kartu?",
    ),
    "NIK_SEX_DIFFERS": QT_TRANSLATE_NOOP(
        "sentences",
        "Jenis kelamin di NIK ({nik_sex}) berbeda dengan kartu ({card_sex}). Ini bisa terjadi. Cocokkan NIK dengan "
        "kartunya, lalu pakai yang di kartu.",
    ),
    # family card
    "KK_EMPTY": QT_TRANSLATE_NOOP("sentences", "Nomor KK belum diisi. Salin 16 angka dari bagian atas Kartu Keluarga."),
    "KK_TOO_SHORT": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor KK baru {length} angka. Nomor KK harus {needed} angka. Periksa lagi kartunya.",
    ),
    "KK_TOO_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor KK terisi {length} angka. Nomor KK harus {needed} angka. Periksa lagi kartunya.",
    ),
    "KK_NOT_DIGITS": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor KK hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Periksa lagi kartunya.",
    ),
    "KK_LETTER": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada huruf yang mirip angka di nomor KK ini. Maksudnya {proposal}? Cocokkan dengan kartunya.",
    ),
    "KK_SPREADSHEET": QT_TRANSLATE_NOOP(
        "sentences",
        "Angka nomor KK rusak karena lembar kerja (Excel) membulatkannya. Ubah kolom nomor KK menjadi teks, lalu isi "
        "lagi dari kartu.",
    ),
    "KK_PLACEHOLDER": QT_TRANSLATE_NOOP(
        "sentences",
        "Angka ini hanya pengisi, bukan nomor KK. Salin 16 angka dari Kartu Keluarga, atau simpan dulu sebagai draf.",
    ),
    "KK_IS_NIK": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak Nomor KK berisi angka yang sama dengan kotak NIK. Salin Nomor KK dari bagian atas Kartu Keluarga, dan "
        "cocokkan NIK dengan KTP-el.",
    ),
    "KK_OLD_LOCAL": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini bukan nomor KK nasional: nomor KK tidak dimulai dengan angka 0. Minta Kartu Keluarga yang baru.",
    ),
    "KK_SERIAL": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor KK tidak pernah berakhir dengan 0000. Periksa empat angka terakhir.",
    ),
    "KK_PROVINCE": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak ada provinsi dengan kode {province}. Periksa dua angka pertama nomor KK.",
    ),
    "KK_REGION_ZERO": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode kabupaten/kota atau kecamatan di nomor KK tidak mungkin 00. Periksa angka ketiga sampai keenam.",
    ),
    "KK_TRAINING": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor KK ini untuk latihan saja. Pakai nomor dari Kartu Keluarga, atau buka Posko dalam mode latihan.",
    ),
    "KK_REGION_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode wilayah {district} di nomor KK tidak ada di daftar kami. Bisa jadi kode lama. Cocokkan enam angka "
        "pertama dengan kartunya.",
    ),
    "KK_ODD_DATE": QT_TRANSLATE_NOOP(
        "sentences",
        "Angka {digits} di nomor KK bukan tanggal yang biasa. Nomor seperti ini memang ada. Cocokkan dengan kartunya.",
    ),
    # phone
    "MOBILE_EMPTY": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor HP belum diisi. Isi nomor pemohon, atau isi kontak orang yang bisa dihubungi.",
    ),
    "MOBILE_TWO_NUMBERS": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada dua nomor di satu kotak. Isi satu nomor HP saja; yang lain tulis di kontak lain.",
    ),
    "MOBILE_SPREADSHEET": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor HP rusak karena lembar kerja (Excel) mengubahnya. Ubah kolom nomor HP menjadi teks, lalu isi lagi.",
    ),
    "MOBILE_LETTER": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada huruf yang mirip angka di nomor HP ini. Maksudnya {proposal}? Bacakan kembali kepada pemohon.",
    ),
    "MOBILE_WORDS": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada kata lain di kotak nomor HP. Maksudnya {proposal}? Tulis keterangannya di kotak lain.",
    ),
    "MOBILE_NOT_DIGITS": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor HP hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Hapus yang bukan angka.",
    ),
    "MOBILE_SHAPE": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini tidak dikenali. Tulis mulai dengan 08, atau dengan + dan kode negara untuk nomor luar negeri.",
    ),
    "MOBILE_TOO_SHORT": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini baru {length} angka, paling sedikit {least}. Bacakan kembali kepada pemohon.",
    ),
    "MOBILE_TOO_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini {length} angka, paling banyak {most}. Bacakan kembali kepada pemohon.",
    ),
    "MOBILE_PREFIX_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Awalan {prefix} tidak ada di daftar operator kami. Bacakan nomornya kembali kepada pemohon; simpan kalau "
        "benar.",
    ),
    "MOBILE_PLACEHOLDER": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini tampak seperti pengisi. Tanyakan nomor yang benar, atau simpan kalau memang ini nomornya.",
    ),
    "MOBILE_LANDLINE": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini nomor telepon rumah atau kantor, tidak bisa menerima SMS. Tanyakan nomor HP; simpan kalau tidak ada.",
    ),
    "MOBILE_FOREIGN": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini nomor luar negeri. Tanyakan nomor HP Indonesia; simpan kalau belum ada.",
    ),
    "MOBILE_FOREIGN_BARE": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini kami baca sebagai nomor luar negeri, {number}. Bacakan kembali kepada pemohon; simpan kalau benar.",
    ),
    # e-mail
    "EMAIL_EMPTY": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat e-mail belum diisi. Tanyakan alamat milik pemohon, atau tawarkan bantuan membuat e-mail.",
    ),
    "EMAIL_NOT_ASCII": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat e-mail ini berisi huruf atau tanda khusus. Pakai huruf a-z dan angka saja; minta pemohon mengejanya.",
    ),
    "EMAIL_NO_AT": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat e-mail ini tidak punya tanda @. Minta pemohon mengeja alamatnya.",
    ),
    "EMAIL_TWO_AT": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanda @ di alamat e-mail ini lebih dari satu. Isi satu alamat saja.",
    ),
    "EMAIL_NAME": QT_TRANSLATE_NOOP(
        "sentences",
        "Bagian di depan @ tidak mungkin: ada titik di awal, di akhir, atau berulang, atau ada tanda yang dilarang. "
        "Minta pemohon mengejanya.",
    ),
    "EMAIL_DOMAIN": QT_TRANSLATE_NOOP(
        "sentences",
        "Bagian di belakang @ bukan alamat yang lengkap. Contoh yang benar: gmail.com. Minta pemohon mengejanya.",
    ),
    "EMAIL_SPELLING": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada yang keliru tertulis di alamat e-mail ini. Maksudnya {proposal}? Minta pemohon mengejanya.",
    ),
    "EMAIL_PROVIDER_LENGTH": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama {provider} panjangnya {least} sampai {most} huruf atau angka. Minta pemohon mengeja alamatnya.",
    ),
    "EMAIL_PROVIDER_NAME": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama seperti ini tidak diterima {provider}. Minta pemohon mengeja alamatnya atau menunjukkannya di HP.",
    ),
    "EMAIL_DOMAIN_TYPO": QT_TRANSLATE_NOOP("sentences", "Alamat e-mail tertulis {domain}. Maksudnya {meant}?"),
    "EMAIL_OFFICE": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat ini tampak seperti alamat posko atau kantor. Minta alamat milik pemohon sendiri.",
    ),
    "EMAIL_PLACEHOLDER": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat ini tampak seperti pengisi. Tanyakan alamat yang benar, atau kosongkan dan tawarkan bantuan membuat "
        "e-mail.",
    ),
    "EMAIL_SHARED": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat ini sudah dipakai orang lain di posko ini. Minta alamat milik pemohon sendiri, atau tawarkan bantuan "
        "membuat e-mail.",
    ),
    # name
    "NAME_EMPTY": QT_TRANSLATE_NOOP("sentences", "Nama belum diisi. Salin nama dari kartu."),
    "NAME_DIGITS": QT_TRANSLATE_NOOP("sentences", "Nama tidak berisi angka. Salin nama dari kartu."),
    "NAME_DIGIT_FOR_LETTER": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada angka di dalam nama ini. Maksudnya {proposal}? Cocokkan dengan kartunya.",
    ),
    "NAME_NOT_LATIN": QT_TRANSLATE_NOOP("sentences", "Nama di KTP tertulis dengan huruf Latin. Salin nama dari kartu."),
    "NAME_LOOK_ALIKE": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada huruf asing yang mirip huruf Latin di nama ini. Maksudnya {proposal}? Cocokkan dengan kartunya.",
    ),
    "NAME_SIGN": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanda {sign} tidak ada di nama pada KTP. Hapus tanda itu, lalu cocokkan dengan kartunya.",
    ),
    "NAME_ALIAS": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama ini tampak memuat nama panggilan. Isi nama sesuai KTP saja; simpan kalau memang begitu di kartu.",
    ),
    "NAME_DIACRITIC": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada huruf dengan tanda khusus di nama ini. Cocokkan ejaannya dengan kartu.",
    ),
    "NAME_ONE_LETTER": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama ini hanya satu huruf. Cocokkan dengan kartunya; simpan kalau memang begitu.",
    ),
    "NAME_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama ini {length} huruf, lebih dari {most}. Cocokkan dengan kartunya; simpan kalau memang begitu.",
    ),
    "NAME_PLACEHOLDER": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama ini tampak seperti pengisi. Salin nama dari kartu, atau simpan kalau memang ini namanya.",
    ),
    # date
    "DATE_EMPTY": QT_TRANSLATE_NOOP("sentences", "Tanggal belum diisi. Tulis hari-bulan-tahun, misalnya 17-08-1990."),
    "DATE_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal ini tidak terbaca. Tulis hari-bulan-tahun, misalnya 17-08-1990.",
    ),
    "DATE_LETTER": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada huruf yang mirip angka di tanggal ini. Maksudnya {proposal}? Cocokkan dengan kartunya.",
    ),
    "DATE_WORDS": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada kata lain di kotak tanggal. Maksudnya {proposal}? Tempat lahir punya kotaknya sendiri.",
    ),
    "DATE_MONTH": QT_TRANSLATE_NOOP(
        "sentences",
        "Bulan ke-{month} tidak ada. Tulis hari dulu, lalu bulan, lalu tahun, misalnya 17-08-1990.",
    ),
    "DATE_IMPOSSIBLE": QT_TRANSLATE_NOOP("sentences", "Tanggal ini tidak ada di kalender. Cocokkan dengan kartunya."),
    "DATE_FUTURE": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal ini belum terjadi. Cocokkan dengan kartunya, dan periksa tanggal laptop.",
    ),
    "DATE_TOO_OLD": QT_TRANSLATE_NOOP(
        "sentences",
        "Menurut tanggal ini usianya {age} tahun, itu tidak mungkin. Cocokkan tahunnya dengan kartu.",
    ),
    "DATE_VERY_OLD": QT_TRANSLATE_NOOP(
        "sentences",
        "Menurut tanggal ini usianya {age} tahun. Cocokkan tahunnya dengan kartu; simpan kalau benar.",
    ),
    "DATE_CENTURY": QT_TRANSLATE_NOOP(
        "sentences",
        "Tahunnya hanya dua angka, kami baca sebagai {birth_date}. Tulis tahun empat angka kalau bukan itu maksudnya.",
    ),
    # RT/RW
    "RT_RW_NONE": QT_TRANSLATE_NOOP("sentences", "RT/RW tidak diisi. Simpan kalau di kartu memang tidak ada."),
    "RT_RW_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "RT/RW tidak terbaca. Tulis seperti di kartu, misalnya 003/007.",
    ),
    "RT_RW_LETTER": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada huruf yang mirip angka di RT/RW ini. Maksudnya {proposal}? Cocokkan dengan kartunya.",
    ),
    "RT_RW_ONE_NUMBER": QT_TRANSLATE_NOOP(
        "sentences",
        "Baru satu angka yang terbaca. Tulis RT dan RW dengan garis miring, misalnya 003/007.",
    ),
    "RT_RW_TOO_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "RT dan RW paling banyak tiga angka. Tulis seperti di kartu, misalnya 003/007.",
    ),
    "RT_RW_SPREADSHEET": QT_TRANSLATE_NOOP(
        "sentences",
        "RT/RW ini diubah lembar kerja (Excel) menjadi tanggal. Ubah kolom RT/RW menjadi teks, lalu isi lagi dari "
        "kartu.",
    ),
    "RT_RW_HALF": QT_TRANSLATE_NOOP(
        "sentences",
        "Hanya RT atau RW yang terisi, kami simpan sebagai {rt_rw}. Cocokkan dengan kartunya.",
    ),
    "RT_RW_RT_HIGH": QT_TRANSLATE_NOOP(
        "sentences",
        "RT {rt} tidak biasa. Cocokkan dengan kartunya; simpan kalau memang begitu.",
    ),
    "RT_RW_RW_HIGH": QT_TRANSLATE_NOOP(
        "sentences",
        "RW {rw} tidak biasa. Cocokkan dengan kartunya; simpan kalau memang begitu.",
    ),
    # village code
    "VILLAGE_EMPTY": QT_TRANSLATE_NOOP("sentences", "Kelurahan/desa belum dipilih. Pilih dari daftar."),
    "VILLAGE_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode kelurahan/desa hanya berisi angka. Pilih kelurahan/desa dari daftar.",
    ),
    "VILLAGE_INCOMPLETE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode ini belum sampai kelurahan/desa. Kodenya 10 angka; pilih kelurahan/desa dari daftar.",
    ),
    "VILLAGE_TOO_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode kelurahan/desa hanya 10 angka. Pilih kelurahan/desa dari daftar.",
    ),
    "VILLAGE_OTHER_LIST": QT_TRANSLATE_NOOP(
        "sentences",
        "Ini bukan kode Kemendagri; mungkin kode BPS. Pilih kelurahan/desa dari daftar.",
    ),
    "VILLAGE_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode kelurahan/desa ini tidak ada di daftar. Pilih kelurahan/desa dari daftar.",
    ),
    "VILLAGE_OLD": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode {old_code} ({village}) adalah kode lama. Kode barunya {proposal}. Pakai kode baru?",
    ),
    "VILLAGE_OLD_ALONE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode {old_code} ({village}) adalah kode lama; kode barunya tidak diketahui. Pilih kelurahan/desa dari daftar "
        "kalau ada, atau simpan kode lama ini.",
    ),
    "VILLAGE_TRAINING": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode wilayah ini untuk latihan saja. Pilih kelurahan/desa dari daftar.",
    ),
    # postal code
    "POSTAL_CODE_EMPTY": QT_TRANSLATE_NOOP("sentences", "Kode pos belum diisi. Isi 5 angka, misalnya 13110."),
    "POSTAL_CODE_NOT_DIGITS": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode pos hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Isi 5 angka, misalnya 13110.",
    ),
    "POSTAL_CODE_LETTER": QT_TRANSLATE_NOOP(
        "sentences", "Ada huruf yang mirip angka di kode pos ini. Maksudnya {proposal}?"
    ),
    "POSTAL_CODE_LENGTH": QT_TRANSLATE_NOOP(
        "sentences", "Kode pos ini {length} angka. Kode pos harus {needed} angka, misalnya 13110."
    ),
    "POSTAL_CODE_ZERO": QT_TRANSLATE_NOOP(
        "sentences", "Kode pos tidak dimulai dengan angka 0. Tanyakan lagi kode pos kelurahan/desanya."
    ),
    "POSTAL_CODE_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode pos {postal_code} tidak ada di daftar kami. Cocokkan dengan alamatnya; simpan kalau memang begitu.",
    ),
    "POSTAL_CODE_OTHER_PROVINCE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode pos {postal_code} dipakai di {provinces}, bukan di provinsi alamat ini. Cocokkan dengan alamatnya.",
    ),
    # the file of rules
    "IDENTITY_RULES_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas aturan identitas rusak pada bagian {place}. Data pendaftaran di laptop ini tetap aman. Pasang ulang "
        "Posko.",
    ),
}

RESOURCES: Mapping[str, str] = {
    "RESOURCE_MISSING": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas program {name} tidak ada atau tidak dapat dibaca. Data pendaftaran di laptop ini tetap aman. "
        "Pasang ulang Posko.",
    ),
    "REGION_FILE_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Daftar wilayah ({name}) rusak atau bukan milik versi Posko ini. Data pendaftaran di laptop ini tetap aman. "
        "Pasang ulang Posko.",
    ),
}

PAPERS: Mapping[str, str] = {
    "QR_TEXT_CHARSET": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode QR slip tidak bisa dicetak: hanya huruf besar, angka, dan $%*+-./: yang boleh. Data pendaftaran aman. "
        "Minta koordinator memeriksa alamat server di pengaturan posko.",
    ),
    "QR_TEXT_TOO_LONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode QR slip tidak bisa dicetak: isinya {length} huruf, paling banyak {limit}. Data pendaftaran aman. "
        "Minta koordinator memendekkan alamat server di pengaturan posko.",
    ),
}

PAPER_WORDS: Mapping[str, str] = {
    "receipt_file_title": "Tanda terima",
    "note_file_title": "Catatan kekurangan",
    "letter_file_title": "Surat",
    "roll_rows": "Jumlah baris",
    "roll_checksum": "Kode isi",
    "training": "DATA LATIHAN",
    "duplicate": "DUPLIKAT (cetakan ke-{copy_no})",
    "page": "Halaman {page} dari {pages}",
    "queue_number": "Nomor antrean",
    "counter": "Loket {counter}",
    "registration_no": "Nomor registrasi",
    "name": "Nama",
    "nik": "NIK",
    "programme": "Program",
    "stage": "Tahap",
    "missing_heading": "Masih kurang",
    "bring_heading": "Bawa saat kembali",
    "tick_hint": "Beri tanda di kotak kalau sudah siap.",
    "seen_heading": "Sudah dilihat petugas",
    "complete_heading": "Berkas lengkap",
    "reasons_heading": "Catatan",
    "note_reasons_heading": "Belum bisa diproses",
    "eligible_from": "Bisa diproses mulai",
    "next_heading": "Langkah berikutnya",
    "status_check": "Cek status",
    "complaint": "Pengaduan",
    "free": "Layanan ini GRATIS",
    "receipt_is_no_proof": "Tanda terima ini bukan bukti kelulusan.",
    "note_is_no_receipt": "Catatan ini bukan tanda terima dan bukan bukti kelulusan.",
    "applicant_mark": "Pemohon: cap jempol atau tanda tangan",
    "officer_mark": "Petugas: tanda tangan dan cap",
}
"""Fixed words of the printed papers; papers are Indonesian only, hence not marked for translation."""

PAPER_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
PAPER_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)

WIRE: Mapping[str, str] = {
    "MESSAGE_MAGIC": QT_TRANSLATE_NOOP(
        "sentences",
        "Kiriman ini bukan dari Posko. Periksa apakah ada perantara di jaringan, misalnya halaman masuk Wi-Fi.",
    ),
    "MESSAGE_VERSION": QT_TRANSLATE_NOOP(
        "sentences",
        "Bentuk kiriman dari versi Posko yang lain. Data tetap tersimpan di laptop. Samakan versi Posko di laptop dan "
        "server.",
    ),
    "MESSAGE_DICTIONARY": QT_TRANSLATE_NOOP(
        "sentences",
        "Kiriman dipadatkan dengan kamus yang belum dikenal. Data tetap tersimpan di laptop. Samakan versi Posko di "
        "laptop dan server.",
    ),
    "MESSAGE_SIZE": QT_TRANSLATE_NOOP("sentences", "Isi kiriman terlalu besar untuk satu kali kirim."),
    "MESSAGE_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences", "Kiriman terpotong atau rusak di jalan. Data tetap tersimpan di laptop dan dikirim ulang nanti."
    ),
    "MESSAGE_SHAPE": QT_TRANSLATE_NOOP(
        "sentences", "Isi kiriman tidak bisa dibaca. Data tetap tersimpan di laptop. Hubungi koordinator."
    ),
    "EVENT_RECORD": QT_TRANSLATE_NOOP(
        "sentences", "Kiriman menunjuk pendaftaran yang tidak ada sebelumnya, jadi ditolak. Hubungi koordinator."
    ),
}

SERVER: Mapping[str, str] = {
    # what a command of the server says
    "SERVER_READY": QT_TRANSLATE_NOOP("sentences", "Server siap di {url}"),
    "SERVER_READY_TRAINING": QT_TRANSLATE_NOOP("sentences", "Server siap di {url} (mode latihan)"),
    "SERVER_MIGRATED": QT_TRANSLATE_NOOP("sentences", "Basis data server siap dipakai: {database}"),
    "SERVER_CODE_ISSUED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode pendaftaran perangkat untuk posko {post} di provinsi {province}: {code}\n"
        "Blok nomor {block}. Kode berlaku untuk satu perangkat, sampai {until}.",
    ),
    "SERVER_HEAD": QT_TRANSLATE_NOOP("sentences", "{post}: perangkat {device} sampai catatan ke-{seq}"),
    "SERVER_NO_HEADS": QT_TRANSLATE_NOOP("sentences", "Belum ada perangkat yang mengirim data."),
    "SERVER_DEVICE": QT_TRANSLATE_NOOP("sentences", "{post}: perangkat {device}, blok {block}, sejak {since}"),
    "SERVER_DEVICE_UNTRUSTED": QT_TRANSLATE_NOOP(
        "sentences", "{post}: perangkat {device}, blok {block}, sejak {since}, tidak dipercaya lagi"
    ),
    "SERVER_NO_DEVICES": QT_TRANSLATE_NOOP("sentences", "Belum ada perangkat yang terdaftar."),
    "SERVER_DEVICE_REVOKED": QT_TRANSLATE_NOOP(
        "sentences",
        "Perangkat {device} tidak dipercaya lagi: kirimannya ditolak mulai sekarang. Data yang sudah diterima tetap "
        "tersimpan.",
    ),
    "SERVER_PROGRAMME_FILE": QT_TRANSLATE_NOOP("sentences", "Berkas {file} tidak bisa dibaca ({reason})."),
    "SERVER_PROGRAMME_NOT_NEWER": QT_TRANSLATE_NOOP(
        "sentences",
        "Server sudah memakai {programme} versi {version}. Naikkan version di berkasnya supaya posko memakai yang "
        "baru.",
    ),
    "SERVER_PROGRAMME_ADDED": QT_TRANSLATE_NOOP(
        "sentences", "Program {programme} versi {version} diberikan kepada semua posko saat mereka terhubung."
    ),
    "SERVER_PROGRAMME": QT_TRANSLATE_NOOP("sentences", "Program {programme} versi {version}."),
    "SERVER_NO_PROGRAMMES": QT_TRANSLATE_NOOP(
        "sentences", "Server belum memberikan program apa pun; posko memakai yang ada di pemasangnya."
    ),
    "SERVER_EXPORTED": QT_TRANSLATE_NOOP("sentences", "{count} baris ditulis ke {file}."),
    "SERVER_KEY_SAVED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kunci server disalin ke {file}. Simpan di tempat terkunci: siapa pun yang memegangnya bisa menyamar "
        "sebagai server ini.",
    ),
    "SERVER_KEY_RESTORED": QT_TRANSLATE_NOOP("sentences", "Kunci server sudah kembali di {file}."),
    # what may go wrong at the server
    "SERVER_DATABASE_URL": QT_TRANSLATE_NOOP(
        "sentences", "Alamat basis data tidak dikenal. Tulis sqlite:///LOKASI, misalnya sqlite:////srv/posko/server.db."
    ),
    "SERVER_POSTGRES_LATER": QT_TRANSLATE_NOOP(
        "sentences", "Versi ini baru mendukung SQLite. Untuk sementara pakai --database sqlite:///LOKASI."
    ),
    "SERVER_USERS_LATER": QT_TRANSLATE_NOOP(
        "sentences", "Pengguna konsol belum ada di versi ini; konsol datang di versi berikutnya."
    ),
    "SERVER_DATABASE_MISSING": QT_TRANSLATE_NOOP(
        "sentences", "Basis data {database} tidak ada. Periksa --database dan --data, atau jalankan server lebih dulu."
    ),
    "SERVER_DATA_FOLDER": QT_TRANSLATE_NOOP(
        "sentences", "Folder {folder} tidak bisa ditulisi. Pilih folder lain dengan --data atau perbaiki izinnya."
    ),
    "SERVER_DATABASE_FOREIGN": QT_TRANSLATE_NOOP(
        "sentences", "{database} bukan basis data server Posko. Isinya tidak diubah. Periksa --database."
    ),
    "SERVER_DATABASE_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Basis data {database} rusak dan tidak diubah. Kembalikan dari cadangan; laptop posko akan mengirim ulang "
        "yang kurang.",
    ),
    "SERVER_DATABASE_TOO_NEW": QT_TRANSLATE_NOOP(
        "sentences",
        "Basis data ini dibuat oleh program yang lebih baru (perubahan {version}). Isinya tidak diubah. Pasang "
        "posko-server versi terbaru.",
    ),
    "SERVER_DATABASE_UNSAFE": QT_TRANSLATE_NOOP(
        "sentences",
        "{database} tidak bisa disetel agar tahan mati listrik ({setting}). Server tidak dijalankan. Pindahkan ke "
        "disk lokal.",
    ),
    "SERVER_DATABASE_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "{database} sedang dipakai proses lain. Tidak ada yang berubah. Coba lagi sebentar."
    ),
    "SERVER_DATABASE_IN_USE": QT_TRANSLATE_NOOP(
        "sentences",
        "Server lain sudah berjalan dengan {database}. Hentikan yang itu lebih dulu, atau pakai berkas lain.",
    ),
    "SERVER_DATABASE_READ_ONLY": QT_TRANSLATE_NOOP(
        "sentences", "{database} hanya bisa dibaca. Tidak ada yang berubah. Perbaiki izin berkas dan foldernya."
    ),
    "SERVER_DISK_FULL": QT_TRANSLATE_NOOP(
        "sentences", "Disk server penuh. Data yang sudah diterima aman. Kosongkan ruang, lalu coba lagi."
    ),
    "SERVER_DISK_FAILED": QT_TRANSLATE_NOOP(
        "sentences",
        "Disk server tidak bisa dibaca atau ditulis. Data yang sudah diterima tidak diubah. Periksa disknya.",
    ),
    "SERVER_PORT": QT_TRANSLATE_NOOP("sentences", "Porta {port} tidak ada. Pilih angka dari 0 sampai 65535."),
    "SERVER_PORT_TAKEN": QT_TRANSLATE_NOOP(
        "sentences", "Porta {port} di {host} sudah dipakai atau tidak boleh dipakai. Pilih porta lain dengan --port."
    ),
    "SERVER_HOST": QT_TRANSLATE_NOOP("sentences", "Alamat {host} tidak dikenal mesin ini. Periksa --host."),
    "SERVER_KEY_MISSING": QT_TRANSLATE_NOOP(
        "sentences",
        "Kunci server tidak ada di {file}. Kunci baru tidak dibuat, karena perangkat hanya percaya kunci yang lama. "
        "Kembalikan dengan posko-server key restore.",
    ),
    "SERVER_KEY_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kunci server di {file} rusak. Pindahkan berkas itu, lalu kembalikan dengan posko-server key restore.",
    ),
    "SERVER_KEY_OTHER": QT_TRANSLATE_NOOP(
        "sentences", "Kunci di {file} bukan kunci server ini. Tidak ada yang diganti. Periksa --data dan --database."
    ),
    "SERVER_KEY_UNWRITABLE": QT_TRANSLATE_NOOP(
        "sentences", "Kunci server tidak bisa ditulis ke {file}. Perbaiki izin foldernya atau pilih folder lain."
    ),
    "SERVER_KEY_BACKUP_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences", "{file} tidak ada atau bukan cadangan kunci server. Tidak ada yang diganti."
    ),
    "SERVER_KEY_BACKUP_STANDS": QT_TRANSLATE_NOOP(
        "sentences", "{file} sudah ada dan isinya lain. Berkas itu tidak ditimpa; pilih nama lain."
    ),
    "SERVER_FILE_UNWRITABLE": QT_TRANSLATE_NOOP(
        "sentences", "{file} tidak bisa ditulis. Periksa folder, izin, dan ruang disk."
    ),
    "SERVER_FILE_IS_OWN": QT_TRANSLATE_NOOP(
        "sentences", "{file} adalah berkas server sendiri dan tidak ditimpa. Pilih nama lain."
    ),
    "SERVER_DEVICE_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", 'Tidak ada perangkat "{device}" di server ini. Lihat daftarnya dengan posko-server device list.'
    ),
    "SERVER_COMMAND_LINE": QT_TRANSLATE_NOOP(
        "sentences", 'Perintah tidak terbaca: {detail}. Lihat "posko-server --help".'
    ),
    "SERVER_ANSWER_UNWRITABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Jawaban tidak bisa ditulis ke tujuannya. Kosongkan ruang atau pilih tujuan lain, lalu ulangi perintahnya.",
    ),
    "SERVER_TRAINING_DATABASE": QT_TRANSLATE_NOOP(
        "sentences", "{database} berisi data latihan. Jalankan dengan --training, atau pakai basis data lain."
    ),
    "SERVER_REAL_DATABASE": QT_TRANSLATE_NOOP(
        "sentences", "{database} berisi data sungguhan. Jalankan tanpa --training, atau pakai basis data lain."
    ),
    "SERVER_VALID_DAYS": QT_TRANSLATE_NOOP("sentences", "Masa berlaku kode: 1 sampai {limit} hari."),
    "SERVER_POST_CODE": QT_TRANSLATE_NOOP(
        "sentences", 'Kode posko "{post}" tidak bisa dipakai. Tulis 2 sampai 10 huruf besar atau angka, misalnya SBY01.'
    ),
    "SERVER_POST_NAME": QT_TRANSLATE_NOOP("sentences", "Nama posko harus diisi, paling banyak {limit} huruf."),
    "SERVER_PROVINCE": QT_TRANSLATE_NOOP(
        "sentences", 'Tidak ada provinsi dengan kode "{province}". Tulis dua angka kode provinsi, misalnya 35.'
    ),
    "SERVER_PROVINCE_FIXED": QT_TRANSLATE_NOOP(
        "sentences",
        "Posko {post} sudah terdaftar di provinsi {province}; nomornya sudah tercetak begitu. Pakai kode posko lain.",
    ),
    "SERVER_BLOCK": QT_TRANSLATE_NOOP("sentences", "Blok nomor: 1 sampai {limit}."),
    "SERVER_BLOCK_TAKEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Blok nomor {block} di posko {post} sudah diberikan kepada perangkat lain. Pilih blok lain, atau biarkan "
        "server yang memilih.",
    ),
    "SERVER_BUG": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada kesalahan di program server. Data yang sudah diterima aman; data di laptop tetap tersimpan dan dikirim "
        "ulang nanti. Laporkan kepada pengelola.",
    ),
    # why the server refuses a request; the desk shows these to the officer
    "HTTP_NOT_FOUND": QT_TRANSLATE_NOOP("sentences", "Alamat ini tidak ada di server Posko. Periksa alamat server."),
    "HTTP_METHOD": QT_TRANSLATE_NOOP("sentences", "Alamat ini tidak melayani permintaan seperti itu."),
    "HTTP_TOO_LARGE": QT_TRANSLATE_NOOP("sentences", "Kiriman terlalu besar untuk satu kali kirim."),
    "HTTP_MEDIA_TYPE": QT_TRANSLATE_NOOP("sentences", "Bentuk kiriman ini tidak dikenal server."),
    "HTTP_TIMEOUT": QT_TRANSLATE_NOOP(
        "sentences", "Kiriman tidak sampai utuh tepat waktu. Data tetap tersimpan di laptop dan dikirim ulang nanti."
    ),
    "HTTP_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "Server sedang sibuk. Data tetap tersimpan di laptop dan dikirim ulang sebentar lagi."
    ),
    "HTTP_BAD_REQUEST": QT_TRANSLATE_NOOP("sentences", "Server tidak mengerti permintaan ini."),
    "HTTP_SHAPE": QT_TRANSLATE_NOOP("sentences", "Isi permintaan ini tidak lengkap atau bentuknya salah."),
    "REQUEST_UNSIGNED": QT_TRANSLATE_NOOP(
        "sentences", "Permintaan ini tidak ditandatangani perangkat. Periksa apakah ada perantara di jaringan."
    ),
    "DEVICE_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Server belum mengenal perangkat ini. Data tetap tersimpan di laptop. Minta kode pendaftaran perangkat kepada "
        "pengelola server.",
    ),
    "REQUEST_SIGNATURE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kiriman berubah di jalan atau bukan dari perangkat ini. Data tetap tersimpan dan dikirim ulang nanti.",
    ),
    "DEVICE_REVOKED": QT_TRANSLATE_NOOP(
        "sentences",
        "Perangkat ini tidak lagi dipercaya server. Data tetap tersimpan di laptop. Hubungi koordinator.",
    ),
    "ENROL_TOO_MANY_TRIES": QT_TRANSLATE_NOOP(
        "sentences", "Terlalu banyak kode yang salah dari jaringan ini. Tunggu {seconds} detik, lalu coba lagi."
    ),
    "ENROL_CODE_WRONG": QT_TRANSLATE_NOOP("sentences", "Kode pendaftaran perangkat salah. Periksa lagi kodenya."),
    "ENROL_CODE_USED": QT_TRANSLATE_NOOP(
        "sentences", "Kode ini sudah dipakai perangkat lain. Minta kode baru kepada pengelola server."
    ),
    "ENROL_CODE_EXPIRED": QT_TRANSLATE_NOOP(
        "sentences", "Masa berlaku kode ini sudah lewat. Minta kode baru kepada pengelola server."
    ),
    "ENROL_PROOF": QT_TRANSLATE_NOOP("sentences", "Bukti kunci perangkat tidak cocok. Ulangi pendaftaran perangkat."),
    "ENROL_KEY_TAKEN": QT_TRANSLATE_NOOP(
        "sentences", "Kunci perangkat ini sudah terdaftar atas nama perangkat lain. Buat profil baru untuk laptop ini."
    ),
    "ENROL_DEVICE_KNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Perangkat ini sudah terdaftar dengan kunci atau posko lain. Buat profil baru untuk laptop ini."
    ),
    "PROTOCOL_VERSION": QT_TRANSLATE_NOOP(
        "sentences",
        "Versi cara kirim laptop dan server berbeda. Data tetap tersimpan di laptop. Pasang Posko versi yang sama "
        "dengan server.",
    ),
    "TRAINING_MISMATCH": QT_TRANSLATE_NOOP(
        "sentences",
        "Data latihan dan data sungguhan tidak boleh bercampur: laptop dan server ini berbeda mode. Data tetap "
        "tersimpan di laptop. Periksa alamat server.",
    ),
    "STREAM_OF_ANOTHER_DEVICE": QT_TRANSLATE_NOOP(
        "sentences", "Kiriman ini atas nama perangkat lain dan tidak diterima. Hubungi koordinator."
    ),
    "POST_OF_ANOTHER_DEVICE": QT_TRANSLATE_NOOP(
        "sentences", "Kiriman ini atas nama posko lain dan tidak diterima. Hubungi koordinator."
    ),
    "STREAM_GAP": QT_TRANSLATE_NOOP(
        "sentences", "Server belum punya data sebelum kiriman ini. Laptop mengirim ulang mulai dari yang kurang."
    ),
    "STREAM_FORK": QT_TRANSLATE_NOOP(
        "sentences",
        "Server sudah punya data lain dari perangkat yang sama: mungkin laptop ini disalin atau dipulihkan dari "
        "cadangan. Tidak ada yang hilang. Hubungi koordinator.",
    ),
    "SALT_KEY_MISSING": QT_TRANSLATE_NOOP("sentences", "Kiriman pertama perangkat ini tidak lengkap dan diulang."),
    "HEAD_SIGNATURE": QT_TRANSLATE_NOOP(
        "sentences", "Tanda tangan perangkat pada kiriman ini tidak cocok, jadi kiriman ditolak. Hubungi koordinator."
    ),
    # why one event needs attention
    "BODY_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Server menyimpan data ini tetapi belum bisa membacanya. Kirim nomor registrasinya kepada pengelola server.",
    ),
    "NIK_ELSEWHERE": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK ini sudah tercatat untuk program yang sama di posko {post}. Keduanya disimpan dan ditandai. "
        "Beri tahu pemohon dan koordinator.",
    ),
    "NUMBER_TWICE": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor registrasi ini juga ada pada data lain. Keduanya disimpan. Hubungi koordinator untuk slip pengganti.",
    ),
    "RECORD_ELSEWHERE": QT_TRANSLATE_NOOP(
        "sentences",
        "Perubahan ini menyangkut data milik perangkat lain. Perubahan disimpan, data yang lama tetap "
        "berlaku. Hubungi koordinator.",
    ),
    "TRAINING_NIK": QT_TRANSLATE_NOOP(
        "sentences", "NIK ini NIK latihan. Data disimpan server tetapi tidak dihitung sebagai pendaftaran."
    ),
}

FIELD_LABELS: Mapping[str, str] = {
    "nik": QT_TRANSLATE_NOOP("sentences", "NIK"),
    "name_on_id": QT_TRANSLATE_NOOP("sentences", "Nama sesuai KTP"),
    "birth_place": QT_TRANSLATE_NOOP("sentences", "Tempat lahir"),
    "birth_date": QT_TRANSLATE_NOOP("sentences", "Tanggal lahir"),
    "sex": QT_TRANSLATE_NOOP("sentences", "Jenis kelamin"),
    "id_address": QT_TRANSLATE_NOOP("sentences", "Alamat KTP"),
    "rt_rw": QT_TRANSLATE_NOOP("sentences", "RT/RW"),
    "village_code": QT_TRANSLATE_NOOP("sentences", "Kelurahan/Desa"),
    "religion": QT_TRANSLATE_NOOP("sentences", "Agama"),
    "marital_status": QT_TRANSLATE_NOOP("sentences", "Status perkawinan"),
    "occupation": QT_TRANSLATE_NOOP("sentences", "Pekerjaan"),
    "citizenship": QT_TRANSLATE_NOOP("sentences", "Kewarganegaraan"),
    "family_card_no": QT_TRANSLATE_NOOP("sentences", "Nomor KK"),
    "mobile": QT_TRANSLATE_NOOP("sentences", "Nomor HP"),
    "email": QT_TRANSLATE_NOOP("sentences", "E-mail"),
    "contact_person": QT_TRANSLATE_NOOP("sentences", "Orang yang bisa dihubungi"),
    "current_address": QT_TRANSLATE_NOOP("sentences", "Alamat domisili"),
    "current_village_code": QT_TRANSLATE_NOOP("sentences", "Kelurahan/Desa domisili"),
    "postal_code": QT_TRANSLATE_NOOP("sentences", "Kode pos"),
    "represented_by": QT_TRANSLATE_NOOP("sentences", "Diwakili oleh"),
    "disability": QT_TRANSLATE_NOOP("sentences", "Disabilitas"),
    "bank_account": QT_TRANSLATE_NOOP("sentences", "Rekening"),
    "documents": QT_TRANSLATE_NOOP("sentences", "Berkas"),
    "answers": QT_TRANSLATE_NOOP("sentences", "Pertanyaan program"),
    "consent": QT_TRANSLATE_NOOP("sentences", "Persetujuan"),
    "confirm": QT_TRANSLATE_NOOP("sentences", "Konfirmasi"),
    "accept": QT_TRANSLATE_NOOP("sentences", "Usulan yang diterima"),
}
"""What a field is called; a fact named ``field`` is shown by this label."""

NOTE_REASONS: Mapping[str, str] = {
    "nik": QT_TRANSLATE_NOOP("sentences", "NIK perlu diperiksa lagi. Bawa KTP asli dan Kartu Keluarga asli."),
    "birth_date": QT_TRANSLATE_NOOP(
        "sentences", "Tanggal lahir perlu diperiksa lagi. Bawa KTP asli atau akta kelahiran."
    ),
    "name_on_id": QT_TRANSLATE_NOOP("sentences", "Nama perlu dicocokkan. Bawa KTP asli."),
    "family_card_no": QT_TRANSLATE_NOOP("sentences", "Nomor KK perlu diperiksa lagi. Bawa Kartu Keluarga asli."),
    "mobile": QT_TRANSLATE_NOOP("sentences", "Nomor HP belum ada. Bawa HP, atau nomor keluarga yang bisa dihubungi."),
    "email": QT_TRANSLATE_NOOP("sentences", "Alamat e-mail perlu diperiksa lagi. Bawa HP yang menerima e-mail itu."),
    "consent": QT_TRANSLATE_NOOP("sentences", "Persetujuan belum diberikan. Tanyakan kepada petugas."),
    "answers": QT_TRANSLATE_NOOP("sentences", "Ada pertanyaan yang belum terjawab. Tanyakan kepada petugas."),
    "": QT_TRANSLATE_NOOP("sentences", "{field} perlu dicocokkan. Bawa KTP asli."),
}
"""What a person at home must know about a field that kept the visit open, and what to bring; "" = any other field."""

NOTE_REFUSALS: Mapping[str, str] = {
    "NOT_A_CITIZEN": QT_TRANSLATE_NOOP("sentences", "{programme} hanya untuk Warga Negara Indonesia."),
    "AGE_BELOW_MINIMUM": QT_TRANSLATE_NOOP("sentences", "Usia Anda baru {years} tahun {months} bulan."),
    "IN_FORMAL_EDUCATION": QT_TRANSLATE_NOOP(
        "sentences", "Anda masih sekolah atau kuliah. Anda bisa mendaftar setelah selesai."
    ),
    "EXCLUDED_GROUP": QT_TRANSLATE_NOOP(
        "sentences",
        "Menurut aturan {programme}, pejabat, ASN, TNI, Polri, perangkat desa, dan direksi BUMN/BUMD tidak termasuk "
        "penerima.",
    ),
    "FORMER_RECIPIENT": QT_TRANSLATE_NOOP(
        "sentences", "Anda sudah pernah menerima {programme}, dan bantuan ini hanya sekali."
    ),
    "FAMILY_CARD_FULL": QT_TRANSLATE_NOOP(
        "sentences", "Satu KK paling banyak {figure} penerima; menurut data posko ini sudah ada {count}."
    ),
    "CONDITION_NOT_MET": QT_TRANSLATE_NOOP("sentences", "Syarat ini belum terpenuhi: {label}."),
    "AGE_TOO_YOUNG": QT_TRANSLATE_NOOP("sentences", "Usia Anda {years} tahun {months} bulan."),
    "AGE_ABOVE_MAXIMUM": QT_TRANSLATE_NOOP(
        "sentences", "Usia Anda {years} tahun {months} bulan; paling tua {figure} tahun."
    ),
    "AGE_LIMIT_REACHED": QT_TRANSLATE_NOOP(
        "sentences", "Usianya {years} tahun {months} bulan; {programme} hanya untuk yang belum {figure} tahun."
    ),
    "NIK_NEEDED": QT_TRANSLATE_NOOP("sentences", "{programme} memerlukan NIK. Urus NIK di Dukcapil."),
    "ID_OUTSIDE_PROVINCE": QT_TRANSLATE_NOOP("sentences", "Alamat di kartu Anda bukan {place}."),
    "HOME_OUTSIDE_PROVINCE": QT_TRANSLATE_NOOP("sentences", "Anda tidak tinggal di {place}."),
    "WORKS_ELSEWHERE": QT_TRANSLATE_NOOP("sentences", "{programme} hanya untuk yang bekerja di provinsinya."),
    "WAGE_ABOVE_LIMIT": QT_TRANSLATE_NOOP("sentences", "Upah Anda di atas batas {limit_rp} sebulan."),
    "NO_DEPENDANTS": QT_TRANSLATE_NOOP(
        "sentences", "{programme} untuk tulang punggung keluarga atau yang punya tanggungan."
    ),
    "OTHER_PROVINCIAL_AID": QT_TRANSLATE_NOOP(
        "sentences", "Anda sudah menerima bantuan lain dari pemerintah provinsi."
    ),
    "NOT_SELF_EMPLOYED": QT_TRANSLATE_NOOP(
        "sentences", "Anda digaji pemberi kerja. Minta pemberi kerja mendaftarkan Anda."
    ),
    "PENSIONER_EXCLUDED": QT_TRANSLATE_NOOP("sentences", "Pensiunan PNS, TNI, dan Polri tidak termasuk {programme}."),
    "IN_INSTITUTION": QT_TRANSLATE_NOOP("sentences", "Anak di panti milik pemerintah tidak termasuk {programme}."),
    "GUARDIAN_REFUSES": QT_TRANSLATE_NOOP("sentences", "Orang tua atau wali belum setuju data anak dicatat."),
    "": QT_TRANSLATE_NOOP("sentences", "Menurut aturan terbaru belum bisa. Tanyakan alasannya kepada petugas."),
}
"""Why a rule says no, for the person: below the heading of the note, which has said already that it is a no; "" = a
rule of a newer program."""

REFERRAL_REASONS: Mapping[str, str] = {
    "NIK_EMPTY": "Pemohon belum bisa menunjukkan NIK.",
    "NIK_TOO_SHORT": "NIK yang tertulis hanya {length} angka, seharusnya {needed} angka.",
    "NIK_TOO_LONG": "NIK yang tertulis {length} angka, seharusnya {needed} angka.",
    "NIK_NOT_DIGITS": "NIK yang tertulis tidak hanya berisi angka.",
    "NIK_LETTER": "NIK yang tertulis tidak hanya berisi angka.",
    "NIK_SPREADSHEET": "NIK tidak terbaca utuh.",
    "NIK_PLACEHOLDER": "Angka yang tertulis bukan NIK.",
    "NIK_OLD_LOCAL": "NIK dimulai dengan angka 0: bukan NIK nasional.",
    "NIK_PROVINCE": "Tidak ada provinsi dengan kode {province} di awal NIK.",
    "NIK_REGION_ZERO": "Kode kabupaten/kota atau kecamatan di NIK adalah 00.",
    "NIK_TRAINING": "NIK ini hanya untuk latihan.",
    "NIK_DAY": "Tanggal lahir di NIK ({day}) tidak mungkin.",
    "NIK_MONTH": "Bulan lahir di NIK ({month}) tidak ada.",
    "NIK_CALENDAR": "Tanggal lahir di NIK tidak ada di kalender.",
    "NIK_FUTURE": "Tanggal lahir di NIK belum terjadi.",
    "NIK_SERIAL": "NIK berakhir dengan 0000.",
    "NIK_REGION_UNKNOWN": "Kode wilayah {district} di awal NIK tidak dikenal.",
    "NIK_CENTURY": "Tahun lahir menurut NIK belum pasti: {birth_date} atau {other_date}.",
    "NIK_AGE": "Menurut NIK, tanggal lahirnya {birth_date} dan usianya {age} tahun.",
    "NIK_AGE_PAPER": "Menurut NIK, tanggal lahirnya {birth_date}; itu tidak biasa untuk {paper}.",
    "NIK_BIRTH_DATE_DIFFERS": "Tanggal lahir di NIK ({nik_date}) berbeda dengan kartu ({card_date}).",
    "NIK_SEX_DIFFERS": "Jenis kelamin di NIK ({nik_sex}) berbeda dengan kartu ({card_sex}).",
    "NIK_OF_ANOTHER": "NIK ini di posko sudah dipakai orang lain.",
    "": "NIK belum bisa dipastikan di posko.",
}
"""What the desk found about a NIK, for the office that can mend it; "" = anything else. Letters are Indonesian only."""

PROGRAMME_RULES: Mapping[str, str] = {
    # typed answers to a programme's questions
    "AMOUNT_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences", 'Jumlah uang untuk "{question}" tidak terbaca. Tulis seperti 4.500.000 atau 4,5 juta.'
    ),
    "AMOUNT_UNLIKELY": QT_TRANSLATE_NOOP(
        "sentences", '"{question}" tertulis {amount_rp} sebulan. Jumlah sekecil itu jarang; cocokkan dengan pemohon.'
    ),
    "COUNT_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences", 'Jawaban untuk "{question}" harus angka, misalnya 2. Tulis 0 kalau tidak ada.'
    ),
    "DAY_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences", 'Tanggal untuk "{question}" tidak terbaca. Tulis seperti 17-08-2026.'
    ),
    # what a programme's rules say: no
    "AGE_TOO_YOUNG": QT_TRANSLATE_NOOP(
        "sentences",
        "Belum memenuhi syarat: usia {years} tahun {months} bulan. Syarat usia terpenuhi mulai {from_on}.",
    ),
    "AGE_ABOVE_MAXIMUM": QT_TRANSLATE_NOOP(
        "sentences", "Tidak memenuhi syarat: usia {years} tahun {months} bulan; paling tua {figure} tahun."
    ),
    "AGE_LIMIT_REACHED": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak memenuhi syarat: usia {years} tahun {months} bulan; {programme} hanya untuk yang belum {figure} tahun.",
    ),
    "NIK_NEEDED": QT_TRANSLATE_NOOP(
        "sentences",
        "Belum memenuhi syarat: {programme} memerlukan NIK. Minta pemohon mengurusnya di Dukcapil, lalu kembali.",
    ),
    "ID_OUTSIDE_PROVINCE": QT_TRANSLATE_NOOP("sentences", "Tidak memenuhi syarat: alamat di kartu bukan {place}."),
    "HOME_OUTSIDE_PROVINCE": QT_TRANSLATE_NOOP("sentences", "Tidak memenuhi syarat: pemohon tidak tinggal di {place}."),
    "WORKS_ELSEWHERE": QT_TRANSLATE_NOOP(
        "sentences", "Tidak memenuhi syarat: {programme} hanya untuk yang bekerja di provinsinya."
    ),
    "WAGE_ABOVE_LIMIT": QT_TRANSLATE_NOOP(
        "sentences", "Tidak memenuhi syarat: upah {amount_rp} sebulan, batasnya {limit_rp}."
    ),
    "NO_DEPENDANTS": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak memenuhi syarat: {programme} untuk tulang punggung keluarga atau yang punya tanggungan.",
    ),
    "OTHER_PROVINCIAL_AID": QT_TRANSLATE_NOOP(
        "sentences", "Tidak memenuhi syarat: pemohon sudah menerima bantuan lain dari pemerintah provinsi."
    ),
    "NOT_SELF_EMPLOYED": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak memenuhi syarat: {programme} untuk yang bekerja sendiri. Pekerja yang digaji didaftarkan pemberi kerja.",
    ),
    "PENSIONER_EXCLUDED": QT_TRANSLATE_NOOP(
        "sentences", "Tidak memenuhi syarat: pensiunan PNS, TNI, dan Polri tidak termasuk {programme}."
    ),
    "IN_INSTITUTION": QT_TRANSLATE_NOOP(
        "sentences", "Tidak memenuhi syarat: anak di panti milik pemerintah tidak termasuk {programme}."
    ),
    "GUARDIAN_REFUSES": QT_TRANSLATE_NOOP(
        "sentences", "Belum bisa diproses: orang tua atau wali harus setuju data anak dicatat."
    ),
    # a doubt that somebody else settles
    "AGE_TO_CHECK": QT_TRANSLATE_NOOP(
        "sentences", "Usia {years} tahun {months} bulan. Batas usia terendah belum pasti: tanyakan kepada {asks}."
    ),
    "AGE_EDGE": QT_TRANSLATE_NOOP(
        "sentences",
        "Usia {years} tahun {months} bulan, sudah lewat ulang tahun ke-{figure}. Apakah masih termasuk, tanyakan "
        "kepada {asks}.",
    ),
    "CITIZENSHIP_TO_CHECK": QT_TRANSLATE_NOOP(
        "sentences", "Pemohon bukan Warga Negara Indonesia. Apakah termasuk {programme}, tanyakan kepada {asks}."
    ),
    "NOT_IN_WELFARE_REGISTER": QT_TRANSLATE_NOOP(
        "sentences", "Belum terdaftar di {register}. Usulkan lewat MPM di kelurahan; {asks} yang memeriksa."
    ),
    "NOT_IN_DISABILITY_REGISTER": QT_TRANSLATE_NOOP(
        "sentences", "Belum ada di data disabilitas. Minta didata dulu di {asks}."
    ),
    "CONDITION_NOT_MET": QT_TRANSLATE_NOOP("sentences", "Tidak memenuhi syarat: {label}."),
    "CONDITION_TO_CHECK": QT_TRANSLATE_NOOP("sentences", "Belum pasti: {label}. Tanyakan kepada {asks}."),
    "FIGURE_NOT_ON_FILE": QT_TRANSLATE_NOOP(
        "sentences", "Angka untuk {label} pada {on} belum ada di Posko ini. Tanyakan kepada {asks}."
    ),
    # remarks
    "WAGE_LIMIT": QT_TRANSLATE_NOOP("sentences", "Batas upah tahun ini {limit_rp} sebulan."),
    "CONTRIBUTION": QT_TRANSLATE_NOOP(
        "sentences", "Iuran {amount_rp} sebulan ({parts}), untuk tingkat penghasilan terendah."
    ),
    "CARD_AT_BANK": QT_TRANSLATE_NOOP("sentences", "Lolos atau tidak, dan kartunya, hanya diketahui {asks}."),
    "DECISION_AT_OFFICE": QT_TRANSLATE_NOOP("sentences", "Siapa yang ditetapkan hanya diketahui {asks}."),
    "PROTECTED_ONCE_PAID": QT_TRANSLATE_NOOP(
        "sentences", "Belum terlindungi sampai iuran dibayar; mulainya hanya diketahui {asks}."
    ),
    "OTHER_UNIT_AT_OFFICE": QT_TRANSLATE_NOOP(
        "sentences", "Apakah sudah didaftarkan satuan kerja lain hanya diketahui {asks}."
    ),
}

VISIT: Mapping[str, str] = {
    # the form as a whole
    "FIELD_EMPTY": QT_TRANSLATE_NOOP("sentences", "{field} belum diisi. Salin dari kartu; simpan kalau memang kosong."),
    "FIELD_REQUIRED": QT_TRANSLATE_NOOP("sentences", "{field} belum diisi. Salin dari kartu."),
    "FIELD_NOT_ON_CARDS": QT_TRANSLATE_NOOP(
        "sentences", "{field} ini tidak biasa tertulis di KTP. Cocokkan dengan kartunya; simpan kalau memang begitu."
    ),
    "FIELD_TYPE": QT_TRANSLATE_NOOP(
        "sentences", "{field} terisi dengan bentuk yang tidak terbaca. Isi lagi dengan teks."
    ),
    "FIELD_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Isian bernama {name} tidak dikenal dan tidak dipakai."),
    "FIELD_TOO_LARGE": QT_TRANSLATE_NOOP(
        "sentences",
        "{field} terlalu panjang; hanya {kept} yang pertama disimpan. Isi hanya yang tertulis di kartu.",
    ),
    "FIELD_DAMAGED": QT_TRANSLATE_NOOP("sentences", "{field} berisi huruf yang rusak. Salin lagi dari kartu."),
    "SEX_UNREADABLE": QT_TRANSLATE_NOOP("sentences", "Jenis kelamin tidak terbaca. Isi L atau P sesuai kartu."),
    "SEX_FROM_NIK": QT_TRANSLATE_NOOP("sentences", "Jenis kelamin diambil dari NIK. Cocokkan dengan kartunya."),
    "MOBILE_NONE": QT_TRANSLATE_NOOP(
        "sentences", "Nomor HP belum diisi. Kalau tidak punya, isi orang yang bisa dihubungi, atau simpan tanpa nomor."
    ),
    "MOBILE_OF_CONTACT": QT_TRANSLATE_NOOP("sentences", "Pemohon dihubungi lewat orang lain yang tercatat."),
    "CONSENT_MISSING": QT_TRANSLATE_NOOP(
        "sentences", "Persetujuan belum diberikan. Bacakan pemberitahuan privasi, lalu minta persetujuan pemohon."
    ),
    "ANSWER_NOT_A_CHOICE": QT_TRANSLATE_NOOP(
        "sentences", 'Jawaban untuk "{question}" tidak ada di pilihan. Tanyakan lagi.'
    ),
    # eligibility
    "ANSWER_MISSING": QT_TRANSLATE_NOOP("sentences", '"{question}" belum ditanyakan. Tanyakan kepada pemohon.'),
    "PAPER_MISSING": QT_TRANSLATE_NOOP(
        "sentences", "Berkas kurang: {label}. Pemohon masuk daftar tunggu sampai berkas dibawa."
    ),
    "DATUM_MISSING": QT_TRANSLATE_NOOP(
        "sentences", "Data kurang: {label}. Pemohon masuk daftar tunggu sampai dilengkapi."
    ),
    "EMAIL_NONE": QT_TRANSLATE_NOOP(
        "sentences", "Alamat e-mail belum diisi. Kalau belum punya, tawarkan bantuan membuat e-mail."
    ),
    "BATCH_CLOSED": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak ada gelombang yang dibuka pada {on}. Pemohon masuk daftar tunggu untuk gelombang berikutnya.",
    ),
    "NOT_A_CITIZEN": QT_TRANSLATE_NOOP(
        "sentences", "Belum bisa didaftarkan: {programme} hanya untuk Warga Negara Indonesia."
    ),
    "AGE_BELOW_MINIMUM": QT_TRANSLATE_NOOP(
        "sentences", "Belum bisa didaftarkan: usia {years} tahun {months} bulan. Bisa mendaftar mulai {from_on}."
    ),
    "IN_FORMAL_EDUCATION": QT_TRANSLATE_NOOP(
        "sentences", "Belum bisa didaftarkan: pemohon masih sekolah atau kuliah. Bisa mendaftar setelah selesai."
    ),
    "EXCLUDED_GROUP": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak bisa didaftarkan: menurut aturan {programme}, pejabat, ASN, TNI, Polri, perangkat desa, dan direksi "
        "BUMN/BUMD tidak termasuk penerima.",
    ),
    "FORMER_RECIPIENT": QT_TRANSLATE_NOOP(
        "sentences", "Tidak bisa didaftarkan: pemohon sudah pernah menerima {programme}, dan bantuan ini hanya sekali."
    ),
    "FAMILY_CARD_FULL": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak bisa didaftarkan: satu KK paling banyak {figure} penerima; menurut data posko ini sudah ada {count}.",
    ),
    "CODE_OF_NEWER_PROGRAM": QT_TRANSLATE_NOOP(
        "sentences",
        "Alasannya dicatat oleh Posko yang lebih baru. Tanyakan kepada petugas; perbarui Posko di laptop ini.",
    ),
    "PRIORITY_GROUP": QT_TRANSLATE_NOOP("sentences", "Pemohon termasuk kelompok yang didahulukan."),
    "QUOTA_AT_OFFICE": QT_TRANSLATE_NOOP("sentences", "Sisa kuota hanya diketahui {asks}."),
    "NIK_NOT_AT_DUKCAPIL_YET": QT_TRANSLATE_NOOP("sentences", "NIK belum dicek {asks}."),
    "DUPLICATE": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK ini sudah tercatat di {programme} pada {on} atas nama {name}, nomor {registration_no}. Buka data itu; "
        "tidak perlu dicatat lagi. Kalau orangnya lain, cocokkan NIK dengan kartunya.",
    ),
    "NIK_OF_ANOTHER": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK ini sudah dipakai nomor {registration_no} atas nama {name}. Cocokkan 16 angkanya dengan kartu; "
        "kunjungan ini tetap dicatat.",
    ),
    # outcomes
    "OUTCOME_REGISTERED": QT_TRANSLATE_NOOP("sentences", "terdaftar"),
    "OUTCOME_RECORDED": QT_TRANSLATE_NOOP("sentences", "tercatat"),
    "OUTCOME_RECORDED_BEFORE": QT_TRANSLATE_NOOP("sentences", "sudah tercatat"),
    "OUTCOME_WAITING_LIST": QT_TRANSLATE_NOOP("sentences", "daftar tunggu"),
    "OUTCOME_INCOMPLETE": QT_TRANSLATE_NOOP("sentences", "belum lengkap"),
    "OUTCOME_NOT_ELIGIBLE": QT_TRANSLATE_NOOP("sentences", "belum memenuhi syarat"),
    "OUTCOME_DUPLICATE": QT_TRANSLATE_NOOP("sentences", "sudah terdaftar"),
    "OUTCOME_UNREADABLE": QT_TRANSLATE_NOOP("sentences", "baris tidak terbaca"),
    "OUTCOME_TROUBLE": QT_TRANSLATE_NOOP("sentences", "gagal disimpan"),
    "OUTCOME_UNTRIED": QT_TRANSLATE_NOOP("sentences", "belum dicoba"),
    # on the slip
    "NOTE_TITLE_INCOMPLETE": QT_TRANSLATE_NOOP("sentences", "CATATAN KEKURANGAN"),
    "NOTE_TITLE_NOT_ELIGIBLE": QT_TRANSLATE_NOOP("sentences", "CATATAN HASIL PEMERIKSAAN"),
    "STAGE_WAITING_LIST": QT_TRANSLATE_NOOP("sentences", "Daftar tunggu"),
    "STATUS_AT": QT_TRANSLATE_NOOP("sentences", "{host}, atau tunjukkan kertas ini di posko."),
    "NEXT_STEP_WAITING_LIST": QT_TRANSLATE_NOOP(
        "sentences", "Bawa berkas yang kurang ke posko ini. Nomor Anda tetap berlaku."
    ),
    "NEXT_STEP_WAITING_DATA": QT_TRANSLATE_NOOP(
        "sentences", "Lengkapi data yang kurang di posko ini. Nomor Anda tetap berlaku."
    ),
    "NEXT_STEP_WAITING_BATCH": QT_TRANSLATE_NOOP("sentences", "Tunggu gelombang berikutnya. Nomor Anda tetap berlaku."),
    "NEXT_STEP_ASK_OFFICE": QT_TRANSLATE_NOOP("sentences", "Tanyakan kepada {asks}: {label}."),
    "NEXT_STEP_TO_DUKCAPIL": QT_TRANSLATE_NOOP(
        "sentences", "Urus NIK di Dukcapil; bawa surat rujukan dari posko. Isian Anda sudah disimpan."
    ),
    "NOTE_REASON_NO_NIK": QT_TRANSLATE_NOOP("sentences", "NIK belum ada atau belum bisa dipakai."),
    "NEXT_STEP_INCOMPLETE": QT_TRANSLATE_NOOP("sentences", "Datang lagi dengan kartu asli. Isian Anda sudah disimpan."),
    "NEXT_STEP_COME_AGAIN": QT_TRANSLATE_NOOP("sentences", "Datang lagi ke posko ini. Isian Anda sudah disimpan."),
    "NEXT_STEP_BRING_PHONE": QT_TRANSLATE_NOOP("sentences", "Bawa HP Anda untuk memastikan nomor dan e-mail."),
    "NEXT_STEP_BRING_PAPERS": QT_TRANSLATE_NOOP("sentences", "Bawa juga berkas yang kurang."),
    "NEXT_STEP_ANSWER": QT_TRANSLATE_NOOP("sentences", "Petugas akan menanyakan yang belum terjawab."),
    "NEXT_STEP_CONSENT": QT_TRANSLATE_NOOP("sentences", "Kunjungan ini dilanjutkan setelah Anda memberi persetujuan."),
    "NEXT_STEP_ANSWER_AND_CONSENT": QT_TRANSLATE_NOOP(
        "sentences", "Petugas akan menanyakan yang belum terjawab dan meminta persetujuan Anda."
    ),
    "NEXT_STEP_NOT_ELIGIBLE": QT_TRANSLATE_NOOP("sentences", "Tanyakan kepada petugas kalau keadaan Anda berubah."),
    "NEXT_STEP_NOT_ELIGIBLE_FROM": QT_TRANSLATE_NOOP("sentences", "Datang lagi mulai {from_on} dengan kartu asli."),
    # verification of a slip
    "SLIP_VALID": QT_TRANSLATE_NOOP("sentences", "Slip asli: {number}."),
    "SLIP_UNKNOWN_DEVICE": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip ini dicetak laptop yang belum dikenal di sini, jadi belum pasti. Periksa di laptop posko asalnya.",
    ),
    "SLIP_ALTERED": QT_TRANSLATE_NOOP(
        "sentences", "Slip ini tidak asli: isinya sudah diubah. Jangan dilayani; lapor koordinator."
    ),
    "SLIP_NOT_A_SLIP": QT_TRANSLATE_NOOP("sentences", "Kode ini bukan kode slip Posko. Pindai lagi kotak QR di slip."),
    "SLIP_VERSION": QT_TRANSLATE_NOOP(
        "sentences", "Slip ini dicetak oleh Posko yang lebih baru. Perbarui Posko di laptop ini."
    ),
    # the command line's own words
    "VERDICT_OK": QT_TRANSLATE_NOOP("sentences", "Baik."),
    "VERDICT_WARN": QT_TRANSLATE_NOOP("sentences", "Perlu dipastikan."),
    "VERDICT_BLOCK": QT_TRANSLATE_NOOP("sentences", "Tidak bisa dipakai."),
    "CASES_JUDGED": QT_TRANSLATE_NOOP("sentences", "{count} baris diperiksa, {failures} tidak bisa diperiksa."),
    "PROGRESS": QT_TRANSLATE_NOOP("sentences", "{done} dari {total} selesai."),
    "FOUND_NOTHING": QT_TRANSLATE_NOOP("sentences", "Tidak ada yang cocok."),
    "SLIP_AT": QT_TRANSLATE_NOOP("sentences", "Slip: {file}"),
    "SLIP_WRITTEN": QT_TRANSLATE_NOOP("sentences", "Slip salinan ke-{copy} ditulis: {file}"),
    "PROFILE_MADE": QT_TRANSLATE_NOOP("sentences", "Meja baru siap: {folder}"),
    "RECOVERY_WRITTEN": QT_TRANSLATE_NOOP(
        "sentences", "Kunci pemulihan ditulis ke {file}. Cetak, serahkan kepada koordinator, lalu hapus berkas itu."
    ),
    "RECOVERY_SHOWN": QT_TRANSLATE_NOOP(
        "sentences", "Kunci pemulihan: {code}. Catat sekarang dan serahkan kepada koordinator; tidak ditampilkan lagi."
    ),
    "ENROLLED": QT_TRANSLATE_NOOP("sentences", "Laptop ini sekarang dikenal server."),
    "OFFICER_ADDED": QT_TRANSLATE_NOOP("sentences", "Petugas ditambahkan."),
    "OFFICER_SECRET_SET": QT_TRANSLATE_NOOP("sentences", "Kata rahasia diganti. Yang lama tidak berlaku lagi."),
    "OFFICER_REMOVED": QT_TRANSLATE_NOOP(
        "sentences", "Petugas dihapus dan tidak bisa membuka meja ini lagi. Yang dikerjakannya tetap tercatat."
    ),
    "SYNC_DONE": QT_TRANSLATE_NOOP("sentences", "Terkirim {sent}, diterima {received}, masih menunggu {pending}."),
    "STATUS": QT_TRANSLATE_NOOP(
        "sentences",
        "Terdaftar {registrations}, belum lengkap {incomplete}, menunggu dikirim {pending}, draf {drafts}, kontak "
        "server terakhir {last}.",
    ),
    "STATUS_NEVER": QT_TRANSLATE_NOOP("sentences", "belum pernah"),
    "BACKUP_MADE": QT_TRANSLATE_NOOP(
        "sentences", "Cadangan tersegel dan sudah diperiksa: {file} ({count} pendaftaran)."
    ),
    "BACKUP_MADE_WITH_BROKEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Cadangan tersegel ditulis: {file} ({count} pendaftaran), tetapi {broken} catatan di laptop ini sudah rusak. "
        "Simpan cadangan yang lama juga, dan hubungi dukungan.",
    ),
    "RESTORE_OTHER_DESK": QT_TRANSLATE_NOOP(
        "sentences",
        "Di folder ini ada meja lain yang masih utuh, bukan meja dari cadangan ini. Tidak ada yang diubah; pulihkan ke "
        "folder lain dengan --home.",
    ),
    "BACKUP_RESTORED": QT_TRANSLATE_NOOP("sentences", "Cadangan dipulihkan ke {folder} ({count} pendaftaran)."),
    # the self-check
    "STEP_DONE": QT_TRANSLATE_NOOP("sentences", "ok"),
    "STEP_FAILED": QT_TRANSLATE_NOOP("sentences", "GAGAL"),
    "SELFCHECK_OUTCOME": QT_TRANSLATE_NOOP(
        "sentences", "Pemohon contoh untuk {programme} tidak mendapat hasil yang seharusnya."
    ),
    "SELFCHECK_PAPER": QT_TRANSLATE_NOOP("sentences", "Slip di kertas {paper} tidak jadi."),
    "SELFCHECK_TOKEN": QT_TRANSLATE_NOOP("sentences", "Slip yang baru dibuat tidak terbaca sebagai slip asli."),
    "SELFCHECK_STORE": QT_TRANSLATE_NOOP("sentences", "Data yang baru ditulis tidak terbaca utuh."),
    "SELFCHECK_REGIONS": QT_TRANSLATE_NOOP("sentences", "Daftar wilayah tidak memuat kelurahan contoh."),
    "SELFCHECK_SENTENCE": QT_TRANSLATE_NOOP("sentences", "Ada kalimat yang kosong: {name}."),
}

DESK_TROUBLES: Mapping[str, str] = {
    # the store
    "PROFILE_NOT_FOUND": QT_TRANSLATE_NOOP(
        "sentences", 'Belum ada meja di folder {folder}. Buat dulu dengan "posko init", atau pilih folder yang benar.'
    ),
    "PROFILE_EXISTS": QT_TRANSLATE_NOOP(
        "sentences", "Di folder {folder} sudah ada meja. Tidak ada yang diubah; pilih folder lain."
    ),
    "PROFILE_EMPTY": QT_TRANSLATE_NOOP(
        "sentences",
        "Penyiapan meja ini belum selesai. Data tidak diubah; pulihkan dari cadangan atau hubungi dukungan.",
    ),
    "PROFILE_FOLDER_SHARED": QT_TRANSLATE_NOOP(
        "sentences",
        "Folder {folder} dibagi lewat jaringan atau awan (cloud), jadi data bisa rusak. Pilih folder di laptop ini "
        "sendiri.",
    ),
    "PROFILE_CANNOT_WRITE": QT_TRANSLATE_NOOP(
        "sentences", "Folder {folder} tidak bisa ditulisi. Periksa izin folder dan sisa ruang disk, lalu coba lagi."
    ),
    "PROFILE_FOLDER_UNREACHABLE": QT_TRANSLATE_NOOP(
        "sentences", "Folder {folder} tidak bisa dicapai ({reason}). Periksa letaknya, atau pilih folder lain."
    ),
    "STORE_IN_USE": QT_TRANSLATE_NOOP(
        "sentences", "Data meja ini sedang dipakai oleh {holder}. Tutup dulu program itu, lalu coba lagi."
    ),
    "STORE_READ_ONLY": QT_TRANSLATE_NOOP(
        "sentences", "Data tidak bisa ditulis: {file} hanya bisa dibaca. Belum tersimpan; periksa izin folder."
    ),
    "STORE_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "Data sedang dikunci program lain. Belum tersimpan; coba lagi sebentar."
    ),
    "STORE_CANNOT_OPEN": QT_TRANSLATE_NOOP(
        "sentences", "Berkas data {file} tidak bisa dibuka. Belum tersimpan; periksa izin folder dan disk."
    ),
    "STORE_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas data {file} rusak. Jangan dihapus: data yang sudah terkirim aman di server, dan cadangan bisa "
        "dipulihkan. Hubungi dukungan.",
    ),
    "STORE_TOO_NEW": QT_TRANSLATE_NOOP(
        "sentences",
        "Data ini ditulis oleh Posko yang lebih baru. Data aman dan tidak diubah; perbarui Posko di laptop ini.",
    ),
    "STORE_TOO_OLD": QT_TRANSLATE_NOOP(
        "sentences", "Data ini dari Posko yang lebih lama. Buka Posko sekali agar data dinaikkan."
    ),
    "STORE_UNSAFE": QT_TRANSLATE_NOOP(
        "sentences",
        "Pengaman data ({setting}) tidak bisa dinyalakan, jadi Posko tidak mau menyimpan. Hubungi dukungan.",
    ),
    "SEAL_BROKEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Segel data ({table}) rusak: isinya diubah di luar Posko. Pulihkan dari cadangan; hubungi dukungan.",
    ),
    "DISK_FULL": QT_TRANSLATE_NOOP(
        "sentences", "Disk penuh. Yang terakhir BELUM tersimpan; kosongkan disk, lalu ulangi."
    ),
    "DISK_ERROR": QT_TRANSLATE_NOOP(
        "sentences",
        "Disk gagal membaca atau menulis {file}. Yang terakhir BELUM tersimpan; coba lagi, lalu buat cadangan.",
    ),
    "NUMBERS_USED_UP": QT_TRANSLATE_NOOP(
        "sentences",
        "Jatah {count} nomor laptop ini untuk hari itu sudah habis. Pakai laptop lain untuk pendaftaran berikutnya.",
    ),
    # who works here
    "SECRET_NEEDED": QT_TRANSLATE_NOOP(
        "sentences", "Data terkunci. Sebutkan berkas kata rahasia petugas dengan --secret-file atau $POSKO_SECRET_FILE."
    ),
    "SECRET_FILE": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} tidak bisa dibaca atau kosong. Isi baris pertamanya dengan kata rahasia."
    ),
    "RECOVERY_FILE": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} tidak bisa dibaca atau kosong. Isi baris pertamanya dengan kunci pemulihan."
    ),
    "SECRET_WRONG": QT_TRANSLATE_NOOP("sentences", "Kata rahasia salah. Coba lagi dengan teliti."),
    "SECRET_AGAIN": QT_TRANSLATE_NOOP("sentences", "Silakan coba lagi."),
    "RECOVERY_SHAPE": QT_TRANSLATE_NOOP(
        "sentences", "Kunci pemulihan {limit} huruf dan angka; yang diketik {count}. Cocokkan lagi dengan kertasnya."
    ),
    "SECRET_WAIT": QT_TRANSLATE_NOOP("sentences", "Terlalu banyak salah. Tunggu {seconds} detik, lalu coba lagi."),
    "SECRET_TOO_SHORT": QT_TRANSLATE_NOOP("sentences", "Kata rahasia paling sedikit {limit} huruf atau angka."),
    "RECOVERY_WRONG": QT_TRANSLATE_NOOP("sentences", "Kunci pemulihan tidak cocok. Periksa lagi kertasnya."),
    "OFFICER_NAME_EMPTY": QT_TRANSLATE_NOOP("sentences", "Nama petugas belum diisi. Pakai nama untuk membuka Posko."),
    "NEW_SECRET_NEEDED": QT_TRANSLATE_NOOP(
        "sentences", "Kata rahasia baru belum disebut. Tulis di baris pertama berkas, lalu pakai --new-secret-file."
    ),
    "OFFICER_IS_SELF": QT_TRANSLATE_NOOP(
        "sentences", "Petugas yang sedang membuka meja ini tidak bisa menghapus dirinya sendiri."
    ),
    "OFFICER_LAST_COORDINATOR": QT_TRANSLATE_NOOP(
        "sentences", "{name} koordinator satu-satunya di meja ini. Tambahkan koordinator lain dulu."
    ),
    "OFFICER_EXISTS": QT_TRANSLATE_NOOP("sentences", "Petugas bernama {name} sudah ada. Pakai nama lain."),
    "OFFICER_UNNAMED": QT_TRANSLATE_NOOP("sentences", "Ada beberapa petugas: {names}. Sebutkan satu dengan --officer."),
    "OFFICER_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Petugas itu tidak ada di meja ini. Yang ada: {names}."),
    "COORDINATOR_NEEDED": QT_TRANSLATE_NOOP("sentences", "Ini hanya boleh dilakukan koordinator."),
    # what was asked
    "COMMAND_LINE": QT_TRANSLATE_NOOP("sentences", 'Perintah tidak terbaca: {detail}. Lihat "posko --help".'),
    "NOT_YET": QT_TRANSLATE_NOOP("sentences", 'Perintah "{what}" belum ada di versi ini; datang di versi berikutnya.'),
    "WINDOW_NO_SCREEN": QT_TRANSLATE_NOOP(
        "sentences",
        'Jendela Posko perlu layar, dan di sini tidak ada. Data tidak diubah. Lihat "posko --help" untuk perintah '
        "tanpa jendela.",
    ),
    "PROGRAM_BUG": QT_TRANSLATE_NOOP(
        "sentences", "Ada kesalahan di dalam Posko. Yang sudah tersimpan tetap aman; kirim berkas log kepada dukungan."
    ),
    "INTERRUPTED": QT_TRANSLATE_NOOP("sentences", "Dihentikan. Yang sudah tersimpan tetap aman."),
    "ANSWER_CANNOT_WRITE": QT_TRANSLATE_NOOP(
        "sentences", "Jawaban tidak bisa ditulis ({reason}), tetapi perintahnya sudah dijalankan."
    ),
    "KIND_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Jenis pemeriksaan {wanted} tidak dikenal. Yang ada: {known}."),
    "REF_NOT_A_DAY": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal acuan {ref} tidak bisa dipakai. Tulis tahun-bulan-hari antara 1900 dan 2100, misalnya 2026-11-21.",
    ),
    "ON_NOT_A_DAY": QT_TRANSLATE_NOOP(
        "sentences", "Tanggal {on} tidak terbaca. Tulis tahun-bulan-hari, misalnya 2026-11-21."
    ),
    "DAY_OUT_OF_RANGE": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal {on} tidak bisa dipakai: hanya {first} sampai {last}. Belum ada yang disimpan; periksa tanggal "
        "laptop.",
    ),
    "ON_NEEDS_COORDINATOR": QT_TRANSLATE_NOOP(
        "sentences",
        "Mendaftar untuk hari lain hanya boleh oleh koordinator yang menulis alasannya, atau dalam mode latihan.",
    ),
    "DOC_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Jenis kartu {doc} tidak dikenal. Pakai KTP, KK, atau KIA."),
    "PAPER_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Kertas {paper} tidak dikenal. Yang ada: {known}."),
    "PROGRAMME_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Program {code} tidak ada di versi ini. Yang ada: {known}."),
    "PROGRAMME_FILE": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas program {file} rusak pada bagian {place}. Data pendaftaran di laptop ini tetap aman. Pasang ulang "
        "Posko.",
    ),
    "SETTINGS_FILE": QT_TRANSLATE_NOOP(
        "sentences", "Pengaturan di {file} tidak terbaca (baris {line}). Perbaiki baris itu, lalu coba lagi."
    ),
    "SETTINGS_KEY": QT_TRANSLATE_NOOP(
        "sentences",
        "Pengaturan {key} di {file} (baris {line}) tidak dikenal. Hapus, atau perbaiki namanya. Yang ada: {known}.",
    ),
    "SETTINGS_VALUE": QT_TRANSLATE_NOOP(
        "sentences",
        "Nilai {key} di {file} (baris {line}) tidak bisa dipakai. Perbaiki baris itu, atau hapus supaya kembali "
        "seperti semula.",
    ),
    "CASES_COLUMNS": QT_TRANSLATE_NOOP("sentences", "Berkas {file} harus punya kolom kind dan input."),
    "CASES_LINE": QT_TRANSLATE_NOOP("sentences", "Baris {line} di berkas {file} tidak terbaca sebagai CSV."),
    "REGISTRATION_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Tidak ada pendaftaran dengan nomor atau nama itu."),
    "REGISTRATION_AMBIGUOUS": QT_TRANSLATE_NOOP(
        "sentences", 'Ada {count} kunjungan yang cocok. Cari dengan "posko find", lalu sebutkan NIK atau uid-nya.'
    ),
    "POST_CODE_SHAPE": QT_TRANSLATE_NOOP(
        "sentences", "Kode posko terdiri dari 2 sampai 10 huruf besar atau angka, misalnya SBY01."
    ),
    "POST_NAME_SHAPE": QT_TRANSLATE_NOOP("sentences", "Nama posko belum diisi, atau lebih dari 120 huruf."),
    "PROVINCE_SHAPE": QT_TRANSLATE_NOOP(
        "sentences", "Kode provinsi terdiri dari dua angka, misalnya 35 untuk Jawa Timur."
    ),
    "PROVINCE_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Tidak ada provinsi dengan kode {province}. Periksa kodenya."),
    "SETTING_TOO_LONG": QT_TRANSLATE_NOOP("sentences", "Isian ini terlalu panjang: paling banyak {most} huruf."),
    "BLOCK_SHAPE": QT_TRANSLATE_NOOP("sentences", "Nomor blok antara 1 dan {most}."),
    # files
    "FILE_NOT_FOUND": QT_TRANSLATE_NOOP("sentences", "Berkas {file} tidak ditemukan. Periksa nama dan foldernya."),
    "FOLDER_NOT_FOUND": QT_TRANSLATE_NOOP("sentences", "Folder {folder} tidak ada. Buat dulu, atau pilih yang lain."),
    "FILE_CANNOT_READ": QT_TRANSLATE_NOOP("sentences", "Berkas {file} tidak bisa dibaca. Periksa izinnya."),
    "FILE_CANNOT_USE": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} tidak bisa dipakai ({reason}). Periksa izin dan sisa ruang disk."
    ),
    "FILE_TOO_LARGE": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} terlalu besar (lebih dari 64 MB). Bagi menjadi beberapa berkas."
    ),
    "FILE_NOT_TEXT": QT_TRANSLATE_NOOP("sentences", "Berkas {file} bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8."),
    "FILE_NOT_SEALED": QT_TRANSLATE_NOOP("sentences", "Berkas {file} bukan cadangan Posko."),
    "FILE_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences", "Cadangan {file} rusak atau terpotong, jadi tidak dipakai. Ambil salinan yang lain."
    ),
    "FILE_TOO_NEW": QT_TRANSLATE_NOOP(
        "sentences", "Cadangan {file} dibuat oleh Posko yang lebih baru. Perbarui Posko dulu."
    ),
    "SLIP_NOT_COUNTED": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {file} tidak dibuat, karena salinannya tidak bisa dicatat. Datanya sudah tersimpan; "
        "periksa disk, lalu cetak ulang.",
    ),
    "SLIP_CANNOT_WRITE": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {file} tidak bisa ditulis ({reason}). Datanya sudah tersimpan; cetak ulang kapan saja.",
    ),
    "PRINTER_NONE": QT_TRANSLATE_NOOP(
        "sentences",
        "Belum ada printer yang dipilih, jadi slip belum dicetak. Datanya sudah tersimpan. Pilih printer di "
        "Pengaturan, lalu cetak lagi.",
    ),
    "PRINTER_FOLDER": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip tidak bisa ditaruh di folder {folder} ({reason}). Datanya sudah tersimpan. Periksa folder itu di "
        "Pengaturan, lalu cetak lagi.",
    ),
    "INPUT_EMPTY": QT_TRANSLATE_NOOP("sentences", "Masukan kosong: tidak ada satu orang pun di dalamnya."),
    "LINE_NOT_JSON": QT_TRANSLATE_NOOP(
        "sentences", "Baris {line} bukan JSON yang benar, jadi dilewati. Perbaiki baris itu dan daftarkan lagi."
    ),
    "LINE_NOT_TEXT": QT_TRANSLATE_NOOP(
        "sentences", "Baris {line} bukan teks UTF-8, jadi dilewati. Simpan ulang sebagai UTF-8."
    ),
    "LINE_NOT_AN_OBJECT": QT_TRANSLATE_NOOP("sentences", "Baris {line} bukan data satu orang, jadi dilewati."),
    "LINE_NOT_TRIED": QT_TRANSLATE_NOOP(
        "sentences", "Baris {line} belum dicoba karena penyimpanan bermasalah. Daftarkan lagi sesudah beres."
    ),
    "INPUT_NOT_JSON": QT_TRANSLATE_NOOP(
        "sentences", "Masukan bukan JSON yang benar (baris {line}). Belum ada yang didaftarkan; perbaiki, lalu ulangi."
    ),
    "INPUT_NOT_TEXT": QT_TRANSLATE_NOOP(
        "sentences",
        "Masukan bukan teks UTF-8 (baris {line}). Belum ada yang didaftarkan; simpan ulang sebagai UTF-8, lalu ulangi.",
    ),
    "INPUT_NOT_PEOPLE": QT_TRANSLATE_NOOP("sentences", "Masukan tidak berisi data orang. Belum ada yang didaftarkan."),
    "CLEAR_IN_PROFILE": QT_TRANSLATE_NOOP(
        "sentences", "Folder meja hanya untuk data tersegel, jadi {path} ditolak. Pilih folder lain."
    ),
    "BACKUP_IN_PROFILE": QT_TRANSLATE_NOOP(
        "sentences", "{path} ada di folder meja dan bisa menimpa data. Simpan di folder lain, atau di folder backups."
    ),
    "OUTPUT_IS_INPUT": QT_TRANSLATE_NOOP(
        "sentences", "{path} dibaca oleh perintah ini, jadi tidak boleh ditimpa. Pilih nama lain untuk hasilnya."
    ),
    "FILE_EXISTS": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} sudah ada dan tidak ditimpa. Belum ada yang diubah; pilih nama lain."
    ),
    "PATH_UNREACHABLE": QT_TRANSLATE_NOOP("sentences", "{path} tidak bisa dicapai ({reason}). Pilih tempat lain."),
    "FILE_IS_FOLDER": QT_TRANSLATE_NOOP("sentences", "{path} adalah folder. Sebutkan juga nama berkasnya."),
}

LINE_TROUBLES: Mapping[str, str] = {
    "NOT_ENROLLED": QT_TRANSLATE_NOOP(
        "sentences", "Laptop ini belum dikenal server. Data tetap tersimpan di sini. Daftarkan lewat Pengaturan."
    ),
    "ENROL_NEEDS_BOTH": QT_TRANSLATE_NOOP("sentences", "Sebutkan --server dan --enrol bersama-sama."),
    "ENROL_OTHER_POST": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode itu untuk posko {post} di provinsi {province}, bukan posko ini. Minta kode yang benar kepada dinas.",
    ),
    "SERVER_URL": QT_TRANSLATE_NOOP(
        "sentences", "Alamat server tidak terbaca. Tulis lengkap, misalnya https://posko.contoh.go.id."
    ),
    "SERVER_URL_PLAIN": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat http:// mengirim data tanpa kunci. Pakai https://; http:// hanya untuk server di laptop ini.",
    ),
    "LINE_NONE": QT_TRANSLATE_NOOP(
        "sentences",
        "Server tidak bisa dihubungi. Data tetap tersimpan di laptop ini dan dikirim lagi kalau ada jaringan.",
    ),
    "LINE_SLOW": QT_TRANSLATE_NOOP(
        "sentences",
        "Jaringan terlalu lambat dan server belum menjawab. Data tetap tersimpan dan dikirim lagi kalau ada jaringan.",
    ),
    "LINE_BROKEN": QT_TRANSLATE_NOOP(
        "sentences", "Sambungan terputus di tengah jalan. Data tetap tersimpan; pengiriman dilanjutkan dari situ."
    ),
    "TLS_CLOCK": QT_TRANSLATE_NOOP(
        "sentences",
        "Sertifikat server tidak berlaku menurut jam laptop ini. Periksa tanggal dan jam. Data tetap aman di sini.",
    ),
    "TLS_CERTIFICATE": QT_TRANSLATE_NOOP(
        "sentences",
        "Server tidak bisa membuktikan dirinya, jadi tidak ada data yang dikirim. Hubungi dinas; data tetap aman.",
    ),
    "CAPTIVE_PORTAL": QT_TRANSLATE_NOOP(
        "sentences",
        "Yang menjawab bukan server Posko; mungkin jaringan meminta Anda masuk. Masuk lewat peramban, lalu coba lagi.",
    ),
    "REPLY_TOO_LARGE": QT_TRANSLATE_NOOP(
        "sentences", "Jawaban server terlalu besar, jadi ditolak. Data tetap aman di sini."
    ),
    "REPLY_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences", "Jawaban server rusak di jalan. Data tetap aman di sini; coba kirim lagi."
    ),
    "RECEIPT_WRONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanda terima server tidak cocok dengan data di sini, jadi tidak dipercaya. Data tetap aman; hubungi dinas.",
    ),
    "DEVICE_COPIED": QT_TRANSLATE_NOOP(
        "sentences",
        "Server punya catatan lain dari laptop ini: mungkin laptop ini disalin. Data tetap aman; hubungi koordinator.",
    ),
    "SERVER_FORGETS": QT_TRANSLATE_NOOP(
        "sentences", "Server berulang kali kehilangan data. Data tetap aman di sini; hubungi dinas."
    ),
    "SERVER_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "Server sedang sibuk. Data tetap tersimpan dan dikirim lagi kalau ada jaringan."
    ),
    "SERVER_TROUBLE": QT_TRANSLATE_NOOP(
        "sentences", "Server sedang bermasalah ({status}). Data tetap tersimpan dan dikirim lagi kalau ada jaringan."
    ),
    "SERVER_REFUSES": QT_TRANSLATE_NOOP(
        "sentences", "Server menolak kiriman ini ({problem}). Data tetap aman di sini; hubungi dinas."
    ),
    "SERVER_OTHER_VERSION": QT_TRANSLATE_NOOP(
        "sentences", "Versi server dan laptop ini tidak cocok. Data tetap aman; perbarui Posko."
    ),
}

FORM: Mapping[str, str] = {
    "ASK_SAME_PERSON": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK ini sudah tercatat atas nama lain. Cocokkan dengan kartu. F2 sekali lagi kalau orangnya memang sama.",
    ),
    # what the form has understood so far: grey, one beside the other
    "HINT_COUNT": QT_TRANSLATE_NOOP("sentences", "{length} dari {needed}"),
    "HINT_WOMAN": QT_TRANSLATE_NOOP("sentences", "perempuan"),
    "HINT_MAN": QT_TRANSLATE_NOOP("sentences", "laki-laki"),
    "HINT_BORN": QT_TRANSLATE_NOOP("sentences", "{birth_date}"),
    "HINT_AGE": QT_TRANSLATE_NOOP("sentences", "{age} tahun"),
    "HINT_DISTRICT": QT_TRANSLATE_NOOP("sentences", "Kec. {district}"),
    "HINT_DISTRICT_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "wilayah {district}"),
    "HINT_DISTRICT_TRAINING": QT_TRANSLATE_NOOP("sentences", "wilayah latihan"),
    "HINT_VILLAGE": QT_TRANSLATE_NOOP("sentences", "{village}, {district}, {regency}"),
    "HINT_NUMBER": QT_TRANSLATE_NOOP("sentences", "{number}"),
    "HINT_OPERATOR": QT_TRANSLATE_NOOP("sentences", "{operator}"),
    "HINT_RT_RW": QT_TRANSLATE_NOOP("sentences", "RT {rt} RW {rw}"),
    "HINT_FROM_NIK": QT_TRANSLATE_NOOP("sentences", "diisi dari NIK, cocokkan dengan kartu"),
    "HINT_USUAL": QT_TRANSLATE_NOOP("sentences", "ubah kalau beda"),
    "HINT_BEFORE": QT_TRANSLATE_NOOP("sentences", "semula tertulis {text}"),
    "HINT_AMOUNT": QT_TRANSLATE_NOOP("sentences", "{amount_rp}"),
    "HINT_UNPRINTED": QT_TRANSLATE_NOOP("sentences", "rahasia, tidak dicetak"),
    "HINT_PAPERS": QT_TRANSLATE_NOOP("sentences", "{seen} dari {needed} berkas sudah dilihat"),
    # the list over the save button: what to do, in a few words
    "MISSING_EMPTY": QT_TRANSLATE_NOOP("sentences", "{field} belum diisi."),
    "MISSING_MEND": QT_TRANSLATE_NOOP("sentences", "Perbaiki {field}."),
    "MISSING_CONFIRM": QT_TRANSLATE_NOOP("sentences", "Pastikan {field}."),
    "MISSING_ANSWER": QT_TRANSLATE_NOOP("sentences", "Tanyakan: {question}."),
    "MISSING_PAPER": QT_TRANSLATE_NOOP("sentences", "Berkas kurang: {label}."),
    "MISSING_CONSENT": QT_TRANSLATE_NOOP("sentences", "Minta persetujuan pemohon."),
    "MISSING_BATCH": QT_TRANSLATE_NOOP("sentences", "Gelombang belum dibuka, jadi masuk daftar tunggu."),
}

PRINTING: Mapping[str, str] = {
    "PRINTER_REFUSED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kertas habis atau printer {printer} mati, jadi slip belum dicetak. Nomor antrean dan datanya sudah "
        "tersimpan; cetak ulang kapan saja.",
    ),
    "PRINTER_GONE": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} tidak ditemukan di komputer ini, jadi slip belum dicetak. Datanya sudah tersimpan. "
        "Sambungkan printer itu atau pilih yang lain di Pengaturan, lalu cetak lagi.",
    ),
    "WINDOW_BUG": QT_TRANSLATE_NOOP(
        "sentences",
        "Posko mengalami gangguan, tetapi tetap bisa dipakai. Isian dan data yang sudah disimpan aman di laptop ini. "
        "Bila terulang, kirim laporannya kepada dukungan.",
    ),
}

GATES: Mapping[str, str] = {
    # set-up
    "SETUP_MODE_EMPTY": QT_TRANSLATE_NOOP("sentences", "Pilih dulu: untuk latihan, atau untuk pendaftaran sungguhan."),
    "PROVINCE_EMPTY": QT_TRANSLATE_NOOP("sentences", "Provinsi belum dipilih. Ketik huruf pertamanya untuk memilih."),
    "BLOCK_NOT_A_NUMBER": QT_TRANSLATE_NOOP("sentences", "Nomor blok ditulis dengan angka saja, misalnya 1."),
    "SERVER_URL_EMPTY": QT_TRANSLATE_NOOP(
        "sentences", "Alamat server belum diisi. Salin dari surat dinas, misalnya https://posko.contoh.go.id."
    ),
    "ENROL_CODE_EMPTY": QT_TRANSLATE_NOOP(
        "sentences", "Kode pendaftaran perangkat belum diisi. Minta kodenya kepada dinas."
    ),
    "SECRETS_DIFFER": QT_TRANSLATE_NOOP("sentences", "Kedua kata rahasia tidak sama. Ketik sekali lagi."),
    "SECRET_GUESSABLE": QT_TRANSLATE_NOOP(
        "sentences", "Kata rahasia ini mudah ditebak. Pakai kalimat pendek yang hanya Anda tahu."
    ),
    "SECRET_TRIVIAL": QT_TRANSLATE_NOOP(
        "sentences",
        "Kata rahasia ini termasuk yang pertama dicoba orang: kata umum, angka berurut, kode posko, atau nama petugas. "
        "Pakai kalimat pendek yang hanya Anda tahu.",
    ),
    "SECRET_WEAK_FOR_TRAINING": QT_TRANSLATE_NOOP(
        "sentences", "Mudah ditebak. Untuk latihan boleh dipakai; untuk data sungguhan nanti tidak."
    ),
    "RECOVERY_NOT_PROVEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Empat tanda terakhirnya belum cocok. Lihat lagi kertasnya, atau centang kalau koordinator sudah menyimpannya.",
    ),
    "RECOVERY_NOT_KEPT": QT_TRANSLATE_NOOP(
        "sentences",
        "Kunci pemulihan belum dicatat, dan tidak bisa ditampilkan lagi. Catat dulu; tutup sekali lagi kalau memang "
        "mau keluar.",
    ),
    "RECOVERY_SAVED": QT_TRANSLATE_NOOP("sentences", "Kunci disimpan di {file}. Pindahkan ke tempat yang terkunci."),
    "RECOVERY_PRINTED": QT_TRANSLATE_NOOP(
        "sentences", "Kunci diserahkan ke printer. Serahkan kertasnya kepada koordinator."
    ),
    # unlock and farewell
    "SECRET_EMPTY": QT_TRANSLATE_NOOP("sentences", "Kata rahasia belum diisi."),
    "SECRET_FORGOTTEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Kata rahasia tidak bisa dibaca siapa pun, juga tidak oleh dinas. Data di laptop ini tetap aman. Panggil "
        "koordinator: dengan kunci pemulihan di kertasnya, kata rahasia baru dipasang di sini.",
    ),
    "FORM_NOT_KEPT": QT_TRANSLATE_NOOP(
        "sentences",
        "Isian terakhir belum bisa disimpan di laptop ini; isian itu kembali begitu meja dibuka. Jangan tutup Posko "
        "dan jangan matikan laptop dulu. Data yang sudah disimpan tetap aman.",
    ),
    "FORM_LOST_BY_CLOSING": QT_TRANSLATE_NOOP(
        "sentences",
        "Isian terakhir belum bisa disimpan dan hilang bila Posko ditutup. Data yang sudah disimpan tetap aman. "
        "Catat isian itu di kertas dulu, atau tutup sekali lagi kalau memang mau keluar.",
    ),
    "UNSENT_LEFT": QT_TRANSLATE_NOOP(
        "sentences",
        "{count} data belum terkirim. Data aman tersimpan di laptop ini dan dikirim saat Posko dibuka lagi.",
    ),
    # settings
    "STATUS_HOST_SHAPE": QT_TRANSLATE_NOOP(
        "sentences", "Isi nama servernya saja, tanpa https:// dan tanpa garis miring, misalnya posko.contoh.go.id."
    ),
    "PRINTER_FOLDER_EMPTY": QT_TRANSLATE_NOOP("sentences", "Folder untuk slip belum dipilih."),
}

OS_REASONS: Mapping[int, str] = {
    errno.ENOSPC: QT_TRANSLATE_NOOP("sentences", "disk penuh"),
    errno.EDQUOT: QT_TRANSLATE_NOOP("sentences", "jatah ruang disk habis"),
    errno.EROFS: QT_TRANSLATE_NOOP("sentences", "disk hanya bisa dibaca"),
    errno.EACCES: QT_TRANSLATE_NOOP("sentences", "tidak diizinkan"),
    errno.EPERM: QT_TRANSLATE_NOOP("sentences", "tidak diizinkan"),
    errno.ENOENT: QT_TRANSLATE_NOOP("sentences", "foldernya tidak ada"),
    errno.ENOTDIR: QT_TRANSLATE_NOOP("sentences", "letaknya bukan folder"),
    errno.EEXIST: QT_TRANSLATE_NOOP("sentences", "nama itu sudah dipakai"),
    errno.EISDIR: QT_TRANSLATE_NOOP("sentences", "itu folder, bukan berkas"),
    errno.ELOOP: QT_TRANSLATE_NOOP("sentences", "tautannya berputar"),
    errno.ENAMETOOLONG: QT_TRANSLATE_NOOP("sentences", "namanya terlalu panjang"),
    errno.EIO: QT_TRANSLATE_NOOP("sentences", "disk rusak atau terlepas"),
    0: QT_TRANSLATE_NOOP("sentences", "ditolak oleh laptop"),
}
"""The operating system's complaints in words for an officer; 0 = any other."""

LATER_ACTS: Mapping[str, str] = {
    # what stands against a later act on a registration
    "CHANGE_OF_WITHDRAWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Data ini sudah ditarik, jadi tidak diubah lagi. Kalau orangnya mau ikut lagi, catat sebagai kunjungan baru.",
    ),
    "CHANGE_WITHOUT_REASON": QT_TRANSLATE_NOOP(
        "sentences", "Alasannya belum diisi. Tulis alasan singkat; data yang lama tidak berubah."
    ),
    "CHANGE_OF_NOTHING": QT_TRANSLATE_NOOP(
        "sentences", "Isinya masih sama dengan yang tersimpan, jadi tidak ada yang diubah."
    ),
    "CHANGE_WITHOUT_PAPER": QT_TRANSLATE_NOOP(
        "sentences", "Berkas ini sudah tercatat, jadi tidak ada yang ditambah. Pilih berkas yang baru dibawa."
    ),
    "CHANGE_NIK_TAKEN": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK ini sudah tercatat di {programme} pada {on} atas nama {name}, nomor {registration_no}. Data tidak "
        "diubah. Cocokkan 16 angkanya dengan kartu, atau buka data itu.",
    ),
    "SLIP_OF_WITHDRAWN": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} sudah ditarik, jadi slipnya tidak dicetak lagi. Datanya tetap tersimpan."
    ),
}

STAGES: Mapping[str, str] = {
    # stages after the desk, batches, the other site
    "STAGE_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Tahap {stage} tidak dikenal di {programme}. Yang bisa dicatat sekarang: {possible}. Tidak ada yang diubah.",
    ),
    "STAGE_NOT_NEXT": QT_TRANSLATE_NOOP(
        "sentences",
        "{stage} belum bisa dicatat, karena ada tahap sebelumnya. Yang bisa dicatat sekarang: {possible}.",
    ),
    "STAGE_NOT_EARLIER": QT_TRANSLATE_NOOP(
        "sentences",
        "Koreksi hanya kembali ke tahap sebelumnya, jadi {stage} tidak bisa dipilih. Yang bisa: {possible}.",
    ),
    "STAGE_NOTHING_FOLLOWS": QT_TRANSLATE_NOOP(
        "sentences",
        "{stage} tidak bisa dicatat: dari keadaan sekarang tidak ada tahap berikutnya. Data tidak diubah.",
    ),
    "STAGE_NOT_TOLD_BY": QT_TRANSLATE_NOOP(
        "sentences", "{stage} hanya dicatat atas kabar dari: {tellers}. Pilih salah satu sumber itu."
    ),
    "STAGE_IN_FUTURE": QT_TRANSLATE_NOOP(
        "sentences", "Tanggal {on} belum tiba. Isi tanggal saat tahap itu benar-benar tercapai."
    ),
    "STAGE_BEFORE_LAST": QT_TRANSLATE_NOOP(
        "sentences",
        "Tanggal {on} lebih awal daripada tahap sebelumnya ({last}). Periksa tanggalnya; kalau tahap sebelumnya yang "
        "salah, minta koordinator mengoreksinya.",
    ),
    "STAGE_NEEDS_COORDINATOR": QT_TRANSLATE_NOOP(
        "sentences", "Tahap yang sudah tercatat hanya dikoreksi koordinator, dengan alasan. Data tidak diubah."
    ),
    "BATCH_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Gelombang {batch} tidak ada di {programme}. Periksa lagi nomornya."
    ),
    "BATCH_NONE_OPEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Pada {on} tidak ada gelombang yang buka, jadi daftar tunggu tetap seperti sekarang. Urutannya tidak berubah.",
    ),
    "PORTAL_NONE": QT_TRANSLATE_NOOP(
        "sentences", "Untuk orang ini tidak ada langkah yang perlu diketik di situs lain."
    ),
    "STAGE_TOLD_BY_APPLICANT": QT_TRANSLATE_NOOP("sentences", "pemohon"),
    "STAGE_TOLD_BY_PORTAL": QT_TRANSLATE_NOOP("sentences", "situs program"),
    "STAGE_TOLD_BY_SERVER": QT_TRANSLATE_NOOP("sentences", "server"),
    "STAGE_TOLD_BY_OFFICE": QT_TRANSLATE_NOOP("sentences", "dinas"),
    "STAGE_REACHED": QT_TRANSLATE_NOOP("sentences", "Tahap tersimpan: {stage}, {on}, kabar dari {teller}."),
    "STAGE_NOW": QT_TRANSLATE_NOOP("sentences", "Tahap sekarang: {stage}."),
    "TELLER_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Sumber kabar {told_by} tidak dikenal. Yang bisa dipakai: {known}."
    ),
    "STAGE_NO_STAGE": QT_TRANSLATE_NOOP("sentences", "belum ada tahap"),
    "WAITING_NOBODY": QT_TRANSLATE_NOOP("sentences", "Daftar tunggu kosong."),
    "WAITING_LACKS": QT_TRANSLATE_NOOP("sentences", "Kurang: {missing}."),
    "WAITING_FOR_BATCH": QT_TRANSLATE_NOOP("sentences", "Lengkap, menunggu {batch}."),
    "WAITING_FOR_ANY_BATCH": QT_TRANSLATE_NOOP("sentences", "Lengkap, menunggu gelombang berikutnya."),
    "BATCH_OPEN": QT_TRANSLATE_NOOP("sentences", "{batch} sedang buka."),
    "BATCH_UPCOMING": QT_TRANSLATE_NOOP("sentences", "Tidak ada gelombang yang buka. {batch} mulai {since}."),
    "BATCH_NONE_KNOWN": QT_TRANSLATE_NOOP("sentences", "Tidak ada gelombang yang buka atau yang akan datang."),
    "BATCH_MEMBERS": QT_TRANSLATE_NOOP("sentences", "{batch}: {count} orang."),
    "BATCH_WAITING": QT_TRANSLATE_NOOP(
        "sentences", "Daftar tunggu: {count} orang, {missing} di antaranya masih kurang."
    ),
    "BATCH_HERE_ONLY": QT_TRANSLATE_NOOP("sentences", "Menurut data posko ini; posko lain tidak terhitung."),
    "BATCH_CARRIED": QT_TRANSLATE_NOOP("sentences", "{count} orang masuk {batch}. {left} masih menunggu."),
    "WORKLIST_EMPTY": QT_TRANSLATE_NOOP("sentences", "Tidak ada yang perlu diketik di situs program."),
    "WORKLIST_NEXT": QT_TRANSLATE_NOOP("sentences", "Berikutnya: {stage}."),
    "WORKLIST_TYPED": QT_TRANSLATE_NOOP("sentences", "Sudah diketik oleh {officer} pada {on}; menunggu kabar."),
}

DUPLICATES: Mapping[str, str] = {
    # what the desk's own data say of the person at it, besides the NIK
    "LIKELY_SAME_PERSON": QT_TRANSLATE_NOOP(
        "sentences",
        "Mirip {name}, yang sudah tercatat di {programme} pada {on} dengan nomor {registration_no}. Kalau orangnya "
        "sama, buka data itu dan jangan dicatat lagi; kalau orang lain, simpan.",
    ),
    "FAMILY_CARD_FULL_HERE": QT_TRANSLATE_NOOP(
        "sentences",
        "Menurut data posko ini sudah {count} orang dari KK ini yang tercatat, batasnya {figure}. Kunjungan ini tetap "
        "dicatat; {asks} yang memutuskan.",
    ),
}

_FACTS_IN_WORDS = frozenset({"label", "question", "asks", "programme", "reason"})
"""Facts that are words themselves: labels of a programme, complaints of the system."""

EXPORTS: Mapping[str, str] = {
    "EXPORT_FORMAT": QT_TRANSLATE_NOOP(
        "sentences", "Salinan {what} dibuat sebagai berkas {known}. Ganti akhiran nama berkasnya."
    ),
    "EXPORT_KIND_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Tidak ada salinan bernama {wanted}. Yang ada: {known}."),
    "EXPORT_NEEDS_REF": QT_TRANSLATE_NOOP(
        "sentences", "Salinan {what} dibuat untuk satu orang. Sebutkan nomor registrasi atau NIK-nya dengan --ref."
    ),
    "EXPORT_NEEDS_PROGRAMME": QT_TRANSLATE_NOOP(
        "sentences", "Sebutkan programnya dengan --programme. Yang ada: {known}."
    ),
    "REFERRAL_NOT_NEEDED": QT_TRANSLATE_NOOP(
        "sentences",
        "NIK kunjungan ini terbaca baik di posko. Kalau kantor atau situs lain menolaknya, tulis jawaban mereka "
        "sebagai alasan rujukan.",
    ),
    "EXPORT_EMPTY": QT_TRANSLATE_NOOP(
        "sentences", "Tidak ada kunjungan bernomor untuk pilihan ini. Tidak ada berkas yang dibuat."
    ),
    "EXPORT_FILTER": QT_TRANSLATE_NOOP(
        "sentences", "Salinan {what} tidak mengenal {option}. Hapus pilihan itu; tidak ada berkas yang dibuat."
    ),
    "EXPORT_NOT_BY_PROPOSAL": QT_TRANSLATE_NOOP(
        "sentences", "Daftar usulan hanya untuk program lewat usulan kelurahan; {programme} bukan. Buat rekapnya."
    ),
    "STATEMENT_NOT_ELIGIBLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Pemohon belum memenuhi syarat, jadi surat pernyataannya belum bisa dibuat. Datanya tetap tersimpan; "
        "perbaiki dulu yang keliru.",
    ),
    "EXPORT_CANNOT_WRITE": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} tidak bisa ditulis ({reason}). Data di laptop tetap utuh; pilih tempat lain."
    ),
    "EXPORT_WRITTEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Salinan {file} berisi data {count} orang tanpa sandi. Jaga berkas ini dan hapus kalau sudah diserahkan.",
    ),
}

SENTENCES: Mapping[str, str] = {
    **IDENTITY,
    **PAPERS,
    **RESOURCES,
    **WIRE,
    **SERVER,
    **VISIT,
    **PROGRAMME_RULES,
    **DESK_TROUBLES,
    **LINE_TROUBLES,
    **LATER_ACTS,
    **DUPLICATES,
    **STAGES,
    **FORM,
    **PRINTING,
    **GATES,
    **EXPORTS,
}


def fact_text(fact: Fact) -> str:
    """A fact as an officer reads it: days as dd-mm-yyyy, lists with commas."""
    if isinstance(fact, date):
        return f"{fact:%d-%m-%Y}"
    if isinstance(fact, tuple):
        return ", ".join(fact)
    return str(fact)


def sentence(code: str, facts: Mapping[str, Fact] | None = None) -> str:
    """The sentence of ``code`` with its facts filled in.

    Raises: KeyError if the code has no sentence (a test holds every code against this table).
    """
    return filled(SENTENCES[code], facts or {})


def source_text(code: str) -> str:
    """The Indonesian sentence of a code before its places are filled: what a translator is asked for.

    A code that another, perhaps newer program gave and for which there are no words here gets a sentence that says so.
    """
    return SENTENCES.get(code) or SENTENCES["CODE_OF_NEWER_PROGRAM"]


def filled(text: str, facts: Mapping[str, Fact], translated: Callable[[str], str] = str) -> str:
    """A sentence, perhaps translated, with its places filled.

    Args:
        translated: puts the few facts that are words themselves (labels and the like) into the reader's language.
    """
    return text.format_map(_Places({name: _shown(name, fact, translated) for name, fact in facts.items()}))


def kept_sentence(code: str, facts: Mapping[str, Fact]) -> str:
    """The sentence of a code that another, perhaps newer program gave and for which there may be no words here yet."""
    return sentence(code if code in SENTENCES else "CODE_OF_NEWER_PROGRAM", facts)


class _Places(dict[str, str]):
    """Facts by place. A finding that an older program kept may lack one: its sentence then has a gap."""

    def __missing__(self, _name: str) -> str:
        return "..."


def os_reason(number: int | None) -> str:
    """Why the operating system said no, by the number of its error, in words for an officer."""
    return OS_REASONS.get(number or 0, OS_REASONS[0])


def note_refusal(code: str, facts: Mapping[str, Fact]) -> str:
    """Why a rule says no, in words for the person who carries the note home."""
    text = NOTE_REFUSALS.get(code) or SENTENCES.get(code) or NOTE_REFUSALS[""]
    return text.format_map(_Places({name: _shown(name, fact) for name, fact in facts.items()}))


def referral_reason(code: str, facts: Mapping[str, Fact]) -> str:
    """What was found about a NIK, in words for Dukcapil."""
    text = REFERRAL_REASONS.get(code, REFERRAL_REASONS[""])
    return text.format_map(_Places({name: _shown(name, fact) for name, fact in facts.items()}))


def note_reason(field: str) -> str:
    """Why a note says "not yet", in words for the person who carries it home."""
    name = field.partition(".")[0]
    return NOTE_REASONS.get(name, NOTE_REASONS[""]).format(field=FIELD_LABELS.get(name, field))


def _shown(name: str, fact: Fact, translated: Callable[[str], str] = str) -> str:
    if name == "field" and isinstance(fact, str):
        return translated(FIELD_LABELS.get(fact.partition(".")[0], fact))
    if name in _FACTS_IN_WORDS and isinstance(fact, str):
        return translated(fact)
    if name.endswith("_rp"):
        return _rupiah(fact)
    return fact_text(fact)


def _rupiah(fact: Fact) -> str:
    """Rp4.500.000, in every language; a kept fact is text already."""
    text = fact_text(fact)
    return f"Rp{int(text):,}".replace(",", ".") if text.isascii() and text.isdigit() else text
