"""Everybody asks every address (goals A1, A2). What is right is read from `docs/access.md`, not from the code.

One file for each relation an actor may stand in, so that they run beside each other.
Seen red: a bare view in a planted address list (kept as a test); `need.identify` taken from the doctor in the
document; the agreement not asked in `may` (197 cells of one actor). Seen green, because the database's wall alone still
answers 404: `held_by` and `live` of the grants made to let everybody through. `test_walls.py` is about that wall.
"""
