"""Opens a workbook without trusting it: what it is, how big, and only then what it says."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.refusals import Refusal
from bot.sheets.grid import Cell, Grid, Spot, plain

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as Written
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 24 * 1024 * 1024
"""All parts together; openpyxl takes some fifty times the size of the XML."""
MOST_RATIO = 200
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 1000, 200, 40
_OLD = frozenset({".xls", ".et", ".csv", ".ods", ".doc", ".docx", ".pdf", ".wps", ".numbers"})
_MACROS = frozenset({".xlsm", ".xltm", ".xlam", ".xlsb"})
_BROKEN = (
    RuntimeError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    IndexError,
)


class SheetRefused(Refusal):
    """The file is not read at all; `key` is below cli.sheet_refused."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.text_key = f"cli.sheet_refused.{key}"
        self._values = {name: str(value) for name, value in values.items()}

    @property
    def values(self) -> dict[str, str]:
        return self._values


def read_workbook(path: Path) -> tuple[Grid, ...]:
    """The sheets of an .xlsx file that have something in them, hidden ones too.

    Raises SheetRefused for whatever is no such file, has macros, is too big or cannot be read.
    """
    _look_at_name(path)
    _look_inside(path)
    grids = tuple(grid for grid in _grids(path) if grid.cells)
    if not grids:
        raise SheetRefused("empty", file=path.name)
    return grids


def _look_at_name(path: Path) -> None:
    ending = path.suffix.lower()
    if not path.is_file():
        raise SheetRefused("no_file", file=path)
    if ending in _MACROS:
        raise SheetRefused("macros", file=path.name)
    if ending != ".xlsx":
        key = "old_format" if ending in _OLD else "not_xlsx"
        raise SheetRefused(key, file=path.name, ending=ending or "-")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SheetRefused("too_big", file=path.name, size=_mb(size), most=_mb(MOST_BYTES))


def _look_inside(path: Path) -> None:
    """What the directory of the zip says; only then whether a part defines entities."""
    try:
        with zipfile.ZipFile(path) as packed:
            _look_at_parts(path, packed.infolist())
            parts = (part for part in packed.namelist() if part.endswith((".xml", ".rels")))
            if any(b"<!DOCTYPE" in packed.read(part) for part in parts):
                raise SheetRefused("not_readable", file=path.name)
    except (zipfile.BadZipFile, zlib.error, *_BROKEN) as broken:
        raise SheetRefused("not_readable", file=path.name) from broken


def _look_at_parts(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed_size = max(1, sum(part.compress_size for part in parts))
    if unpacked > MOST_UNPACKED or unpacked > packed_size * MOST_RATIO:
        size = _mb(unpacked)
        raise SheetRefused("too_big", file=path.name, size=size, most=_mb(MOST_UNPACKED))
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetRefused("macros", file=path.name)
    if "[Content_Types].xml" not in names:
        raise SheetRefused("not_readable", file=path.name)


def _grids(path: Path) -> Iterator[Grid]:
    shown, written = _open(path, shows=True), _open(path, shows=False)
    with closing(shown), closing(written):
        if len(written.worksheets) > MOST_SHEETS:
            raise SheetRefused("too_many_sheets", file=path.name, most=MOST_SHEETS)
        for sheet in written.worksheets:
            cells = _spread(sheet, _cells(shown[sheet.title], sheet))
            yield Grid(plain(sheet.title), cells, sheet.sheet_state != "visible")


def _open(path: Path, *, shows: bool) -> "Workbook":
    from openpyxl import load_workbook  # it costs 100 ms: only when a sheet is read
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, data_only=shows, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, SyntaxError, *_BROKEN) as broken:
        raise SheetRefused("not_readable", file=path.name) from broken


def _cells(shown: "Worksheet", written: "Worksheet") -> dict[Spot, Cell]:
    if written.max_row > MOST_ROWS or written.max_column > MOST_COLUMNS:
        _look_at_edges(written)
    found = {}
    last = min(written.max_row, MOST_ROWS), min(written.max_column, MOST_COLUMNS)
    for row in written.iter_rows(max_row=last[0], max_col=last[1]):
        for each in row:
            spot = (each.row or 0, each.column or 0)
            cell = _cell(spot, each, shown.cell(*spot).value)
            if cell:
                found[spot] = cell
    return found


def _look_at_edges(sheet: "Worksheet") -> None:
    """Formats may reach to the last row of Excel; words may not."""
    for (row, column), cell in sheet._cells.items():  # iter_rows would make them all
        if (row > MOST_ROWS or column > MOST_COLUMNS) and cell.value is not None:
            values = {"sheet": sheet.title, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
            raise SheetRefused("too_wide", **values)


def _cell(spot: Spot, written: "Written | MergedCell", shown: object) -> Cell | None:
    is_formula = written.data_type == "f"
    value = shown if is_formula else written.value
    if value is None or isinstance(value, bool):
        return Cell(spot, "", None, is_formula=True) if is_formula else None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, (int, float, date)):
        return Cell(spot, _spelled(value), value, is_formula)
    text = plain(str(value))
    return Cell(spot, text, None, is_formula) if text else None


def _spelled(value: float | date) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _spread(sheet: "Worksheet", cells: dict[Spot, Cell]) -> dict[Spot, Cell]:
    for merged in sheet.merged_cells.ranges:
        origin = cells.get((merged.min_row, merged.min_col))
        if origin is None or merged.max_row > MOST_ROWS or merged.max_col > MOST_COLUMNS:
            continue
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                cells[row, column] = origin
    return cells


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"
