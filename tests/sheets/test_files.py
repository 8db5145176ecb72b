"""Files that are no harmless workbook are refused before anything in them is read."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.sheets import workbook
from bot.sheets.workbook import SheetRefused, read_workbook

BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
)


def refused(path: Path) -> str:
    with pytest.raises(SheetRefused) as no:
        read_workbook(path)
    return no.value.text_key.rpartition(".")[2]


def workbook_at(path: Path, *values: str) -> Path:
    book = Workbook()
    book.worksheets[0].append(values)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a.xls", "old_format"),
        ("a.et", "old_format"),
        ("a.csv", "old_format"),
        ("a.xlsm", "macros"),
        ("a.txt", "not_xlsx"),
        ("a.xlsx", "not_readable"),
    ],
)
def test_other_files_are_told_what_to_do(name: str, key: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0 no zip")

    assert refused(tmp_path / name) == key


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.xlsx") == "no_file"


def test_an_empty_workbook_is_named(tmp_path: Path) -> None:
    assert refused(workbook_at(tmp_path / "empty.xlsx")) == "empty"


def test_fifty_megabytes_are_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as big:
        big.truncate(50 * 1024 * 1024)

    assert refused(path) == "too_big"


def test_a_zip_bomb_is_seen_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook_at(tmp_path / "bomb.xlsx", "张敏")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet9.xml", b" " * (workbook.MOST_UNPACKED + 1))

    assert path.stat().st_size < workbook.MOST_BYTES
    assert refused(path) == "too_big"


def test_macros_are_found_under_an_innocent_name(tmp_path: Path) -> None:
    path = workbook_at(tmp_path / "innocent.xlsx", "张敏")
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")

    assert refused(path) == "macros"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    whole, path = workbook_at(tmp_path / "whole.xlsx", "张敏"), tmp_path / "laughs.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            is_evil = part == "xl/styles.xml"
            new.writestr(part, BILLION_LAUGHS if is_evil else old.read(part))

    assert refused(path) == "not_readable"


def test_words_far_out_on_a_sheet_are_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].cell(5000, 3, "张敏")
    book.save(tmp_path / "far.xlsx")

    assert refused(tmp_path / "far.xlsx") == "too_wide"
