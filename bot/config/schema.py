"""JSON Schemas of the files, so that editors complete and check while one types."""

import json
from pathlib import Path

from bot.config.shapes import SHAPES

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, object]]:
    """One schema a file, by its name without the ending: `services` for services.yaml."""
    return {
        name.removesuffix(".yaml"): {"$schema": _DIALECT, **shape.model_json_schema()}
        for name, shape in SHAPES.items()
    }


def render_schemas() -> dict[str, str]:
    """The schemas as they are written, by file name."""
    return {
        f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
        + "\n"
        for name, schema in json_schemas().items()
    }


def write_schemas(directory: Path) -> None:
    """Write them to `directory`/schema; the files of the office name them in their first line."""
    folder = directory / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in render_schemas().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write_schemas(Path("config"))
