"""Stages after the desk: what may follow what, who may say so, and that every end sees the same."""

from __future__ import annotations

import itertools
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.programme import Teller
from core.sentences import sentence
from core.stages import (
    LAST_TURN,
    Objection,
    StageCode,
    Step,
    ToldStage,
    Trail,
    bodies_of,
    earlier_stages,
    has_ended,
    labels_of,
    next_stages,
    objection_to,
    read_step,
    step_of,
    trail_of,
)
from core.wire.codec import Malformed, encode
from core.wire.events import Kind
from core.wire.records import BatchJoinedBody, PortalTypedBody, StageBody
from tests.kit.desk import prakerja

PROGRAMME = prakerja()
TODAY = date(2020, 4, 20)
STREAMS = tuple(bytes([number]) * 20 for number in range(3))


def told(code: str, day: int = 14, told_by: Teller = Teller.APPLICANT, batch: int = 0) -> ToldStage:
    return ToldStage(code, date(2020, 4, day), told_by, batch=batch)


def step(
    code: str = "", *, kind: str = Kind.STAGE_REACHED, turn: int = 1, day: int = 14, stream: int = 0, batch: int = 0
) -> Step:
    return Step(kind, STREAMS[stream], 1, 0, turn, date(2020, 4, day), code, batch=batch)


def objection(*stages: ToldStage, status: str = "TERDAFTAR", present: Step | None = None) -> StageCode | None:
    found = objection_to(PROGRAMME, status, present, stages, TODAY)
    return found.code if found else None


# --- what may follow ----------------------------------------------------------------------------------------------


def test_from_the_desk_the_first_stages_are_possible() -> None:
    codes = [stage.code for stage in next_stages(PROGRAMME, "TERDAFTAR", "")]
    assert codes == ["AKUN_DIBUAT", "DITOLAK_DINAS"]


@pytest.mark.parametrize(
    ("status", "code"), [("DITARIK", ""), ("TERDAFTAR", "LOLOS"), ("TERDAFTAR", "TAHAP_LAIN"), ("DITOLAK", "")]
)
def test_nothing_follows_what_is_withdrawn_or_ended_or_unknown_or_refused(status: str, code: str) -> None:
    assert next_stages(PROGRAMME, status, code) == ()


def test_who_was_not_selected_joins_the_next_batch() -> None:
    codes = [stage.code for stage in next_stages(PROGRAMME, "TERDAFTAR", "TIDAK_LOLOS_GELOMBANG")]
    assert codes == ["GABUNG_GELOMBANG"]


def test_several_stages_may_be_told_at_once_in_their_order() -> None:
    way = (told("AKUN_DIBUAT", 14), told("TES_SELESAI", 15), told("GABUNG_GELOMBANG", 15))
    assert objection(*way) is None
    assert objection(*reversed(way)) is StageCode.NOT_NEXT


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        (told("TES_SELESAI"), StageCode.NOT_NEXT),
        (told("TIDAK_ADA"), StageCode.UNKNOWN),
        (told("AKUN_DIBUAT", told_by=Teller.OFFICE), StageCode.TELLER),
        (told("AKUN_DIBUAT", 21), StageCode.FUTURE),
        (told("AKUN_DIBUAT", batch=7), StageCode.BATCH_UNKNOWN),
    ],
)
def test_what_cannot_be_is_refused(stage: ToldStage, code: StageCode) -> None:
    assert objection(stage) is code


def test_the_very_day_and_a_batch_on_file_are_fine() -> None:
    assert objection(told("AKUN_DIBUAT", 20, batch=1)) is None


def test_a_stage_is_not_earlier_than_the_one_before() -> None:
    assert objection(told("TES_SELESAI", 13), present=step("AKUN_DIBUAT")) is StageCode.BEFORE_LAST
    assert objection(told("AKUN_DIBUAT", 15), told("TES_SELESAI", 14)) is StageCode.BEFORE_LAST
    assert objection(told("TES_SELESAI", 14), present=step("AKUN_DIBUAT")) is None


def test_a_correction_says_nothing_about_days() -> None:
    corrected = step_of(StageBody("AKUN_DIBUAT", "2020-04-20", "office", "Rina", 2, reason="Salah"), STREAMS[0], 1, 0)
    assert objection(told("TES_SELESAI", 13), present=corrected) is None


def test_after_the_end_nothing_can_be_told() -> None:
    assert objection(told("AKUN_DIBUAT"), present=step("LOLOS")) is StageCode.NOTHING_FOLLOWS
    assert has_ended(PROGRAMME, "LOLOS")
    assert not has_ended(PROGRAMME, "AKUN_DIBUAT")
    assert not has_ended(PROGRAMME, "")


def test_a_refusal_names_what_is_possible_in_the_words_of_people() -> None:
    found = objection_to(PROGRAMME, "TERDAFTAR", step("AKUN_DIBUAT"), (told("LOLOS", 15),), TODAY)
    assert found == Objection(StageCode.NOT_NEXT, {"stage": "Lolos", "possible": ("Tes selesai", "Ditolak")})
    assert "Tes selesai, Ditolak" in sentence(found.code, found.facts)


def test_a_refused_source_names_those_that_count() -> None:
    found = objection_to(PROGRAMME, "TERDAFTAR", None, (told("AKUN_DIBUAT", told_by=Teller.OFFICE),), TODAY)
    assert found is not None
    assert found.facts["tellers"] == ("pemohon", "situs program", "server")


