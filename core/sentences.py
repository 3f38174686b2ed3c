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
        "Ini tampak seperti alamat e-mail. Pindahkan ke isian E-mail, lalu isi {field} yang benar di sini.",
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

SURVEY_FILES: Mapping[str, str] = {
    "SURVEY_FILE": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas aturan survei rusak pada bagian {place}. Data pendaftaran di laptop ini tetap aman. Pasang ulang "
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
    "ticket_file_title": "Nomor antrean",
    "trial_file_title": "Halaman uji",
    "trial_title": "HALAMAN UJI PRINTER",
    "trial_sample": "Huruf ini harus terbaca: 0 1 2 3 4 5 6 7 8 9",
    "trial_check_edges": "1. Garis di atas dan di bawah utuh sampai ujung kiri dan kanan.",
    "trial_check_code": "2. Kode kotak di atas hitam rata, tidak bergaris putih.",
    "trial_check_end": "3. Kertas keluar seluruhnya, terpotong atau mudah disobek.",
    "trial_is_no_slip": "Kertas ini bukan slip. Buang setelah diperiksa.",
    "referral_file_title": "Rujukan",
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
    "referral_reasons_heading": "Yang ditemukan di posko",
    "referral_is_no_receipt": "Rujukan ini bukan tanda terima dan bukan bukti kelulusan.",
    "stamp": "cap",
    "ticket_ahead": "{count} orang sebelum Anda",
    "ticket_next": "Anda berikutnya",
    "ticket_wait": "Perkiraan menunggu {minutes} menit",
    "ticket_no_wait": "Lama menunggu belum bisa diperkirakan.",
    "ticket_bring": "Siapkan",
    "ticket_lapses": "Sesudah 3 kali dipanggil tanpa jawaban, nomor hangus. Lapor petugas untuk antre lagi.",
    "ticket_keep": "Simpan nomor ini sampai selesai dilayani.",
    "ticket_instead": "Pengganti nomor {number}. Slip lama tidak dipakai lagi.",
    "card_file_title": "Kartu e-mail",
    "card_title": "KARTU E-MAIL",
    "card_sign_at": "dibaca et",
    "card_sign_dot": "titik",
    "card_sign_hyphen": "tanda hubung",
    "card_sign_underscore": "garis bawah",
    "card_sign_plus": "tanda tambah",
    "card_sign_zero": "angka nol",
    "card_sign_o": "huruf o",
    "card_sign_one": "angka satu",
    "card_sign_l": "huruf el",
    "card_code": "Kode aktivasi: sekali pakai, hanya untuk Anda",
    "card_code_until": "Pakai paling lambat {day}",
    "card_code_open": "Buka halaman itu di HP, atau pindai kode kotak.",
    "card_code_type": "Ketik kode aktivasi.",
    "card_code_choose": "Buat kata sandi sendiri.",
    "card_code_unknown": "Kode belum dikenal? Posko belum mengirim data. Coba lagi besok.",
    "card_sign_in": "Cara masuk",
    "card_password": "Kata sandi",
    "card_password_hint": "Tulis sendiri. Jangan diperlihatkan.",
    "card_recovery": "Untuk pemulihan",
    "card_recovery_hint": "Tulis sendiri nomor HP sendiri, atau e-mail anak.",
    "card_secret": "Jangan berikan kata sandi kepada siapa pun, termasuk petugas.",
    "card_mobile": "Jangan ganti nomor HP selama 6 bulan.",
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
        "sentences",
        "Alamat basis data tidak dikenal. Tulis sqlite:///LOKASI, misalnya sqlite:////srv/posko/server.db, atau "
        "postgresql://PENGGUNA@KOMPUTER/NAMA.",
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
        "{database} tidak bisa disetel agar tahan mati listrik ({setting}). Server tidak dijalankan. SQLite: pindahkan "
        "ke disk lokal. PostgreSQL: perbaiki setelan itu.",
    ),
    "SERVER_DATABASE_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "{database} sedang dipakai proses lain. Tidak ada yang berubah. Coba lagi sebentar."
    ),
    "SERVER_DATABASE_UNREACHABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "{database} tidak bisa dihubungi. Data yang sudah diterima aman. Periksa apakah PostgreSQL berjalan, dan "
        "apakah alamat, nama basis data, pengguna dan kata sandinya benar.",
    ),
    "SERVER_DATABASE_REFUSED": QT_TRANSLATE_NOOP(
        "sentences",
        "Pengguna PostgreSQL ini tidak berhak memakai {database}. Tidak ada yang berubah. Beri haknya, atau pakai "
        "pengguna lain.",
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
        "Laptop ini tidak lagi dipercaya server, jadi pengiriman dikunci. Data tetap tersimpan di laptop. Hubungi "
        "koordinator.",
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
    "ENROL_CERTIFICATE": QT_TRANSLATE_NOOP(
        "sentences", "Surat keterangan perangkat ini bukan dari server ini. Minta kode pendaftaran perangkat yang baru."
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
    "SUPPLY_UNPROVEN": QT_TRANSLATE_NOOP(
        "sentences", "Kiriman titipan dari laptop lain tidak terbukti asli dan tidak disimpan."
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
    "BATCH_NOT_ON_FILE": QT_TRANSLATE_NOOP(
        "sentences",
        "Jadwal gelombang {programme} tidak tercatat di posko ini, jadi di sini tidak bisa diketahui apakah sedang "
        "buka. Pemohon masuk daftar tunggu; tanyakan jadwalnya ke penyelenggara.",
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
    "NEXT_STEP_FAMILY_CARD": QT_TRANSLATE_NOOP(
        "sentences", "Menurut data posko ini sudah {count} orang dari KK Anda tercatat; keputusan ada di {asks}."
    ),
    "NEXT_STEP_TO_DUKCAPIL": QT_TRANSLATE_NOOP(
        "sentences", "Urus NIK di Dukcapil; bawa surat rujukan dari posko. Isian Anda sudah disimpan."
    ),
    "NOTE_REASON_NO_NIK": QT_TRANSLATE_NOOP("sentences", "NIK belum ada atau belum bisa dipakai."),
    "NEXT_STEP_INCOMPLETE": QT_TRANSLATE_NOOP("sentences", "Datang lagi dengan kartu asli. Isian Anda sudah disimpan."),
    "NEXT_STEP_COME_AGAIN": QT_TRANSLATE_NOOP("sentences", "Datang lagi ke posko ini. Isian Anda sudah disimpan."),
    "NEXT_STEP_BRING_PHONE": QT_TRANSLATE_NOOP("sentences", "Bawa HP Anda untuk memastikan nomor dan e-mail."),
    "NEXT_STEP_EMAIL_LATER": QT_TRANSLATE_NOOP(
        "sentences", "E-mail Anda belum ada. Datang lagi ke meja bantuan e-mail, bawa HP Anda."
    ),
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
    "SLIP_REVOKED_DEVICE": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {number} dicetak laptop yang sudah tidak dipercaya sejak {revoked_on}. Jangan dilayani dengan slip ini; "
        "cari orangnya dengan NIK dan lapor koordinator.",
    ),
    "SLIP_REVOKED_LATER": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {number} asli, tetapi laptop yang mencetaknya tidak dipercaya lagi sejak {revoked_on}. Cocokkan KTP "
        "orangnya dengan catatan sebelum melayani.",
    ),
    "SLIP_CHECK_DIGIT": QT_TRANSLATE_NOOP(
        "sentences", "Nomor itu salah ketik: angka terakhirnya tidak cocok. Ketik lagi seperti tertulis di slip."
    ),
    "SLIP_NUMBER_ALONE": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} ada, tetapi tanpa kotak QR belum terbukti asli. Cocokkan KTP orangnya."
    ),
    "SLIP_NUMBER_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} tidak ada di laptop ini. Periksa nomornya, atau pindai kotak QR di slip."
    ),
    "SLIP_RECORD_MISSING": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {number} asli, tetapi datanya belum ada di laptop ini. Kirim data dulu dari semua laptop posko, lalu "
        "pindai lagi. Kalau tetap tidak ada, catat sebagai slip tanpa data.",
    ),
    "SLIP_OTHER_POST": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {number} asli, dari posko {post}. Datanya ada di posko itu, bukan di laptop ini; arahkan orangnya ke "
        "sana.",
    ),
    "SLIP_COPY_PURGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {number} dari laptop ini, tetapi salinan datanya sudah dihapus karena lama tersimpan di server. "
        "Tanyakan ke dinas.",
    ),
    "SLIP_CASE_OPEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {number} asli, tetapi datanya tidak ada di laptop posko ini. Sambungkan laptop yang belum mengirim: "
        "kalau datanya datang, catatan ini selesai sendiri. Kalau tidak, tulis apa yang sudah dilakukan di Slip tanpa "
        "data.",
    ),
    "SLIP_CASE_NOTED": QT_TRANSLATE_NOOP(
        "sentences", "Slip {number} dicatat tanpa data. Ada di Kirim data, di baris paling atas, sampai datanya datang."
    ),
    "SLIP_CASE_SETTLED": QT_TRANSLATE_NOOP("sentences", "Slip {number} ditandai sudah diurus."),
    "SLIP_CASE_NONE": QT_TRANSLATE_NOOP(
        "sentences", "Slip itu sudah selesai diurus, atau datanya sudah datang. Tidak ada yang perlu ditandai."
    ),
    "SLIP_WHILE_TYPING": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip {number} terbaca. Isian yang sedang Anda ketik belum disimpan: simpan atau batalkan dulu.",
    ),
    "SLIP_PICTURE_EMPTY": QT_TRANSLATE_NOOP(
        "sentences", "Tidak ada kotak QR yang terbaca di gambar {file}. Foto lagi lebih dekat, rata, dan terang."
    ),
    "SLIP_PICTURE_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} tidak bisa dibuka sebagai gambar atau PDF. Pilih berkas PNG, JPG, atau PDF."
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
    "SELFCHECK_CARD": QT_TRANSLATE_NOOP("sentences", "Kartu e-mail di kertas {paper} tidak jadi."),
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
        "Berkas program {file} belum bisa dipakai: periksa {place} (angka sesudah # = barisnya). Data pendaftaran "
        "tetap aman. Perbaiki berkas itu; kalau bawaan Posko, pasang ulang Posko.",
    ),
    "SETTINGS_FILE": QT_TRANSLATE_NOOP(
        "sentences", "Pengaturan di {file} tidak terbaca (baris {line}). Perbaiki baris itu, lalu coba lagi."
    ),
    "SETTINGS_KEY": QT_TRANSLATE_NOOP(
        "sentences",
        "Pengaturan {key} di {file} (baris {line}) tidak dikenal. Hapus, atau perbaiki namanya. Yang ada: {known}.",
    ),
    "EMBLEM_UNUSABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Gambar lambang {file} tidak bisa dipakai. Pilih berkas PNG atau JPEG sampai 1 MB. Slip dan surat tetap bisa "
        "dicetak tanpa lambang.",
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
        "sentences",
        "Sambungan terputus di tengah jalan. Data tetap tersimpan; pengiriman dilanjutkan sendiri dari situ.",
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
        "Yang menjawab bukan server Posko; mungkin jaringan meminta Anda masuk. Data tetap aman di sini. Masuk lewat "
        "peramban, lalu tekan F5.",
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
        "Ada salinan laptop ini yang juga mengirim data. Data di sini tetap aman dan laptop ini memakai nomor baru. "
        "Hubungi koordinator supaya hanya satu yang dipakai.",
    ),
    "SERVER_RESTORED": QT_TRANSLATE_NOOP(
        "sentences",
        "Server baru dipulihkan dan kehilangan sebagian data. Laptop ini mengirimnya lagi; tidak ada yang hilang.",
    ),
    "SETS_DIFFER": QT_TRANSLATE_NOOP(
        "sentences",
        "Isi server dan laptop ini tidak sama dan tidak bisa disamakan sendiri. Data di laptop ini tetap aman; "
        "beri tahu pengelola server.",
    ),
    "SERVER_FORGETS": QT_TRANSLATE_NOOP(
        "sentences", "Server berulang kali kehilangan data. Data tetap aman di sini; hubungi dinas."
    ),
    "SERVER_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "Server sedang sibuk. Data tetap tersimpan dan dikirim lagi sendiri; Anda tidak perlu apa-apa."
    ),
    "SERVER_TROUBLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Server sedang bermasalah ({status}). Data tetap tersimpan dan dikirim lagi sendiri. Kalau lama, "
        "hubungi dinas.",
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
    "MISSING_BATCH_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Jadwal gelombang tidak tercatat di posko ini, jadi masuk daftar tunggu."
    ),
}

