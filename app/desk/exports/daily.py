"""The report of a day as a sheet to sign and as a list: queue, programmes, ages, times, what is missing, incidents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.desk.context import Desk
from app.desk.exports.making import both_sign, made_at, made_at_text, mark_of
from core.account_figures import AccountFigures
from core.account_words import spoken
from core.accounts import Reason, Road
from core.clock import from_ms
from core.daily_report import AgeBand, DailyReport, ServiceCount, SexCount
from core.incidents import Incident, IncidentKind
from core.letter_words import letter_word
from core.queue_times import Times
from core.sentences import sentence
from papers.letter import Bars, Block, Fields, Grid, Letter, Words
from papers.roll import Cell, Column, Roll
from papers.words import long_day

_MINUTE_S, _HOUR_S = 60, 3600

INCIDENT_WORDS: Mapping[str, str] = {
    IncidentKind.POWER: "incident_power",
    IncidentKind.INTERNET: "incident_internet",
    IncidentKind.SERVER: "incident_server",
    IncidentKind.PRINTER: "incident_printer",
    IncidentKind.OTHER: "incident_other",
}

Figure = tuple[str, str, Cell]
"""A line of the list: part, what, figure."""


def daily_roll(desk: Desk, on: date, report: DailyReport) -> Roll:
    """Everything of the sheet as one list: part, what, figure."""
    post = desk.store.profile.post
    return Roll(
        title=f"{on:%Y-%m-%d}",
        columns=(
            Column(letter_word("daily_part"), 34),
            Column(letter_word("daily_about"), 60),
            Column(letter_word("daily_figure"), 40),
        ),
        rows=tuple(_figures(desk, report)),
        about=(
            (letter_word("about_agency"), desk.words.letterhead.agency),
            (letter_word("about_post"), f"{post.code} {post.name}"),
            (letter_word("about_period"), f"{on:%d-%m-%Y}"),
            (letter_word("daily_officers"), ", ".join(report.officers)),
            (letter_word("about_made_by"), desk.keys.officer.name),
            (letter_word("about_made_at"), made_at_text(desk)),
        ),
        made_at=made_at(desk),
    )


def daily_letter(desk: Desk, on: date, report: DailyReport) -> Letter:
    """The sheet with letterhead, small charts and two places to sign; it carries the checksum of the list."""
    title = letter_word("daily_title")
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        number=f"{long_day(on)} · {desk.store.profile.post.code}",
        blocks=(*_blocks(desk, report), both_sign(desk)),
        mark=mark_of(desk, title.lower(), daily_roll(desk, on, report).checksum),
        is_training=desk.store.profile.post.is_training,
    )


def duration_text(seconds: int) -> str:
    """A duration as people say it: ``7 menit``."""
    minutes = round(seconds / _MINUTE_S)
    if seconds < _MINUTE_S:
        return letter_word("daily_below_minute")
    if seconds < _HOUR_S:
        return letter_word("daily_minutes", minutes=minutes)
    hours, rest = divmod(minutes, _MINUTE_S)
    return letter_word("daily_hours", hours=hours, minutes=rest)


def times_text(times: Times | None) -> str:
    """Average and middle of what was measured."""
    if times is None:
        return letter_word("daily_no_time")
    average, median = duration_text(times.average_s), duration_text(times.median_s)
    return letter_word("daily_time", average=average, median=median, count=times.measured)


def age_text(band: AgeBand) -> str:
    """A band of ages: ``18-24 tahun``."""
    return letter_word("daily_age_unknown") if band is AgeBand.UNKNOWN else letter_word("daily_age", band=band.value)


def incident_rows(desk: Desk, incidents: tuple[Incident, ...]) -> tuple[tuple[str, str, str], ...]:
    """When, what, and what was written about it."""
    return tuple(
        (
            f"{desk.words.local(from_ms(one.at_ms)):%H.%M}",
            letter_word(INCIDENT_WORDS.get(one.kind, INCIDENT_WORDS[IncidentKind.OTHER])),
            one.note,
        )
        for one in incidents
    )


# --- what both say --------------------------------------------------------------------------------------------------
def _status(status: str) -> str:
    return status.replace("_", " ").capitalize()


def _time_rows(report: DailyReport) -> tuple[tuple[str, str], ...]:
    return (
        (letter_word("daily_waited"), times_text(report.waited)),
        (letter_word("daily_served_in"), times_text(report.served_in)),
        (letter_word("daily_email_worked"), times_text(report.email.worked)),
    )


def _sync_rows(report: DailyReport) -> tuple[tuple[str, int], ...]:
    return (
        (letter_word("daily_sync_sent"), report.sync.sent),
        (letter_word("daily_sync_waiting"), report.sync.waiting),
        (letter_word("daily_sync_refused"), report.sync.refused),
    )


def _asked_rows(report: DailyReport) -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (sentence(f"VISIT_ASKED_{asked.upper()}"), sentence(f"VISIT_RESULT_{result.upper()}"), many)
        for (asked, result), many in sorted(report.asked.items())
    )


def email_rows(email: AccountFigures) -> tuple[tuple[str, int], ...]:
    """Help with e-mail in lines: how many asked, and what came of it, by road and by reason."""
    rows = [
        (letter_word("daily_email_asked"), email.asked),
        (letter_word("daily_email_had"), email.had),
        *((letter_word("daily_email_made", road=_road(road)), many) for road, many in email.made.items()),
        *((letter_word("daily_email_later", reason=_reason(why)), many) for why, many in email.later.items()),
        *((letter_word("daily_email_failed", reason=_reason(why)), many) for why, many in email.failed.items()),
        (letter_word("daily_email_open"), email.open),
        (letter_word("daily_email_proven"), email.proven),
    ]
    rare = ((letter_word("daily_email_unclear"), email.unclear), (letter_word("daily_email_phone"), email.phone))
    return (*rows, *(row for row in rare if row[1]))


def _road(road: str) -> str:
    return sentence(f"ACCOUNT_ROAD_{spoken(road, Road)}")


def _reason(reason: str) -> str:
    return sentence(f"ACCOUNT_REASON_{spoken(reason, Reason)}")


def _hour_rows(report: DailyReport) -> tuple[tuple[str, int], ...]:
    busy = [hour for hour, many in enumerate(report.arrivals) if many]
    hours = range(min(busy), max(busy) + 1) if busy else range(0)
    return tuple((letter_word("daily_hour", hour=f"{hour:02}"), report.arrivals[hour]) for hour in hours)


def _service(service: ServiceCount) -> str:
    return f"{service.letter} {sentence(f'QUEUE_SERVICE_{service.letter}')}"


def _service_figures(service: ServiceCount) -> tuple[int, ...]:
    return service.given, service.served, service.lapsed, service.left, service.waiting


_SERVICE_HEADS = ("daily_given", "daily_served", "daily_lapsed", "daily_left", "daily_waiting")
_SEX_HEADS = ("women", "men", "sex_unknown", "count_of")


def _sexes(count: SexCount) -> tuple[int, ...]:
    return count.women, count.men, count.unknown, count.people


# --- the list -------------------------------------------------------------------------------------------------------
def _figures(desk: Desk, report: DailyReport) -> Iterator[Figure]:
    yield letter_word("daily_queue_part"), letter_word("daily_desks", count=report.desks), report.desks
    for service in report.services:
        for head, many in zip(_SERVICE_HEADS, _service_figures(service), strict=True):
            yield letter_word("daily_queue_part"), f"{_service(service)}: {letter_word(head)}", many
    if report.settled:
        yield letter_word("daily_queue_part"), letter_word("daily_settled"), report.settled
    for label, many in _hour_rows(report):
        yield letter_word("daily_hours_part"), label, many
    yield from _people_figures(report)
    yield from ((letter_word("daily_time_part"), label, said) for label, said in _time_rows(report))
    yield from ((letter_word("daily_email_part"), label, many) for label, many in email_rows(report.email))
    for asked, result, many in _asked_rows(report):
        yield letter_word("daily_asked_part"), f"{asked}: {result}", many
    yield from ((letter_word("daily_sync_part"), label, many) for label, many in _sync_rows(report))
    for at, kind, note in incident_rows(desk, report.incidents):
        yield letter_word("daily_incident_part"), f"{at} {kind}", note


def _people_figures(report: DailyReport) -> Iterator[Figure]:
    for code, count in (*report.programmes.items(), (letter_word("all"), report.registered)):
        for head, many in zip(_SEX_HEADS, _sexes(count), strict=True):
            yield letter_word("daily_programme_part"), f"{code}: {letter_word(head)}", many
    for band, many in report.ages.items():
        yield letter_word("daily_age_part"), age_text(band), many
    for status, many in report.not_yet.items():
        yield letter_word("daily_not_yet_part"), _status(status), many
    for label, many in report.missing.items():
        yield letter_word("daily_missing_part"), label, many


# --- the paper ------------------------------------------------------------------------------------------------------
def _blocks(desk: Desk, report: DailyReport) -> Iterator[Block]:
    desks = letter_word("daily_desks", count=report.desks)
    yield Words(letter_word("daily_begin", desks=desks))
    yield Fields(((letter_word("daily_officers"), ", ".join(report.officers)),))
    yield from _queue_blocks(report)
    yield from _programme_blocks(desk, report)
    yield _head("daily_time_part")
    yield Fields(_time_rows(report))
    yield _head("daily_email_part")
    yield _email_grid(report.email)
    yield _head("daily_asked_part")
    heads = (letter_word("daily_asked"), letter_word("daily_result"), letter_word("count_of"))
    yield _grid(heads, tuple((asked, result, str(many)) for asked, result, many in _asked_rows(report)), (40, 45, 15))
    yield _head("daily_sync_part")
    yield Fields(tuple((label, str(many)) for label, many in _sync_rows(report)))
    yield _head("daily_incident_part")
    yield incident_grid(desk, report.incidents)


def incident_grid(desk: Desk, incidents: tuple[Incident, ...]) -> Block:
    """The incidents as a table, or the word that there were none."""
    heads = (letter_word("daily_incident_at"), letter_word("daily_incident_kind"), letter_word("daily_incident_note"))
    return _grid(heads, incident_rows(desk, incidents), (12, 18, 70), figures=frozenset())


def _queue_blocks(report: DailyReport) -> Iterator[Block]:
    yield _head("daily_queue_part")
    columns = (letter_word("daily_service"), *map(letter_word, _SERVICE_HEADS))
    rows = [(_service(one), *map(str, _service_figures(one))) for one in report.services]
    sums = [sum(column) for column in zip(*map(_service_figures, report.services), strict=True)]
    rows.append((letter_word("all"), *map(str, sums)))
    yield Grid(columns, tuple(rows), (30, 14, 14, 14, 14, 14), frozenset({1, 2, 3, 4, 5}))
    if report.settled:
        yield Words(letter_word("daily_settled_note", count=report.settled))
    hours = _hour_rows(report)
    if hours:
        yield _head("daily_hours_part")
        yield Bars(hours)


def _email_grid(email: AccountFigures) -> Block:
    rows = () if email.is_empty else email_rows(email)
    heads = (letter_word("daily_result"), letter_word("count_of"))
    return _grid(heads, tuple((label, str(many)) for label, many in rows), (80, 20))


def _programme_blocks(desk: Desk, report: DailyReport) -> Iterator[Block]:
    yield _head("daily_programme_part")
    columns = (letter_word("daily_programme"), *map(letter_word, _SEX_HEADS))
    counts = (*report.programmes.items(), (letter_word("all"), report.registered))
    rows = tuple((_programme(desk, code), *map(str, _sexes(count))) for code, count in counts)
    yield Grid(columns, rows, (44, 14, 14, 14, 14), frozenset({1, 2, 3, 4}))
    yield _head("daily_age_part")
    yield Bars(tuple((age_text(band), many) for band, many in report.ages.items()))
    yield _head("daily_not_yet_part")
    heads = (letter_word("status"), letter_word("count_of"))
    yield _grid(heads, tuple((_status(status), str(many)) for status, many in report.not_yet.items()), (80, 20))
    if report.missing:
        yield _head("daily_missing_part")
        yield Bars(tuple(report.missing.items()))


def _programme(desk: Desk, code: str) -> str:
    return desk.programme_of(code).name if code in desk.programme_codes() else code


def _head(key: str) -> Words:
    return Words(letter_word(key), is_strong=True)


def _grid(
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    shares: tuple[int, ...],
    *,
    figures: frozenset[int] | None = None,
) -> Block:
    if not rows:
        return Words(letter_word("evening_none"))
    return Grid(heads, rows, shares, frozenset({len(heads) - 1}) if figures is None else figures)
