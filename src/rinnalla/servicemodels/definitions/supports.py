"""`common/work_supports.yaml`: supports around work with their dated rules, for sums that are advice."""

from typing import Literal, Self

from pydantic import Field, model_validator

from rinnalla.servicemodels.definitions.base import Dated, Definition, Key, Line, Row, Text

Sum = Literal["wages", "help", "grant", "trial", "weekdays"]
# What a rule must tell for each way of reckoning. `weekdays` has its limit in `benefits.yaml`.
NEEDED: dict[str, tuple[str, ...]] = {
    "wages": ("percent", "months"), "help": ("most", "hour", "hours_month", "months"),
    "grant": ("months", "months_most"),
    "trial": ("months", "hours_day_least", "hours_day_most", "days_week", "day"), "weekdays": (),
}


class SupportRule(Dated):
    """What holds of a support for a start within these days. Money is in euros.

    `percent` of wage costs, up to `cap` a month; `cap_open`: there is a cap, but it has not been verified. `months` is
    the longest time, `months_long` after long unemployment, `months_most` with an extension. `on_costs`: the wage is
    raised by it (123 is 1.23). `work_share`: the largest share of full working time, in per cent. `most` is the largest
    sum for purchases, `hour` and `hours_month` another worker's help, `day` an expense allowance for a day.
    """

    section: Line
    percent: int | None = Field(None, ge=1, le=100)
    cap: int | None = Field(None, ge=1)
    cap_open: bool = False
    months: int | None = Field(None, ge=1)
    months_long: int | None = Field(None, ge=1)
    months_most: int | None = Field(None, ge=1)
    on_costs: int = Field(100, ge=100, le=200)
    work_share: int | None = Field(None, ge=1, le=100)
    most: int | None = Field(None, ge=1)
    hour: int | None = Field(None, ge=1)
    hours_month: int | None = Field(None, ge=1)
    hours_day_least: int | None = Field(None, ge=1, le=24)
    hours_day_most: int | None = Field(None, ge=1, le=24)
    days_week: int | None = Field(None, ge=1, le=7)
    day: int | None = Field(None, ge=1)


class SupportTerm(Definition):
    """A condition that a person looks at; the sum does not."""

    key: Key
    names: Text


class WorkSupport(Definition):
    """A support with its rules over time. `sum` is how it is reckoned; `ground` is the ground of a pay subsidy."""

    key: Key
    names: Text
    row: Row | None = None
    sum: Sum
    ground: Key | None = None
    benefit: Key | None = None
    site: Line
    terms: tuple[SupportTerm, ...] = Field(min_length=1)
    notes: tuple[Text, ...] = ()
    rules: tuple[SupportRule, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.sum == "weekdays") != (self.benefit is not None):
            raise ValueError("a sum of weekdays, and only it, names its benefit")
        for rule in self.rules:
            lacking = [name for name in NEEDED[self.sum] if getattr(rule, name) is None]
            if lacking:
                raise ValueError(f"a rule of this sum must tell {', '.join(lacking)}")
        return self


class WorkSupportsFile(Definition):
    work_supports: tuple[WorkSupport, ...] = Field(min_length=1)
