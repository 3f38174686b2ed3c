"""The frame of the pages on which people see to their mailbox: one column, big fields, no cookie, little that runs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape

from core.findings import Fact
from core.sentences import sentence

_STYLE = (
    "*{box-sizing:border-box}body{font:1.125rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f6;color:#14181c}"
    "main{max-width:34rem;margin:0 auto;padding:1rem}h1{font-size:1.375rem;line-height:1.25;margin:.25rem 0 .75rem}"
    "h2{font-size:1.125rem;margin:0 0 .5rem}p{margin:0 0 .75rem}p:last-child{margin-bottom:0}"
    "section{background:#fff;border:1px solid #d5d9dd;border-radius:.5rem;padding:1rem;margin:0 0 1rem}"
    ".address{font-size:1.375rem;line-height:1.3;font-weight:700;overflow-wrap:anywhere}"
    ".wrong{background:#fdecea;border-color:#a4221b;border-left-width:.375rem}"
    ".good{background:#e8f5ec;border-color:#1c6b3a;border-left-width:.375rem}"
    "label{display:block;font-weight:600;margin:0 0 .25rem}.hint{font-size:1rem;color:#47515a;margin:0 0 .5rem}"
    "input[type=text],input[type=email],input[type=password]{display:block;width:100%;font:inherit;font-size:1.25rem;"
    "padding:.625rem .75rem;min-height:3rem;border:2px solid #5c666f;border-radius:.375rem;background:#fff;"
    "color:inherit;margin:0 0 .75rem}.code{letter-spacing:.06em;text-transform:uppercase;"
    "font-family:ui-monospace,monospace}"
    "button{display:block;width:100%;min-height:3.25rem;font:inherit;font-weight:700;border:0;border-radius:.375rem;"
    "background:#0b57a4;color:#fff;padding:.625rem;margin:.25rem 0 .75rem}"
    "button.quiet{background:#fff;color:#0b57a4;border:2px solid #0b57a4}"
    "input:focus,button:focus{outline:3px solid #f0a500;outline-offset:2px}"
    ".tick{display:flex;gap:.625rem;align-items:center;font-weight:400;min-height:2.75rem;margin:0 0 .5rem}"
    ".tick input{width:1.5rem;height:1.5rem;flex:none;margin:0}[hidden]{display:none}"
    "dl{margin:0}dt{color:#47515a;font-size:1rem}dd{margin:0 0 .5rem;font-weight:600;overflow-wrap:anywhere}"
    "a{color:#0b57a4;font-weight:600}footer{color:#47515a;font-size:1rem}"
    "@media(prefers-color-scheme:dark){body{background:#14181c;color:#eef1f3}section,input[type=text],"
    "input[type=email],input[type=password],button.quiet{background:#1d2329;border-color:#6b757e}"
    ".hint,dt,footer{color:#b4bdc5}.wrong{background:#3a1b19;border-color:#e5847d}"
    ".good{background:#16301f;border-color:#6fc08a}button.quiet{color:#8fc1f5;border-color:#8fc1f5}a{color:#8fc1f5}}"
)

_SCRIPT = (
    "(function(){var t=document.getElementById('show');if(!t)return;t.parentNode.hidden=false;"
    "var f=document.querySelectorAll('input[type=password]');function s(k){for(var i=0;i<f.length;i++)f[i].type=k}"
    "t.onchange=function(){s(t.checked?'text':'password')};"
    "t.form.onsubmit=function(){s('password')};"
    "addEventListener('pageshow',function(){t.checked=false;s('password')})})()"
)
"""Shows what is typed, if the person asks for it; it is sent hidden, or browsers would offer it to the next one."""


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src {_hashed(_STYLE)}; script-src {_hashed(_SCRIPT)}; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Kept by nobody, told to nobody, shown in nobody's frame; only the style and the script of this file are taken."""


def page(title: str, parts: Iterable[str], footer: str) -> bytes:
    """A whole page.

    Args:
        title: code of its heading.
        parts: sections, written as HTML.
        footer: code of the words below.
    """
    head = words(title)
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{head}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head><body><main>'
        f"<h1>{head}</h1>{''.join(parts)}<footer>{words(footer)}</footer></main>"
        f"<script>{_SCRIPT}</script></body></html>"
    ).encode()


def words(code: str, facts: Mapping[str, Fact] | None = None) -> str:
    """A sentence as HTML."""
    return escape(sentence(code, facts))


def paragraph(code: str, facts: Mapping[str, Fact] | None = None, kind: str = "") -> str:
    """A sentence as a paragraph."""
    return f"<p{_kind(kind)}>{words(code, facts)}</p>"


def section(*inside: str, kind: str = "") -> str:
    """A box."""
    role = ' role="alert"' if kind == "wrong" else ' role="status"' if kind == "good" else ""
    return f"<section{_kind(kind)}{role}>{''.join(inside)}</section>"


def heading(code: str) -> str:
    """What a box is about."""
    return f"<h2>{words(code)}</h2>"


def field(
    name: str,
    label: str,
    kind: str,
    *,
    hint: str = "",
    facts: Mapping[str, Fact] | None = None,
    value: str = "",
    rest: str = "",
) -> str:
    """A labelled box to type in.

    Args:
        label, hint: codes of the words around it; ``facts``: of the hint.
        rest: further attributes.
    """
    told = f'<p class="hint" id="{name}-hint">{words(hint, facts)}</p>' if hint else ""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    filled = f' value="{escape(value)}"' if value else ""
    return (
        f'<label for="{name}">{words(label)}</label>{told}'
        f'<input id="{name}" name="{name}" type="{kind}"{filled}{described} {rest}>'
    )


def carried(name: str, value: str) -> str:
    """What travels on with the form, unseen."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def tick(name: str, label: str, *, is_on: bool = False) -> str:
    """A box to tick."""
    on = " checked" if is_on else ""
    return f'<label class="tick"><input type="checkbox" name="{name}" value="1"{on}>{words(label)}</label>'


def show_tick() -> str:
    """The box that shows the passwords; it is there only where the script runs."""
    return f'<label class="tick" hidden><input type="checkbox" id="show">{words("PAGE_LABEL_SHOW")}</label>'


def button(label: str, act: str = "", *, is_quiet: bool = False) -> str:
    """What sends the form; ``act`` says what for."""
    asked = f' name="act" value="{act}"' if act else ""
    return f"<button{_kind('quiet' if is_quiet else '')}{asked}>{words(label)}</button>"


def form(action: str, *inside: str) -> str:
    """What is sent to ``action``."""
    return f'<form method="post" action="{action}">{"".join(inside)}</form>'


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
