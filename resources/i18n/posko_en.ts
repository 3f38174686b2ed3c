<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="id_ID">
<context>
    <name>sentences</name>
    <message>
        <source>Isian ini terlalu panjang, lebih dari {most} huruf. Isi hanya yang tertulis di kartu.</source>
        <translation>This entry is too long, more than {most} letters. Enter only what the card says.</translation>
    </message>
    <message>
        <source>Ini tampak seperti NIK atau nomor KK. Pindahkan ke kotaknya, lalu isi {field} yang benar di sini.</source>
        <translation>This looks like a NIK or a family card number. Move it to its own box, then fill in the right {field} here.</translation>
    </message>
    <message>
        <source>Ini tampak seperti nomor HP. Pindahkan ke kotak Nomor HP, lalu isi {field} yang benar di sini.</source>
        <translation>This looks like a mobile number. Move it to the box Mobile number, then fill in the right {field} here.</translation>
    </message>
    <message>
        <source>Ini tampak seperti alamat e-mail. Pindahkan ke isian E-mail, lalu isi {field} yang benar di sini.</source>
        <translation>This looks like an e-mail address. Move it to the box E-mail, then fill in the right {field} here.</translation>
    </message>
    <message>
        <source>Ini tampak seperti tanggal. Pindahkan ke kotak Tanggal lahir, lalu isi {field} yang benar di sini.</source>
        <translation>This looks like a date. Move it to the box Birth date, then fill in the right {field} here.</translation>
    </message>
    <message>
        <source>NIK belum diisi. Salin 16 angka dari KTP-el atau KK.</source>
        <translation>The NIK is still empty. Copy the 16 digits from the KTP-el or the KK.</translation>
    </message>
    <message>
        <source>NIK baru {length} angka. NIK harus {needed} angka. Periksa lagi kartunya.</source>
        <translation>The NIK has only {length} digits so far. A NIK has {needed} digits. Check the card again.</translation>
    </message>
    <message>
        <source>NIK terisi {length} angka. NIK harus {needed} angka. Periksa lagi kartunya.</source>
        <translation>The NIK has {length} digits. A NIK has {needed} digits. Check the card again.</translation>
    </message>
    <message>
        <source>NIK hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Periksa lagi kartunya.</source>
        <translation>A NIK has digits only, but there are letters or other signs here. Check the card again.</translation>
    </message>
    <message>
        <source>Ada huruf yang mirip angka di NIK ini. Maksudnya {proposal}? Cocokkan dengan kartunya.</source>
        <translation>There are letters that look like digits in this NIK. Do you mean {proposal}? Compare it with the card.</translation>
    </message>
    <message>
        <source>Angka NIK rusak karena lembar kerja (Excel) membulatkannya. Ubah kolom NIK menjadi teks, lalu isi lagi dari kartu.</source>
        <translation>The digits of this NIK are damaged because a spreadsheet (Excel) rounded them. Make the NIK column a text column, then enter the NIK again from the card.</translation>
    </message>
    <message>
        <source>Angka ini hanya pengisi, bukan NIK. Salin 16 angka dari KTP-el atau KK, atau simpan dulu sebagai draf.</source>
        <translation>These digits only fill the box; they are not a NIK. Copy the 16 digits from the KTP-el or the KK, or save a draft for now.</translation>
    </message>
    <message>
        <source>Ini bukan NIK nasional: NIK tidak dimulai dengan angka 0. Minta NIK yang tertulis di KTP-el atau KK.</source>
        <translation>This is not a national NIK: a NIK does not begin with 0. Ask for the NIK on the KTP-el or the KK.</translation>
    </message>
    <message>
        <source>Tidak ada provinsi dengan kode {province}. Periksa dua angka pertama. Kunjungan tetap dicatat kalau NIK belum jelas.</source>
        <translation>There is no province with the code {province}. Check the first two digits. The visit is recorded even if the NIK is not clear yet.</translation>
    </message>
    <message>
        <source>Kode kabupaten/kota atau kecamatan di NIK tidak mungkin 00. Periksa angka ketiga sampai keenam.</source>
        <translation>The regency/city or kecamatan code in a NIK cannot be 00. Check the third to sixth digits.</translation>
    </message>
    <message>
        <source>NIK ini untuk latihan saja. Pakai NIK dari kartu, atau buka Posko dalam mode latihan.</source>
        <translation>This NIK is for training only. Use the NIK on the card, or open Posko in training mode.</translation>
    </message>
    <message>
        <source>Tanggal {day} di NIK tidak mungkin: 01-31 untuk laki-laki, 41-71 untuk perempuan. Periksa angka ketujuh dan kedelapan.</source>
        <translation>Day {day} in the NIK is not possible: 01-31 for men, 41-71 for women. Check the seventh and eighth digits.</translation>
    </message>
    <message>
        <source>Bulan {month} di NIK tidak ada. Periksa angka kesembilan dan kesepuluh.</source>
        <translation>There is no month {month} in the NIK. Check the ninth and tenth digits.</translation>
    </message>
    <message>
        <source>Tanggal lahir di NIK tidak ada di kalender. Periksa angka ketujuh sampai kedua belas.</source>
        <translation>The birth date in the NIK is not in the calendar. Check the seventh to twelfth digits.</translation>
    </message>
    <message>
        <source>Tanggal lahir di NIK belum terjadi. Periksa angka ketujuh sampai kedua belas, dan tanggal laptop.</source>
        <translation>The birth date in the NIK has not come yet. Check the seventh to twelfth digits, and the date of the laptop.</translation>
    </message>
    <message>
        <source>NIK tidak pernah berakhir dengan 0000. Periksa empat angka terakhir.</source>
        <translation>A NIK never ends with 0000. Check the last four digits.</translation>
    </message>
    <message>
        <source>Kode wilayah {district} tidak ada di daftar kami. Bisa jadi kode lama, dan NIK tetap berlaku. Cocokkan enam angka pertama dengan kartunya.</source>
        <translation>The region code {district} is not in our list. It may be an old code, and the NIK stays valid. Compare the first six digits with the card.</translation>
    </message>
    <message>
        <source>Kode wilayah {district} ({name}) adalah kode lama. NIK tetap berlaku; tidak perlu diganti.</source>
        <translation>The region code {district} ({name}) is an old code. The NIK stays valid; it need not be changed.</translation>
    </message>
    <message>
        <source>Tanggal lahir di NIK bisa {birth_date} atau {other_date}. Tanyakan tahun lahirnya, lalu isi tanggal lahir lengkap.</source>
        <translation>The birth date in the NIK can be {birth_date} or {other_date}. Ask for the year of birth, then enter the full birth date.</translation>
    </message>
    <message>
        <source>Menurut NIK, tanggal lahirnya {birth_date} dan usianya {age} tahun. Tanyakan tahun lahirnya, lalu isi tanggal lahir lengkap.</source>
        <translation>By the NIK, the birth date is {birth_date} and the age is {age}. Ask for the year of birth, then enter the full birth date.</translation>
    </message>
    <message>
        <source>Menurut NIK, tanggal lahirnya {birth_date} dan usianya {age} tahun. Itu tidak biasa untuk {paper}. Cocokkan dengan kartunya.</source>
        <translation>By the NIK, the birth date is {birth_date} and the age is {age}. That is unusual for a {paper}. Compare it with the card.</translation>
    </message>
    <message>
        <source>Tanggal lahir di NIK ({nik_date}) berbeda dengan kartu ({card_date}). Ini bisa terjadi. Pakai tanggal di kartu?</source>
        <translation>The birth date in the NIK ({nik_date}) differs from the card ({card_date}). This can happen. Use the date on the card?</translation>
    </message>
    <message>
        <source>Jenis kelamin di NIK ({nik_sex}) berbeda dengan kartu ({card_sex}). Ini bisa terjadi. Cocokkan NIK dengan kartunya, lalu pakai yang di kartu.</source>
        <translation>The sex in the NIK ({nik_sex}) differs from the card ({card_sex}). This can happen. Compare the NIK with the card, then use what the card says.</translation>
    </message>
    <message>
        <source>Nomor KK belum diisi. Salin 16 angka dari bagian atas Kartu Keluarga.</source>
        <translation>The KK number is still empty. Copy the 16 digits from the top of the family card (Kartu Keluarga).</translation>
    </message>
    <message>
        <source>Nomor KK baru {length} angka. Nomor KK harus {needed} angka. Periksa lagi kartunya.</source>
        <translation>The KK number has only {length} digits so far. A KK number has {needed} digits. Check the card again.</translation>
    </message>
    <message>
        <source>Nomor KK terisi {length} angka. Nomor KK harus {needed} angka. Periksa lagi kartunya.</source>
        <translation>The KK number has {length} digits. A KK number has {needed} digits. Check the card again.</translation>
    </message>
    <message>
        <source>Nomor KK hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Periksa lagi kartunya.</source>
        <translation>A KK number has digits only, but there are letters or other signs here. Check the card again.</translation>
    </message>
    <message>
        <source>Ada huruf yang mirip angka di nomor KK ini. Maksudnya {proposal}? Cocokkan dengan kartunya.</source>
        <translation>There are letters that look like digits in this KK number. Do you mean {proposal}? Compare it with the card.</translation>
    </message>
    <message>
        <source>Angka nomor KK rusak karena lembar kerja (Excel) membulatkannya. Ubah kolom nomor KK menjadi teks, lalu isi lagi dari kartu.</source>
        <translation>The digits of this KK number are damaged because a spreadsheet (Excel) rounded them. Make the KK column a text column, then enter the number again from the card.</translation>
    </message>
    <message>
        <source>Angka ini hanya pengisi, bukan nomor KK. Salin 16 angka dari Kartu Keluarga, atau simpan dulu sebagai draf.</source>
        <translation>These digits only fill the box; they are not a KK number. Copy the 16 digits from the family card (Kartu Keluarga), or save a draft for now.</translation>
    </message>
    <message>
        <source>Kotak Nomor KK berisi angka yang sama dengan kotak NIK. Salin Nomor KK dari bagian atas Kartu Keluarga, dan cocokkan NIK dengan KTP-el.</source>
        <translation>The box Family card number holds the same digits as the box NIK. Copy the family card number from the top of the family card, and compare the NIK with the KTP-el.</translation>
    </message>
    <message>
        <source>Ini bukan nomor KK nasional: nomor KK tidak dimulai dengan angka 0. Minta Kartu Keluarga yang baru.</source>
        <translation>This is not a national KK number: a KK number does not begin with 0. Ask for the new family card (Kartu Keluarga).</translation>
    </message>
    <message>
        <source>Nomor KK tidak pernah berakhir dengan 0000. Periksa empat angka terakhir.</source>
        <translation>A KK number never ends with 0000. Check the last four digits.</translation>
    </message>
    <message>
        <source>Tidak ada provinsi dengan kode {province}. Periksa dua angka pertama nomor KK.</source>
        <translation>There is no province with the code {province}. Check the first two digits of the KK number.</translation>
    </message>
    <message>
        <source>Kode kabupaten/kota atau kecamatan di nomor KK tidak mungkin 00. Periksa angka ketiga sampai keenam.</source>
        <translation>The regency/city or kecamatan code in a KK number cannot be 00. Check the third to sixth digits.</translation>
    </message>
    <message>
        <source>Nomor KK ini untuk latihan saja. Pakai nomor dari Kartu Keluarga, atau buka Posko dalam mode latihan.</source>
        <translation>This KK number is for training only. Use the number on the family card (Kartu Keluarga), or open Posko in training mode.</translation>
    </message>
    <message>
        <source>Kode wilayah {district} di nomor KK tidak ada di daftar kami. Bisa jadi kode lama. Cocokkan enam angka pertama dengan kartunya.</source>
        <translation>The region code {district} in the KK number is not in our list. It may be an old code. Compare the first six digits with the card.</translation>
    </message>
    <message>
        <source>Angka {digits} di nomor KK bukan tanggal yang biasa. Nomor seperti ini memang ada. Cocokkan dengan kartunya.</source>
        <translation>The digits {digits} in the KK number are no usual date. Such numbers do exist. Compare it with the card.</translation>
    </message>
    <message>
        <source>Nomor HP belum diisi. Isi nomor pemohon, atau isi kontak orang yang bisa dihubungi.</source>
        <translation>The mobile number is still empty. Enter the applicant&apos;s number, or a contact person who can be reached.</translation>
    </message>
    <message>
        <source>Ada dua nomor di satu kotak. Isi satu nomor HP saja; yang lain tulis di kontak lain.</source>
        <translation>There are two numbers in one box. Enter one mobile number only; write the other under other contacts.</translation>
    </message>
    <message>
        <source>Nomor HP rusak karena lembar kerja (Excel) mengubahnya. Ubah kolom nomor HP menjadi teks, lalu isi lagi.</source>
        <translation>The mobile number is damaged because a spreadsheet (Excel) changed it. Make the mobile number column a text column, then enter it again.</translation>
    </message>
    <message>
        <source>Ada huruf yang mirip angka di nomor HP ini. Maksudnya {proposal}? Bacakan kembali kepada pemohon.</source>
        <translation>There are letters that look like digits in this mobile number. Do you mean {proposal}? Read it back to the applicant.</translation>
    </message>
    <message>
        <source>Ada kata lain di kotak nomor HP. Maksudnya {proposal}? Tulis keterangannya di kotak lain.</source>
        <translation>There are other words in the box of the mobile number. Did you mean {proposal}? Write remarks in another box.</translation>
    </message>
    <message>
        <source>Nomor HP hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Hapus yang bukan angka.</source>
        <translation>A mobile number has digits only, but there are letters or other signs here. Remove what is not a digit.</translation>
    </message>
    <message>
        <source>Nomor ini tidak dikenali. Tulis mulai dengan 08, atau dengan + dan kode negara untuk nomor luar negeri.</source>
        <translation>This number is not recognised. Begin with 08, or with + and the country code for a number abroad.</translation>
    </message>
    <message>
        <source>Nomor ini baru {length} angka, paling sedikit {least}. Bacakan kembali kepada pemohon.</source>
        <translation>This number has only {length} digits so far, at least {least} are needed. Read it back to the applicant.</translation>
    </message>
    <message>
        <source>Nomor ini {length} angka, paling banyak {most}. Bacakan kembali kepada pemohon.</source>
        <translation>This number has {length} digits, at most {most} are possible. Read it back to the applicant.</translation>
    </message>
    <message>
        <source>Awalan {prefix} tidak ada di daftar operator kami. Bacakan nomornya kembali kepada pemohon; simpan kalau benar.</source>
        <translation>The prefix {prefix} is not in our list of operators. Read the number back to the applicant; save if it is right.</translation>
    </message>
    <message>
        <source>Nomor ini tampak seperti pengisi. Tanyakan nomor yang benar, atau simpan kalau memang ini nomornya.</source>
        <translation>This number looks as if it only fills the box. Ask for the right number, or save if this really is the number.</translation>
    </message>
    <message>
        <source>Ini nomor telepon rumah atau kantor, tidak bisa menerima SMS. Tanyakan nomor HP; simpan kalau tidak ada.</source>
        <translation>This is a home or office telephone, it cannot receive SMS. Ask for a mobile number; save if there is none.</translation>
    </message>
    <message>
        <source>Ini nomor luar negeri. Tanyakan nomor HP Indonesia; simpan kalau belum ada.</source>
        <translation>This is a number abroad. Ask for an Indonesian mobile number; save if there is none yet.</translation>
    </message>
    <message>
        <source>Nomor ini kami baca sebagai nomor luar negeri, {number}. Bacakan kembali kepada pemohon; simpan kalau benar.</source>
        <translation>We read this as a foreign number, {number}. Read it back to the applicant; save it if it is right.</translation>
    </message>
    <message>
        <source>Alamat e-mail belum diisi. Tanyakan alamat milik pemohon, atau tawarkan bantuan membuat e-mail.</source>
        <translation>The e-mail address is still empty. Ask for the applicant&apos;s own address, or offer help with making one.</translation>
    </message>
    <message>
        <source>Alamat e-mail ini berisi huruf atau tanda khusus. Pakai huruf a-z dan angka saja; minta pemohon mengejanya.</source>
        <translation>This e-mail address has special letters or signs. Use only the letters a-z and digits; ask the applicant to spell it.</translation>
    </message>
    <message>
        <source>Alamat e-mail ini tidak punya tanda @. Minta pemohon mengeja alamatnya.</source>
        <translation>This e-mail address has no @ sign. Ask the applicant to spell the address.</translation>
    </message>
    <message>
        <source>Tanda @ di alamat e-mail ini lebih dari satu. Isi satu alamat saja.</source>
        <translation>This e-mail address has more than one @ sign. Enter one address only.</translation>
    </message>
    <message>
        <source>Bagian di depan @ tidak mungkin: ada titik di awal, di akhir, atau berulang, atau ada tanda yang dilarang. Minta pemohon mengejanya.</source>
        <translation>The part before the @ is not possible: there is a dot at the beginning, at the end or doubled, or a sign that is not allowed. Ask the applicant to spell it.</translation>
    </message>
    <message>
        <source>Bagian di belakang @ bukan alamat yang lengkap. Contoh yang benar: gmail.com. Minta pemohon mengejanya.</source>
        <translation>The part after the @ is not a complete address. A correct example: gmail.com. Ask the applicant to spell it.</translation>
    </message>
    <message>
        <source>Ada yang keliru tertulis di alamat e-mail ini. Maksudnya {proposal}? Minta pemohon mengejanya.</source>
        <translation>Something in this e-mail address is written wrongly. Did you mean {proposal}? Ask the applicant to spell it.</translation>
    </message>
    <message>
        <source>Nama {provider} panjangnya {least} sampai {most} huruf atau angka. Minta pemohon mengeja alamatnya.</source>
        <translation>A {provider} name has {least} to {most} letters or digits. Ask the applicant to spell the address.</translation>
    </message>
    <message>
        <source>Nama seperti ini tidak diterima {provider}. Minta pemohon mengeja alamatnya atau menunjukkannya di HP.</source>
        <translation>{provider} does not accept such a name. Ask the applicant to spell the address or to show it on the phone.</translation>
    </message>
    <message>
        <source>Alamat e-mail tertulis {domain}. Maksudnya {meant}?</source>
        <translation>The e-mail address says {domain}. Do you mean {meant}?</translation>
    </message>
    <message>
        <source>Alamat ini tampak seperti alamat posko atau kantor. Minta alamat milik pemohon sendiri.</source>
        <translation>This looks like the address of a posko or an office. Ask for the applicant&apos;s own address.</translation>
    </message>
    <message>
        <source>Alamat ini tampak seperti pengisi. Tanyakan alamat yang benar, atau kosongkan dan tawarkan bantuan membuat e-mail.</source>
        <translation>This address looks as if it only fills the box. Ask for the right address, or leave it empty and offer help with making one.</translation>
    </message>
    <message>
        <source>Alamat ini sudah dipakai orang lain di posko ini. Minta alamat milik pemohon sendiri, atau tawarkan bantuan membuat e-mail.</source>
        <translation>Someone else at this posko already uses this address. Ask for the applicant&apos;s own address, or offer help with making one.</translation>
    </message>
    <message>
        <source>Nama belum diisi. Salin nama dari kartu.</source>
        <translation>The name is still empty. Copy the name from the card.</translation>
    </message>
    <message>
        <source>Nama tidak berisi angka. Salin nama dari kartu.</source>
        <translation>A name has no digits. Copy the name from the card.</translation>
    </message>
    <message>
        <source>Ada angka di dalam nama ini. Maksudnya {proposal}? Cocokkan dengan kartunya.</source>
        <translation>There are digits in this name. Do you mean {proposal}? Compare it with the card.</translation>
    </message>
    <message>
        <source>Nama di KTP tertulis dengan huruf Latin. Salin nama dari kartu.</source>
        <translation>The name on a KTP is written in Latin letters. Copy the name from the card.</translation>
    </message>
    <message>
        <source>Ada huruf asing yang mirip huruf Latin di nama ini. Maksudnya {proposal}? Cocokkan dengan kartunya.</source>
        <translation>This name holds foreign letters that look like Latin ones. Did you mean {proposal}? Compare it with the card.</translation>
    </message>
    <message>
        <source>Tanda {sign} tidak ada di nama pada KTP. Hapus tanda itu, lalu cocokkan dengan kartunya.</source>
        <translation>The sign {sign} does not occur in names on a KTP. Remove it, then compare the name with the card.</translation>
    </message>
    <message>
        <source>Nama ini tampak memuat nama panggilan. Isi nama sesuai KTP saja; simpan kalau memang begitu di kartu.</source>
        <translation>This name seems to include a nickname. Enter only the name on the KTP; save if the card really says so.</translation>
    </message>
    <message>
        <source>Ada huruf dengan tanda khusus di nama ini. Cocokkan ejaannya dengan kartu.</source>
        <translation>There are letters with special marks in this name. Compare the spelling with the card.</translation>
    </message>
    <message>
        <source>Nama ini hanya satu huruf. Cocokkan dengan kartunya; simpan kalau memang begitu.</source>
        <translation>This name is a single letter. Compare it with the card; save if it is really so.</translation>
    </message>
    <message>
        <source>Nama ini {length} huruf, lebih dari {most}. Cocokkan dengan kartunya; simpan kalau memang begitu.</source>
        <translation>This name has {length} letters, more than {most}. Compare it with the card; save if it is really so.</translation>
    </message>
    <message>
        <source>Nama ini tampak seperti pengisi. Salin nama dari kartu, atau simpan kalau memang ini namanya.</source>
        <translation>This name looks as if it only fills the box. Copy the name from the card, or save if this really is the name.</translation>
    </message>
    <message>
        <source>Tanggal belum diisi. Tulis hari-bulan-tahun, misalnya 17-08-1990.</source>
        <translation>The date is still empty. Write day-month-year, for example 17-08-1990.</translation>
    </message>
    <message>
        <source>Tanggal ini tidak terbaca. Tulis hari-bulan-tahun, misalnya 17-08-1990.</source>
        <translation>This date cannot be read. Write day-month-year, for example 17-08-1990.</translation>
    </message>
    <message>
        <source>Ada huruf yang mirip angka di tanggal ini. Maksudnya {proposal}? Cocokkan dengan kartunya.</source>
        <translation>There are letters that look like digits in this date. Do you mean {proposal}? Compare it with the card.</translation>
    </message>
    <message>
        <source>Ada kata lain di kotak tanggal. Maksudnya {proposal}? Tempat lahir punya kotaknya sendiri.</source>
        <translation>There are other words in the date&apos;s box. Did you mean {proposal}? The birth place has a box of its own.</translation>
    </message>
    <message>
        <source>Bulan ke-{month} tidak ada. Tulis hari dulu, lalu bulan, lalu tahun, misalnya 17-08-1990.</source>
        <translation>There is no month {month}. Write the day first, then the month, then the year, for example 17-08-1990.</translation>
    </message>
    <message>
        <source>Tanggal ini tidak ada di kalender. Cocokkan dengan kartunya.</source>
        <translation>This date is not in the calendar. Compare it with the card.</translation>
    </message>
    <message>
        <source>Tanggal ini belum terjadi. Cocokkan dengan kartunya, dan periksa tanggal laptop.</source>
        <translation>This date has not come yet. Compare it with the card, and check the date of the laptop.</translation>
    </message>
    <message>
        <source>Menurut tanggal ini usianya {age} tahun, itu tidak mungkin. Cocokkan tahunnya dengan kartu.</source>
        <translation>By this date the age is {age}, which is not possible. Compare the year with the card.</translation>
    </message>
    <message>
        <source>Menurut tanggal ini usianya {age} tahun. Cocokkan tahunnya dengan kartu; simpan kalau benar.</source>
        <translation>By this date the age is {age}. Compare the year with the card; save if it is right.</translation>
    </message>
    <message>
        <source>Tahunnya hanya dua angka, kami baca sebagai {birth_date}. Tulis tahun empat angka kalau bukan itu maksudnya.</source>
        <translation>The year has two digits only; we read it as {birth_date}. Write the year with four digits if that is not what you mean.</translation>
    </message>
    <message>
        <source>RT/RW tidak diisi. Simpan kalau di kartu memang tidak ada.</source>
        <translation>RT/RW is empty. Save if there is really none on the card.</translation>
    </message>
    <message>
        <source>RT/RW tidak terbaca. Tulis seperti di kartu, misalnya 003/007.</source>
        <translation>RT/RW cannot be read. Write it as on the card, for example 003/007.</translation>
    </message>
    <message>
        <source>Ada huruf yang mirip angka di RT/RW ini. Maksudnya {proposal}? Cocokkan dengan kartunya.</source>
        <translation>This RT/RW holds letters that look like digits. Did you mean {proposal}? Compare it with the card.</translation>
    </message>
    <message>
        <source>Baru satu angka yang terbaca. Tulis RT dan RW dengan garis miring, misalnya 003/007.</source>
        <translation>Only one number could be read. Write RT and RW with a slash, for example 003/007.</translation>
    </message>
    <message>
        <source>RT dan RW paling banyak tiga angka. Tulis seperti di kartu, misalnya 003/007.</source>
        <translation>RT and RW have at most three digits each. Write them as on the card, for example 003/007.</translation>
    </message>
    <message>
        <source>RT/RW ini diubah lembar kerja (Excel) menjadi tanggal. Ubah kolom RT/RW menjadi teks, lalu isi lagi dari kartu.</source>
        <translation>A spreadsheet (Excel) turned this RT/RW into a date. Make the RT/RW column a text column, then enter it again from the card.</translation>
    </message>
    <message>
        <source>Hanya RT atau RW yang terisi, kami simpan sebagai {rt_rw}. Cocokkan dengan kartunya.</source>
        <translation>Only RT or only RW is filled in; we keep it as {rt_rw}. Compare it with the card.</translation>
    </message>
    <message>
        <source>RT {rt} tidak biasa. Cocokkan dengan kartunya; simpan kalau memang begitu.</source>
        <translation>RT {rt} is unusual. Compare it with the card; save if it is really so.</translation>
    </message>
    <message>
        <source>RW {rw} tidak biasa. Cocokkan dengan kartunya; simpan kalau memang begitu.</source>
        <translation>RW {rw} is unusual. Compare it with the card; save if it is really so.</translation>
    </message>
    <message>
        <source>Kelurahan/desa belum dipilih. Pilih dari daftar.</source>
        <translation>The kelurahan/desa has not been chosen yet. Choose it from the list.</translation>
    </message>
    <message>
        <source>Kode kelurahan/desa hanya berisi angka. Pilih kelurahan/desa dari daftar.</source>
        <translation>A kelurahan/desa code has digits only. Choose the kelurahan/desa from the list.</translation>
    </message>
    <message>
        <source>Kode ini belum sampai kelurahan/desa. Kodenya 10 angka; pilih kelurahan/desa dari daftar.</source>
        <translation>This code does not reach down to the kelurahan/desa. The code has 10 digits; choose the kelurahan/desa from the list.</translation>
    </message>
    <message>
        <source>Kode kelurahan/desa hanya 10 angka. Pilih kelurahan/desa dari daftar.</source>
        <translation>A kelurahan/desa code has only 10 digits. Choose the kelurahan/desa from the list.</translation>
    </message>
    <message>
        <source>Ini bukan kode Kemendagri; mungkin kode BPS. Pilih kelurahan/desa dari daftar.</source>
        <translation>This is not a Kemendagri code; it may be a BPS code. Choose the kelurahan/desa from the list.</translation>
    </message>
    <message>
        <source>Kode kelurahan/desa ini tidak ada di daftar. Pilih kelurahan/desa dari daftar.</source>
        <translation>This kelurahan/desa code is not in the list. Choose the kelurahan/desa from the list.</translation>
    </message>
    <message>
        <source>Kode {old_code} ({village}) adalah kode lama. Kode barunya {proposal}. Pakai kode baru?</source>
        <translation>The code {old_code} ({village}) is an old code. The new code is {proposal}. Use the new code?</translation>
    </message>
    <message>
        <source>Kode {old_code} ({village}) adalah kode lama; kode barunya tidak diketahui. Pilih kelurahan/desa dari daftar kalau ada, atau simpan kode lama ini.</source>
        <translation>The code {old_code} ({village}) is an old code; its new code is not known. Choose the kelurahan/desa from the list if it is there, or save this old code.</translation>
    </message>
    <message>
        <source>Kode wilayah ini untuk latihan saja. Pilih kelurahan/desa dari daftar.</source>
        <translation>This region code is for training only. Choose the kelurahan/desa from the list.</translation>
    </message>
    <message>
        <source>Kode pos belum diisi. Isi 5 angka, misalnya 13110.</source>
        <translation>The postal code is not filled in yet. Fill in 5 digits, for example 13110.</translation>
    </message>
    <message>
        <source>Kode pos hanya berisi angka, tetapi di sini ada huruf atau tanda lain. Isi 5 angka, misalnya 13110.</source>
        <translation>A postal code holds digits only, but there are letters or other signs here. Fill in 5 digits, for example 13110.</translation>
    </message>
    <message>
        <source>Ada huruf yang mirip angka di kode pos ini. Maksudnya {proposal}?</source>
        <translation>This postal code holds letters that look like digits. Did you mean {proposal}?</translation>
    </message>
    <message>
        <source>Kode pos ini {length} angka. Kode pos harus {needed} angka, misalnya 13110.</source>
        <translation>This postal code has {length} digits. A postal code must have {needed} digits, for example 13110.</translation>
    </message>
    <message>
        <source>Kode pos tidak dimulai dengan angka 0. Tanyakan lagi kode pos kelurahan/desanya.</source>
        <translation>A postal code does not begin with 0. Ask again for the postal code of the village.</translation>
    </message>
    <message>
        <source>Kode pos {postal_code} tidak ada di daftar kami. Cocokkan dengan alamatnya; simpan kalau memang begitu.</source>
        <translation>Postal code {postal_code} is not in our list. Compare it with the address; save it if it is really so.</translation>
    </message>
    <message>
        <source>Kode pos {postal_code} dipakai di {provinces}, bukan di provinsi alamat ini. Cocokkan dengan alamatnya.</source>
        <translation>Postal code {postal_code} is used in {provinces}, not in the province of this address. Compare it with the address.</translation>
    </message>
    <message>
        <source>Berkas aturan identitas rusak pada bagian {place}. Data pendaftaran di laptop ini tetap aman. Pasang ulang Posko.</source>
        <translation>The file of identity rules is damaged at {place}. The registrations on this laptop are safe. Install Posko again.</translation>
    </message>
    <message>
        <source>Berkas aturan survei rusak pada bagian {place}. Data pendaftaran di laptop ini tetap aman. Pasang ulang Posko.</source>
        <translation>The file of rules for the survey is damaged at {place}. The registrations on this laptop are safe. Install Posko again.</translation>
    </message>
    <message>
        <source>Berkas program {name} tidak ada atau tidak dapat dibaca. Data pendaftaran di laptop ini tetap aman. Pasang ulang Posko.</source>
        <translation>The program file {name} is missing or cannot be read. The registrations on this laptop are safe. Install Posko again.</translation>
    </message>
    <message>
        <source>Daftar wilayah ({name}) rusak atau bukan milik versi Posko ini. Data pendaftaran di laptop ini tetap aman. Pasang ulang Posko.</source>
        <translation>The list of regions ({name}) is damaged or does not belong to this version of Posko. The registrations on this laptop are safe. Install Posko again.</translation>
    </message>
    <message>
        <source>Kode QR slip tidak bisa dicetak: hanya huruf besar, angka, dan $%*+-./: yang boleh. Data pendaftaran aman. Minta koordinator memeriksa alamat server di pengaturan posko.</source>
        <translation>The QR code of the slip cannot be printed: only capital letters, digits and $%*+-./: are allowed. The registration is safe. Ask the coordinator to check the server address in the settings of the posko.</translation>
    </message>
    <message>
        <source>Kode QR slip tidak bisa dicetak: isinya {length} huruf, paling banyak {limit}. Data pendaftaran aman. Minta koordinator memendekkan alamat server di pengaturan posko.</source>
        <translation>The QR code of the slip cannot be printed: it holds {length} letters, at most {limit} fit. The registration is safe. Ask the coordinator to shorten the server address in the settings of the posko.</translation>
    </message>
    <message>
        <source>Kiriman ini bukan dari Posko. Periksa apakah ada perantara di jaringan, misalnya halaman masuk Wi-Fi.</source>
        <translation>This message is not from Posko. Check whether something stands in between on the network, for example a Wi-Fi login page.</translation>
    </message>
    <message>
        <source>Bentuk kiriman dari versi Posko yang lain. Data tetap tersimpan di laptop. Samakan versi Posko di laptop dan server.</source>
        <translation>The message comes from another version of Posko. The data stay saved on the laptop. Bring laptop and server to the same version of Posko.</translation>
    </message>
    <message>
        <source>Kiriman dipadatkan dengan kamus yang belum dikenal. Data tetap tersimpan di laptop. Samakan versi Posko di laptop dan server.</source>
        <translation>The message is packed with a dictionary that is not known yet. The data stay saved on the laptop. Bring laptop and server to the same version of Posko.</translation>
    </message>
    <message>
        <source>Isi kiriman terlalu besar untuk satu kali kirim.</source>
        <translation>There is too much in this message to send it at once.</translation>
    </message>
    <message>
        <source>Kiriman terpotong atau rusak di jalan. Data tetap tersimpan di laptop dan dikirim ulang nanti.</source>
        <translation>The message was cut off or damaged on the way. The data stay saved on the laptop and will be sent again later.</translation>
    </message>
    <message>
        <source>Isi kiriman tidak bisa dibaca. Data tetap tersimpan di laptop. Hubungi koordinator.</source>
        <translation>The content of the message cannot be read. The data stay saved on the laptop. Contact the coordinator.</translation>
    </message>
    <message>
        <source>Kiriman menunjuk pendaftaran yang tidak ada sebelumnya, jadi ditolak. Hubungi koordinator.</source>
        <translation>The message refers to a registration that was not there before, so it is refused. Contact the coordinator.</translation>
    </message>
    <message>
        <source>Server siap di {url}</source>
        <translation>The server is ready at {url}</translation>
    </message>
    <message>
        <source>Server siap di {url} (mode latihan)</source>
        <translation>The server is ready at {url} (training mode)</translation>
    </message>
    <message>
        <source>Basis data server siap dipakai: {database}</source>
        <translation>The server database is ready for use: {database}</translation>
    </message>
    <message>
        <source>Kode pendaftaran perangkat untuk posko {post} di provinsi {province}: {code}
Blok nomor {block}. Kode berlaku untuk satu perangkat, sampai {until}.</source>
        <translation>Device enrolment code for posko {post} in province {province}: {code}
Number block {block}. The code is valid for one device, until {until}.</translation>
    </message>
    <message>
        <source>{post}: perangkat {device} sampai catatan ke-{seq}</source>
        <translation>{post}: device {device} up to record {seq}</translation>
    </message>
    <message>
        <source>Belum ada perangkat yang mengirim data.</source>
        <translation>No device has sent data yet.</translation>
    </message>
    <message>
        <source>{post}: perangkat {device}, blok {block}, sejak {since}</source>
        <translation>{post}: device {device}, block {block}, since {since}</translation>
    </message>
    <message>
        <source>{post}: perangkat {device}, blok {block}, sejak {since}, tidak dipercaya lagi</source>
        <translation>{post}: device {device}, block {block}, since {since}, no longer trusted</translation>
    </message>
    <message>
        <source>Belum ada perangkat yang terdaftar.</source>
        <translation>No device is enrolled yet.</translation>
    </message>
    <message>
        <source>Perangkat {device} tidak dipercaya lagi: kirimannya ditolak mulai sekarang. Data yang sudah diterima tetap tersimpan.</source>
        <translation>Device {device} is no longer trusted: its messages are refused from now on. The data received so far stay saved.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa dibaca ({reason}).</source>
        <translation>The file {file} cannot be read ({reason}).</translation>
    </message>
    <message>
        <source>Server sudah memakai {programme} versi {version}. Naikkan version di berkasnya supaya posko memakai yang baru.</source>
        <translation>The server uses {programme} version {version} already. Raise the version in the file so that posts take the new one.</translation>
    </message>
    <message>
        <source>Program {programme} versi {version} diberikan kepada semua posko saat mereka terhubung.</source>
        <translation>Programme {programme} version {version} is given to all posts when they connect.</translation>
    </message>
    <message>
        <source>Program {programme} versi {version}.</source>
        <translation>Programme {programme} version {version}.</translation>
    </message>
    <message>
        <source>Server belum memberikan program apa pun; posko memakai yang ada di pemasangnya.</source>
        <translation>The server gives no programme yet; posts use those they were installed with.</translation>
    </message>
    <message>
        <source>{count} baris ditulis ke {file}.</source>
        <translation>{count} lines written to {file}.</translation>
    </message>
    <message>
        <source>Kunci server disalin ke {file}. Simpan di tempat terkunci: siapa pun yang memegangnya bisa menyamar sebagai server ini.</source>
        <translation>The server key has been copied to {file}. Keep it in a locked place: whoever holds it can pose as this server.</translation>
    </message>
    <message>
        <source>Kunci server sudah kembali di {file}.</source>
        <translation>The server key is back in {file}.</translation>
    </message>
    <message>
        <source>Alamat basis data tidak dikenal. Tulis sqlite:///LOKASI, misalnya sqlite:////srv/posko/server.db, atau postgresql://PENGGUNA@KOMPUTER/NAMA.</source>
        <translation>The address of the database is not known. Write sqlite:///PLACE, for instance sqlite:////srv/posko/server.db, or postgresql://USER@MACHINE/NAME.</translation>
    </message>
    <message>
        <source>Pengguna konsol belum ada di versi ini; konsol datang di versi berikutnya.</source>
        <translation>This version has no console users yet; the console comes with the next version.</translation>
    </message>
    <message>
        <source>Basis data {database} tidak ada. Periksa --database dan --data, atau jalankan server lebih dulu.</source>
        <translation>The database {database} is not there. Check --database and --data, or run the server first.</translation>
    </message>
    <message>
        <source>Folder {folder} tidak bisa ditulisi. Pilih folder lain dengan --data atau perbaiki izinnya.</source>
        <translation>The folder {folder} cannot be written to. Choose another one with --data or correct its permissions.</translation>
    </message>
    <message>
        <source>{database} bukan basis data server Posko. Isinya tidak diubah. Periksa --database.</source>
        <translation>{database} is not a Posko server database. It was not changed. Check --database.</translation>
    </message>
    <message>
        <source>Basis data {database} rusak dan tidak diubah. Kembalikan dari cadangan; laptop posko akan mengirim ulang yang kurang.</source>
        <translation>The database {database} is damaged and was not changed. Restore it from a backup; the posko laptops will send again what is missing.</translation>
    </message>
    <message>
        <source>Basis data ini dibuat oleh program yang lebih baru (perubahan {version}). Isinya tidak diubah. Pasang posko-server versi terbaru.</source>
        <translation>This database was made by a newer program (change {version}). It was not changed. Install the latest posko-server.</translation>
    </message>
    <message>
        <source>{database} tidak bisa disetel agar tahan mati listrik ({setting}). Server tidak dijalankan. SQLite: pindahkan ke disk lokal. PostgreSQL: perbaiki setelan itu.</source>
        <translation>{database} cannot be set to survive a power cut ({setting}). The server was not started. SQLite: move it to a local disk. PostgreSQL: correct that setting.</translation>
    </message>
    <message>
        <source>{database} sedang dipakai proses lain. Tidak ada yang berubah. Coba lagi sebentar.</source>
        <translation>{database} is in use by another process. Nothing was changed. Try again in a moment.</translation>
    </message>
    <message>
        <source>{database} tidak bisa dihubungi. Data yang sudah diterima aman. Periksa apakah PostgreSQL berjalan, dan apakah alamat, nama basis data, pengguna dan kata sandinya benar.</source>
        <translation>{database} cannot be reached. Data already received is safe. Check that PostgreSQL is running, and that address, database name, user and password are right.</translation>
    </message>
    <message>
        <source>Pengguna PostgreSQL ini tidak berhak memakai {database}. Tidak ada yang berubah. Beri haknya, atau pakai pengguna lain.</source>
        <translation>This PostgreSQL user may not use {database}. Nothing has changed. Grant the rights, or use another user.</translation>
    </message>
    <message>
        <source>Server lain sudah berjalan dengan {database}. Hentikan yang itu lebih dulu, atau pakai berkas lain.</source>
        <translation>Another server is already running with {database}. Stop that one first, or use another file.</translation>
    </message>
    <message>
        <source>{database} hanya bisa dibaca. Tidak ada yang berubah. Perbaiki izin berkas dan foldernya.</source>
        <translation>{database} can only be read. Nothing was changed. Correct the permissions of the file and its folder.</translation>
    </message>
    <message>
        <source>Disk server penuh. Data yang sudah diterima aman. Kosongkan ruang, lalu coba lagi.</source>
        <translation>The server disk is full. The data received so far are safe. Free some space, then try again.</translation>
    </message>
    <message>
        <source>Disk server tidak bisa dibaca atau ditulis. Data yang sudah diterima tidak diubah. Periksa disknya.</source>
        <translation>The server disk cannot be read or written. The data received so far were not changed. Check the disk.</translation>
    </message>
    <message>
        <source>Porta {port} tidak ada. Pilih angka dari 0 sampai 65535.</source>
        <translation>There is no port {port}. Choose a number from 0 to 65535.</translation>
    </message>
    <message>
        <source>Porta {port} di {host} sudah dipakai atau tidak boleh dipakai. Pilih porta lain dengan --port.</source>
        <translation>Port {port} at {host} is taken or may not be used. Choose another port with --port.</translation>
    </message>
    <message>
        <source>Alamat {host} tidak dikenal mesin ini. Periksa --host.</source>
        <translation>This machine does not know the address {host}. Check --host.</translation>
    </message>
    <message>
        <source>Kunci server tidak ada di {file}. Kunci baru tidak dibuat, karena perangkat hanya percaya kunci yang lama. Kembalikan dengan posko-server key restore.</source>
        <translation>There is no server key in {file}. No new key was made, because the devices trust the old key only. Bring it back with posko-server key restore.</translation>
    </message>
    <message>
        <source>Kunci server di {file} rusak. Pindahkan berkas itu, lalu kembalikan dengan posko-server key restore.</source>
        <translation>The server key in {file} is damaged. Move that file away, then bring the key back with posko-server key restore.</translation>
    </message>
    <message>
        <source>Kunci di {file} bukan kunci server ini. Tidak ada yang diganti. Periksa --data dan --database.</source>
        <translation>The key in {file} is not the key of this server. Nothing was replaced. Check --data and --database.</translation>
    </message>
    <message>
        <source>Kunci server tidak bisa ditulis ke {file}. Perbaiki izin foldernya atau pilih folder lain.</source>
        <translation>The server key cannot be written to {file}. Correct the permissions of the folder or choose another one.</translation>
    </message>
    <message>
        <source>{file} tidak ada atau bukan cadangan kunci server. Tidak ada yang diganti.</source>
        <translation>{file} is missing or is no backup of a server key. Nothing was replaced.</translation>
    </message>
    <message>
        <source>{file} sudah ada dan isinya lain. Berkas itu tidak ditimpa; pilih nama lain.</source>
        <translation>{file} is already there with other content. It is not overwritten; choose another name.</translation>
    </message>
    <message>
        <source>{file} tidak bisa ditulis. Periksa folder, izin, dan ruang disk.</source>
        <translation>{file} cannot be written. Check the folder, its permissions and the disk space.</translation>
    </message>
    <message>
        <source>{file} adalah berkas server sendiri dan tidak ditimpa. Pilih nama lain.</source>
        <translation>{file} belongs to the server itself and is not overwritten. Choose another name.</translation>
    </message>
    <message>
        <source>Tidak ada perangkat &quot;{device}&quot; di server ini. Lihat daftarnya dengan posko-server device list.</source>
        <translation>There is no device &quot;{device}&quot; at this server. See the list with posko-server device list.</translation>
    </message>
    <message>
        <source>Perintah tidak terbaca: {detail}. Lihat &quot;posko-server --help&quot;.</source>
        <translation>The command cannot be read: {detail}. See &quot;posko-server --help&quot;.</translation>
    </message>
    <message>
        <source>Jawaban tidak bisa ditulis ke tujuannya. Kosongkan ruang atau pilih tujuan lain, lalu ulangi perintahnya.</source>
        <translation>The answer cannot be written to its destination. Free some space or choose another destination, then repeat the command.</translation>
    </message>
    <message>
        <source>{database} berisi data latihan. Jalankan dengan --training, atau pakai basis data lain.</source>
        <translation>{database} holds training data. Run it with --training, or use another database.</translation>
    </message>
    <message>
        <source>{database} berisi data sungguhan. Jalankan tanpa --training, atau pakai basis data lain.</source>
        <translation>{database} holds real data. Run it without --training, or use another database.</translation>
    </message>
    <message>
        <source>Masa berlaku kode: 1 sampai {limit} hari.</source>
        <translation>A code is valid for 1 to {limit} days.</translation>
    </message>
    <message>
        <source>Kode posko &quot;{post}&quot; tidak bisa dipakai. Tulis 2 sampai 10 huruf besar atau angka, misalnya SBY01.</source>
        <translation>The posko code &quot;{post}&quot; cannot be used. Write 2 to 10 capital letters or digits, for example SBY01.</translation>
    </message>
    <message>
        <source>Nama posko harus diisi, paling banyak {limit} huruf.</source>
        <translation>The posko needs a name of at most {limit} letters.</translation>
    </message>
    <message>
        <source>Tidak ada provinsi dengan kode &quot;{province}&quot;. Tulis dua angka kode provinsi, misalnya 35.</source>
        <translation>There is no province with the code &quot;{province}&quot;. Write the two digits of the province code, for example 35.</translation>
    </message>
    <message>
        <source>Posko {post} sudah terdaftar di provinsi {province}; nomornya sudah tercetak begitu. Pakai kode posko lain.</source>
        <translation>Posko {post} is already enrolled in province {province}; its numbers have been printed that way. Use another posko code.</translation>
    </message>
    <message>
        <source>Blok nomor: 1 sampai {limit}.</source>
        <translation>Number block: 1 to {limit}.</translation>
    </message>
    <message>
        <source>Blok nomor {block} di posko {post} sudah diberikan kepada perangkat lain. Pilih blok lain, atau biarkan server yang memilih.</source>
        <translation>Number block {block} of posko {post} has already been given to another device. Choose another block, or let the server choose.</translation>
    </message>
    <message>
        <source>Ada kesalahan di program server. Data yang sudah diterima aman; data di laptop tetap tersimpan dan dikirim ulang nanti. Laporkan kepada pengelola.</source>
        <translation>There is a fault in the server program. The data received so far are safe; the data on the laptops stay saved and will be sent again later. Report it to the administrator.</translation>
    </message>
    <message>
        <source>Alamat ini tidak ada di server Posko. Periksa alamat server.</source>
        <translation>There is no such address at the Posko server. Check the server address.</translation>
    </message>
    <message>
        <source>Alamat ini tidak melayani permintaan seperti itu.</source>
        <translation>This address does not serve such a request.</translation>
    </message>
    <message>
        <source>Kiriman terlalu besar untuk satu kali kirim.</source>
        <translation>The message is too large to send at once.</translation>
    </message>
    <message>
        <source>Bentuk kiriman ini tidak dikenal server.</source>
        <translation>The server does not know this form of message.</translation>
    </message>
    <message>
        <source>Kiriman tidak sampai utuh tepat waktu. Data tetap tersimpan di laptop dan dikirim ulang nanti.</source>
        <translation>The message did not arrive whole in time. The data stay saved on the laptop and will be sent again later.</translation>
    </message>
    <message>
        <source>Server sedang sibuk. Data tetap tersimpan di laptop dan dikirim ulang sebentar lagi.</source>
        <translation>The server is busy. The data stay saved on the laptop and will be sent again in a moment.</translation>
    </message>
    <message>
        <source>Server tidak mengerti permintaan ini.</source>
        <translation>The server does not understand this request.</translation>
    </message>
    <message>
        <source>Isi permintaan ini tidak lengkap atau bentuknya salah.</source>
        <translation>This request is incomplete or has the wrong shape.</translation>
    </message>
    <message>
        <source>Permintaan ini tidak ditandatangani perangkat. Periksa apakah ada perantara di jaringan.</source>
        <translation>This request is not signed by a device. Check whether something stands in between on the network.</translation>
    </message>
    <message>
        <source>Server belum mengenal perangkat ini. Data tetap tersimpan di laptop. Minta kode pendaftaran perangkat kepada pengelola server.</source>
        <translation>The server does not know this device yet. The data stay saved on the laptop. Ask the server administrator for a device enrolment code.</translation>
    </message>
    <message>
        <source>Kiriman berubah di jalan atau bukan dari perangkat ini. Data tetap tersimpan dan dikirim ulang nanti.</source>
        <translation>The message was changed on the way or is not from this device. The data stay saved and will be sent again later.</translation>
    </message>
    <message>
        <source>Laptop ini tidak lagi dipercaya server, jadi pengiriman dikunci. Data tetap tersimpan di laptop. Hubungi koordinator.</source>
        <translation>The server no longer trusts this laptop, so sending is locked. The data stay saved on the laptop. Contact the coordinator.</translation>
    </message>
    <message>
        <source>Terlalu banyak kode yang salah dari jaringan ini. Tunggu {seconds} detik, lalu coba lagi.</source>
        <translation>Too many wrong codes from this network. Wait {seconds} seconds, then try again.</translation>
    </message>
    <message>
        <source>Kode pendaftaran perangkat salah. Periksa lagi kodenya.</source>
        <translation>The device enrolment code is wrong. Check the code again.</translation>
    </message>
    <message>
        <source>Kode ini sudah dipakai perangkat lain. Minta kode baru kepada pengelola server.</source>
        <translation>Another device has already used this code. Ask the server administrator for a new code.</translation>
    </message>
    <message>
        <source>Masa berlaku kode ini sudah lewat. Minta kode baru kepada pengelola server.</source>
        <translation>This code is no longer valid. Ask the server administrator for a new code.</translation>
    </message>
    <message>
        <source>Surat keterangan perangkat ini bukan dari server ini. Minta kode pendaftaran perangkat yang baru.</source>
        <translation>This device&apos;s certificate is not from this server. Ask for a new enrolment code for the device.</translation>
    </message>
    <message>
        <source>Bukti kunci perangkat tidak cocok. Ulangi pendaftaran perangkat.</source>
        <translation>The proof of the device key does not match. Enrol the device again.</translation>
    </message>
    <message>
        <source>Kunci perangkat ini sudah terdaftar atas nama perangkat lain. Buat profil baru untuk laptop ini.</source>
        <translation>The key of this device is already enrolled under another device. Make a new profile for this laptop.</translation>
    </message>
    <message>
        <source>Perangkat ini sudah terdaftar dengan kunci atau posko lain. Buat profil baru untuk laptop ini.</source>
        <translation>This device is already enrolled with another key or posko. Make a new profile for this laptop.</translation>
    </message>
    <message>
        <source>Versi cara kirim laptop dan server berbeda. Data tetap tersimpan di laptop. Pasang Posko versi yang sama dengan server.</source>
        <translation>Laptop and server send in different versions. The data stay saved on the laptop. Install the same version of Posko as the server.</translation>
    </message>
    <message>
        <source>Data latihan dan data sungguhan tidak boleh bercampur: laptop dan server ini berbeda mode. Data tetap tersimpan di laptop. Periksa alamat server.</source>
        <translation>Training data and real data must not mix: this laptop and the server are in different modes. The data stay saved on the laptop. Check the server address.</translation>
    </message>
    <message>
        <source>Kiriman ini atas nama perangkat lain dan tidak diterima. Hubungi koordinator.</source>
        <translation>This message is in the name of another device and is not accepted. Contact the coordinator.</translation>
    </message>
    <message>
        <source>Kiriman ini atas nama posko lain dan tidak diterima. Hubungi koordinator.</source>
        <translation>This message is in the name of another posko and is not accepted. Contact the coordinator.</translation>
    </message>
    <message>
        <source>Server belum punya data sebelum kiriman ini. Laptop mengirim ulang mulai dari yang kurang.</source>
        <translation>The server does not have the data before this message yet. The laptop sends again from what is missing.</translation>
    </message>
    <message>
        <source>Server sudah punya data lain dari perangkat yang sama: mungkin laptop ini disalin atau dipulihkan dari cadangan. Tidak ada yang hilang. Hubungi koordinator.</source>
        <translation>The server already has other data from the same device: perhaps this laptop was copied or restored from a backup. Nothing is lost. Contact the coordinator.</translation>
    </message>
    <message>
        <source>Kiriman titipan dari laptop lain tidak terbukti asli dan tidak disimpan.</source>
        <translation>What was handed on from another laptop could not be proved genuine and was not stored.</translation>
    </message>
    <message>
        <source>Kiriman pertama perangkat ini tidak lengkap dan diulang.</source>
        <translation>The first message of this device is incomplete and is repeated.</translation>
    </message>
    <message>
        <source>Tanda tangan perangkat pada kiriman ini tidak cocok, jadi kiriman ditolak. Hubungi koordinator.</source>
        <translation>The device signature on this message does not match, so the message is refused. Contact the coordinator.</translation>
    </message>
    <message>
        <source>Server menyimpan data ini tetapi belum bisa membacanya. Kirim nomor registrasinya kepada pengelola server.</source>
        <translation>The server keeps these data but cannot read them yet. Send the registration number to the server administrator.</translation>
    </message>
    <message>
        <source>NIK ini sudah tercatat untuk program yang sama di posko {post}. Keduanya disimpan dan ditandai. Beri tahu pemohon dan koordinator.</source>
        <translation>This NIK is already recorded for the same programme at posko {post}. Both are kept and marked. Tell the applicant and the coordinator.</translation>
    </message>
    <message>
        <source>Nomor registrasi ini juga ada pada data lain. Keduanya disimpan. Hubungi koordinator untuk slip pengganti.</source>
        <translation>Another record has this registration number too. Both are kept. Contact the coordinator for a replacement slip.</translation>
    </message>
    <message>
        <source>Perubahan ini menyangkut data milik perangkat lain. Perubahan disimpan, data yang lama tetap berlaku. Hubungi koordinator.</source>
        <translation>This change concerns a record of another device. The change is kept, the earlier record stays valid. Contact the coordinator.</translation>
    </message>
    <message>
        <source>NIK ini NIK latihan. Data disimpan server tetapi tidak dihitung sebagai pendaftaran.</source>
        <translation>This NIK is a training NIK. The server keeps the data but does not count them as a registration.</translation>
    </message>
    <message>
        <source>NIK</source>
        <translation>NIK</translation>
    </message>
    <message>
        <source>Nama sesuai KTP</source>
        <translation>Name on KTP</translation>
    </message>
    <message>
        <source>Tempat lahir</source>
        <translation>Place of birth</translation>
    </message>
    <message>
        <source>Tanggal lahir</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>Jenis kelamin</source>
        <translation>Sex</translation>
    </message>
    <message>
        <source>Alamat KTP</source>
        <translation>Address on KTP</translation>
    </message>
    <message>
        <source>RT/RW</source>
        <translation>RT/RW</translation>
    </message>
    <message>
        <source>Kelurahan/Desa</source>
        <translation>Kelurahan/Desa</translation>
    </message>
    <message>
        <source>Agama</source>
        <translation>Religion</translation>
    </message>
    <message>
        <source>Status perkawinan</source>
        <translation>Marital status</translation>
    </message>
    <message>
        <source>Pekerjaan</source>
        <translation>Occupation</translation>
    </message>
    <message>
        <source>Kewarganegaraan</source>
        <translation>Citizenship</translation>
    </message>
    <message>
        <source>Nomor KK</source>
        <translation>KK number</translation>
    </message>
    <message>
        <source>Nomor HP</source>
        <translation>Mobile number</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Orang yang bisa dihubungi</source>
        <translation>Contact person</translation>
    </message>
    <message>
        <source>Alamat domisili</source>
        <translation>Current address</translation>
    </message>
    <message>
        <source>Kelurahan/Desa domisili</source>
        <translation>Current kelurahan/desa</translation>
    </message>
    <message>
        <source>Kode pos</source>
        <translation>Postal code</translation>
    </message>
    <message>
        <source>Diwakili oleh</source>
        <translation>Represented by</translation>
    </message>
    <message>
        <source>Disabilitas</source>
        <translation>Disability</translation>
    </message>
    <message>
        <source>Rekening</source>
        <translation>Bank account</translation>
    </message>
    <message>
        <source>Berkas</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>Pertanyaan program</source>
        <translation>Programme questions</translation>
    </message>
    <message>
        <source>Persetujuan</source>
        <translation>Consent</translation>
    </message>
    <message>
        <source>Konfirmasi</source>
        <translation>Confirmation</translation>
    </message>
    <message>
        <source>Usulan yang diterima</source>
        <translation>Accepted proposals</translation>
    </message>
    <message>
        <source>NIK perlu diperiksa lagi. Bawa KTP asli dan Kartu Keluarga asli.</source>
        <translation>The NIK has to be checked again. Bring the original KTP and the original family card (KK).</translation>
    </message>
    <message>
        <source>Tanggal lahir perlu diperiksa lagi. Bawa KTP asli atau akta kelahiran.</source>
        <translation>The date of birth has to be checked again. Bring the original KTP or the birth certificate.</translation>
    </message>
    <message>
        <source>Nama perlu dicocokkan. Bawa KTP asli.</source>
        <translation>The name has to be compared. Bring the original KTP.</translation>
    </message>
    <message>
        <source>Nomor KK perlu diperiksa lagi. Bawa Kartu Keluarga asli.</source>
        <translation>The KK number has to be checked again. Bring the original family card (KK).</translation>
    </message>
    <message>
        <source>Nomor HP belum ada. Bawa HP, atau nomor keluarga yang bisa dihubungi.</source>
        <translation>There is no mobile number yet. Bring the phone, or the number of a relative who can be reached.</translation>
    </message>
    <message>
        <source>Alamat e-mail perlu diperiksa lagi. Bawa HP yang menerima e-mail itu.</source>
        <translation>The e-mail address has to be checked again. Bring the phone that receives this e-mail.</translation>
    </message>
    <message>
        <source>Persetujuan belum diberikan. Tanyakan kepada petugas.</source>
        <translation>Consent has not been given yet. Ask an officer.</translation>
    </message>
    <message>
        <source>Ada pertanyaan yang belum terjawab. Tanyakan kepada petugas.</source>
        <translation>Some questions are not answered yet. Ask an officer.</translation>
    </message>
    <message>
        <source>{field} perlu dicocokkan. Bawa KTP asli.</source>
        <translation>{field} has to be compared. Bring the original KTP.</translation>
    </message>
    <message>
        <source>{programme} hanya untuk Warga Negara Indonesia.</source>
        <translation>{programme} is for Indonesian citizens only.</translation>
    </message>
    <message>
        <source>Usia Anda baru {years} tahun {months} bulan.</source>
        <translation>You are only {years} years {months} months old.</translation>
    </message>
    <message>
        <source>Anda masih sekolah atau kuliah. Anda bisa mendaftar setelah selesai.</source>
        <translation>You are still at school or university. You can register after finishing.</translation>
    </message>
    <message>
        <source>Menurut aturan {programme}, pejabat, ASN, TNI, Polri, perangkat desa, dan direksi BUMN/BUMD tidak termasuk penerima.</source>
        <translation>By the rules of {programme}, state officials, civil servants (ASN), TNI, Polri, village officials and BUMN/BUMD directors are not among the beneficiaries.</translation>
    </message>
    <message>
        <source>Anda sudah pernah menerima {programme}, dan bantuan ini hanya sekali.</source>
        <translation>You have received {programme} before, and it is given only once.</translation>
    </message>
    <message>
        <source>Satu KK paling banyak {figure} penerima; menurut data posko ini sudah ada {count}.</source>
        <translation>At most {figure} beneficiaries on one KK; by the data of this posko there are already {count}.</translation>
    </message>
    <message>
        <source>Syarat ini belum terpenuhi: {label}.</source>
        <translation>This condition is not met yet: {label}.</translation>
    </message>
    <message>
        <source>Usia Anda {years} tahun {months} bulan.</source>
        <translation>You are {years} years {months} months old.</translation>
    </message>
    <message>
        <source>Usia Anda {years} tahun {months} bulan; paling tua {figure} tahun.</source>
        <translation>You are {years} years {months} months old; the limit is {figure} years.</translation>
    </message>
    <message>
        <source>Usianya {years} tahun {months} bulan; {programme} hanya untuk yang belum {figure} tahun.</source>
        <translation>The age is {years} years {months} months; {programme} is only for people below {figure} years.</translation>
    </message>
    <message>
        <source>{programme} memerlukan NIK. Urus NIK di Dukcapil.</source>
        <translation>{programme} needs a NIK. Get one at Dukcapil.</translation>
    </message>
    <message>
        <source>Alamat di kartu Anda bukan {place}.</source>
        <translation>The address on your card is not in {place}.</translation>
    </message>
    <message>
        <source>Anda tidak tinggal di {place}.</source>
        <translation>You do not live in {place}.</translation>
    </message>
    <message>
        <source>{programme} hanya untuk yang bekerja di provinsinya.</source>
        <translation>{programme} is only for people who work in its province.</translation>
    </message>
    <message>
        <source>Upah Anda di atas batas {limit_rp} sebulan.</source>
        <translation>Your wage is above the limit of {limit_rp} a month.</translation>
    </message>
    <message>
        <source>{programme} untuk tulang punggung keluarga atau yang punya tanggungan.</source>
        <translation>{programme} is for breadwinners or people with dependants.</translation>
    </message>
    <message>
        <source>Anda sudah menerima bantuan lain dari pemerintah provinsi.</source>
        <translation>You already get other aid of the province.</translation>
    </message>
    <message>
        <source>Anda digaji pemberi kerja. Minta pemberi kerja mendaftarkan Anda.</source>
        <translation>An employer pays you. Ask your employer to enrol you.</translation>
    </message>
    <message>
        <source>Pensiunan PNS, TNI, dan Polri tidak termasuk {programme}.</source>
        <translation>Pensioners of PNS, TNI and Polri are not part of {programme}.</translation>
    </message>
    <message>
        <source>Anak di panti milik pemerintah tidak termasuk {programme}.</source>
        <translation>Children in government institutions are not part of {programme}.</translation>
    </message>
    <message>
        <source>Orang tua atau wali belum setuju data anak dicatat.</source>
        <translation>The parent or guardian has not agreed that the child&apos;s data are recorded.</translation>
    </message>
    <message>
        <source>Menurut aturan terbaru belum bisa. Tanyakan alasannya kepada petugas.</source>
        <translation>By the latest rules it is not possible yet. Ask an officer for the reason.</translation>
    </message>
    <message>
        <source>Jumlah uang untuk &quot;{question}&quot; tidak terbaca. Tulis seperti 4.500.000 atau 4,5 juta.</source>
        <translation>The amount for &quot;{question}&quot; cannot be understood. Write it like 4.500.000 or 4,5 juta.</translation>
    </message>
    <message>
        <source>&quot;{question}&quot; tertulis {amount_rp} sebulan. Jumlah sekecil itu jarang; cocokkan dengan pemohon.</source>
        <translation>&quot;{question}&quot; says {amount_rp} a month. So little is rare; ask the applicant again.</translation>
    </message>
    <message>
        <source>Jawaban untuk &quot;{question}&quot; harus angka, misalnya 2. Tulis 0 kalau tidak ada.</source>
        <translation>The answer to &quot;{question}&quot; must be a number, such as 2. Write 0 for none.</translation>
    </message>
    <message>
        <source>Tanggal untuk &quot;{question}&quot; tidak terbaca. Tulis seperti 17-08-2026.</source>
        <translation>The date for &quot;{question}&quot; cannot be understood. Write it like 17-08-2026.</translation>
    </message>
    <message>
        <source>Belum memenuhi syarat: usia {years} tahun {months} bulan. Syarat usia terpenuhi mulai {from_on}.</source>
        <translation>Not eligible yet: aged {years} years {months} months. Old enough from {from_on}.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: usia {years} tahun {months} bulan; paling tua {figure} tahun.</source>
        <translation>Not eligible: aged {years} years {months} months; the limit is {figure} years.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: usia {years} tahun {months} bulan; {programme} hanya untuk yang belum {figure} tahun.</source>
        <translation>Not eligible: aged {years} years {months} months; {programme} is only for people below {figure} years.</translation>
    </message>
    <message>
        <source>Belum memenuhi syarat: {programme} memerlukan NIK. Minta pemohon mengurusnya di Dukcapil, lalu kembali.</source>
        <translation>Not eligible yet: {programme} needs a NIK. Ask the applicant to get one at Dukcapil, then come back.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: alamat di kartu bukan {place}.</source>
        <translation>Not eligible: the address on the card is not in {place}.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: pemohon tidak tinggal di {place}.</source>
        <translation>Not eligible: the applicant does not live in {place}.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: {programme} hanya untuk yang bekerja di provinsinya.</source>
        <translation>Not eligible: {programme} is only for people who work in its province.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: upah {amount_rp} sebulan, batasnya {limit_rp}.</source>
        <translation>Not eligible: the wage is {amount_rp} a month, the limit is {limit_rp}.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: {programme} untuk tulang punggung keluarga atau yang punya tanggungan.</source>
        <translation>Not eligible: {programme} is for breadwinners or people with dependants.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: pemohon sudah menerima bantuan lain dari pemerintah provinsi.</source>
        <translation>Not eligible: the applicant already gets other aid of the province.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: {programme} untuk yang bekerja sendiri. Pekerja yang digaji didaftarkan pemberi kerja.</source>
        <translation>Not eligible: {programme} is for the self-employed. Employees are enrolled by their employer.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: pensiunan PNS, TNI, dan Polri tidak termasuk {programme}.</source>
        <translation>Not eligible: pensioners of PNS, TNI and Polri are not part of {programme}.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: anak di panti milik pemerintah tidak termasuk {programme}.</source>
        <translation>Not eligible: children in government institutions are not part of {programme}.</translation>
    </message>
    <message>
        <source>Belum bisa diproses: orang tua atau wali harus setuju data anak dicatat.</source>
        <translation>Cannot go on yet: the parent or guardian must agree that the child&apos;s data are recorded.</translation>
    </message>
    <message>
        <source>Usia {years} tahun {months} bulan. Batas usia terendah belum pasti: tanyakan kepada {asks}.</source>
        <translation>Aged {years} years {months} months. The lower age limit is not certain: ask {asks}.</translation>
    </message>
    <message>
        <source>Usia {years} tahun {months} bulan, sudah lewat ulang tahun ke-{figure}. Apakah masih termasuk, tanyakan kepada {asks}.</source>
        <translation>Aged {years} years {months} months, past birthday number {figure}. Ask {asks} whether that still counts.</translation>
    </message>
    <message>
        <source>Pemohon bukan Warga Negara Indonesia. Apakah termasuk {programme}, tanyakan kepada {asks}.</source>
        <translation>The applicant is not an Indonesian citizen. Ask {asks} whether {programme} takes them.</translation>
    </message>
    <message>
        <source>Belum terdaftar di {register}. Usulkan lewat MPM di kelurahan; {asks} yang memeriksa.</source>
        <translation>Not listed in {register} yet. Propose by MPM at the kelurahan; {asks} checks.</translation>
    </message>
    <message>
        <source>Belum ada di data disabilitas. Minta didata dulu di {asks}.</source>
        <translation>Not in the disability data yet. Ask {asks} to record the person first.</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat: {label}.</source>
        <translation>Not eligible: {label}.</translation>
    </message>
    <message>
        <source>Belum pasti: {label}. Tanyakan kepada {asks}.</source>
        <translation>Not certain: {label}. Ask {asks}.</translation>
    </message>
    <message>
        <source>Angka untuk {label} pada {on} belum ada di Posko ini. Tanyakan kepada {asks}.</source>
        <translation>This Posko has no figure for {label} on {on}. Ask {asks}.</translation>
    </message>
    <message>
        <source>Batas upah tahun ini {limit_rp} sebulan.</source>
        <translation>This year&apos;s wage limit is {limit_rp} a month.</translation>
    </message>
    <message>
        <source>Iuran {amount_rp} sebulan ({parts}), untuk tingkat penghasilan terendah.</source>
        <translation>Contribution {amount_rp} a month ({parts}), for the lowest income step.</translation>
    </message>
    <message>
        <source>Lolos atau tidak, dan kartunya, hanya diketahui {asks}.</source>
        <translation>Whether this passes, and where the card is, only {asks} knows.</translation>
    </message>
    <message>
        <source>Siapa yang ditetapkan hanya diketahui {asks}.</source>
        <translation>Who is chosen, only {asks} knows.</translation>
    </message>
    <message>
        <source>Belum terlindungi sampai iuran dibayar; mulainya hanya diketahui {asks}.</source>
        <translation>Not insured until the contribution is paid; only {asks} knows from when.</translation>
    </message>
    <message>
        <source>Apakah sudah didaftarkan satuan kerja lain hanya diketahui {asks}.</source>
        <translation>Whether another unit has enrolled this person, only {asks} knows.</translation>
    </message>
    <message>
        <source>{field} belum diisi. Salin dari kartu; simpan kalau memang kosong.</source>
        <translation>{field} is still empty. Copy it from the card; save if it is really empty there.</translation>
    </message>
    <message>
        <source>{field} belum diisi. Salin dari kartu.</source>
        <translation>{field} is still empty. Copy it from the card.</translation>
    </message>
    <message>
        <source>{field} ini tidak biasa tertulis di KTP. Cocokkan dengan kartunya; simpan kalau memang begitu.</source>
        <translation>{field} is not usually written like this on a KTP. Compare it with the card; save if it is really so.</translation>
    </message>
    <message>
        <source>{field} terisi dengan bentuk yang tidak terbaca. Isi lagi dengan teks.</source>
        <translation>{field} is filled in a form that cannot be read. Enter it again as text.</translation>
    </message>
    <message>
        <source>Isian bernama {name} tidak dikenal dan tidak dipakai.</source>
        <translation>An entry called {name} is not known and is not used.</translation>
    </message>
    <message>
        <source>{field} terlalu panjang; hanya {kept} yang pertama disimpan. Isi hanya yang tertulis di kartu.</source>
        <translation>{field} is too long; only the first {kept} are kept. Enter only what the card says.</translation>
    </message>
    <message>
        <source>{field} berisi huruf yang rusak. Salin lagi dari kartu.</source>
        <translation>{field} has damaged letters. Copy it again from the card.</translation>
    </message>
    <message>
        <source>Jenis kelamin tidak terbaca. Isi L atau P sesuai kartu.</source>
        <translation>The sex cannot be read. Enter L (male) or P (female) as on the card.</translation>
    </message>
    <message>
        <source>Jenis kelamin diambil dari NIK. Cocokkan dengan kartunya.</source>
        <translation>The sex was taken from the NIK. Compare it with the card.</translation>
    </message>
    <message>
        <source>Nomor HP belum diisi. Kalau tidak punya, isi orang yang bisa dihubungi, atau simpan tanpa nomor.</source>
        <translation>The mobile number is still empty. If they have none, enter someone who can be reached, or save without a number.</translation>
    </message>
    <message>
        <source>Pemohon dihubungi lewat orang lain yang tercatat.</source>
        <translation>The applicant is reached through the contact person on record.</translation>
    </message>
    <message>
        <source>Persetujuan belum diberikan. Bacakan pemberitahuan privasi, lalu minta persetujuan pemohon.</source>
        <translation>Consent has not been given yet. Read out the privacy notice, then ask the applicant for consent.</translation>
    </message>
    <message>
        <source>Jawaban untuk &quot;{question}&quot; tidak ada di pilihan. Tanyakan lagi.</source>
        <translation>The answer to &quot;{question}&quot; is not one of the choices. Ask again.</translation>
    </message>
    <message>
        <source>&quot;{question}&quot; belum ditanyakan. Tanyakan kepada pemohon.</source>
        <translation>&quot;{question}&quot; has not been asked yet. Ask the applicant.</translation>
    </message>
    <message>
        <source>Berkas kurang: {label}. Pemohon masuk daftar tunggu sampai berkas dibawa.</source>
        <translation>Paper missing: {label}. The applicant is on the waiting list until it is brought.</translation>
    </message>
    <message>
        <source>Data kurang: {label}. Pemohon masuk daftar tunggu sampai dilengkapi.</source>
        <translation>Data missing: {label}. The applicant is on the waiting list until this is completed.</translation>
    </message>
    <message>
        <source>Alamat e-mail belum diisi. Kalau belum punya, tawarkan bantuan membuat e-mail.</source>
        <translation>The e-mail address is still empty. If they have none yet, offer help to make one.</translation>
    </message>
    <message>
        <source>Tidak ada gelombang yang dibuka pada {on}. Pemohon masuk daftar tunggu untuk gelombang berikutnya.</source>
        <translation>No batch is open on {on}. The applicant is on the waiting list for the next batch.</translation>
    </message>
    <message>
        <source>Jadwal gelombang {programme} tidak tercatat di posko ini, jadi di sini tidak bisa diketahui apakah sedang buka. Pemohon masuk daftar tunggu; tanyakan jadwalnya ke penyelenggara.</source>
        <translation>The batch dates of {programme} are not on file at this post, so nobody here can know whether one is open. The applicant goes on the waiting list; ask the organiser for the dates.</translation>
    </message>
    <message>
        <source>Belum bisa didaftarkan: {programme} hanya untuk Warga Negara Indonesia.</source>
        <translation>Cannot be registered yet: {programme} is for Indonesian citizens only.</translation>
    </message>
    <message>
        <source>Belum bisa didaftarkan: usia {years} tahun {months} bulan. Bisa mendaftar mulai {from_on}.</source>
        <translation>Cannot be registered yet: aged {years} years {months} months. Can register from {from_on}.</translation>
    </message>
    <message>
        <source>Belum bisa didaftarkan: pemohon masih sekolah atau kuliah. Bisa mendaftar setelah selesai.</source>
        <translation>Cannot be registered yet: the applicant is still at school or university. Can register after finishing.</translation>
    </message>
    <message>
        <source>Tidak bisa didaftarkan: menurut aturan {programme}, pejabat, ASN, TNI, Polri, perangkat desa, dan direksi BUMN/BUMD tidak termasuk penerima.</source>
        <translation>Cannot be registered: by the rules of {programme}, state officials, civil servants (ASN), TNI, Polri, village officials and BUMN/BUMD directors are not among the beneficiaries.</translation>
    </message>
    <message>
        <source>Tidak bisa didaftarkan: pemohon sudah pernah menerima {programme}, dan bantuan ini hanya sekali.</source>
        <translation>Cannot be registered: the applicant has received {programme} before, and it is given only once.</translation>
    </message>
    <message>
        <source>Tidak bisa didaftarkan: satu KK paling banyak {figure} penerima; menurut data posko ini sudah ada {count}.</source>
        <translation>Cannot be registered: at most {figure} beneficiaries on one KK; by the data of this posko there are already {count}.</translation>
    </message>
    <message>
        <source>Alasannya dicatat oleh Posko yang lebih baru. Tanyakan kepada petugas; perbarui Posko di laptop ini.</source>
        <translation>The reason was recorded by a newer Posko. Ask an officer; update Posko on this laptop.</translation>
    </message>
    <message>
        <source>Pemohon termasuk kelompok yang didahulukan.</source>
        <translation>The applicant belongs to a priority group.</translation>
    </message>
    <message>
        <source>Sisa kuota hanya diketahui {asks}.</source>
        <translation>Only {asks} knows how much of the quota is left.</translation>
    </message>
    <message>
        <source>NIK belum dicek {asks}.</source>
        <translation>The NIK has not been checked by {asks} yet.</translation>
    </message>
    <message>
        <source>NIK ini sudah tercatat di {programme} pada {on} atas nama {name}, nomor {registration_no}. Buka data itu; tidak perlu dicatat lagi. Kalau orangnya lain, cocokkan NIK dengan kartunya.</source>
        <translation>This NIK was already recorded for {programme} on {on} in the name of {name}, number {registration_no}. Open that record; there is no need to record it again. If it is another person, compare the NIK with the card.</translation>
    </message>
    <message>
        <source>NIK ini sudah dipakai nomor {registration_no} atas nama {name}. Cocokkan 16 angkanya dengan kartu; kunjungan ini tetap dicatat.</source>
        <translation>This NIK is already used by number {registration_no} in the name of {name}. Compare its 16 digits with the card; this visit is recorded all the same.</translation>
    </message>
    <message>
        <source>terdaftar</source>
        <translation>registered</translation>
    </message>
    <message>
        <source>tercatat</source>
        <translation>recorded</translation>
    </message>
    <message>
        <source>sudah tercatat</source>
        <translation>already recorded</translation>
    </message>
    <message>
        <source>daftar tunggu</source>
        <translation>waiting list</translation>
    </message>
    <message>
        <source>belum lengkap</source>
        <translation>incomplete</translation>
    </message>
    <message>
        <source>belum memenuhi syarat</source>
        <translation>not eligible yet</translation>
    </message>
    <message>
        <source>sudah terdaftar</source>
        <translation>already registered</translation>
    </message>
    <message>
        <source>baris tidak terbaca</source>
        <translation>line cannot be read</translation>
    </message>
    <message>
        <source>gagal disimpan</source>
        <translation>not saved</translation>
    </message>
    <message>
        <source>belum dicoba</source>
        <translation>not tried yet</translation>
    </message>
    <message>
        <source>CATATAN KEKURANGAN</source>
        <translation>WHAT IS STILL MISSING</translation>
    </message>
    <message>
        <source>CATATAN HASIL PEMERIKSAAN</source>
        <translation>RESULT OF THE CHECK</translation>
    </message>
    <message>
        <source>Daftar tunggu</source>
        <translation>Waiting list</translation>
    </message>
    <message>
        <source>{host}, atau tunjukkan kertas ini di posko.</source>
        <translation>{host}, or show this paper at the posko.</translation>
    </message>
    <message>
        <source>Bawa berkas yang kurang ke posko ini. Nomor Anda tetap berlaku.</source>
        <translation>Bring the missing papers to this post. Your number stays valid.</translation>
    </message>
    <message>
        <source>Lengkapi data yang kurang di posko ini. Nomor Anda tetap berlaku.</source>
        <translation>Complete the missing data at this post. Your number stays valid.</translation>
    </message>
    <message>
        <source>Tunggu gelombang berikutnya. Nomor Anda tetap berlaku.</source>
        <translation>Wait for the next batch. Your number stays valid.</translation>
    </message>
    <message>
        <source>Tanyakan kepada {asks}: {label}.</source>
        <translation>Ask {asks}: {label}.</translation>
    </message>
    <message>
        <source>Menurut data posko ini sudah {count} orang dari KK Anda tercatat; keputusan ada di {asks}.</source>
        <translation>By this post&apos;s data {count} people of your family card are recorded already; the decision lies with {asks}.</translation>
    </message>
    <message>
        <source>Urus NIK di Dukcapil; bawa surat rujukan dari posko. Isian Anda sudah disimpan.</source>
        <translation>See Dukcapil about the NIK; take the referral from this post along. What you told us is saved.</translation>
    </message>
    <message>
        <source>NIK belum ada atau belum bisa dipakai.</source>
        <translation>There is no NIK yet, or it cannot be used yet.</translation>
    </message>
    <message>
        <source>Datang lagi dengan kartu asli. Isian Anda sudah disimpan.</source>
        <translation>Come again with the original card. Your answers have been saved.</translation>
    </message>
    <message>
        <source>Datang lagi ke posko ini. Isian Anda sudah disimpan.</source>
        <translation>Come back to this post. What you told us is saved.</translation>
    </message>
    <message>
        <source>Bawa HP Anda untuk memastikan nomor dan e-mail.</source>
        <translation>Bring your phone so that number and e-mail can be checked.</translation>
    </message>
    <message>
        <source>E-mail Anda belum ada. Datang lagi ke meja bantuan e-mail, bawa HP Anda.</source>
        <translation>You have no e-mail address yet. Come back to the e-mail help desk and bring your phone.</translation>
    </message>
    <message>
        <source>Bawa juga berkas yang kurang.</source>
        <translation>Bring the missing papers, too.</translation>
    </message>
    <message>
        <source>Petugas akan menanyakan yang belum terjawab.</source>
        <translation>The officer will ask what has not been answered yet.</translation>
    </message>
    <message>
        <source>Kunjungan ini dilanjutkan setelah Anda memberi persetujuan.</source>
        <translation>This visit goes on once you give your consent.</translation>
    </message>
    <message>
        <source>Petugas akan menanyakan yang belum terjawab dan meminta persetujuan Anda.</source>
        <translation>The officer will ask what has not been answered yet, and ask for your consent.</translation>
    </message>
    <message>
        <source>Tanyakan kepada petugas kalau keadaan Anda berubah.</source>
        <translation>Ask an officer if your situation changes.</translation>
    </message>
    <message>
        <source>Datang lagi mulai {from_on} dengan kartu asli.</source>
        <translation>Come back from {from_on} with your original card.</translation>
    </message>
    <message>
        <source>Slip asli: {number}.</source>
        <translation>Genuine slip: {number}.</translation>
    </message>
    <message>
        <source>Slip ini dicetak laptop yang belum dikenal di sini, jadi belum pasti. Periksa di laptop posko asalnya.</source>
        <translation>This slip was printed by a laptop that is not known here, so it is not certain yet. Check it on the laptop of the posko it comes from.</translation>
    </message>
    <message>
        <source>Slip ini tidak asli: isinya sudah diubah. Jangan dilayani; lapor koordinator.</source>
        <translation>This slip is not genuine: its content was changed. Do not serve it; tell the coordinator.</translation>
    </message>
    <message>
        <source>Kode ini bukan kode slip Posko. Pindai lagi kotak QR di slip.</source>
        <translation>This is not the code of a Posko slip. Scan the QR square on the slip again.</translation>
    </message>
    <message>
        <source>Slip ini dicetak oleh Posko yang lebih baru. Perbarui Posko di laptop ini.</source>
        <translation>This slip was printed by a newer Posko. Update Posko on this laptop.</translation>
    </message>
    <message>
        <source>Slip {number} dicetak laptop yang sudah tidak dipercaya sejak {revoked_on}. Jangan dilayani dengan slip ini; cari orangnya dengan NIK dan lapor koordinator.</source>
        <translation>Slip {number} was printed by a laptop that has not been trusted since {revoked_on}. Do not serve anybody by this slip; look the person up by NIK and tell the coordinator.</translation>
    </message>
    <message>
        <source>Slip {number} asli, tetapi laptop yang mencetaknya tidak dipercaya lagi sejak {revoked_on}. Cocokkan KTP orangnya dengan catatan sebelum melayani.</source>
        <translation>Slip {number} is genuine, but the laptop that printed it has not been trusted since {revoked_on}. Compare the person&apos;s KTP with the record before you serve them.</translation>
    </message>
    <message>
        <source>Nomor itu salah ketik: angka terakhirnya tidak cocok. Ketik lagi seperti tertulis di slip.</source>
        <translation>That number is mistyped: its last digit does not fit. Type it again as it stands on the slip.</translation>
    </message>
    <message>
        <source>Nomor {number} ada, tetapi tanpa kotak QR belum terbukti asli. Cocokkan KTP orangnya.</source>
        <translation>The number {number} is here, but without the QR square nothing proves it. Compare the person&apos;s KTP.</translation>
    </message>
    <message>
        <source>Nomor {number} tidak ada di laptop ini. Periksa nomornya, atau pindai kotak QR di slip.</source>
        <translation>The number {number} is not on this laptop. Check the number, or scan the QR square on the slip.</translation>
    </message>
    <message>
        <source>Slip {number} asli, tetapi datanya belum ada di laptop ini. Kirim data dulu dari semua laptop posko, lalu pindai lagi. Kalau tetap tidak ada, catat sebagai slip tanpa data.</source>
        <translation>Slip {number} is genuine, but its data are not on this laptop yet. Send the data of all laptops of the posko first, then scan again. If they still do not come, note it as a slip without data.</translation>
    </message>
    <message>
        <source>Slip {number} asli, dari posko {post}. Datanya ada di posko itu, bukan di laptop ini; arahkan orangnya ke sana.</source>
        <translation>Slip {number} is genuine, from the posko {post}. Its data are at that posko, not on this laptop; send the person there.</translation>
    </message>
    <message>
        <source>Slip {number} dari laptop ini, tetapi salinan datanya sudah dihapus karena lama tersimpan di server. Tanyakan ke dinas.</source>
        <translation>Slip {number} is known here, but the copy of its data was removed because the server has had them for long. Ask the agency.</translation>
    </message>
    <message>
        <source>Slip {number} asli, tetapi datanya tidak ada di laptop posko ini. Sambungkan laptop yang belum mengirim: kalau datanya datang, catatan ini selesai sendiri. Kalau tidak, tulis apa yang sudah dilakukan di Slip tanpa data.</source>
        <translation>Slip {number} is genuine, but its data are on no laptop of this posko. Connect the laptop that has not sent yet: when the data come, this note closes itself. If they do not, write down what was done under Slips without data.</translation>
    </message>
    <message>
        <source>Slip {number} dicatat tanpa data. Ada di Kirim data, di baris paling atas, sampai datanya datang.</source>
        <translation>Slip {number} is noted as without data. It stands on top of the list under Send data until the data come.</translation>
    </message>
    <message>
        <source>Slip {number} ditandai sudah diurus.</source>
        <translation>Slip {number} is marked as seen to.</translation>
    </message>
    <message>
        <source>Slip itu sudah selesai diurus, atau datanya sudah datang. Tidak ada yang perlu ditandai.</source>
        <translation>That slip has been seen to, or its data have come. There is nothing to mark.</translation>
    </message>
    <message>
        <source>Slip {number} terbaca. Isian yang sedang Anda ketik belum disimpan: simpan atau batalkan dulu.</source>
        <translation>Slip {number} was read. What you are typing is not saved yet: save or cancel it first.</translation>
    </message>
    <message>
        <source>Tidak ada kotak QR yang terbaca di gambar {file}. Foto lagi lebih dekat, rata, dan terang.</source>
        <translation>No QR square can be read in the picture {file}. Take it again closer, flat and in good light.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa dibuka sebagai gambar atau PDF. Pilih berkas PNG, JPG, atau PDF.</source>
        <translation>The file {file} cannot be opened as a picture or PDF. Choose a PNG, JPG or PDF file.</translation>
    </message>
    <message>
        <source>Baik.</source>
        <translation>Good.</translation>
    </message>
    <message>
        <source>Perlu dipastikan.</source>
        <translation>To be confirmed.</translation>
    </message>
    <message>
        <source>Tidak bisa dipakai.</source>
        <translation>Cannot be used.</translation>
    </message>
    <message>
        <source>{count} baris diperiksa, {failures} tidak bisa diperiksa.</source>
        <translation>{count} lines checked, {failures} could not be checked.</translation>
    </message>
    <message>
        <source>{done} dari {total} selesai.</source>
        <translation>{done} of {total} done.</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok.</source>
        <translation>Nothing matches.</translation>
    </message>
    <message>
        <source>Slip: {file}</source>
        <translation>Slip: {file}</translation>
    </message>
    <message>
        <source>Slip salinan ke-{copy} ditulis: {file}</source>
        <translation>Slip written, copy {copy}: {file}</translation>
    </message>
    <message>
        <source>Meja baru siap: {folder}</source>
        <translation>The new desk is ready: {folder}</translation>
    </message>
    <message>
        <source>Kunci pemulihan ditulis ke {file}. Cetak, serahkan kepada koordinator, lalu hapus berkas itu.</source>
        <translation>The recovery key was written to {file}. Print it, give it to the coordinator, then delete that file.</translation>
    </message>
    <message>
        <source>Kunci pemulihan: {code}. Catat sekarang dan serahkan kepada koordinator; tidak ditampilkan lagi.</source>
        <translation>Recovery key: {code}. Write it down now and give it to the coordinator; it is not shown again.</translation>
    </message>
    <message>
        <source>Laptop ini sekarang dikenal server.</source>
        <translation>The server now knows this laptop.</translation>
    </message>
    <message>
        <source>Petugas ditambahkan.</source>
        <translation>The officer was added.</translation>
    </message>
    <message>
        <source>Kata rahasia diganti. Yang lama tidak berlaku lagi.</source>
        <translation>The secret is changed. The old one no longer works.</translation>
    </message>
    <message>
        <source>Petugas dihapus dan tidak bisa membuka meja ini lagi. Yang dikerjakannya tetap tercatat.</source>
        <translation>The officer is removed and can no longer open this desk. What they did stays on record.</translation>
    </message>
    <message>
        <source>Terkirim {sent}, diterima {received}, masih menunggu {pending}.</source>
        <translation>Sent {sent}, received {received}, still waiting {pending}.</translation>
    </message>
    <message>
        <source>Terdaftar {registrations}, belum lengkap {incomplete}, menunggu dikirim {pending}, draf {drafts}, kontak server terakhir {last}.</source>
        <translation>Registered {registrations}, incomplete {incomplete}, waiting to be sent {pending}, drafts {drafts}, last contact with the server {last}.</translation>
    </message>
    <message>
        <source>belum pernah</source>
        <translation>never</translation>
    </message>
    <message>
        <source>Cadangan tersegel dan sudah diperiksa: {file} ({count} pendaftaran).</source>
        <translation>Backup sealed and checked: {file} ({count} registrations).</translation>
    </message>
    <message>
        <source>Cadangan tersegel ditulis: {file} ({count} pendaftaran), tetapi {broken} catatan di laptop ini sudah rusak. Simpan cadangan yang lama juga, dan hubungi dukungan.</source>
        <translation>Sealed backup written: {file} ({count} registrations), but {broken} records on this laptop are damaged. Keep the older backup as well, and contact support.</translation>
    </message>
    <message>
        <source>Di folder ini ada meja lain yang masih utuh, bukan meja dari cadangan ini. Tidak ada yang diubah; pulihkan ke folder lain dengan --home.</source>
        <translation>This folder holds another desk that is still whole, not the desk of this backup. Nothing was changed; restore to another folder with --home.</translation>
    </message>
    <message>
        <source>Cadangan dipulihkan ke {folder} ({count} pendaftaran).</source>
        <translation>The backup was restored to {folder} ({count} registrations).</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>GAGAL</source>
        <translation>FAILED</translation>
    </message>
    <message>
        <source>Pemohon contoh untuk {programme} tidak mendapat hasil yang seharusnya.</source>
        <translation>The sample applicant for {programme} did not get the expected outcome.</translation>
    </message>
    <message>
        <source>Slip di kertas {paper} tidak jadi.</source>
        <translation>The slip on {paper} paper could not be made.</translation>
    </message>
    <message>
        <source>Kartu e-mail di kertas {paper} tidak jadi.</source>
        <translation>The e-mail card on {paper} paper did not come out right.</translation>
    </message>
    <message>
        <source>Slip yang baru dibuat tidak terbaca sebagai slip asli.</source>
        <translation>The slip made just now does not read as a genuine slip.</translation>
    </message>
    <message>
        <source>Data yang baru ditulis tidak terbaca utuh.</source>
        <translation>The data written just now do not read back whole.</translation>
    </message>
    <message>
        <source>Daftar wilayah tidak memuat kelurahan contoh.</source>
        <translation>The list of regions lacks the sample kelurahan.</translation>
    </message>
    <message>
        <source>Ada kalimat yang kosong: {name}.</source>
        <translation>A sentence is empty: {name}.</translation>
    </message>
    <message>
        <source>Belum ada meja di folder {folder}. Buat dulu dengan &quot;posko init&quot;, atau pilih folder yang benar.</source>
        <translation>There is no desk in the folder {folder} yet. Make one first with &quot;posko init&quot;, or choose the right folder.</translation>
    </message>
    <message>
        <source>Di folder {folder} sudah ada meja. Tidak ada yang diubah; pilih folder lain.</source>
        <translation>There is already a desk in the folder {folder}. Nothing was changed; choose another folder.</translation>
    </message>
    <message>
        <source>Penyiapan meja ini belum selesai. Data tidak diubah; pulihkan dari cadangan atau hubungi dukungan.</source>
        <translation>The set-up of this desk is not finished. The data were not changed; restore from a backup or contact support.</translation>
    </message>
    <message>
        <source>Folder {folder} dibagi lewat jaringan atau awan (cloud), jadi data bisa rusak. Pilih folder di laptop ini sendiri.</source>
        <translation>The folder {folder} is shared over a network or a cloud, so data could be damaged. Choose a folder on this laptop itself.</translation>
    </message>
    <message>
        <source>Folder {folder} tidak bisa ditulisi. Periksa izin folder dan sisa ruang disk, lalu coba lagi.</source>
        <translation>The folder {folder} cannot be written to. Check its permissions and the disk space, then try again.</translation>
    </message>
    <message>
        <source>Folder {folder} tidak bisa dicapai ({reason}). Periksa letaknya, atau pilih folder lain.</source>
        <translation>The folder {folder} cannot be reached ({reason}). Check where it is, or choose another folder.</translation>
    </message>
    <message>
        <source>Data meja ini sedang dipakai oleh {holder}. Tutup dulu program itu, lalu coba lagi.</source>
        <translation>The data of this desk are in use by {holder}. Close that program first, then try again.</translation>
    </message>
    <message>
        <source>Data tidak bisa ditulis: {file} hanya bisa dibaca. Belum tersimpan; periksa izin folder.</source>
        <translation>The data cannot be written: {file} can only be read. Not saved yet; check the permissions of the folder.</translation>
    </message>
    <message>
        <source>Data sedang dikunci program lain. Belum tersimpan; coba lagi sebentar.</source>
        <translation>Another program has locked the data. Not saved yet; try again in a moment.</translation>
    </message>
    <message>
        <source>Berkas data {file} tidak bisa dibuka. Belum tersimpan; periksa izin folder dan disk.</source>
        <translation>The data file {file} cannot be opened. Not saved yet; check the permissions of the folder and the disk.</translation>
    </message>
    <message>
        <source>Berkas data {file} rusak. Jangan dihapus: data yang sudah terkirim aman di server, dan cadangan bisa dipulihkan. Hubungi dukungan.</source>
        <translation>The data file {file} is damaged. Do not delete it: the data already sent are safe at the server, and a backup can be restored. Contact support.</translation>
    </message>
    <message>
        <source>Data ini ditulis oleh Posko yang lebih baru. Data aman dan tidak diubah; perbarui Posko di laptop ini.</source>
        <translation>These data were written by a newer Posko. They are safe and were not changed; update Posko on this laptop.</translation>
    </message>
    <message>
        <source>Data ini dari Posko yang lebih lama. Buka Posko sekali agar data dinaikkan.</source>
        <translation>These data are from an older Posko. Open Posko once so that they are brought up to date.</translation>
    </message>
    <message>
        <source>Pengaman data ({setting}) tidak bisa dinyalakan, jadi Posko tidak mau menyimpan. Hubungi dukungan.</source>
        <translation>A safeguard of the data ({setting}) cannot be switched on, so Posko will not save. Contact support.</translation>
    </message>
    <message>
        <source>Segel data ({table}) rusak: isinya diubah di luar Posko. Pulihkan dari cadangan; hubungi dukungan.</source>
        <translation>The seal of the data ({table}) is broken: they were changed outside Posko. Restore from a backup; contact support.</translation>
    </message>
    <message>
        <source>Disk penuh. Yang terakhir BELUM tersimpan; kosongkan disk, lalu ulangi.</source>
        <translation>The disk is full. The last entry is NOT saved yet; free some disk space, then repeat it.</translation>
    </message>
    <message>
        <source>Disk gagal membaca atau menulis {file}. Yang terakhir BELUM tersimpan; coba lagi, lalu buat cadangan.</source>
        <translation>The disk failed to read or write {file}. The last entry is NOT saved yet; try again, then make a backup.</translation>
    </message>
    <message>
        <source>Jatah {count} nomor laptop ini untuk hari itu sudah habis. Pakai laptop lain untuk pendaftaran berikutnya.</source>
        <translation>This laptop has used up its {count} numbers for that day. Use another laptop for the next registrations.</translation>
    </message>
    <message>
        <source>Data terkunci. Sebutkan berkas kata rahasia petugas dengan --secret-file atau $POSKO_SECRET_FILE.</source>
        <translation>The data are locked. Name the file with the officer&apos;s secret with --secret-file or $POSKO_SECRET_FILE.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa dibaca atau kosong. Isi baris pertamanya dengan kata rahasia.</source>
        <translation>The file {file} cannot be read or is empty. Put the secret on its first line.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa dibaca atau kosong. Isi baris pertamanya dengan kunci pemulihan.</source>
        <translation>The file {file} cannot be read or is empty. Put the recovery key on its first line.</translation>
    </message>
    <message>
        <source>Kata rahasia salah. Coba lagi dengan teliti.</source>
        <translation>The secret is wrong. Try again with care.</translation>
    </message>
    <message>
        <source>Silakan coba lagi.</source>
        <translation>Please try again.</translation>
    </message>
    <message>
        <source>Kunci pemulihan {limit} huruf dan angka; yang diketik {count}. Cocokkan lagi dengan kertasnya.</source>
        <translation>A recovery key has {limit} letters and digits; {count} were typed. Compare it with the paper once more.</translation>
    </message>
    <message>
        <source>Terlalu banyak salah. Tunggu {seconds} detik, lalu coba lagi.</source>
        <translation>Too many wrong tries. Wait {seconds} seconds, then try again.</translation>
    </message>
    <message>
        <source>Kata rahasia paling sedikit {limit} huruf atau angka.</source>
        <translation>The secret needs at least {limit} letters or digits.</translation>
    </message>
    <message>
        <source>Kunci pemulihan tidak cocok. Periksa lagi kertasnya.</source>
        <translation>The recovery key does not fit. Check the paper again.</translation>
    </message>
    <message>
        <source>Nama petugas belum diisi. Pakai nama untuk membuka Posko.</source>
        <translation>The officer&apos;s name is still empty. Use a name to open Posko.</translation>
    </message>
    <message>
        <source>Kata rahasia baru belum disebut. Tulis di baris pertama berkas, lalu pakai --new-secret-file.</source>
        <translation>The new secret is missing. Write it in the first line of a file and name it with --new-secret-file.</translation>
    </message>
    <message>
        <source>Petugas yang sedang membuka meja ini tidak bisa menghapus dirinya sendiri.</source>
        <translation>The officer who has unlocked this desk cannot remove themselves.</translation>
    </message>
    <message>
        <source>{name} koordinator satu-satunya di meja ini. Tambahkan koordinator lain dulu.</source>
        <translation>{name} is the only coordinator of this desk. Add another coordinator first.</translation>
    </message>
    <message>
        <source>Petugas bernama {name} sudah ada. Pakai nama lain.</source>
        <translation>There is already an officer called {name}. Use another name.</translation>
    </message>
    <message>
        <source>Ada beberapa petugas: {names}. Sebutkan satu dengan --officer.</source>
        <translation>There are several officers: {names}. Name one with --officer.</translation>
    </message>
    <message>
        <source>Petugas itu tidak ada di meja ini. Yang ada: {names}.</source>
        <translation>There is no such officer at this desk. There are: {names}.</translation>
    </message>
    <message>
        <source>Ini hanya boleh dilakukan koordinator.</source>
        <translation>Only the coordinator may do this.</translation>
    </message>
    <message>
        <source>Perintah tidak terbaca: {detail}. Lihat &quot;posko --help&quot;.</source>
        <translation>The command cannot be read: {detail}. See &quot;posko --help&quot;.</translation>
    </message>
    <message>
        <source>Perintah &quot;{what}&quot; belum ada di versi ini; datang di versi berikutnya.</source>
        <translation>The command &quot;{what}&quot; is not in this version yet; it comes with the next one.</translation>
    </message>
    <message>
        <source>Jendela Posko perlu layar, dan di sini tidak ada. Data tidak diubah. Lihat &quot;posko --help&quot; untuk perintah tanpa jendela.</source>
        <translation>The Posko window needs a screen, and there is none here. Nothing was changed. See &quot;posko --help&quot; for commands without a window.</translation>
    </message>
    <message>
        <source>Ada kesalahan di dalam Posko. Yang sudah tersimpan tetap aman; kirim berkas log kepada dukungan.</source>
        <translation>There is a fault inside Posko. What has been saved is safe; send the log file to support.</translation>
    </message>
    <message>
        <source>Dihentikan. Yang sudah tersimpan tetap aman.</source>
        <translation>Stopped. What has been saved is safe.</translation>
    </message>
    <message>
        <source>Jawaban tidak bisa ditulis ({reason}), tetapi perintahnya sudah dijalankan.</source>
        <translation>The answer cannot be written ({reason}), but the command has been carried out.</translation>
    </message>
    <message>
        <source>Jenis pemeriksaan {wanted} tidak dikenal. Yang ada: {known}.</source>
        <translation>The kind of check {wanted} is not known. There are: {known}.</translation>
    </message>
    <message>
        <source>Tanggal acuan {ref} tidak bisa dipakai. Tulis tahun-bulan-hari antara 1900 dan 2100, misalnya 2026-11-21.</source>
        <translation>The reference date {ref} cannot be used. Write year-month-day between 1900 and 2100, for example 2026-11-21.</translation>
    </message>
    <message>
        <source>Tanggal {on} tidak terbaca. Tulis tahun-bulan-hari, misalnya 2026-11-21.</source>
        <translation>The date {on} cannot be read. Write year-month-day, for example 2026-11-21.</translation>
    </message>
    <message>
        <source>Tanggal {on} tidak bisa dipakai: hanya {first} sampai {last}. Belum ada yang disimpan; periksa tanggal laptop.</source>
        <translation>The date {on} cannot be used: only {first} to {last}. Nothing has been saved yet; check the date of the laptop.</translation>
    </message>
    <message>
        <source>Mendaftar untuk hari lain hanya boleh oleh koordinator yang menulis alasannya, atau dalam mode latihan.</source>
        <translation>Only a coordinator who writes the reason may register for another day, or anyone in training mode.</translation>
    </message>
    <message>
        <source>Jenis kartu {doc} tidak dikenal. Pakai KTP, KK, atau KIA.</source>
        <translation>The kind of card {doc} is not known. Use KTP, KK or KIA.</translation>
    </message>
    <message>
        <source>Kertas {paper} tidak dikenal. Yang ada: {known}.</source>
        <translation>The paper {paper} is not known. There are: {known}.</translation>
    </message>
    <message>
        <source>Program {code} tidak ada di versi ini. Yang ada: {known}.</source>
        <translation>The programme {code} is not in this version. There are: {known}.</translation>
    </message>
    <message>
        <source>Berkas program {file} belum bisa dipakai: periksa {place} (angka sesudah # = barisnya). Data pendaftaran tetap aman. Perbaiki berkas itu; kalau bawaan Posko, pasang ulang Posko.</source>
        <translation>The programme file {file} cannot be used yet: look at {place} (the number behind # is its line). The registrations are safe. Put that file right; if it came with Posko, install Posko again.</translation>
    </message>
    <message>
        <source>Pengaturan di {file} tidak terbaca (baris {line}). Perbaiki baris itu, lalu coba lagi.</source>
        <translation>The settings in {file} cannot be read (line {line}). Mend that line, then try again.</translation>
    </message>
    <message>
        <source>Pengaturan {key} di {file} (baris {line}) tidak dikenal. Hapus, atau perbaiki namanya. Yang ada: {known}.</source>
        <translation>The setting {key} in {file} (line {line}) is not known. Delete it, or mend its name. There are: {known}.</translation>
    </message>
    <message>
        <source>Gambar lambang {file} tidak bisa dipakai. Pilih berkas PNG atau JPEG sampai 1 MB. Slip dan surat tetap bisa dicetak tanpa lambang.</source>
        <translation>The emblem {file} cannot be used. Choose a PNG or JPEG file of up to 1 MB. Slips and letters can be printed without it.</translation>
    </message>
    <message>
        <source>Nilai {key} di {file} (baris {line}) tidak bisa dipakai. Perbaiki baris itu, atau hapus supaya kembali seperti semula.</source>
        <translation>The value of {key} in {file} (line {line}) cannot be used. Mend that line, or delete it to go back to the usual value.</translation>
    </message>
    <message>
        <source>Berkas {file} harus punya kolom kind dan input.</source>
        <translation>The file {file} must have the columns kind and input.</translation>
    </message>
    <message>
        <source>Baris {line} di berkas {file} tidak terbaca sebagai CSV.</source>
        <translation>Line {line} of the file {file} cannot be read as CSV.</translation>
    </message>
    <message>
        <source>Tidak ada pendaftaran dengan nomor atau nama itu.</source>
        <translation>There is no registration with that number or name.</translation>
    </message>
    <message>
        <source>Ada {count} kunjungan yang cocok. Cari dengan &quot;posko find&quot;, lalu sebutkan NIK atau uid-nya.</source>
        <translation>There are {count} visits that match. Search with &quot;posko find&quot;, then give the NIK or the uid.</translation>
    </message>
    <message>
        <source>Kode posko terdiri dari 2 sampai 10 huruf besar atau angka, misalnya SBY01.</source>
        <translation>A posko code has 2 to 10 capital letters or digits, for example SBY01.</translation>
    </message>
    <message>
        <source>Nama posko belum diisi, atau lebih dari 120 huruf.</source>
        <translation>The name of the posko is still empty, or longer than 120 letters.</translation>
    </message>
    <message>
        <source>Kode provinsi terdiri dari dua angka, misalnya 35 untuk Jawa Timur.</source>
        <translation>A province code has two digits, for example 35 for East Java.</translation>
    </message>
    <message>
        <source>Tidak ada provinsi dengan kode {province}. Periksa kodenya.</source>
        <translation>There is no province with the code {province}. Check the code.</translation>
    </message>
    <message>
        <source>Isian ini terlalu panjang: paling banyak {most} huruf.</source>
        <translation>This entry is too long: at most {most} letters.</translation>
    </message>
    <message>
        <source>Nomor blok antara 1 dan {most}.</source>
        <translation>A number block is between 1 and {most}.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak ditemukan. Periksa nama dan foldernya.</source>
        <translation>The file {file} was not found. Check its name and folder.</translation>
    </message>
    <message>
        <source>Folder {folder} tidak ada. Buat dulu, atau pilih yang lain.</source>
        <translation>There is no folder {folder}. Make it first, or choose another one.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa dibaca. Periksa izinnya.</source>
        <translation>The file {file} cannot be read. Check its permissions.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa dipakai ({reason}). Periksa izin dan sisa ruang disk.</source>
        <translation>The file {file} cannot be used ({reason}). Check its permissions and the disk space.</translation>
    </message>
    <message>
        <source>Berkas {file} terlalu besar (lebih dari 64 MB). Bagi menjadi beberapa berkas.</source>
        <translation>The file {file} is too large (more than 64 MB). Split it into several files.</translation>
    </message>
    <message>
        <source>Berkas {file} bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8.</source>
        <translation>The file {file} is not UTF-8 text. Save it again as CSV UTF-8.</translation>
    </message>
    <message>
        <source>Berkas {file} bukan cadangan Posko.</source>
        <translation>The file {file} is not a Posko backup.</translation>
    </message>
    <message>
        <source>Cadangan {file} rusak atau terpotong, jadi tidak dipakai. Ambil salinan yang lain.</source>
        <translation>The backup {file} is damaged or cut off, so it is not used. Take another copy.</translation>
    </message>
    <message>
        <source>Cadangan {file} dibuat oleh Posko yang lebih baru. Perbarui Posko dulu.</source>
        <translation>The backup {file} was made by a newer Posko. Update Posko first.</translation>
    </message>
    <message>
        <source>Slip {file} tidak dibuat, karena salinannya tidak bisa dicatat. Datanya sudah tersimpan; periksa disk, lalu cetak ulang.</source>
        <translation>The slip {file} was not made, because the copy could not be recorded. The data are saved; check the disk, then print again.</translation>
    </message>
    <message>
        <source>Slip {file} tidak bisa ditulis ({reason}). Datanya sudah tersimpan; cetak ulang kapan saja.</source>
        <translation>The slip {file} cannot be written ({reason}). The data are saved; print again at any time.</translation>
    </message>
    <message>
        <source>Belum ada printer yang dipilih, jadi slip belum dicetak. Datanya sudah tersimpan. Pilih printer di Pengaturan, lalu cetak lagi.</source>
        <translation>No printer has been chosen yet, so the slip is not printed. The data are saved. Choose a printer under Settings, then print again.</translation>
    </message>
    <message>
        <source>Slip tidak bisa ditaruh di folder {folder} ({reason}). Datanya sudah tersimpan. Periksa folder itu di Pengaturan, lalu cetak lagi.</source>
        <translation>The slip cannot be put into the folder {folder} ({reason}). The data are saved. Check that folder under Settings, then print again.</translation>
    </message>
    <message>
        <source>Masukan kosong: tidak ada satu orang pun di dalamnya.</source>
        <translation>The input is empty: there is nobody in it.</translation>
    </message>
    <message>
        <source>Baris {line} bukan JSON yang benar, jadi dilewati. Perbaiki baris itu dan daftarkan lagi.</source>
        <translation>Line {line} is not correct JSON, so it was skipped. Correct that line and register it again.</translation>
    </message>
    <message>
        <source>Baris {line} bukan teks UTF-8, jadi dilewati. Simpan ulang sebagai UTF-8.</source>
        <translation>Line {line} is not UTF-8 text, so it was skipped. Save it again as UTF-8.</translation>
    </message>
    <message>
        <source>Baris {line} bukan data satu orang, jadi dilewati.</source>
        <translation>Line {line} is not the data of one person, so it was skipped.</translation>
    </message>
    <message>
        <source>Baris {line} belum dicoba karena penyimpanan bermasalah. Daftarkan lagi sesudah beres.</source>
        <translation>Line {line} was not tried because of trouble with the storage. Register it again once that is solved.</translation>
    </message>
    <message>
        <source>Masukan bukan JSON yang benar (baris {line}). Belum ada yang didaftarkan; perbaiki, lalu ulangi.</source>
        <translation>The input is not correct JSON (line {line}). Nobody has been registered; correct it, then try again.</translation>
    </message>
    <message>
        <source>Masukan bukan teks UTF-8 (baris {line}). Belum ada yang didaftarkan; simpan ulang sebagai UTF-8, lalu ulangi.</source>
        <translation>The input is not UTF-8 text (line {line}). Nobody has been registered; save it again as UTF-8, then try again.</translation>
    </message>
    <message>
        <source>Masukan tidak berisi data orang. Belum ada yang didaftarkan.</source>
        <translation>The input holds no data of people. Nobody has been registered.</translation>
    </message>
    <message>
        <source>Folder meja hanya untuk data tersegel, jadi {path} ditolak. Pilih folder lain.</source>
        <translation>The folder of the desk is for sealed data only, so {path} is refused. Choose another folder.</translation>
    </message>
    <message>
        <source>{path} ada di folder meja dan bisa menimpa data. Simpan di folder lain, atau di folder backups.</source>
        <translation>{path} is in the folder of the desk and could overwrite data. Save to another folder, or to the folder backups.</translation>
    </message>
    <message>
        <source>{path} dibaca oleh perintah ini, jadi tidak boleh ditimpa. Pilih nama lain untuk hasilnya.</source>
        <translation>{path} is read by this command, so it must not be overwritten. Choose another name for the result.</translation>
    </message>
    <message>
        <source>Berkas {file} sudah ada dan tidak ditimpa. Belum ada yang diubah; pilih nama lain.</source>
        <translation>The file {file} is already there and is not overwritten. Nothing was changed; choose another name.</translation>
    </message>
    <message>
        <source>{path} tidak bisa dicapai ({reason}). Pilih tempat lain.</source>
        <translation>{path} cannot be reached ({reason}). Choose another place.</translation>
    </message>
    <message>
        <source>{path} adalah folder. Sebutkan juga nama berkasnya.</source>
        <translation>{path} is a folder. Give the name of the file as well.</translation>
    </message>
    <message>
        <source>Laptop ini belum dikenal server. Data tetap tersimpan di sini. Daftarkan lewat Pengaturan.</source>
        <translation>The server does not know this laptop yet. The data stay here. Enrol it in Settings.</translation>
    </message>
    <message>
        <source>Sebutkan --server dan --enrol bersama-sama.</source>
        <translation>Give --server and --enrol together.</translation>
    </message>
    <message>
        <source>Kode itu untuk posko {post} di provinsi {province}, bukan posko ini. Minta kode yang benar kepada dinas.</source>
        <translation>That code is for posko {post} in province {province}, not for this posko. Ask the agency for the right code.</translation>
    </message>
    <message>
        <source>Alamat server tidak terbaca. Tulis lengkap, misalnya https://posko.contoh.go.id.</source>
        <translation>The server address cannot be read. Write it in full, for example https://posko.contoh.go.id.</translation>
    </message>
    <message>
        <source>Alamat http:// mengirim data tanpa kunci. Pakai https://; http:// hanya untuk server di laptop ini.</source>
        <translation>An http:// address sends data without a lock. Use https://; http:// is only for a server on this laptop.</translation>
    </message>
    <message>
        <source>Server tidak bisa dihubungi. Data tetap tersimpan di laptop ini dan dikirim lagi kalau ada jaringan.</source>
        <translation>The server cannot be reached. The data stay saved on this laptop and will be sent again when there is a network.</translation>
    </message>
    <message>
        <source>Jaringan terlalu lambat dan server belum menjawab. Data tetap tersimpan dan dikirim lagi kalau ada jaringan.</source>
        <translation>The network is too slow and the server has not answered yet. The data stay saved and will be sent again when there is a network.</translation>
    </message>
    <message>
        <source>Sambungan terputus di tengah jalan. Data tetap tersimpan; pengiriman dilanjutkan sendiri dari situ.</source>
        <translation>The connection broke off on the way. The data stay saved; sending goes on from there by itself.</translation>
    </message>
    <message>
        <source>Sertifikat server tidak berlaku menurut jam laptop ini. Periksa tanggal dan jam. Data tetap aman di sini.</source>
        <translation>By the clock of this laptop the server&apos;s certificate is not valid. Check date and time. The data are safe here.</translation>
    </message>
    <message>
        <source>Server tidak bisa membuktikan dirinya, jadi tidak ada data yang dikirim. Hubungi dinas; data tetap aman.</source>
        <translation>The server cannot prove who it is, so no data were sent. Contact the agency; the data are safe.</translation>
    </message>
    <message>
        <source>Yang menjawab bukan server Posko; mungkin jaringan meminta Anda masuk. Data tetap aman di sini. Masuk lewat peramban, lalu tekan F5.</source>
        <translation>It was not the Posko server that answered; the network may want you to sign in. The data are safe here. Sign in with a browser, then press F5.</translation>
    </message>
    <message>
        <source>Jawaban server terlalu besar, jadi ditolak. Data tetap aman di sini.</source>
        <translation>The server&apos;s answer is too large, so it was refused. The data are safe here.</translation>
    </message>
    <message>
        <source>Jawaban server rusak di jalan. Data tetap aman di sini; coba kirim lagi.</source>
        <translation>The server&apos;s answer was damaged on the way. The data are safe here; try to send again.</translation>
    </message>
    <message>
        <source>Tanda terima server tidak cocok dengan data di sini, jadi tidak dipercaya. Data tetap aman; hubungi dinas.</source>
        <translation>The server&apos;s receipt does not match the data here, so it is not trusted. The data are safe; contact the agency.</translation>
    </message>
    <message>
        <source>Ada salinan laptop ini yang juga mengirim data. Data di sini tetap aman dan laptop ini memakai nomor baru. Hubungi koordinator supaya hanya satu yang dipakai.</source>
        <translation>A copy of this laptop is sending data as well. The data here are safe and this laptop uses new numbers. Contact the coordinator so that only one of them is used.</translation>
    </message>
    <message>
        <source>Server baru dipulihkan dan kehilangan sebagian data. Laptop ini mengirimnya lagi; tidak ada yang hilang.</source>
        <translation>The server was restored and lost part of its data. This laptop is sending them again; nothing is lost.</translation>
    </message>
    <message>
        <source>Isi server dan laptop ini tidak sama dan tidak bisa disamakan sendiri. Data di laptop ini tetap aman; beri tahu pengelola server.</source>
        <translation>The server and this laptop do not hold the same and cannot be made equal by themselves. The data on this laptop are safe; tell whoever runs the server.</translation>
    </message>
    <message>
        <source>Server berulang kali kehilangan data. Data tetap aman di sini; hubungi dinas.</source>
        <translation>The server keeps losing data. The data are safe here; contact the agency.</translation>
    </message>
    <message>
        <source>Server sedang sibuk. Data tetap tersimpan dan dikirim lagi sendiri; Anda tidak perlu apa-apa.</source>
        <translation>The server is busy. The data stay saved and are sent again by themselves; you need not do anything.</translation>
    </message>
    <message>
        <source>Server sedang bermasalah ({status}). Data tetap tersimpan dan dikirim lagi sendiri. Kalau lama, hubungi dinas.</source>
        <translation>The server is in trouble ({status}). The data stay saved and are sent again by themselves. If it lasts, contact the agency.</translation>
    </message>
    <message>
        <source>Server menolak kiriman ini ({problem}). Data tetap aman di sini; hubungi dinas.</source>
        <translation>The server refuses this message ({problem}). The data are safe here; contact the agency.</translation>
    </message>
    <message>
        <source>Versi server dan laptop ini tidak cocok. Data tetap aman; perbarui Posko.</source>
        <translation>The versions of the server and of this laptop do not fit. The data are safe; update Posko.</translation>
    </message>
    <message>
        <source>NIK ini sudah tercatat atas nama lain. Cocokkan dengan kartu. F2 sekali lagi kalau orangnya memang sama.</source>
        <translation>This NIK is already recorded under another name. Compare it with the card. F2 once more if it really is the same person.</translation>
    </message>
    <message>
        <source>{length} dari {needed}</source>
        <translation>{length} of {needed}</translation>
    </message>
    <message>
        <source>perempuan</source>
        <translation>female</translation>
    </message>
    <message>
        <source>laki-laki</source>
        <translation>male</translation>
    </message>
    <message>
        <source>{birth_date}</source>
        <translation>{birth_date}</translation>
    </message>
    <message>
        <source>{age} tahun</source>
        <translation>aged {age}</translation>
    </message>
    <message>
        <source>Kec. {district}</source>
        <translation>Kec. {district}</translation>
    </message>
    <message>
        <source>wilayah {district}</source>
        <translation>region {district}</translation>
    </message>
    <message>
        <source>wilayah latihan</source>
        <translation>training region</translation>
    </message>
    <message>
        <source>{village}, {district}, {regency}</source>
        <translation>{village}, {district}, {regency}</translation>
    </message>
    <message>
        <source>{number}</source>
        <translation>{number}</translation>
    </message>
    <message>
        <source>{operator}</source>
        <translation>{operator}</translation>
    </message>
    <message>
        <source>RT {rt} RW {rw}</source>
        <translation>RT {rt} RW {rw}</translation>
    </message>
    <message>
        <source>diisi dari NIK, cocokkan dengan kartu</source>
        <translation>filled in from the NIK, compare with the card</translation>
    </message>
    <message>
        <source>ubah kalau beda</source>
        <translation>change if different</translation>
    </message>
    <message>
        <source>semula tertulis {text}</source>
        <translation>first written as {text}</translation>
    </message>
    <message>
        <source>{amount_rp}</source>
        <translation>{amount_rp}</translation>
    </message>
    <message>
        <source>rahasia, tidak dicetak</source>
        <translation>secret, not printed</translation>
    </message>
    <message>
        <source>{seen} dari {needed} berkas sudah dilihat</source>
        <translation>{seen} of {needed} papers seen</translation>
    </message>
    <message>
        <source>{field} belum diisi.</source>
        <translation>{field} is still empty.</translation>
    </message>
    <message>
        <source>Perbaiki {field}.</source>
        <translation>Correct {field}.</translation>
    </message>
    <message>
        <source>Pastikan {field}.</source>
        <translation>Confirm {field}.</translation>
    </message>
    <message>
        <source>Tanyakan: {question}.</source>
        <translation>Ask: {question}.</translation>
    </message>
    <message>
        <source>Berkas kurang: {label}.</source>
        <translation>Paper missing: {label}.</translation>
    </message>
    <message>
        <source>Minta persetujuan pemohon.</source>
        <translation>Ask for the applicant&apos;s consent.</translation>
    </message>
    <message>
        <source>Gelombang belum dibuka, jadi masuk daftar tunggu.</source>
        <translation>The batch is not open yet, so this goes on the waiting list.</translation>
    </message>
    <message>
        <source>Jadwal gelombang tidak tercatat di posko ini, jadi masuk daftar tunggu.</source>
        <translation>The batch dates are not on file at this post, so this goes on the waiting list.</translation>
    </message>
    <message>
        <source>Alamat printer belum benar. Isi nama atau nomor IP printer, misalnya 192.168.1.50, atau berkas perangkatnya.</source>
        <translation>The printer&apos;s address is not right yet. Enter the printer&apos;s name or IP number, for example 192.168.1.50, or its device file.</translation>
    </message>
    <message>
        <source>Port printer adalah angka 1 sampai 65535; biasanya 9100.</source>
        <translation>The printer&apos;s port is a number from 1 to 65535; usually 9100.</translation>
    </message>
    <message>
        <source>Printer {printer} memakai kertas gulungan, tetapi kertas yang dipilih lembaran. Pilih gulungan 58 atau 80 mm di Pengaturan, lalu cetak lagi. Datanya sudah tersimpan.</source>
        <translation>Printer {printer} prints on rolls, but the paper chosen is a sheet. Choose a roll of 58 or 80 mm in the settings, then print again. The data are saved.</translation>
    </message>
    <message>
        <source>Printer {printer} tidak bisa dihubungi, jadi slip belum dicetak. Datanya sudah tersimpan. Periksa apakah printer menyala dan kabel jaringannya terpasang, lalu cetak lagi.</source>
        <translation>Printer {printer} cannot be reached, so the slip has not been printed. The data are saved. Check that the printer is on and its network cable plugged in, then print again.</translation>
    </message>
    <message>
        <source>Posko tidak diizinkan memakai printer {printer}, jadi slip belum dicetak. Datanya sudah tersimpan. Minta petugas TI memberi izin, lalu cetak lagi.</source>
        <translation>Posko is not allowed to use printer {printer}, so the slip has not been printed. The data are saved. Ask the IT staff for permission, then print again.</translation>
    </message>
    <message>
        <source>Kertas di printer {printer} habis, jadi slip belum dicetak. Datanya sudah tersimpan. Isi kertas, lalu cetak lagi.</source>
        <translation>Printer {printer} is out of paper, so the slip has not been printed. The data are saved. Put in paper, then print again.</translation>
    </message>
    <message>
        <source>Tutup printer {printer} terbuka, jadi slip belum dicetak. Datanya sudah tersimpan. Tutup rapat, lalu cetak lagi.</source>
        <translation>The cover of printer {printer} is open, so the slip has not been printed. The data are saved. Close it firmly, then print again.</translation>
    </message>
    <message>
        <source>Printer {printer} melaporkan gangguan, jadi slip belum dicetak. Datanya sudah tersimpan. Periksa pisau dan jalur kertasnya, matikan dan nyalakan lagi, lalu cetak lagi.</source>
        <translation>Printer {printer} reports a fault, so the slip has not been printed. The data are saved. Check its knife and paper path, switch it off and on, then print again.</translation>
    </message>
    <message>
        <source>Printer {printer} belum siap, jadi slip belum dicetak. Datanya sudah tersimpan. Periksa lampu di printer, lalu cetak lagi.</source>
        <translation>Printer {printer} is not ready, so the slip has not been printed. The data are saved. Look at the lights on the printer, then print again.</translation>
    </message>
    <message>
        <source>Printer {printer} terputus di tengah slip; kertas mungkin keluar sebagian. Datanya sudah tersimpan. Buang potongan kertas itu, periksa printer, lalu cetak lagi.</source>
        <translation>Printer {printer} was cut off in the middle of the slip; part of the paper may have come out. The data are saved. Throw that piece away, check the printer, then print again.</translation>
    </message>
    <message>
        <source>Kertas di printer {printer} habis saat slip dicetak. Datanya sudah tersimpan. Isi kertas, lalu lihat slipnya: kalau tidak utuh, cetak ulang.</source>
        <translation>Printer {printer} ran out of paper while the slip was printed. The data are saved. Put in paper, then look at the slip: if it is not whole, reprint it.</translation>
    </message>
    <message>
        <source>Tutup printer {printer} terbuka saat slip dicetak. Datanya sudah tersimpan. Tutup rapat, lalu lihat slipnya: kalau tidak utuh, cetak ulang.</source>
        <translation>The cover of printer {printer} was open while the slip was printed. The data are saved. Close it firmly, then look at the slip: if it is not whole, reprint it.</translation>
    </message>
    <message>
        <source>Printer {printer} melaporkan gangguan saat slip dicetak. Datanya sudah tersimpan. Periksa printer, lalu lihat slipnya: kalau tidak utuh, cetak ulang.</source>
        <translation>Printer {printer} reported a fault while the slip was printed. The data are saved. Check the printer, then look at the slip: if it is not whole, reprint it.</translation>
    </message>
    <message>
        <source>Printer {printer} tidak menjawab lagi setelah slip dikirim. Datanya sudah tersimpan. Lihat slipnya: kalau tidak keluar utuh, periksa printer, lalu cetak ulang.</source>
        <translation>Printer {printer} no longer answered after the slip was sent. The data are saved. Look at the slip: if it did not come out whole, check the printer, then reprint it.</translation>
    </message>
    <message>
        <source>Kertas printer hampir habis. Siapkan gulungan baru.</source>
        <translation>The printer&apos;s paper is almost used up. Have a new roll ready.</translation>
    </message>
    <message>
        <source>Kertas habis atau printer {printer} mati, jadi slip belum dicetak. Nomor antrean dan datanya sudah tersimpan; cetak ulang kapan saja.</source>
        <translation>The paper is used up or the printer {printer} is off, so the slip is not printed. The queue number and the data are saved; print again at any time.</translation>
    </message>
    <message>
        <source>Printer {printer} di laptop ini sedang menolak cetakan, jadi slip belum dicetak. Datanya sudah tersimpan. Izinkan cetakan di pengaturan printer laptop, lalu cetak lagi.</source>
        <translation>Printer {printer} on this laptop takes no print jobs at the moment, so the slip is not printed yet. The data are saved. Let it take jobs in the laptop&apos;s printer settings, then print again.</translation>
    </message>
    <message>
        <source>Printer di laptop ini sedang dihentikan, jadi cetakan menunggu di antreannya dan belum keluar. Jalankan lagi di pengaturan printer laptop; jangan cetak ulang dulu.</source>
        <translation>The printer on this laptop has been stopped, so the paper waits in its queue and is not out yet. Let it go on in the laptop&apos;s printer settings; do not print again yet.</translation>
    </message>
    <message>
        <source>Printer {printer} tidak ditemukan di komputer ini, jadi slip belum dicetak. Datanya sudah tersimpan. Sambungkan printer itu atau pilih yang lain di Pengaturan, lalu cetak lagi.</source>
        <translation>The printer {printer} was not found on this computer, so the slip is not printed. The data are saved. Connect that printer or choose another one under Settings, then print again.</translation>
    </message>
    <message>
        <source>Posko mengalami gangguan, tetapi tetap bisa dipakai. Isian dan data yang sudah disimpan aman di laptop ini. Bila terulang, kirim laporannya kepada dukungan.</source>
        <translation>Posko ran into trouble, but can still be used. The form and the saved data are safe on this laptop. If it happens again, send the report to support.</translation>
    </message>
    <message>
        <source>Pilih dulu: untuk latihan, atau untuk pendaftaran sungguhan.</source>
        <translation>Choose first: for training, or for real registration.</translation>
    </message>
    <message>
        <source>Provinsi belum dipilih. Ketik huruf pertamanya untuk memilih.</source>
        <translation>The province is not chosen yet. Type its first letters to choose it.</translation>
    </message>
    <message>
        <source>Nomor blok ditulis dengan angka saja, misalnya 1.</source>
        <translation>The block number is written in digits only, for example 1.</translation>
    </message>
    <message>
        <source>Alamat server belum diisi. Salin dari surat dinas, misalnya https://posko.contoh.go.id.</source>
        <translation>The server address is still empty. Copy it from the agency&apos;s letter, for example https://posko.contoh.go.id.</translation>
    </message>
    <message>
        <source>Kode pendaftaran perangkat belum diisi. Minta kodenya kepada dinas.</source>
        <translation>The device&apos;s enrolment code is still empty. Ask the agency for it.</translation>
    </message>
    <message>
        <source>Kedua kata rahasia tidak sama. Ketik sekali lagi.</source>
        <translation>The two secrets are not the same. Type it once more.</translation>
    </message>
    <message>
        <source>Kata rahasia ini mudah ditebak. Pakai kalimat pendek yang hanya Anda tahu.</source>
        <translation>This secret is easy to guess. Use a short sentence that only you know.</translation>
    </message>
    <message>
        <source>Kata rahasia ini termasuk yang pertama dicoba orang: kata umum, angka berurut, kode posko, atau nama petugas. Pakai kalimat pendek yang hanya Anda tahu.</source>
        <translation>This secret is among the first that people try: a common word, digits in a row, the post&apos;s code, or the officer&apos;s name. Use a short sentence that only you know.</translation>
    </message>
    <message>
        <source>Mudah ditebak. Untuk latihan boleh dipakai; untuk data sungguhan nanti tidak.</source>
        <translation>Easy to guess. It will do for training; for real data it will not.</translation>
    </message>
    <message>
        <source>Empat tanda terakhirnya belum cocok. Lihat lagi kertasnya, atau centang kalau koordinator sudah menyimpannya.</source>
        <translation>Its last four characters do not match yet. Look at the paper again, or tick the box if the coordinator has already kept it.</translation>
    </message>
    <message>
        <source>Kunci pemulihan belum dicatat, dan tidak bisa ditampilkan lagi. Catat dulu; tutup sekali lagi kalau memang mau keluar.</source>
        <translation>The recovery key has not been written down, and it cannot be shown again. Write it down first; close once more if you really want to leave.</translation>
    </message>
    <message>
        <source>Kunci disimpan di {file}. Pindahkan ke tempat yang terkunci.</source>
        <translation>The key is saved in {file}. Move it to a locked place.</translation>
    </message>
    <message>
        <source>Kunci diserahkan ke printer. Serahkan kertasnya kepada koordinator.</source>
        <translation>The key was handed to the printer. Give the paper to the coordinator.</translation>
    </message>
    <message>
        <source>Kata rahasia belum diisi.</source>
        <translation>The secret is still empty.</translation>
    </message>
    <message>
        <source>Kata rahasia tidak bisa dibaca siapa pun, juga tidak oleh dinas. Data di laptop ini tetap aman. Panggil koordinator: dengan kunci pemulihan di kertasnya, kata rahasia baru dipasang di sini.</source>
        <translation>Nobody can read a secret, not even the agency. The data on this laptop are safe. Call the coordinator: with the recovery key on their paper a new secret is set here.</translation>
    </message>
    <message>
        <source>Isian terakhir belum bisa disimpan di laptop ini; isian itu kembali begitu meja dibuka. Jangan tutup Posko dan jangan matikan laptop dulu. Data yang sudah disimpan tetap aman.</source>
        <translation>The last form could not be saved on this laptop yet; it comes back as soon as the desk is opened. Do not close Posko and do not switch the laptop off yet. What was saved already stays safe.</translation>
    </message>
    <message>
        <source>Isian terakhir belum bisa disimpan dan hilang bila Posko ditutup. Data yang sudah disimpan tetap aman. Catat isian itu di kertas dulu, atau tutup sekali lagi kalau memang mau keluar.</source>
        <translation>The last form could not be saved yet and is lost if Posko is closed. What was saved already stays safe. Copy the form to paper first, or close once more if you really want to leave.</translation>
    </message>
    <message>
        <source>{count} data belum terkirim. Data aman tersimpan di laptop ini dan dikirim saat Posko dibuka lagi.</source>
        <translation>{count} records are not sent yet. They are kept safe on this laptop and will be sent when Posko is opened again.</translation>
    </message>
    <message>
        <source>Isi nama servernya saja, tanpa https:// dan tanpa garis miring, misalnya posko.contoh.go.id.</source>
        <translation>Enter only the name of the server, without https:// and without a slash, for example posko.contoh.go.id.</translation>
    </message>
    <message>
        <source>Folder untuk slip belum dipilih.</source>
        <translation>No folder for slips is chosen yet.</translation>
    </message>
    <message>
        <source>disk penuh</source>
        <translation>the disk is full</translation>
    </message>
    <message>
        <source>jatah ruang disk habis</source>
        <translation>the disk quota is used up</translation>
    </message>
    <message>
        <source>disk hanya bisa dibaca</source>
        <translation>the disk can only be read</translation>
    </message>
    <message>
        <source>tidak diizinkan</source>
        <translation>not permitted</translation>
    </message>
    <message>
        <source>foldernya tidak ada</source>
        <translation>its folder does not exist</translation>
    </message>
    <message>
        <source>letaknya bukan folder</source>
        <translation>its place is not a folder</translation>
    </message>
    <message>
        <source>nama itu sudah dipakai</source>
        <translation>that name is already taken</translation>
    </message>
    <message>
        <source>itu folder, bukan berkas</source>
        <translation>it is a folder, not a file</translation>
    </message>
    <message>
        <source>tautannya berputar</source>
        <translation>its links go in circles</translation>
    </message>
    <message>
        <source>namanya terlalu panjang</source>
        <translation>the name is too long</translation>
    </message>
    <message>
        <source>disk rusak atau terlepas</source>
        <translation>the disk is damaged or was removed</translation>
    </message>
    <message>
        <source>ditolak oleh laptop</source>
        <translation>the laptop refused</translation>
    </message>
    <message>
        <source>Data ini sudah ditarik, jadi tidak diubah lagi. Kalau orangnya mau ikut lagi, catat sebagai kunjungan baru.</source>
        <translation>This record has been withdrawn, so it is not changed any more. If the person wants to join again, record a new visit.</translation>
    </message>
    <message>
        <source>Alasannya belum diisi. Tulis alasan singkat; data yang lama tidak berubah.</source>
        <translation>The reason is still empty. Write a short reason; the earlier data stay as they are.</translation>
    </message>
    <message>
        <source>Isinya masih sama dengan yang tersimpan, jadi tidak ada yang diubah.</source>
        <translation>The content is the same as what is saved, so nothing was changed.</translation>
    </message>
    <message>
        <source>Berkas ini sudah tercatat, jadi tidak ada yang ditambah. Pilih berkas yang baru dibawa.</source>
        <translation>This paper is on record already, so nothing was added. Choose the paper that has been brought now.</translation>
    </message>
    <message>
        <source>NIK ini sudah tercatat di {programme} pada {on} atas nama {name}, nomor {registration_no}. Data tidak diubah. Cocokkan 16 angkanya dengan kartu, atau buka data itu.</source>
        <translation>This NIK was already recorded for {programme} on {on} in the name of {name}, number {registration_no}. Nothing was changed. Compare its 16 digits with the card, or open that record.</translation>
    </message>
    <message>
        <source>Nomor {number} sudah ditarik, jadi slipnya tidak dicetak lagi. Datanya tetap tersimpan.</source>
        <translation>Number {number} has been withdrawn, so its slip is not printed again. The data stay saved.</translation>
    </message>
    <message>
        <source>Tahap {stage} tidak dikenal di {programme}. Yang bisa dicatat sekarang: {possible}. Tidak ada yang diubah.</source>
        <translation>The stage {stage} is not known in {programme}. What can be written down now: {possible}. Nothing was changed.</translation>
    </message>
    <message>
        <source>{stage} belum bisa dicatat, karena ada tahap sebelumnya. Yang bisa dicatat sekarang: {possible}.</source>
        <translation>{stage} cannot be written down yet, because another stage comes before it. What can be written down now: {possible}.</translation>
    </message>
    <message>
        <source>Koreksi hanya kembali ke tahap sebelumnya, jadi {stage} tidak bisa dipilih. Yang bisa: {possible}.</source>
        <translation>A correction only goes back to an earlier stage, so {stage} cannot be chosen. What can be: {possible}.</translation>
    </message>
    <message>
        <source>{stage} tidak bisa dicatat: dari keadaan sekarang tidak ada tahap berikutnya. Data tidak diubah.</source>
        <translation>{stage} cannot be written down: nothing follows from where this stands now. The data are unchanged.</translation>
    </message>
    <message>
        <source>{stage} hanya dicatat atas kabar dari: {tellers}. Pilih salah satu sumber itu.</source>
        <translation>{stage} is written down only on the word of: {tellers}. Choose one of these sources.</translation>
    </message>
    <message>
        <source>Tanggal {on} belum tiba. Isi tanggal saat tahap itu benar-benar tercapai.</source>
        <translation>The day {on} has not come yet. Enter the day on which the stage was really reached.</translation>
    </message>
    <message>
        <source>Tanggal {on} lebih awal daripada tahap sebelumnya ({last}). Periksa tanggalnya; kalau tahap sebelumnya yang salah, minta koordinator mengoreksinya.</source>
        <translation>The day {on} is earlier than the stage before ({last}). Check the day; if the stage before is wrong, ask a coordinator to correct it.</translation>
    </message>
    <message>
        <source>Tahap yang sudah tercatat hanya dikoreksi koordinator, dengan alasan. Data tidak diubah.</source>
        <translation>Only a coordinator corrects a stage that is written down, with a reason. The data are unchanged.</translation>
    </message>
    <message>
        <source>Gelombang {batch} tidak ada di {programme}. Periksa lagi nomornya.</source>
        <translation>There is no batch {batch} in {programme}. Check the number.</translation>
    </message>
    <message>
        <source>Pada {on} tidak ada gelombang yang buka, jadi daftar tunggu tetap seperti sekarang. Urutannya tidak berubah.</source>
        <translation>No batch is open on {on}, so the waiting list stays as it is. Nobody loses their place.</translation>
    </message>
    <message>
        <source>Untuk orang ini tidak ada langkah yang perlu diketik di situs lain.</source>
        <translation>For this person there is nothing to type into another site.</translation>
    </message>
    <message>
        <source>pemohon</source>
        <translation>the applicant</translation>
    </message>
    <message>
        <source>situs program</source>
        <translation>the programme&apos;s site</translation>
    </message>
    <message>
        <source>server</source>
        <translation>the server</translation>
    </message>
    <message>
        <source>dinas</source>
        <translation>the office</translation>
    </message>
    <message>
        <source>Tahap tersimpan: {stage}, {on}, kabar dari {teller}.</source>
        <translation>Stage kept: {stage}, {on}, told by {teller}.</translation>
    </message>
    <message>
        <source>Tahap sekarang: {stage}.</source>
        <translation>Present stage: {stage}.</translation>
    </message>
    <message>
        <source>Sumber kabar {told_by} tidak dikenal. Yang bisa dipakai: {known}.</source>
        <translation>The source {told_by} is not known. What can be used: {known}.</translation>
    </message>
    <message>
        <source>belum ada tahap</source>
        <translation>no stage yet</translation>
    </message>
    <message>
        <source>Daftar tunggu kosong.</source>
        <translation>The waiting list is empty.</translation>
    </message>
    <message>
        <source>Kurang: {missing}.</source>
        <translation>Missing: {missing}.</translation>
    </message>
    <message>
        <source>Lengkap, menunggu {batch}.</source>
        <translation>Complete, waiting for {batch}.</translation>
    </message>
    <message>
        <source>Lengkap, menunggu gelombang berikutnya.</source>
        <translation>Complete, waiting for the next batch.</translation>
    </message>
    <message>
        <source>{batch} sedang buka.</source>
        <translation>{batch} is open.</translation>
    </message>
    <message>
        <source>Tidak ada gelombang yang buka. {batch} mulai {since}.</source>
        <translation>No batch is open. {batch} begins on {since}.</translation>
    </message>
    <message>
        <source>Tidak ada gelombang yang buka atau yang akan datang.</source>
        <translation>No batch is open or to come.</translation>
    </message>
    <message>
        <source>{batch}: {count} orang.</source>
        <translation>{batch}: {count} people.</translation>
    </message>
    <message>
        <source>Daftar tunggu: {count} orang, {missing} di antaranya masih kurang.</source>
        <translation>Waiting list: {count} people, {missing} of them still lack something.</translation>
    </message>
    <message>
        <source>Menurut data posko ini; posko lain tidak terhitung.</source>
        <translation>By the data of this post; other posts are not counted.</translation>
    </message>
    <message>
        <source>{count} orang masuk {batch}. {left} masih menunggu.</source>
        <translation>{count} people joined {batch}. {left} still wait.</translation>
    </message>
    <message>
        <source>Tidak ada yang perlu diketik di situs program.</source>
        <translation>There is nothing to type into the programme&apos;s site.</translation>
    </message>
    <message>
        <source>Berikutnya: {stage}.</source>
        <translation>Next: {stage}.</translation>
    </message>
    <message>
        <source>Sudah diketik oleh {officer} pada {on}; menunggu kabar.</source>
        <translation>Typed in by {officer} on {on}; waiting for news.</translation>
    </message>
    <message>
        <source>Mirip {name}, yang sudah tercatat di {programme} pada {on} dengan nomor {registration_no}. Kalau orangnya sama, buka data itu dan jangan dicatat lagi; kalau orang lain, simpan.</source>
        <translation>Looks like {name}, who was recorded for {programme} on {on} with the number {registration_no}. If it is the same person, open that record and do not record again; if it is somebody else, save.</translation>
    </message>
    <message>
        <source>Menurut data posko ini sudah {count} orang dari KK ini yang tercatat, batasnya {figure}. Kunjungan ini tetap dicatat; {asks} yang memutuskan.</source>
        <translation>As far as this desk knows, {count} people of this family card are recorded already; the limit is {figure}. This visit is recorded all the same; {asks} decides.</translation>
    </message>
    <message>
        <source>Salinan {what} dibuat sebagai berkas {known}. Ganti akhiran nama berkasnya.</source>
        <translation>A copy of {what} is made as {known}. Change the end of the file&apos;s name.</translation>
    </message>
    <message>
        <source>Tidak ada salinan bernama {wanted}. Yang ada: {known}.</source>
        <translation>There is no copy called {wanted}. There are: {known}.</translation>
    </message>
    <message>
        <source>Salinan {what} dibuat untuk satu orang. Sebutkan nomor registrasi atau NIK-nya dengan --ref.</source>
        <translation>A copy of {what} is made for one person. Name the registration number or NIK with --ref.</translation>
    </message>
    <message>
        <source>Sebutkan programnya dengan --programme. Yang ada: {known}.</source>
        <translation>Name the programme with --programme. There are: {known}.</translation>
    </message>
    <message>
        <source>NIK kunjungan ini terbaca baik di posko. Kalau kantor atau situs lain menolaknya, tulis jawaban mereka sebagai alasan rujukan.</source>
        <translation>This visit&apos;s NIK reads well at the post. If another office or site refused it, write their answer as the reason for the referral.</translation>
    </message>
    <message>
        <source>Tidak ada kunjungan bernomor untuk pilihan ini. Tidak ada berkas yang dibuat.</source>
        <translation>No visit with a number fits this choice. No file was made.</translation>
    </message>
    <message>
        <source>Salinan {what} tidak mengenal {option}. Hapus pilihan itu; tidak ada berkas yang dibuat.</source>
        <translation>The copy {what} knows no {option}. Leave that option out; no file was made.</translation>
    </message>
    <message>
        <source>Daftar usulan hanya untuk program lewat usulan kelurahan; {programme} bukan. Buat rekapnya.</source>
        <translation>Proposal lists are only for programmes that go through the kelurahan; {programme} does not. Make its recap.</translation>
    </message>
    <message>
        <source>Pemohon belum memenuhi syarat, jadi surat pernyataannya belum bisa dibuat. Datanya tetap tersimpan; perbaiki dulu yang keliru.</source>
        <translation>The applicant is not eligible yet, so the statement cannot be made yet. The data stay saved; first put right what is wrong.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa ditulis ({reason}). Data di laptop tetap utuh; pilih tempat lain.</source>
        <translation>The file {file} cannot be written ({reason}). The data on this laptop are whole; choose another place.</translation>
    </message>
    <message>
        <source>Salinan {file} berisi data {count} orang tanpa sandi. Jaga berkas ini dan hapus kalau sudah diserahkan.</source>
        <translation>The copy {file} holds the data of {count} people in clear. Guard this file and delete it once it is handed over.</translation>
    </message>
    <message>
        <source>Slip pertamanya tidak tercatat di laptop ini. Cetak ulang slipnya dan tulis di buku tamu.</source>
        <translation>Its first slip is not on record on this laptop. Print the slip again and note it in the guest book.</translation>
    </message>
    <message>
        <source>Jumlah cetak ulang tidak sama dengan buku catatan. Cocokkan dengan kertas di meja.</source>
        <translation>The count of reprints is not the same as in the log. Compare it with the papers on the desk.</translation>
    </message>
    <message>
        <source>Ada di buku catatan, tidak ada di daftar kunjungan. Isinya masih ada; hubungi dukungan.</source>
        <translation>It is in the log and not in the list of visits. Its content is still there; contact support.</translation>
    </message>
    <message>
        <source>Ada di daftar kunjungan, tidak ada di buku catatan. Jangan dihapus; hubungi dukungan.</source>
        <translation>It is in the list of visits and not in the log. Do not delete it; contact support.</translation>
    </message>
    <message>
        <source>Nomornya di daftar lain dari di buku catatan. Cocokkan dengan slip, lalu hubungi dukungan.</source>
        <translation>Its number in the list differs from the one in the log. Compare with the slip, then contact support.</translation>
    </message>
    <message>
        <source>Nomor ini dipakai lebih dari satu kali. Keduanya tersimpan; hubungi koordinator untuk slip pengganti.</source>
        <translation>This number is used more than once. Both are stored; contact the coordinator for a replacement slip.</translation>
    </message>
    <message>
        <source>Belum di bawah tanda terima server. Data aman di laptop ini; kirim lewat Kirim data (F5).</source>
        <translation>Not yet under a receipt of the server. The data are safe on this laptop; send them from Send data (F5).</translation>
    </message>
    <message>
        <source>Perubahan sesudahnya belum di bawah tanda terima server. Kirim lewat Kirim data (F5).</source>
        <translation>A later change is not yet under a receipt of the server. Send it from Send data (F5).</translation>
    </message>
    <message>
        <source>Nomor ini pernah diambil, tetapi tidak ada kunjungannya. Cari slipnya di buku tamu, lalu hubungi dukungan.</source>
        <translation>This number was taken once, but has no visit. Look for its slip in the guest book, then contact support.</translation>
    </message>
    <message>
        <source>Nomor ini dipakai, tetapi hitungan nomor belum sampai situ dan bisa memberikannya lagi. Hubungi dukungan.</source>
        <translation>This number is in use, but the count of numbers has not come that far and could give it again. Contact support.</translation>
    </message>
    <message>
        <source>Isi laptop ini dan server belum sama. Data di sini aman; tekan F5 di Kirim data, lalu buat lembar ini lagi.</source>
        <translation>This laptop and the server do not hold the same yet. The data here are safe; press F5 at Send data, then make this sheet again.</translation>
    </message>
    <message>
        <source>Hangus karena cadangan dipulihkan.</source>
        <translation>Burnt because a backup was restored.</translation>
    </message>
    <message>
        <source>Pendaftarannya ditarik.</source>
        <translation>Its registration was withdrawn.</translation>
    </message>
    <message>
        <source>Tidak ada kunjungannya.</source>
        <translation>It has no visit.</translation>
    </message>
    <message>
        <source>{visits} kunjungan, {slips} slip, {under_receipt} di bawah tanda terima server: tidak ada selisih.</source>
        <translation>{visits} visits, {slips} slips, {under_receipt} under a receipt of the server: nothing differs.</translation>
    </message>
    <message>
        <source>{visits} kunjungan, {slips} slip, {under_receipt} di bawah tanda terima server: ada {count} selisih menurut nomor. Data tetap aman di laptop ini.</source>
        <translation>{visits} visits, {slips} slips, {under_receipt} under a receipt of the server: {count} differences, by number. The data are safe on this laptop.</translation>
    </message>
    <message>
        <source>Lembar rekonsiliasi ada di {file}. Tanda tangani bersama koordinator.</source>
        <translation>The reconciliation sheet is in {file}. Sign it together with the coordinator.</translation>
    </message>
    <message>
        <source>Salinan ini untuk satu hari dan semua program. Sebutkan satu tanggal saja, tanpa program.</source>
        <translation>This copy is for one day and all programmes. Name one date only, and no programme.</translation>
    </message>
    <message>
        <source>Salinan ini untuk semua program. Kosongkan programnya.</source>
        <translation>This copy is for all programmes. Leave the programme empty.</translation>
    </message>
    <message>
        <source>Lembar rekonsiliasi dibuat untuk satu hari. Sebutkan satu tanggal saja.</source>
        <translation>A reconciliation sheet is made for one day. Name one date only.</translation>
    </message>
    <message>
        <source>Salinan {count} pendaftaran yang lewat masa simpan sudah dihapus dari laptop ini. Server tetap menyimpannya.</source>
        <translation>The copies of {count} registrations past their keeping time are deleted from this laptop. The server keeps them.</translation>
    </message>
    <message>
        <source>{count} salinan lewat masa simpan dan akan dihapus dari laptop ini. Belum ada yang dihapus.</source>
        <translation>{count} copies are past their keeping time and will be deleted from this laptop. Nothing is deleted yet.</translation>
    </message>
    <message>
        <source>Dua meja mengisi data ini berbeda. Keduanya tersimpan, tidak ada yang hilang. Buka datanya dengan Enter; koordinator memilih isian yang benar.</source>
        <translation>Two desks entered different things here. Both are kept, nothing is lost. Open the data with Enter; a coordinator chooses the right entry.</translation>
    </message>
    <message>
        <source>Isian ini sudah tidak berbeda: ada yang sudah memilih atau memperbaikinya. Tidak ada yang diubah.</source>
        <translation>This entry does not differ any more: somebody has chosen or corrected it. Nothing was changed.</translation>
    </message>
    <message>
        <source>Dua isian yang berbeda dipilih oleh koordinator, dengan alasan. Data tidak diubah.</source>
        <translation>A coordinator chooses between two different entries, with a reason. The data were not changed.</translation>
    </message>
    <message>
        <source>Isian itu tidak ada di antara yang berbeda. Pilih salah satu: {texts}. Data tidak diubah.</source>
        <translation>That is none of the different entries. Choose one of them: {texts}. The data were not changed.</translation>
    </message>
    <message>
        <source>Nomor yang sudah berlaku tidak diganti. Pilih {registration_no}, lalu tukar slip pemohon yang bernomor lain.</source>
        <translation>A number that stands is not replaced. Choose {registration_no}, then exchange the applicant&apos;s slip that has the other number.</translation>
    </message>
    <message>
        <source>Isian {field} yang benar sudah dipilih. Perbedaannya tetap tercatat di riwayat.</source>
        <translation>The right entry for {field} is chosen. The difference stays in the history.</translation>
    </message>
    <message>
        <source>Dua isian berbeda untuk {field}: {texts}.</source>
        <translation>Two different entries for {field}: {texts}.</translation>
    </message>
    <message>
        <source>{count} catatan ditulis tersegel ke {file}. Bawa ke dinas, lalu baca jawabannya di sini; sebelum itu semuanya tetap menunggu.</source>
        <translation>{count} entries were written, sealed, to {file}. Take it to the office, then read the answer here; until then everything keeps waiting.</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu. {file} hanya menanyakan kabar dari server: bawa ke dinas, lalu baca jawabannya di sini.</source>
        <translation>Nothing waits. {file} only asks the server for news: take it to the office, then read the answer here.</translation>
    </message>
    <message>
        <source>Jawaban dibaca: terkirim {sent}, diterima {received}, masih menunggu {pending}.</source>
        <translation>The answer was read: sent {sent}, received {received}, still waiting {pending}.</translation>
    </message>
    <message>
        <source>Jawaban dibaca, tetapi ada yang perlu dilihat: terkirim {sent}, diterima {received}, masih menunggu {pending}. Alasannya ada di Kirim data.</source>
        <translation>The answer was read, but something needs a look: sent {sent}, received {received}, still waiting {pending}. The reason stands under Send data.</translation>
    </message>
    <message>
        <source>Jawaban ini lebih lama daripada yang sudah diketahui di sini. Tidak ada yang diubah; data tetap aman.</source>
        <translation>This answer is older than what is already known here. Nothing was changed; the data are safe.</translation>
    </message>
    <message>
        <source>Server kehilangan sebagian data yang dulu sudah diterimanya. Di laptop ini semuanya masih ada: tulis berkas baru dan bawa sekali lagi. Menunggu {pending}.</source>
        <translation>The server has lost part of what it once received. On this laptop everything is still there: write a new file and take it once more. Waiting {pending}.</translation>
    </message>
    <message>
        <source>Sebagian kiriman ditolak server dan tetap menunggu di laptop ini. Hubungi dinas.</source>
        <translation>The server refused part of what was sent, and it keeps waiting on this laptop. Contact the office.</translation>
    </message>
    <message>
        <source>Server belum memberi laptop ini surat pengenal, jadi berkas untuk dibawa belum bisa disegel. Hubungkan satu kali lewat internet; data tetap tersimpan di sini.</source>
        <translation>The server has not given this laptop its certificate yet, so a file to be carried cannot be sealed. Connect once over the internet; the data stay stored here.</translation>
    </message>
    <message>
        <source>Server punya catatan laptop ini yang tidak ada di sini, seperti sesudah laptop disalin atau dipulihkan. Tidak ada yang diubah. Hubungkan satu kali lewat internet.</source>
        <translation>The server has entries of this laptop that are not here, as after a laptop was copied or restored. Nothing was changed. Connect once over the internet.</translation>
    </message>
    <message>
        <source>Berkas {file} sudah ada dan tidak ditimpa. Pilih nama lain.</source>
        <translation>The file {file} is already there and is not overwritten. Choose another name.</translation>
    </message>
    <message>
        <source>{path} ada di folder meja dan bisa menimpa data. Simpan di USB atau di folder lain.</source>
        <translation>{path} is in the desk&apos;s folder and could overwrite data. Save it on the USB stick or in another folder.</translation>
    </message>
    <message>
        <source>{file} bukan jawaban dari server Posko. Tidak ada yang diubah; pilih berkas yang lain.</source>
        <translation>{file} is not an answer of a Posko server. Nothing was changed; choose another file.</translation>
    </message>
    <message>
        <source>Jawaban {file} rusak, terpotong, atau dari server lain. Tidak ada yang diubah; salin lagi dari dinas.</source>
        <translation>The answer {file} is damaged, cut off, or from another server. Nothing was changed; copy it again at the office.</translation>
    </message>
    <message>
        <source>Jawaban {file} dibuat oleh Posko yang lebih baru. Perbarui Posko dulu; tidak ada yang diubah.</source>
        <translation>The answer {file} was made by a newer Posko. Update Posko before you read it; nothing was changed.</translation>
    </message>
    <message>
        <source>Jawaban {file} adalah untuk laptop lain. Tidak ada yang diubah; bawa ke laptop itu.</source>
        <translation>The answer {file} is for another laptop. Nothing was changed; take it to that laptop.</translation>
    </message>
    <message>
        <source>Tidak ada berkas {file}. Periksa nama dan foldernya.</source>
        <translation>There is no file {file}. Check its name and folder.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak bisa dibaca ({reason}). Periksa izin dan medianya.</source>
        <translation>The file {file} cannot be read ({reason}). Check its permissions and the medium.</translation>
    </message>
    <message>
        <source>{file} bukan berkas kiriman dari meja Posko. Tidak ada yang disimpan.</source>
        <translation>{file} was not written by a Posko desk. Nothing was stored.</translation>
    </message>
    <message>
        <source>Berkas kiriman {file} rusak atau terpotong. Tidak ada yang disimpan; minta salinan baru dari meja itu.</source>
        <translation>The carried file {file} is damaged or cut off. Nothing was stored; ask that desk for a new copy.</translation>
    </message>
    <message>
        <source>Berkas kiriman {file} dibuat oleh Posko yang lebih baru. Perbarui server dulu; tidak ada yang disimpan.</source>
        <translation>The carried file {file} was made by a newer Posko. Update the server before you take it in; nothing was stored.</translation>
    </message>
    <message>
        <source>Berkas kiriman {file} adalah untuk server lain. Tidak ada yang disimpan; bawa ke server itu.</source>
        <translation>The carried file {file} is for another server. Nothing was stored; take it to that server.</translation>
    </message>
    <message>
        <source>Meja yang menulis {file} tidak dikenal server ini. Tidak ada yang disimpan.</source>
        <translation>The desk that wrote {file} is not known to this server. Nothing was stored.</translation>
    </message>
    <message>
        <source>{file} sudah ada dan bukan berkas jawaban, jadi tidak ditimpa. Pilih nama lain.</source>
        <translation>{file} is already there and is not an answer, so it is not overwritten. Choose another name.</translation>
    </message>
    <message>
        <source>Dari {post} diterima {taken} catatan baru. Bawa jawabannya kembali ke meja itu: {file}</source>
        <translation>{taken} new entries were received from {post}. Take the answer back to that desk: {file}</translation>
    </message>
    <message>
        <source>Dari {post} diterima {taken} catatan baru; sebagian ditolak: {why} Bawa jawabannya kembali ke meja itu: {file}</source>
        <translation>{taken} new entries were received from {post}; some were refused: {why} Take the answer back to that desk: {file}</translation>
    </message>
    <message>
        <source>Semua utuh: {events} catatan dalam {streams} rangkaian dan {registrations} pendaftaran cocok dengan tanda tangan perangkatnya.</source>
        <translation>All whole: {events} events in {streams} streams and {registrations} registrations fit what their devices signed.</translation>
    </message>
    <message>
        <source>Ada {flawed} baris yang tidak cocok di antara {events} catatan dan {registrations} pendaftaran. Jangan ubah tabel dengan tangan: pulihkan cadangan terakhir, lalu laptop posko mengirim lagi apa yang kurang.</source>
        <translation>{flawed} rows do not fit, among {events} events and {registrations} registrations. Do not change tables by hand: restore the last backup; the laptops then send again what is missing.</translation>
    </message>
    <message>
        <source>Catatan ke-{seq} perangkat {device} di {post} tidak ada di tabel.</source>
        <translation>Event {seq} of device {device} at {post} is not in the table.</translation>
    </message>
    <message>
        <source>Kepala catatan ke-{seq} perangkat {device} di {post} sudah berubah.</source>
        <translation>The header of event {seq} of device {device} at {post} was changed.</translation>
    </message>
    <message>
        <source>Catatan ke-{seq} perangkat {device} di {post} tidak menyambung ke catatan sebelumnya.</source>
        <translation>Event {seq} of device {device} at {post} does not follow the one before it.</translation>
    </message>
    <message>
        <source>Isi catatan ke-{seq} perangkat {device} di {post} sudah berubah.</source>
        <translation>The body of event {seq} of device {device} at {post} was changed.</translation>
    </message>
    <message>
        <source>Tanda tangan perangkat {device} di {post} pada catatan ke-{seq} tidak cocok.</source>
        <translation>The signature of device {device} at {post} on event {seq} does not hold.</translation>
    </message>
    <message>
        <source>Baris rangkaian perangkat {device} di {post} tidak cocok dengan catatannya, mulai ke-{seq}.</source>
        <translation>The row of the stream of device {device} at {post} does not fit its events, from event {seq} on.</translation>
    </message>
    <message>
        <source>Sidik rangkaian perangkat {device} di {post} sampai catatan ke-{seq} tidak cocok.</source>
        <translation>The digest of the stream of device {device} at {post} up to event {seq} does not fit.</translation>
    </message>
    <message>
        <source>Nomor kabar terakhir {post} lebih kecil daripada nomor catatan ke-{seq} perangkat {device}.</source>
        <translation>The last feed number of {post} is lower than that of event {seq} of device {device}.</translation>
    </message>
    <message>
        <source>Pendaftaran dari catatan ke-{seq} perangkat {device} di {post} tidak ada di tabel.</source>
        <translation>The registration of event {seq} of device {device} at {post} is not in the table.</translation>
    </message>
    <message>
        <source>Pendaftaran dari catatan ke-{seq} perangkat {device} di {post} tidak sama dengan catatannya.</source>
        <translation>The registration of event {seq} of device {device} at {post} is not what its events say.</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu. Antrean kosong.</source>
        <translation>Nobody is waiting. The queue is empty.</translation>
    </message>
    <message>
        <source>Loket {counter} masih memegang {number}. Selesaikan, lewati, atau pindahkan dulu nomor itu.</source>
        <translation>Counter {counter} still has {number}. Finish, skip or transfer that number first.</translation>
    </message>
    <message>
        <source>Nomor {number} sekarang {state}, jadi langkah ini belum bisa. Tidak ada yang diubah.</source>
        <translation>Number {number} is {state} now, so this cannot be done. Nothing was changed.</translation>
    </message>
    <message>
        <source>Nomor {number} belum dipanggil tiga kali. Panggil {left} kali lagi sebelum dihanguskan.</source>
        <translation>Number {number} has not been called three times. Call {left} more times before it lapses.</translation>
    </message>
    <message>
        <source>Nomor {number} sudah dipanggil {calls} kali. Hanguskan, lalu panggil nomor berikutnya.</source>
        <translation>Number {number} has been called {calls} times. Let it lapse, then call the next number.</translation>
    </message>
    <message>
        <source>Untuk hari itu sudah ada {kept} formulir yang belum diketik; paling banyak {most}. Pakai itu dulu, atau batalkan yang tidak terpakai.</source>
        <translation>There are {kept} forms for that day that have not been typed in; {most} at most. Use those first, or declare void what is not used.</translation>
    </message>
    <message>
        <source>Formulir darurat bisa disiapkan paling jauh {days} hari ke depan. Pilih hari yang lebih dekat.</source>
        <translation>Emergency forms can be prepared {days} days ahead at most. Choose a nearer day.</translation>
    </message>
    <message>
        <source>Nomor {letter} untuk hari ini sudah habis: {count} nomor. Minta pemohon datang besok, atau tanyakan ke koordinator.</source>
        <translation>All numbers with {letter} of today are given: {count}. Ask the applicant to come tomorrow, or ask the coordinator.</translation>
    </message>
    <message>
        <source>Antrean {on} sudah ditutup. Koordinator bisa membukanya lagi.</source>
        <translation>The queue of {on} is closed. A coordinator can open it again.</translation>
    </message>
    <message>
        <source>Antrean {on} masih buka. Tidak ada yang perlu dibuka lagi.</source>
        <translation>The queue of {on} is still open. Nothing needs to be opened again.</translation>
    </message>
    <message>
        <source>Antrean yang sudah ditutup hanya dibuka lagi oleh koordinator. Panggil koordinator ke meja ini.</source>
        <translation>Only a coordinator opens a closed queue again. Call the coordinator to this desk.</translation>
    </message>
    <message>
        <source>Tulis alasannya dulu, misalnya listrik sempat padam. Antrean belum dibuka.</source>
        <translation>Write the reason first, for instance that the power was out. The queue has not been opened.</translation>
    </message>
    <message>
        <source>Nomor {number} sudah ada di layanan itu. Tidak ada yang diubah.</source>
        <translation>Number {number} is in that line already. Nothing was changed.</translation>
    </message>
    <message>
        <source>Nomor {number} hanya dipegang satu orang, jadi tidak perlu diganti. Tidak ada yang diubah.</source>
        <translation>Only one person holds number {number}, so it need not be changed. Nothing was changed.</translation>
    </message>
    <message>
        <source>Nomor antrean ini dipegang dua orang pada {on}. Keduanya disimpan. Beri salah satunya nomor baru.</source>
        <translation>Two people have this queue number on {on}. Both are kept. Give one of them a new number.</translation>
    </message>
    <message>
        <source>Nomor antrean ini tidak ada pada hari itu di meja ini. Periksa lagi nomornya.</source>
        <translation>This desk has no such queue number on that day. Check the number again.</translation>
    </message>
    <message>
        <source>Nomor {number} sudah dipakai pendaftaran lain. Ambil nomor baru untuk orang ini; isian tidak hilang.</source>
        <translation>Number {number} belongs to another registration. Take a new number for this person; what was typed is not lost.</translation>
    </message>
    <message>
        <source>Nomor {number} berlaku untuk {on}. Pilih hari itu, atau ambil nomor baru.</source>
        <translation>Number {number} is for {on}. Choose that day, or take a new number.</translation>
    </message>
    <message>
        <source>Satu nomor antrean hanya untuk satu orang. Kirim satu data saja bersama --ticket.</source>
        <translation>One queue number is for one person. Send a single entry with --ticket.</translation>
    </message>
    <message>
        <source>Sebutkan nomor antreannya, misalnya A042.</source>
        <translation>Name the queue number, for instance A042.</translation>
    </message>
    <message>
        <source>Layanan {service} tidak ada. Yang ada: {known}.</source>
        <translation>There is no service {service}. There are: {known}.</translation>
    </message>
    <message>
        <source>{word} tidak dikenal. Yang bisa dipakai: {known}.</source>
        <translation>{word} is not known. What can be used: {known}.</translation>
    </message>
    <message>
        <source>Nomor untuk formulir kosong dipesan 1 sampai {most} sekaligus.</source>
        <translation>Numbers for blank forms are reserved 1 to {most} at a time.</translation>
    </message>
    <message>
        <source>Pendaftaran</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>Bantuan e-mail</source>
        <translation>E-mail help</translation>
    </message>
    <message>
        <source>Cek status dan pengaduan</source>
        <translation>Status checks and complaints</translation>
    </message>
    <message>
        <source>Prioritas</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>ada di formulir kosong</source>
        <translation>on a blank form</translation>
    </message>
    <message>
        <source>menunggu</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>dipanggil</source>
        <translation>called</translation>
    </message>
    <message>
        <source>dilayani</source>
        <translation>being served</translation>
    </message>
    <message>
        <source>dilewati</source>
        <translation>skipped</translation>
    </message>
    <message>
        <source>hangus</source>
        <translation>lapsed</translation>
    </message>
    <message>
        <source>selesai</source>
        <translation>done</translation>
    </message>
    <message>
        <source>pulang</source>
        <translation>gone home</translation>
    </message>
    <message>
        <source>Cek status</source>
        <translation>Status check</translation>
    </message>
    <message>
        <source>Pengaduan</source>
        <translation>Complaint</translation>
    </message>
    <message>
        <source>Dulu menerima, sekarang tidak</source>
        <translation>Received before, not now</translation>
    </message>
    <message>
        <source>Bantuan lewat telepon</source>
        <translation>Help by telephone</translation>
    </message>
    <message>
        <source>Dijawab di loket</source>
        <translation>Answered at the counter</translation>
    </message>
    <message>
        <source>Dibantu sampai selesai</source>
        <translation>Helped to the end</translation>
    </message>
    <message>
        <source>Diteruskan ke dinas</source>
        <translation>Passed on to the office</translation>
    </message>
    <message>
        <source>Diminta datang lagi</source>
        <translation>Asked to come again</translation>
    </message>
    <message>
        <source>Data tidak ditemukan</source>
        <translation>No data found</translation>
    </message>
    <message>
        <source>Nomor antrean {number}. Menunggu di depannya: {before}.</source>
        <translation>Queue number {number}. Waiting before it: {before}.</translation>
    </message>
    <message>
        <source>Perkiraan menunggu {minutes} menit.</source>
        <translation>Estimated wait: {minutes} minutes.</translation>
    </message>
    <message>
        <source>Lama menunggu belum bisa diperkirakan.</source>
        <translation>The wait cannot be estimated yet.</translation>
    </message>
    <message>
        <source>{number}: {state}.</source>
        <translation>{number}: {state}.</translation>
    </message>
    <message>
        <source>{number}: {state} di loket {counter}.</source>
        <translation>{number}: {state} at counter {counter}.</translation>
    </message>
    <message>
        <source>{service}: menunggu {waiting}, diberi {given}, selesai {served}, hangus {lapsed}, pulang {left}.</source>
        <translation>{service}: waiting {waiting}, given {given}, served {served}, lapsed {lapsed}, gone home {left}.</translation>
    </message>
    <message>
        <source>Urutan panggil: {numbers}.</source>
        <translation>Order of calls: {numbers}.</translation>
    </message>
    <message>
        <source>Antrean {on} ditutup. {count} nomor belum terlayani dan dicatat pulang.</source>
        <translation>The queue of {on} is closed. {count} numbers were not served and are noted as gone home.</translation>
    </message>
    <message>
        <source>Masih dilayani saat ditutup, dicatat selesai: {numbers}.</source>
        <translation>Still being served at the close, noted as done: {numbers}.</translation>
    </message>
    <message>
        <source>{before} sekarang {number}; tempatnya tetap.</source>
        <translation>{before} is {number} now; the place in line stays.</translation>
    </message>
    <message>
        <source>Antrean {on} dibuka lagi. Nomor baru bisa diambil.</source>
        <translation>The queue of {on} is open again. New numbers can be taken.</translation>
    </message>
    <message>
        <source>{count} nomor dipesan untuk formulir kosong: {first} sampai {last}.</source>
        <translation>{count} numbers reserved for blank forms: {first} to {last}.</translation>
    </message>
    <message>
        <source>Kunjungan tersimpan.</source>
        <translation>The visit is kept.</translation>
    </message>
    <message>
        <source>Status slip Posko</source>
        <translation>Status of a Posko slip</translation>
    </message>
    <message>
        <source>Halaman ini tidak menampilkan data diri. Status bisa tertinggal sampai posko mengirim datanya.</source>
        <translation>This page shows no personal data. The status may lag until the posko sends its data.</translation>
    </message>
    <message>
        <source>Ini slip latihan, bukan pendaftaran sungguhan.</source>
        <translation>This is a training slip, not a real registration.</translation>
    </message>
    <message>
        <source>Nomor registrasi</source>
        <translation>Registration number</translation>
    </message>
    <message>
        <source>Nomor antrean</source>
        <translation>Queue number</translation>
    </message>
    <message>
        <source>Posko</source>
        <translation>Posko</translation>
    </message>
    <message>
        <source>Tanggal kunjungan</source>
        <translation>Date of the visit</translation>
    </message>
    <message>
        <source>Tahap terakhir</source>
        <translation>Latest stage</translation>
    </message>
    <message>
        <source>Tanggal tahap</source>
        <translation>Date of the stage</translation>
    </message>
    <message>
        <source>Terdaftar</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>Belum lengkap</source>
        <translation>Incomplete</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat</source>
        <translation>Not eligible</translation>
    </message>
    <message>
        <source>Ditarik</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>Tercatat</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>Slip ini asli. Bawa slip dan KTP kalau datang lagi ke {post}.</source>
        <translation>This slip is genuine. Bring the slip and your KTP when you come to {post} again.</translation>
    </message>
    <message>
        <source>Slip ini asli. Posko belum mengirim datanya; lihat lagi besok atau tanyakan di {post}.</source>
        <translation>This slip is genuine. The posko has not sent its data yet; look again tomorrow or ask at {post}.</translation>
    </message>
    <message>
        <source>Laptop yang mencetak slip ini tidak dikenal server ini. Tanyakan di posko tempat Anda mendaftar.</source>
        <translation>This server does not know the laptop that printed this slip. Ask at the posko where you registered.</translation>
    </message>
    <message>
        <source>Isi slip ini sudah diubah. Bawa KTP ke posko tempat Anda mendaftar.</source>
        <translation>What this slip says was altered. Bring your KTP to the posko where you registered.</translation>
    </message>
    <message>
        <source>Slip ini dicetak laptop yang sudah tidak dipercaya. Bawa KTP ke posko tempat Anda mendaftar.</source>
        <translation>This slip was printed by a laptop that is not trusted any more. Bring your KTP to the posko where you registered.</translation>
    </message>
    <message>
        <source>Slip ini dicetak Posko yang lebih baru daripada server ini. Tanyakan di posko.</source>
        <translation>This slip was printed by a Posko newer than this server. Ask at the posko.</translation>
    </message>
    <message>
        <source>Alamat ini bukan dari slip Posko, atau terpotong. Pindai lagi kotak QR di slip.</source>
        <translation>This address is not from a Posko slip, or it was cut short. Scan the QR square on the slip again.</translation>
    </message>
    <message>
        <source>Data belum sampai di server</source>
        <translation>The data have not reached the server yet</translation>
    </message>
    <message>
        <source>Belum bisa dipastikan</source>
        <translation>Cannot be told yet</translation>
    </message>
    <message>
        <source>Slip tidak asli</source>
        <translation>Not a genuine slip</translation>
    </message>
    <message>
        <source>Slip tidak berlaku</source>
        <translation>Slip not valid</translation>
    </message>
    <message>
        <source>Belum bisa dibaca</source>
        <translation>Cannot be read yet</translation>
    </message>
    <message>
        <source>Bukan slip Posko</source>
        <translation>Not a Posko slip</translation>
    </message>
    <message>
        <source>Berkas bantuan e-mail {file} belum bisa dipakai: periksa {place} (angka sesudah # = barisnya). Data pendaftaran tetap aman. Perbaiki berkas itu; kalau bawaan Posko, pasang ulang Posko.</source>
        <translation>The file {file} for help with e-mail cannot be used yet: check {place} (the number after # is its line). The registrations are safe. Mend that file; if it came with Posko, install Posko again.</translation>
    </message>
    <message>
        <source>Nama alamat hanya huruf a sampai z, angka, dan titik di antaranya; awalnya huruf. Contoh: siti.aminah.</source>
        <translation>The name of an address has only the letters a to z, figures, and dots between them; it begins with a letter. For example: siti.aminah.</translation>
    </message>
    <message>
        <source>Nama alamat harus {least} sampai {most} huruf. Tambah atau kurangi sedikit.</source>
        <translation>The name of an address needs {least} to {most} letters. Make it a little longer or shorter.</translation>
    </message>
    <message>
        <source>Angkanya terlalu banyak, seperti nomor HP, NIK, atau tanggal lahir. Pakai paling banyak empat angka.</source>
        <translation>Too many figures, as in a phone number, a NIK or a birth date. Use four figures at most.</translation>
    </message>
    <message>
        <source>Nama ini tampak seperti alamat kantor. Pakai nama pemohon sendiri.</source>
        <translation>This name looks like an office&apos;s address. Use the applicant&apos;s own name.</translation>
    </message>
    <message>
        <source>Nama ini bisa terbaca kurang pantas. Pilih nama lain supaya pemohon tidak malu memakainya.</source>
        <translation>This name may be read as something rude. Choose another one, so that the applicant need not be ashamed of it.</translation>
    </message>
    <message>
        <source>Tulisan ini tampaknya memuat kata sandi atau kode, yang hanya boleh diketahui pemiliknya. Tulisan ini belum disimpan. Hapus bagian itu; cukup tulis misalnya &quot;lupa kata sandi, dibantu di HP-nya&quot;.</source>
        <translation>This text seems to hold a password or a code, which only its owner may know. The text has not been saved. Delete that part; it is enough to write, for example, &quot;forgotten password, helped on their own phone&quot;.</translation>
    </message>
    <message>
        <source>{field} tampaknya memuat kata sandi atau kode, yang hanya boleh diketahui pemiliknya. Isian ini tidak disimpan. Hapus bagian itu, lalu isi {field} saja.</source>
        <translation>{field} seems to hold a password or a code, which only its owner may know. This entry is not saved. Delete that part, then fill in just {field}.</translation>
    </message>
    <message>
        <source>Alamat ini ternyata sudah dipegang orang lain, jadi kartunya tidak dicetak. Pilih nama baru untuk pemohon.</source>
        <translation>Somebody else turned out to have this address, so its card is not printed. Choose a new name for the applicant.</translation>
    </message>
    <message>
        <source>Kotak e-mail ini belum diaktifkan, jadi kartunya perlu kode baru. Buat kode baru, lalu cetak kartunya.</source>
        <translation>This mailbox is not activated yet, so its card needs a new code. Make a new code, then print the card.</translation>
    </message>
    <message>
        <source>Alamat halaman aktivasi belum diketahui, jadi kartunya belum dicetak. Isi host halaman status di Pengaturan, atau daftarkan meja ini ke server.</source>
        <translation>The address of the activation page is not known yet, so the card is not printed. Fill in the status page&apos;s host in Settings, or enrol this desk with a server.</translation>
    </message>
    <message>
        <source>Kartu {file} tidak bisa ditulis ({reason}). Bantuan ini tetap tersimpan. Kalau kartunya memuat kode aktivasi, buat kode baru.</source>
        <translation>The card {file} could not be written ({reason}). This help is kept. If the card held an activation code, make a new one.</translation>
    </message>
    <message>
        <source>Kartu e-mail ditulis ke {file}</source>
        <translation>E-mail card written to {file}</translation>
    </message>
    <message>
        <source>Sebutkan berkas kartunya dengan --card.</source>
        <translation>Name the card&apos;s file with --card.</translation>
    </message>
    <message>
        <source>Sebutkan bantuan yang mana: nomor bantuannya atau nomor registrasinya.</source>
        <translation>Say which help is meant: its own number or its registration number.</translation>
    </message>
    <message>
        <source>Langkah dihitung dari 0 sampai {most}.</source>
        <translation>Steps are counted from 0 to {most}.</translation>
    </message>
    <message>
        <source>Sebutkan nama dengan --name, atau bantuannya, dan domainnya dengan --domain.</source>
        <translation>Give a name with --name, or the help, and the domain with --domain.</translation>
    </message>
    <message>
        <source>Tidak ada bantuan e-mail yang sedang berjalan.</source>
        <translation>Nobody is being helped with e-mail now.</translation>
    </message>
    <message>
        <source>Bantuan {uid}: {need}, {state}.</source>
        <translation>Help {uid}: {need}, {state}.</translation>
    </message>
    <message>
        <source>Jalan: {road}, {step} langkah selesai.</source>
        <translation>Way: {road}, {step} steps done.</translation>
    </message>
    <message>
        <source>Alamat: {address}, {proof}.</source>
        <translation>Address: {address}, {proof}.</translation>
    </message>
    <message>
        <source>Kotak e-mail {address}: {state}.</source>
        <translation>Mailbox {address}: {state}.</translation>
    </message>
    <message>
        <source>Hasil: {result}.</source>
        <translation>Result: {result}.</translation>
    </message>
    <message>
        <source>Alamat {address} dipesan untuk pemohon ini.</source>
        <translation>The address {address} is reserved for this applicant.</translation>
    </message>
    <message>
        <source>Dibantu {asked}: sudah punya {had}, dibuat {made}, lain hari {later}, belum berhasil {failed}, berjalan {open}. Terbukti {proven}.</source>
        <translation>Helped {asked}: had one {had}, made {made}, another day {later}, not yet successful {failed}, going on {open}. Proven {proven}.</translation>
    </message>
    <message>
        <source>Lama membantu, nilai tengah: {minutes} menit ({count} orang).</source>
        <translation>Median time of a help: {minutes} minutes ({count} people).</translation>
    </message>
    <message>
        <source>belum dicek</source>
        <translation>not checked yet</translation>
    </message>
    <message>
        <source>kode menunggu dikirim</source>
        <translation>the code waits to be sent</translation>
    </message>
    <message>
        <source>kode sudah dikirim</source>
        <translation>the code was sent</translation>
    </message>
    <message>
        <source>kode sudah dibacakan, menunggu jawaban server</source>
        <translation>the code was read back, waiting for the server</translation>
    </message>
    <message>
        <source>terbukti milik pemohon</source>
        <translation>proven to be the applicant&apos;s</translation>
    </message>
    <message>
        <source>kode yang dibacakan berbeda</source>
        <translation>another code was read back</translation>
    </message>
    <message>
        <source>kode sudah tidak berlaku</source>
        <translation>the code is no longer valid</translation>
    </message>
    <message>
        <source>surat tidak bisa sampai</source>
        <translation>the mail cannot be delivered</translation>
    </message>
    <message>
        <source>terlalu sering, coba lagi nanti</source>
        <translation>too often, try again later</translation>
    </message>
    <message>
        <source>server ini tidak mengirim surat</source>
        <translation>this server sends no mail</translation>
    </message>
    <message>
        <source>dipesan, menunggu server</source>
        <translation>reserved, waiting for the server</translation>
    </message>
    <message>
        <source>siap, menunggu diaktifkan</source>
        <translation>ready, waiting to be activated</translation>
    </message>
    <message>
        <source>aktif</source>
        <translation>active</translation>
    </message>
    <message>
        <source>namanya sudah dipegang orang lain</source>
        <translation>somebody else has the name</translation>
    </message>
    <message>
        <source>hangus, tidak diaktifkan</source>
        <translation>lapsed, never activated</translation>
    </message>
    <message>
        <source>ditutup sementara</source>
        <translation>closed for now</translation>
    </message>
    <message>
        <source>belum punya</source>
        <translation>has none yet</translation>
    </message>
    <message>
        <source>lupa cara masuk</source>
        <translation>cannot get in any more</translation>
    </message>
    <message>
        <source>sudah punya</source>
        <translation>has one</translation>
    </message>
    <message>
        <source>hanya soal HP</source>
        <translation>phone only</translation>
    </message>
    <message>
        <source>keperluan lain</source>
        <translation>another need</translation>
    </message>
    <message>
        <source>sedang dibantu</source>
        <translation>being helped</translation>
    </message>
    <message>
        <source>ditunda sebentar</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>e-mail yang sudah ada</source>
        <translation>an address that was there</translation>
    </message>
    <message>
        <source>e-mail umum di HP sendiri</source>
        <translation>public e-mail on their own phone</translation>
    </message>
    <message>
        <source>e-mail daerah</source>
        <translation>the region&apos;s e-mail</translation>
    </message>
    <message>
        <source>jalan lain</source>
        <translation>another way</translation>
    </message>
    <message>
        <source>ternyata sudah punya</source>
        <translation>had one already</translation>
    </message>
    <message>
        <source>dibuat</source>
        <translation>made</translation>
    </message>
    <message>
        <source>dilanjutkan lain hari</source>
        <translation>goes on another day</translation>
    </message>
    <message>
        <source>belum berhasil</source>
        <translation>not successful yet</translation>
    </message>
    <message>
        <source>hasil lain</source>
        <translation>another result</translation>
    </message>
    <message>
        <source>tidak ada HP pintar</source>
        <translation>no smartphone</translation>
    </message>
    <message>
        <source>pulsa habis</source>
        <translation>no phone credit</translation>
    </message>
    <message>
        <source>nomor HP sudah terlalu sering dipakai</source>
        <translation>the phone number was used too often</translation>
    </message>
    <message>
        <source>pesan verifikasi tidak datang</source>
        <translation>the verification message did not come</translation>
    </message>
    <message>
        <source>lupa kata sandi</source>
        <translation>password forgotten</translation>
    </message>
    <message>
        <source>internet terputus</source>
        <translation>no internet</translation>
    </message>
    <message>
        <source>waktu tidak cukup</source>
        <translation>not enough time</translation>
    </message>
    <message>
        <source>pemohon belum mau</source>
        <translation>the applicant does not want to yet</translation>
    </message>
    <message>
        <source>sebab lain</source>
        <translation>another reason</translation>
    </message>
    <message>
        <source>Aktifkan e-mail Anda</source>
        <translation>Activate your e-mail</translation>
    </message>
    <message>
        <source>Kotak e-mail Anda</source>
        <translation>Your mailbox</translation>
    </message>
    <message>
        <source>Kode aktivasi</source>
        <translation>Activation code</translation>
    </message>
    <message>
        <source>Lanjut</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Kata sandi baru</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>Ketik sekali lagi</source>
        <translation>Type it once more</translation>
    </message>
    <message>
        <source>Tampilkan kata sandi</source>
        <translation>Show the password</translation>
    </message>
    <message>
        <source>Aktifkan</source>
        <translation>Activate</translation>
    </message>
    <message>
        <source>Alamat e-mail Anda</source>
        <translation>Your e-mail address</translation>
    </message>
    <message>
        <source>Kata sandi sekarang</source>
        <translation>Present password</translation>
    </message>
    <message>
        <source>Lihat kotak saya</source>
        <translation>Look at my mailbox</translation>
    </message>
    <message>
        <source>Ganti kata sandi</source>
        <translation>Change the password</translation>
    </message>
    <message>
        <source>Teruskan surat ke alamat lain</source>
        <translation>Forward mail to another address</translation>
    </message>
    <message>
        <source>Alamat tujuan</source>
        <translation>Forward to</translation>
    </message>
    <message>
        <source>Simpan juga di kotak ini</source>
        <translation>Keep a copy in this mailbox</translation>
    </message>
    <message>
        <source>Teruskan mulai sekarang</source>
        <translation>Forward from now on</translation>
    </message>
    <message>
        <source>Berhenti meneruskan</source>
        <translation>Stop forwarding</translation>
    </message>
    <message>
        <source>Memakai e-mail ini di HP</source>
        <translation>Using this e-mail on a phone</translation>
    </message>
    <message>
        <source>Nama pengguna</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>Server surat masuk (IMAP)</source>
        <translation>Incoming mail server (IMAP)</translation>
    </message>
    <message>
        <source>Server surat keluar (SMTP)</source>
        <translation>Outgoing mail server (SMTP)</translation>
    </message>
    <message>
        <source>Untuk mengganti kata sandi atau meneruskan surat:</source>
        <translation>To change the password or to forward mail:</translation>
    </message>
    <message>
        <source>Ketik 12 huruf dan angka dari kartu e-mail Anda. Huruf besar atau kecil sama saja.</source>
        <translation>Type the 12 letters and digits from your e-mail card. Capital or small letters are the same.</translation>
    </message>
    <message>
        <source>Kode di kartu terdiri dari 12 huruf dan angka, tanpa angka 0 dan 1. Periksa lagi, lalu ketik ulang.</source>
        <translation>The code on the card has 12 letters and digits, without the digits 0 and 1. Look again, then type it anew.</translation>
    </message>
    <message>
        <source>Kode ini belum dikenal. Periksa lagi huruf demi huruf. Kalau sudah sama dengan kartu, data posko mungkin belum sampai di server: coba lagi nanti. Alamat Anda tetap disimpan untuk Anda.</source>
        <translation>This code is not known yet. Compare it letter by letter. If it is as on the card, the post&apos;s data may not have reached the server: try again later. Your address is kept for you.</translation>
    </message>
    <message>
        <source>Kode ini sudah lewat waktunya. Alamat Anda tidak diberikan kepada orang lain. Bawa KTP dan kartu ini ke posko untuk mendapat kode baru.</source>
        <translation>The time of this code is over. Your address is not given to anybody else. Bring your ID card and this card to the post for a new code.</translation>
    </message>
    <message>
        <source>Kotak e-mail ini sedang ditutup sementara. Bawa KTP dan kartu ini ke posko.</source>
        <translation>This mailbox is closed for the time being. Bring your ID card and this card to the post.</translation>
    </message>
    <message>
        <source>Kode ini sudah dipakai. Kalau Anda sendiri yang memakainya, masuk dengan kata sandi Anda. Kalau bukan, segera bawa KTP dan kartu ini ke posko.</source>
        <translation>This code has been used. If you used it yourself, sign in with your password. If not, bring your ID card and this card to the post at once.</translation>
    </message>
    <message>
        <source>Ini alamat Anda? Cocokkan dengan kartu, lalu buat kata sandi Anda sendiri.</source>
        <translation>Is this your address? Compare it with the card, then make a password of your own.</translation>
    </message>
    <message>
        <source>Ini alamat Anda? Buat kata sandi baru sebagai ganti yang lama. Surat Anda tetap ada.</source>
        <translation>Is this your address? Make a new password in place of the old one. Your mail is still there.</translation>
    </message>
    <message>
        <source>E-mail Anda sudah aktif.</source>
        <translation>Your e-mail is active.</translation>
    </message>
    <message>
        <source>Surat Anda dulu diteruskan ke alamat lain. Itu sudah dihentikan, supaya hanya Anda yang membaca. Kalau masih perlu, pasang lagi sendiri.</source>
        <translation>Your mail was passed on to another address. That has been stopped, so that you alone read it. If you still need it, set it again yourself.</translation>
    </message>
    <message>
        <source>Tulis kata sandi di kartu dengan tangan sendiri. Jangan berikan kepada siapa pun, termasuk petugas.</source>
        <translation>Write the password on the card with your own hand. Give it to nobody, not even to an officer.</translation>
    </message>
    <message>
        <source>Kalau ini HP atau komputer orang lain, jangan simpan kata sandinya di sini, dan tutup halaman ini.</source>
        <translation>If this is somebody else&apos;s phone or computer, do not save the password here, and close this page.</translation>
    </message>
    <message>
        <source>Di aplikasi e-mail HP, pilih tambah akun, lalu isi seperti di atas dengan kata sandi Anda.</source>
        <translation>In the phone&apos;s e-mail app choose to add an account, then fill in the above and your password.</translation>
    </message>
    <message>
        <source>Paling sedikit {limit} huruf atau angka. Tiga kata yang mudah Anda ingat sudah baik.</source>
        <translation>At least {limit} letters or digits. Three words that you remember easily are fine.</translation>
    </message>
    <message>
        <source>Hanya Anda yang tahu kata sandi ini. Petugas tidak boleh menanyakannya, dan server tidak bisa membacanya kembali.</source>
        <translation>Only you know this password. Officers may not ask for it, and the server cannot read it back.</translation>
    </message>
    <message>
        <source>Kata sandi yang pertama dan yang kedua berbeda. Ketik lagi keduanya.</source>
        <translation>The first and the second password differ. Type both again.</translation>
    </message>
    <message>
        <source>Kata sandi ini terlalu pendek. Pakai paling sedikit {limit} huruf atau angka.</source>
        <translation>This password is too short. Use at least {limit} letters or digits.</translation>
    </message>
    <message>
        <source>Kata sandi ini terlalu panjang. Pakai beberapa kata saja.</source>
        <translation>This password is too long. A few words are enough.</translation>
    </message>
    <message>
        <source>Ada spasi di awal atau di akhir kata sandi. Hapus spasi itu, lalu ketik lagi.</source>
        <translation>There is a space at the beginning or end of the password. Remove it, then type it again.</translation>
    </message>
    <message>
        <source>Ada tanda yang tidak diterima aplikasi e-mail, misalnya gambar kecil. Pakai huruf, angka, dan tanda biasa.</source>
        <translation>It has a sign that e-mail apps do not take, a small picture for example. Use letters, digits and plain signs.</translation>
    </message>
    <message>
        <source>Kata sandi ini sama dengan alamat atau nama Anda, jadi mudah ditebak. Pilih yang lain.</source>
        <translation>This password is the same as your address or name, so it is easy to guess. Choose another one.</translation>
    </message>
    <message>
        <source>Kata sandi ini dipakai banyak orang, jadi mudah ditebak. Pilih yang lain.</source>
        <translation>Many people use this password, so it is easy to guess. Choose another one.</translation>
    </message>
    <message>
        <source>Kata sandi sudah diganti. Pakai yang baru di HP Anda, dan tulis di kartu dengan tangan sendiri.</source>
        <translation>The password is changed. Use the new one on your phone, and write it on the card with your own hand.</translation>
    </message>
    <message>
        <source>Isi alamat dan kata sandi Anda sekarang, lalu tekan tombol yang Anda perlukan.</source>
        <translation>Fill in your address and your present password, then press the button that you need.</translation>
    </message>
    <message>
        <source>Alamat atau kata sandi tidak cocok. Tidak ada yang berubah. Kalau lupa kata sandi, bawa KTP dan kartu ke posko.</source>
        <translation>Address or password do not fit. Nothing has changed. If you forgot the password, bring your ID card and the card to the post.</translation>
    </message>
    <message>
        <source>Kotak e-mail ini sedang ditutup sementara. Tidak ada yang berubah. Bawa KTP dan kartu ke posko.</source>
        <translation>This mailbox is closed for the time being. Nothing has changed. Bring your ID card and the card to the post.</translation>
    </message>
    <message>
        <source>Kotak ini memuat surat sampai {quota} MB.</source>
        <translation>This mailbox holds up to {quota} MB of mail.</translation>
    </message>
    <message>
        <source>Sudah terlalu banyak yang dicoba. Tidak ada yang berubah. Tunggu {seconds} detik, lalu coba lagi.</source>
        <translation>Too many tries. Nothing has changed. Wait {seconds} seconds, then try again.</translation>
    </message>
    <message>
        <source>Server sedang ramai. Tunggu sebentar, lalu kirim sekali lagi; mengulang tidak merusak apa pun.</source>
        <translation>The server is busy. Wait a moment, then try once more; repeating does no harm.</translation>
    </message>
    <message>
        <source>Belum berhasil</source>
        <translation>Not done yet</translation>
    </message>
    <message>
        <source>Buka halamannya sekali lagi</source>
        <translation>Open the page once more</translation>
    </message>
    <message>
        <source>Server sedang sibuk. Tunggu sebentar, lalu coba sekali lagi; mengulang tidak merusak apa pun.</source>
        <translation>The server is busy. Wait a moment, then try once more; repeating does no harm.</translation>
    </message>
    <message>
        <source>Kiriman Anda tidak sampai utuh karena jaringan lambat. Belum ada yang berubah; kirim sekali lagi.</source>
        <translation>What you sent did not arrive whole because the network is slow. Nothing has changed yet; send it once more.</translation>
    </message>
    <message>
        <source>Isiannya terlalu panjang, jadi belum ada yang berubah. Isi yang diminta saja, lalu kirim lagi.</source>
        <translation>What was filled in is too long, so nothing has changed yet. Fill in only what is asked, then send it again.</translation>
    </message>
    <message>
        <source>Isiannya tidak terbaca, jadi belum ada yang berubah. Buka halamannya lagi, lalu isi dari awal.</source>
        <translation>What was filled in cannot be read, so nothing has changed yet. Open the page again and start anew.</translation>
    </message>
    <message>
        <source>Ada gangguan di server kami. Coba lagi nanti; kalau tetap begini, bawa kartu atau slip Anda ke posko.</source>
        <translation>Something is wrong at our server. Try again later; if it stays so, bring your card or slip to the post.</translation>
    </message>
    <message>
        <source>Halaman ini dari Posko dan tidak menampilkan data diri.</source>
        <translation>This page is from Posko and shows no personal data.</translation>
    </message>
    <message>
        <source>Ini server latihan. Kotak di sini bukan kotak e-mail sungguhan.</source>
        <translation>This is a training server. A mailbox here is no real mailbox.</translation>
    </message>
    <message>
        <source>Halaman ini dari Posko. Petugas tidak pernah meminta kata sandi atau kode Anda lewat telepon.</source>
        <translation>This page is from Posko. Officers never ask for your password or code over the telephone.</translation>
    </message>
    <message>
        <source>Tulis alamat milik Anda sendiri: siapa pun yang memegang alamat itu akan membaca surat Anda.</source>
        <translation>Write an address of your own: whoever has that address will read your mail.</translation>
    </message>
    <message>
        <source>Surat Anda tidak diteruskan ke alamat lain.</source>
        <translation>Your mail is not forwarded to another address.</translation>
    </message>
    <message>
        <source>Surat Anda diteruskan ke {address}, dan disimpan juga di sini.</source>
        <translation>Your mail is forwarded to {address}, and kept here as well.</translation>
    </message>
    <message>
        <source>Surat Anda diteruskan ke {address}, dan tidak disimpan di sini.</source>
        <translation>Your mail is forwarded to {address}, and not kept here.</translation>
    </message>
    <message>
        <source>Penerusan surat sudah disimpan.</source>
        <translation>The forwarding is saved.</translation>
    </message>
    <message>
        <source>Surat tidak diteruskan lagi. Surat baru masuk ke kotak ini.</source>
        <translation>Mail is not forwarded any more. New mail comes to this mailbox.</translation>
    </message>
    <message>
        <source>Surat tidak bisa diteruskan ke alamat lain di {domain}. Tidak ada yang berubah. Tulis alamat lain.</source>
        <translation>Mail cannot be forwarded to another address at {domain}. Nothing has changed. Write another address.</translation>
    </message>
    <message>
        <source>Alamat tujuan belum benar, misalnya ada huruf yang kurang. Tidak ada yang berubah. Periksa lagi ejaannya.</source>
        <translation>The address is not right yet, perhaps a letter is missing. Nothing has changed. Check its spelling.</translation>
    </message>
    <message>
        <source>Kalau alamat itu memang benar, isi kata sandi dan tekan tombolnya sekali lagi.</source>
        <translation>If that address is right, fill in the password and press the button once more.</translation>
    </message>
    <message>
        <source>{address}: {state}, posko {post}, {quota} MB, sejak {since}</source>
        <translation>{address}: {state}, post {post}, {quota} MB, since {since}</translation>
    </message>
    <message>
        <source>menunggu aktivasi</source>
        <translation>waits for activation</translation>
    </message>
    <message>
        <source>lewat waktunya</source>
        <translation>expired</translation>
    </message>
    <message>
        <source>ditutup</source>
        <translation>disabled</translation>
    </message>
    <message>
        <source>Belum ada kotak e-mail.</source>
        <translation>There are no mailboxes yet.</translation>
    </message>
    <message>
        <source>Kodenya berlaku sampai {until}.</source>
        <translation>Its code is good until {until}.</translation>
    </message>
    <message>
        <source>Suratnya diteruskan ke alamat lain.</source>
        <translation>Its mail is forwarded to another address.</translation>
    </message>
    <message>
        <source>Nama lain: {alias}.</source>
        <translation>Further name: {alias}.</translation>
    </message>
    <message>
        <source>diaktifkan pemiliknya</source>
        <translation>activated by its owner</translation>
    </message>
    <message>
        <source>pemiliknya membuat kata sandi baru dengan kode</source>
        <translation>its owner chose a new password with a code</translation>
    </message>
    <message>
        <source>pemiliknya mengganti kata sandi</source>
        <translation>its owner changed the password</translation>
    </message>
    <message>
        <source>penerusan surat disetel</source>
        <translation>forwarding set</translation>
    </message>
    <message>
        <source>penerusan surat dihentikan</source>
        <translation>forwarding stopped</translation>
    </message>
    <message>
        <source>kode aktivasi baru dibuat</source>
        <translation>a new activation code was made</translation>
    </message>
    <message>
        <source>dibuka lagi</source>
        <translation>enabled again</translation>
    </message>
    <message>
        <source>kuota diganti</source>
        <translation>quota changed</translation>
    </message>
    <message>
        <source>nama lain diberikan</source>
        <translation>further name given</translation>
    </message>
    <message>
        <source>nama lain dicabut</source>
        <translation>further name taken away</translation>
    </message>
    <message>
        <source>lewat waktunya tanpa diaktifkan</source>
        <translation>expired without activation</translation>
    </message>
    <message>
        <source>Kotak {address}: perubahan tersimpan dan dicatat.</source>
        <translation>Mailbox {address}: the change is saved and written down.</translation>
    </message>
    <message>
        <source>Kode aktivasi baru untuk {address}: {code}
Berlaku sekali, sampai {until}; kode sebelumnya tidak berlaku lagi. Tulis di kartu dan berikan hanya kepada pemiliknya.</source>
        <translation>New activation code for {address}: {code}
Good once, until {until}; the code before is void. Write it on the card and give it to the owner only.</translation>
    </message>
    <message>
        <source>Tidak ada kotak dengan alamat itu. Lihat daftarnya dengan posko-server mailbox list.</source>
        <translation>There is no mailbox with that address. See the list with posko-server mailbox list.</translation>
    </message>
    <message>
        <source>Kotak ini ditutup, jadi tidak ada yang berubah. Buka dulu dengan posko-server mailbox enable.</source>
        <translation>This mailbox is disabled, so nothing has changed. Enable it first with posko-server mailbox enable.</translation>
    </message>
    <message>
        <source>Kotak ini belum diaktifkan pemiliknya, jadi suratnya belum bisa diteruskan. Tidak ada yang berubah.</source>
        <translation>Its owner has not activated this mailbox, so its mail cannot be forwarded yet. Nothing has changed.</translation>
    </message>
    <message>
        <source>Isi kuota dari 1 sampai {limit} MB.</source>
        <translation>Give a quota from 1 to {limit} MB.</translation>
    </message>
    <message>
        <source>Alamat tujuan tidak bisa dipakai. Tidak ada yang berubah. Tulis alamat lengkap di luar domain ini.</source>
        <translation>That address cannot be used. Nothing has changed. Write a whole address outside this domain.</translation>
    </message>
    <message>
        <source>Nama lain harus alamat lengkap di domain yang sama, dan tidak berakhir dengan titik dan angka. Tidak ada yang berubah.</source>
        <translation>A further name must be a whole address in the same domain, and must not end with a dot and digits. Nothing has changed.</translation>
    </message>
    <message>
        <source>Nama lain ini adalah nama kantor. Siapa yang memilikinya bisa menulis atas nama kantor, jadi tidak diberikan kepada warga. Tidak ada yang berubah.</source>
        <translation>This further name is one of the office. Whoever has it could write in the office&apos;s name, so it is not given to residents. Nothing has changed.</translation>
    </message>
    <message>
        <source>Nama itu sudah dipakai kotak lain. Tidak ada yang berubah.</source>
        <translation>Another mailbox has that name. Nothing has changed.</translation>
    </message>
    <message>
        <source>Kotak ini tidak punya nama lain seperti itu. Tidak ada yang berubah.</source>
        <translation>This mailbox has no such further name. Nothing has changed.</translation>
    </message>
    <message>
        <source>Alamat proxy {proxy} bukan alamat IP. Server tidak dijalankan. Tulis misalnya 10.0.0.2.</source>
        <translation>The proxy address {proxy} is no IP address. The server was not started. Write 10.0.0.2, for example.</translation>
    </message>
    <message>
        <source>Isi nama petugas, alasan, dan surat yang dilihat, masing-masing paling banyak {limit} huruf.</source>
        <translation>Give the officer&apos;s name, the reason and the paper that was seen, each at most {limit} letters.</translation>
    </message>
    <message>
        <source>Alamat ini belum dibuktikan. Kirim kode; pemohon membacakan enam angka dari e-mailnya.</source>
        <translation>This address is not proven yet. Send a code; the applicant reads six digits out of the e-mail.</translation>
    </message>
    <message>
        <source>Kode sudah diminta. Server sedang mengirimnya.</source>
        <translation>The code has been asked for. The server is sending it.</translation>
    </message>
    <message>
        <source>Permintaan kode tersimpan dan berangkat begitu internet ada. Bantuan ini boleh diselesaikan dulu.</source>
        <translation>The request is kept and goes out as soon as there is internet. You may finish this help for now.</translation>
    </message>
    <message>
        <source>Angkanya sudah dicatat dan sedang diperiksa server.</source>
        <translation>The digits are noted and the server is checking them.</translation>
    </message>
    <message>
        <source>Angkanya tersimpan dan diperiksa begitu internet ada. Bantuan ini boleh diselesaikan dulu.</source>
        <translation>The digits are kept and will be checked as soon as there is internet. You may finish this help for now.</translation>
    </message>
    <message>
        <source>Penyedia e-mail tidak mengenal alamat ini. Cocokkan ejaannya dengan pemohon, lalu kirim lagi.</source>
        <translation>The e-mail provider does not know this address. Check the spelling with the applicant, then send again.</translation>
    </message>
    <message>
        <source>Bagian sesudah @ tidak ada di internet. Cocokkan ejaannya dengan pemohon, lalu kirim lagi.</source>
        <translation>What stands behind the @ does not exist on the internet. Check the spelling with the applicant, then send again.</translation>
    </message>
    <message>
        <source>Sudah terlalu banyak kode diminta untuk alamat atau meja ini. Kirim lagi sesudah pukul {again}.</source>
        <translation>Too many codes were asked for by this desk or for this address. Send again after {again}.</translation>
    </message>
    <message>
        <source>Alamat ini sudah dipesan dan tidak diberikan kepada orang lain. Kotaknya dibuat server begitu data terkirim.</source>
        <translation>This address is reserved and is given to nobody else. The server makes the mailbox once the data are sent.</translation>
    </message>
    <message>
        <source>Posko tidak menemukan peramban di laptop ini. Buka jendela privat sendiri, lalu ketik {address}.</source>
        <translation>Posko has found no browser on this laptop. Open a private window yourself, then type {address}.</translation>
    </message>
    <message>
        <source>{browser} tidak mau terbuka. Buka jendela privat sendiri, lalu ketik {address}.</source>
        <translation>{browser} does not open. Open a private window yourself, then type {address}.</translation>
    </message>
    <message>
        <source>Bantuan e-mail ini tidak ada di meja ini. Buka daftar bantuan, lalu pilih lagi.</source>
        <translation>This help with e-mail is not at this desk. Open the list of helps and choose again.</translation>
    </message>
    <message>
        <source>Bantuan ini sudah ditutup. Buka lagi dulu kalau orangnya kembali.</source>
        <translation>This help has ended. Open it again first if the person has come back.</translation>
    </message>
    <message>
        <source>Bantuan ini masih berjalan, jadi tidak perlu dibuka lagi.</source>
        <translation>This help still goes on, so it need not be opened again.</translation>
    </message>
    <message>
        <source>Alamat e-mail belum diisi. Isi alamatnya dulu, atau tutup bantuan ini dengan alasan.</source>
        <translation>There is no e-mail address yet. Fill it in first, or end this help with a reason.</translation>
    </message>
    <message>
        <source>Alamat e-mail ini belum bisa disimpan. Cocokkan ejaannya bersama pemohon.</source>
        <translation>This e-mail address cannot be kept yet. Check its spelling together with the applicant.</translation>
    </message>
    <message>
        <source>Pilih dulu mengapa alamatnya belum jadi. Bantuan belum ditutup.</source>
        <translation>First choose why there is no address yet. The help has not ended.</translation>
    </message>
    <message>
        <source>Kotak e-mail daerah belum bisa diberikan dari meja ini. Hubungkan laptop ke server satu kali, atau pakai cara lain dulu.</source>
        <translation>This desk cannot give regional mailboxes yet. Let the laptop reach the server once, or take another way for now.</translation>
    </message>
    <message>
        <source>Nama ini belum bisa dipakai untuk alamat. Pilih salah satu usulan, atau ubah sedikit.</source>
        <translation>This name cannot be used for an address. Choose one of the proposals, or change it a little.</translation>
    </message>
    <message>
        <source>Alamat {address} sudah ada yang punya di posko ini. Pilih nama lain.</source>
        <translation>Somebody at this post has {address} already. Choose another name.</translation>
    </message>
    <message>
        <source>Pemohon ini sudah punya kotak e-mail {address}. Jangan buat yang kedua; kalau kodenya hilang, cetak kode baru.</source>
        <translation>This applicant has the mailbox {address} already. Do not make a second one; if the code is lost, print a new code.</translation>
    </message>
    <message>
        <source>Orang ini sudah mendapat kotak e-mail {address} dalam bantuan sebelumnya. Buka bantuan itu; kalau kodenya hilang, cetak kode baru di sana.</source>
        <translation>This person got the mailbox {address} in an earlier help. Open that help; if the code is lost, print a new code there.</translation>
    </message>
    <message>
        <source>Bantuan ini belum punya kotak e-mail. Pilih namanya dulu.</source>
        <translation>This help has no mailbox yet. Choose its name first.</translation>
    </message>
    <message>
        <source>Kotak e-mail {address} sudah dipakai pemiliknya. Kode baru hanya lewat pemulihan oleh koordinator.</source>
        <translation>The owner uses the mailbox {address} already. Only a recovery by a coordinator gives a new code.</translation>
    </message>
    <message>
        <source>Kotak e-mail {address} tidak bisa diberi kode baru. Beri nama lain, atau tanyakan kepada petugas e-mail dinas.</source>
        <translation>The mailbox {address} cannot get a new code. Give another name, or ask the office&apos;s mail officer.</translation>
    </message>
    <message>
        <source>Kotak e-mail ini belum diaktifkan pemiliknya, jadi kode belum bisa dibaca. Minta pemohon mengaktifkannya dulu.</source>
        <translation>The owner has not activated this mailbox, so no code can be read there. Ask the applicant to activate it first.</translation>
    </message>
    <message>
        <source>Pemulihan kotak e-mail hanya dilakukan koordinator. Panggil koordinator ke meja ini.</source>
        <translation>Only a coordinator recovers a mailbox. Call the coordinator to this desk.</translation>
    </message>
    <message>
        <source>Tulis apa yang terjadi dan kartu apa yang diperlihatkan pemohon. Kode baru belum dibuat.</source>
        <translation>Write what happened and which card the applicant showed. No new code was made.</translation>
    </message>
    <message>
        <source>Nomor surat tidak perlu ditulis di sini. Hapus deretan angkanya; cukup nama suratnya dan apa yang terjadi. Kode baru belum dibuat.</source>
        <translation>There is no need to write the number of a paper here. Delete the row of digits; the name of the paper and what happened are enough. No new code has been made yet.</translation>
    </message>
    <message>
        <source>Alamat ini sudah terbukti milik pemohon. Tidak perlu kode lagi.</source>
        <translation>This address is proven to be the applicant&apos;s. No further code is needed.</translation>
    </message>
    <message>
        <source>Permintaan kode masih di jalan. Tunggu sebentar; kalau jaringan putus, permintaan terkirim sendiri nanti.</source>
        <translation>The request for a code is still on its way. Wait a moment; without a line it goes by itself later.</translation>
    </message>
    <message>
        <source>Sudah terlalu banyak kode diminta. Tunggu beberapa menit, lalu kirim lagi.</source>
        <translation>Too many codes were asked for. Wait a few minutes, then send again.</translation>
    </message>
    <message>
        <source>Belum ada kode yang diminta untuk alamat ini. Kirim kode dulu.</source>
        <translation>No code was asked for at this address yet. Send a code first.</translation>
    </message>
    <message>
        <source>Kode itu sudah tidak berlaku. Kirim kode baru, lalu minta pemohon membacakannya.</source>
        <translation>That code is no longer good. Send a new one, then ask the applicant to read it out.</translation>
    </message>
    <message>
        <source>Kodenya {digits} angka. Minta pemohon membacakannya sekali lagi.</source>
        <translation>The code has {digits} digits. Ask the applicant to read it out once more.</translation>
    </message>
    <message>
        <source>Kode sudah dikirim ke alamat itu. Minta pemohon membacakan angkanya.</source>
        <translation>The code was sent to that address. Ask the applicant to read out the digits.</translation>
    </message>
    <message>
        <source>Kode belum terkirim karena server surat sedang sibuk. Server mencoba lagi sendiri.</source>
        <translation>The code has not gone out because the mail server is busy. The server tries again by itself.</translation>
    </message>
    <message>
        <source>Kode tidak bisa diantar ke alamat e-mail pemohon. Cocokkan ejaan alamatnya, lalu kirim kode lagi.</source>
        <translation>The code cannot be delivered to the applicant&apos;s e-mail address. Check its spelling, then send a code again.</translation>
    </message>
    <message>
        <source>Sudah terlalu banyak kode diminta untuk alamat atau meja ini. Tunggu beberapa menit, lalu kirim lagi.</source>
        <translation>Too many codes were asked for at this address or desk. Wait a few minutes, then send again.</translation>
    </message>
    <message>
        <source>Alamat e-mail ini terbukti milik pemohon.</source>
        <translation>This e-mail address is proven to be the applicant&apos;s.</translation>
    </message>
    <message>
        <source>Angkanya belum cocok. Minta pemohon membacakannya lagi; sisa {left} kali.</source>
        <translation>The digits do not match. Ask the applicant to read them out again; {left} tries are left.</translation>
    </message>
    <message>
        <source>Kode itu sudah tidak berlaku. Kirim kode baru.</source>
        <translation>That code is no longer good. Send a new one.</translation>
    </message>
    <message>
        <source>Server ini belum mengurus e-mail. Data tetap tersimpan; alamat belum bisa dibuktikan, kotak e-mail belum bisa dipakai.</source>
        <translation>This server does not handle e-mail yet. The data stay kept; the address cannot be proven and the mailbox cannot be used yet.</translation>
    </message>
    <message>
        <source>Kotak e-mail sudah siap dan menunggu diaktifkan pemiliknya.</source>
        <translation>The mailbox is ready and waits for its owner to activate it.</translation>
    </message>
    <message>
        <source>Alamat kotak e-mail ini sudah lebih dulu menjadi milik orang lain. Hubungi pemohon, lalu beri nama baru.</source>
        <translation>Somebody else had this mailbox address first. Reach the applicant, then give a new name.</translation>
    </message>
    <message>
        <source>Kotak e-mail sudah diaktifkan pemiliknya dan bisa dipakai.</source>
        <translation>The owner has activated the mailbox and can use it.</translation>
    </message>
    <message>
        <source>Kotak e-mail ini tidak diaktifkan pada waktunya. Cetak kode baru kalau pemohon masih mau memakainya.</source>
        <translation>This mailbox was not activated in time. Print a new code if the applicant still wants it.</translation>
    </message>
    <message>
        <source>Kotak e-mail ini ditutup sementara oleh petugas e-mail dinas.</source>
        <translation>The office&apos;s mail officer has closed this mailbox for now.</translation>
    </message>
    <message>
        <source>Kotak e-mail ini sudah bisa dipakai lagi.</source>
        <translation>This mailbox can be used again.</translation>
    </message>
    <message>
        <source>Kartu yang terakhir dicetak tidak berlaku: kotak e-mailnya sudah diaktifkan, atau sudah ada kode yang lebih baru. Ambil kembali kartu itu.</source>
        <translation>The card that was printed last does not count: the mailbox has been activated already, or there is a newer code. Take that card back.</translation>
    </message>
    <message>
        <source>Folder {folder} tidak ada atau tidak bisa ditulisi, padahal akun kotak e-mail untuk Postfix dan Dovecot ditulis di sana. Buat foldernya atau perbaiki izinnya; server tidak dijalankan sebelum itu.</source>
        <translation>Folder {folder} is missing or cannot be written to, but the mailbox accounts for Postfix and Dovecot are written there. Make the folder or repair its permissions; the server does not start before that.</translation>
    </message>
    <message>
        <source>{file} bukan salinan akun kotak e-mail milik server Posko, atau rusak. Isinya tidak diubah. Periksa --mail-db; salinan yang rusak boleh dihapus, server menulisnya lagi.</source>
        <translation>{file} is no copy of a Posko server&apos;s mailbox accounts, or it is damaged. Its content was not changed. Check --mail-db; a damaged copy may be deleted, the server writes it again.</translation>
    </message>
    <message>
        <source>Alamat server pengirim surat tidak dikenal. Tulis smtps://PENGGUNA:RAHASIA@KOMPUTER, smtp+starttls://PENGGUNA:RAHASIA@KOMPUTER:587, atau smtp://localhost:25. Ke komputer lain surat hanya dikirim lewat sambungan yang tersandi.</source>
        <translation>The mail server&apos;s address is not known. Write smtps://USER:SECRET@HOST, smtp+starttls://USER:SECRET@HOST:587, or smtp://localhost:25. Mails go to another machine over an encrypted line only.</translation>
    </message>
    <message>
        <source>Alamat pengirim surat tidak terbaca. Tulis satu alamat, misalnya posko@warga.contoh.go.id.</source>
        <translation>The sender&apos;s address cannot be read. Write one address, e.g. posko@warga.contoh.go.id.</translation>
    </message>
    <message>
        <source>Domain {domain} tidak terbaca. Tulis misalnya warga.contoh.go.id, paling panjang 120 huruf.</source>
        <translation>The domain {domain} cannot be read. Write e.g. warga.contoh.go.id, at most 120 letters.</translation>
    </message>
    <message>
        <source>Berkas untuk program surat hanya dibuat oleh server dengan SQLite. Pada PostgreSQL program surat membaca dari basis data itu sendiri.</source>
        <translation>The file for mail programs is made by a server on SQLite only. On PostgreSQL mail programs read the database itself.</translation>
    </message>
    <message>
        <source>Surat yang kembali tidak bisa dibaca dari {folder}. Buat folder di atasnya, dan sebutkan juga server serta alamat pengirim surat; nama di depan @ paling panjang 31 huruf.</source>
        <translation>Mail that comes back cannot be read from {folder}. Make the folder above it, and name the mail server and the sender, too; the name before the @ has at most 31 letters.</translation>
    </message>
    <message>
        <source>Alamat {host} tidak terbaca. Tulis nama komputer dan porta, misalnya mail.warga.contoh.go.id:993.</source>
        <translation>The address {host} cannot be read. Write the machine&apos;s name and the port, e.g. mail.warga.contoh.go.id:993.</translation>
    </message>
    <message>
        <source>{code} adalah kode Posko Anda</source>
        <translation>{code} is your Posko code</translation>
    </message>
    <message>
        <source>Posko Pendaftaran</source>
        <translation>Posko Registration</translation>
    </message>
    <message>
        <source>Kode Anda: {code}</source>
        <translation>Your code: {code}</translation>
    </message>
    <message>
        <source>Petugas di {post} meminta kode ini untuk memastikan bahwa alamat e-mail ini milik Anda.</source>
        <translation>The officer at {post} asked for this code to make sure that this e-mail address is yours.</translation>
    </message>
    <message>
        <source>Bacakan kode ini kepada petugas yang ada di depan Anda. Kode berlaku {minutes} menit.</source>
        <translation>Read this code to the officer in front of you. The code is valid for {minutes} minutes.</translation>
    </message>
    <message>
        <source>Jangan berikan kode ini lewat telepon, SMS, atau WhatsApp kepada siapa pun. Petugas tidak pernah meminta kata sandi Anda.</source>
        <translation>Do not give this code to anybody by telephone, SMS or WhatsApp. Officers never ask for your password.</translation>
    </message>
    <message>
        <source>Kalau Anda sedang tidak di posko, abaikan surat ini: tidak ada yang berubah.</source>
        <translation>If you are not at the posko now, ignore this mail: nothing changes.</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Di mana saja</source>
        <translation>Everywhere</translation>
    </message>
    <message>
        <source>Pendaftaran</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>Antrean</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>Bantuan e-mail</source>
        <translation>E-mail help</translation>
    </message>
    <message>
        <source>Daftar dan catatan</source>
        <translation>Lists and records</translation>
    </message>
    <message>
        <source>Tombol</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Cari orang atau perintah</source>
        <translation>Find a person or a command</translation>
    </message>
    <message>
        <source>Pendaftaran baru</source>
        <translation>New registration</translation>
    </message>
    <message>
        <source>Kunci layar</source>
        <translation>Lock the screen</translation>
    </message>
    <message>
        <source>Tutup Posko</source>
        <translation>Close Posko</translation>
    </message>
    <message>
        <source>Batal</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Cari</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Kirim data</source>
        <translation>Send data</translation>
    </message>
    <message>
        <source>Rekap hari ini</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Pengaturan</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Daftar tunggu</source>
        <translation>Waiting list</translation>
    </message>
    <message>
        <source>Situs program</source>
        <translation>Portal</translation>
    </message>
    <message>
        <source>Salinan data</source>
        <translation>Copies of data</translation>
    </message>
    <message>
        <source>Formulir darurat</source>
        <translation>Emergency forms</translation>
    </message>
    <message>
        <source>Laporan harian</source>
        <translation>Daily report</translation>
    </message>
    <message>
        <source>Periksa slip</source>
        <translation>Check a slip</translation>
    </message>
    <message>
        <source>Slip tanpa data</source>
        <translation>Slips without data</translation>
    </message>
    <message>
        <source>Tentang Posko</source>
        <translation>About Posko</translation>
    </message>
    <message>
        <source>Catatan program untuk dukungan</source>
        <translation>Program log for support</translation>
    </message>
    <message>
        <source>Simpan &amp; cetak</source>
        <translation>Save &amp; print</translation>
    </message>
    <message>
        <source>Simpan belum lengkap</source>
        <translation>Save as draft</translation>
    </message>
    <message>
        <source>Tunjukkan</source>
        <translation>Show to applicant</translation>
    </message>
    <message>
        <source>Ganti program</source>
        <translation>Change programme</translation>
    </message>
    <message>
        <source>Ya, memang begitu</source>
        <translation>Yes, it is so</translation>
    </message>
    <message>
        <source>Pakai usulan</source>
        <translation>Use the proposal</translation>
    </message>
    <message>
        <source>Buka data yang sudah ada</source>
        <translation>Open the earlier record</translation>
    </message>
    <message>
        <source>Isian berikutnya yang kurang</source>
        <translation>Next missing entry</translation>
    </message>
    <message>
        <source>Urungkan</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Hapus draf</source>
        <translation>Delete draft</translation>
    </message>
    <message>
        <source>Ringkasan</source>
        <translation>Summary</translation>
    </message>
    <message>
        <source>Panggil berikutnya</source>
        <translation>Call next</translation>
    </message>
    <message>
        <source>Mulai melayani</source>
        <translation>Begin serving</translation>
    </message>
    <message>
        <source>Panggil ulang</source>
        <translation>Call again</translation>
    </message>
    <message>
        <source>Lewati</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>Hangus</source>
        <translation>Lapsed</translation>
    </message>
    <message>
        <source>Kembali antre</source>
        <translation>Back into the line</translation>
    </message>
    <message>
        <source>Pindah layanan</source>
        <translation>Other service</translation>
    </message>
    <message>
        <source>Selesai dilayani</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>Ganti nomor kembar</source>
        <translation>Change a number held twice</translation>
    </message>
    <message>
        <source>Pulang tanpa dilayani</source>
        <translation>Went home unserved</translation>
    </message>
    <message>
        <source>Ambil nomor pendaftaran</source>
        <translation>Take a number for registration</translation>
    </message>
    <message>
        <source>Ambil nomor bantuan e-mail</source>
        <translation>Take a number for e-mail help</translation>
    </message>
    <message>
        <source>Ambil nomor cek status</source>
        <translation>Take a number for a status check</translation>
    </message>
    <message>
        <source>Ambil nomor prioritas</source>
        <translation>Take a priority number</translation>
    </message>
    <message>
        <source>Catat kunjungan</source>
        <translation>Note a visit</translation>
    </message>
    <message>
        <source>Tutup antrean hari ini</source>
        <translation>Close today&apos;s queue</translation>
    </message>
    <message>
        <source>Suara panggilan</source>
        <translation>Sound of calls</translation>
    </message>
    <message>
        <source>Layar panggil</source>
        <translation>Call screen</translation>
    </message>
    <message>
        <source>Nomor baru tanpa kedip</source>
        <translation>New numbers without flashing</translation>
    </message>
    <message>
        <source>Kios ambil nomor</source>
        <translation>Number kiosk</translation>
    </message>
    <message>
        <source>Survei kepuasan</source>
        <translation>Satisfaction survey</translation>
    </message>
    <message>
        <source>Jeda</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Nanti saja</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Belum berhasil</source>
        <translation>Not managed yet</translation>
    </message>
    <message>
        <source>Cara lain</source>
        <translation>Another way</translation>
    </message>
    <message>
        <source>Soal HP</source>
        <translation>About the phone</translation>
    </message>
    <message>
        <source>Peramban privat</source>
        <translation>Private browser</translation>
    </message>
    <message>
        <source>Usulan lain</source>
        <translation>Other names</translation>
    </message>
    <message>
        <source>Kirim kode</source>
        <translation>Send code</translation>
    </message>
    <message>
        <source>Langkah berikutnya</source>
        <translation>Next step</translation>
    </message>
    <message>
        <source>Cari alamat e-mail</source>
        <translation>Find an e-mail address</translation>
    </message>
    <message>
        <source>Pulihkan kotak e-mail</source>
        <translation>Recover the mailbox</translation>
    </message>
    <message>
        <source>Cetak ulang</source>
        <translation>Reprint</translation>
    </message>
    <message>
        <source>Buka</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Tampilkan NIK</source>
        <translation>Show the NIK</translation>
    </message>
    <message>
        <source>Perbaiki data</source>
        <translation>Correct the data</translation>
    </message>
    <message>
        <source>Berkas sudah dibawa</source>
        <translation>Paper was brought</translation>
    </message>
    <message>
        <source>Tarik pendaftaran</source>
        <translation>Withdraw registration</translation>
    </message>
    <message>
        <source>Pilih isian yang benar</source>
        <translation>Choose the right entry</translation>
    </message>
    <message>
        <source>Kirim sekarang</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Simpan ke USB</source>
        <translation>Save to USB</translation>
    </message>
    <message>
        <source>Baca jawaban dari USB</source>
        <translation>Read the answer from USB</translation>
    </message>
    <message>
        <source>Sudah diurus</source>
        <translation>Seen to</translation>
    </message>
    <message>
        <source>Masukkan ke gelombang</source>
        <translation>Put into the batch</translation>
    </message>
    <message>
        <source>Simpan daftar</source>
        <translation>Keep the list</translation>
    </message>
    <message>
        <source>Salin isian, lalu berikutnya</source>
        <translation>Copy the box, then the next</translation>
    </message>
    <message>
        <source>Sudah diketik</source>
        <translation>Typed in</translation>
    </message>
    <message>
        <source>Catat tahap</source>
        <translation>Note a stage</translation>
    </message>
    <message>
        <source>Surat dan formulir</source>
        <translation>Letters and forms</translation>
    </message>
    <message>
        <source>Lembar rekonsiliasi</source>
        <translation>Reconciliation sheet</translation>
    </message>
    <message>
        <source>Catat kejadian</source>
        <translation>Note an incident</translation>
    </message>
    <message>
        <source>Serah terima tugas</source>
        <translation>Hand-over of duty</translation>
    </message>
    <message>
        <source>Daftar hadir</source>
        <translation>Attendance list</translation>
    </message>
    <message>
        <source>Hasil survei</source>
        <translation>Survey result</translation>
    </message>
    <message>
        <source>Batalkan formulir</source>
        <translation>Declare form void</translation>
    </message>
    <message>
        <source>Hari sebelumnya</source>
        <translation>Day before</translation>
    </message>
    <message>
        <source>Hari berikutnya</source>
        <translation>Day after</translation>
    </message>
    <message>
        <source>Hentikan pengiriman</source>
        <translation>Stop sending</translation>
    </message>
    <message>
        <source>Data di laptop ini tidak diubah.</source>
        <translation>The data on this laptop were not changed.</translation>
    </message>
    <message>
        <source>Data aman: Posko sudah terbuka di jendela lain.</source>
        <translation>The data are safe: Posko is already open in another window.</translation>
    </message>
    <message>
        <source>Data aman dan tidak diubah: hanya programnya yang terlalu lama.</source>
        <translation>The data are safe and unchanged: only the program is too old.</translation>
    </message>
    <message>
        <source>Berkas data dibiarkan apa adanya, supaya masih bisa diselamatkan. Jangan hapus apa pun.</source>
        <translation>The data file is left as it is, so that it can still be rescued. Do not delete anything.</translation>
    </message>
    <message>
        <source>Data pemohon aman dan tidak diubah. Kalau tidak yakin memperbaikinya, jangan diubah: hubungi koordinator posko atau dukungan dinas, dan bacakan kalimat di atas.</source>
        <translation>The applicants&apos; data are safe and unchanged. If you are not sure how to mend it, leave it: call the post&apos;s coordinator or the agency&apos;s support and read the sentence above to them.</translation>
    </message>
    <message>
        <source>Posko belum bisa dibuka</source>
        <translation>Posko cannot be opened yet</translation>
    </message>
    <message>
        <source>Coba lagi</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Letak berkasnya: {path}</source>
        <translation>The file is here: {path}</translation>
    </message>
    <message>
        <source>Menutup Posko ...</source>
        <translation>Closing Posko ...</translation>
    </message>
    <message>
        <source>Menyelesaikan yang sedang disimpan dan dikirim.</source>
        <translation>Finishing what is being saved and sent.</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Sampai jumpa</source>
        <translation>See you again</translation>
    </message>
    <message>
        <source>Posko ditutup</source>
        <translation>Posko is closed</translation>
    </message>
    <message>
        <source>Kunci pemulihan</source>
        <translation>Recovery key</translation>
    </message>
    <message>
        <source>Kunci pemulihan Posko</source>
        <translation>Posko recovery key</translation>
    </message>
    <message>
        <source>Koordinator: {name}</source>
        <translation>Coordinator: {name}</translation>
    </message>
    <message>
        <source>Kunci ini membuka data laptop kalau kata rahasia terlupa. Simpan di tempat terkunci, jauh dari laptop itu. Siapa pun yang memegang kertas ini bisa membaca semua data pemohon.</source>
        <translation>This key opens the laptop&apos;s data if the secret is forgotten. Keep it in a locked place, far from that laptop. Whoever holds this paper can read all data of the applicants.</translation>
    </message>
    <message>
        <source>Membuka Posko ...</source>
        <translation>Opening Posko ...</translation>
    </message>
    <message>
        <source>Kata rahasia baru</source>
        <translation>New secret</translation>
    </message>
    <message>
        <source>Petugas</source>
        <translation>Officer</translation>
    </message>
    <message>
        <source>8 kelompok, masing-masing 4 tanda.</source>
        <translation>8 groups of 4 signs each.</translation>
    </message>
    <message>
        <source>Pasang dan buka</source>
        <translation>Set and open</translation>
    </message>
    <message>
        <source>Memasang ...</source>
        <translation>Setting ...</translation>
    </message>
    <message>
        <source>Sedang bekerja</source>
        <translation>Working</translation>
    </message>
    <message>
        <source>Luring dulu saja</source>
        <translation>Stay offline for now</translation>
    </message>
    <message>
        <source>Lanjut</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>Menyiapkan meja ...</source>
        <translation>Preparing the desk ...</translation>
    </message>
    <message>
        <source>Berhenti begitu server menjawab atau 30 detik lewat ...</source>
        <translation>Stopping as soon as the server answers or 30 seconds have passed ...</translation>
    </message>
    <message>
        <source>Menghubungi server, paling lama 30 detik ...</source>
        <translation>Contacting the server, 30 seconds at most ...</translation>
    </message>
    <message>
        <source>Cetak kunci</source>
        <translation>Print the key</translation>
    </message>
    <message>
        <source>Simpan sebagai PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>Koordinator sudah menyimpan kunci ini</source>
        <translation>The coordinator has kept this key</translation>
    </message>
    <message>
        <source>Empat tanda terakhir</source>
        <translation>Last four characters</translation>
    </message>
    <message>
        <source>Ketik dari kertasnya, bukan dari layar.</source>
        <translation>Type them from the paper, not from the screen.</translation>
    </message>
    <message>
        <source>atau</source>
        <translation>or</translation>
    </message>
    <message>
        <source>Kalau kata rahasia terlupa, hanya kunci ini yang membuka data. Kunci ditampilkan sekali ini saja: cetak atau simpan, lalu serahkan kepada koordinator.</source>
        <translation>If the secret is forgotten, only this key opens the data. The key is shown just this once: print or save it, then give it to the coordinator.</translation>
    </message>
    <message>
        <source>Simpan kunci pemulihan</source>
        <translation>Keep the recovery key</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Mode</translation>
    </message>
    <message>
        <source>Posko</source>
        <translation>Posko</translation>
    </message>
    <message>
        <source>Koordinator</source>
        <translation>Coordinator</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Kunci</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Langkah {now} dari {all}: {name}</source>
        <translation>Step {now} of {all}: {name}</translation>
    </message>
    <message>
        <source>Kode posko</source>
        <translation>Posko code</translation>
    </message>
    <message>
        <source>Dari dinas, misalnya SBY01.</source>
        <translation>From the agency, for example SBY01.</translation>
    </message>
    <message>
        <source>Nama posko</source>
        <translation>Name of the posko</translation>
    </message>
    <message>
        <source>Provinsi</source>
        <translation>Province</translation>
    </message>
    <message>
        <source>Dinas</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>Kepala setiap slip. Boleh diisi nanti.</source>
        <translation>Heads every slip. May be filled in later.</translation>
    </message>
    <message>
        <source>Alamat posko</source>
        <translation>Address of the posko</translation>
    </message>
    <message>
        <source>Loket</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>Tercetak di samping nomor antrean.</source>
        <translation>Printed beside the queue number.</translation>
    </message>
    <message>
        <source>Selamat datang di Posko</source>
        <translation>Welcome to Posko</translation>
    </message>
    <message>
        <source>Lima langkah singkat. Semuanya bisa diisi dengan tombol saja.</source>
        <translation>Five short steps. The keyboard is enough for all of them.</translation>
    </message>
    <message>
        <source>Latihan</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Untuk belajar, dengan data karangan. Tidak bisa diubah nanti.</source>
        <translation>For learning, with made-up data. Cannot be changed later.</translation>
    </message>
    <message>
        <source>Pendaftaran sungguhan</source>
        <translation>Real registration</translation>
    </message>
    <message>
        <source>Untuk orang yang datang ke posko ini.</source>
        <translation>For the people who come to this posko.</translation>
    </message>
    <message>
        <source>Laptop ini untuk</source>
        <translation>This laptop is for</translation>
    </message>
    <message>
        <source>Bahasa jendela</source>
        <translation>Language of the window</translation>
    </message>
    <message>
        <source>Di mana laptop ini dipakai.</source>
        <translation>Where this laptop is used.</translation>
    </message>
    <message>
        <source>Orang pertama yang membuka meja ini. Petugas lain ditambahkan nanti.</source>
        <translation>The first person who opens this desk. Other officers are added later.</translation>
    </message>
    <message>
        <source>Kata rahasia</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Posko bekerja penuh tanpa internet. Server bisa disambungkan kapan saja.</source>
        <translation>Posko works fully without the internet. A server can be connected at any time.</translation>
    </message>
    <message>
        <source>Luring dulu</source>
        <translation>Offline for now</translation>
    </message>
    <message>
        <source>Data tersimpan di laptop ini sampai server disambungkan.</source>
        <translation>The data stay on this laptop until a server is connected.</translation>
    </message>
    <message>
        <source>Sambungkan sekarang</source>
        <translation>Connect now</translation>
    </message>
    <message>
        <source>Perlu internet, alamat server, dan kode dari dinas.</source>
        <translation>Needs the internet, the server address and the agency&apos;s code.</translation>
    </message>
    <message>
        <source>Setiap laptop di posko punya blok sendiri, supaya nomor antrean tidak kembar. Laptop pertama: 1.</source>
        <translation>Every laptop at the posko has its own block, so that no queue number is given twice. First laptop: 1.</translation>
    </message>
    <message>
        <source>Cara bekerja</source>
        <translation>How to work</translation>
    </message>
    <message>
        <source>Blok nomor</source>
        <translation>Number block</translation>
    </message>
    <message>
        <source>Alamat server</source>
        <translation>Server address</translation>
    </message>
    <message>
        <source>Kode pendaftaran</source>
        <translation>Enrolment code</translation>
    </message>
    <message>
        <source>Petugas lain</source>
        <translation>Other officer</translation>
    </message>
    <message>
        <source>Caps Lock menyala</source>
        <translation>Caps Lock is on</translation>
    </message>
    <message>
        <source>Lupa kata rahasia?</source>
        <translation>Secret forgotten?</translation>
    </message>
    <message>
        <source>Posko {code}</source>
        <translation>Posko {code}</translation>
    </message>
    <message>
        <source>LATIHAN</source>
        <translation>TRAINING</translation>
    </message>
    <message>
        <source>Membuka ...</source>
        <translation>Opening ...</translation>
    </message>
    <message>
        <source>Menyimpan isian ...</source>
        <translation>Saving the form ...</translation>
    </message>
    <message>
        <source>jendela</source>
        <translation>window</translation>
    </message>
    <message>
        <source>huruf</source>
        <translation>typeface</translation>
    </message>
    <message>
        <source>ikon</source>
        <translation>icons</translation>
    </message>
    <message>
        <source>daftar wilayah</source>
        <translation>list of regions</translation>
    </message>
    <message>
        <source>kode wilayah lama</source>
        <translation>old region codes</translation>
    </message>
    <message>
        <source>kode pos</source>
        <translation>postal code</translation>
    </message>
    <message>
        <source>Catatan program</source>
        <translation>Program log</translation>
    </message>
    <message>
        <source>Posko {version}</source>
        <translation>Posko {version}</translation>
    </message>
    <message>
        <source>Meja pendaftaran posko, juga tanpa internet.</source>
        <translation>The registration desk of a posko, also without the internet.</translation>
    </message>
    <message>
        <source>Data laptop ini tersegel di folder:</source>
        <translation>The data of this laptop are sealed in the folder:</translation>
    </message>
    <message>
        <source>Laporan gangguan</source>
        <translation>Trouble report</translation>
    </message>
    <message>
        <source>Terjadi {times} kali.</source>
        <translation>Happened {times} times.</translation>
    </message>
    <message>
        <source>Nama, NIK, nomor, atau perintah</source>
        <translation>Name, NIK, number or command</translation>
    </message>
    <message>
        <source>Hasil</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>(nama belum terbaca)</source>
        <translation>(name not read yet)</translation>
    </message>
    <message>
        <source>{count} orang cocok. Ketik lagi, atau buka {place}.</source>
        <translation>{count} people match. Type more, or open {place}.</translation>
    </message>
    <message>
        <source>Daftar sedang dibuka.</source>
        <translation>The list is being opened.</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok. Coba empat angka terakhir NIK, atau sebagian namanya saja.</source>
        <translation>Nothing matches. Try the last four digits of the NIK, or just a part of the name.</translation>
    </message>
    <message>
        <source>Di dalam formulir</source>
        <translation>Inside the form</translation>
    </message>
    <message>
        <source>Isian berikutnya</source>
        <translation>Next entry</translation>
    </message>
    <message>
        <source>Isian sebelumnya</source>
        <translation>Entry before</translation>
    </message>
    <message>
        <source>Ya atau tidak</source>
        <translation>Yes or no</translation>
    </message>
    <message>
        <source>Berkas dengan nomor itu ada</source>
        <translation>The paper with that number is here</translation>
    </message>
    <message>
        <source>Centang atau hapus centang</source>
        <translation>Tick or untick</translation>
    </message>
    <message>
        <source>Pilihan berikutnya dalam daftar</source>
        <translation>Next choice in a list</translation>
    </message>
    <message>
        <source>Semua tombol</source>
        <translation>All keys</translation>
    </message>
    <message>
        <source>Esc untuk menutup</source>
        <translation>Esc to close</translation>
    </message>
    <message>
        <source>Untuk dukungan. NIK, nomor KK, nomor HP, dan e-mail sudah disamarkan.</source>
        <translation>For support. NIK, KK number, mobile number and e-mail are already masked.</translation>
    </message>
    <message>
        <source>Belum ada catatan.</source>
        <translation>No log yet.</translation>
    </message>
    <message>
        <source>Angka di kanan, atau beberapa huruf nama program</source>
        <translation>The digit at the right, or a few letters of the programme&apos;s name</translation>
    </message>
    <message>
        <source>Identitas tetap; pertanyaan dan persetujuan mengikuti program yang dipilih.</source>
        <translation>The identity stays; questions and consent follow the chosen programme.</translation>
    </message>
    <message>
        <source>Tidak ada program yang cocok. Hapus satu huruf.</source>
        <translation>No programme fits. Delete a letter.</translation>
    </message>
    <message>
        <source>Menunggu data</source>
        <translation>Waiting for data</translation>
    </message>
    <message>
        <source>Data sudah datang</source>
        <translation>Data have come</translation>
    </message>
    <message>
        <source>Apa yang sudah dilakukan</source>
        <translation>What was done</translation>
    </message>
    <message>
        <source>Apa yang sudah dilakukan, misalnya: didaftarkan ulang</source>
        <translation>What was done, for example: registered again</translation>
    </message>
    <message>
        <source>Slip asli yang pendaftarannya tidak ada di laptop mana pun di posko ini.</source>
        <translation>Genuine slips whose registration is on no laptop of this posko.</translation>
    </message>
    <message>
        <source>Tidak ada. Semua slip ada pendaftarannya.</source>
        <translation>None. Every slip has its registration.</translation>
    </message>
    <message>
        <source>Dicatat {name}, {when}.</source>
        <translation>Noted by {name}, {when}.</translation>
    </message>
    <message>
        <source>Diurus {name}: {reason}.</source>
        <translation>Seen to by {name}: {reason}.</translation>
    </message>
    <message>
        <source>Nomor registrasi, atau isi kotak QR</source>
        <translation>Registration number, or what the QR square says</translation>
    </message>
    <message>
        <source>Nomor registrasi di slip, lalu Enter</source>
        <translation>Registration number on the slip, then Enter</translation>
    </message>
    <message>
        <source>Pilih gambar slip</source>
        <translation>Choose a picture of the slip</translation>
    </message>
    <message>
        <source>Pindai kotak QR di slip. Kalau tidak terbaca, ketik nomornya atau pilih fotonya.</source>
        <translation>Scan the QR square on the slip. If it cannot be read, type its number or choose its photo.</translation>
    </message>
    <message>
        <source>Gambar atau PDF</source>
        <translation>Pictures or PDF</translation>
    </message>
    <message>
        <source>Buka pendaftarannya</source>
        <translation>Open its registration</translation>
    </message>
    <message>
        <source>Catat slip tanpa data</source>
        <translation>Note a slip without data</translation>
    </message>
    <message>
        <source>Posko {post}</source>
        <translation>Posko {post}</translation>
    </message>
    <message>
        <source>Antrean {number}</source>
        <translation>Queue {number}</translation>
    </message>
    <message>
        <source>Cocokkan dengan pemohon</source>
        <translation>Check with the applicant</translation>
    </message>
    <message>
        <source>Apakah ini benar?</source>
        <translation>Is this right?</translation>
    </message>
    <message>
        <source>Perempuan</source>
        <translation>Female</translation>
    </message>
    <message>
        <source>Laki-laki</source>
        <translation>Male</translation>
    </message>
    <message>
        <source>Lahir</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Jenis kelamin</source>
        <translation>Sex</translation>
    </message>
    <message>
        <source>Alamat</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Nomor HP</source>
        <translation>Mobile number</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Dieja</source>
        <translation>Spelled</translation>
    </message>
    <message>
        <source>titik</source>
        <translation>dot</translation>
    </message>
    <message>
        <source>strip</source>
        <translation>hyphen</translation>
    </message>
    <message>
        <source>garis bawah</source>
        <translation>underscore</translation>
    </message>
    <message>
        <source>tambah</source>
        <translation>plus</translation>
    </message>
    <message>
        <source>at</source>
        <translation>at</translation>
    </message>
    <message>
        <source>Salin semua</source>
        <translation>Copy all</translation>
    </message>
    <message>
        <source>Sudah disalin.</source>
        <translation>Copied.</translation>
    </message>
    <message>
        <source>F8 atau Esc untuk menutup</source>
        <translation>F8 or Esc to close</translation>
    </message>
    <message>
        <source>Alamat e-mail</source>
        <translation>E-mail address</translation>
    </message>
    <message>
        <source>Minta pemohon membacanya dari HP-nya.</source>
        <translation>Ask the applicant to read it from their phone.</translation>
    </message>
    <message>
        <source>Ketik angkanya atau huruf depannya.</source>
        <translation>Type its digit or its first letter.</translation>
    </message>
    <message>
        <source>HP siapa</source>
        <translation>Whose phone</translation>
    </message>
    <message>
        <source>Orang yang bisa dihubungi</source>
        <translation>Contact person</translation>
    </message>
    <message>
        <source>Nama dan nomornya, misalnya anak atau tetangga. Boleh kosong kalau ada HP.</source>
        <translation>Name and number, for example a child or a neighbour. May stay empty if there is a phone.</translation>
    </message>
    <message>
        <source>Bisa dihubungi dengan ini</source>
        <translation>Can be reached by this</translation>
    </message>
    <message>
        <source>Bisa dihubungi lewat</source>
        <translation>Can be reached by</translation>
    </message>
    <message>
        <source>Beri tahu pemohon: jangan ganti nomor HP selama 6 bulan.</source>
        <translation>Tell the applicant: do not change the mobile number for 6 months.</translation>
    </message>
    <message>
        <source>Pilih dulu salah satu.</source>
        <translation>Choose one first.</translation>
    </message>
    <message>
        <source>Tanpa HP perlu nama orang yang bisa dihubungi.</source>
        <translation>Without a phone somebody is needed who can be reached.</translation>
    </message>
    <message>
        <source>Seperti di kartu e-mail. Tanpa kartu, cari orangnya dengan Ctrl+2, lalu F4.</source>
        <translation>As on the e-mail card. Without a card, look for the person with Ctrl+2, then F4.</translation>
    </message>
    <message>
        <source>Cari dengan alamat e-mail</source>
        <translation>Find by e-mail address</translation>
    </message>
    <message>
        <source>Ketik dulu alamatnya.</source>
        <translation>Type the address first.</translation>
    </message>
    <message>
        <source>F4 di formulir atau di data seseorang membantu orang itu.</source>
        <translation>F4 in the form or on a record helps that person.</translation>
    </message>
    <message>
        <source>Siapa yang dibantu</source>
        <translation>Who is being helped</translation>
    </message>
    <message>
        <source>Hari ini</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Dibantu</source>
        <translation>Helped</translation>
    </message>
    <message>
        <source>Alamat dibuat atau dipesan</source>
        <translation>Addresses made or reserved</translation>
    </message>
    <message>
        <source>Sudah punya</source>
        <translation>Had one</translation>
    </message>
    <message>
        <source>Terbukti bisa dibuka</source>
        <translation>Proven to be theirs</translation>
    </message>
    <message>
        <source>Ditunda</source>
        <translation>Put off</translation>
    </message>
    <message>
        <source>Masih dibantu</source>
        <translation>Still being helped</translation>
    </message>
    <message>
        <source>Menit, biasanya</source>
        <translation>Minutes, usually</translation>
    </message>
    <message>
        <source>Enter melanjutkan. Dari nama ini Posko mengusulkan alamat.</source>
        <translation>Enter goes on. Posko proposes addresses from this name.</translation>
    </message>
    <message>
        <source>Nama di KTP</source>
        <translation>Name on the KTP</translation>
    </message>
    <message>
        <source>Ketik dulu namanya.</source>
        <translation>Type the name first.</translation>
    </message>
    <message>
        <source>Atau ketik sendiri</source>
        <translation>Or type your own</translation>
    </message>
    <message>
        <source>Pemohon setuju tahun lahirnya terlihat di alamat</source>
        <translation>The applicant agrees that the birth year shows in the address</translation>
    </message>
    <message>
        <source>Dua angka terakhir tahun lahir dipakai dalam usulan.</source>
        <translation>The last two digits of the birth year are used in the proposals.</translation>
    </message>
    <message>
        <source>Tanpa {tail}. Enter memakainya.</source>
        <translation>Without {tail}. Enter uses it.</translation>
    </message>
    <message>
        <source>Enam angka</source>
        <translation>Six digits</translation>
    </message>
    <message>
        <source>Enter memeriksanya.</source>
        <translation>Enter checks them.</translation>
    </message>
    <message>
        <source>Bisakah pemohon membuka e-mail ini?</source>
        <translation>Can the applicant open this e-mail?</translation>
    </message>
    <message>
        <source>Jangan menanyakan atau mengetik kata sandinya.</source>
        <translation>Never ask for the password, and never type it.</translation>
    </message>
    <message>
        <source>Kodenya enam angka, seperti di e-mail itu.</source>
        <translation>The code has six digits, as in that e-mail.</translation>
    </message>
    <message>
        <source>Surat yang dilihat</source>
        <translation>Paper that was seen</translation>
    </message>
    <message>
        <source>Surat lain</source>
        <translation>Another paper</translation>
    </message>
    <message>
        <source>Isi kalau suratnya tidak ada di daftar.</source>
        <translation>Fill this in if the paper is not in the list.</translation>
    </message>
    <message>
        <source>Yang terjadi</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>Misalnya lupa kata sandi, atau HP hilang. Enter mencetak.</source>
        <translation>For example a forgotten password, or a lost phone. Enter prints.</translation>
    </message>
    <message>
        <source>Cocokkan suratnya dengan orangnya dan dengan nama di atas. Nomor suratnya tidak dicatat.</source>
        <translation>Compare the paper with the person and with the name above. The number on it is not kept.</translation>
    </message>
    <message>
        <source>Pulihkan kotak e-mail ini?</source>
        <translation>Recover this mailbox?</translation>
    </message>
    <message>
        <source>Pilih satu surat saja: kosongkan kotak ini, atau pilihan di atasnya.</source>
        <translation>Choose one paper only: empty this box, or the choice above it.</translation>
    </message>
    <message>
        <source>Pilih dulu surat yang dilihat.</source>
        <translation>Choose the paper that was seen first.</translation>
    </message>
    <message>
        <source>Tulis dulu apa yang terjadi.</source>
        <translation>Write down what happened first.</translation>
    </message>
    <message>
        <source>Langkah {place} dari {many}</source>
        <translation>Step {place} of {many}</translation>
    </message>
    <message>
        <source>Langkah ini dicek {day}. Kalau halaman penyedia lain, ikuti halaman itu.</source>
        <translation>This step was checked on {day}. If the provider&apos;s page differs, follow that page.</translation>
    </message>
    <message>
        <source>Belum dipastikan. Kalau halaman penyedia lain, ikuti halaman itu.</source>
        <translation>Not confirmed yet. If the provider&apos;s page differs, follow that page.</translation>
    </message>
    <message>
        <source>Menurut data posko ini; posko lain tidak terhitung.</source>
        <translation>By this post&apos;s data; other posts are not counted.</translation>
    </message>
    <message>
        <source>{count} kunjungan belum lengkap dan belum ikut antre.</source>
        <translation>{count} visits are incomplete and not in line yet.</translation>
    </message>
    <message>
        <source>{batch} buka.</source>
        <translation>{batch} is open.</translation>
    </message>
    <message>
        <source>{batch} buka sampai {until}.</source>
        <translation>{batch} is open until {until}.</translation>
    </message>
    <message>
        <source>Tidak ada gelombang yang buka. {batch} mulai {since}.</source>
        <translation>No batch is open. {batch} begins on {since}.</translation>
    </message>
    <message>
        <source>Tidak ada gelombang yang buka, dan yang berikutnya belum diketahui.</source>
        <translation>No batch is open, and the next one is not known yet.</translation>
    </message>
    <message>
        <source>Program ini tidak memakai gelombang.</source>
        <translation>This programme has no batches.</translation>
    </message>
    <message>
        <source>Menunggu</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Masa</source>
        <translation>Window</translation>
    </message>
    <message>
        <source>Lainnya</source>
        <translation>Others</translation>
    </message>
    <message>
        <source>Jumlah</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Kuota semua posko</source>
        <translation>Quota of all posts</translation>
    </message>
    <message>
        <source>{since} s.d. {until}</source>
        <translation>{since} to {until}</translation>
    </message>
    <message>
        <source>tidak diketahui</source>
        <translation>not known</translation>
    </message>
    <message>
        <source>penuh</source>
        <translation>full</translation>
    </message>
    <message>
        <source>Nomornya disisihkan dan tidak diberikan kepada orang lain.</source>
        <translation>Their numbers are put aside and given to nobody else.</translation>
    </message>
    <message>
        <source>Berapa lembar</source>
        <translation>How many sheets</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Dipakai tanggal</source>
        <translation>To be used on</translation>
    </message>
    <message>
        <source>Cetak formulir kosong</source>
        <translation>Print blank forms</translation>
    </message>
    <message>
        <source>Tulis angka dari 1 sampai {most}.</source>
        <translation>Write a number from 1 to {most}.</translation>
    </message>
    <message>
        <source>Hari itu sudah lewat. Pilih hari ini atau sesudahnya.</source>
        <translation>That day is over. Choose today or a later day.</translation>
    </message>
    <message>
        <source>Datang lagi, sudah terdaftar</source>
        <translation>Came again, already registered</translation>
    </message>
    <message>
        <source>Kunjungan</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>{count} kunjungan</source>
        <translation>{count} visits</translation>
    </message>
    <message>
        <source>{people} orang, {full} dari {begun} RW yang mulai sudah penuh.</source>
        <translation>{people} people, {full} of {begun} RW that have begun are full.</translation>
    </message>
    <message>
        <source>{people} dari {wanted} orang, {full} dari {rws} RW penuh.</source>
        <translation>{people} of {wanted} people, {full} of {rws} RW are full.</translation>
    </message>
    <message>
        <source>luar kecamatan itu {count}</source>
        <translation>outside those districts {count}</translation>
    </message>
    <message>
        <source>Paling dekat ke {per_rw}: {rws}.</source>
        <translation>Nearest to {per_rw}: {rws}.</translation>
    </message>
    <message>
        <source>Data laptop ini, menurut alamat KTP.</source>
        <translation>Data of this laptop, by the address on the KTP.</translation>
    </message>
    <message>
        <source>Tidak terhitung: {count} pendaftaran yang salinannya di laptop ini sudah dihapus; di pusat tetap ada.</source>
        <translation>Not counted: {count} registrations whose copies on this laptop have been deleted; the centre still has them.</translation>
    </message>
    <message>
        <source>Dibantu soal e-mail</source>
        <translation>Helped with e-mail</translation>
    </message>
    <message>
        <source>Ternyata sudah punya</source>
        <translation>Had one already</translation>
    </message>
    <message>
        <source>Dibuat: {road}</source>
        <translation>Made: {road}</translation>
    </message>
    <message>
        <source>Lain hari: {reason}</source>
        <translation>Another day: {reason}</translation>
    </message>
    <message>
        <source>Belum berhasil: {reason}</source>
        <translation>Not yet successful: {reason}</translation>
    </message>
    <message>
        <source>Masih berjalan</source>
        <translation>Still going on</translation>
    </message>
    <message>
        <source>Terbukti bisa dibuka pemiliknya</source>
        <translation>Proven that the owner can open it</translation>
    </message>
    <message>
        <source>Lama membantu, nilai tengah</source>
        <translation>Median time of a help</translation>
    </message>
    <message>
        <source>Hasil lain</source>
        <translation>Another result</translation>
    </message>
    <message>
        <source>Dibantu soal HP saja</source>
        <translation>Helped with the phone only</translation>
    </message>
    <message>
        <source>tidak terukur</source>
        <translation>not measured</translation>
    </message>
    <message>
        <source>{time} ({count} orang)</source>
        <translation>{time} ({count} people)</translation>
    </message>
    <message>
        <source>Rekap</source>
        <translation>Recap</translation>
    </message>
    <message>
        <source>Satu baris satu orang, semua yang bernomor, NIK utuh sebagai teks.</source>
        <translation>One line a person, all who have a number, the whole NIK as text.</translation>
    </message>
    <message>
        <source>Berita acara serah terima</source>
        <translation>Minutes of hand-over</translation>
    </message>
    <message>
        <source>Jumlah menurut status, dan kode isi rekapnya.</source>
        <translation>Counts by status, and the recap&apos;s content code.</translation>
    </message>
    <message>
        <source>Pernyataan kebenaran data</source>
        <translation>Statement of correctness</translation>
    </message>
    <message>
        <source>Kata dinas untuk rekap ini, dengan kode isinya.</source>
        <translation>The agency&apos;s word for this recap, with its content code.</translation>
    </message>
    <message>
        <source>Daftar usulan per kelurahan</source>
        <translation>Proposal list by village</translation>
    </message>
    <message>
        <source>Untuk musyawarah kelurahan; bukan daftar penerima.</source>
        <translation>For the village&apos;s deliberation; not a list of recipients.</translation>
    </message>
    <message>
        <source>Menurut urutan, dengan yang masih kurang; NIK disamarkan.</source>
        <translation>By rank, with what is still missing; NIK masked.</translation>
    </message>
    <message>
        <source>Lembar rekonsiliasi malam</source>
        <translation>Evening reconciliation sheet</translation>
    </message>
    <message>
        <source>Slip, kunjungan, dan tanda terima server satu hari, selisih menurut nomor; tanpa nama.</source>
        <translation>Slips, visits and server receipts of one day, differences by number; no names.</translation>
    </message>
    <message>
        <source>Rekap harian</source>
        <translation>Daily summary</translation>
    </message>
    <message>
        <source>Angka satu hari untuk seluruh posko, untuk ditandatangani; tanpa nama.</source>
        <translation>Figures of one day for the whole posko, to be signed; no names.</translation>
    </message>
    <message>
        <source>Barang, formulir darurat, dan pekerjaan yang belum selesai.</source>
        <translation>Things, emergency forms, and work that is not finished.</translation>
    </message>
    <message>
        <source>Nama pengunjung satu hari, dengan tempat tanda tangan.</source>
        <translation>Visitors of one day, with places to sign.</translation>
    </message>
    <message>
        <source>Hasil survei kepuasan</source>
        <translation>Result of the satisfaction survey</translation>
    </message>
    <message>
        <source>Nilai sembilan unsur dan IKM; tanpa nama.</source>
        <translation>Marks of the nine elements and the index; no names.</translation>
    </message>
    <message>
        <source>Berkas lengkap</source>
        <translation>All papers</translation>
    </message>
    <message>
        <source>Formulir, surat pernyataan, dan daftar periksa dalam satu PDF.</source>
        <translation>Form, statement and checklist in one PDF.</translation>
    </message>
    <message>
        <source>Formulir</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Semua isian, untuk ditandatangani pemohon.</source>
        <translation>Every field, for the applicant to sign.</translation>
    </message>
    <message>
        <source>Surat pernyataan</source>
        <translation>Statement</translation>
    </message>
    <message>
        <source>Pernyataan pemohon, untuk ditandatangani.</source>
        <translation>The applicant&apos;s statement, to be signed.</translation>
    </message>
    <message>
        <source>Surat rujukan ke Dukcapil</source>
        <translation>Referral to Dukcapil</translation>
    </message>
    <message>
        <source>Untuk NIK yang belum bisa dipakai.</source>
        <translation>For a NIK that cannot be used yet.</translation>
    </message>
    <message>
        <source>Excel (xlsx)</source>
        <translation>Excel (xlsx)</translation>
    </message>
    <message>
        <source>CSV, titik koma</source>
        <translation>CSV, semicolons</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Tanpa</source>
        <translation>Without</translation>
    </message>
    <message>
        <source>Ikut</source>
        <translation>Include</translation>
    </message>
    <message>
        <source>Boleh kosong: semua hari.</source>
        <translation>May be empty: all days.</translation>
    </message>
    <message>
        <source>Salinan</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Tanggal</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Satu hari, semua program.</source>
        <translation>One day, all programmes.</translation>
    </message>
    <message>
        <source>Dari tanggal</source>
        <translation>From date</translation>
    </message>
    <message>
        <source>Sampai tanggal</source>
        <translation>To date</translation>
    </message>
    <message>
        <source>Kelurahan/Desa</source>
        <translation>Kelurahan/Desa</translation>
    </message>
    <message>
        <source>Boleh kosong: semua.</source>
        <translation>May be empty: all.</translation>
    </message>
    <message>
        <source>Perusahaan atau unit</source>
        <translation>Company or unit</translation>
    </message>
    <message>
        <source>Upah dan data khusus</source>
        <translation>Wage and sensitive data</translation>
    </message>
    <message>
        <source>Ikut hanya kalau dinas memerlukannya; itu tercatat.</source>
        <translation>Include only if the office needs it; that is logged.</translation>
    </message>
    <message>
        <source>Jawaban tentang NIK</source>
        <translation>Answer about the NIK</translation>
    </message>
    <message>
        <source>Kata kantor atau situs lain, kalau ada.</source>
        <translation>What another office or site said, if anything.</translation>
    </message>
    <message>
        <source>Jenis berkas</source>
        <translation>Kind of file</translation>
    </message>
    <message>
        <source>Simpan sebagai</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>Tulis tanggalnya, misalnya 13-04-2020.</source>
        <translation>Write the date, for example 13-04-2020.</translation>
    </message>
    <message>
        <source>Pilih kelurahan atau desa dari daftarnya, atau kosongkan.</source>
        <translation>Choose the kelurahan or desa from its list, or leave it empty.</translation>
    </message>
    <message>
        <source>Tulis nama berkasnya, atau pilih tempat.</source>
        <translation>Write the file&apos;s name, or choose a place.</translation>
    </message>
    <message>
        <source>Listrik padam</source>
        <translation>Power cut</translation>
    </message>
    <message>
        <source>Internet putus</source>
        <translation>Internet down</translation>
    </message>
    <message>
        <source>Server terganggu</source>
        <translation>Server trouble</translation>
    </message>
    <message>
        <source>Printer rusak</source>
        <translation>Printer broken</translation>
    </message>
    <message>
        <source>Lain-lain</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>Kejadian</source>
        <translation>Event</translation>
    </message>
    <message>
        <source>Yang mengganggu pelayanan hari ini.</source>
        <translation>What disturbs the service today.</translation>
    </message>
    <message>
        <source>Catatan, misalnya pukul 10.15 sampai 11.00</source>
        <translation>Note, for example from 10.15 to 11.00</translation>
    </message>
    <message>
        <source>Catatan kejadian</source>
        <translation>Note on the incident</translation>
    </message>
    <message>
        <source>Masuk laporan hari ini. Jangan tulis nama orang.</source>
        <translation>Goes into today&apos;s report. Do not write people&apos;s names.</translation>
    </message>
    <message>
        <source>Catat</source>
        <translation>Note it</translation>
    </message>
    <message>
        <source>Tidak ada internet berhari-hari? Simpan ke USB, bawa ke dinas, lalu baca jawabannya di sini. Baru sesudah jawabannya dibaca, data dihitung terkirim.</source>
        <translation>No internet for days? Save to USB, take it to the office, then read the answer here. Only when the answer has been read do the data count as sent.</translation>
    </message>
    <message>
        <source>Berkas untuk USB sedang dikerjakan</source>
        <translation>The file for the USB stick is being worked on</translation>
    </message>
    <message>
        <source>Kemajuan pengiriman</source>
        <translation>Progress of sending</translation>
    </message>
    <message>
        <source>Semua data sudah terkirim</source>
        <translation>All data have been sent</translation>
    </message>
    <message>
        <source>Mengirim: {done} dari {total}</source>
        <translation>Sending: {done} of {total}</translation>
    </message>
    <message>
        <source>Menghubungi server</source>
        <translation>Contacting the server</translation>
    </message>
    <message>
        <source>Pengiriman dihentikan</source>
        <translation>Sending is stopped</translation>
    </message>
    <message>
        <source>Pengiriman dikunci</source>
        <translation>Sending is locked</translation>
    </message>
    <message>
        <source>Meja ini bekerja tanpa server</source>
        <translation>This desk works without a server</translation>
    </message>
    <message>
        <source>Belum terkirim: {count}</source>
        <translation>Not sent yet: {count}</translation>
    </message>
    <message>
        <source>Server belum terhubung</source>
        <translation>The server is not connected yet</translation>
    </message>
    <message>
        <source>Dicoba lagi sendiri dalam {time}.</source>
        <translation>Tries again by itself in {time}.</translation>
    </message>
    <message>
        <source>Data tetap aman di laptop ini. Tekan F5 untuk melanjutkan.</source>
        <translation>The data stay safe on this laptop. Press F5 to go on.</translation>
    </message>
    <message>
        <source>Semua data aman di laptop ini. Untuk mulai mengirim, minta alamat server dan kode meja kepada koordinator, lalu isi di Pengaturan.</source>
        <translation>All data are safe on this laptop. To begin sending, ask the coordinator for the server address and the desk code, then enter them under Settings.</translation>
    </message>
    <message>
        <source>Menunggu: {said}.</source>
        <translation>Waiting: {said}.</translation>
    </message>
    <message>
        <source>Menunggu sejak {since}: {said}.</source>
        <translation>Waiting since {since}: {said}.</translation>
    </message>
    <message>
        <source>Server belum pernah terhubung dari laptop ini.</source>
        <translation>This laptop has never been connected to the server.</translation>
    </message>
    <message>
        <source>Terakhir terhubung {time}. Sudah di server: {count} catatan.</source>
        <translation>Last connected {time}. On the server: {count} records.</translation>
    </message>
    <message>
        <source>Jam laptop ini berselisih {minutes} menit dari server. Betulkan jamnya.</source>
        <translation>The clock of this laptop is {minutes} minutes off the server&apos;s. Set the clock right.</translation>
    </message>
    <message>
        <source>Jaringan uji coba: data dikirim tanpa penyandian. Jangan dipakai untuk data orang sungguhan.</source>
        <translation>Test network: data are sent without encryption. Do not use it for the data of real people.</translation>
    </message>
    <message>
        <source>{moved} sudah terkirim, {left} lagi; kira-kira {time}.</source>
        <translation>{moved} sent, {left} to go; about {time}.</translation>
    </message>
    <message>
        <source>{count} detik</source>
        <translation>{count} seconds</translation>
    </message>
    <message>
        <source>{count} menit</source>
        <translation>{count} minutes</translation>
    </message>
    <message>
        <source>Isian di situs</source>
        <translation>Box on the site</translation>
    </message>
    <message>
        <source>Salin ini</source>
        <translation>Copy this</translation>
    </message>
    <message>
        <source>Disalin</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>Isian untuk disalin</source>
        <translation>Boxes to copy</translation>
    </message>
    <message>
        <source>Langkah: {step}</source>
        <translation>Step: {step}</translation>
    </message>
    <message>
        <source>Buka {address}. Enter menyalin isian yang ditandai dan pindah ke berikutnya.</source>
        <translation>Open {address}. Enter copies the marked box and goes on to the next.</translation>
    </message>
    <message>
        <source>Enter menampilkan isiannya. Di situ NIK terlihat utuh, dan itu tercatat di riwayat.</source>
        <translation>Enter shows the boxes. The whole NIK is seen there, and the look is kept in the history.</translation>
    </message>
    <message>
        <source>(kosong)</source>
        <translation>(empty)</translation>
    </message>
    <message>
        <source>Di papan klip: {label}, {seconds} detik lagi dihapus.</source>
        <translation>In the clipboard: {label}, gone in {seconds} seconds.</translation>
    </message>
    <message>
        <source>Papan klip kosong.</source>
        <translation>The clipboard is empty.</translation>
    </message>
    <message>
        <source>{label} (dari KTP)</source>
        <translation>{label} (from the KTP)</translation>
    </message>
    <message>
        <source>Loket {counter}</source>
        <translation>Counter {counter}</translation>
    </message>
    <message>
        <source>Antrean hari ini sudah ditutup.</source>
        <translation>Today&apos;s queue is closed.</translation>
    </message>
    <message>
        <source>Belum ada yang dipanggil. F10 memanggil berikutnya.</source>
        <translation>Nobody is called yet. F10 calls the next one.</translation>
    </message>
    <message>
        <source>Sedang dilayani di loket {counter}</source>
        <translation>Being served at counter {counter}</translation>
    </message>
    <message>
        <source>Dipanggil ke loket {counter}</source>
        <translation>Called to counter {counter}</translation>
    </message>
    <message>
        <source>{service}, prioritas</source>
        <translation>{service}, priority</translation>
    </message>
    <message>
        <source>Panggilan ke-{many} dari {most}</source>
        <translation>Call {many} of {most}</translation>
    </message>
    <message>
        <source>menunggu {minutes}</source>
        <translation>waited {minutes}</translation>
    </message>
    <message>
        <source>Bel dan suara</source>
        <translation>Bell and voice</translation>
    </message>
    <message>
        <source>Bel saja</source>
        <translation>Bell only</translation>
    </message>
    <message>
        <source>Senyap</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>Melayani</source>
        <translation>Serves</translation>
    </message>
    <message>
        <source>Suara</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>Semua layanan</source>
        <translation>All services</translation>
    </message>
    <message>
        <source>Ambil nomor</source>
        <translation>Take a number</translation>
    </message>
    <message>
        <source>{count} menunggu</source>
        <translation>{count} waiting</translation>
    </message>
    <message>
        <source>{count} dilayani</source>
        <translation>{count} served</translation>
    </message>
    <message>
        <source>{count} hangus</source>
        <translation>{count} lapsed</translation>
    </message>
    <message>
        <source>nomor baru kira-kira {minutes}</source>
        <translation>a new number about {minutes}</translation>
    </message>
    <message>
        <source>sisa {count} nomor</source>
        <translation>{count} numbers left</translation>
    </message>
    <message>
        <source>NIK, nama, atau nomor; boleh kosong</source>
        <translation>NIK, name or number; may stay empty</translation>
    </message>
    <message>
        <source>Data yang cocok</source>
        <translation>Matching records</translation>
    </message>
    <message>
        <source>Yang ditanyakan</source>
        <translation>Asked about</translation>
    </message>
    <message>
        <source>Tentang siapa</source>
        <translation>About whom</translation>
    </message>
    <message>
        <source>Hasilnya</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Jangan menulis kata sandi siapa pun.</source>
        <translation>Do not write anybody&apos;s password.</translation>
    </message>
    <message>
        <source>Catat kunjungan {number}</source>
        <translation>Visit {number}</translation>
    </message>
    <message>
        <source>Catat kunjungan tanpa nomor</source>
        <translation>Visit without a number</translation>
    </message>
    <message>
        <source>Tidak ada data yang cocok di laptop ini.</source>
        <translation>No matching record on this laptop.</translation>
    </message>
    <message>
        <source>{name}, {number}, {day}. Sekarang: {status}. Alt+O membuka datanya.</source>
        <translation>{name}, {number}, {day}. Now: {status}. Alt+O opens the record.</translation>
    </message>
    <message>
        <source>Isian yang diperbaiki</source>
        <translation>Entry to correct</translation>
    </message>
    <message>
        <source>Alasan perbaikan</source>
        <translation>Reason for the correction</translation>
    </message>
    <message>
        <source>Isian</source>
        <translation>Entry</translation>
    </message>
    <message>
        <source>Alasan</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Hasil setelah diperbaiki: {outcome}</source>
        <translation>Outcome after the correction: {outcome}</translation>
    </message>
    <message>
        <source>Isian yang benar</source>
        <translation>The right entry</translation>
    </message>
    <message>
        <source>Alasan memilih</source>
        <translation>Reason for choosing</translation>
    </message>
    <message>
        <source>Yang benar</source>
        <translation>The right one</translation>
    </message>
    <message>
        <source>dan</source>
        <translation>and</translation>
    </message>
    <message>
        <source>Dua isian berbeda untuk {field}: {texts}.</source>
        <translation>Two different entries for {field}: {texts}.</translation>
    </message>
    <message>
        <source>Yang berlaku: nomor yang lebih dulu diterima pusat.</source>
        <translation>What stands: the number that the centre received first.</translation>
    </message>
    <message>
        <source>Yang tampil: yang terakhir diterima pusat.</source>
        <translation>Shown: what the centre received last.</translation>
    </message>
    <message>
        <source>Minta koordinator memilih yang benar.</source>
        <translation>Ask a coordinator to choose the right one.</translation>
    </message>
    <message>
        <source>Nomor registrasi</source>
        <translation>Registration number</translation>
    </message>
    <message>
        <source>meja ini</source>
        <translation>this desk</translation>
    </message>
    <message>
        <source>meja lain</source>
        <translation>another desk</translation>
    </message>
    <message>
        <source>tersimpan, tidak ditampilkan</source>
        <translation>kept, not shown</translation>
    </message>
    <message>
        <source>(dikosongkan)</source>
        <translation>(emptied)</translation>
    </message>
    <message>
        <source>Pilih {field} yang benar</source>
        <translation>Choose the right {field}</translation>
    </message>
    <message>
        <source>Simpan pilihan</source>
        <translation>Save the choice</translation>
    </message>
    <message>
        <source>Identitas</source>
        <translation>Identity</translation>
    </message>
    <message>
        <source>NIK</source>
        <translation>NIK</translation>
    </message>
    <message>
        <source>Pertanyaan program</source>
        <translation>Programme questions</translation>
    </message>
    <message>
        <source>Ya</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Tidak</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Tidak satu pun</source>
        <translation>None of these</translation>
    </message>
    <message>
        <source>Tahap</source>
        <translation>Stage</translation>
    </message>
    <message>
        <source>Gelombang</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>belum ada</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>Slip tercetak</source>
        <translation>Printed slips</translation>
    </message>
    <message>
        <source>Bantuan e-mail: {standing}</source>
        <translation>Help with e-mail: {standing}</translation>
    </message>
    <message>
        <source>Berkas dan kekurangan</source>
        <translation>Papers and what is missing</translation>
    </message>
    <message>
        <source>Tidak ada yang kurang</source>
        <translation>Nothing is missing</translation>
    </message>
    <message>
        <source>{paper}: ada</source>
        <translation>{paper}: seen</translation>
    </message>
    <message>
        <source>{paper}: belum</source>
        <translation>{paper}: not yet</translation>
    </message>
    <message>
        <source>Sudah dibawa</source>
        <translation>Brought now</translation>
    </message>
    <message>
        <source>{paper} sudah dibawa</source>
        <translation>{paper} was brought</translation>
    </message>
    <message>
        <source>Alasan penarikan</source>
        <translation>Reason for withdrawing</translation>
    </message>
    <message>
        <source>Tulis alasannya dulu, misalnya: pindah kota.</source>
        <translation>Write the reason first, for example: moved to another city.</translation>
    </message>
    <message>
        <source>Tarik pendaftaran {name}? Nomornya tetap terpakai, dan penarikan tidak bisa dibatalkan.</source>
        <translation>Withdraw the registration of {name}? Its number stays used, and withdrawing cannot be undone.</translation>
    </message>
    <message>
        <source>Ya, tarik</source>
        <translation>Yes, withdraw</translation>
    </message>
    <message>
        <source>Isian lain: {fields}</source>
        <translation>More fields: {fields}</translation>
    </message>
    <message>
        <source>Jawab di isian ini</source>
        <translation>Answer in this field</translation>
    </message>
    <message>
        <source>Buka data</source>
        <translation>Open the record</translation>
    </message>
    <message>
        <source>Orang yang sama: buka data itu</source>
        <translation>The same person: open that record</translation>
    </message>
    <message>
        <source>Draf yang belum selesai</source>
        <translation>Unfinished drafts</translation>
    </message>
    <message>
        <source>Tidak ada draf. Isian yang disimpan dengan F6 muncul di sini.</source>
        <translation>No drafts. What is saved with F6 appears here.</translation>
    </message>
    <message>
        <source>Enter melanjutkan isian, Esc kembali ke formulir.</source>
        <translation>Enter goes on with the draft, Esc returns to the form.</translation>
    </message>
    <message>
        <source>LAKI-LAKI</source>
        <translation>MALE</translation>
    </message>
    <message>
        <source>PEREMPUAN</source>
        <translation>FEMALE</translation>
    </message>
    <message>
        <source>Identitas sesuai KTP</source>
        <translation>Identity as on the KTP</translation>
    </message>
    <message>
        <source>Identitas sesuai KK</source>
        <translation>Identity as on the family card</translation>
    </message>
    <message>
        <source>Kontak</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>Berkas yang dibawa</source>
        <translation>Papers brought</translation>
    </message>
    <message>
        <source>Berkas</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>Dibawa</source>
        <translation>Brought</translation>
    </message>
    <message>
        <source>Persetujuan pemohon</source>
        <translation>Applicant&apos;s consent</translation>
    </message>
    <message>
        <source>Pemohon setuju</source>
        <translation>The applicant consents</translation>
    </message>
    <message>
        <source>Persetujuan</source>
        <translation>Consent</translation>
    </message>
    <message>
        <source>Bacakan</source>
        <translation>Read out</translation>
    </message>
    <message>
        <source>Nama sesuai KTP</source>
        <translation>Name on KTP</translation>
    </message>
    <message>
        <source>Tempat, tgl lahir</source>
        <translation>Place, date of birth</translation>
    </message>
    <message>
        <source>Tempat lahir</source>
        <translation>Place of birth</translation>
    </message>
    <message>
        <source>Tanggal lahir</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>Alamat KTP</source>
        <translation>Address on KTP</translation>
    </message>
    <message>
        <source>RT/RW, Kel/Desa</source>
        <translation>RT/RW, Kel/Desa</translation>
    </message>
    <message>
        <source>RT/RW</source>
        <translation>RT/RW</translation>
    </message>
    <message>
        <source>Agama, status</source>
        <translation>Religion, status</translation>
    </message>
    <message>
        <source>Agama</source>
        <translation>Religion</translation>
    </message>
    <message>
        <source>Status perkawinan</source>
        <translation>Marital status</translation>
    </message>
    <message>
        <source>Pekerjaan, warga</source>
        <translation>Work, citizenship</translation>
    </message>
    <message>
        <source>Pekerjaan</source>
        <translation>Occupation</translation>
    </message>
    <message>
        <source>Kewarganegaraan</source>
        <translation>Citizenship</translation>
    </message>
    <message>
        <source>Nomor KK</source>
        <translation>KK number</translation>
    </message>
    <message>
        <source>Orang lain</source>
        <translation>Contact person</translation>
    </message>
    <message>
        <source>Alamat domisili</source>
        <translation>Current address</translation>
    </message>
    <message>
        <source>Kelurahan/Desa domisili</source>
        <translation>Current kelurahan/desa</translation>
    </message>
    <message>
        <source>Kel/Desa domisili</source>
        <translation>Current kel/desa</translation>
    </message>
    <message>
        <source>Diwakili oleh</source>
        <translation>Represented by</translation>
    </message>
    <message>
        <source>Disabilitas</source>
        <translation>Disability</translation>
    </message>
    <message>
        <source>Rekening</source>
        <translation>Bank account</translation>
    </message>
    <message>
        <source>{question} (boleh kosong)</source>
        <translation>{question} (may stay empty)</translation>
    </message>
    <message>
        <source>sama</source>
        <translation>same</translation>
    </message>
    <message>
        <source>mirip</source>
        <translation>similar</translation>
    </message>
    <message>
        <source>beda</source>
        <translation>different</translation>
    </message>
    <message>
        <source>Tercatat</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>Dibandingkan dengan data yang sudah ada</source>
        <translation>Compared with the record that is here already</translation>
    </message>
    <message>
        <source>Formulir ini</source>
        <translation>This form</translation>
    </message>
    <message>
        <source>Data yang sudah ada</source>
        <translation>Record here already</translation>
    </message>
    <message>
        <source>Belum memenuhi syarat:</source>
        <translation>Not eligible:</translation>
    </message>
    <message>
        <source>Masih kurang:</source>
        <translation>Still missing:</translation>
    </message>
    <message>
        <source>dan {count} lagi</source>
        <translation>and {count} more</translation>
    </message>
    <message>
        <source>gelombang belum dibuka</source>
        <translation>batch not open yet</translation>
    </message>
    <message>
        <source>jadwal gelombang tidak tercatat</source>
        <translation>batch dates not on file</translation>
    </message>
    <message>
        <source>Sudah diperbaiki.</source>
        <translation>Corrected.</translation>
    </message>
    <message>
        <source>sudah dipastikan</source>
        <translation>confirmed</translation>
    </message>
    <message>
        <source>Belum ada isian</source>
        <translation>Nothing entered yet</translation>
    </message>
    <message>
        <source>tanya</source>
        <translation>ask</translation>
    </message>
    <message>
        <source>belum</source>
        <translation>not yet</translation>
    </message>
    <message>
        <source>ya</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>tidak</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Terpenuhi mulai {on}.</source>
        <translation>Met from {on} on.</translation>
    </message>
    <message>
        <source>Yang tahu: {asks}.</source>
        <translation>Who knows: {asks}.</translation>
    </message>
    <message>
        <source>Belum ada angka untuk tanggal ini. Yang tahu: {asks}.</source>
        <translation>No figure on file for this day. Who knows: {asks}.</translation>
    </message>
    <message>
        <source>Ketik NIK berikutnya untuk mulai</source>
        <translation>Type the next NIK to begin</translation>
    </message>
    <message>
        <source>Menyimpan ...</source>
        <translation>Saving ...</translation>
    </message>
    <message>
        <source>Pemohon</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>{years} tahun</source>
        <translation>aged {years}</translation>
    </message>
    <message>
        <source>Muncul di sini setelah NIK diisi.</source>
        <translation>Appears here once the NIK is typed.</translation>
    </message>
    <message>
        <source>Tanpa ini masuk daftar tunggu.</source>
        <translation>Without it the person goes on the waiting list.</translation>
    </message>
    <message>
        <source>ada</source>
        <translation>seen</translation>
    </message>
    <message>
        <source>diganti</source>
        <translation>replaced</translation>
    </message>
    <message>
        <source>{act} baru</source>
        <translation>New: {act}</translation>
    </message>
    <message>
        <source>Bisa mendaftar</source>
        <translation>Can register</translation>
    </message>
    <message>
        <source>Syarat dan berkas lengkap</source>
        <translation>Conditions and papers complete</translation>
    </message>
    <message>
        <source>Masuk daftar tunggu</source>
        <translation>Goes on the waiting list</translation>
    </message>
    <message>
        <source>Belum lengkap</source>
        <translation>Incomplete</translation>
    </message>
    <message>
        <source>Belum memenuhi syarat</source>
        <translation>Not eligible yet</translation>
    </message>
    <message>
        <source>Sudah terdaftar</source>
        <translation>Already registered</translation>
    </message>
    <message>
        <source>Sudah tercatat</source>
        <translation>Already recorded</translation>
    </message>
    <message>
        <source>masuk daftar tunggu</source>
        <translation>on the waiting list</translation>
    </message>
    <message>
        <source>terdaftar</source>
        <translation>registered</translation>
    </message>
    <message>
        <source>tercatat</source>
        <translation>recorded</translation>
    </message>
    <message>
        <source>gelombang tutup</source>
        <translation>batch closed</translation>
    </message>
    <message>
        <source>Diberikan</source>
        <translation>Given</translation>
    </message>
    <message>
        <source>Dilayani</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>Pulang</source>
        <translation>Gone home</translation>
    </message>
    <message>
        <source>Semua</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Terdaftar</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>P</source>
        <translation>F</translation>
    </message>
    <message>
        <source>L</source>
        <translation>M</translation>
    </message>
    <message>
        <source>{band} tahun</source>
        <translation>{band} years</translation>
    </message>
    <message>
        <source>Masih dilayani saat antrean ditutup</source>
        <translation>Still being served when the queue was closed</translation>
    </message>
    <message>
        <source>Menunggu dipanggil, rata-rata</source>
        <translation>Waiting to be called, average</translation>
    </message>
    <message>
        <source>Dilayani di loket, rata-rata</source>
        <translation>Served at the counter, average</translation>
    </message>
    <message>
        <source>Catatan terkirim</source>
        <translation>Records sent</translation>
    </message>
    <message>
        <source>Menunggu dikirim</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>Perlu dilihat</source>
        <translation>To look at</translation>
    </message>
    <message>
        <source>kurang dari 1 menit</source>
        <translation>less than 1 minute</translation>
    </message>
    <message>
        <source>{hours} jam {minutes} menit</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} menit</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>Kemarin</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>7 hari terakhir</source>
        <translation>Last 7 days</translation>
    </message>
    <message>
        <source>Tanggal lain</source>
        <translation>Other dates</translation>
    </message>
    <message>
        <source>Hari</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Ketik huruf depannya; Backspace untuk semua</source>
        <translation>Type its first letter; Backspace for all</translation>
    </message>
    <message>
        <source>Tentang laptop ini</source>
        <translation>About this laptop</translation>
    </message>
    <message>
        <source>Folder data: {folder}</source>
        <translation>Data folder: {folder}</translation>
    </message>
    <message>
        <source>Posko versi {version}</source>
        <translation>Posko version {version}</translation>
    </message>
    <message>
        <source>Tentang dan lisensi</source>
        <translation>About and licences</translation>
    </message>
    <message>
        <source>{count} draf menunggu dilengkapi.</source>
        <translation>{count} drafts wait to be completed.</translation>
    </message>
    <message>
        <source>Tidak ada draf.</source>
        <translation>No drafts.</translation>
    </message>
    <message>
        <source>Kepala setiap slip.</source>
        <translation>Heads every slip.</translation>
    </message>
    <message>
        <source>Telepon posko</source>
        <translation>Telephone of the posko</translation>
    </message>
    <message>
        <source>Lambang</source>
        <translation>Emblem</translation>
    </message>
    <message>
        <source>Berkas PNG atau JPEG untuk kop surat dan slip. Boleh kosong.</source>
        <translation>PNG or JPEG file for the letterhead of letters and slips. May be empty.</translation>
    </message>
    <message>
        <source>Pengaduan</source>
        <translation>Complaints</translation>
    </message>
    <message>
        <source>Ke mana orang bisa mengadu; di kaki setiap slip.</source>
        <translation>Where people can complain; at the foot of every slip.</translation>
    </message>
    <message>
        <source>Halaman status</source>
        <translation>Status page</translation>
    </message>
    <message>
        <source>Nama server yang dibuka kode QR di slip. Boleh kosong.</source>
        <translation>Name of the server that the QR code on the slip opens. May stay empty.</translation>
    </message>
    <message>
        <source>Meja ini</source>
        <translation>This desk</translation>
    </message>
    <message>
        <source>Berlaku mulai slip berikutnya. Slip yang sudah dicetak tidak berubah.</source>
        <translation>Holds from the next slip on. Slips already printed do not change.</translation>
    </message>
    <message>
        <source>Biasa</source>
        <translation>Usual</translation>
    </message>
    <message>
        <source>Besar</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>Besar: untuk yang sulit membaca. Slip menjadi lebih panjang.</source>
        <translation>Large: for those who see little. Slips become longer.</translation>
    </message>
    <message>
        <source>Huruf di slip</source>
        <translation>Letters on slips</translation>
    </message>
    <message>
        <source>Layar terkunci kalau selama ini tidak ada yang menyentuh laptop.</source>
        <translation>The screen locks when nobody has touched the laptop for this long.</translation>
    </message>
    <message>
        <source>Kunci layar setelah</source>
        <translation>Lock the screen after</translation>
    </message>
    <message>
        <source>Ikut komputer</source>
        <translation>As the computer</translation>
    </message>
    <message>
        <source>Terang</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Gelap</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Kontras tinggi</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>Tampilan</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Slip dan surat selalu berbahasa Indonesia.</source>
        <translation>Slips and letters are always in Indonesian.</translation>
    </message>
    <message>
        <source>Warna</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>Ukuran tulisan</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>Tambah petugas</source>
        <translation>Add an officer</translation>
    </message>
    <message>
        <source>Ganti kata rahasia</source>
        <translation>Change the secret</translation>
    </message>
    <message>
        <source>Hanya koordinator yang bisa menambah petugas.</source>
        <translation>Only a coordinator can add officers.</translation>
    </message>
    <message>
        <source>koordinator</source>
        <translation>coordinator</translation>
    </message>
    <message>
        <source>Tambahkan</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Kata rahasianya</source>
        <translation>Officer&apos;s secret</translation>
    </message>
    <message>
        <source>Boleh menambah petugas dan mendaftar untuk hari lain.</source>
        <translation>May add officers and register for another day.</translation>
    </message>
    <message>
        <source>{name} sekarang bisa membuka meja ini.</source>
        <translation>{name} can now open this desk.</translation>
    </message>
    <message>
        <source>Ganti</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Kata rahasia sekarang</source>
        <translation>Present secret</translation>
    </message>
    <message>
        <source>Kata rahasia diganti. Yang lama tidak berlaku lagi.</source>
        <translation>The secret was changed. The old one no longer works.</translation>
    </message>
    <message>
        <source>Gulungan 80 mm</source>
        <translation>80 mm roll</translation>
    </message>
    <message>
        <source>Gulungan 58 mm</source>
        <translation>58 mm roll</translation>
    </message>
    <message>
        <source>Lembar A5</source>
        <translation>A5 sheet</translation>
    </message>
    <message>
        <source>Lembar A4</source>
        <translation>A4 sheet</translation>
    </message>
    <message>
        <source>Lembar F4 (folio)</source>
        <translation>F4 sheet (folio)</translation>
    </message>
    <message>
        <source>Dipotong, tersisa sedikit</source>
        <translation>Cut, a little left uncut</translation>
    </message>
    <message>
        <source>Dipotong putus</source>
        <translation>Cut off</translation>
    </message>
    <message>
        <source>Tidak dipotong</source>
        <translation>Not cut</translation>
    </message>
    <message>
        <source>Untuk printer lama atau murah</source>
        <translation>For old or cheap printers</translation>
    </message>
    <message>
        <source>Pilih folder ...</source>
        <translation>Choose a folder ...</translation>
    </message>
    <message>
        <source>Cetak halaman uji</source>
        <translation>Print a test page</translation>
    </message>
    <message>
        <source>Nomor IP-nya tertulis di halaman uji printer itu sendiri, misalnya 192.168.1.50.</source>
        <translation>Its IP number stands on the printer&apos;s own test page, for example 192.168.1.50.</translation>
    </message>
    <message>
        <source>Misalnya COM3.</source>
        <translation>For example COM3.</translation>
    </message>
    <message>
        <source>Misalnya /dev/usb/lp0 atau /dev/ttyUSB0.</source>
        <translation>For example /dev/usb/lp0 or /dev/ttyUSB0.</translation>
    </message>
    <message>
        <source>Setiap slip disimpan sebagai berkas PDF yang bisa dibaca siapa saja di folder itu.</source>
        <translation>Every slip is saved as a PDF file that anybody can read in that folder.</translation>
    </message>
    <message>
        <source>Ganti kalau slip keluar kosong atau berisi huruf acak.</source>
        <translation>Change this if slips come out empty or full of odd letters.</translation>
    </message>
    <message>
        <source>Cetak ke</source>
        <translation>Print to</translation>
    </message>
    <message>
        <source>Alamat printer</source>
        <translation>Printer&apos;s address</translation>
    </message>
    <message>
        <source>Port printer</source>
        <translation>Printer&apos;s port</translation>
    </message>
    <message>
        <source>Biasanya 9100.</source>
        <translation>Usually 9100.</translation>
    </message>
    <message>
        <source>Berkas perangkat</source>
        <translation>Device file</translation>
    </message>
    <message>
        <source>Nama di Windows</source>
        <translation>Name in Windows</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Kertas</source>
        <translation>Paper size</translation>
    </message>
    <message>
        <source>Potong kertas</source>
        <translation>Cut the paper</translation>
    </message>
    <message>
        <source>Cara mencetak</source>
        <translation>Way of printing</translation>
    </message>
    <message>
        <source>Printer slip yang dikenal Windows</source>
        <translation>Receipt printer known to Windows</translation>
    </message>
    <message>
        <source>Belum ada printer</source>
        <translation>No printer yet</translation>
    </message>
    <message>
        <source>Printer slip di jaringan</source>
        <translation>Receipt printer in the network</translation>
    </message>
    <message>
        <source>Printer slip di kabel USB atau serial</source>
        <translation>Receipt printer at a USB or serial cable</translation>
    </message>
    <message>
        <source>Simpan sebagai berkas di folder</source>
        <translation>Save as files in a folder</translation>
    </message>
    <message>
        <source>Mencetak halaman uji ...</source>
        <translation>Printing the test page ...</translation>
    </message>
    <message>
        <source>Halaman uji sudah dikirim; menunggu kabar dari printer ...</source>
        <translation>The test page has been sent; waiting for word from the printer ...</translation>
    </message>
    <message>
        <source>Printer mengabarkan bahwa halaman uji sudah tercetak. Periksa tiga hal di kertasnya.</source>
        <translation>The printer says that the test page has been printed. Check the three things on its paper.</translation>
    </message>
    <message>
        <source>Halaman uji sudah diserahkan, tetapi tidak ada kabar bahwa sudah tercetak. Lihat sendiri apakah keluar utuh.</source>
        <translation>The test page has been handed over, but there is no word that it was printed. See for yourself whether it came out whole.</translation>
    </message>
    <message>
        <source>Folder untuk slip</source>
        <translation>Folder for slips</translation>
    </message>
    <message>
        <source>Sambungkan</source>
        <translation>Connect</translation>
    </message>
    <message>
        <source>Laptop ini mengirim ke {url}.</source>
        <translation>This laptop sends to {url}.</translation>
    </message>
    <message>
        <source>Laptop ini bekerja luring. Semua data tersimpan di sini dan dikirim begitu server disambungkan.</source>
        <translation>This laptop works offline. All data are kept here and sent as soon as a server is connected.</translation>
    </message>
    <message>
        <source>Tempat</source>
        <translation>Places</translation>
    </message>
    <message>
        <source>Kabar dari</source>
        <translation>Told by</translation>
    </message>
    <message>
        <source>Nomor gelombang</source>
        <translation>Batch number</translation>
    </message>
    <message>
        <source>Boleh kosong: tetap di gelombangnya.</source>
        <translation>May be empty: the batch stays as it is.</translation>
    </message>
    <message>
        <source>Boleh kosong.</source>
        <translation>May be empty.</translation>
    </message>
    <message>
        <source>Koreksi: kembali ke {stage}</source>
        <translation>Correction: back to {stage}</translation>
    </message>
    <message>
        <source>Wajib: mengapa dikoreksi.</source>
        <translation>Required: why it is corrected.</translation>
    </message>
    <message>
        <source>Simpan tahap</source>
        <translation>Save the stage</translation>
    </message>
    <message>
        <source>Tulis nomornya saja, misalnya 2; atau kosongkan.</source>
        <translation>Write the number alone, such as 2; or leave it empty.</translation>
    </message>
    <message>
        <source>terakhir {time}</source>
        <translation>last {time}</translation>
    </message>
    <message>
        <source>jam laptop selisih {minutes} menit</source>
        <translation>laptop clock is {minutes} minutes off</translation>
    </message>
    <message>
        <source>jaringan uji coba, data tanpa penyandian</source>
        <translation>test network, data without encryption</translation>
    </message>
    <message>
        <source>Daring</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Mengirim</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>Tanpa server</source>
        <translation>No server</translation>
    </message>
    <message>
        <source>Luring</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Slip {number} sedang dicetak.</source>
        <translation>Slip {number} is being printed.</translation>
    </message>
    <message>
        <source>Slip {number} sudah dikirim; menunggu kabar dari printer.</source>
        <translation>Slip {number} has been sent; waiting for word from the printer.</translation>
    </message>
    <message>
        <source>Slip {number} sudah tercetak.</source>
        <translation>Slip {number} has been printed.</translation>
    </message>
    <message>
        <source>Slip {number} sudah diserahkan ke printer.</source>
        <translation>Slip {number} was handed to the printer.</translation>
    </message>
    <message>
        <source>{title} sudah tercetak.</source>
        <translation>{title} has been printed.</translation>
    </message>
    <message>
        <source>{title} sudah diserahkan ke printer.</source>
        <translation>{title} is with the printer.</translation>
    </message>
    <message>
        <source>Buka Pengaturan</source>
        <translation>Open Settings</translation>
    </message>
    <message>
        <source>Cetak lagi {count} slip</source>
        <translation>Print {count} slips again</translation>
    </message>
    <message>
        <source>Cetak lagi</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Kembali ke layar terkunci</source>
        <translation>Back to the locked screen</translation>
    </message>
    <message>
        <source>Sudah lama, dan itu biasa. Boleh dijeda dengan Ctrl+J dan dilanjutkan nanti.</source>
        <translation>It has taken a while, which is normal. You may pause with Ctrl+J and go on later.</translation>
    </message>
    <message>
        <source>Bantu orang lain</source>
        <translation>Help somebody else</translation>
    </message>
    <message>
        <source>baru</source>
        <translation>new</translation>
    </message>
    <message>
        <source>dijeda, {minutes}</source>
        <translation>paused, {minutes}</translation>
    </message>
    <message>
        <source>dibantu, {minutes}</source>
        <translation>being helped, {minutes}</translation>
    </message>
    <message>
        <source>Alamat disalin. Papan klip dikosongkan dalam {seconds} detik.</source>
        <translation>The address is copied. The clipboard is emptied in {seconds} seconds.</translation>
    </message>
    <message>
        <source>{browser} dibuka di jendela privat. Sesudah selesai: keluar dari akun, lalu tutup jendelanya.</source>
        <translation>{browser} has opened a private window. When done: sign out of the account, then close the window.</translation>
    </message>
    <message>
        <source>Buka lagi bantuannya dengan F4; F7 mencetak kartu baru.</source>
        <translation>Open the help again with F4; F7 prints a new card.</translation>
    </message>
    <message>
        <source>Buka lagi bantuannya dengan F4; koordinator mengulang dengan Ctrl+U.</source>
        <translation>Open the help again with F4; a coordinator repeats it with Ctrl+U.</translation>
    </message>
    <message>
        <source>Kartu belum dicetak: belum ada printer yang dipilih di Pengaturan.</source>
        <translation>The card is not printed: no printer is chosen in Settings yet.</translation>
    </message>
    <message>
        <source>Kartu sedang dicetak.</source>
        <translation>The card is being printed.</translation>
    </message>
    <message>
        <source>Kartu e-mail</source>
        <translation>E-mail card</translation>
    </message>
    <message>
        <source>Kartu sudah dikirim; menunggu kabar dari printer.</source>
        <translation>The card is sent; waiting for the printer&apos;s word.</translation>
    </message>
    <message>
        <source>Kartu sudah tercetak.</source>
        <translation>The card is printed.</translation>
    </message>
    <message>
        <source>Kartu sudah diserahkan ke printer. Lihat kertasnya; kalau tidak utuh, tekan F7.</source>
        <translation>The printer has the card. Look at the paper; if it is not whole, press F7.</translation>
    </message>
    <message>
        <source>Sesudah beres, F7 mencetak kartu baru.</source>
        <translation>Once that is settled, F7 prints a new card.</translation>
    </message>
    <message>
        <source>Siapa yang dibantu?</source>
        <translation>Who is being helped?</translation>
    </message>
    <message>
        <source>Bagaimana orangnya dihubungi?</source>
        <translation>How is the person reached?</translation>
    </message>
    <message>
        <source>Kotak e-mailnya sudah aktif</source>
        <translation>The mailbox is in use</translation>
    </message>
    <message>
        <source>Alamatnya sudah dipesan</source>
        <translation>The address is reserved</translation>
    </message>
    <message>
        <source>Kalau kartunya belum di tangan pemohon, F7 mencetak kartu baru.</source>
        <translation>If the applicant does not hold the card yet, F7 prints a new one.</translation>
    </message>
    <message>
        <source>Cocokkan huruf demi huruf dengan layar HP pemohon.</source>
        <translation>Compare it letter by letter with the applicant&apos;s phone.</translation>
    </message>
    <message>
        <source>Alamat yang mana?</source>
        <translation>Which address?</translation>
    </message>
    <message>
        <source>Alamat ini milik orang lain</source>
        <translation>This address is somebody else&apos;s</translation>
    </message>
    <message>
        <source>Bacakan, atau putar layar dengan F8. Angka memilihnya.</source>
        <translation>Read them out, or turn the screen with F8. A digit chooses.</translation>
    </message>
    <message>
        <source>Alamat ini belum dikenal di laptop ini. Periksa ejaannya; kalau benar, kirim data dulu.</source>
        <translation>This laptop does not know this address yet. Check the spelling; if it is right, send the data first.</translation>
    </message>
    <message>
        <source>Lupa kata sandinya: koordinator menekan Ctrl+U.</source>
        <translation>Forgotten password: a coordinator presses Ctrl+U.</translation>
    </message>
    <message>
        <source>Bantu yang ditandai</source>
        <translation>Help the marked one</translation>
    </message>
    <message>
        <source>Daftar bantuan</source>
        <translation>List of helps</translation>
    </message>
    <message>
        <source>Pilih nama lain</source>
        <translation>Choose another name</translation>
    </message>
    <message>
        <source>Pakai alamat ini</source>
        <translation>Use this address</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Cetak kartu dengan kode baru</source>
        <translation>Print a card with a new code</translation>
    </message>
    <message>
        <source>Cetak kartu</source>
        <translation>Print the card</translation>
    </message>
    <message>
        <source>Langkah ini selesai</source>
        <translation>This step is done</translation>
    </message>
    <message>
        <source>Buktikan alamat</source>
        <translation>Prove the address</translation>
    </message>
    <message>
        <source>Selesai, sisanya nanti</source>
        <translation>Done, the rest later</translation>
    </message>
    <message>
        <source>Selesai tanpa kartu</source>
        <translation>Done without a card</translation>
    </message>
    <message>
        <source>Cetak kartu baru</source>
        <translation>Print a new card</translation>
    </message>
    <message>
        <source>Lanjut ke aktivasi</source>
        <translation>On to the activation</translation>
    </message>
    <message>
        <source>Lanjut tanpa bukti</source>
        <translation>Go on without proof</translation>
    </message>
    <message>
        <source>Selesai tanpa bukti</source>
        <translation>Done without proof</translation>
    </message>
    <message>
        <source>Kirim kode ke alamat ini</source>
        <translation>Send a code to this address</translation>
    </message>
    <message>
        <source>Kirim kode lagi</source>
        <translation>Send another code</translation>
    </message>
    <message>
        <source>Langkah sebelumnya</source>
        <translation>The step before</translation>
    </message>
    <message>
        <source>Cara mencarinya</source>
        <translation>How to find it</translation>
    </message>
    <message>
        <source>Ubah alamat</source>
        <translation>Change the address</translation>
    </message>
    <message>
        <source>Salin alamat</source>
        <translation>Copy the address</translation>
    </message>
    <message>
        <source>Aktifkan di sini</source>
        <translation>Activate it here</translation>
    </message>
    <message>
        <source>Lanjutkan lagi</source>
        <translation>Go on again</translation>
    </message>
    <message>
        <source>Pertanyaan sebelumnya</source>
        <translation>Question before</translation>
    </message>
    <message>
        <source>Lupa sandi, cara lain</source>
        <translation>Forgotten password, another way</translation>
    </message>
    <message>
        <source>Apakah {name} pernah punya e-mail?</source>
        <translation>Has {name} ever had an e-mail address?</translation>
    </message>
    <message>
        <source>HP Android hampir selalu punya satu: lihat Pengaturan, lalu Akun.</source>
        <translation>An Android phone almost always has one: look in Settings, then Accounts.</translation>
    </message>
    <message>
        <source>Penyedia e-mail mengirim kode ke HP itu. Jangan memakai HP petugas atau HP posko.</source>
        <translation>The provider sends a code to that phone. Never use an officer&apos;s phone or the posko&apos;s.</translation>
    </message>
    <message>
        <source>HP siapa yang dipakai?</source>
        <translation>Whose phone is used?</translation>
    </message>
    <message>
        <source>Kalau akun program sudah memakai alamat yang lama, pulihkan yang lama; jangan membuat yang kedua.</source>
        <translation>If the programme&apos;s account uses the old address already, get that one back; do not make a second.</translation>
    </message>
    <message>
        <source>Dengan cara apa?</source>
        <translation>In which way?</translation>
    </message>
    <message>
        <source>E-mail yang sudah ada</source>
        <translation>The e-mail that is there already</translation>
    </message>
    <message>
        <source>Lupa alamat atau kata sandinya</source>
        <translation>The address or its password is forgotten</translation>
    </message>
    <message>
        <source>Langkah memulihkannya, di HP pemohon.</source>
        <translation>The steps to recover it, on the applicant&apos;s phone.</translation>
    </message>
    <message>
        <source>E-mail daerah: nama@{domain}</source>
        <translation>The region&apos;s e-mail: name@{domain}</translation>
    </message>
    <message>
        <source>Tanpa HP. Alamatnya dipesan sekarang, kartunya dicetak, dan pemohon membukanya sendiri nanti.</source>
        <translation>Without a phone. The address is reserved now, its card is printed, and the applicant opens it later.</translation>
    </message>
    <message>
        <source>Dicatat dengan alasannya.</source>
        <translation>Noted with the reason.</translation>
    </message>
    <message>
        <source>HP pintar</source>
        <translation>a smartphone</translation>
    </message>
    <message>
        <source>pulsa</source>
        <translation>credit</translation>
    </message>
    <message>
        <source>internet</source>
        <translation>internet</translation>
    </message>
    <message>
        <source>{least} sampai {most} menit</source>
        <translation>{least} to {most} minutes</translation>
    </message>
    <message>
        <source>perlu {needs}</source>
        <translation>needs {needs}</translation>
    </message>
    <message>
        <source>dicek {day}</source>
        <translation>checked on {day}</translation>
    </message>
    <message>
        <source>belum dipastikan</source>
        <translation>not confirmed yet</translation>
    </message>
    <message>
        <source>Mengapa ditunda?</source>
        <translation>Why is it put off?</translation>
    </message>
    <message>
        <source>Mengapa belum berhasil?</source>
        <translation>Why was it not managed?</translation>
    </message>
    <message>
        <source>Tercatat di slip dan di rekap hari ini. Pemohon boleh kembali kapan saja.</source>
        <translation>It stands on the slip and in the day&apos;s summary. The applicant may come back any time.</translation>
    </message>
    <message>
        <source>Pendaftaran tetap berjalan tanpa e-mail.</source>
        <translation>The registration goes on without an e-mail address.</translation>
    </message>
    <message>
        <source>Apakah alamat ini cocok?</source>
        <translation>Does this address suit you?</translation>
    </message>
    <message>
        <source>Alamat e-mail Anda</source>
        <translation>Your e-mail address</translation>
    </message>
    <message>
        <source>Belum pernah punya</source>
        <translation>Never had one</translation>
    </message>
    <message>
        <source>Dibuatkan alamat baru, di HP sendiri atau sebagai e-mail daerah.</source>
        <translation>A new address, on one&apos;s own phone or as the region&apos;s e-mail.</translation>
    </message>
    <message>
        <source>Sudah punya, alamatnya diketahui</source>
        <translation>Has one and knows the address</translation>
    </message>
    <message>
        <source>Alamatnya diperiksa dan dibuktikan.</source>
        <translation>The address is checked and proven.</translation>
    </message>
    <message>
        <source>Sudah punya, tetapi lupa</source>
        <translation>Has one, but forgot</translation>
    </message>
    <message>
        <source>Lupa alamatnya, atau lupa kata sandinya.</source>
        <translation>Forgot the address, or the password.</translation>
    </message>
    <message>
        <source>Hanya soal HP</source>
        <translation>About the phone only</translation>
    </message>
    <message>
        <source>HP siapa, dan bagaimana orangnya dihubungi.</source>
        <translation>Whose phone, and how the person is reached.</translation>
    </message>
    <message>
        <source>HP pintar sendiri, ada pulsa</source>
        <translation>Their own smartphone, with credit</translation>
    </message>
    <message>
        <source>HP pintar sendiri, pulsanya habis</source>
        <translation>Their own smartphone, without credit</translation>
    </message>
    <message>
        <source>HP anak atau orang tua yang ikut datang</source>
        <translation>The phone of a child or parent who is here</translation>
    </message>
    <message>
        <source>HP suami atau istri yang ikut datang</source>
        <translation>The phone of husband or wife who is here</translation>
    </message>
    <message>
        <source>HP orang lain yang ikut datang</source>
        <translation>The phone of somebody else who is here</translation>
    </message>
    <message>
        <source>HP biasa, bukan HP pintar</source>
        <translation>A simple phone, no smartphone</translation>
    </message>
    <message>
        <source>Tidak ada HP sama sekali</source>
        <translation>No phone at all</translation>
    </message>
    <message>
        <source>HP sendiri</source>
        <translation>Their own phone</translation>
    </message>
    <message>
        <source>HP suami atau istri</source>
        <translation>Phone of husband or wife</translation>
    </message>
    <message>
        <source>HP anak atau orang tua</source>
        <translation>Phone of a child or parent</translation>
    </message>
    <message>
        <source>HP orang lain</source>
        <translation>Phone of somebody else</translation>
    </message>
    <message>
        <source>Tidak ada HP</source>
        <translation>No phone</translation>
    </message>
    <message>
        <source>Telepon</source>
        <translation>Call</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>SMS</translation>
    </message>
    <message>
        <source>WhatsApp</source>
        <translation>WhatsApp</translation>
    </message>
    <message>
        <source>KTP asli</source>
        <translation>Original KTP</translation>
    </message>
    <message>
        <source>IKD di HP orangnya</source>
        <translation>IKD on the person&apos;s phone</translation>
    </message>
    <message>
        <source>Surat keterangan Dukcapil</source>
        <translation>Dukcapil certificate</translation>
    </message>
    <message>
        <source>Paspor</source>
        <translation>Passport</translation>
    </message>
    <message>
        <source>terbukti</source>
        <translation>proven</translation>
    </message>
    <message>
        <source>belum dibuktikan</source>
        <translation>not proven yet</translation>
    </message>
    <message>
        <source>Lupa kata sandinya: F4, lalu koordinator menekan Ctrl+U.</source>
        <translation>Forgotten password: F4, then a coordinator presses Ctrl+U.</translation>
    </message>
    <message>
        <source>Dijeda</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Sedang dibantu</source>
        <translation>Being helped</translation>
    </message>
    <message>
        <source>belum dipilih caranya</source>
        <translation>no way chosen yet</translation>
    </message>
    <message>
        <source>{number} ke loket {counter}</source>
        <translation>{number} to counter {counter}</translation>
    </message>
    <message>
        <source>Belum ada panggilan</source>
        <translation>No calls yet</translation>
    </message>
    <message>
        <source>Nomor antrean</source>
        <translation>Queue number</translation>
    </message>
    <message>
        <source>Nomor</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Tidak ada yang menunggu</source>
        <translation>Nobody is waiting</translation>
    </message>
    <message>
        <source>Berikutnya</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Nomor di kepala formulir, misalnya A031. Enter membuka pendaftaran dengan nomor itu.</source>
        <translation>The number at the head of the form, for example A031. Enter opens the registration with that number.</translation>
    </message>
    <message>
        <source>Nomor formulir</source>
        <translation>Form number</translation>
    </message>
    <message>
        <source>Formulir yang belum diketik</source>
        <translation>Forms not typed in yet</translation>
    </message>
    <message>
        <source>Untuk jam tanpa listrik: formulir kertas dengan nomor sendiri, diketik sesudahnya.</source>
        <translation>For hours without electricity: paper forms with numbers of their own, typed in afterwards.</translation>
    </message>
    <message>
        <source>Ketik formulir</source>
        <translation>Type the form in</translation>
    </message>
    <message>
        <source>Simpan formulir kosong</source>
        <translation>Save blank forms</translation>
    </message>
    <message>
        <source>Cetak lagi yang ditandai</source>
        <translation>Print the marked one again</translation>
    </message>
    <message>
        <source>Ya, batalkan</source>
        <translation>Yes, void it</translation>
    </message>
    <message>
        <source>Belum diketik: {count}</source>
        <translation>Not typed in yet: {count}</translation>
    </message>
    <message>
        <source>Tidak ada formulir yang belum diketik.</source>
        <translation>No form is waiting to be typed in.</translation>
    </message>
    <message>
        <source>Formulir {number} ada di beberapa tanggal. Pilih tanggalnya di daftar, lalu Enter.</source>
        <translation>Form {number} exists on several dates. Choose its date in the list, then Enter.</translation>
    </message>
    <message>
        <source>Tidak ada formulir {number} yang belum diketik. Periksa nomor dan tanggalnya.</source>
        <translation>No form {number} is waiting to be typed in. Check its number and date.</translation>
    </message>
    <message>
        <source>Formulir {number} dibatalkan: nomornya tidak dipakai siapa pun. Ini tidak bisa diurungkan.</source>
        <translation>Form {number} is declared void: nobody will have its number. This cannot be undone.</translation>
    </message>
    <message>
        <source>Formulir {number} dibatalkan.</source>
        <translation>Form {number} is void.</translation>
    </message>
    <message>
        <source>Formulir sedang dibuat ...</source>
        <translation>Making the forms ...</translation>
    </message>
    <message>
        <source>Formulir darurat {first}</source>
        <translation>Emergency form {first}</translation>
    </message>
    <message>
        <source>{title} sudah disiapkan. Kabar dari printer tampil di atas.</source>
        <translation>{title} is prepared. What the printer says stands at the top.</translation>
    </message>
    <message>
        <source>Formulir darurat {first} sampai {last}</source>
        <translation>Emergency forms {first} to {last}</translation>
    </message>
    <message>
        <source>{title}: tersimpan sebagai {file}.</source>
        <translation>{title}: saved as {file}.</translation>
    </message>
    <message>
        <source>Masih terbuka</source>
        <translation>Still open</translation>
    </message>
    <message>
        <source>Tidak ada yang terbuka. Semua kunjungan selesai dan semua data terkirim.</source>
        <translation>Nothing is open. All visits are finished and all data are sent.</translation>
    </message>
    <message>
        <source>Kedatangan per jam</source>
        <translation>Arrivals by the hour</translation>
    </message>
    <message>
        <source>Masih terbuka: {count}</source>
        <translation>Still open: {count}</translation>
    </message>
    <message>
        <source>{count} catatan belum terkirim</source>
        <translation>{count} records not sent yet</translation>
    </message>
    <message>
        <source>aman di laptop ini</source>
        <translation>safe on this laptop</translation>
    </message>
    <message>
        <source>dan {count} kunjungan lain</source>
        <translation>and {count} other visits</translation>
    </message>
    <message>
        <source>belum disimpan, {day} {time}</source>
        <translation>not saved yet, {day} {time}</translation>
    </message>
    <message>
        <source>Draf</source>
        <translation>Drafts</translation>
    </message>
    <message>
        <source>kurang: {lacks}</source>
        <translation>missing: {lacks}</translation>
    </message>
    <message>
        <source>Salinan untuk dinas</source>
        <translation>Copies for the agency</translation>
    </message>
    <message>
        <source>Salinan berisi data orang tanpa sandi. Siapa yang membuatnya dan berapa orang di dalamnya tercatat.</source>
        <translation>A copy holds people&apos;s data in clear. Who made it and how many people are in it is kept.</translation>
    </message>
    <message>
        <source>Pilih tempat ...</source>
        <translation>Choose a place ...</translation>
    </message>
    <message>
        <source>Salinan sedang dibuat</source>
        <translation>The copy is being made</translation>
    </message>
    <message>
        <source>Buka foldernya</source>
        <translation>Open its folder</translation>
    </message>
    <message>
        <source>Surat dan formulir {number}</source>
        <translation>Letters and forms {number}</translation>
    </message>
    <message>
        <source>Meja ini belum punya printer untuk kertas kantor. Simpan sebagai PDF, lalu cetak di tempat lain.</source>
        <translation>This desk has no printer for office paper yet. Save a PDF and print it elsewhere.</translation>
    </message>
    <message>
        <source>Cetak sebagai slip</source>
        <translation>Print as a slip</translation>
    </message>
    <message>
        <source>Cetak</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Simpan salinan</source>
        <translation>Save the copy</translation>
    </message>
    <message>
        <source>Simpan salinan di</source>
        <translation>Save the copy in</translation>
    </message>
    <message>
        <source>Berkas ini sudah ada. F2 sekali lagi menggantinya; atau tulis nama lain.</source>
        <translation>This file is there already. F2 once more replaces it; or write another name.</translation>
    </message>
    <message>
        <source>Sedang dicetak.</source>
        <translation>Printing.</translation>
    </message>
    <message>
        <source>Mulai dari NIK. Enter pindah ke isian berikutnya.</source>
        <translation>Begin with the NIK. Enter moves to the next entry.</translation>
    </message>
    <message>
        <source>Lengkap. F2 menyimpan dan mencetak slip.</source>
        <translation>Complete. F2 saves and prints the slip.</translation>
    </message>
    <message>
        <source>Kembali ke formulir</source>
        <translation>Back to the form</translation>
    </message>
    <message>
        <source>Mendaftar program. Bawa KTP dan KK.</source>
        <translation>Register for a programme. Bring KTP and KK.</translation>
    </message>
    <message>
        <source>Dibantu membuat alamat e-mail.</source>
        <translation>Help with getting an e-mail address.</translation>
    </message>
    <message>
        <source>Bertanya tentang pendaftaran, atau mengadu.</source>
        <translation>Ask about a registration, or complain.</translation>
    </message>
    <message>
        <source>Sudah dilayani? Isi survei kepuasan</source>
        <translation>Served already? Take the survey</translation>
    </message>
    <message>
        <source>Selamat datang. Sentuh layanan yang Anda perlukan.</source>
        <translation>Welcome. Touch the service you need.</translation>
    </message>
    <message>
        <source>Lansia, penyandang disabilitas, ibu hamil, dan yang membawa anak kecil: silakan langsung ke petugas.</source>
        <translation>Elderly or disabled people, pregnant women and people with small children: please go straight to an officer.</translation>
    </message>
    <message>
        <source>Nomor antrean Anda</source>
        <translation>Your queue number</translation>
    </message>
    <message>
        <source>Slip sedang dicetak.</source>
        <translation>The slip is being printed.</translation>
    </message>
    <message>
        <source>Nomor belum bisa diberikan. Silakan bertanya kepada petugas.</source>
        <translation>No number can be given now. Please ask an officer.</translation>
    </message>
    <message>
        <source>Slip tidak keluar. Ingat atau foto nomor ini; nomornya sudah tercatat.</source>
        <translation>No slip came out. Remember or photograph this number; it is kept.</translation>
    </message>
    <message>
        <source>Ambil slip Anda. Kalau slip tidak keluar, cukup ingat atau foto nomor ini.</source>
        <translation>Take your slip. If none comes out, just remember or photograph this number.</translation>
    </message>
    <message>
        <source>Ambil slip Anda. Tunggu sampai nomor dipanggil.</source>
        <translation>Take your slip. Wait until the number is called.</translation>
    </message>
    <message>
        <source>Antrean hari ini sudah ditutup. Silakan bertanya kepada petugas.</source>
        <translation>Today&apos;s queue is closed. Please ask the officer.</translation>
    </message>
    <message>
        <source>Nomor {service} hari ini sudah habis. Silakan bertanya kepada petugas.</source>
        <translation>No more numbers for {service} today. Please ask the officer.</translation>
    </message>
    <message>
        <source>Anda yang berikutnya.</source>
        <translation>You are next.</translation>
    </message>
    <message>
        <source>{count} orang di depan Anda.</source>
        <translation>{count} people before you.</translation>
    </message>
    <message>
        <source>Kira-kira {minutes} menit.</source>
        <translation>About {minutes} minutes.</translation>
    </message>
    <message>
        <source>Kiriman</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Belum ada yang dicatat. Yang didaftarkan di sini muncul di daftar ini.</source>
        <translation>Nothing recorded yet. What is registered here appears in this list.</translation>
    </message>
    <message>
        <source>Mengirim ...</source>
        <translation>Sending ...</translation>
    </message>
    <message>
        <source>Ditandai sudah diurus. Ctrl+Z mengembalikannya.</source>
        <translation>Marked as seen to. Ctrl+Z brings it back.</translation>
    </message>
    <message>
        <source>Kiriman, {count} perlu dilihat</source>
        <translation>Outbox, {count} to look at</translation>
    </message>
    <message>
        <source>Alasan dibuka lagi</source>
        <translation>Reason for reopening</translation>
    </message>
    <message>
        <source>Enter membuka, Esc batal.</source>
        <translation>Enter opens, Esc cancels.</translation>
    </message>
    <message>
        <source>Menunggu: {count}</source>
        <translation>Waiting: {count}</translation>
    </message>
    <message>
        <source>Antrean hari ini sudah ditutup. Alt+X membukanya lagi.</source>
        <translation>Today&apos;s queue is closed. Alt+X opens it again.</translation>
    </message>
    <message>
        <source>Belum ada yang menunggu. A, B, C, atau P mengambil nomor.</source>
        <translation>Nobody is waiting yet. A, B, C or P takes a number.</translation>
    </message>
    <message>
        <source>Nomor baru dengan kedip</source>
        <translation>New numbers with flashing</translation>
    </message>
    <message>
        <source>Ya, tutup</source>
        <translation>Yes, close</translation>
    </message>
    <message>
        <source>Buka lagi antrean hari ini</source>
        <translation>Reopen today&apos;s queue</translation>
    </message>
    <message>
        <source>Kembali ke antrean</source>
        <translation>Back to the queue</translation>
    </message>
    <message>
        <source>Nomor baru di layar panggil tidak berkedip.</source>
        <translation>New numbers on the call screen do not flash.</translation>
    </message>
    <message>
        <source>Nomor baru di layar panggil berkedip pelan.</source>
        <translation>New numbers on the call screen flash gently.</translation>
    </message>
    <message>
        <source>{number} pindah ke layanan yang mana? Nomornya tetap.</source>
        <translation>To which service does {number} go? The number stays.</translation>
    </message>
    <message>
        <source>Tuliskan nomornya; belum ada printer yang dipilih.</source>
        <translation>Write the number down; no printer is chosen yet.</translation>
    </message>
    <message>
        <source>Berikan slip barunya; slip lama tidak dipakai lagi.</source>
        <translation>Hand over the new slip; the old one is no longer used.</translation>
    </message>
    <message>
        <source>Antrean hari ini dibuka lagi. Yang dicatat pulang ada di bawah daftar; K mengembalikannya.</source>
        <translation>Today&apos;s queue is open again. Those noted as gone are at the end of the list; K brings them back.</translation>
    </message>
    <message>
        <source>Kunjungan dicatat.</source>
        <translation>The visit is noted.</translation>
    </message>
    <message>
        <source>Batalkan panggilan</source>
        <translation>Take back the call</translation>
    </message>
    <message>
        <source>Panggil {number}</source>
        <translation>Call {number}</translation>
    </message>
    <message>
        <source>{number} kembali antre</source>
        <translation>{number} back into the line</translation>
    </message>
    <message>
        <source>{number} hangus</source>
        <translation>{number} lapsed</translation>
    </message>
    <message>
        <source>{number} selesai</source>
        <translation>{number} is done</translation>
    </message>
    <message>
        <source>{number} pindah layanan</source>
        <translation>{number} to another service</translation>
    </message>
    <message>
        <source>{number} pulang</source>
        <translation>{number} went home</translation>
    </message>
    <message>
        <source>Cetak {number} lagi</source>
        <translation>Print {number} again</translation>
    </message>
    <message>
        <source>Ke {service}</source>
        <translation>To {service}</translation>
    </message>
    <message>
        <source>{number} ganti nomor</source>
        <translation>Change number {number}</translation>
    </message>
    <message>
        <source>Mulai mendaftar</source>
        <translation>Begin registration</translation>
    </message>
    <message>
        <source>Mulai membantu</source>
        <translation>Start helping</translation>
    </message>
    <message>
        <source>Simpan kunjungan</source>
        <translation>Save the visit</translation>
    </message>
    <message>
        <source>{number} diambil, dan berikutnya dipanggil.</source>
        <translation>{number} is taken and comes next.</translation>
    </message>
    <message>
        <source>{number} diambil. {count} orang di depannya.</source>
        <translation>{number} is taken. {count} people before it.</translation>
    </message>
    <message>
        <source>{number} hangus. Tekan K kalau orangnya datang lagi.</source>
        <translation>{number} has lapsed. Press K if the person comes back.</translation>
    </message>
    <message>
        <source>{number} dilewati. Tandai barisnya dan tekan K kalau orangnya datang.</source>
        <translation>{number} is skipped. Mark its line and press K when the person comes.</translation>
    </message>
    <message>
        <source>{number} kembali antre, di belakang paling banyak tiga orang.</source>
        <translation>{number} is back in the line, behind three people at most.</translation>
    </message>
    <message>
        <source>Panggilan {number} dibatalkan; tempatnya tetap.</source>
        <translation>The call of {number} is taken back; its place stays.</translation>
    </message>
    <message>
        <source>{number} pindah ke {service}; nomornya tetap.</source>
        <translation>{number} goes to {service}; the number stays.</translation>
    </message>
    <message>
        <source>{number} selesai dilayani.</source>
        <translation>{number} is served.</translation>
    </message>
    <message>
        <source>{number} dicatat pulang.</source>
        <translation>{number} is noted as gone home.</translation>
    </message>
    <message>
        <source>{before} sekarang {number}; tempatnya tetap.</source>
        <translation>{before} is {number} now; the place in line stays.</translation>
    </message>
    <message>
        <source>Antrean hari ini ditutup. Tidak ada yang masih menunggu.</source>
        <translation>Today&apos;s queue is closed. Nobody was still waiting.</translation>
    </message>
    <message>
        <source>Antrean hari ini ditutup. {count} orang dicatat pulang tanpa dilayani.</source>
        <translation>Today&apos;s queue is closed. {count} people are noted as gone home unserved.</translation>
    </message>
    <message>
        <source>Yang masih dilayani dicatat selesai: {numbers}.</source>
        <translation>Still being served and noted as done: {numbers}.</translation>
    </message>
    <message>
        <source>Tutup antrean hari ini? Sesudahnya nomor baru tidak diberikan lagi.</source>
        <translation>Close today&apos;s queue? After that no new numbers are given.</translation>
    </message>
    <message>
        <source>{count} orang yang masih menunggu dicatat pulang.</source>
        <translation>{count} people who still wait are noted as gone home.</translation>
    </message>
    <message>
        <source>Dipanggil dan belum dicatat datang: {numbers}, dicatat pulang. Sudah dilayani? Esc, lalu S.</source>
        <translation>Called and not noted as here: {numbers}, to be noted as gone. Served already? Esc, then S.</translation>
    </message>
    <message>
        <source>Masih dilayani: {numbers}, dicatat selesai.</source>
        <translation>Still being served: {numbers}, to be noted as done.</translation>
    </message>
    <message>
        <source>{number} (loket {counter})</source>
        <translation>{number} (counter {counter})</translation>
    </message>
    <message>
        <source>{number} dipanggil loket {other} juga, dan dilayani di sana. Panggil yang berikutnya.</source>
        <translation>{number} was called by counter {other}, too, and is served there. Call the next one.</translation>
    </message>
    <message>
        <source>Ada dua orang dengan nomor {number}. Tandai yang datang belakangan dan tekan G: nomornya diganti.</source>
        <translation>Two people hold number {number}. Mark the one who came later and press G: that number is changed.</translation>
    </message>
    <message>
        <source>Riwayat</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Membuka pendaftaran</source>
        <translation>Opening the registration</translation>
    </message>
    <message>
        <source>Nomor antrean {number}</source>
        <translation>Queue number {number}</translation>
    </message>
    <message>
        <source>Simpan perbaikan</source>
        <translation>Save the correction</translation>
    </message>
    <message>
        <source>Belum disimpan. Alt+Y memastikan isian ini, lalu F2 menyimpannya.</source>
        <translation>Not saved yet. Alt+Y confirms this entry, then F2 saves it.</translation>
    </message>
    <message>
        <source>Perbaikan tersimpan.</source>
        <translation>The correction is saved.</translation>
    </message>
    <message>
        <source>Berkas tercatat.</source>
        <translation>The paper is on record.</translation>
    </message>
    <message>
        <source>F7 mencetak slip yang baru.</source>
        <translation>F7 prints the new slip.</translation>
    </message>
    <message>
        <source>Tahap tersimpan.</source>
        <translation>The stage is saved.</translation>
    </message>
    <message>
        <source>Pilihan tersimpan.</source>
        <translation>The choice is saved.</translation>
    </message>
    <message>
        <source>Pendaftaran ditarik.</source>
        <translation>The registration is withdrawn.</translation>
    </message>
    <message>
        <source>Sekarang: {status}.</source>
        <translation>Now: {status}.</translation>
    </message>
    <message>
        <source>Dibantu di meja e-mail</source>
        <translation>Helped at the e-mail desk</translation>
    </message>
    <message>
        <source>Kembali ke data</source>
        <translation>Back to the record</translation>
    </message>
    <message>
        <source>Daftar draf</source>
        <translation>List of drafts</translation>
    </message>
    <message>
        <source>Lanjutkan isian terakhir</source>
        <translation>Go on with the last draft</translation>
    </message>
    <message>
        <source>Lanjutkan isian</source>
        <translation>Go on with the draft</translation>
    </message>
    <message>
        <source>Isian {name} disimpan sebagai draf. Ctrl+Z membukanya lagi.</source>
        <translation>The entries of {name} are saved as a draft. Ctrl+Z opens them again.</translation>
    </message>
    <message>
        <source>Buka lagi</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>Program yang diminta</source>
        <translation>Programme asked for</translation>
    </message>
    <message>
        <source>Program lain untuk orang ini</source>
        <translation>Another programme for this person</translation>
    </message>
    <message>
        <source>Identitas dan berkas terbawa, nomor antrean tetap. Isi yang ditanyakan program ini.</source>
        <translation>Identity and papers are carried over, the queue number stays. Fill in what this programme asks.</translation>
    </message>
    <message>
        <source>F2 sekali lagi untuk mencatat kunjungan ini sebagai belum lengkap.</source>
        <translation>F2 once more to record this visit as incomplete.</translation>
    </message>
    <message>
        <source>F2 sekali lagi untuk mencatat kunjungan ini di daftar tunggu.</source>
        <translation>F2 once more to record this visit on the waiting list.</translation>
    </message>
    <message>
        <source>Draf ini sudah tidak ada. Isian yang lain tidak berubah.</source>
        <translation>This draft is no longer there. The other entries are unchanged.</translation>
    </message>
    <message>
        <source>Isian terakhir belum disimpan: {name}. Ctrl+Z melanjutkannya.</source>
        <translation>The last form is not saved yet: {name}. Ctrl+Z goes on with it.</translation>
    </message>
    <message>
        <source>Lanjutkan</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Draf dihapus. Ctrl+Z mengembalikannya.</source>
        <translation>The draft was deleted. Ctrl+Z brings it back.</translation>
    </message>
    <message>
        <source>Nomor antrean kunjungan pertama</source>
        <translation>Queue number of the first visit</translation>
    </message>
    <message>
        <source>Dicatat, belum lengkap</source>
        <translation>Recorded, incomplete</translation>
    </message>
    <message>
        <source>dan {count} hal lain, semua tertulis di slip.</source>
        <translation>and {count} more, all of it is on the slip.</translation>
    </message>
    <message>
        <source>Nomor antrean. Nomor registrasi belum diberikan.</source>
        <translation>Queue number. No registration number has been given yet.</translation>
    </message>
    <message>
        <source>Tanpa nama</source>
        <translation>No name</translation>
    </message>
    <message>
        <source>Tuliskan nomor di atas untuk pemohon.</source>
        <translation>Write the number above down for the applicant.</translation>
    </message>
    <message>
        <source>Tersimpan di laptop ini.</source>
        <translation>Saved on this laptop.</translation>
    </message>
    <message>
        <source>Tidak dicatat lagi. Nomor yang pertama tetap berlaku.</source>
        <translation>Not recorded again. The first number stays valid.</translation>
    </message>
    <message>
        <source>Dikirim sekarang.</source>
        <translation>Being sent now.</translation>
    </message>
    <message>
        <source>Dikirim otomatis saat daring.</source>
        <translation>Sent by itself when online.</translation>
    </message>
    <message>
        <source>Slip sudah tercetak.</source>
        <translation>The slip has been printed.</translation>
    </message>
    <message>
        <source>Slip menunggu di antrean printer dan belum keluar.</source>
        <translation>The slip waits in the printer&apos;s queue and is not out yet.</translation>
    </message>
    <message>
        <source>Slip sudah diserahkan ke printer.</source>
        <translation>The slip was handed to the printer.</translation>
    </message>
    <message>
        <source>Slip belum dicetak: belum ada printer yang dipilih di Pengaturan.</source>
        <translation>The slip is not printed: no printer is chosen under Settings yet.</translation>
    </message>
    <message>
        <source>Slip mungkin sudah keluar. Lihat kertasnya; kalau tidak utuh, tekan F7.</source>
        <translation>The slip may have come out. Look at the paper; if it is not whole, press F7.</translation>
    </message>
    <message>
        <source>Slip belum tercetak. Periksa printer, lalu tekan F7; nomornya tetap sama.</source>
        <translation>The slip is not printed yet. Check the printer, then press F7; the number stays the same.</translation>
    </message>
    <message>
        <source>Belum ada.</source>
        <translation>Nothing yet.</translation>
    </message>
    <message>
        <source>Laporan harian posko</source>
        <translation>Daily report of the posko</translation>
    </message>
    <message>
        <source>Usia</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>Yang masih kurang</source>
        <translation>Still missing</translation>
    </message>
    <message>
        <source>Tidak ada yang kurang.</source>
        <translation>Nothing is missing.</translation>
    </message>
    <message>
        <source>Cek status dan pengaduan</source>
        <translation>Status checks and complaints</translation>
    </message>
    <message>
        <source>Waktu dan pengiriman</source>
        <translation>Times and sending</translation>
    </message>
    <message>
        <source>Simpan laporan</source>
        <translation>Save report</translation>
    </message>
    <message>
        <source>Laporan sedang dihitung.</source>
        <translation>Counting the report.</translation>
    </message>
    <message>
        <source>Semua meja yang dikenal laptop ini: {count}. Petugas: {officers}</source>
        <translation>All desks that this laptop knows: {count}. Officers: {officers}</translation>
    </message>
    <message>
        <source>Kejadian tercatat untuk laporan {day}.</source>
        <translation>The incident is noted for the report of {day}.</translation>
    </message>
    <message>
        <source>Ubah data</source>
        <translation>Change the data</translation>
    </message>
    <message>
        <source>Formulir berikutnya</source>
        <translation>Next form</translation>
    </message>
    <message>
        <source>Orang berikutnya</source>
        <translation>Next person</translation>
    </message>
    <message>
        <source>Cetak rujukan Dukcapil</source>
        <translation>Print referral to Dukcapil</translation>
    </message>
    <message>
        <source>Simpan rujukan Dukcapil</source>
        <translation>Save referral to Dukcapil</translation>
    </message>
    <message>
        <source>Program lain</source>
        <translation>Other programme</translation>
    </message>
    <message>
        <source>Cari pendaftaran</source>
        <translation>Search registrations</translation>
    </message>
    <message>
        <source>NIK, empat angka terakhir, nama, nomor registrasi, atau nomor antrean</source>
        <translation>NIK, its last four digits, name, registration number or queue number</translation>
    </message>
    <message>
        <source>Daftar sedang dibuka</source>
        <translation>Opening the list</translation>
    </message>
    <message>
        <source>Kosongkan</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>{count} pendaftaran</source>
        <translation>{count} registrations</translation>
    </message>
    <message>
        <source>{count} di antaranya mirip ejaannya</source>
        <translation>{count} of them with a similar spelling</translation>
    </message>
    <message>
        <source>{count} teratas ditampilkan</source>
        <translation>the first {count} are shown</translation>
    </message>
    <message>
        <source>daftar sedang dibuka: {done} dari {total}</source>
        <translation>opening the list: {done} of {total}</translation>
    </message>
    <message>
        <source>{count} data rusak tidak tampil</source>
        <translation>{count} damaged records not shown</translation>
    </message>
    <message>
        <source>Yang terbaru muncul lebih dulu. Pendaftaran bisa jalan terus.</source>
        <translation>The latest come first. Registering can go on.</translation>
    </message>
    <message>
        <source>Belum ada pendaftaran</source>
        <translation>No registrations yet</translation>
    </message>
    <message>
        <source>Tekan F3 untuk mendaftarkan orang pertama.</source>
        <translation>Press F3 to register the first person.</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok</source>
        <translation>Nothing matches</translation>
    </message>
    <message>
        <source>Hapus saringan hari, hasil, atau status dengan Esc, lalu cari lagi.</source>
        <translation>Clear the filters for day, outcome or status with Esc, then search again.</translation>
    </message>
    <message>
        <source>Coba empat angka terakhir NIK, atau sebagian namanya saja.</source>
        <translation>Try the last four digits of the NIK, or just a part of the name.</translation>
    </message>
    <message>
        <source>Simpan pengaturan</source>
        <translation>Save settings</translation>
    </message>
    <message>
        <source>Apakah syaratnya sesuai dengan layanannya?</source>
        <translation>Do the requirements fit the service?</translation>
    </message>
    <message>
        <source>Tidak sesuai</source>
        <translation>Not at all</translation>
    </message>
    <message>
        <source>Kurang sesuai</source>
        <translation>Not quite</translation>
    </message>
    <message>
        <source>Sesuai</source>
        <translation>Fitting</translation>
    </message>
    <message>
        <source>Sangat sesuai</source>
        <translation>Very fitting</translation>
    </message>
    <message>
        <source>Apakah caranya mudah?</source>
        <translation>Was the procedure easy?</translation>
    </message>
    <message>
        <source>Tidak mudah</source>
        <translation>Not easy</translation>
    </message>
    <message>
        <source>Kurang mudah</source>
        <translation>Not quite easy</translation>
    </message>
    <message>
        <source>Mudah</source>
        <translation>Easy</translation>
    </message>
    <message>
        <source>Sangat mudah</source>
        <translation>Very easy</translation>
    </message>
    <message>
        <source>Apakah layanannya cepat?</source>
        <translation>Was the service fast?</translation>
    </message>
    <message>
        <source>Tidak cepat</source>
        <translation>Not fast</translation>
    </message>
    <message>
        <source>Kurang cepat</source>
        <translation>Not quite fast</translation>
    </message>
    <message>
        <source>Cepat</source>
        <translation>Fast</translation>
    </message>
    <message>
        <source>Sangat cepat</source>
        <translation>Very fast</translation>
    </message>
    <message>
        <source>Berapa biayanya? Layanan ini seharusnya gratis.</source>
        <translation>What did it cost? This service should be free.</translation>
    </message>
    <message>
        <source>Sangat mahal</source>
        <translation>Very expensive</translation>
    </message>
    <message>
        <source>Cukup mahal</source>
        <translation>Rather expensive</translation>
    </message>
    <message>
        <source>Murah</source>
        <translation>Cheap</translation>
    </message>
    <message>
        <source>Gratis</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>Apakah hasilnya sesuai dengan yang dijanjikan?</source>
        <translation>Was the result what was promised?</translation>
    </message>
    <message>
        <source>Apakah petugasnya mampu?</source>
        <translation>Were the officers able?</translation>
    </message>
    <message>
        <source>Tidak mampu</source>
        <translation>Not able</translation>
    </message>
    <message>
        <source>Kurang mampu</source>
        <translation>Not quite able</translation>
    </message>
    <message>
        <source>Mampu</source>
        <translation>Able</translation>
    </message>
    <message>
        <source>Sangat mampu</source>
        <translation>Very able</translation>
    </message>
    <message>
        <source>Apakah petugasnya sopan dan ramah?</source>
        <translation>Were the officers polite and friendly?</translation>
    </message>
    <message>
        <source>Tidak ramah</source>
        <translation>Not friendly</translation>
    </message>
    <message>
        <source>Kurang ramah</source>
        <translation>Not quite friendly</translation>
    </message>
    <message>
        <source>Ramah</source>
        <translation>Friendly</translation>
    </message>
    <message>
        <source>Sangat ramah</source>
        <translation>Very friendly</translation>
    </message>
    <message>
        <source>Bagaimana tempat dan perlengkapannya?</source>
        <translation>How were the place and its equipment?</translation>
    </message>
    <message>
        <source>Buruk</source>
        <translation>Bad</translation>
    </message>
    <message>
        <source>Cukup</source>
        <translation>Fair</translation>
    </message>
    <message>
        <source>Baik</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Sangat baik</source>
        <translation>Very good</translation>
    </message>
    <message>
        <source>Bagaimana pengaduan ditangani?</source>
        <translation>How are complaints handled?</translation>
    </message>
    <message>
        <source>Tidak ada</source>
        <translation>Not at all</translation>
    </message>
    <message>
        <source>Ada, belum berjalan</source>
        <translation>Possible, but nothing happens</translation>
    </message>
    <message>
        <source>Ada, kurang baik</source>
        <translation>Possible, not well handled</translation>
    </message>
    <message>
        <source>Dikelola dengan baik</source>
        <translation>Well handled</translation>
    </message>
    <message>
        <source>Terima kasih. Jawaban Anda tidak memuat nama.</source>
        <translation>Thank you. Your answers carry no name.</translation>
    </message>
    <message>
        <source>Jawaban belum bisa disimpan. Terima kasih sudah mengisi.</source>
        <translation>The answers could not be kept. Thank you for taking part.</translation>
    </message>
    <message>
        <source>Layanan apa yang Anda terima hari ini?</source>
        <translation>Which service did you have today?</translation>
    </message>
    <message>
        <source>Pertanyaan {place} dari {count}</source>
        <translation>Question {place} of {count}</translation>
    </message>
    <message>
        <source>Ya, masukkan</source>
        <translation>Yes, put them in</translation>
    </message>
    <message>
        <source>{count} orang yang sudah lengkap masuk {batch}. Yang masih kurang tetap menunggu di urutannya.</source>
        <translation>{count} people who lack nothing go into {batch}. Who lacks something waits on and keeps the rank.</translation>
    </message>
    <message>
        <source>Ini tidak bisa diurungkan.</source>
        <translation>This cannot be undone.</translation>
    </message>
    <message>
        <source>Sedang dimasukkan ...</source>
        <translation>Putting them in ...</translation>
    </message>
    <message>
        <source>{count} orang masuk {batch}. {left} masih menunggu.</source>
        <translation>{count} people went into {batch}. {left} still wait.</translation>
    </message>
    <message>
        <source>{count} perlu diketik, {typed} menunggu kabar</source>
        <translation>{count} to type in, {typed} awaiting news</translation>
    </message>
    <message>
        <source>Sudah diketik {at} oleh {officer}; menunggu kabar.</source>
        <translation>Typed in {at} by {officer}; awaiting news.</translation>
    </message>
    <message>
        <source>Salin, lanjut</source>
        <translation>Copy, go on</translation>
    </message>
    <message>
        <source>Tampilkan isian</source>
        <translation>Show the boxes</translation>
    </message>
    <message>
        <source>Kembali ke daftar</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>Semua isian sudah disalin. Setelah tersimpan di situs, Alt+K mencatatnya.</source>
        <translation>Everything is copied. Once it is saved on the site, Alt+K notes it.</translation>
    </message>
    <message>
        <source>{name} dicatat sudah diketik. Setelah ada kabar, Alt+L mencatat tahapnya.</source>
        <translation>{name} is noted as typed in. When there is news, Alt+L notes the stage.</translation>
    </message>
    <message>
        <source>Waktu</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Didaftarkan</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>Slip dicetak ulang</source>
        <translation>Slip reprinted</translation>
    </message>
    <message>
        <source>Data diperbaiki</source>
        <translation>Data corrected</translation>
    </message>
    <message>
        <source>Berkas ditambahkan</source>
        <translation>Papers added</translation>
    </message>
    <message>
        <source>Pendaftaran ditarik</source>
        <translation>Registration withdrawn</translation>
    </message>
    <message>
        <source>NIK dilihat</source>
        <translation>NIK was looked at</translation>
    </message>
    <message>
        <source>Tahap dicatat</source>
        <translation>Stage written down</translation>
    </message>
    <message>
        <source>Gelombang dicatat</source>
        <translation>Batch written down</translation>
    </message>
    <message>
        <source>Diketik di situs program</source>
        <translation>Typed into the programme&apos;s site</translation>
    </message>
    <message>
        <source>Isian yang benar dipilih</source>
        <translation>Right entry chosen</translation>
    </message>
    <message>
        <source>Ditanyakan di posko</source>
        <translation>Asked about at the posko</translation>
    </message>
    <message>
        <source>Perubahan dari Posko yang lebih baru</source>
        <translation>A change made by a newer Posko</translation>
    </message>
    <message>
        <source>Alasan: {reason}</source>
        <translation>Reason: {reason}</translation>
    </message>
    <message>
        <source>Salinan ke-{number}</source>
        <translation>Copy {number}</translation>
    </message>
    <message>
        <source>di perangkat lain posko ini</source>
        <translation>on another device of this posko</translation>
    </message>
    <message>
        <source>Gelombang {number}</source>
        <translation>Batch {number}</translation>
    </message>
    <message>
        <source>Keadaan</source>
        <translation>State</translation>
    </message>
    <message>
        <source>No. antrean</source>
        <translation>Queue number</translation>
    </message>
    <message>
        <source>Isi</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>pendaftaran</source>
        <translation>registration</translation>
    </message>
    <message>
        <source>kunjungan ulang</source>
        <translation>repeated visit</translation>
    </message>
    <message>
        <source>cetak ulang slip</source>
        <translation>slip reprint</translation>
    </message>
    <message>
        <source>salinan data</source>
        <translation>copy of data</translation>
    </message>
    <message>
        <source>pemulihan cadangan</source>
        <translation>restored backup</translation>
    </message>
    <message>
        <source>petugas baru</source>
        <translation>new officer</translation>
    </message>
    <message>
        <source>kata rahasia baru</source>
        <translation>new secret</translation>
    </message>
    <message>
        <source>petugas dihapus</source>
        <translation>officer removed</translation>
    </message>
    <message>
        <source>penghapusan draf lama</source>
        <translation>old drafts deleted</translation>
    </message>
    <message>
        <source>penghapusan salinan lama</source>
        <translation>old copies deleted</translation>
    </message>
    <message>
        <source>pembukaan hari lain</source>
        <translation>opening of another day</translation>
    </message>
    <message>
        <source>perbaikan data</source>
        <translation>correction</translation>
    </message>
    <message>
        <source>berkas susulan</source>
        <translation>papers brought later</translation>
    </message>
    <message>
        <source>penarikan pendaftaran</source>
        <translation>withdrawal</translation>
    </message>
    <message>
        <source>tampilan NIK</source>
        <translation>NIK shown</translation>
    </message>
    <message>
        <source>tahap pendaftaran</source>
        <translation>stage of a registration</translation>
    </message>
    <message>
        <source>gelombang pendaftaran</source>
        <translation>batch of a registration</translation>
    </message>
    <message>
        <source>ketikan di situs program</source>
        <translation>typing into the programme&apos;s site</translation>
    </message>
    <message>
        <source>pilihan isian yang benar</source>
        <translation>choice of the right entry</translation>
    </message>
    <message>
        <source>nomor antrean</source>
        <translation>queue number</translation>
    </message>
    <message>
        <source>langkah antrean</source>
        <translation>step in the queue</translation>
    </message>
    <message>
        <source>penutupan antrean</source>
        <translation>closing of the queue</translation>
    </message>
    <message>
        <source>pembukaan antrean</source>
        <translation>opening of the queue</translation>
    </message>
    <message>
        <source>kunjungan tanpa pendaftaran</source>
        <translation>visit without registration</translation>
    </message>
    <message>
        <source>jawaban survei</source>
        <translation>survey answers</translation>
    </message>
    <message>
        <source>kejadian</source>
        <translation>incident</translation>
    </message>
    <message>
        <source>cetak ulang nomor antrean</source>
        <translation>queue number printed again</translation>
    </message>
    <message>
        <source>slip tanpa data</source>
        <translation>slip without data</translation>
    </message>
    <message>
        <source>slip tanpa data diurus</source>
        <translation>slip without data seen to</translation>
    </message>
    <message>
        <source>bantuan e-mail</source>
        <translation>help with e-mail</translation>
    </message>
    <message>
        <source>langkah bantuan e-mail</source>
        <translation>step of help with e-mail</translation>
    </message>
    <message>
        <source>permintaan kode bukti e-mail</source>
        <translation>request for a code by e-mail</translation>
    </message>
    <message>
        <source>kode bukti e-mail</source>
        <translation>code read back</translation>
    </message>
    <message>
        <source>kotak e-mail baru</source>
        <translation>new mailbox</translation>
    </message>
    <message>
        <source>kode aktivasi baru</source>
        <translation>new activation code</translation>
    </message>
    <message>
        <source>Sedang dikirim</source>
        <translation>Being sent</translation>
    </message>
    <message>
        <source>Terkirim</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>catatan lain</source>
        <translation>other record</translation>
    </message>
    <message>
        <source>Server sudah menerima data ini dan mengirim tanda terimanya.</source>
        <translation>The server has received these data and sent its receipt.</translation>
    </message>
    <message>
        <source>Tersimpan di laptop ini dan dikirim sendiri saat tersambung.</source>
        <translation>Kept on this laptop and sent by itself once connected.</translation>
    </message>
    <message>
        <source>Daftar kiriman</source>
        <translation>Outbox list</translation>
    </message>
    <message>
        <source>Urutan</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>Layanan</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Sudah menunggu</source>
        <translation>Has waited</translation>
    </message>
    <message>
        <source>Kira-kira lagi</source>
        <translation>Expected wait</translation>
    </message>
    <message>
        <source>belum tahu</source>
        <translation>not known</translation>
    </message>
    <message>
        <source>{state}, loket {counter}</source>
        <translation>{state}, counter {counter}</translation>
    </message>
    <message>
        <source>Yang menunggu</source>
        <translation>Who waits</translation>
    </message>
    <message>
        <source>Daftar pendaftaran</source>
        <translation>List of registrations</translation>
    </message>
    <message>
        <source>Sejak</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Masih kurang</source>
        <translation>Still missing</translation>
    </message>
    <message>
        <source>Masuk ke</source>
        <translation>Goes into</translation>
    </message>
    <message>
        <source>tidak ada</source>
        <translation>nothing</translation>
    </message>
    <message>
        <source>Langkah</source>
        <translation>Step</translation>
    </message>
    <message>
        <source>Diketik</source>
        <translation>Typed in</translation>
    </message>
    <message>
        <source>Yang diketik di situs program</source>
        <translation>Whom to type into the programme&apos;s site</translation>
    </message>
    <message>
        <source>Pakai {text}</source>
        <translation>Use {text}</translation>
    </message>
    <message>
        <source>Tetap {text}</source>
        <translation>Keep {text}</translation>
    </message>
    <message>
        <source>tanpa nama, NIK ...{end}</source>
        <translation>no name, NIK ...{end}</translation>
    </message>
    <message>
        <source>tanpa nama</source>
        <translation>no name</translation>
    </message>
    <message>
        <source>Belum ada yang datang.</source>
        <translation>Nobody has come yet.</translation>
    </message>
    <message>
        <source>pukul {hour}: {count} orang</source>
        <translation>{hour}: {count} people</translation>
    </message>
    <message>
        <source>Sekali lagi</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>Caps Lock menyala.</source>
        <translation>Caps Lock is on.</translation>
    </message>
    <message>
        <source>Paling sedikit 8 huruf. Paling baik kalimat pendek yang hanya Anda tahu.</source>
        <translation>At least 8 letters. Best is a short sentence that only you know.</translation>
    </message>
    <message>
        <source>Tutup pemberitahuan</source>
        <translation>Close the notice</translation>
    </message>
    <message>
        <source>Spasi membuka daftar program.</source>
        <translation>Space opens the list of programmes.</translation>
    </message>
    <message>
        <source>Program: {name}</source>
        <translation>Programme: {name}</translation>
    </message>
    <message>
        <source>Sembunyikan yang diketik</source>
        <translation>Hide what is typed</translation>
    </message>
    <message>
        <source>Tunjukkan yang diketik</source>
        <translation>Show what is typed</translation>
    </message>
    <message>
        <source>Tidak memenuhi syarat</source>
        <translation>Not eligible</translation>
    </message>
    <message>
        <source>Ditarik</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>Bisa didaftarkan</source>
        <translation>Can be registered</translation>
    </message>
    <message>
        <source>Data belum lengkap</source>
        <translation>Data incomplete</translation>
    </message>
    <message>
        <source>terlalu pendek</source>
        <translation>too short</translation>
    </message>
    <message>
        <source>mudah ditebak</source>
        <translation>easy to guess</translation>
    </message>
    <message>
        <source>cukup</source>
        <translation>fair</translation>
    </message>
    <message>
        <source>kuat</source>
        <translation>strong</translation>
    </message>
    <message>
        <source>Kekuatan kata rahasia: {word}</source>
        <translation>Strength of the secret: {word}</translation>
    </message>
    <message>
        <source>tidak berlaku lagi sejak {on}</source>
        <translation>no longer valid since {on}</translation>
    </message>
    <message>
        <source>tidak berlaku lagi</source>
        <translation>no longer valid</translation>
    </message>
    <message>
        <source>kode lama {code}</source>
        <translation>old code {code}</translation>
    </message>
    <message>
        <source>dulu {name}</source>
        <translation>formerly {name}</translation>
    </message>
    <message>
        <source>Kelurahan/Desa yang cocok</source>
        <translation>Matching kelurahan/desa</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok. Ketik nama kelurahan/desa, kecamatan, atau kota.</source>
        <translation>Nothing matches. Type the name of a kelurahan/desa, kecamatan or city.</translation>
    </message>
    <message>
        <source>Tutup juga</source>
        <translation>Close anyway</translation>
    </message>
    <message>
        <source>Pengaturan disimpan.</source>
        <translation>The settings are saved.</translation>
    </message>
    <message>
        <source>Lihat laporan</source>
        <translation>Show the report</translation>
    </message>
</context>
<context>
    <name>programme</name>
    <message>
        <source>BPJS Ketenagakerjaan BPU</source>
        <translation>BPJS Ketenagakerjaan for the self-employed (BPU)</translation>
    </message>
    <message>
        <source>Jaminan kecelakaan kerja dan kematian bagi pekerja mandiri.</source>
        <translation>Work accident and death insurance for the self-employed.</translation>
    </message>
    <message>
        <source>Pendataan</source>
        <translation>data collection</translation>
    </message>
    <message>
        <source>Tunggu kode iuran, lalu bayar iuran pertama.</source>
        <translation>Wait for the payment code, then pay the first contribution.</translation>
    </message>
    <message>
        <source>Manfaatnya: lihat brosur BPJS Ketenagakerjaan.</source>
        <translation>Benefits: see the leaflet of BPJS Ketenagakerjaan.</translation>
    </message>
    <message>
        <source>Anda belum terlindungi sampai iuran dibayar.</source>
        <translation>You are not insured until the contribution is paid.</translation>
    </message>
    <message>
        <source>Bekerja sendiri, tidak digaji pemberi kerja</source>
        <translation>Self-employed, not paid by an employer</translation>
    </message>
    <message>
        <source>Pekerjaan sekarang</source>
        <translation>Present job</translation>
    </message>
    <message>
        <source>Tempat kerja</source>
        <translation>Place of work</translation>
    </message>
    <message>
        <source>Jam kerja</source>
        <translation>Working hours</translation>
    </message>
    <message>
        <source>Penghasilan sebulan</source>
        <translation>Income a month</translation>
    </message>
    <message>
        <source>Bidang usaha</source>
        <translation>Line of work</translation>
    </message>
    <message>
        <source>Transportasi (ojek, sopir, kurir)</source>
        <translation>Transport (motorcycle taxi, driver, courier)</translation>
    </message>
    <message>
        <source>Perdagangan</source>
        <translation>Trade</translation>
    </message>
    <message>
        <source>Jasa dan kebersihan</source>
        <translation>Services and cleaning</translation>
    </message>
    <message>
        <source>Pertanian dan perikanan</source>
        <translation>Farming and fishing</translation>
    </message>
    <message>
        <source>Bangunan</source>
        <translation>Building</translation>
    </message>
    <message>
        <source>Pengurus RT/RW, PKK, kader</source>
        <translation>RT/RW board, PKK, volunteer</translation>
    </message>
    <message>
        <source>Lainnya</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>Ikut Jaminan Hari Tua (JHT)</source>
        <translation>Takes part in old-age savings (JHT)</translation>
    </message>
    <message>
        <source>Siapa yang membayar iuran</source>
        <translation>Who pays the contribution</translation>
    </message>
    <message>
        <source>Sendiri</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>Kelompok atau gotong royong</source>
        <translation>Group or neighbours</translation>
    </message>
    <message>
        <source>Perusahaan (CSR)</source>
        <translation>Company (CSR)</translation>
    </message>
    <message>
        <source>APBD</source>
        <translation>Regional budget (APBD)</translation>
    </message>
    <message>
        <source>APBN</source>
        <translation>State budget (APBN)</translation>
    </message>
    <message>
        <source>ASN penjamin</source>
        <translation>Civil servant as sponsor</translation>
    </message>
    <message>
        <source>Nama ahli waris</source>
        <translation>Name of the heir</translation>
    </message>
    <message>
        <source>Hubungan ahli waris dengan pemohon</source>
        <translation>How the heir is related to the applicant</translation>
    </message>
    <message>
        <source>Suami/istri</source>
        <translation>Husband/wife</translation>
    </message>
    <message>
        <source>Anak</source>
        <translation>Child</translation>
    </message>
    <message>
        <source>Orang tua</source>
        <translation>Parent</translation>
    </message>
    <message>
        <source>Saudara</source>
        <translation>Brother/sister</translation>
    </message>
    <message>
        <source>Nama ibu kandung</source>
        <translation>Mother&apos;s maiden name</translation>
    </message>
    <message>
        <source>Ikut 1 RW 100 pekerja rentan</source>
        <translation>Counts for 1 RW 100 vulnerable workers</translation>
    </message>
    <message>
        <source>Kelompok pekerja rentan</source>
        <translation>Group of vulnerable workers</translation>
    </message>
    <message>
        <source>Pengurus RT/RW</source>
        <translation>RT/RW board</translation>
    </message>
    <message>
        <source>PKK</source>
        <translation>PKK</translation>
    </message>
    <message>
        <source>Dasawisma</source>
        <translation>Dasawisma</translation>
    </message>
    <message>
        <source>Posyandu</source>
        <translation>Posyandu</translation>
    </message>
    <message>
        <source>Jumantik</source>
        <translation>Jumantik</translation>
    </message>
    <message>
        <source>Keamanan</source>
        <translation>Security</translation>
    </message>
    <message>
        <source>Kebersihan</source>
        <translation>Cleaning</translation>
    </message>
    <message>
        <source>Guru ngaji</source>
        <translation>Koran teacher</translation>
    </message>
    <message>
        <source>Pedagang kecil</source>
        <translation>Small trader</translation>
    </message>
    <message>
        <source>KTP-el</source>
        <translation>KTP-el</translation>
    </message>
    <message>
        <source>alamat e-mail</source>
        <translation>e-mail address</translation>
    </message>
    <message>
        <source>Minta bantuan membuat e-mail di posko ini.</source>
        <translation>Ask for help with making an e-mail address at this posko.</translation>
    </message>
    <message>
        <source>punya NIK</source>
        <translation>has a NIK</translation>
    </message>
    <message>
        <source>Urus NIK di Dukcapil, lalu kembali ke posko ini.</source>
        <translation>Get a NIK at Dukcapil, then come back to this post.</translation>
    </message>
    <message>
        <source>belum 65 tahun</source>
        <translation>not yet 65</translation>
    </message>
    <message>
        <source>usia 18 tahun ke atas</source>
        <translation>aged 18 or more</translation>
    </message>
    <message>
        <source>BPJS Ketenagakerjaan</source>
        <translation>BPJS Ketenagakerjaan</translation>
    </message>
    <message>
        <source>Tanyakan batas usia ke BPJS Ketenagakerjaan.</source>
        <translation>Ask BPJS Ketenagakerjaan about the age limit.</translation>
    </message>
    <message>
        <source>bekerja sendiri, tidak digaji pemberi kerja</source>
        <translation>self-employed, not paid by an employer</translation>
    </message>
    <message>
        <source>Pekerja yang digaji didaftarkan oleh pemberi kerjanya.</source>
        <translation>Employees are enrolled by their employer.</translation>
    </message>
    <message>
        <source>Dukcapil</source>
        <translation>Dukcapil</translation>
    </message>
    <message>
        <source>JKK</source>
        <translation>JKK</translation>
    </message>
    <message>
        <source>JKM</source>
        <translation>JKM</translation>
    </message>
    <message>
        <source>JHT</source>
        <translation>JHT</translation>
    </message>
    <message>
        <source>potongan 50% bidang transportasi</source>
        <translation>50% off for transport</translation>
    </message>
    <message>
        <source>Didata</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>Data diterima BPJS Ketenagakerjaan</source>
        <translation>Data accepted by BPJS Ketenagakerjaan</translation>
    </message>
    <message>
        <source>Kode iuran keluar</source>
        <translation>Payment code issued</translation>
    </message>
    <message>
        <source>Iuran dibayar</source>
        <translation>Contribution paid</translation>
    </message>
    <message>
        <source>Kartu aktif</source>
        <translation>Card active</translation>
    </message>
    <message>
        <source>Menunggak iuran</source>
        <translation>Contribution overdue</translation>
    </message>
    <message>
        <source>Tidak aktif</source>
        <translation>Not active</translation>
    </message>
    <message>
        <source>NIK</source>
        <translation>NIK</translation>
    </message>
    <message>
        <source>Nama lengkap</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>Tempat lahir</source>
        <translation>Place of birth</translation>
    </message>
    <message>
        <source>Tanggal lahir</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>Nomor HP</source>
        <translation>Mobile number</translation>
    </message>
    <message>
        <source>Alamat e-mail</source>
        <translation>E-mail address</translation>
    </message>
    <message>
        <source>Alamat</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Pekerjaan</source>
        <translation>Occupation</translation>
    </message>
    <message>
        <source>Lokasi kerja</source>
        <translation>Place of work</translation>
    </message>
    <message>
        <source>Penghasilan</source>
        <translation>Income</translation>
    </message>
    <message>
        <source>Ahli waris</source>
        <translation>Heir</translation>
    </message>
    <message>
        <source>1 RW 100 pekerja rentan</source>
        <translation>1 RW 100 vulnerable workers</translation>
    </message>
    <message>
        <source>Kartu Anak Jakarta (KAJ)</source>
        <translation>Jakarta Child Card (KAJ)</translation>
    </message>
    <message>
        <source>Bantuan bulanan bagi anak sampai 6 tahun.</source>
        <translation>Monthly aid for children up to 6 years.</translation>
    </message>
    <message>
        <source>Nama anak</source>
        <translation>Child&apos;s name</translation>
    </message>
    <message>
        <source>Alamat KK</source>
        <translation>Address on the family card</translation>
    </message>
    <message>
        <source>Pengecekan dan usulan</source>
        <translation>check and proposal</translation>
    </message>
    <message>
        <source>Tanyakan hasil musyawarah di kelurahan.</source>
        <translation>Ask at the kelurahan what the meeting decided.</translation>
    </message>
    <message>
        <source>Jangan pernah memberikan PIN kartu kepada siapa pun.</source>
        <translation>Never give the PIN of the card to anybody.</translation>
    </message>
    <message>
        <source>Kertas ini bukan tanda penerima bantuan.</source>
        <translation>This paper does not make you a recipient.</translation>
    </message>
    <message>
        <source>Nama orang tua atau wali</source>
        <translation>Name of the parent or guardian</translation>
    </message>
    <message>
        <source>Hubungan wali dengan anak</source>
        <translation>How the guardian is related to the child</translation>
    </message>
    <message>
        <source>Ibu</source>
        <translation>Mother</translation>
    </message>
    <message>
        <source>Ayah</source>
        <translation>Father</translation>
    </message>
    <message>
        <source>Kakek/nenek</source>
        <translation>Grandparent</translation>
    </message>
    <message>
        <source>Wali lain</source>
        <translation>Other guardian</translation>
    </message>
    <message>
        <source>Orang tua atau wali setuju data anak dicatat</source>
        <translation>Parent or guardian agrees that the child&apos;s data are recorded</translation>
    </message>
    <message>
        <source>Anak tinggal di panti milik pemerintah</source>
        <translation>Child lives in a government institution</translation>
    </message>
    <message>
        <source>Terdaftar di DTSEN (dulu DTKS)</source>
        <translation>Listed in DTSEN (formerly DTKS)</translation>
    </message>
    <message>
        <source>Keadaan rumah tangga yang perlu dicatat</source>
        <translation>About the household, to be recorded</translation>
    </message>
    <message>
        <source>Ada anggota ASN, TNI, Polri, BUMN, DPR/DPRD</source>
        <translation>A member is civil servant, TNI, Polri, BUMN, DPR/DPRD</translation>
    </message>
    <message>
        <source>Punya mobil</source>
        <translation>Owns a car</translation>
    </message>
    <message>
        <source>Tanah/rumah dengan NJOP di atas Rp1 miliar</source>
        <translation>Land or house with an NJOP above Rp1 billion</translation>
    </message>
    <message>
        <source>Minum air kemasan bermerek</source>
        <translation>Drinks branded bottled water</translation>
    </message>
    <message>
        <source>Dinilai mampu oleh warga</source>
        <translation>Judged not poor by neighbours</translation>
    </message>
    <message>
        <source>KTP-el orang tua</source>
        <translation>Parents&apos; KTP-el</translation>
    </message>
    <message>
        <source>Kartu Keluarga (KK)</source>
        <translation>Family card (KK)</translation>
    </message>
    <message>
        <source>Akta kelahiran anak (asli dan salinan)</source>
        <translation>Child&apos;s birth certificate (original and copy)</translation>
    </message>
    <message>
        <source>nomor KK</source>
        <translation>KK number</translation>
    </message>
    <message>
        <source>usia 0 sampai 6 tahun</source>
        <translation>aged 0 to 6</translation>
    </message>
    <message>
        <source>belum lewat ulang tahun ke-6</source>
        <translation>not past the 6th birthday</translation>
    </message>
    <message>
        <source>Dinsos</source>
        <translation>Dinsos</translation>
    </message>
    <message>
        <source>Tanyakan batas usia 6 tahun ke Dinsos.</source>
        <translation>Ask Dinsos about the age limit of 6 years.</translation>
    </message>
    <message>
        <source>KTP/KK DKI Jakarta</source>
        <translation>KTP/KK of DKI Jakarta</translation>
    </message>
    <message>
        <source>tinggal di DKI Jakarta</source>
        <translation>lives in DKI Jakarta</translation>
    </message>
    <message>
        <source>tidak tinggal di panti milik pemerintah</source>
        <translation>does not live in a government institution</translation>
    </message>
    <message>
        <source>orang tua atau wali setuju</source>
        <translation>parent or guardian agrees</translation>
    </message>
    <message>
        <source>terdaftar di DTSEN (dulu DTKS)</source>
        <translation>listed in DTSEN (formerly DTKS)</translation>
    </message>
    <message>
        <source>Datang ke kelurahan untuk diusulkan lewat MPM.</source>
        <translation>Go to the kelurahan to be proposed by MPM.</translation>
    </message>
    <message>
        <source>Warga Negara Indonesia</source>
        <translation>Indonesian citizen</translation>
    </message>
    <message>
        <source>Pusdatin Dinsos</source>
        <translation>Pusdatin Dinsos</translation>
    </message>
    <message>
        <source>Sudah dicek</source>
        <translation>Looked up</translation>
    </message>
    <message>
        <source>Ada di DTSEN</source>
        <translation>Is in DTSEN</translation>
    </message>
    <message>
        <source>Belum ada di DTSEN</source>
        <translation>Not in DTSEN yet</translation>
    </message>
    <message>
        <source>Diusulkan lewat MPM</source>
        <translation>Proposed by MPM</translation>
    </message>
    <message>
        <source>Musyawarah kelurahan</source>
        <translation>Meeting of the kelurahan</translation>
    </message>
    <message>
        <source>Diverifikasi Pusdatin</source>
        <translation>Verified by Pusdatin</translation>
    </message>
    <message>
        <source>Ditetapkan sebagai penerima</source>
        <translation>Named a recipient</translation>
    </message>
    <message>
        <source>Jadwal pembagian kartu</source>
        <translation>Date of the card distribution</translation>
    </message>
    <message>
        <source>Kartu diterima</source>
        <translation>Card received</translation>
    </message>
    <message>
        <source>Dihentikan: meninggal</source>
        <translation>Stopped: died</translation>
    </message>
    <message>
        <source>Dihentikan: pindah dari DKI Jakarta</source>
        <translation>Stopped: moved out of DKI Jakarta</translation>
    </message>
    <message>
        <source>Dihentikan: disalahgunakan</source>
        <translation>Stopped: misuse</translation>
    </message>
    <message>
        <source>Dihentikan: tidak lagi memenuhi kriteria</source>
        <translation>Stopped: criteria no longer met</translation>
    </message>
    <message>
        <source>Tidak layak</source>
        <translation>Not eligible</translation>
    </message>
    <message>
        <source>Kartu Lansia Jakarta (KLJ)</source>
        <translation>Jakarta Senior Card (KLJ)</translation>
    </message>
    <message>
        <source>Bantuan bulanan bagi lansia.</source>
        <translation>Monthly aid for the elderly.</translation>
    </message>
    <message>
        <source>Keadaan pemohon</source>
        <translation>Applicant&apos;s situation</translation>
    </message>
    <message>
        <source>Tidak berpenghasilan atau sangat kecil</source>
        <translation>No income or a very small one</translation>
    </message>
    <message>
        <source>Sakit menahun, hanya berbaring</source>
        <translation>Chronically ill, bedridden</translation>
    </message>
    <message>
        <source>Terlantar secara psikis atau sosial</source>
        <translation>Neglected</translation>
    </message>
    <message>
        <source>Pensiunan PNS, TNI, atau Polri</source>
        <translation>Pensioner of PNS, TNI or Polri</translation>
    </message>
    <message>
        <source>Hubungan wakil dengan pemohon</source>
        <translation>How the representative is related to the applicant</translation>
    </message>
    <message>
        <source>Pendamping sosial</source>
        <translation>Social worker</translation>
    </message>
    <message>
        <source>Surat kuasa sudah dilihat</source>
        <translation>Power of attorney seen</translation>
    </message>
    <message>
        <source>Pasfoto 3x4</source>
        <translation>Photo 3x4</translation>
    </message>
    <message>
        <source>Surat keterangan tidak mampu (SKTM)</source>
        <translation>Letter of need (SKTM)</translation>
    </message>
    <message>
        <source>usia 60 tahun ke atas</source>
        <translation>aged 60 or over</translation>
    </message>
    <message>
        <source>bukan pensiunan PNS, TNI, atau Polri</source>
        <translation>no pensioner of PNS, TNI or Polri</translation>
    </message>
    <message>
        <source>Kartu Penyandang Disabilitas Jakarta (KPDJ)</source>
        <translation>Jakarta Disability Card (KPDJ)</translation>
    </message>
    <message>
        <source>Bantuan bulanan bagi penyandang disabilitas.</source>
        <translation>Monthly aid for people with disabilities.</translation>
    </message>
    <message>
        <source>Ada di data disabilitas Dinsos</source>
        <translation>In the disability data of Dinsos</translation>
    </message>
    <message>
        <source>Nama wali (kalau ada)</source>
        <translation>Name of the guardian (if any)</translation>
    </message>
    <message>
        <source>ada di data disabilitas Dinsos</source>
        <translation>in the disability data of Dinsos</translation>
    </message>
    <message>
        <source>Minta didata di Dinsos sebagai penyandang disabilitas.</source>
        <translation>Ask Dinsos to be recorded as a person with a disability.</translation>
    </message>
    <message>
        <source>Kartu Pekerja Jakarta</source>
        <translation>Jakarta Worker Card</translation>
    </message>
    <message>
        <source>Pangan murah, TransJakarta gratis, KJP Plus untuk anak.</source>
        <translation>Cheap food, free TransJakarta, KJP Plus for the children.</translation>
    </message>
    <message>
        <source>Pendaftaran</source>
        <translation>registration</translation>
    </message>
    <message>
        <source>Simpan kertas ini: berkas diperiksa menurut nomor urut.</source>
        <translation>Keep this paper: papers are checked by order number.</translation>
    </message>
    <message>
        <source>Siapkan setoran awal rekening paling sedikit Rp50.000.</source>
        <translation>Have at least Rp50.000 ready as the first deposit.</translation>
    </message>
    <message>
        <source>Tunggu dihubungi Disnakertrans tentang hasilnya.</source>
        <translation>Wait for Disnakertrans to contact you about the result.</translation>
    </message>
    <message>
        <source>Bekerja di DKI Jakarta</source>
        <translation>Works in DKI Jakarta</translation>
    </message>
    <message>
        <source>Nama perusahaan</source>
        <translation>Name of the company</translation>
    </message>
    <message>
        <source>Upah sebulan (gaji pokok dan tunjangan tetap)</source>
        <translation>Wage a month (basic pay plus fixed allowances)</translation>
    </message>
    <message>
        <source>Tulang punggung keluarga atau punya tanggungan</source>
        <translation>Breadwinner or has dependants</translation>
    </message>
    <message>
        <source>Jumlah tanggungan</source>
        <translation>Number of dependants</translation>
    </message>
    <message>
        <source>Menerima bantuan lain dari Pemprov DKI Jakarta</source>
        <translation>Gets other aid of the province DKI Jakarta</translation>
    </message>
    <message>
        <source>Surat keterangan aktif bekerja menyebut besar upah</source>
        <translation>The letter of employment states the wage</translation>
    </message>
    <message>
        <source>Serikat pekerja</source>
        <translation>Trade union</translation>
    </message>
    <message>
        <source>Anak yang sekolah: nama, NIK, sekolah</source>
        <translation>Children at school: name, NIK, school</translation>
    </message>
    <message>
        <source>Slip gaji terbaru</source>
        <translation>Newest pay slip</translation>
    </message>
    <message>
        <source>NPWP</source>
        <translation>NPWP</translation>
    </message>
    <message>
        <source>Surat keterangan aktif bekerja (asli, dicap, paling lama 1 bulan)</source>
        <translation>Letter of employment (original, stamped, at most 1 month old)</translation>
    </message>
    <message>
        <source>KTP DKI Jakarta</source>
        <translation>KTP of DKI Jakarta</translation>
    </message>
    <message>
        <source>bekerja di DKI Jakarta</source>
        <translation>works in DKI Jakarta</translation>
    </message>
    <message>
        <source>upah tidak lebih dari batas tahun ini</source>
        <translation>wage not above this year&apos;s limit</translation>
    </message>
    <message>
        <source>Disnakertrans</source>
        <translation>Disnakertrans</translation>
    </message>
    <message>
        <source>tulang punggung keluarga atau punya tanggungan</source>
        <translation>breadwinner or has dependants</translation>
    </message>
    <message>
        <source>tidak menerima bantuan lain dari Pemprov DKI Jakarta</source>
        <translation>gets no other aid of the province DKI Jakarta</translation>
    </message>
    <message>
        <source>Disnakertrans, {bank}</source>
        <translation>Disnakertrans, {bank}</translation>
    </message>
    <message>
        <source>Diterima Sudinakertrans</source>
        <translation>Received by Sudinakertrans</translation>
    </message>
    <message>
        <source>Antre verifikasi</source>
        <translation>Queued for verification</translation>
    </message>
    <message>
        <source>Berkas lengkap</source>
        <translation>Papers complete</translation>
    </message>
    <message>
        <source>Berkas tidak lengkap</source>
        <translation>Papers incomplete</translation>
    </message>
    <message>
        <source>Dikirim ke bank</source>
        <translation>Sent to the bank</translation>
    </message>
    <message>
        <source>Kartu siap</source>
        <translation>Card ready</translation>
    </message>
    <message>
        <source>Diundang rapat pembagian</source>
        <translation>Called to the distribution meeting</translation>
    </message>
    <message>
        <source>Kartu dibagikan</source>
        <translation>Cards handed out</translation>
    </message>
    <message>
        <source>Tidak lolos</source>
        <translation>Not passed</translation>
    </message>
    <message>
        <source>BPU kolektif PJLP DKI Jakarta</source>
        <translation>Collective BPU of the PJLP of DKI Jakarta</translation>
    </message>
    <message>
        <source>Jaminan kerja bagi pekerja kontrak, per SKPD.</source>
        <translation>Work insurance for contract workers, by SKPD.</translation>
    </message>
    <message>
        <source>Satuan kerja membayar iuran dan membagikan kartu.</source>
        <translation>The unit pays the contribution, then hands out the cards.</translation>
    </message>
    <message>
        <source>Laporkan ke satuan kerja kalau pindah atau berhenti.</source>
        <translation>Tell your unit when you move or leave.</translation>
    </message>
    <message>
        <source>Satuan kerja (SKPD/UKPD)</source>
        <translation>Unit (SKPD/UKPD)</translation>
    </message>
    <message>
        <source>Tanggal mulai kontrak</source>
        <translation>First day of the contract</translation>
    </message>
    <message>
        <source>Pekerjaan di satuan kerja</source>
        <translation>Job at the unit</translation>
    </message>
    <message>
        <source>usia 18 tahun ke atas saat mulai kontrak</source>
        <translation>aged 18 or over when the contract begins</translation>
    </message>
    <message>
        <source>usia paling tua 56 tahun saat mulai kontrak</source>
        <translation>aged 56 at most when the contract begins</translation>
    </message>
    <message>
        <source>Masuk daftar satuan kerja</source>
        <translation>On the unit&apos;s list</translation>
    </message>
    <message>
        <source>Diterima BPJS Ketenagakerjaan</source>
        <translation>Accepted by BPJS Ketenagakerjaan</translation>
    </message>
    <message>
        <source>Berita acara ditandatangani</source>
        <translation>Minutes signed</translation>
    </message>
    <message>
        <source>Iuran dibayar satuan kerja</source>
        <translation>Contribution paid by the unit</translation>
    </message>
    <message>
        <source>Kepesertaan aktif</source>
        <translation>Membership active</translation>
    </message>
    <message>
        <source>Pindah satuan kerja</source>
        <translation>Moved to another unit</translation>
    </message>
    <message>
        <source>Keluar</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Meninggal</source>
        <translation>Died</translation>
    </message>
    <message>
        <source>Kartu Pra Kerja 2020</source>
        <translation>Kartu Pra Kerja 2020</translation>
    </message>
    <message>
        <source>Pelatihan kerja dan insentif bagi pencari kerja.</source>
        <translation>Job training and an incentive for job seekers.</translation>
    </message>
    <message>
        <source>Simpan kertas ini baik-baik.</source>
        <translation>Keep this paper safe.</translation>
    </message>
    <message>
        <source>Jangan ganti nomor HP selama 6 bulan.</source>
        <translation>Do not change your mobile number for 6 months.</translation>
    </message>
    <message>
        <source>Tunggu kabar lewat SMS atau e-mail.</source>
        <translation>Wait for news by SMS or e-mail.</translation>
    </message>
    <message>
        <source>Status kerja</source>
        <translation>Employment status</translation>
    </message>
    <message>
        <source>Kena PHK</source>
        <translation>Laid off</translation>
    </message>
    <message>
        <source>Dirumahkan</source>
        <translation>Furloughed</translation>
    </message>
    <message>
        <source>Pekerja migran (PMI)</source>
        <translation>Migrant worker (PMI)</translation>
    </message>
    <message>
        <source>Mencari kerja</source>
        <translation>Looking for work</translation>
    </message>
    <message>
        <source>Usaha kecil/mandiri</source>
        <translation>Small or own business</translation>
    </message>
    <message>
        <source>Sedang sekolah atau kuliah</source>
        <translation>Now at school or university</translation>
    </message>
    <message>
        <source>Termasuk pejabat, ASN, TNI, Polri, perangkat desa, direksi BUMN/BUMD</source>
        <translation>Is a state official, civil servant (ASN), TNI, Polri, village official or BUMN/BUMD director</translation>
    </message>
    <message>
        <source>Pejabat Negara</source>
        <translation>State official</translation>
    </message>
    <message>
        <source>Pimpinan/anggota DPRD</source>
        <translation>Leader or member of a DPRD</translation>
    </message>
    <message>
        <source>ASN</source>
        <translation>Civil servant (ASN)</translation>
    </message>
    <message>
        <source>TNI</source>
        <translation>TNI</translation>
    </message>
    <message>
        <source>Polri</source>
        <translation>Polri</translation>
    </message>
    <message>
        <source>Kepala desa/perangkat desa</source>
        <translation>Village head or village official</translation>
    </message>
    <message>
        <source>Direksi/komisaris/dewan pengawas BUMN/BUMD</source>
        <translation>Director, commissioner or supervisory board of a BUMN/BUMD</translation>
    </message>
    <message>
        <source>Pernah menerima Kartu Pra Kerja</source>
        <translation>Has received Kartu Pra Kerja before</translation>
    </message>
    <message>
        <source>Pendidikan terakhir</source>
        <translation>Highest education</translation>
    </message>
    <message>
        <source>Tidak/belum sekolah</source>
        <translation>No school (yet)</translation>
    </message>
    <message>
        <source>SD/sederajat</source>
        <translation>Primary school (SD) or equal</translation>
    </message>
    <message>
        <source>SMP/sederajat</source>
        <translation>Junior secondary (SMP) or equal</translation>
    </message>
    <message>
        <source>SMA/sederajat</source>
        <translation>Senior secondary (SMA) or equal</translation>
    </message>
    <message>
        <source>SMK</source>
        <translation>Vocational secondary (SMK)</translation>
    </message>
    <message>
        <source>Diploma 1</source>
        <translation>Diploma 1</translation>
    </message>
    <message>
        <source>Diploma 2</source>
        <translation>Diploma 2</translation>
    </message>
    <message>
        <source>Diploma 3</source>
        <translation>Diploma 3</translation>
    </message>
    <message>
        <source>Diploma 4</source>
        <translation>Diploma 4</translation>
    </message>
    <message>
        <source>Sarjana</source>
        <translation>Bachelor&apos;s degree</translation>
    </message>
    <message>
        <source>Magister</source>
        <translation>Master&apos;s degree</translation>
    </message>
    <message>
        <source>Doktor</source>
        <translation>Doctorate</translation>
    </message>
    <message>
        <source>Pelatihan yang diinginkan</source>
        <translation>Training wanted</translation>
    </message>
    <message>
        <source>tanggal lahir</source>
        <translation>date of birth</translation>
    </message>
    <message>
        <source>tidak sedang sekolah</source>
        <translation>not at school</translation>
    </message>
    <message>
        <source>bukan pejabat, ASN, TNI, Polri, perangkat desa, direksi BUMN/BUMD</source>
        <translation>no state official, ASN, TNI, Polri, village official or BUMN/BUMD director</translation>
    </message>
    <message>
        <source>belum pernah menerima</source>
        <translation>never received before</translation>
    </message>
    <message>
        <source>paling banyak 2 penerima dalam satu KK</source>
        <translation>at most 2 beneficiaries on one KK</translation>
    </message>
    <message>
        <source>dinas</source>
        <translation>the agency</translation>
    </message>
    <message>
        <source>Gelombang 1</source>
        <translation>Batch 1</translation>
    </message>
    <message>
        <source>Akun dibuat</source>
        <translation>Account made</translation>
    </message>
    <message>
        <source>Tes selesai</source>
        <translation>Test done</translation>
    </message>
    <message>
        <source>Gabung gelombang</source>
        <translation>Joined a batch</translation>
    </message>
    <message>
        <source>Lolos</source>
        <translation>Passed</translation>
    </message>
    <message>
        <source>Tidak lolos gelombang</source>
        <translation>Not passed in this batch</translation>
    </message>
    <message>
        <source>Ditolak</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Nomor KK</source>
        <translation>KK number</translation>
    </message>
    <message>
        <source>Alamat domisili</source>
        <translation>Present address</translation>
    </message>
    <message>
        <source>Kartu Prakerja 2023</source>
        <translation>Kartu Prakerja 2023</translation>
    </message>
    <message>
        <source>Pernah menerima Kartu Prakerja</source>
        <translation>Has received Kartu Prakerja before</translation>
    </message>
    <message>
        <source>usia paling tua 64 tahun</source>
        <translation>aged 64 at most</translation>
    </message>
</context>
</TS>
