"""Write ``docs/programmes.md`` from the programmes' files: what each asks for, by which source, from when to when.

Run it from the root of the repository::

    python -m tools.programme_pages            # writes the page
    python -m tools.programme_pages --check    # 1 if the page is not what the files say
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from core.programme import EACH_YEAR, Condition, Dated, Programme, Question, QuestionKind, Rule, parse_programme

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path("docs", "programmes.md")

HEAD = """\
# The programmes

Written from `resources/programmes/` by `make programmes`; change the files, not this page. What officers and citizens
read is Indonesian. `[S0]` to `[S4]` are the reports that the product was made for; a source in words is a page that
was read; *belief* means: nobody has confirmed it, ask the agency. A rule that only **doubts** registers the person and
names who settles it; every other one refuses. Where no figure is on file for a day, the desk says that it cannot know.
"""


def page_of(programmes: Iterable[Programme]) -> str:
    """The whole page."""
    ordered = sorted(programmes, key=lambda one: (one.order, one.code))
    parts = [HEAD, "\n".join(f"- [{one.code}](#{one.code.lower()}): {one.name}" for one in ordered)]
    parts += ["\n\n".join(_sections(one)) for one in ordered]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _sections(programme: Programme) -> Iterator[str]:
    yield f"## {programme.code}"
    yield "\n".join(_facts(programme))
    yield from _table("Rules", ("rule", "code", "compares", "a no means", "holds", "source"), _rules(programme))
    yield from _table("Papers", ("paper", "code", "or instead", "holds", "source"), _papers(programme))
    yield from _table("Posko prints", ("paper", "code", "source"), _printed(programme))
    yield from _table("Data", ("field", "if it is missing", "holds", "source"), _data(programme))
    yield from _table("Questions", ("question", "name", "answer", "asked if", "source"), _questions(programme))
    yield from _table("Figures", ("figure", "amount", "holds", "source"), _figures(programme))
    yield from _table("Batches", ("batch", "province", "holds", "quota", "source"), _batches(programme))
    yield from _table("Only an office knows", ("code", "who", "source"), _office(programme))
    yield from _table("Stages", ("stage", "code", "after", "told by", "source"), _stages(programme))
    yield from _table("Partners", ("role", "name", "holds", "source"), _partners(programme))
    yield from _portal_and_target(programme)


def _facts(programme: Programme) -> Iterator[str]:
    yield f"{programme.name}, version {programme.version}, {_period(programme)}."
    if programme.what_for:
        yield f"- What it is for: {programme.what_for}"
    yield f"- Slip: {programme.slip_title}. " + " ".join(programme.next_steps) + _sentence(programme.slip_notice)
    yield f"- Consent {programme.consent_version}: \u201c{programme.consent_text}\u201d"
    yield f"- Legal basis: {programme.legal_basis or '-'}."
    retention = programme.retention
    if retention:
        yield (
            f"- Kept: drafts {retention.drafts_days} days, the desk's copy {retention.local_days} days after the "
            f"server's receipt, photos {_photos(retention.photos_days)} [{retention.source}]."
        )
    yield f"- The NIK is read from: {programme.id_paper.value}."
    if programme.field_labels:
        told = (f"`{own.field}` \u201c{own.label}\u201d" for own in programme.field_labels)
        yield "- Calls fields by its own words: " + ", ".join(told) + "."
    if programme.extra_fields:
        yield "- Asks besides the usual fields: " + ", ".join(f"`{name}`" for name in programme.extra_fields) + "."
    priority = programme.priority
    if priority:
        yield f"- First come: {', '.join(priority.answers)} (`{priority.question}`) [{priority.source}]."


def _period(programme: Programme) -> str:
    return "once each year" if programme.period == EACH_YEAR else f"period {programme.period}"


def _sentence(text: str) -> str:
    return f" {text}" if text else ""


def _photos(days: int) -> str:
    return f"{days} days" if days else "until the end of the visit"


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    listed = [[_cell(text) for text in row] for row in rows]
    if listed:
        lines = [head, ["---"] * len(head), *listed]
        yield f"### {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ") or "-"


def _holds(entry: Dated) -> str:
    since = f"from {entry.since:%d-%m-%Y}" if entry.since else ""
    until = f"to {entry.until:%d-%m-%Y}" if entry.until else ""
    return " ".join(part for part in (since, until) if part) or "always"


def _rules(programme: Programme) -> Iterator[Sequence[str]]:
    for rule in programme.rules:
        means = f"doubt: {rule.asks} settles it" if rule.is_doubted else "refused"
        yield rule.label, f"`{rule.code}`", _compares(rule), means, _holds(rule), rule.source


def _compares(rule: Rule) -> str:
    with_what = str(rule.figure or "") or rule.limit or rule.place or rule.field
    where = f"`{rule.question}`" if rule.question else ""
    counted = f"on `{rule.counts_on}`" if rule.counts_on else ""
    return " ".join(part for part in (rule.kind.value.replace("_", " "), with_what, where, counted) if part)


def _papers(programme: Programme) -> Iterator[Sequence[str]]:
    for paper in programme.papers:
        others = [f"`{one.paper}`" + (f" if `{one.question}`" if one.question else "") for one in paper.alternatives]
        yield paper.label, f"`{paper.code}`", ", ".join(others), _holds(paper), paper.source


def _printed(programme: Programme) -> Iterator[Sequence[str]]:
    yield from ((paper.label, f"`{paper.code}`", paper.source) for paper in programme.printed_papers)


def _data(programme: Programme) -> Iterator[Sequence[str]]:
    for datum in programme.data:
        means = "helped with at the desk" if datum.is_task else "waiting list"
        yield f"{datum.label} (`{datum.field}`)", means, _holds(datum), datum.source


def _questions(programme: Programme) -> Iterator[Sequence[str]]:
    for question in programme.questions:
        condition = _condition(question.asked_if) if question.asked_if else "always"
        yield question.label, f"`{question.name}`", _answers(question), condition, question.source


def _answers(question: Question) -> str:
    answers = question.kind.value.replace("_", "/")
    if question.kind is QuestionKind.CHOICE:
        answers = ", ".join(choice.code for choice in question.choices) + (", or none" if question.is_nullable else "")
    marks = (("optional", question.is_optional), ("secret", question.is_secret), ("specific", question.is_specific))
    return "; ".join([answers, *(mark for mark, is_set in marks if is_set)])


def _condition(condition: Condition) -> str:
    if condition.field:
        return f"`{condition.field}` is filled"
    return f"`{condition.question}` is {' or '.join(str(answer).lower() for answer in condition.answers)}"


def _figures(programme: Programme) -> Iterator[Sequence[str]]:
    for figure in programme.figures:
        amount = _rupiah(figure.amount) if figure.name.endswith("_rp") else str(figure.amount)
        yield f"{figure.label} (`{figure.name}`)", amount, _holds(figure), figure.source
    contribution = programme.contribution
    if contribution:
        for part in contribution.parts:
            paid = f", if {_condition(part.paid_if)}" if part.paid_if else ""
            yield f"Contribution {part.label}{paid}", f"{_rupiah(part.amount_rp)} a month", _holds(part), part.source
        for discount in contribution.discounts:
            but = f", not if {_condition(discount.not_if)}" if discount.not_if else ""
            what = f"{discount.label}: if {_condition(discount.given_if)}{but}"
            yield what, f"-{discount.percent} % of {', '.join(discount.parts)}", _holds(discount), discount.source


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


def _batches(programme: Programme) -> Iterator[Sequence[str]]:
    for batch in programme.batches:
        quota = "not on file" if batch.quota is None else str(batch.quota)
        yield batch.label, "all" if batch.province == "*" else batch.province, _holds(batch), quota, batch.source


def _office(programme: Programme) -> Iterator[Sequence[str]]:
    for matter in programme.office_only:
        yield f"`{matter.code}`", matter.asks, matter.source


def _stages(programme: Programme) -> Iterator[Sequence[str]]:
    for stage in programme.stages:
        ends = " (end)" if stage.is_end else ""
        portal = " (portal)" if stage.is_portal else ""
        told = ", ".join(stage.told_by)
        yield stage.label + portal + ends, f"`{stage.code}`", ", ".join(stage.after), told, stage.source


def _partners(programme: Programme) -> Iterator[Sequence[str]]:
    for partner in programme.partners:
        yield partner.role, partner.name, _holds(partner), partner.source


def _portal_and_target(programme: Programme) -> Iterator[str]:
    portal = programme.portal
    if portal:
        fields = ", ".join(field.label for field in portal.fields)
        yield f"### Portal\n\n{portal.name} (`{portal.address}`) asks in this order: {fields} [{portal.source}]."
    target = programme.target
    if target:
        rows = (
            (area.label, area.district, str(area.rw_count), str(area.rw_count * target.per_rw)) for area in target.areas
        )
        [table] = _table(f"Target: {target.name}", ("district", "code", "RW", "people"), rows)
        total = sum(area.rw_count for area in target.areas)
        yield f"{table}\n\n{target.per_rw} in each of {total} RW make {total * target.per_rw} [{target.source}]."


def programmes_in(root: Path) -> tuple[Programme, ...]:
    """Every programme on file."""
    files = sorted((root / "resources" / "programmes").glob("*.toml"))
    return tuple(parse_programme(file.read_bytes(), file.name) for file in files)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or check it; 1 if it is stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if the page is stale")
    text = page_of(programmes_in(ROOT))
    if parser.parse_args(arguments).check:
        is_stale = (ROOT / PAGE).read_text("utf-8") != text
        print(f"{PAGE}: {'stale, run make programmes' if is_stale else 'as the files say'}")
        return int(is_stale)
    (ROOT / PAGE).write_text(text, "utf-8", newline="\n")
    print(f"{PAGE}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
