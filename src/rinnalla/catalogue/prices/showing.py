"""Money and times of prices in words."""

from datetime import date, timedelta
from decimal import Decimal

from babel.numbers import format_currency
from psycopg.types.range import Range

from rinnalla.lib.texts import base_language


def euros(amount: Decimal) -> str:
    """Euros and cents as the reader's language writes them."""
    return format_currency(amount, "EUR", locale=base_language())


def last_day(valid: Range[date]) -> date | None:
    """The last day that belongs to a time; None when it is open."""
    return valid.upper - timedelta(days=1) if valid.upper else None