THERMAL: Mapping[str, str] = {
    # a printer of rolls: nothing of the slip is on paper
    "PRINTER_ADDRESS": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat printer belum benar. Isi nama atau nomor IP printer, misalnya 192.168.1.50, atau berkas perangkatnya.",
    ),
    "PRINTER_PORT": QT_TRANSLATE_NOOP("sentences", "Port printer adalah angka 1 sampai 65535; biasanya 9100."),
    "PRINTER_ROLL_ONLY": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} memakai kertas gulungan, tetapi kertas yang dipilih lembaran. Pilih gulungan 58 atau 80 mm"
        " di Pengaturan, lalu cetak lagi. Datanya sudah tersimpan.",
    ),
    "PRINTER_UNREACHABLE": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} tidak bisa dihubungi, jadi slip belum dicetak. Datanya sudah tersimpan. Periksa apakah "
        "printer menyala dan kabel jaringannya terpasang, lalu cetak lagi.",
    ),
    "PRINTER_NOT_ALLOWED": QT_TRANSLATE_NOOP(
        "sentences",
        "Posko tidak diizinkan memakai printer {printer}, jadi slip belum dicetak. Datanya sudah tersimpan. Minta "
        "petugas TI memberi izin, lalu cetak lagi.",
    ),
    "PRINTER_PAPER_OUT": QT_TRANSLATE_NOOP(
        "sentences",
        "Kertas di printer {printer} habis, jadi slip belum dicetak. Datanya sudah tersimpan. Isi kertas, lalu cetak "
        "lagi.",
    ),
    "PRINTER_COVER_OPEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Tutup printer {printer} terbuka, jadi slip belum dicetak. Datanya sudah tersimpan. Tutup rapat, lalu cetak "
        "lagi.",
    ),
    "PRINTER_FAULT": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} melaporkan gangguan, jadi slip belum dicetak. Datanya sudah tersimpan. Periksa pisau dan "
        "jalur kertasnya, matikan dan nyalakan lagi, lalu cetak lagi.",
    ),
    "PRINTER_OFFLINE": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} belum siap, jadi slip belum dicetak. Datanya sudah tersimpan. Periksa lampu di printer, "
        "lalu cetak lagi.",
    ),
    # not all of it is
    "PRINTER_BROKE_OFF": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} terputus di tengah slip; kertas mungkin keluar sebagian. Datanya sudah tersimpan. Buang "
        "potongan kertas itu, periksa printer, lalu cetak lagi.",
    ),
    # perhaps all of it is
    "PRINTER_STOPPED_PAPER_OUT": QT_TRANSLATE_NOOP(
        "sentences",
        "Kertas di printer {printer} habis saat slip dicetak. Datanya sudah tersimpan. Isi kertas, lalu lihat "
        "slipnya: kalau tidak utuh, cetak ulang.",
    ),
    "PRINTER_STOPPED_COVER_OPEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Tutup printer {printer} terbuka saat slip dicetak. Datanya sudah tersimpan. Tutup rapat, lalu lihat slipnya:"
        " kalau tidak utuh, cetak ulang.",
    ),
    "PRINTER_STOPPED_FAULT": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} melaporkan gangguan saat slip dicetak. Datanya sudah tersimpan. Periksa printer, lalu "
        "lihat slipnya: kalau tidak utuh, cetak ulang.",
    ),
    "PRINTER_STOPPED_SILENT": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} tidak menjawab lagi setelah slip dikirim. Datanya sudah tersimpan. Lihat slipnya: kalau "
        "tidak keluar utuh, periksa printer, lalu cetak ulang.",
    ),
    "PRINTER_PAPER_LOW": QT_TRANSLATE_NOOP("sentences", "Kertas printer hampir habis. Siapkan gulungan baru."),
}

PRINTING: Mapping[str, str] = {
    "PRINTER_REFUSED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kertas habis atau printer {printer} mati, jadi slip belum dicetak. Nomor antrean dan datanya sudah "
        "tersimpan; cetak ulang kapan saja.",
    ),
    "PRINTER_NOT_ACCEPTING": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer {printer} di laptop ini sedang menolak cetakan, jadi slip belum dicetak. Datanya sudah tersimpan. "
        "Izinkan cetakan di pengaturan printer laptop, lalu cetak lagi.",
    ),
    "PRINTER_QUEUE_STOPPED": QT_TRANSLATE_NOOP(
        "sentences",
        "Printer di laptop ini sedang dihentikan, jadi cetakan menunggu di antreannya dan belum keluar. Jalankan lagi "
        "di pengaturan printer laptop; jangan cetak ulang dulu.",
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

_FACTS_IN_WORDS = frozenset({"label", "question", "asks", "programme", "reason", "state"})
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

RECONCILIATION: Mapping[str, str] = {
    # what differs, beside the number; on the sheet and on the screen
    "RECONCILE_NO_SLIP": QT_TRANSLATE_NOOP(
        "sentences",
        "Slip pertamanya tidak tercatat di laptop ini. Cetak ulang slipnya dan tulis di buku tamu.",
    ),
    "RECONCILE_REPRINTS": QT_TRANSLATE_NOOP(
        "sentences",
        "Jumlah cetak ulang tidak sama dengan buku catatan. Cocokkan dengan kertas di meja.",
    ),
    "RECONCILE_NO_VISIT": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada di buku catatan, tidak ada di daftar kunjungan. Isinya masih ada; hubungi dukungan.",
    ),
    "RECONCILE_NO_EVENT": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada di daftar kunjungan, tidak ada di buku catatan. Jangan dihapus; hubungi dukungan.",
    ),
    "RECONCILE_OTHER_NUMBER": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomornya di daftar lain dari di buku catatan. Cocokkan dengan slip, lalu hubungi dukungan.",
    ),
    "RECONCILE_TWICE": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini dipakai lebih dari satu kali. Keduanya tersimpan; hubungi koordinator untuk slip pengganti.",
    ),
    "RECONCILE_NO_RECEIPT": QT_TRANSLATE_NOOP(
        "sentences",
        "Belum di bawah tanda terima server. Data aman di laptop ini; kirim lewat Kirim data (F5).",
    ),
    "RECONCILE_ACT_WAITS": QT_TRANSLATE_NOOP(
        "sentences",
        "Perubahan sesudahnya belum di bawah tanda terima server. Kirim lewat Kirim data (F5).",
    ),
    "RECONCILE_NOT_KEPT": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini pernah diambil, tetapi tidak ada kunjungannya. Cari slipnya di buku tamu, lalu hubungi dukungan.",
    ),
    "RECONCILE_NOT_COUNTED": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor ini dipakai, tetapi hitungan nomor belum sampai situ dan bisa memberikannya lagi. Hubungi dukungan.",
    ),
    "RECONCILE_SETS": QT_TRANSLATE_NOOP(
        "sentences",
        "Isi laptop ini dan server belum sama. Data di sini aman; tekan F5 di Kirim data, lalu buat lembar ini lagi.",
    ),
    # why a number is nobody's
    "RECONCILE_BURNT": QT_TRANSLATE_NOOP("sentences", "Hangus karena cadangan dipulihkan."),
    "RECONCILE_WITHDRAWN": QT_TRANSLATE_NOOP("sentences", "Pendaftarannya ditarik."),
    "RECONCILE_LOST": QT_TRANSLATE_NOOP("sentences", "Tidak ada kunjungannya."),
    # the sheet itself
    "RECONCILE_EVEN": QT_TRANSLATE_NOOP(
        "sentences",
        "{visits} kunjungan, {slips} slip, {under_receipt} di bawah tanda terima server: tidak ada selisih.",
    ),
    "RECONCILE_DIFFERS": QT_TRANSLATE_NOOP(
        "sentences",
        "{visits} kunjungan, {slips} slip, {under_receipt} di bawah tanda terima server: ada {count} selisih "
        "menurut nomor. Data tetap aman di laptop ini.",
    ),
    "RECONCILE_WRITTEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Lembar rekonsiliasi ada di {file}. Tanda tangani bersama koordinator.",
    ),
    "EXPORT_ONE_DAY": QT_TRANSLATE_NOOP(
        "sentences", "Salinan ini untuk satu hari dan semua program. Sebutkan satu tanggal saja, tanpa program."
    ),
    "EXPORT_ANY_PROGRAMME": QT_TRANSLATE_NOOP("sentences", "Salinan ini untuk semua program. Kosongkan programnya."),
    "RECONCILE_ONE_DAY": QT_TRANSLATE_NOOP(
        "sentences",
        "Lembar rekonsiliasi dibuat untuk satu hari. Sebutkan satu tanggal saja.",
    ),
}

PURGING: Mapping[str, str] = {
    "COPIES_PURGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Salinan {count} pendaftaran yang lewat masa simpan sudah dihapus dari laptop ini. Server tetap menyimpannya.",
    ),
    "COPIES_DUE": QT_TRANSLATE_NOOP(
        "sentences", "{count} salinan lewat masa simpan dan akan dihapus dari laptop ini. Belum ada yang dihapus."
    ),
}
"""What `posko purge` says."""

DISPUTES: Mapping[str, str] = {
    "DISPUTE": QT_TRANSLATE_NOOP(
        "sentences",
        "Dua meja mengisi data ini berbeda. Keduanya tersimpan, tidak ada yang hilang. Buka datanya dengan Enter; "
        "koordinator memilih isian yang benar.",
    ),
    "DISPUTE_NONE": QT_TRANSLATE_NOOP(
        "sentences", "Isian ini sudah tidak berbeda: ada yang sudah memilih atau memperbaikinya. Tidak ada yang diubah."
    ),
    "DISPUTE_NEEDS_COORDINATOR": QT_TRANSLATE_NOOP(
        "sentences", "Dua isian yang berbeda dipilih oleh koordinator, dengan alasan. Data tidak diubah."
    ),
    "DISPUTE_NOT_SAID": QT_TRANSLATE_NOOP(
        "sentences", "Isian itu tidak ada di antara yang berbeda. Pilih salah satu: {texts}. Data tidak diubah."
    ),
    "DISPUTE_NUMBER_STANDS": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor yang sudah berlaku tidak diganti. Pilih {registration_no}, lalu tukar slip pemohon yang bernomor lain.",
    ),
    "DISPUTE_SETTLED": QT_TRANSLATE_NOOP(
        "sentences", "Isian {field} yang benar sudah dipilih. Perbedaannya tetap tercatat di riwayat."
    ),
    "DISPUTE_OPEN": QT_TRANSLATE_NOOP("sentences", "Dua isian berbeda untuk {field}: {texts}."),
}
"""Two desks said different things about one registration."""