def test_a_stage_can_be_put_back_to_whatever_leads_to_it() -> None:
    assert earlier_stages(PROGRAMME, "TES_SELESAI") == {"", "AKUN_DIBUAT"}
    assert earlier_stages(PROGRAMME, "LOLOS") >= {"", "GABUNG_GELOMBANG", "TIDAK_LOLOS_GELOMBANG"}
    assert "GABUNG_GELOMBANG" not in earlier_stages(PROGRAMME, "GABUNG_GELOMBANG")


def test_labels_stand_in_the_order_of_the_programme() -> None:
    assert labels_of(PROGRAMME, {"LOLOS", "AKUN_DIBUAT", ""}) == ("Akun dibuat", "Lolos")


def test_every_source_has_its_word() -> None:
    assert [sentence(f"STAGE_TOLD_BY_{teller.upper()}") for teller in Teller] == [
        "pemohon",
        "situs program",
        "server",
        "dinas",
    ]


# --- what counts --------------------------------------------------------------------------------------------------


def test_nothing_leaves_no_trail() -> None:
    assert trail_of(()) == Trail()
    assert (Trail().stage_code, Trail().next_turn, Trail().is_typed) == ("", 1, False)


def test_what_was_known_later_counts_more_whatever_the_day() -> None:
    later = step("TES_SELESAI", turn=2, day=1)
    assert trail_of((later, step("AKUN_DIBUAT", day=14))).stage == later


def test_of_two_that_did_not_know_of_each_other_the_later_day_counts() -> None:
    later = step("TES_SELESAI", day=15)
    assert trail_of((step("AKUN_DIBUAT", day=14, stream=2), later)).stage == later


def test_stage_batch_and_typing_count_apart() -> None:
    typed = step("AKUN_DIBUAT", kind=Kind.PORTAL_TYPED, turn=1)
    stage = step("AKUN_DIBUAT", turn=2)
    joined = step(kind=Kind.BATCH_JOINED, turn=3, batch=0)
    found = trail_of((joined, stage, typed))
    assert (found.stage, found.batch, found.typed, found.next_turn) == (stage, joined, typed, 4)
    assert not found.is_typed
    assert trail_of((stage, step(kind=Kind.PORTAL_TYPED, turn=4))).is_typed
    assert trail_of((typed,)).is_typed


def test_a_stage_that_names_a_batch_moves_into_it() -> None:
    moved = step("GABUNG_GELOMBANG", turn=2, batch=2)
    assert trail_of((step(kind=Kind.BATCH_JOINED, batch=1), moved, step("LOLOS", turn=3))).batch == moved


def test_turns_do_not_run_over() -> None:
    assert Trail(turn=LAST_TURN).next_turn == LAST_TURN
    (body, second) = bodies_of((told("AKUN_DIBUAT"), told("TES_SELESAI")), LAST_TURN, "Rina")
    assert (body.turn, second.turn) == (LAST_TURN, LAST_TURN)


STEP = st.builds(
    Step,
    st.sampled_from((Kind.STAGE_REACHED, Kind.BATCH_JOINED, Kind.PORTAL_TYPED)),
    st.sampled_from(STREAMS),
    st.integers(1, 9),
    st.just(0),
    st.integers(1, 4),
    st.dates(date(2020, 4, 11), date(2020, 4, 14)),
    st.sampled_from(("AKUN_DIBUAT", "TES_SELESAI", "")),
    batch=st.integers(0, 2),
)


@given(steps=st.lists(STEP, max_size=5, unique_by=lambda one: (one.stream, one.seq)))
def test_all_ends_agree_in_whatever_order_they_hear(steps: list[Step]) -> None:
    assert {trail_of(order) for order in itertools.permutations(steps)} == {trail_of(steps)}


# --- the bodies ---------------------------------------------------------------------------------------------------

STAGE = StageBody("AKUN_DIBUAT", "2020-04-14", "portal", "Rina", 3, "Kata anaknya", 1, "Salah")


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        (
            Kind.STAGE_REACHED,
            STAGE,
            ("AKUN_DIBUAT", "portal", 1, "Rina", "Kata anaknya", "Salah"),
        ),
        (Kind.BATCH_JOINED, BatchJoinedBody(2, "2020-04-14", "Rina", 3), ("", "", 2, "Rina", "", "")),
        (
            Kind.PORTAL_TYPED,
            PortalTypedBody("AKUN_DIBUAT", "2020-04-14", "Rina", 3),
            ("AKUN_DIBUAT", "", 0, "Rina", "", ""),
        ),
    ],
)
def test_a_body_says_its_step(kind: str, body: msgspec.Struct, expected: tuple[object, ...]) -> None:
    said = step_of(read_step(kind, encode(body)), STREAMS[0], 7, 99)
    assert (said.kind, said.stream, said.seq, said.at_ms, said.turn) == (kind, STREAMS[0], 7, 99, 3)
    assert (said.code, said.told_by, said.batch, said.officer_name, said.note, said.reason) == expected
    assert said.on == date(2020, 4, 14)


@pytest.mark.parametrize(
    "body",
    [
        ["AKUN_DIBUAT", "kemarin", "portal", "Rina", 1],
        ["AKUN_DIBUAT", "2020-04-14", "portal", "Rina", 0],
        ["AKUN_DIBUAT", "2020-04-14", "portal", "Rina", LAST_TURN + 1],
        ["AKUN_DIBUAT", "2020-04-14", "portal", "Rina", 1, "", 10_000],
        ["AKUN_DIBUAT", "2020-04-14"],
    ],
    ids=["no day", "no turn", "too late a turn", "no batch", "too short"],
)
def test_a_body_out_of_bounds_is_none(body: list[object]) -> None:
    with pytest.raises(Malformed):
        read_step(Kind.STAGE_REACHED, msgspec.msgpack.encode(body))
