"""What this room's counting functions share, by the name its migrations know it by."""

from rinnalla.access.sql import MINE, function

__all__ = ["MINE", "function"]
