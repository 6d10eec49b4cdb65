"""A bad file gets one clear line, quickly, and never stops the work on the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from trust.bad_documents import CHECKLISTS, DOCUMENTS
from trust.bad_files import KINDS, SECRET, Row
from trust.bad_lists import LISTS
from trust.bad_records import NO_FILES, RECORDS
from trust.conftest import Figures
from trust.forked import MEBIBYTES, SECONDS, Ran, Server, server

HOUSE = Path(__file__).parents[2]
TABLE = [*RECORDS, *NO_FILES, *CHECKLISTS, *DOCUMENTS, *LISTS]


@pytest.fixture(scope="module")
def forked() -> Iterator[Server]:
    """What runs commands with little time and memory."""
    with server() as serving:
        yield serving


def signature(path: Path) -> tuple[int, ...]:
    """Return what would change if somebody wrote to a file."""
    status = path.lstat()
    return status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns


def put(row: Row, workspace: Workspace, audit: str) -> Path:
    """Make the bad file where its kind lies; return its path."""
    folder = workspace.places.workspace
    place = KINDS[row.kind].place.format(audit=audit, drafts=workspace.drafts.folder.name)
    path = folder.parent / place[3:] if place.startswith("../") else folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(row.made, bytes):
        path.write_bytes(row.made)
    else:
        row.made(path)
    return path


@pytest.mark.parametrize("row", TABLE, ids=[f"{row.number}, {row.kind}, {row.what}" for row in TABLE])
def test_a_bad_file_gets_one_clear_line(row: Row, forked: Server, workspace: Workspace, begun: Audit) -> None:
    """It is named, with what is wrong and what to do, and no word out of it; it is left as it is; the rest goes on.

    Every command that meets it has two seconds of processor time and 300 MiB of memory, and ends with its exit code.
    """
    path = put(row, workspace, begun.id)
    before = signature(path)
    for command, code in KINDS[row.kind].commands:
        words = command.format(path=path, id=path.stem, audit=begun.id).split()
        ran = forked.run(workspace.places.workspace, *words)
        assert ran.code == code, (command, ran)
        assert one_clear_line(row, path, ran), (command, ran)
        assert ran.seconds < SECONDS, command
        assert ran.mebibytes < MEBIBYTES, command
        if command == "audit list":
            assert begun.id in ran.out
    assert signature(path) == before


def one_clear_line(row: Row, path: Path, ran: Ran) -> bool:
    """Whether the file is told in one line, with a remedy, and without a word of it."""
    said = [line for line in (*ran.err.splitlines(), *ran.out.splitlines()) if row.says and row.says in line]
    is_told = len(said) == 1 and path.name in said[0] and said[0].endswith(".") and ". " in said[0]
    is_quiet = "Traceback" not in ran.err and SECRET not in ran.err + (ran.out if row.says else "")
    return is_quiet and (is_told if row.says else not ran.err.startswith("caseaudit: "))


# ── the catalogue ────────────────────────────────────────────────────────────

TOLD_ELSEWHERE = {
    6: "tests/store/test_records.py::test_a_byte_order_mark_is_taken_off",
    19: "tests/domain/test_plaintext.py::test_no_control_character_is_kept_but_tab_and_line_end",
    24: "tests/exports/test_every_field_arrives.py",
    25: "tests/store/test_records.py::test_any_text_rests_as_it_was_typed",
    32: "tests/store/test_bad_files.py::test_a_file_that_the_system_will_not_give_is_named",
    34: "tests/store/test_registers.py::test_an_audit_goes_on_without_its_checklist",
    38: "tests/store/test_bad_files.py::test_files_of_other_programs_are_no_records",
    46: "tests/trust/test_text_screens.py::test_every_text_stands_on_the_screens_that_show_it",
    47: "tests/trust/test_text_exports.py::test_no_part_of_a_file_is_live",
    48: "tests/exports/test_hostile_texts_in_every_form.py::test_nothing_is_handed_over_among_the_records",
    49: "tests/tui/test_hostile_text_on_screen.py::test_a_link_in_a_text_is_not_a_link",
    52: "tests/store/test_bad_checklists.py::test_a_renamed_question_leaves_old_audits_as_they_were",
    55: "tests/store/test_frames.py::test_csv_as_programs_write_it",
    59: "tests/store/test_frames.py::test_csv_as_programs_write_it",
    70: "tests/store/test_frames.py::test_formulas_count_by_their_result_and_are_never_run",
    71: "tests/store/test_frames.py::test_no_problem_quotes_a_cell",
    72: "tests/exports/test_workbook.py::test_what_begins_like_a_formula_stays_text_when_somebody_edits_its_cell",
    73: "tests/exports/test_csv_rows.py::test_hostile_text_stays_in_its_cell_and_is_no_formula",
    74: "tests/domain/test_plaintext.py::test_a_cell_is_never_a_formula",
    75: "tests/trust/test_text_exports.py::test_no_part_of_a_file_is_live",
    76: "tests/exports/test_hostile_texts_in_every_form.py::test_a_text_of_any_length_is_whole",
    77: "tests/trust/test_text_exports.py::test_nothing_drives_hides_or_reorders",
    78: "tests/trust/test_text_exports.py::test_every_text_arrives_whole_in_every_place",
    79: "tests/trust/test_text_exports.py::test_every_text_arrives_whole_in_every_place",
    80: "tests/exports/test_workbook.py",
    81: "tests/trust/test_text_exports.py::test_nothing_drives_hides_or_reorders",
    82: "tests/trust/test_text_exports.py::test_no_part_of_a_file_is_live",
    83: "tests/trust/test_text_exports.py::test_no_part_of_a_file_is_live",
    84: "tests/trust/test_text_commands.py::test_json_is_plain_ascii",
    85: "tests/cli/test_mishaps.py::test_a_terminal_that_knows_few_letters",
    86: "tests/exports/test_hostile_texts_in_every_form.py::test_a_file_that_is_there_stays",
    87: "tests/exports/test_hostile_texts_in_every_form.py::test_nothing_is_handed_over_among_the_records",
    88: "tests/domain/test_disclosure.py::test_too_few_audits_are_not_shared_at_all",
    89: "tests/tui/test_hostile_text_on_screen.py::test_whatever_is_pasted",
    90: "tests/trust/test_text_screens.py::test_every_text_stands_on_the_screens_that_show_it",
    91: "tests/tui/test_words_and_drafts.py::test_a_text_too_long_for_the_screen_is_kept_whole",
    92: "tests/tui/test_long_list.py",
    93: "tests/cli/test_loading.py::test_a_dumb_terminal_is_told_apart",
    94: "tests/terminal/test_journeys.py::test_the_environment_writes_nothing_of_a_case_anywhere",
    95: "tests/terminal/test_nothing_gets_out.py",
    96: "tests/store/test_filesystem.py::test_each_trouble_has_its_sentence",
    97: "tests/store/test_registers.py::test_a_crash_before_the_readable_file_is_made_good",
    98: "tests/store/test_filesystem.py::test_the_janitor_takes_only_our_own_old_leavings",
    99: "tests/store/test_filesystem.py::test_a_file_that_another_program_holds_is_tried_again",
    100: "tests/tui/test_trouble.py::test_a_share_that_disconnects_is_said_and_what_was_typed_is_saved_when_it_is_back",
    101: "tests/store/test_filesystem.py::test_each_trouble_has_its_sentence",
    102: "tests/store/test_filesystem.py::test_a_file_system_without_hard_links_keeps_the_promise",
    103: "tests/store/test_histories.py::test_order_is_by_number_never_by_clock",
    104: "tests/store/test_filesystem.py::test_what_is_made_is_private",
    105: "tests/store/test_registers.py::test_an_edit_in_place_while_the_audit_is_open",
}
"""What is no bad file, or no command meets alone: exports, screens, keys, storage."""
CANNOT_HAPPEN = {
    43: "a checklist holds no patterns",
    51: "the grades of a checklist come from a scale, and two of one scale never have the same id",
}


def test_every_line_of_the_catalogue_is_answered(figure: Figures) -> None:
    """By a file above, by a test of its own, or because there is no such thing here."""
    answered = {row.number for row in TABLE} | TOLD_ELSEWHERE.keys() | CANNOT_HAPPEN.keys()

    assert answered == set(range(1, 106))
    assert [test for test in TOLD_ELSEWHERE.values() if not is_there(test)] == []
    figure("Bad files, each with its sentence and its exit code", len(TABLE))
    figure("Commands that met them", sum(len(KINDS[row.kind].commands) for row in TABLE))
    figure("Seconds of processor time, at the most, for a command that meets a bad file", SECONDS)
    figure("Mebibytes of memory, at the most", MEBIBYTES)


def is_there(test: str) -> bool:
    """Return whether a test exists."""
    file, _, function = test.partition("::")
    path = HOUSE / file
    return path.is_file() and f"def {function or 'test_'}" in path.read_text(encoding="utf-8")
