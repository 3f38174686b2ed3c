"""The four steps that ask: mode, post, officer, server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from app.ui.gates.setup_step import Answers, SetupStep
from app.ui.house import ProvinceName
from app.ui.i18n import mark, say, tr
from app.ui.panels.settings_look import LANGUAGES
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.new_secret import NewSecret
from app.ui.widgets.radio_choice import RadioChoice
from core.findings import Finding
from core.ids import MAX_BLOCK

TRAINING, REAL = "training", "real"
OFFLINE, ONLINE = "offline", "online"
_POST_FIELDS = (
    ("post_code", mark("Kode posko"), mark("Dari dinas, misalnya SBY01."), 160),
    ("post_name", mark("Nama posko"), "", 0),
    ("province", mark("Provinsi"), "", 300),
    ("agency", mark("Dinas"), mark("Kepala setiap slip. Boleh diisi nanti."), 0),
    ("post_address", mark("Alamat posko"), "", 0),
    ("counter", mark("Loket"), mark("Tercetak di samping nomor antrean."), 120),
)


class ModeStep(SetupStep):
    """Training or real work, and the window's language."""

    language_chosen = Signal(str)

    def __init__(self, look: Look, answers: Answers) -> None:
        super().__init__(
            look, tr("Selamat datang di Posko"), tr("Lima langkah singkat. Semuanya bisa diisi dengan tombol saja.")
        )
        self.mode = RadioChoice(
            look,
            (
                (Option(TRAINING, tr("Latihan")), tr("Untuk belajar, dengan data karangan. Tidak bisa diubah nanti.")),
                (Option(REAL, tr("Pendaftaran sungguhan")), tr("Untuk orang yang datang ke posko ini.")),
            ),
        )
        if answers.has_mode:
            self.mode.choose(TRAINING if answers.new.is_training else REAL)
        self.language = RadioChoice(look, [(option, "") for option in LANGUAGES])
        self.language.choose(answers.language)
        self.mode.chosen.connect(lambda _text: self.rows["mode"].show_finding(""))
        self.language.chosen.connect(self.language_chosen)
        self.add_row("mode", AskRow(look, tr("Laptop ini untuk"), self.mode))
        self.add_row("language", AskRow(look, tr("Bahasa jendela"), self.language))

    def taken(self, answers: Answers) -> Answers:
        """Mode and language."""
        new = replace(answers.new, is_training=self.mode.text == TRAINING)
        return replace(answers, new=new, has_mode=bool(self.mode.text), language=self.language.text)

    def findings(self, answers: Answers, found: Iterable[Finding]) -> Mapping[str, str]:
        """A mode must be chosen."""
        del found
        return {} if answers.has_mode else {"mode": say("SETUP_MODE_EMPTY")}


class PostStep(SetupStep):
    """Where the desk stands, and what stands on top of its papers."""

    def __init__(self, look: Look, answers: Answers) -> None:
        super().__init__(look, tr("Posko"), tr("Di mana laptop ini dipakai."))
        self.boxes: dict[str, LineBox | ChoiceBox] = {}
        for name, label, help_text, width_px in _POST_FIELDS:
            box = self._box(name, answers)
            box.show_text(getattr(answers.new, name))
            self.listen(box.signals)
            self.boxes[name] = box
            self.add_row(name, AskRow(look, tr(label), box, tr(help_text) if help_text else "", width_px=width_px))

    def _box(self, name: str, answers: Answers) -> LineBox | ChoiceBox:
        if name == "province":
            return ChoiceBox(name, [Option(one.code, one.name) for one in answers.provinces])
        return LineBox(name, is_upper=name == "post_code")

    def offer_provinces(self, provinces: Sequence[ProvinceName]) -> None:
        """They came from the disk after somebody was here: nothing that was typed meanwhile goes."""
        box = self.boxes["province"]
        if isinstance(box, ChoiceBox):
            box.offer([Option(one.code, one.name) for one in provinces])

    def _text(self, name: str) -> str:
        box = self.boxes[name]
        return box.text() if isinstance(box, LineBox) else box.chosen

    def taken(self, answers: Answers) -> Answers:
        """Everything about the post."""
        new = replace(
            answers.new,
            post_code=self._text("post_code"),
            post_name=self._text("post_name"),
            province=self._text("province"),
            agency=self._text("agency"),
            post_address=self._text("post_address"),
            counter=self._text("counter"),
        )
        return replace(answers, new=new)

    def findings(self, answers: Answers, found: Iterable[Finding]) -> Mapping[str, str]:
        """What the house says; a province that was not chosen is no code that was mistyped."""
        findings = super().findings(answers, found)
        return findings if answers.new.province else {**findings, "province": say("PROVINCE_EMPTY")}


