"""Why an answer of an identity provider was not believed: a code for the log, never what the answer said."""

GAVE_UP = "gave_up"


class Unproven(Exception):
    """The answer proves nothing. `reason` is a short code without personal data; the person is told none of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