CARRYING: Mapping[str, str] = {
    "CARRIED_OUT": QT_TRANSLATE_NOOP(
        "sentences",
        "{count} catatan ditulis tersegel ke {file}. Bawa ke dinas, lalu baca jawabannya di sini; sebelum itu semuanya "
        "tetap menunggu.",
    ),
    "CARRIED_OUT_NOTHING": QT_TRANSLATE_NOOP(
        "sentences",
        "Tidak ada yang menunggu. {file} hanya menanyakan kabar dari server: bawa ke dinas, lalu baca jawabannya "
        "di sini.",
    ),
    "CARRIED_IN": QT_TRANSLATE_NOOP(
        "sentences", "Jawaban dibaca: terkirim {sent}, diterima {received}, masih menunggu {pending}."
    ),
    "CARRIED_IN_TO_LOOK_AT": QT_TRANSLATE_NOOP(
        "sentences",
        "Jawaban dibaca, tetapi ada yang perlu dilihat: terkirim {sent}, diterima {received}, masih menunggu "
        "{pending}. Alasannya ada di Kirim data.",
    ),
    "CARRIED_IN_OLD": QT_TRANSLATE_NOOP(
        "sentences",
        "Jawaban ini lebih lama daripada yang sudah diketahui di sini. Tidak ada yang diubah; data tetap aman.",
    ),
    "CARRIED_IN_AGAIN": QT_TRANSLATE_NOOP(
        "sentences",
        "Server kehilangan sebagian data yang dulu sudah diterimanya. Di laptop ini semuanya masih ada: tulis berkas "
        "baru dan bawa sekali lagi. Menunggu {pending}.",
    ),
    "CARRY_REFUSED": QT_TRANSLATE_NOOP(
        "sentences", "Sebagian kiriman ditolak server dan tetap menunggu di laptop ini. Hubungi dinas."
    ),
    "CARRY_NO_CERTIFICATE": QT_TRANSLATE_NOOP(
        "sentences",
        "Server belum memberi laptop ini surat pengenal, jadi berkas untuk dibawa belum bisa disegel. Hubungkan satu "
        "kali lewat internet; data tetap tersimpan di sini.",
    ),
    "CARRY_NEEDS_LINE": QT_TRANSLATE_NOOP(
        "sentences",
        "Server punya catatan laptop ini yang tidak ada di sini, seperti sesudah laptop disalin atau dipulihkan. Tidak "
        "ada yang diubah. Hubungkan satu kali lewat internet.",
    ),
    "CARRY_FILE_STANDS": QT_TRANSLATE_NOOP("sentences", "Berkas {file} sudah ada dan tidak ditimpa. Pilih nama lain."),
    "CARRY_IN_PROFILE": QT_TRANSLATE_NOOP(
        "sentences", "{path} ada di folder meja dan bisa menimpa data. Simpan di USB atau di folder lain."
    ),
    "CARRY_NONE": QT_TRANSLATE_NOOP(
        "sentences", "{file} bukan jawaban dari server Posko. Tidak ada yang diubah; pilih berkas yang lain."
    ),
    "CARRY_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Jawaban {file} rusak, terpotong, atau dari server lain. Tidak ada yang diubah; salin lagi dari dinas.",
    ),
    "CARRY_TOO_NEW": QT_TRANSLATE_NOOP(
        "sentences", "Jawaban {file} dibuat oleh Posko yang lebih baru. Perbarui Posko dulu; tidak ada yang diubah."
    ),
    "CARRY_OTHER_DESK": QT_TRANSLATE_NOOP(
        "sentences", "Jawaban {file} adalah untuk laptop lain. Tidak ada yang diubah; bawa ke laptop itu."
    ),
    "SERVER_CARRY_MISSING": QT_TRANSLATE_NOOP("sentences", "Tidak ada berkas {file}. Periksa nama dan foldernya."),
    "SERVER_CARRY_UNREADABLE": QT_TRANSLATE_NOOP(
        "sentences", "Berkas {file} tidak bisa dibaca ({reason}). Periksa izin dan medianya."
    ),
    "SERVER_CARRY_NONE": QT_TRANSLATE_NOOP(
        "sentences", "{file} bukan berkas kiriman dari meja Posko. Tidak ada yang disimpan."
    ),
    "SERVER_CARRY_DAMAGED": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas kiriman {file} rusak atau terpotong. Tidak ada yang disimpan; minta salinan baru dari meja itu.",
    ),
    "SERVER_CARRY_TOO_NEW": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas kiriman {file} dibuat oleh Posko yang lebih baru. Perbarui server dulu; tidak ada yang disimpan.",
    ),
    "SERVER_CARRY_OTHER_SERVER": QT_TRANSLATE_NOOP(
        "sentences", "Berkas kiriman {file} adalah untuk server lain. Tidak ada yang disimpan; bawa ke server itu."
    ),
    "SERVER_CARRY_STRANGER": QT_TRANSLATE_NOOP(
        "sentences", "Meja yang menulis {file} tidak dikenal server ini. Tidak ada yang disimpan."
    ),
    "SERVER_CARRY_STANDS": QT_TRANSLATE_NOOP(
        "sentences", "{file} sudah ada dan bukan berkas jawaban, jadi tidak ditimpa. Pilih nama lain."
    ),
    "SERVER_CARRIED": QT_TRANSLATE_NOOP(
        "sentences", "Dari {post} diterima {taken} catatan baru. Bawa jawabannya kembali ke meja itu: {file}"
    ),
    "SERVER_CARRIED_REFUSED": QT_TRANSLATE_NOOP(
        "sentences",
        "Dari {post} diterima {taken} catatan baru; sebagian ditolak: {why} Bawa jawabannya kembali ke meja itu: "
        "{file}",
    ),
}
"""The cold path: files that are carried where no line is."""

SERVER_CHECK: Mapping[str, str] = {
    "SERVER_CHECKED": QT_TRANSLATE_NOOP(
        "sentences",
        "Semua utuh: {events} catatan dalam {streams} rangkaian dan {registrations} pendaftaran cocok dengan tanda "
        "tangan perangkatnya.",
    ),
    "SERVER_CHECKED_FLAWED": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada {flawed} baris yang tidak cocok di antara {events} catatan dan {registrations} pendaftaran. Jangan ubah "
        "tabel dengan tangan: pulihkan cadangan terakhir, lalu laptop posko mengirim lagi apa yang kurang.",
    ),
    "SERVER_FLAW_EVENT_MISSING": QT_TRANSLATE_NOOP(
        "sentences", "Catatan ke-{seq} perangkat {device} di {post} tidak ada di tabel."
    ),
    "SERVER_FLAW_HEADER": QT_TRANSLATE_NOOP(
        "sentences", "Kepala catatan ke-{seq} perangkat {device} di {post} sudah berubah."
    ),
    "SERVER_FLAW_CHAIN": QT_TRANSLATE_NOOP(
        "sentences", "Catatan ke-{seq} perangkat {device} di {post} tidak menyambung ke catatan sebelumnya."
    ),
    "SERVER_FLAW_BODY": QT_TRANSLATE_NOOP(
        "sentences", "Isi catatan ke-{seq} perangkat {device} di {post} sudah berubah."
    ),
    "SERVER_FLAW_SIGNATURE": QT_TRANSLATE_NOOP(
        "sentences", "Tanda tangan perangkat {device} di {post} pada catatan ke-{seq} tidak cocok."
    ),
    "SERVER_FLAW_STREAM": QT_TRANSLATE_NOOP(
        "sentences", "Baris rangkaian perangkat {device} di {post} tidak cocok dengan catatannya, mulai ke-{seq}."
    ),
    "SERVER_FLAW_SUM": QT_TRANSLATE_NOOP(
        "sentences", "Sidik rangkaian perangkat {device} di {post} sampai catatan ke-{seq} tidak cocok."
    ),
    "SERVER_FLAW_FEED": QT_TRANSLATE_NOOP(
        "sentences", "Nomor kabar terakhir {post} lebih kecil daripada nomor catatan ke-{seq} perangkat {device}."
    ),
    "SERVER_FLAW_REGISTRATION_MISSING": QT_TRANSLATE_NOOP(
        "sentences", "Pendaftaran dari catatan ke-{seq} perangkat {device} di {post} tidak ada di tabel."
    ),
    "SERVER_FLAW_REGISTRATION": QT_TRANSLATE_NOOP(
        "sentences", "Pendaftaran dari catatan ke-{seq} perangkat {device} di {post} tidak sama dengan catatannya."
    ),
}
"""What a look through the server's tables finds."""

