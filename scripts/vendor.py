"""Rebuild src/rinnalla/static/vendor/ from vendor.toml, and refuse what the lock does not know.

Run `python scripts/vendor.py` (needs npm). After a wanted change of version: `python scripts/vendor.py --lock`.
The lock holds the sha512 of each package and of each built file, so a package that changed under its version is seen.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/rinnalla/static/vendor"
LOCK = HERE / "vendor.lock.json"
Lock = dict[str, str]


def sha512(data: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def run(*words: str, cwd: Path) -> str:
    return subprocess.run(words, cwd=cwd, check=True, capture_output=True, text=True).stdout  # noqa: S603


def fetch(name: str, version: str, cwd: Path, seen: Lock) -> tarfile.TarFile:
    answer = json.loads(run("npm", "pack", "--json", f"{name}@{version}", cwd=cwd))
    path = cwd / answer[0]["filename"]
    seen[f"{name}@{version}"] = sha512(path.read_bytes())
    return tarfile.open(path)


def member(archive: tarfile.TarFile, path: str) -> bytes:
    found = archive.extractfile(f"package/{path}")
    if found is None:
        raise SystemExit(f"{path} is not a file in {archive.name}")
    return found.read()


def write(name: str, data: bytes, seen: Lock) -> None:
    if name.endswith((".css", ".js")):  # the maps are not shipped, and a link to a missing map stops collectstatic
        data = re.sub(rb"\n?/[*/]# sourceMappingURL=[^\n]*", b"", data)
    (TARGET / name).write_bytes(data)
    seen[name] = sha512(data)


def sprite(archive: tarfile.TarFile, folder: str, icons: list[str]) -> bytes:
    symbols = []
    for icon in sorted(icons):
        body = re.sub(r"</?svg[^>]*>", "", member(archive, f"{folder}/{icon}.svg").decode()).strip()
        body = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", body)  # 0.01 of a 24-unit grid
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24" fill="none">{body}</symbol>\n')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(symbols) + "</svg>\n").encode()


def build(made: dict, cwd: Path, seen: Lock) -> None:
    for package in made["package"]:
        with fetch(package["name"], package["version"], cwd, seen) as archive:
            for path, name in package["files"].items():
                write(name, member(archive, path), seen)
    with fetch(made["sprite"]["name"], made["sprite"]["version"], cwd, seen) as archive:
        write(made["sprite"]["file"], sprite(archive, made["sprite"]["folder"], made["sprite"]["icons"].split()), seen)
    theme = made["theme"]
    (cwd / theme["config"]).write_bytes((HERE / theme["config"]).read_bytes())
    run("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", f"{theme['name']}@{theme['version']}", cwd=cwd)
    run("npx", "designsystemet", "tokens", "create", "--config", theme["config"], cwd=cwd)
    run("npx", "designsystemet", "tokens", "build", cwd=cwd)
    write(theme["file"], (cwd / theme["built"]).read_bytes(), seen)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    seen: Lock = {}
    with tempfile.TemporaryDirectory() as folder:
        build(tomllib.loads((HERE / "vendor.toml").read_text()), Path(folder), seen)
    if "--lock" in sys.argv:
        LOCK.write_text(json.dumps(seen, indent=1, sort_keys=True) + "\n")
    elif seen != (known := json.loads(LOCK.read_text())):
        raise SystemExit(f"Differs from vendor.lock.json: {sorted(set(seen.items()) ^ set(known.items()))}")
    print(f"{len(seen)} files and packages are as locked")


main()
