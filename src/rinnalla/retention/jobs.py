"""What follows from promises of this room, and what is done every night."""

from rinnalla.retention.erasing import jobs as erasing_jobs  # noqa: F401
from rinnalla.retention.holds import jobs as hold_jobs  # noqa: F401
from rinnalla.retention.requests import jobs as request_jobs  # noqa: F401