QUEUE: Mapping[str, str] = {
    # why something in the queue is not done
    "QUEUE_NOBODY_WAITS": QT_TRANSLATE_NOOP("sentences", "Tidak ada yang menunggu. Antrean kosong."),
    "QUEUE_COUNTER_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "Loket {counter} masih memegang {number}. Selesaikan, lewati, atau pindahkan dulu nomor itu."
    ),
    "QUEUE_NOT_NOW": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} sekarang {state}, jadi langkah ini belum bisa. Tidak ada yang diubah."
    ),
    "QUEUE_CALL_AGAIN": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} belum dipanggil tiga kali. Panggil {left} kali lagi sebelum dihanguskan."
    ),
    "QUEUE_CALLED_ENOUGH": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} sudah dipanggil {calls} kali. Hanguskan, lalu panggil nomor berikutnya."
    ),
    "QUEUE_BLANKS_ENOUGH": QT_TRANSLATE_NOOP(
        "sentences",
        "Untuk hari itu sudah ada {kept} formulir yang belum diketik; paling banyak {most}. Pakai itu dulu, atau "
        "batalkan yang tidak terpakai.",
    ),
    "QUEUE_BLANKS_TOO_EARLY": QT_TRANSLATE_NOOP(
        "sentences",
        "Formulir darurat bisa disiapkan paling jauh {days} hari ke depan. Pilih hari yang lebih dekat.",
    ),
    "QUEUE_CAP_REACHED": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor {letter} untuk hari ini sudah habis: {count} nomor. Minta pemohon datang besok, atau "
        "tanyakan ke koordinator.",
    ),
    "QUEUE_DAY_CLOSED": QT_TRANSLATE_NOOP("sentences", "Antrean {on} sudah ditutup. Koordinator bisa membukanya lagi."),
    "QUEUE_DAY_OPEN": QT_TRANSLATE_NOOP("sentences", "Antrean {on} masih buka. Tidak ada yang perlu dibuka lagi."),
    "QUEUE_NEEDS_COORDINATOR": QT_TRANSLATE_NOOP(
        "sentences", "Antrean yang sudah ditutup hanya dibuka lagi oleh koordinator. Panggil koordinator ke meja ini."
    ),
    "QUEUE_NO_REASON": QT_TRANSLATE_NOOP(
        "sentences", "Tulis alasannya dulu, misalnya listrik sempat padam. Antrean belum dibuka."
    ),
    "QUEUE_SAME_SERVICE": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} sudah ada di layanan itu. Tidak ada yang diubah."
    ),
    "QUEUE_NOT_TWICE": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} hanya dipegang satu orang, jadi tidak perlu diganti. Tidak ada yang diubah."
    ),
    "QUEUE_NUMBER_TWICE": QT_TRANSLATE_NOOP(
        "sentences", "Nomor antrean ini dipegang dua orang pada {on}. Keduanya disimpan. Beri salah satunya nomor baru."
    ),
    # tickets that cannot be used
    "TICKET_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Nomor antrean ini tidak ada pada hari itu di meja ini. Periksa lagi nomornya."
    ),
    "TICKET_BOUND": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor {number} sudah dipakai pendaftaran lain. Ambil nomor baru untuk orang ini; isian tidak hilang.",
    ),
    "TICKET_OTHER_DAY": QT_TRANSLATE_NOOP(
        "sentences", "Nomor {number} berlaku untuk {on}. Pilih hari itu, atau ambil nomor baru."
    ),
    "TICKET_FOR_ONE": QT_TRANSLATE_NOOP(
        "sentences", "Satu nomor antrean hanya untuk satu orang. Kirim satu data saja bersama --ticket."
    ),
    "QUEUE_NUMBER_MISSING": QT_TRANSLATE_NOOP("sentences", "Sebutkan nomor antreannya, misalnya A042."),
    "QUEUE_SERVICE_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Layanan {service} tidak ada. Yang ada: {known}."),
    "QUEUE_WORD_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "{word} tidak dikenal. Yang bisa dipakai: {known}."),
    "QUEUE_COUNT": QT_TRANSLATE_NOOP("sentences", "Nomor untuk formulir kosong dipesan 1 sampai {most} sekaligus."),
    # services and states in a word
    "QUEUE_SERVICE_A": QT_TRANSLATE_NOOP("sentences", "Pendaftaran"),
    "QUEUE_SERVICE_B": QT_TRANSLATE_NOOP("sentences", "Bantuan e-mail"),
    "QUEUE_SERVICE_C": QT_TRANSLATE_NOOP("sentences", "Cek status dan pengaduan"),
    "QUEUE_SERVICE_P": QT_TRANSLATE_NOOP("sentences", "Prioritas"),
    "TICKET_STATE_RESERVED": QT_TRANSLATE_NOOP("sentences", "ada di formulir kosong"),
    "TICKET_STATE_WAITING": QT_TRANSLATE_NOOP("sentences", "menunggu"),
    "TICKET_STATE_CALLED": QT_TRANSLATE_NOOP("sentences", "dipanggil"),
    "TICKET_STATE_SERVING": QT_TRANSLATE_NOOP("sentences", "dilayani"),
    "TICKET_STATE_SKIPPED": QT_TRANSLATE_NOOP("sentences", "dilewati"),
    "TICKET_STATE_LAPSED": QT_TRANSLATE_NOOP("sentences", "hangus"),
    "TICKET_STATE_DONE": QT_TRANSLATE_NOOP("sentences", "selesai"),
    "TICKET_STATE_LEFT": QT_TRANSLATE_NOOP("sentences", "pulang"),
    "VISIT_ASKED_STATUS_CHECK": QT_TRANSLATE_NOOP("sentences", "Cek status"),
    "VISIT_ASKED_COMPLAINT": QT_TRANSLATE_NOOP("sentences", "Pengaduan"),
    "VISIT_ASKED_RECEIVED_BEFORE": QT_TRANSLATE_NOOP("sentences", "Dulu menerima, sekarang tidak"),
    "VISIT_ASKED_PHONE_HELP": QT_TRANSLATE_NOOP("sentences", "Bantuan lewat telepon"),
    "VISIT_RESULT_ANSWERED": QT_TRANSLATE_NOOP("sentences", "Dijawab di loket"),
    "VISIT_RESULT_HELPED": QT_TRANSLATE_NOOP("sentences", "Dibantu sampai selesai"),
    "VISIT_RESULT_FORWARDED": QT_TRANSLATE_NOOP("sentences", "Diteruskan ke dinas"),
    "VISIT_RESULT_COME_BACK": QT_TRANSLATE_NOOP("sentences", "Diminta datang lagi"),
    "VISIT_RESULT_NOT_FOUND": QT_TRANSLATE_NOOP("sentences", "Data tidak ditemukan"),
    # what the command line says of it
    "QUEUE_TAKEN": QT_TRANSLATE_NOOP("sentences", "Nomor antrean {number}. Menunggu di depannya: {before}."),
    "QUEUE_WAIT": QT_TRANSLATE_NOOP("sentences", "Perkiraan menunggu {minutes} menit."),
    "QUEUE_WAIT_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "Lama menunggu belum bisa diperkirakan."),
    "QUEUE_TICKET": QT_TRANSLATE_NOOP("sentences", "{number}: {state}."),
    "QUEUE_TICKET_AT": QT_TRANSLATE_NOOP("sentences", "{number}: {state} di loket {counter}."),
    "QUEUE_LINE": QT_TRANSLATE_NOOP(
        "sentences", "{service}: menunggu {waiting}, diberi {given}, selesai {served}, hangus {lapsed}, pulang {left}."
    ),
    "QUEUE_WAITING": QT_TRANSLATE_NOOP("sentences", "Urutan panggil: {numbers}."),
    "QUEUE_CLOSED": QT_TRANSLATE_NOOP(
        "sentences", "Antrean {on} ditutup. {count} nomor belum terlayani dan dicatat pulang."
    ),
    "QUEUE_SETTLED": QT_TRANSLATE_NOOP("sentences", "Masih dilayani saat ditutup, dicatat selesai: {numbers}."),
    "QUEUE_RENUMBERED": QT_TRANSLATE_NOOP("sentences", "{before} sekarang {number}; tempatnya tetap."),
    "QUEUE_REOPENED": QT_TRANSLATE_NOOP("sentences", "Antrean {on} dibuka lagi. Nomor baru bisa diambil."),
    "QUEUE_RESERVED": QT_TRANSLATE_NOOP(
        "sentences", "{count} nomor dipesan untuk formulir kosong: {first} sampai {last}."
    ),
    "QUEUE_VISIT_NOTED": QT_TRANSLATE_NOOP("sentences", "Kunjungan tersimpan."),
}
"""The queue: refusals, words for services and states, what the command line answers."""

SLIP_PAGE: Mapping[str, str] = {
    "PAGE_TITLE": QT_TRANSLATE_NOOP("sentences", "Status slip Posko"),
    "PAGE_PRIVACY": QT_TRANSLATE_NOOP(
        "sentences", "Halaman ini tidak menampilkan data diri. Status bisa tertinggal sampai posko mengirim datanya."
    ),
    "PAGE_TRAINING": QT_TRANSLATE_NOOP("sentences", "Ini slip latihan, bukan pendaftaran sungguhan."),
    "PAGE_NUMBER": QT_TRANSLATE_NOOP("sentences", "Nomor registrasi"),
    "PAGE_QUEUE": QT_TRANSLATE_NOOP("sentences", "Nomor antrean"),
    "PAGE_POST": QT_TRANSLATE_NOOP("sentences", "Posko"),
    "PAGE_ON": QT_TRANSLATE_NOOP("sentences", "Tanggal kunjungan"),
    "PAGE_STAGE": QT_TRANSLATE_NOOP("sentences", "Tahap terakhir"),
    "PAGE_STAGE_ON": QT_TRANSLATE_NOOP("sentences", "Tanggal tahap"),
    "PAGE_STATUS_REGISTERED": QT_TRANSLATE_NOOP("sentences", "Terdaftar"),
    "PAGE_STATUS_WAITING_LIST": QT_TRANSLATE_NOOP("sentences", "Daftar tunggu"),
    "PAGE_STATUS_INCOMPLETE": QT_TRANSLATE_NOOP("sentences", "Belum lengkap"),
    "PAGE_STATUS_REFUSED": QT_TRANSLATE_NOOP("sentences", "Tidak memenuhi syarat"),
    "PAGE_STATUS_WITHDRAWN": QT_TRANSLATE_NOOP("sentences", "Ditarik"),
    "PAGE_STATUS_OTHER": QT_TRANSLATE_NOOP("sentences", "Tercatat"),
    "PAGE_SLIP_GOOD": QT_TRANSLATE_NOOP("sentences", "Slip ini asli. Bawa slip dan KTP kalau datang lagi ke {post}."),
    "PAGE_SLIP_NOT_HERE": QT_TRANSLATE_NOOP(
        "sentences", "Slip ini asli. Posko belum mengirim datanya; lihat lagi besok atau tanyakan di {post}."
    ),
    "PAGE_SLIP_UNKNOWN_DEVICE": QT_TRANSLATE_NOOP(
        "sentences", "Laptop yang mencetak slip ini tidak dikenal server ini. Tanyakan di posko tempat Anda mendaftar."
    ),
    "PAGE_SLIP_ALTERED": QT_TRANSLATE_NOOP(
        "sentences", "Isi slip ini sudah diubah. Bawa KTP ke posko tempat Anda mendaftar."
    ),
    "PAGE_SLIP_REVOKED": QT_TRANSLATE_NOOP(
        "sentences", "Slip ini dicetak laptop yang sudah tidak dipercaya. Bawa KTP ke posko tempat Anda mendaftar."
    ),
    "PAGE_SLIP_VERSION": QT_TRANSLATE_NOOP(
        "sentences", "Slip ini dicetak Posko yang lebih baru daripada server ini. Tanyakan di posko."
    ),
    "PAGE_SLIP_NONE": QT_TRANSLATE_NOOP(
        "sentences", "Alamat ini bukan dari slip Posko, atau terpotong. Pindai lagi kotak QR di slip."
    ),
    "PAGE_HEAD_NOT_HERE": QT_TRANSLATE_NOOP("sentences", "Data belum sampai di server"),
    "PAGE_HEAD_UNKNOWN_DEVICE": QT_TRANSLATE_NOOP("sentences", "Belum bisa dipastikan"),
    "PAGE_HEAD_ALTERED": QT_TRANSLATE_NOOP("sentences", "Slip tidak asli"),
    "PAGE_HEAD_REVOKED": QT_TRANSLATE_NOOP("sentences", "Slip tidak berlaku"),
    "PAGE_HEAD_VERSION": QT_TRANSLATE_NOOP("sentences", "Belum bisa dibaca"),
    "PAGE_HEAD_NONE": QT_TRANSLATE_NOOP("sentences", "Bukan slip Posko"),
}
"""The public page of a slip."""

