"""A report as one HTML file that needs nothing beside it: for reading, for mail, and for printing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from nocscape.base.i18n import Text, in_language, msg
from nocscape.base.text import one_line
from nocscape.reports.document import Cell, Report, Row, Table

_STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{font:14px/1.5 Pretendard,"Noto Sans KR",system-ui,sans-serif;color:#17202a;background:#f3f5f8;margin:0}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:17px;margin:36px 0 4px}
.when,.note{color:#566473;margin:0 0 16px;font-size:13px}
.facts{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}
.facts div{background:#fff;border:1px solid #dce2e9;border-radius:9px;padding:10px 16px;min-width:150px}
.facts b{display:block;font-size:20px}.facts span{color:#566473;font-size:13px}
table{width:100%;border-collapse:collapse;background:#fff;border:1px solid #dce2e9;border-radius:9px}
th{text-align:left;color:#566473;font-weight:500;font-size:12.5px;border-bottom:1px solid #dce2e9}
th,td{padding:6px 10px;vertical-align:top}tr+tr td{border-top:1px solid #edf1f5}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{height:3px;background:#edf1f5;border-radius:2px;margin-top:3px}
.bar i{display:block;height:3px;border-radius:2px;background:#3f7fb5}
.beside{display:flex;flex-wrap:wrap;gap:0 24px}.beside section{flex:1 1 260px}
.ok .bar i{background:#12805c}.warn .bar i{background:#9a6a00}.crit .bar i{background:#c4242b}
.warn td:first-child::before{content:"\\25B2\\00a0";color:#9a6a00}
.crit td:first-child::before{content:"\\25A0\\00a0";color:#c4242b}
@media print{body{background:#fff}main{max-width:none;padding:0}
table,.facts div{break-inside:auto}tr{break-inside:avoid}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(report: Report, language: str) -> str:
    """The whole file. Everything that devices said is escaped, and the file may load nothing."""
    facts = "".join(
        f"<div><span>{_say(f.title, language)}</span><b>{_say(f.value, language)}</b></div>" for f in report.facts
    )
    tables = "".join(_group(group, language) for group in report.groups())
    title = _say(report.title, language)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f'<p class="when">{escape(period_words(report, language))}</p><div class="facts">{facts}</div>{tables}'
        "</main></body></html>\n"
    )


def period_words(report: Report, language: str) -> str:
    """Of when and where a report is, and when it was made."""
    since, until, made = (
        f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d %H:%M}" for at in (*report.period, report.made_at)
    )
    site = one_line(report.site, 80)
    words = (
        msg("{since} to {until}, {site}. Made at {made}.", since=since, until=until, site=site, made=made)
        if site
        else msg("{since} to {until}. Made at {made}.", since=since, until=until, made=made)
    )
    return in_language(words, language)


def shown(cell: Cell, language: str) -> str:
    """A cell in words of one line."""
    return one_line(in_language(cell, language) if isinstance(cell, Text) else cell)


def _say(cell: Cell, language: str) -> str:
    return escape(shown(cell, language))


def _group(group: Sequence[Table], language: str) -> str:
    if len(group) == 1:
        return _table(group[0], language)
    return f'<div class="beside">{"".join(f"<section>{_table(table, language)}</section>" for table in group)}</div>'


def _table(table: Table, language: str) -> str:
    note = f'<p class="note">{_say(table.note, language)}</p>' if table.note else ""
    if not table.rows:
        return f'<h2>{_say(table.title, language)}</h2><p class="note">{_say(msg("Nothing to report"), language)}</p>'
    head = "".join(f"<th{_class(c.is_number)}>{_say(c.title, language)}</th>" for c in table.columns)
    body = "".join(_row(table, row, language) for row in table.rows)
    return (
        f"<h2>{_say(table.title, language)}</h2>{note}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(table: Table, row: Row, language: str) -> str:
    cells = [
        f"<td{_class(column.is_number)}>{_say(cell, language)}</td>"
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    if row.share is not None:
        width = 100 * max(0.0, min(1.0, row.share))
        bar = f'<div class="bar"><i style="width:{width:.1f}%"></i></div></td>'
        cells[0] = cells[0].removesuffix("</td>") + bar
    tone = f' class="{escape(row.tone)}"' if row.tone else ""
    return f"<tr{tone}>{''.join(cells)}</tr>"


def _class(is_number: bool) -> str:  # noqa: FBT001 - one word of a tag
    return ' class="n"' if is_number else ""
