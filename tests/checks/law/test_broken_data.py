"""The loader's strictness: every way to spoil a law data file is an error that names the file and the row."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.errors import LawDataError
from checks.law import load_law
from checks.law.lookup import DATA

Spoil = Callable[[str, str, str], LawDataError]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    return copy


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    def run(file: str, old: str, new: str) -> LawDataError:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LawDataError) as caught:
            load_law(directory=folder)
        assert caught.value.file == file
        assert str(caught.value).startswith(file)
        return caught.value

    return run


def test_an_untouched_copy_loads_and_has_the_same_version(folder: Path) -> None:
    assert load_law(directory=folder).version == load_law().version


def test_comments_do_not_change_the_version_and_a_figure_does(folder: Path) -> None:
    path = folder / "inkassosats.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# a remark\n" + text, encoding="utf-8")
    assert load_law(directory=folder).version == load_law().version
    path.write_text(text.replace("value: 750", "value: 760"), encoding="utf-8")
    assert load_law(directory=folder).version != load_law().version


ROW_2026 = "  - first: 2026-01-01\n    last: null\n    value: 750\n"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    value: 520\n", "    value: 520\n    worth: 520\n", "unknown key worth"),
        ("    value: 520\n", "", "key value is missing"),
        ("    value: 520\n", "    value: 520\n    value: 530\n", "duplicate key value"),
        ("    value: 520\n", "    value: 5.2e2\n", "must be a number above zero"),
        ("    value: 520\n", "    value: 1_000\n", "not a plain decimal number"),
        ("    value: 520\n", "    value: 0o17\n", "must be a number"),
        ("    value: 520\n", "    value: 0520\n", "must be a number|not a plain decimal number"),
        ("    value: 520\n", "    value: .inf\n", "not a plain decimal number"),
        ("    value: 520\n", "    value: .nan\n", "not a plain decimal number"),
        ("    value: 520\n", "    value: 1e+3\n", "must be a number|not a plain decimal number"),
        ("    value: 520\n", "    value: 5.2e+2\n", "not a plain decimal number"),
        ("    value: 520\n", "    value: '520'\n", "must be a number above zero"),
        ("    value: 520\n", "    value: -520\n", "must be a number above zero"),
        ("    value: 520\n", "    value: yes\n", "write true or false"),
        ("    value: 520\n", "    value: !!binary NTIw\n", "not used in law data"),
        ("first: 2002-03-01", "first: 2002-02-30", "not a date"),
        ("first: 2002-03-01", "first: 2002-03-01 10:00:00", "not a date"),
        ("first: 2002-03-01", "first: early", "first must be a date"),
        ("last: 2002-12-31", "last: 2002-02-01", "last lies before first"),
        ("last: 2002-12-31", "last: 2003-01-01", "overlaps the row before"),
        ("last: 2002-12-31", "last: 2002-12-30", "no row covers 2002-12-31 to 2002-12-31"),
        ("last: 2025-12-31", "last: null", "overlaps the row before"),
        ("sources: [IF-2002, IF-MIRROR]", "sources: []", "a value without a citation"),
        ("sources: [IF-2002, IF-MIRROR]", "sources: [IF-1802]", "source IF-1802 is not in sources.yaml"),
        ("sources: [IF-2002, IF-MIRROR]", "sources: [IF-2002, IF-2002]", "stands twice"),
        ("sources: [IF-2002, IF-MIRROR]", "sources: IF-2002", "sources must be a list"),
        ("verified: one_source", "verified: surely", "verified surely is unknown"),
        ("verified: one_source", "verified: not_found", "neither not_found nor bounded"),
        ("    value: null\n", "    value: 530\n", "neither not_found nor bounded"),
        ("upper_bound: 650", "upper_bound: much", "must be a number above zero"),
    ],
)
def test_a_wrong_row_is_named(spoil: Spoil, old: str, new: str, problem: str) -> None:
    error = spoil("inkassosats.yaml", old, new)
    assert any(part in error.problem for part in problem.split("|"))
    assert "line" in error.row


def test_the_row_is_named_by_number_and_line(spoil: Spoil) -> None:
    error = spoil("inkassosats.yaml", ROW_2026, ROW_2026.replace("750", "0"))
    assert error.row.startswith("row 17 (line ")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("unit: kroner", "unit: dollars", "unit or chosen_by is unknown"),
        ("chosen_by: day", "chosen_by: mood", "unit or chosen_by is unknown"),
        ("regime: inkl-1988", "regime: inkl-1888", "regime or after_known is unknown"),
        ("after_known: unknown", "after_known: guess", "regime or after_known is unknown"),
        ("known_until: 2026-12-31", "known_until: null", "known_until must be a date"),
        ("figure: inkassosats", "figur: inkassosats", "unknown key figur"),
        ("figure: inkassosats", "figure: 7", "figure must be a text"),
        ("en: Inkassosats figures", "de: Inkassosatz", "unknown key de"),
        ("act: forskrift/1989-07-14-562", "act: forskrift/1889-07-14-562", "is not in acts.yaml"),
        ("rows:\n", "rows: none\nrow:\n", "unknown key row"),
    ],
)
def test_a_wrong_head_is_named(spoil: Spoil, old: str, new: str, problem: str) -> None:
    assert problem in spoil("inkassosats.yaml", old, new).problem


def test_a_figure_in_two_files_is_named(spoil: Spoil) -> None:
    error = spoil("late_interest.yaml", "figure: late_interest\n", "figure: inkassosats\n")
    assert error.problem == "figure inkassosats is in another file too"


def test_a_series_without_rows_is_named(spoil: Spoil) -> None:
    error = spoil(
        "other_enforcement_fees.yaml",
        "series:\n",
        """series:
  gift:
    name: {nb: Gave, nn: Gåve, en: Gift}
    legal_basis:
      - {act: lov/1982-12-17-86, section: "§ 14"}