MAIL_NAMES: Mapping[str, str] = {
    "MAIL_FILE": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas bantuan e-mail {file} belum bisa dipakai: periksa {place} (angka sesudah # = barisnya). Data "
        "pendaftaran tetap aman. Perbaiki berkas itu; kalau bawaan Posko, pasang ulang Posko.",
    ),
    # what stands against a wish for the name of a regional mailbox
    "MAIL_NAME_SIGN": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama alamat hanya huruf a sampai z, angka, dan titik di antaranya; awalnya huruf. Contoh: siti.aminah.",
    ),
    "MAIL_NAME_LENGTH": QT_TRANSLATE_NOOP(
        "sentences", "Nama alamat harus {least} sampai {most} huruf. Tambah atau kurangi sedikit."
    ),
    "MAIL_NAME_NUMBER": QT_TRANSLATE_NOOP(
        "sentences",
        "Angkanya terlalu banyak, seperti nomor HP, NIK, atau tanggal lahir. Pakai paling banyak empat angka.",
    ),
    "MAIL_NAME_OFFICE": QT_TRANSLATE_NOOP(
        "sentences", "Nama ini tampak seperti alamat kantor. Pakai nama pemohon sendiri."
    ),
    "MAIL_NAME_BAD": QT_TRANSLATE_NOOP(
        "sentences", "Nama ini bisa terbaca kurang pantas. Pilih nama lain supaya pemohon tidak malu memakainya."
    ),
}
"""Names of addresses, and the files about e-mail."""

PASSWORDS: Mapping[str, str] = {
    # a password in a text: never kept, and said kindly
    "TEXT_HAS_PASSWORD": QT_TRANSLATE_NOOP(
        "sentences",
        "Tulisan ini tampaknya memuat kata sandi atau kode, yang hanya boleh diketahui pemiliknya. Tulisan ini belum "
        'disimpan. Hapus bagian itu; cukup tulis misalnya "lupa kata sandi, dibantu di HP-nya".',
    ),
    "FIELD_HAS_PASSWORD": QT_TRANSLATE_NOOP(
        "sentences",
        "{field} tampaknya memuat kata sandi atau kode, yang hanya boleh diketahui pemiliknya. Isian ini tidak "
        "disimpan. Hapus bagian itu, lalu isi {field} saja.",
    ),
}
"""Texts that tell a password."""

EMAIL_HELP: Mapping[str, str] = {
    # why a card is not printed
    "CARD_MAILBOX_TAKEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat ini ternyata sudah dipegang orang lain, jadi kartunya tidak dicetak. Pilih nama baru untuk pemohon.",
    ),
    "CARD_NEEDS_CODE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak e-mail ini belum diaktifkan, jadi kartunya perlu kode baru. Buat kode baru, lalu cetak kartunya.",
    ),
    "CARD_NO_PAGE": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat halaman aktivasi belum diketahui, jadi kartunya belum dicetak. Isi host halaman status di Pengaturan, "
        "atau daftarkan meja ini ke server.",
    ),
    "CARD_CANNOT_WRITE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kartu {file} tidak bisa ditulis ({reason}). Bantuan ini tetap tersimpan. Kalau kartunya memuat kode aktivasi, "
        "buat kode baru.",
    ),
    # what the command line says of a help
    "CARD_WRITTEN": QT_TRANSLATE_NOOP("sentences", "Kartu e-mail ditulis ke {file}"),
    "ACCOUNT_CARD_FILE": QT_TRANSLATE_NOOP("sentences", "Sebutkan berkas kartunya dengan --card."),
    "ACCOUNT_REF_MISSING": QT_TRANSLATE_NOOP(
        "sentences", "Sebutkan bantuan yang mana: nomor bantuannya atau nomor registrasinya."
    ),
    "ACCOUNT_WORD_UNKNOWN": QT_TRANSLATE_NOOP("sentences", "{word} tidak dikenal. Yang bisa dipakai: {known}."),
    "ACCOUNT_STEP": QT_TRANSLATE_NOOP("sentences", "Langkah dihitung dari 0 sampai {most}."),
    "ACCOUNT_NAME_AND_DOMAIN": QT_TRANSLATE_NOOP(
        "sentences", "Sebutkan nama dengan --name, atau bantuannya, dan domainnya dengan --domain."
    ),
    "ACCOUNT_NONE_OPEN": QT_TRANSLATE_NOOP("sentences", "Tidak ada bantuan e-mail yang sedang berjalan."),
    "ACCOUNT_LINE": QT_TRANSLATE_NOOP("sentences", "Bantuan {uid}: {need}, {state}."),
    "ACCOUNT_LINE_ROAD": QT_TRANSLATE_NOOP("sentences", "Jalan: {road}, {step} langkah selesai."),
    "ACCOUNT_LINE_ADDRESS": QT_TRANSLATE_NOOP("sentences", "Alamat: {address}, {proof}."),
    "ACCOUNT_LINE_MAILBOX": QT_TRANSLATE_NOOP("sentences", "Kotak e-mail {address}: {state}."),
    "ACCOUNT_LINE_RESULT": QT_TRANSLATE_NOOP("sentences", "Hasil: {result}."),
    "ACCOUNT_RESERVED": QT_TRANSLATE_NOOP("sentences", "Alamat {address} dipesan untuk pemohon ini."),
    "ACCOUNT_FIGURES": QT_TRANSLATE_NOOP(
        "sentences",
        "Dibantu {asked}: sudah punya {had}, dibuat {made}, lain hari {later}, belum berhasil {failed}, berjalan "
        "{open}. Terbukti {proven}.",
    ),
    "ACCOUNT_FIGURES_TIME": QT_TRANSLATE_NOOP(
        "sentences", "Lama membantu, nilai tengah: {minutes} menit ({count} orang)."
    ),
    # how far a proof and a mailbox are
    "PROOF_STATE_NONE": QT_TRANSLATE_NOOP("sentences", "belum dicek"),
    "PROOF_STATE_WAITING": QT_TRANSLATE_NOOP("sentences", "kode menunggu dikirim"),
    "PROOF_STATE_SENT": QT_TRANSLATE_NOOP("sentences", "kode sudah dikirim"),
    "PROOF_STATE_READ": QT_TRANSLATE_NOOP("sentences", "kode sudah dibacakan, menunggu jawaban server"),
    "PROOF_STATE_GOOD": QT_TRANSLATE_NOOP("sentences", "terbukti milik pemohon"),
    "PROOF_STATE_WRONG": QT_TRANSLATE_NOOP("sentences", "kode yang dibacakan berbeda"),
    "PROOF_STATE_EXPIRED": QT_TRANSLATE_NOOP("sentences", "kode sudah tidak berlaku"),
    "PROOF_STATE_REFUSED": QT_TRANSLATE_NOOP("sentences", "surat tidak bisa sampai"),
    "PROOF_STATE_LIMITED": QT_TRANSLATE_NOOP("sentences", "terlalu sering, coba lagi nanti"),
    "PROOF_STATE_OFF": QT_TRANSLATE_NOOP("sentences", "server ini tidak mengirim surat"),
    "MAILBOX_STATE_RESERVED": QT_TRANSLATE_NOOP("sentences", "dipesan, menunggu server"),
    "MAILBOX_STATE_READY": QT_TRANSLATE_NOOP("sentences", "siap, menunggu diaktifkan"),
    "MAILBOX_STATE_ACTIVE": QT_TRANSLATE_NOOP("sentences", "aktif"),
    "MAILBOX_STATE_TAKEN": QT_TRANSLATE_NOOP("sentences", "namanya sudah dipegang orang lain"),
    "MAILBOX_STATE_EXPIRED": QT_TRANSLATE_NOOP("sentences", "hangus, tidak diaktifkan"),
    "MAILBOX_STATE_DISABLED": QT_TRANSLATE_NOOP("sentences", "ditutup sementara"),
    # words for what was needed, gone, reached
    "ACCOUNT_NEED_NONE": QT_TRANSLATE_NOOP("sentences", "belum punya"),
    "ACCOUNT_NEED_FORGOTTEN": QT_TRANSLATE_NOOP("sentences", "lupa cara masuk"),
    "ACCOUNT_NEED_HAS": QT_TRANSLATE_NOOP("sentences", "sudah punya"),
    "ACCOUNT_NEED_PHONE": QT_TRANSLATE_NOOP("sentences", "hanya soal HP"),
    "ACCOUNT_NEED_OTHER": QT_TRANSLATE_NOOP("sentences", "keperluan lain"),
    "ACCOUNT_STATE_OPEN": QT_TRANSLATE_NOOP("sentences", "sedang dibantu"),
    "ACCOUNT_STATE_PAUSED": QT_TRANSLATE_NOOP("sentences", "ditunda sebentar"),
    "ACCOUNT_STATE_ENDED": QT_TRANSLATE_NOOP("sentences", "selesai"),
    "ACCOUNT_ROAD_OWN": QT_TRANSLATE_NOOP("sentences", "e-mail yang sudah ada"),
    "ACCOUNT_ROAD_PUBLIC": QT_TRANSLATE_NOOP("sentences", "e-mail umum di HP sendiri"),
    "ACCOUNT_ROAD_REGIONAL": QT_TRANSLATE_NOOP("sentences", "e-mail daerah"),
    "ACCOUNT_ROAD_OTHER": QT_TRANSLATE_NOOP("sentences", "jalan lain"),
    "ACCOUNT_RESULT_HAD": QT_TRANSLATE_NOOP("sentences", "ternyata sudah punya"),
    "ACCOUNT_RESULT_MADE": QT_TRANSLATE_NOOP("sentences", "dibuat"),
    "ACCOUNT_RESULT_LATER": QT_TRANSLATE_NOOP("sentences", "dilanjutkan lain hari"),
    "ACCOUNT_RESULT_FAILED": QT_TRANSLATE_NOOP("sentences", "belum berhasil"),
    "ACCOUNT_RESULT_OTHER": QT_TRANSLATE_NOOP("sentences", "hasil lain"),
    "ACCOUNT_REASON_NO_PHONE": QT_TRANSLATE_NOOP("sentences", "tidak ada HP pintar"),
    "ACCOUNT_REASON_NO_CREDIT": QT_TRANSLATE_NOOP("sentences", "pulsa habis"),
    "ACCOUNT_REASON_NUMBER_USED_UP": QT_TRANSLATE_NOOP("sentences", "nomor HP sudah terlalu sering dipakai"),
    "ACCOUNT_REASON_NO_MESSAGE": QT_TRANSLATE_NOOP("sentences", "pesan verifikasi tidak datang"),
    "ACCOUNT_REASON_FORGOTTEN": QT_TRANSLATE_NOOP("sentences", "lupa kata sandi"),
    "ACCOUNT_REASON_NO_LINE": QT_TRANSLATE_NOOP("sentences", "internet terputus"),
    "ACCOUNT_REASON_NO_TIME": QT_TRANSLATE_NOOP("sentences", "waktu tidak cukup"),
    "ACCOUNT_REASON_UNWILLING": QT_TRANSLATE_NOOP("sentences", "pemohon belum mau"),
    "ACCOUNT_REASON_OTHER": QT_TRANSLATE_NOOP("sentences", "sebab lain"),
}
"""Help with e-mail: its card, and its words in lists, figures and on the command line."""

