"""Tables of the room."""

from rinnalla.network.letters.models import LetterFollowUp, LetterOfIntent

__all__ = ["LetterFollowUp", "LetterOfIntent"]
