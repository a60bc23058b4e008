"""The checks that other programs make, as tests: lint, types, import order."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
TYPED = ("access", "lib")


def run(*words: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env=environment, timeout=300)


def test_lint():
    result = run(str(BIN / "ruff"), "check", "--no-cache", "--output-format=concise", ".")
    assert result.returncode == 0, (result.stdout + result.stderr)[-6000:]


def test_import_order():
    result = run(str(BIN / "lint-imports"), "--no-cache")
    assert result.returncode == 0, (result.stdout + result.stderr)[-6000:]
    assert "1 kept, 0 broken" in result.stdout


def typed_files() -> list[str]:
    rooms = ROOT / "src" / "rinnalla"
    patterns = ["*/actions.py", "*/definitions.py", *(f"{room}/*.py" for room in TYPED)]
    files = {file for pattern in patterns for file in rooms.glob(pattern) if not file.name.startswith("views")}
    return sorted(str(file) for file in files)


def test_types():
    files = typed_files()
    assert len(files) > 30
    result = run(str(BIN / "mypy"), "--no-error-summary", "--cache-dir", str(ROOT / ".mypy_cache"), *files)
    assert result.returncode == 0, (result.stdout + result.stderr)[-6000:]
