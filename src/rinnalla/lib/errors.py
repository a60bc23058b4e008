"""Why an action would not do what was asked. The message is for people and says what would be right."""


class Refused(Exception):
    """A rule refused the act; nothing was saved. `field` is the form field to mend, "" for the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
