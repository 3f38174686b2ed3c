"""The public status page of a slip: plain words for whoever holds it; no script, no picture, nothing about a person."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from core.findings import Fact
from core.sentences import fact_text, sentence
from server.office.slip_status import PageCode, SlipStatus

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""The address is the slip: it is told to nobody, kept by nobody, and nothing runs on the page."""

_HEADS: Mapping[PageCode, str] = {
    PageCode.GOOD: "PAGE_STATUS_OTHER",
    PageCode.NOT_HERE: "PAGE_HEAD_NOT_HERE",
    PageCode.UNKNOWN_DEVICE: "PAGE_HEAD_UNKNOWN_DEVICE",
    PageCode.ALTERED: "PAGE_HEAD_ALTERED",
    PageCode.REVOKED: "PAGE_HEAD_REVOKED",
    PageCode.VERSION: "PAGE_HEAD_VERSION",
    PageCode.NO_SLIP: "PAGE_HEAD_NONE",
}

_STYLE = (
    "body{font:1.125rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f6;color:#14181c}"
    "main{max-width:34rem;margin:0 auto;padding:1.5rem}h1{font-size:1.1rem;font-weight:600;margin:0 0 1rem}"
    "section{background:#fff;border:1px solid #d5d9dd;border-radius:.5rem;padding:1.25rem}"
    "strong{display:block;font-size:1.75rem;line-height:1.25}dl{display:grid;grid-template-columns:auto 1fr;"
    "gap:.25rem 1rem;margin:1rem 0 0}dt{color:#565f68}dd{margin:0}footer{color:#565f68;font-size:.9rem;margin-top:1rem}"
    "@media(prefers-color-scheme:dark){body{background:#14181c;color:#eef1f3}section{background:#1d2329;"
    "border-color:#3a434c}dt,footer{color:#a4aeb8}}"
)


def slip_page(status: SlipStatus, *, is_training: bool) -> bytes:
    """The page as bytes, the same for the same slip and standing."""
    facts: dict[str, Fact] = {"number": status.number, "post": status.post}
    head = sentence(status.standing or _HEADS[status.code])
    body = [f"<strong>{escape(head)}</strong>", f"<p>{escape(sentence(status.code, facts))}</p>", _facts(status)]
    training = f"<p>{escape(sentence('PAGE_TRAINING'))}</p>" if is_training else ""
    page = (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{escape(sentence("PAGE_TITLE"))}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head><body><main>'
        f"<h1>{escape(sentence('PAGE_TITLE'))}</h1><section>{''.join(body)}{training}</section>"
        f"<footer>{escape(sentence('PAGE_PRIVACY'))}</footer></main></body></html>"
    )
    return page.encode()


def _facts(status: SlipStatus) -> str:
    """What stands on the slip as well, and the last stage."""
    if status.code not in (PageCode.GOOD, PageCode.NOT_HERE) or status.on is None:
        return ""
    rows = [
        ("PAGE_STAGE", status.stage),
        ("PAGE_STAGE_ON", fact_text(status.stage_on) if status.stage_on else ""),
        ("PAGE_NUMBER", status.number),
        ("PAGE_QUEUE", status.queue_number),
        ("PAGE_POST", status.post),
        ("PAGE_ON", fact_text(status.on)),
    ]
    told = (f"<dt>{escape(sentence(label))}</dt><dd>{escape(text)}</dd>" for label, text in rows if text)
    return f"<dl>{''.join(told)}</dl>"
