"""The tables of this room live with their parts."""

from rinnalla.retention.erasing import models as erasing_models  # noqa: F401
from rinnalla.retention.holds import models as hold_models  # noqa: F401
from rinnalla.retention.requests import models as request_models  # noqa: F401
