"""No byte of a client's data outside role, relation and ground, in any channel (goals A3, A7, A8, B1, B5).

Each free field of each client's rows holds a word found nowhere else: a canary. Random acts change who stands how to
whom; random readers ask random addresses; whatever comes out is searched for canaries, and an oracle written from the
text of `docs/access.md` says which of them the reader may see.
"""
