"""What a rule asks of a fact."""

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Definition, Key


class Condition(Definition):
    """One fact and what is asked of it, or several of which one is enough (`any_of`).

    A yes-or-no fact is asked to hold, or with `holds: no` not to hold. `at_least`, `at_most` bound a number; `limit`
    names a dated limit of `deadlines.yaml`: a number is at least it, a date at most so long ago. `softly`: when it does
    not hold, a person judges instead of the rule saying no. `guides_to`: the card to go to when this alone fails.
    """

    fact: Key | None = None
    holds: bool = True
    at_least: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    limit: Key | None = None
    one_of: tuple[str, ...] = ()
    softly: bool = False
    guides_to: Key | None = None
    any_of: tuple["Condition", ...] = ()