""",
    )
    assert error.problem == "no rows for gift"


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("inkassosats.yaml", "    note: >-\n      One figure", "    memo: >-\n      One figure", "unknown key memo"),
        ("vat.yaml", '    note: "24 per cent by general knowledge; not read in a source."\n', "", "and have a note"),
        ("vat.yaml", "value: 0.25", "value: 25", "is no rate between 0 and 1"),
        ("late_interest.yaml", "value: 12.25", "value: 1225", "is no percentage a year"),
        ("late_interest.yaml", "known_until: 2026-12-31", "known_until: 2027-06-30", "known_until differs"),
        ("late_interest.yaml", "after_known: unknown", "after_known: flag", "needs a last row that is still in force"),
        ("notice_fees.yaml", '"1/10"', "0.1", "must be a share such as 1/20"),
        ("notice_fees.yaml", '"1/10"', '"1/0"', "must be a share such as 1/20"),
        ("notice_fees.yaml", '"1/10"', '"one/ten"', "must be a share such as 1/20"),
        ("notice_fees.yaml", '"1/10"', '"11/10"', "must be a share such as 1/20"),
        ("notice_fee_rounding.yaml", "value: exact", "value: roughly", "unknown rounding roughly"),
        ("salaer_tables.yaml", "{up_to: 2500, light: 1, heavy: 2}", "{up_to: 1250, light: 1, heavy: 2}", "must rise"),
        (
            "salaer_tables.yaml",
            "{up_to: null, light: 12.5, heavy: 25}",
            "{up_to: 900000, light: 12.5, heavy: 25}",
            "the last band must be open",
        ),
        (
            "salaer_tables.yaml",
            "{up_to: 1250, light: 0.5, heavy: 1}",
            "{up_to: null, light: 0.5, heavy: 1}",
            "must rise",
        ),
        ("salaer_tables.yaml", "heavy_after_days: 14", "heavy_after_days: 14.5", "must be a whole number"),
        ("lawyer_led.yaml", "table: salaer_2002", "table: salaer_2001", "salaer_2001 is not in salaer_tables.yaml"),
        ("instalment_supplement.yaml", "vat: unsettled", "vat: maybe", "vat must be yes, no or unsettled"),
        ("lawyer_led.yaml", "column: light", "column: middle", "column must be light or heavy"),
        ("other_enforcement_fees.yaml", "what: tvangssalg_losore_request", "what: gift", "gift is not in series"),
        ("recoverable_legal_costs.yaml", "    legal_basis:\n", "    legal_base:\n", "unknown key legal_base"),
        ("notice_fee_rounding.yaml", "legal_basis:\n", "legal_basis: []\nold:\n", "unknown key old"),
        ("court_fee.yaml", '\n  - {act: lov/1982-12-17-86, section: "§ 1"}', " []", "legal_basis is empty"),
        ("acts.yaml", "  short: INKL\n", "  - INKL\nold:\n  short: INKL\n", "must be a mapping"),
        ("acts.yaml", "short: INKL", "abbreviation: INKL", "unknown key abbreviation"),
        ("acts.yaml", "name_nb: inkassoloven\n", "name_nb: ''\n", "name_nb must be a text"),
        ("sources.yaml", "kind: law\n", "kind: rumour\n", "unknown kind rumour"),
        ("sources.yaml", 'url: "https://', 'url: "ftp://', "is not an address"),
        ("regimes.yaml", "id: inkl-1988", "id: inkl-1888", "unknown regime inkl-1888"),
        ("regimes.yaml", "first: 1989-10-01", "first: null", "first must be a date"),
        ("regimes.yaml", "new_act_in_force: null", "new_act_in_force: soon", "new_act_in_force must be a date or null"),
        ("regimes.yaml", "new_act_in_force: null", "new_act_in_force: 2026-01-01", "before the act was adopted"),
        ("regimes.yaml", "status_checked: 2026-10-06", "status_checked: null", "must be dates"),
        ("regimes.yaml", "sources: [IF-MIRROR]", "sources: [RUMOUR]", "source RUMOUR is not in sources.yaml"),
        ("regimes.yaml", "    act: lov/1988-05-13-26", "    act: lov/1888-05-13-26", "is not in acts.yaml"),
        ("regimes.yaml", 'section: "§ 8"}, to', 'section: "§ 1"}, to', "stands twice"),
        ("meta.yaml", "law_as_of: 2026-07-02", "law_as_of: 2026", "must be a date"),
        ("meta.yaml", "posting_slack_days: 2", "posting_slack_days: 0", "must be a number above zero"),
        ("meta.yaml", "law_as_of:", "on:", "must be a plain word"),
        ("vat.yaml", "rows:\n", "rows:\n\t- bad\n", "cannot start any token"),
    ],
)
def test_a_wrong_value_in_any_file_is_named(spoil: Spoil, file: str, old: str, new: str, problem: str) -> None:
    assert problem in spoil(file, old, new).problem


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "vat.yaml").unlink()
    with pytest.raises(LawDataError) as caught:
        load_law(directory=folder)
    assert (caught.value.file, caught.value.problem) == ("vat.yaml", "is missing")


def test_a_file_nobody_reads_is_named(folder: Path) -> None:
    (folder / "parking.yaml").write_text("figure: parking\n", encoding="utf-8")
    with pytest.raises(LawDataError) as caught:
        load_law(directory=folder)
    assert caught.value.file == "parking.yaml"


@pytest.mark.parametrize("content", [b"", b"- a list\n", b"just text\n", b"\xff\xfe\x00"])
def test_a_file_that_holds_no_mapping_is_named(folder: Path, content: bytes) -> None:
    (folder / "vat.yaml").write_bytes(content)
    with pytest.raises(LawDataError) as caught:
        load_law(directory=folder)
    assert caught.value.file == "vat.yaml"
