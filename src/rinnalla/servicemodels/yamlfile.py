"""YAML with line numbers: plain data, and for every value the line it stands on."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rinnalla.servicemodels.faults import Fault

Place = tuple[str | int, ...]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same marks and tags, eight times as quick


@dataclass
class YamlFile:
    """A file that has been read. `lines` gives the 1-based line of each place, `key_lines` that of its key."""

    path: Path
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    key_lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place, *, of_key: bool = False) -> int:
        """The line of a place, or of the nearest thing that holds it when the place itself is not in the file."""
        if of_key and place in self.key_lines:
            return self.key_lines[place]
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, code: str, place: Place, *, of_key: bool = False, **params: Any) -> Fault:
        """A fault at a place of this file; `expected` and `nearest` are picked out of the params."""
        expected, nearest = params.pop("expected", ""), params.pop("nearest", None)
        return Fault(self.path, self.line(place, of_key=of_key), place, code, params, expected, nearest)


def read(path: Path) -> YamlFile:
    """Read one file. Never raises for what is in it: what is wrong stands in `faults`, and `data` is then None."""
    file = YamlFile(path)
    try:
        return parse(path, path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        file.faults.append(Fault(path, 1, (), "missing_file", {"name": path.name}, path.name))
    except UnicodeDecodeError:
        file.faults.append(Fault(path, 1, (), "not_utf8", {}, "UTF-8"))
    return file


def parse(path: Path, text: str) -> YamlFile:
    """What `read` gives, of a text that would stand in the file."""
    file = YamlFile(path)
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        file.faults.append(_syntax_fault(path, error))
    else:
        if node is None:
            file.faults.append(Fault(path, 1, (), "empty_file", {}))
        else:
            data = _plain(node, (), file)
            file.data = None if file.faults else data
    return file


def _syntax_fault(path: Path, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return Fault(path, mark.line + 1 if mark else 1, (), "not_yaml", {"problem": problem}, "YAML")


def _plain(node: yaml.Node, place: Place, file: YamlFile) -> Any:
    """Plain data of a node. Tags beyond those of YAML's own core are not obeyed, only read as text."""
    file.lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, file)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, number), file) for number, child in enumerate(node.value)]
    return _scalar(node, place, file)


def _mapping(node: yaml.MappingNode, place: Place, file: YamlFile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in found:
            first = file.key_lines[(*place, key)]
            file.faults.append(Fault(file.path, line, (*place, key), "double_key", {"key": key, "first": first}))
            continue
        file.key_lines[(*place, key)] = line
        found[key] = _plain(value_node, (*place, key), file)
    return found


def _scalar(node: yaml.Node, place: Place, file: YamlFile) -> Any:
    kind = node.tag.rpartition(":")[2]
    try:
        if kind in {"bool", "int", "null", "timestamp"}:
            value = yaml.SafeLoader("").construct_object(node)
            return value if not isinstance(value, date) or type(value) is date else node.value
    except ValueError:
        fault = file.fault("bad_date", place, value=node.value, expected="2026-11-03")
        file.faults.append(fault)
        return None
    return node.value
