"""The JSON Schemas that editors use say the same as the loader."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.config.document import parse
from bot.config.names import sample_directory
from bot.config.schema import json_schemas, render_schemas

SCHEMAS = json_schemas()


def test_the_committed_schemas_are_current() -> None:
    folder = sample_directory() / "schema"

    committed = {path.name: path.read_text("utf-8") for path in folder.iterdir()}

    assert committed == render_schemas(), "run: make schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_an_unknown_key_is_marked_by_the_editor() -> None:
    document = parse("centre.yaml", b"capcity: 2\n")

    [error] = Draft202012Validator(SCHEMAS["centre"]).iter_errors(document.value)

    assert "capcity" in error.message


def test_the_schemas_are_plain_json() -> None:
    for text in render_schemas().values():
        assert json.loads(text)["type"] == "object"


def test_every_file_of_the_office_has_one() -> None:
    files = {path.stem for path in Path(sample_directory()).glob("*.yaml")}

    assert files <= set(SCHEMAS)