class OfficerStep(SetupStep):
    """The first officer, who is a coordinator, and the secret."""

    def __init__(self, look: Look, answers: Answers) -> None:
        super().__init__(
            look, tr("Koordinator"), tr("Orang pertama yang membuka meja ini. Petugas lain ditambahkan nanti.")
        )
        self._post = (answers.new.post_code, answers.new.post_name)
        self.name = LineBox("officer_name")
        self.name.show_text(answers.new.officer_name)
        self.pair = NewSecret(look, tr("Kata rahasia"), is_training=answers.new.is_training)
        self.secret, self.again = self.pair.secret, self.pair.again
        self.secret.line.setText(answers.new.secret)
        self.again.line.setText(answers.again)
        self.add_row("officer_name", AskRow(look, tr("Nama"), self.name))
        self.add_row("secret", self.pair.rows["secret"])
        self.column.addWidget(self.pair.rows["strength"])
        self.add_row("again", self.pair.rows["again"])
        for box in (self.name, self.secret, self.again):
            self.listen(box.signals)
        self.name.signals.typed.connect(lambda _typed: self._judge())
        self._judge()

    def _judge(self) -> None:
        self.pair.judge((*self._post, self.name.text()))

    def taken(self, answers: Answers) -> Answers:
        """Name and secret."""
        new = replace(answers.new, officer_name=self.name.text(), secret=self.secret.text())
        return replace(answers, new=new, again=self.again.text())

    def findings(self, answers: Answers, found: Iterable[Finding]) -> Mapping[str, str]:
        """What the house says, and whether the secret is good enough for what the desk is for."""
        self._judge()
        return {**super().findings(answers, found), **self.pair.findings(is_training=answers.new.is_training)}


class ServerStep(SetupStep):
    """With a server from the start, or off-line first."""

    def __init__(self, look: Look, answers: Answers) -> None:
        super().__init__(
            look, tr("Server"), tr("Posko bekerja penuh tanpa internet. Server bisa disambungkan kapan saja.")
        )
        self.way = RadioChoice(
            look,
            (
                (Option(OFFLINE, tr("Luring dulu")), tr("Data tersimpan di laptop ini sampai server disambungkan.")),
                (Option(ONLINE, tr("Sambungkan sekarang")), tr("Perlu internet, alamat server, dan kode dari dinas.")),
            ),
        )
        self.way.choose(ONLINE if answers.wants_server else OFFLINE)
        self.way.chosen.connect(lambda _way: self._show_way())
        self.block, self.url, self.code = LineBox("block"), LineBox("server_url"), LineBox("enrol_code", is_upper=True)
        self.block.show_text(answers.block_text)
        self.url.show_text(answers.new.server_url)
        self.code.show_text(answers.new.enrol_code)
        block_help = tr(
            "Setiap laptop di posko punya blok sendiri, supaya nomor antrean tidak kembar. Laptop pertama: 1."
        )
        self.add_row("way", AskRow(look, tr("Cara bekerja"), self.way))
        self.add_row("block", AskRow(look, tr("Blok nomor"), self.block, block_help, width_px=120))
        self.add_row("server_url", AskRow(look, tr("Alamat server"), self.url))
        self.add_row("enrol_code", AskRow(look, tr("Kode pendaftaran"), self.code, width_px=300))
        for box in (self.block, self.url, self.code):
            self.listen(box.signals)
        self._show_way()

    def _show_way(self) -> None:
        is_online = self.way.text == ONLINE
        self.rows["block"].setVisible(not is_online)
        self.rows["server_url"].setVisible(is_online)
        self.rows["enrol_code"].setVisible(is_online)

    def go_offline(self) -> None:
        """Give up the server for now."""
        self.way.choose(OFFLINE)
        self._show_way()

    def taken(self, answers: Answers) -> Answers:
        """The way, and what belongs to it; what was typed for the other way is kept for going back."""
        typed = self.block.text().strip()
        block = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(MAX_BLOCK)) else 0
        new = replace(answers.new, server_url=self.url.text(), enrol_code=self.code.text(), block=block)
        return replace(answers, new=new, wants_server=self.way.text == ONLINE, block_text=self.block.text())

    def findings(self, answers: Answers, found: Iterable[Finding]) -> Mapping[str, str]:
        """What belongs to the way that was chosen."""
        findings = super().findings(answers, found)
        if not answers.wants_server:
            if not answers.block_text.strip().isdigit():
                return {"block": say("BLOCK_NOT_A_NUMBER")}
            return {name: text for name, text in findings.items() if name == "block"}
        empty = {
            name: say(code)
            for name, code in (("server_url", "SERVER_URL_EMPTY"), ("enrol_code", "ENROL_CODE_EMPTY"))
            if not getattr(answers.new, name).strip()
        }
        return {**{name: text for name, text in findings.items() if name != "block"}, **empty}


def founding_of(answers: Answers) -> Answers:
    """The answers with only what the chosen way needs: that is what a desk is founded on."""
    if answers.wants_server:
        return replace(answers, new=replace(answers.new, block=1))
    return replace(answers, new=replace(answers.new, server_url="", enrol_code=""))
