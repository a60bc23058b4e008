"""JSON Schema of the files under `regions/`, so that an editor can help the one who writes them."""

import json
from pathlib import Path

from rinnalla.servicemodels.definitions import COMMON_FILES, REGION_FILES


def write_schemas(folder: Path) -> list[Path]:
    """Write one schema for each kind of file into `folder` (usually `regions/schema`); returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def schemas() -> dict[str, str]:
    """The schemas as text, by file name without ending."""
    return {
        name: json.dumps(definition.model_json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for name, definition in {**COMMON_FILES, **REGION_FILES}.items()
    }
