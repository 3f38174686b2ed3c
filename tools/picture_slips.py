"""Make the sample papers of ``docs/pictures``: made-up training people through the real desk, as a printer's head.

Run it again after a change of the papers and look at what came out::

    .venv/bin/python -m tools.picture_slips [FOLDER]

Clock and key stand still, so the same program gives the same pictures.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped] # ships without types
from PIL import Image

from app.bundled import programme
from app.desk.account.card import prepare_card
from app.desk.account.go_on import choose_road, note_address
from app.desk.account.open import open_account
from app.desk.account.reserve import reserve_mailbox
from app.desk.blank_forms import make_blanks
from app.desk.context import Desk
from app.desk.queue.take import take_ticket
from app.desk.refusal import Refused
from app.desk.register import register
from app.desk.slips import write_slip
from app.desk.tickets_paper import prepare_ticket
from app.main import desk_of, settings_of
from app.models.birth import NewDesk, give_birth
from app.models.mail_space import keep_mail_space
from app.models.officers import Role
from app.models.profile import Post
from app.models.regions import RegionFile
from app.models.sealing import KdfCost
from app.models.store import Store
from app.paths import SETTINGS_NAME
from app.settings import Settings
from app.settings_file import write_settings
from core.accounts import Need, Road
from core.entry import entry_from_json
from core.mail_space import MailSpace
from core.signing import SigningKey
from core.tickets import Service
from papers import Paper
from papers.card_page import CardPaper
from papers.page import DOTS_PER_INCH

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
AT = datetime(2020, 4, 13, 2, 14, tzinfo=UTC)
DAY = date(2020, 4, 13)
SECRET = "kata rahasia latihan"  # noqa: S105 - of a profile that lives for a second
CHEAP = KdfCost(memory_kib=64, iterations=1)
SAMPLE_CODE = "K7QM-2XRT-9DHE"
MOST_BYTES = 60_000
FORM_SCALE = 1.25
"""Of 72 dots an inch: boxes and words can be told apart."""

PERSON: Mapping[str, object] = {
    "nik": "3599995508909901",
    "name_on_id": "SITI AMINAH",
    "birth_place": "SURABAYA",
    "birth_date": "15-08-1990",
    "sex": "P",
    "id_address": "JL. LATIHAN NO. 1",
    "rt_rw": "003/007",
    "village_code": "35.78.08.1001",
    "religion": "ISLAM",
    "marital_status": "KAWIN",
    "occupation": "WIRASWASTA",
    "citizenship": "WNI",
    "family_card_no": "3599990101159901",
    "mobile": "081234560999",
    "answers": {
        "employment_status": "dirumahkan",
        "in_formal_education": False,
        "excluded_group": None,
        "former_recipient": False,
        "education": "SMA",
        "training": "Menjahit",
    },
    "documents": ["ktp", "kk"],
    "consent": True,
    "confirm": ["*"],
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture: whose paper, on what."""

    name: str
    paper: Paper
    changes: Mapping[str, object]


SAMPLES = (
    Sample("slip-thermal80", Paper.THERMAL80, {}),
    Sample(
        "slip-thermal58-waiting",
        Paper.THERMAL58,
        {
            "nik": "3599991201859902",
            "family_card_no": "3599990101159902",
            "name_on_id": "SLAMET",
            "birth_date": "12-01-1985",
            "sex": "L",
            "documents": ["ktp"],
        },
    ),
    Sample(
        "note-thermal80",
        Paper.THERMAL80,
        {
            "nik": "3599992005029903",
            "family_card_no": "3599990101159903",
            "name_on_id": "BUDI SANTOSO",
            "birth_date": "20-05-2002",
            "sex": "L",
        },
    ),
    Sample(
        "slip-a5",
        Paper.A5,
        {
            "nik": "3599994107889904",
            "family_card_no": "3599990101159904",
            "name_on_id": "NI LUH DEWI LESTARI",
            "birth_date": "01-07-1988",
            "email": "dewi.lestari@contoh.id",
        },
    ),
)


class StandingClock:
    """A clock that always says the same, so that the pictures do."""

    def now(self) -> datetime:
        """The instant of every visit."""
        return AT

    def monotonic_s(self) -> float:
        """Nothing here waits."""
        return 0.0


