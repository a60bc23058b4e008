"""Dated statistics from outside: taken, compared row by row, corrected only by a new one; the age of data shown."""