MAILBOX_PAGES: Mapping[str, str] = {
    # words on the pages of a mailbox's owner
    "PAGE_TITLE_ACTIVATE": QT_TRANSLATE_NOOP("sentences", "Aktifkan e-mail Anda"),
    "PAGE_TITLE_MAILBOX": QT_TRANSLATE_NOOP("sentences", "Kotak e-mail Anda"),
    "PAGE_LABEL_CODE": QT_TRANSLATE_NOOP("sentences", "Kode aktivasi"),
    "PAGE_LABEL_NEXT": QT_TRANSLATE_NOOP("sentences", "Lanjut"),
    "PAGE_LABEL_NEW": QT_TRANSLATE_NOOP("sentences", "Kata sandi baru"),
    "PAGE_LABEL_AGAIN": QT_TRANSLATE_NOOP("sentences", "Ketik sekali lagi"),
    "PAGE_LABEL_SHOW": QT_TRANSLATE_NOOP("sentences", "Tampilkan kata sandi"),
    "PAGE_LABEL_ACTIVATE": QT_TRANSLATE_NOOP("sentences", "Aktifkan"),
    "PAGE_LABEL_ADDRESS": QT_TRANSLATE_NOOP("sentences", "Alamat e-mail Anda"),
    "PAGE_LABEL_PASSWORD": QT_TRANSLATE_NOOP("sentences", "Kata sandi sekarang"),
    "PAGE_LABEL_LOOK": QT_TRANSLATE_NOOP("sentences", "Lihat kotak saya"),
    "PAGE_LABEL_CHANGE": QT_TRANSLATE_NOOP("sentences", "Ganti kata sandi"),
    "PAGE_LABEL_FORWARD": QT_TRANSLATE_NOOP("sentences", "Teruskan surat ke alamat lain"),
    "PAGE_LABEL_TO": QT_TRANSLATE_NOOP("sentences", "Alamat tujuan"),
    "PAGE_LABEL_KEEP": QT_TRANSLATE_NOOP("sentences", "Simpan juga di kotak ini"),
    "PAGE_LABEL_SAVE_FORWARD": QT_TRANSLATE_NOOP("sentences", "Teruskan mulai sekarang"),
    "PAGE_LABEL_STOP": QT_TRANSLATE_NOOP("sentences", "Berhenti meneruskan"),
    "PAGE_LABEL_SIGN_IN": QT_TRANSLATE_NOOP("sentences", "Memakai e-mail ini di HP"),
    "PAGE_LABEL_USER": QT_TRANSLATE_NOOP("sentences", "Nama pengguna"),
    "PAGE_LABEL_INCOMING": QT_TRANSLATE_NOOP("sentences", "Server surat masuk (IMAP)"),
    "PAGE_LABEL_OUTGOING": QT_TRANSLATE_NOOP("sentences", "Server surat keluar (SMTP)"),
    "PAGE_LABEL_LATER": QT_TRANSLATE_NOOP("sentences", "Untuk mengganti kata sandi atau meneruskan surat:"),
    # activation
    "PAGE_ACTIVATE_ASK": QT_TRANSLATE_NOOP(
        "sentences", "Ketik 12 huruf dan angka dari kartu e-mail Anda. Huruf besar atau kecil sama saja."
    ),
    "PAGE_ACTIVATE_NO_CODE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode di kartu terdiri dari 12 huruf dan angka, tanpa angka 0 dan 1. Periksa lagi, lalu ketik ulang.",
    ),
    "PAGE_ACTIVATE_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode ini belum dikenal. Periksa lagi huruf demi huruf. Kalau sudah sama dengan kartu, data posko mungkin "
        "belum sampai di server: coba lagi nanti. Alamat Anda tetap disimpan untuk Anda.",
    ),
    "PAGE_ACTIVATE_EXPIRED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode ini sudah lewat waktunya. Alamat Anda tidak diberikan kepada orang lain. Bawa KTP dan kartu ini ke posko "
        "untuk mendapat kode baru.",
    ),
    "PAGE_ACTIVATE_DISABLED": QT_TRANSLATE_NOOP(
        "sentences", "Kotak e-mail ini sedang ditutup sementara. Bawa KTP dan kartu ini ke posko."
    ),
    "PAGE_ACTIVATE_USED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode ini sudah dipakai. Kalau Anda sendiri yang memakainya, masuk dengan kata sandi Anda. Kalau bukan, segera "
        "bawa KTP dan kartu ini ke posko.",
    ),
    "PAGE_ACTIVATE_YOURS": QT_TRANSLATE_NOOP(
        "sentences", "Ini alamat Anda? Cocokkan dengan kartu, lalu buat kata sandi Anda sendiri."
    ),
    "PAGE_ACTIVATE_RECOVER": QT_TRANSLATE_NOOP(
        "sentences", "Ini alamat Anda? Buat kata sandi baru sebagai ganti yang lama. Surat Anda tetap ada."
    ),
    "PAGE_ACTIVATE_DONE": QT_TRANSLATE_NOOP("sentences", "E-mail Anda sudah aktif."),
    "PAGE_ACTIVATE_FORWARD_CLEARED": QT_TRANSLATE_NOOP(
        "sentences",
        "Surat Anda dulu diteruskan ke alamat lain. Itu sudah dihentikan, supaya hanya Anda yang membaca. Kalau masih "
        "perlu, pasang lagi sendiri.",
    ),
    "PAGE_ACTIVATE_WRITE": QT_TRANSLATE_NOOP(
        "sentences",
        "Tulis kata sandi di kartu dengan tangan sendiri. Jangan berikan kepada siapa pun, termasuk petugas.",
    ),
    "PAGE_ACTIVATE_CLOSE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kalau ini HP atau komputer orang lain, jangan simpan kata sandinya di sini, dan tutup halaman ini.",
    ),
    "PAGE_ACTIVATE_PHONE": QT_TRANSLATE_NOOP(
        "sentences", "Di aplikasi e-mail HP, pilih tambah akun, lalu isi seperti di atas dengan kata sandi Anda."
    ),
    # passwords
    "PAGE_PASSWORD_HINT": QT_TRANSLATE_NOOP(
        "sentences", "Paling sedikit {limit} huruf atau angka. Tiga kata yang mudah Anda ingat sudah baik."
    ),
    "PAGE_PASSWORD_PRIVACY": QT_TRANSLATE_NOOP(
        "sentences",
        "Hanya Anda yang tahu kata sandi ini. Petugas tidak boleh menanyakannya, dan server tidak bisa membacanya "
        "kembali.",
    ),
    "PAGE_PASSWORD_DIFFERS": QT_TRANSLATE_NOOP(
        "sentences", "Kata sandi yang pertama dan yang kedua berbeda. Ketik lagi keduanya."
    ),
    "PAGE_PASSWORD_SHORT": QT_TRANSLATE_NOOP(
        "sentences", "Kata sandi ini terlalu pendek. Pakai paling sedikit {limit} huruf atau angka."
    ),
    "PAGE_PASSWORD_LONG": QT_TRANSLATE_NOOP("sentences", "Kata sandi ini terlalu panjang. Pakai beberapa kata saja."),
    "PAGE_PASSWORD_EDGES": QT_TRANSLATE_NOOP(
        "sentences", "Ada spasi di awal atau di akhir kata sandi. Hapus spasi itu, lalu ketik lagi."
    ),
    "PAGE_PASSWORD_SIGNS": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada tanda yang tidak diterima aplikasi e-mail, misalnya gambar kecil. Pakai huruf, angka, dan tanda biasa.",
    ),
    "PAGE_PASSWORD_ADDRESS": QT_TRANSLATE_NOOP(
        "sentences", "Kata sandi ini sama dengan alamat atau nama Anda, jadi mudah ditebak. Pilih yang lain."
    ),
    "PAGE_PASSWORD_COMMON": QT_TRANSLATE_NOOP(
        "sentences", "Kata sandi ini dipakai banyak orang, jadi mudah ditebak. Pilih yang lain."
    ),
    "PAGE_PASSWORD_CHANGED": QT_TRANSLATE_NOOP(
        "sentences", "Kata sandi sudah diganti. Pakai yang baru di HP Anda, dan tulis di kartu dengan tangan sendiri."
    ),
    # the owner's settings
    "PAGE_MAILBOX_ASK": QT_TRANSLATE_NOOP(
        "sentences", "Isi alamat dan kata sandi Anda sekarang, lalu tekan tombol yang Anda perlukan."
    ),
    "PAGE_MAILBOX_WRONG": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat atau kata sandi tidak cocok. Tidak ada yang berubah. Kalau lupa kata sandi, bawa KTP dan kartu ke "
        "posko.",
    ),
    "PAGE_MAILBOX_DISABLED": QT_TRANSLATE_NOOP(
        "sentences", "Kotak e-mail ini sedang ditutup sementara. Tidak ada yang berubah. Bawa KTP dan kartu ke posko."
    ),
    "PAGE_MAILBOX_QUOTA": QT_TRANSLATE_NOOP("sentences", "Kotak ini memuat surat sampai {quota} MB."),
    "PAGE_MAILBOX_TRIES": QT_TRANSLATE_NOOP(
        "sentences", "Sudah terlalu banyak yang dicoba. Tidak ada yang berubah. Tunggu {seconds} detik, lalu coba lagi."
    ),
    "PAGE_MAILBOX_CROWDED": QT_TRANSLATE_NOOP(
        "sentences", "Server sedang ramai. Tunggu sebentar, lalu kirim sekali lagi; mengulang tidak merusak apa pun."
    ),
    "PAGE_TITLE_REFUSED": QT_TRANSLATE_NOOP("sentences", "Belum berhasil"),
    "PAGE_LABEL_BACK": QT_TRANSLATE_NOOP("sentences", "Buka halamannya sekali lagi"),
    "PAGE_REFUSED_BUSY": QT_TRANSLATE_NOOP(
        "sentences", "Server sedang sibuk. Tunggu sebentar, lalu coba sekali lagi; mengulang tidak merusak apa pun."
    ),
    "PAGE_REFUSED_SLOW": QT_TRANSLATE_NOOP(
        "sentences", "Kiriman Anda tidak sampai utuh karena jaringan lambat. Belum ada yang berubah; kirim sekali lagi."
    ),
    "PAGE_REFUSED_LARGE": QT_TRANSLATE_NOOP(
        "sentences", "Isiannya terlalu panjang, jadi belum ada yang berubah. Isi yang diminta saja, lalu kirim lagi."
    ),
    "PAGE_REFUSED_SHAPE": QT_TRANSLATE_NOOP(
        "sentences", "Isiannya tidak terbaca, jadi belum ada yang berubah. Buka halamannya lagi, lalu isi dari awal."
    ),
    "PAGE_REFUSED_BUG": QT_TRANSLATE_NOOP(
        "sentences",
        "Ada gangguan di server kami. Coba lagi nanti; kalau tetap begini, bawa kartu atau slip Anda ke posko.",
    ),
    "PAGE_REFUSED_FOOTER": QT_TRANSLATE_NOOP("sentences", "Halaman ini dari Posko dan tidak menampilkan data diri."),
    "PAGE_MAILBOX_TRAINING": QT_TRANSLATE_NOOP(
        "sentences", "Ini server latihan. Kotak di sini bukan kotak e-mail sungguhan."
    ),
    "PAGE_MAILBOX_FOOTER": QT_TRANSLATE_NOOP(
        "sentences", "Halaman ini dari Posko. Petugas tidak pernah meminta kata sandi atau kode Anda lewat telepon."
    ),
    "PAGE_FORWARD_HINT": QT_TRANSLATE_NOOP(
        "sentences", "Tulis alamat milik Anda sendiri: siapa pun yang memegang alamat itu akan membaca surat Anda."
    ),
    "PAGE_FORWARD_NONE": QT_TRANSLATE_NOOP("sentences", "Surat Anda tidak diteruskan ke alamat lain."),
    "PAGE_FORWARD_COPY": QT_TRANSLATE_NOOP(
        "sentences", "Surat Anda diteruskan ke {address}, dan disimpan juga di sini."
    ),
    "PAGE_FORWARD_ONLY": QT_TRANSLATE_NOOP(
        "sentences", "Surat Anda diteruskan ke {address}, dan tidak disimpan di sini."
    ),
    "PAGE_FORWARD_SET": QT_TRANSLATE_NOOP("sentences", "Penerusan surat sudah disimpan."),
    "PAGE_FORWARD_CLEARED": QT_TRANSLATE_NOOP(
        "sentences", "Surat tidak diteruskan lagi. Surat baru masuk ke kotak ini."
    ),
    "PAGE_FORWARD_OWN": QT_TRANSLATE_NOOP(
        "sentences",
        "Surat tidak bisa diteruskan ke alamat lain di {domain}. Tidak ada yang berubah. Tulis alamat lain.",
    ),
    "PAGE_FORWARD_NO_ADDRESS": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat tujuan belum benar, misalnya ada huruf yang kurang. Tidak ada yang berubah. Periksa lagi ejaannya.",
    ),
    "PAGE_FORWARD_SURE": QT_TRANSLATE_NOOP(
        "sentences", "Kalau alamat itu memang benar, isi kata sandi dan tekan tombolnya sekali lagi."
    ),
}
"""The pages on which people activate their mailbox and see to it."""

