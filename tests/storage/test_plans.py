"""No turn goes through a whole table: it would hold up everybody, the more the longer we run."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.statements import SQL_FOLDER, Statement, statements

FAMILIES = tuple(sorted(file.stem for file in SQL_FOLDER.glob("*.sql")))
EVERY = [each for family in FAMILIES for each in statements(family).values()]

MAY_GO_THROUGH_ALL = {
    # for tools and pages, which read beside the lane
    "outbox.everything",
    "outbox.newest",
    "outbox.parked",
    "detours.letters_of_all",
    "tasks.everything",
    "tickets.everything",
    "tickets.newest",
    # once a day, or when somebody is erased or leaves us
    "contacts.erase_residents_before",
    "asked_which.forget_before",
    "conversations.forget_before",
    "detours.forget",
    "pushes.forget_before",
    "receipts.forget_before",
    "consents.forget_before",
    "conversations.forget_mentions",
    "guesses.forget_before",
    "links.unseen",
    "listeners.forget",
    "outbox.erase_caused_by",
    "outbox.erase_mentions",
    "outbox.erase_texts",
    "outbox.forget_before",
    "privacy.forget_told",
    "proxies.forget_before",
    "questions.erase",
    "questions.erase_mentions",
    "questions.forget_lessons",
    "tasks.about",
    "tasks.erase",
    "tasks.erase_before",
    "tasks.erase_mentions",
    "tasks.erase_ticket",
    "tickets.erase_before",
    "waiting.of_phone",
    # when staff ask for the figures, and an index would cost every booking more
    "statistics.made",
    # tables that stay short: codes of a day, people in line
    "staff.drop_codes",
    "waiting.in_vain",
    "waiting.next_moment",
    "waiting.unanswered",
    # from the newest row on, and no further than its limit
    "questions.newest",
    "trail.newest",
    # once a tick, and an index would cost every booking more
    "places.drop_expired",
}


def tables_gone_through(connection: sqlite3.Connection, statement: Statement) -> list[str]:
    """The steps of the plan that read a table from end to end without any index."""
    values = [1] * len(statement.order)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement.sqlite}", values)
    scans = [step for *_, step in plan if step.startswith("SCAN") and " USING " not in step]
    # what a sub-select made, or VALUES
    return [s for s in scans if s.split()[1] not in ("gone", "moments", "CONSTANT")]


@pytest.mark.parametrize("statement", EVERY, ids=lambda each: each.name)
def test_a_turn_finds_its_rows_by_an_index(sqlite_file: Path, statement: Statement) -> None:
    with closing(sqlite3.connect(sqlite_file)) as connection:
        scans = tables_gone_through(connection, statement)

    assert bool(scans) == (statement.name in MAY_GO_THROUGH_ALL), scans
