"""Words of the official papers and lists that Posko prints and exports; Indonesian only, hence not for translation."""

from __future__ import annotations

from collections.abc import Mapping

LETTER_WORDS: Mapping[str, str] = {
    # lists
    "no": "No",
    "on": "Tanggal",
    "registration_no": "Nomor registrasi",
    "queue_number": "Nomor antrean",
    "status": "Status",
    "recorded": "Tercatat",
    "unit": "Perusahaan/unit",
    "papers_seen": "Berkas dilihat",
    "missing": "Masih kurang",
    "village": "Kelurahan/Desa",
    "district": "Kecamatan",
    "regency": "Kabupaten/Kota",
    "postal_code": "Kode pos",
    "officer": "Petugas",
    "age": "Usia",
    "about_agency": "Instansi",
    "about_post": "Posko",
    "about_period": "Masa",
    "about_programme": "Program",
    "about_made_by": "Dibuat oleh",
    "about_made_at": "Dibuat pada",
    "about_version": "Versi kolom",
    "about_rules": "Versi aturan",
    "period": "{first} s.d. {last}",
    "all_days": "semua hari",
    "mark": "{about} · {made_at} · kode isi {checksum}",
    "mark_one": "{about} · {made_at}",
    # signatures
    "place_and_day": "{place}, {day}",
    "applicant": "Pemohon",
    "applicant_hand": "tanda tangan atau cap jempol",
    "guardian": "Wali",
    "representative": "Wakil",
    "signs_for": "{role}: {name} a.n. {applicant}",
    "name_line": "..............................",
    "signer_name": "Nama",
    "signer_relation": "Hubungan dengan pemohon",
    "officer_hand": "Petugas Posko",
    "nip": "NIP ....................",
    "coordinator_hand": "Mengetahui, Koordinator Posko",
    "giver": "Yang menyerahkan",
    "taker": "Yang menerima",
    # application form
    "form_title": "FORMULIR {act} {programme}",
    "form_identity": "A. Data pemohon",
    "form_questions": "B. Keterangan untuk program",
    "form_papers": "C. Berkas",
    "form_end": "Saya mengisi formulir ini dengan sebenarnya dan sudah membaca ulang isinya bersama petugas.",
    "number": "Nomor: {number}",
    "queue": "Antrean {queue} · {day}",
    # statement of the applicant
    "statement_title": "SURAT PERNYATAAN",
    "statement_begin": "Saya yang bertanda tangan di bawah ini:",
    "statement_says": "menyatakan untuk {programme}:",
    "statement_on_behalf": "untuk dan atas nama pemohon:",
    "statement_true": "Data dan berkas yang saya berikan benar dan milik saya.",
    "statement_true_for": "Data dan berkas yang saya berikan benar dan merupakan data pemohon.",
    "statement_rule": "Saya memenuhi syarat: {rule}.",
    "statement_rule_for": "Pemohon memenuhi syarat: {rule}.",
    "statement_consent_for": "Atas nama pemohon: {consent}",
    "statement_consequence": "Bila pernyataan ini tidak benar, saya bersedia menanggung akibatnya menurut peraturan.",
    # statement of correctness of the agency
    "correctness_title": "SURAT PERNYATAAN KEBENARAN DATA",
    "correctness_begin": "Yang bertanda tangan di bawah ini, atas nama {agency}, menyatakan bahwa {count} data "
    "{act} {programme} masa {period} dari {post} dicatat dari keterangan dan berkas yang ditunjukkan pemohon, "
    "sudah diperiksa kelengkapannya di posko, dan dijaga kerahasiaannya.",
    "correctness_file": "Isi berkas rekap yang disertakan bertanda kode isi {checksum}.",
    "correctness_limit": "Kebenaran NIK terhadap data kependudukan belum diperiksa di posko.",
    "correctness_law": "Dasar: {law}.",
    # minutes of the hand-over
    "handover_title": "BERITA ACARA SERAH TERIMA DATA",
    "handover_begin": "Pada hari {day} telah diserahterimakan data {act} {programme} masa {period} dari "
    "{place}, dengan rincian:",
    "handover_file": "Berkas rekap: {count} baris, kode isi {checksum}.",
    "handover_end": "Berita acara ini dibuat rangkap dua, masing-masing untuk yang menyerahkan dan yang menerima.",
    "count_of": "Jumlah",
    "women": "Perempuan",
    "men": "Laki-laki",
    "sex_unknown": "Belum diketahui",
    "all": "Semua",
    # referral to Dukcapil
    "referral_title": "SURAT RUJUKAN KE DUKCAPIL",
    "referral_begin": "Pemohon di bawah ini datang ke {post}. NIK-nya belum bisa dipakai di posko. Mohon "
    "bantuan memeriksa atau memperbaikinya.",
    "referral_reason": "Yang ditemukan di posko:",
    "referral_none": "Pemohon belum bisa menunjukkan NIK.",
    "referral_end": "Kunjungan ini tetap tercatat di posko. Sesudah NIK benar, pemohon cukup datang lagi membawa "
    "surat ini.",
    "referral_free": "Layanan ini GRATIS.",
    # lists
    "recap_title": "REKAP {act} {programme}",
    "proposal_title": "DAFTAR USULAN DAN PENGECEKAN {programme}",
    "proposal_note": "Daftar ini bahan usulan lewat musyawarah kelurahan; bukan penetapan penerima.",
    "represented_by": "Diwakili oleh",
    "waiting_title": "DAFTAR TUNGGU {programme}",
    "group": "Kelompok",
    "batch": "Gelombang",
    # one applicant's papers together
    "checklist_title": "DAFTAR PERIKSA BERKAS {programme}",
    "checklist_alternative": "{paper} (boleh diganti: {instead})",
    "checklist_order": "Susun pindaian menurut urutan ini menjadi satu berkas PDF.",
    "female": "Perempuan",
    "male": "Laki-laki",
    "yes": "ya",
    "no_answer": "tidak",
}


def letter_word(key: str, **facts: str | int) -> str:
    """One of these words with its places filled."""
    return LETTER_WORDS[key].format_map(facts)