MAILBOX_COMMANDS: Mapping[str, str] = {
    "SERVER_MAILBOX": QT_TRANSLATE_NOOP("sentences", "{address}: {state}, posko {post}, {quota} MB, sejak {since}"),
    "SERVER_MAILBOX_STATE_RESERVED": QT_TRANSLATE_NOOP("sentences", "menunggu aktivasi"),
    "SERVER_MAILBOX_STATE_ACTIVE": QT_TRANSLATE_NOOP("sentences", "aktif"),
    "SERVER_MAILBOX_STATE_EXPIRED": QT_TRANSLATE_NOOP("sentences", "lewat waktunya"),
    "SERVER_MAILBOX_STATE_DISABLED": QT_TRANSLATE_NOOP("sentences", "ditutup"),
    "SERVER_MAILBOX_NONE": QT_TRANSLATE_NOOP("sentences", "Belum ada kotak e-mail."),
    "SERVER_MAILBOX_UNTIL": QT_TRANSLATE_NOOP("sentences", "Kodenya berlaku sampai {until}."),
    "SERVER_MAILBOX_FORWARDS": QT_TRANSLATE_NOOP("sentences", "Suratnya diteruskan ke alamat lain."),
    "SERVER_MAILBOX_ALSO": QT_TRANSLATE_NOOP("sentences", "Nama lain: {alias}."),
    "SERVER_MAILBOX_ACT_ACTIVATED": QT_TRANSLATE_NOOP("sentences", "diaktifkan pemiliknya"),
    "SERVER_MAILBOX_ACT_RECOVERED": QT_TRANSLATE_NOOP("sentences", "pemiliknya membuat kata sandi baru dengan kode"),
    "SERVER_MAILBOX_ACT_PASSWORD_CHANGED": QT_TRANSLATE_NOOP("sentences", "pemiliknya mengganti kata sandi"),
    "SERVER_MAILBOX_ACT_FORWARD_SET": QT_TRANSLATE_NOOP("sentences", "penerusan surat disetel"),
    "SERVER_MAILBOX_ACT_FORWARD_CLEARED": QT_TRANSLATE_NOOP("sentences", "penerusan surat dihentikan"),
    "SERVER_MAILBOX_ACT_CODE_SET": QT_TRANSLATE_NOOP("sentences", "kode aktivasi baru dibuat"),
    "SERVER_MAILBOX_ACT_DISABLED": QT_TRANSLATE_NOOP("sentences", "ditutup"),
    "SERVER_MAILBOX_ACT_ENABLED": QT_TRANSLATE_NOOP("sentences", "dibuka lagi"),
    "SERVER_MAILBOX_ACT_QUOTA_SET": QT_TRANSLATE_NOOP("sentences", "kuota diganti"),
    "SERVER_MAILBOX_ACT_ALIAS_ADDED": QT_TRANSLATE_NOOP("sentences", "nama lain diberikan"),
    "SERVER_MAILBOX_ACT_ALIAS_REMOVED": QT_TRANSLATE_NOOP("sentences", "nama lain dicabut"),
    "SERVER_MAILBOX_ACT_EXPIRED": QT_TRANSLATE_NOOP("sentences", "lewat waktunya tanpa diaktifkan"),
    "SERVER_MAILBOX_DONE": QT_TRANSLATE_NOOP("sentences", "Kotak {address}: perubahan tersimpan dan dicatat."),
    "SERVER_MAILBOX_CODE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kode aktivasi baru untuk {address}: {code}\nBerlaku sekali, sampai {until}; kode sebelumnya tidak berlaku "
        "lagi. Tulis di kartu dan berikan hanya kepada pemiliknya.",
    ),
    "SERVER_MAILBOX_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Tidak ada kotak dengan alamat itu. Lihat daftarnya dengan posko-server mailbox list."
    ),
    "SERVER_MAILBOX_IS_DISABLED": QT_TRANSLATE_NOOP(
        "sentences", "Kotak ini ditutup, jadi tidak ada yang berubah. Buka dulu dengan posko-server mailbox enable."
    ),
    "SERVER_MAILBOX_NOT_ACTIVE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak ini belum diaktifkan pemiliknya, jadi suratnya belum bisa diteruskan. Tidak ada yang berubah.",
    ),
    "SERVER_MAILBOX_QUOTA": QT_TRANSLATE_NOOP("sentences", "Isi kuota dari 1 sampai {limit} MB."),
    "SERVER_MAILBOX_FORWARD": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat tujuan tidak bisa dipakai. Tidak ada yang berubah. Tulis alamat lengkap di luar domain ini.",
    ),
    "SERVER_MAILBOX_ALIAS": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama lain harus alamat lengkap di domain yang sama, dan tidak berakhir dengan titik dan angka. Tidak ada yang "
        "berubah.",
    ),
    "SERVER_MAILBOX_ALIAS_OFFICE": QT_TRANSLATE_NOOP(
        "sentences",
        "Nama lain ini adalah nama kantor. Siapa yang memilikinya bisa menulis atas nama kantor, jadi tidak diberikan "
        "kepada warga. Tidak ada yang berubah.",
    ),
    "SERVER_MAILBOX_ALIAS_TAKEN": QT_TRANSLATE_NOOP(
        "sentences", "Nama itu sudah dipakai kotak lain. Tidak ada yang berubah."
    ),
    "SERVER_MAILBOX_ALIAS_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Kotak ini tidak punya nama lain seperti itu. Tidak ada yang berubah."
    ),
    "SERVER_PROXY": QT_TRANSLATE_NOOP(
        "sentences", "Alamat proxy {proxy} bukan alamat IP. Server tidak dijalankan. Tulis misalnya 10.0.0.2."
    ),
    "SERVER_MAILBOX_REASON": QT_TRANSLATE_NOOP(
        "sentences", "Isi nama petugas, alasan, dan surat yang dilihat, masing-masing paling banyak {limit} huruf."
    ),
}
"""What the mail officer's commands say."""

ACCOUNT_DESK: Mapping[str, str] = {
    "PROOF_NONE": QT_TRANSLATE_NOOP(
        "sentences", "Alamat ini belum dibuktikan. Kirim kode; pemohon membacakan enam angka dari e-mailnya."
    ),
    "PROOF_WAITING": QT_TRANSLATE_NOOP("sentences", "Kode sudah diminta. Server sedang mengirimnya."),
    "PROOF_WAITING_FOR_LINE": QT_TRANSLATE_NOOP(
        "sentences",
        "Permintaan kode tersimpan dan berangkat begitu internet ada. Bantuan ini boleh diselesaikan dulu.",
    ),
    "PROOF_READ": QT_TRANSLATE_NOOP("sentences", "Angkanya sudah dicatat dan sedang diperiksa server."),
    "PROOF_READ_FOR_LINE": QT_TRANSLATE_NOOP(
        "sentences", "Angkanya tersimpan dan diperiksa begitu internet ada. Bantuan ini boleh diselesaikan dulu."
    ),
    "PROOF_REFUSED_NO_MAILBOX": QT_TRANSLATE_NOOP(
        "sentences", "Penyedia e-mail tidak mengenal alamat ini. Cocokkan ejaannya dengan pemohon, lalu kirim lagi."
    ),
    "PROOF_REFUSED_NO_DOMAIN": QT_TRANSLATE_NOOP(
        "sentences", "Bagian sesudah @ tidak ada di internet. Cocokkan ejaannya dengan pemohon, lalu kirim lagi."
    ),
    "PROOF_LIMIT_UNTIL": QT_TRANSLATE_NOOP(
        "sentences", "Sudah terlalu banyak kode diminta untuk alamat atau meja ini. Kirim lagi sesudah pukul {again}."
    ),
    "MAILBOX_RESERVED": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat ini sudah dipesan dan tidak diberikan kepada orang lain. Kotaknya dibuat server begitu data terkirim.",
    ),
    "BROWSER_NONE": QT_TRANSLATE_NOOP(
        "sentences",
        "Posko tidak menemukan peramban di laptop ini. Buka jendela privat sendiri, lalu ketik {address}.",
    ),
    "BROWSER_REFUSED": QT_TRANSLATE_NOOP(
        "sentences", "{browser} tidak mau terbuka. Buka jendela privat sendiri, lalu ketik {address}."
    ),
}
"""The window's account desk: what waits here for the line, and the browser."""