def main() -> None:
    """Draw every sample into the folder."""
    arguments = argparse.ArgumentParser(description="pictures of sample papers")
    arguments.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = arguments.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="posko-pictures-") as home, training_desk(Path(home) / "desk") as desk:
        for sample in SAMPLES:
            draw(desk, sample, Path(home), folder)
        draw_ticket(desk, folder)
        draw_form(desk, folder)
        draw_cards(desk, folder)


@contextmanager
def training_desk(home: Path) -> Iterator[Desk]:
    """A training desk whose clock and key stand still."""
    clock = StandingClock()
    post = Post("SBY01", "Posko Latihan Surabaya", "35", is_training=True)
    device = uuid.UUID("00000000-0000-7000-8000-000000000001")
    new = NewDesk(device, SigningKey(bytes(range(32))), post, 1, "Rina S.", Role.COORDINATOR, SECRET)
    give_birth(home, new, clock, cost=CHEAP)
    words = Settings(
        agency="Dinas Tenaga Kerja (contoh)",
        post_address="Jl. Latihan No. 1, Surabaya",
        status_host="posko.contoh.go.id",
        complaint_line="loket C di posko ini",
    )
    write_settings(home / SETTINGS_NAME, words)
    with Store(home) as store:
        regions = RegionFile()
        try:
            desk = desk_of(store, store.unlock(None, SECRET, clock), settings_of(home), regions)
            yield dataclasses.replace(desk, clock=clock)
        finally:
            regions.close()


def draw(desk: Desk, sample: Sample, scratch: Path, folder: Path) -> None:
    """Register the sample's person and keep the first page of the paper as black and white dots."""
    entry = entry_from_json({**PERSON, **sample.changes})
    registered = register(desk, entry, programme("PRAKERJA2020"), DAY)
    pdf = scratch / f"{sample.name}.pdf"
    write_slip(desk, registered.kept, sample.paper, pdf, is_reprint=False)
    target = folder / f"{sample.name}.png"
    keep(dots(pdf), target)


def draw_ticket(desk: Desk, folder: Path) -> None:
    """The number of somebody at the door, on a roll of 58 mm."""
    taken = [take_ticket(desk, Service.REGISTRATION, DAY) for _ in range(3)][-1]
    if isinstance(taken, Refused):
        raise SystemExit(taken.code)
    keep(dots(prepare_ticket(desk, taken.ticket.uid, Paper.THERMAL58).pdf), folder / "ticket-thermal58.png")


def draw_form(desk: Desk, folder: Path) -> None:
    """One form for hours without electricity, as a screen shows it: a printer's dots of a whole sheet are too many."""
    made = make_blanks(desk, DAY, 1, programme("PRAKERJA2020"))
    if isinstance(made, Refused):
        raise SystemExit(made.code)
    with pdfium.PdfDocument(made.pdf) as document:
        picture: Image.Image = document[0].render(scale=FORM_SCALE, grayscale=True).to_pil()
    keep(picture.quantize(16), folder / "blank-form-a4.png")


def draw_cards(desk: Desk, folder: Path) -> None:
    """The cards of a mailbox of the region, with a code that opens nothing, and of an address that was there."""
    desk.store.write(lambda: keep_mail_space(desk.store.profile.stream, MailSpace("warga.contoh.go.id", "12")))
    own = open_account(desk, DAY, Need.NONE).account.uid
    told = reserve_mailbox(desk, own, "siti.aminah")
    if isinstance(told, Refused):
        raise SystemExit(told.code)
    keep(dots(prepare_card(desk, own, CardPaper.THERMAL58, SAMPLE_CODE).pdf), folder / "card-thermal58.png")
    other = open_account(desk, DAY, Need.HAS).account.uid
    choose_road(desk, other, Road.OWN)
    note_address(desk, other, "slamet27@contoh.id")
    keep(dots(prepare_card(desk, other, CardPaper.A6).pdf), folder / "card-a6.png")


def keep(picture: Image.Image, target: Path) -> None:
    """Write a picture that is small enough for the repository."""
    picture.save(target, optimize=True)
    size = target.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{target.name} has {size} bytes, more than {MOST_BYTES}")
    print(f"{target.name}  {size} bytes")


def dots(pdf: Path | bytes) -> Image.Image:
    """The first page as a printer of 203 dots an inch burns it."""
    with pdfium.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
    return picture.point(lambda level: 255 if level > 127 else 0).convert("1")


if __name__ == "__main__":
    main()
