"""A report as PDF, without a screen: A4, landscape where a table needs it, fonts of ours embedded as far as used."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, TextEmphasis
from fpdf.fonts import FontFace

from nocscape.base.i18n import in_language, msg
from nocscape.base.paths import resources_dir
from nocscape.reports.document import Report, Row, Table
from nocscape.reports.html import period_words, shown

FONT = "pretendard"
MARGIN_MM = 15.0
LINE_MM, PAD_MM = 5.6, 0.4
ROW_MM = LINE_MM + 2 * PAD_MM
LEAST_TABLE_MM, APART_MM = 70.0, 8.0
SMALL = 8
"""Points of the letters in tables."""
ROOM = 1.1
"""Columns stand apart by a share of what they hold; a table that is wider then than a page lays it on its side."""
HEADING_MM, LEAST_ROWS = 14.0, 4
"""A heading stands on the page of its table's first rows."""
TEXT, DIM, LINE = (23, 32, 42), (86, 100, 115), (220, 226, 233)
TONES = {"": (63, 127, 181), "ok": (18, 128, 92), "warn": (154, 106, 0), "crit": (196, 36, 43)}
SIGNS = {"warn": "▲ ", "crit": "■ "}
PAGES = "{nb}"
"""Stands for how many pages there are, until that is known."""
MOST_WORDS = 60
"""Characters of a cell; a page is no place for more."""


def as_pdf(report: Report, language: str) -> bytes:
    """The whole file. Takes about a second for a thousand rows: not for an event loop."""
    pdf = _Page(language)
    pdf.set_lang(language)
    pdf.set_title(shown(report.title, language))
    pdf.set_font(FONT, "", SMALL)
    groups = report.groups()
    widest = max(
        (ROOM * sum(_widths(pdf, _words(table, language))) for group in groups for table in group), default=0.0
    )
    pdf.add_page("L" if widest > pdf.epw else "P")
    pdf.say(shown(report.title, language), 20, bold=True)
    pdf.say(period_words(report, language), 9, color=DIM)
    _facts(pdf, report, language)
    for group in groups:
        _group(pdf, group, language)
    return bytes(pdf.output())


class _Page(FPDF):
    """Our fonts, our margins, and a number on every page."""

    def __init__(self, language: str) -> None:
        super().__init__(format="A4")
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        self._language = language
        folder: Path = resources_dir() / "fonts" / "pretendard"
        self.add_font(FONT, "", folder / "Pretendard-Regular.ttf")
        self.add_font(FONT, "B", folder / "Pretendard-SemiBold.ttf")
        self.set_margin(MARGIN_MM)
        self.set_auto_page_break(True, MARGIN_MM + 4)
        self.set_creator("Nocscape")
        self.alias_nb_pages(PAGES)

    def footer(self) -> None:
        """The number of the page."""
        self.set_y(-MARGIN_MM)
        self.set_font(FONT, "", 8)
        self.set_text_color(*DIM)
        number = in_language(msg("Page {number} of {count}", number=self.page_no(), count=PAGES), self._language)
        self.cell(0, 6, f"Nocscape · {number}")

    def say(self, words: str, size: float, *, bold: bool = False, color: tuple[int, int, int] = TEXT) -> None:
        """A paragraph."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*color)
        self.multi_cell(0, size * 0.5, words, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)


def _facts(pdf: _Page, report: Report, language: str) -> None:
    """Key figures side by side."""
    pdf.ln(2)
    width = pdf.epw / max(1, len(report.facts))
    top = pdf.get_y()
    for place, fact in enumerate(report.facts):
        left = pdf.l_margin + place * width
        pdf.set_xy(left, top)
        pdf.set_font(FONT, "", 8)
        pdf.set_text_color(*DIM)
        pdf.cell(width, 5, shown(fact.title, language))
        pdf.set_xy(left, top + 5)
        pdf.set_font(FONT, "B", 14)
        pdf.set_text_color(*TEXT)
        pdf.cell(width, 8, shown(fact.value, language))
    pdf.set_xy(pdf.l_margin, top + 16)


def _group(pdf: _Page, group: Sequence[Table], language: str) -> None:
    """Tables side by side, as many as have room, where they end on one page; else one below the other."""
    most = max(1, int((pdf.epw + APART_MM) // (LEAST_TABLE_MM + APART_MM)))
    for first in range(0, len(group), most):
        row = group[first : first + most]
        height = ROW_MM * (1 + max(len(table.rows) for table in row)) + HEADING_MM
        if len(row) == 1 or height > pdf.eph:
            for table in row:
                _table(pdf, table, language)
        else:
            _beside(pdf, row, language, height)


def _beside(pdf: _Page, row: Sequence[Table], language: str, height: float) -> None:
    if pdf.will_page_break(height):
        pdf.add_page()
    left, right, top = pdf.l_margin, pdf.r_margin, pdf.get_y()
    width = (pdf.epw - APART_MM * (len(row) - 1)) / len(row)
    ends = []
    for place, table in enumerate(row):
        begin = left + place * (width + APART_MM)
        pdf.set_left_margin(begin)
        pdf.set_right_margin(pdf.w - begin - width)
        pdf.set_y(top)
        _table(pdf, table, language)
        ends.append(pdf.get_y())
    pdf.set_left_margin(left)
    pdf.set_right_margin(right)
    pdf.set_y(max(ends))


def _table(pdf: _Page, table: Table, language: str) -> None:
    pdf.ln(3)
    if pdf.will_page_break(LEAST_ROWS * LINE_MM + HEADING_MM):
        pdf.add_page()
    pdf.say(shown(table.title, language), 12, bold=True)
    if table.note is not None:
        pdf.say(shown(table.note, language), 8, color=DIM)
    if not table.rows:
        pdf.say(in_language(msg("Nothing to report"), language), 9, color=DIM)
        return
    pdf.set_font(FONT, "", SMALL)
    pdf.set_text_color(*TEXT)
    pdf.set_draw_color(*LINE)
    words = _words(table, language)
    widths = _widths(pdf, words)
    width = max(LEAST_TABLE_MM, ROOM * sum(widths)) if table.is_small else pdf.epw
    with pdf.table(
        width=round(min(pdf.epw, width)),
        align=Align.L,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis=TextEmphasis.B, color=DIM),
        text_align=tuple("RIGHT" if column.is_number else "LEFT" for column in table.columns),
        col_widths=widths,
        line_height=LINE_MM,
        padding=(PAD_MM, 1.2),
    ) as grid:
        grid.row(words[0])
        for row, cells in zip(table.rows, words[1:], strict=True):
            grid.row([SIGNS.get(row.tone, "") + cells[0], *cells[1:]], style=_style(row))


def _words(table: Table, language: str) -> list[list[str]]:
    """The words of a table, its heading first."""
    heading = [shown(column.title, language) for column in table.columns]
    return [heading, *([shown(cell, language)[:MOST_WORDS] for cell in row.cells] for row in table.rows)]


def _style(row: Row) -> FontFace | None:
    return FontFace(color=TONES[row.tone]) if row.tone in SIGNS else None


def _widths(pdf: _Page, words: list[list[str]]) -> tuple[int, ...]:
    """Columns as wide as their content, within reason."""
    columns = zip(*words[:200], strict=True)
    return tuple(max(8, min(60, max(round(pdf.get_string_width(w)) for w in column) + 4)) for column in columns)