ACCOUNTS: Mapping[str, str] = {
    # why something is not done with a help with e-mail
    "ACCOUNT_UNKNOWN": QT_TRANSLATE_NOOP(
        "sentences", "Bantuan e-mail ini tidak ada di meja ini. Buka daftar bantuan, lalu pilih lagi."
    ),
    "ACCOUNT_ENDED": QT_TRANSLATE_NOOP(
        "sentences", "Bantuan ini sudah ditutup. Buka lagi dulu kalau orangnya kembali."
    ),
    "ACCOUNT_STILL_OPEN": QT_TRANSLATE_NOOP("sentences", "Bantuan ini masih berjalan, jadi tidak perlu dibuka lagi."),
    "ACCOUNT_NO_ADDRESS": QT_TRANSLATE_NOOP(
        "sentences", "Alamat e-mail belum diisi. Isi alamatnya dulu, atau tutup bantuan ini dengan alasan."
    ),
    "ACCOUNT_BAD_ADDRESS": QT_TRANSLATE_NOOP(
        "sentences", "Alamat e-mail ini belum bisa disimpan. Cocokkan ejaannya bersama pemohon."
    ),
    "ACCOUNT_NO_REASON": QT_TRANSLATE_NOOP(
        "sentences", "Pilih dulu mengapa alamatnya belum jadi. Bantuan belum ditutup."
    ),
    "ACCOUNT_NO_SPACE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak e-mail daerah belum bisa diberikan dari meja ini. Hubungkan laptop ke server satu kali, atau pakai cara "
        "lain dulu.",
    ),
    "ACCOUNT_BAD_STEM": QT_TRANSLATE_NOOP(
        "sentences", "Nama ini belum bisa dipakai untuk alamat. Pilih salah satu usulan, atau ubah sedikit."
    ),
    "ACCOUNT_NAME_TAKEN": QT_TRANSLATE_NOOP(
        "sentences", "Alamat {address} sudah ada yang punya di posko ini. Pilih nama lain."
    ),
    "ACCOUNT_HAS_MAILBOX": QT_TRANSLATE_NOOP(
        "sentences",
        "Pemohon ini sudah punya kotak e-mail {address}. Jangan buat yang kedua; kalau kodenya hilang, cetak kode "
        "baru.",
    ),
    "ACCOUNT_PERSON_HAS_MAILBOX": QT_TRANSLATE_NOOP(
        "sentences",
        "Orang ini sudah mendapat kotak e-mail {address} dalam bantuan sebelumnya. Buka bantuan itu; kalau "
        "kodenya hilang, cetak kode baru di sana.",
    ),
    "ACCOUNT_NO_MAILBOX": QT_TRANSLATE_NOOP("sentences", "Bantuan ini belum punya kotak e-mail. Pilih namanya dulu."),
    "ACCOUNT_MAILBOX_IN_USE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak e-mail {address} sudah dipakai pemiliknya. Kode baru hanya lewat pemulihan oleh koordinator.",
    ),
    "ACCOUNT_MAILBOX_CLOSED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak e-mail {address} tidak bisa diberi kode baru. Beri nama lain, atau tanyakan kepada petugas e-mail "
        "dinas.",
    ),
    "ACCOUNT_NOT_ACTIVE": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak e-mail ini belum diaktifkan pemiliknya, jadi kode belum bisa dibaca. Minta pemohon mengaktifkannya "
        "dulu.",
    ),
    "ACCOUNT_NEEDS_COORDINATOR": QT_TRANSLATE_NOOP(
        "sentences", "Pemulihan kotak e-mail hanya dilakukan koordinator. Panggil koordinator ke meja ini."
    ),
    "ACCOUNT_NO_ID_PAPER": QT_TRANSLATE_NOOP(
        "sentences", "Tulis apa yang terjadi dan kartu apa yang diperlihatkan pemohon. Kode baru belum dibuat."
    ),
    "ACCOUNT_PAPER_NUMBER": QT_TRANSLATE_NOOP(
        "sentences",
        "Nomor surat tidak perlu ditulis di sini. Hapus deretan angkanya; cukup nama suratnya dan apa yang terjadi. "
        "Kode baru belum dibuat.",
    ),
    "ACCOUNT_PROVEN": QT_TRANSLATE_NOOP("sentences", "Alamat ini sudah terbukti milik pemohon. Tidak perlu kode lagi."),
    "ACCOUNT_PROOF_WAITS": QT_TRANSLATE_NOOP(
        "sentences",
        "Permintaan kode masih di jalan. Tunggu sebentar; kalau jaringan putus, permintaan terkirim sendiri nanti.",
    ),
    "ACCOUNT_PROOF_LIMIT": QT_TRANSLATE_NOOP(
        "sentences", "Sudah terlalu banyak kode diminta. Tunggu beberapa menit, lalu kirim lagi."
    ),
    "ACCOUNT_PROOF_NOT_ASKED": QT_TRANSLATE_NOOP(
        "sentences", "Belum ada kode yang diminta untuk alamat ini. Kirim kode dulu."
    ),
    "ACCOUNT_PROOF_OVER": QT_TRANSLATE_NOOP(
        "sentences", "Kode itu sudah tidak berlaku. Kirim kode baru, lalu minta pemohon membacakannya."
    ),
    "ACCOUNT_PROOF_DIGITS": QT_TRANSLATE_NOOP(
        "sentences", "Kodenya {digits} angka. Minta pemohon membacakannya sekali lagi."
    ),
    # what the server told about a proof or a mailbox
    "PROOF_SENT": QT_TRANSLATE_NOOP(
        "sentences", "Kode sudah dikirim ke alamat itu. Minta pemohon membacakan angkanya."
    ),
    "PROOF_DELAYED": QT_TRANSLATE_NOOP(
        "sentences", "Kode belum terkirim karena server surat sedang sibuk. Server mencoba lagi sendiri."
    ),
    "PROOF_REFUSED": QT_TRANSLATE_NOOP(
        "sentences", "Kode tidak bisa diantar ke alamat e-mail pemohon. Cocokkan ejaan alamatnya, lalu kirim kode lagi."
    ),
    "PROOF_LIMIT": QT_TRANSLATE_NOOP(
        "sentences",
        "Sudah terlalu banyak kode diminta untuk alamat atau meja ini. Tunggu beberapa menit, lalu kirim lagi.",
    ),
    "PROOF_GOOD": QT_TRANSLATE_NOOP("sentences", "Alamat e-mail ini terbukti milik pemohon."),
    "PROOF_WRONG": QT_TRANSLATE_NOOP(
        "sentences", "Angkanya belum cocok. Minta pemohon membacakannya lagi; sisa {left} kali."
    ),
    "PROOF_EXPIRED": QT_TRANSLATE_NOOP("sentences", "Kode itu sudah tidak berlaku. Kirim kode baru."),
    "MAIL_OFF": QT_TRANSLATE_NOOP(
        "sentences",
        "Server ini belum mengurus e-mail. Data tetap tersimpan; alamat belum bisa dibuktikan, kotak e-mail belum bisa "
        "dipakai.",
    ),
    "MAILBOX_READY": QT_TRANSLATE_NOOP("sentences", "Kotak e-mail sudah siap dan menunggu diaktifkan pemiliknya."),
    "MAILBOX_TAKEN": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat kotak e-mail ini sudah lebih dulu menjadi milik orang lain. Hubungi pemohon, lalu beri nama baru.",
    ),
    "MAILBOX_ACTIVE": QT_TRANSLATE_NOOP("sentences", "Kotak e-mail sudah diaktifkan pemiliknya dan bisa dipakai."),
    "MAILBOX_EXPIRED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kotak e-mail ini tidak diaktifkan pada waktunya. Cetak kode baru kalau pemohon masih mau memakainya.",
    ),
    "MAILBOX_DISABLED": QT_TRANSLATE_NOOP("sentences", "Kotak e-mail ini ditutup sementara oleh petugas e-mail dinas."),
    "MAILBOX_ENABLED": QT_TRANSLATE_NOOP("sentences", "Kotak e-mail ini sudah bisa dipakai lagi."),
    "MAILBOX_CODE_REFUSED": QT_TRANSLATE_NOOP(
        "sentences",
        "Kartu yang terakhir dicetak tidak berlaku: kotak e-mailnya sudah diaktifkan, atau sudah ada kode yang lebih "
        "baru. Ambil kembali kartu itu.",
    ),
}
"""Help with e-mail: refusals, and what the server told of proofs and mailboxes."""

MAIL_COPY: Mapping[str, str] = {
    "MAIL_DB_FOLDER": QT_TRANSLATE_NOOP(
        "sentences",
        "Folder {folder} tidak ada atau tidak bisa ditulisi, padahal akun kotak e-mail untuk Postfix dan Dovecot "
        "ditulis di sana. Buat foldernya atau perbaiki izinnya; server tidak dijalankan sebelum itu.",
    ),
    "MAIL_DB_OTHER": QT_TRANSLATE_NOOP(
        "sentences",
        "{file} bukan salinan akun kotak e-mail milik server Posko, atau rusak. Isinya tidak diubah. Periksa "
        "--mail-db; salinan yang rusak boleh dihapus, server menulisnya lagi.",
    ),
}

SERVER_MAIL: Mapping[str, str] = {
    "SERVER_SMTP_URL": QT_TRANSLATE_NOOP(
        "sentences",
        "Alamat server pengirim surat tidak dikenal. Tulis smtps://PENGGUNA:RAHASIA@KOMPUTER, "
        "smtp+starttls://PENGGUNA:RAHASIA@KOMPUTER:587, atau smtp://localhost:25. Ke komputer lain surat hanya dikirim "
        "lewat sambungan yang tersandi.",
    ),
    "SERVER_MAIL_FROM": QT_TRANSLATE_NOOP(
        "sentences", "Alamat pengirim surat tidak terbaca. Tulis satu alamat, misalnya posko@warga.contoh.go.id."
    ),
    "SERVER_MAIL_DOMAIN": QT_TRANSLATE_NOOP(
        "sentences", "Domain {domain} tidak terbaca. Tulis misalnya warga.contoh.go.id, paling panjang 120 huruf."
    ),
    "SERVER_MAIL_DB": QT_TRANSLATE_NOOP(
        "sentences",
        "Berkas untuk program surat hanya dibuat oleh server dengan SQLite. Pada PostgreSQL program surat membaca dari "
        "basis data itu sendiri.",
    ),
    "SERVER_MAIL_BOUNCES": QT_TRANSLATE_NOOP(
        "sentences",
        "Surat yang kembali tidak bisa dibaca dari {folder}. Buat folder di atasnya, dan sebutkan juga server serta "
        "alamat pengirim surat; nama di depan @ paling panjang 31 huruf.",
    ),
    "SERVER_MAIL_HOST": QT_TRANSLATE_NOOP(
        "sentences", "Alamat {host} tidak terbaca. Tulis nama komputer dan porta, misalnya mail.warga.contoh.go.id:993."
    ),
    "MAIL_CODE_SUBJECT": QT_TRANSLATE_NOOP("sentences", "{code} adalah kode Posko Anda"),
    "MAIL_CODE_FROM": QT_TRANSLATE_NOOP("sentences", "Posko Pendaftaran"),
    "MAIL_CODE_ITSELF": QT_TRANSLATE_NOOP("sentences", "Kode Anda: {code}"),
    "MAIL_CODE_WHY": QT_TRANSLATE_NOOP(
        "sentences", "Petugas di {post} meminta kode ini untuk memastikan bahwa alamat e-mail ini milik Anda."
    ),
    "MAIL_CODE_READ_OUT": QT_TRANSLATE_NOOP(
        "sentences", "Bacakan kode ini kepada petugas yang ada di depan Anda. Kode berlaku {minutes} menit."
    ),
    "MAIL_CODE_NEVER": QT_TRANSLATE_NOOP(
        "sentences",
        "Jangan berikan kode ini lewat telepon, SMS, atau WhatsApp kepada siapa pun. "
        "Petugas tidak pernah meminta kata sandi Anda.",
    ),
    "MAIL_CODE_NOT_MINE": QT_TRANSLATE_NOOP(
        "sentences", "Kalau Anda sedang tidak di posko, abaikan surat ini: tidak ada yang berubah."
    ),
}

SENTENCES: Mapping[str, str] = {
    **MAIL_COPY,
    **ACCOUNTS,
    **EMAIL_HELP,
    **IDENTITY,
    **ACCOUNT_DESK,
    **MAIL_NAMES,
    **PASSWORDS,
    **PAPERS,
    **RESOURCES,
    **SURVEY_FILES,
    **WIRE,
    **SERVER,
    **SERVER_CHECK,
    **SERVER_MAIL,
    **VISIT,
    **PROGRAMME_RULES,
    **DESK_TROUBLES,
    **LINE_TROUBLES,
    **LATER_ACTS,
    **DUPLICATES,
    **STAGES,
    **FORM,
    **PRINTING,
    **THERMAL,
    **GATES,
    **EXPORTS,
    **RECONCILIATION,
    **PURGING,
    **DISPUTES,
    **CARRYING,
    **SLIP_PAGE,
    **QUEUE,
    **MAILBOX_PAGES,
    **MAILBOX_COMMANDS,
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
