"""`common/forms.yaml` and a region's own questions: what is asked, of which kind, and who may see the answer."""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Definition, FieldGroup, Key, Row, Text
from rinnalla.servicemodels.definitions.codes import Code


class Question(Code):
    """One question of a form: `names` is the question itself. `fact` tells the rules what the answer means; a region
    may end a question (`valid_to`), never change what its key means (V-114)."""

    hint: Text | None = None
    kind: Literal["yes_no", "choice", "number", "date", "text"] = "text"
    choices: tuple[Code, ...] = ()
    field_group: FieldGroup = "basics"
    fact: Key | None = None


class Form(Definition):
    """A form with its questions in the order they are asked."""

    key: Key
    names: Text
    row: Row | None = None
    questions: tuple[Question, ...] = Field(min_length=1)


class LocalQuestions(Definition):
    """A region's own questions, asked after the common ones of the form."""

    form: Key
    questions: tuple[Question, ...] = Field(min_length=1)
