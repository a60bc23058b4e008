"""`common/employer_toolkit.yaml`: what an employer is told of support, in parts and points with the days they hold."""

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, Definition, Key, Line, Row, Text


class ToolkitPoint(Dated):
    """One thing to know; `source` is where the rule stands, `site` where more is read."""

    key: Key
    names: Text
    text: Text
    source: Line | None = None
    site: Line | None = None


class ToolkitPart(Dated):
    """A part of the toolkit with its points."""

    key: Key
    row: Row | None = None
    names: Text
    text: Text
    points: tuple[ToolkitPoint, ...] = ()


class EmployerToolkitFile(Definition):
    employer_toolkit: tuple[ToolkitPart, ...] = Field(min_length=1)
