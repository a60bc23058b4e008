"""The region's boards, for who decides: how people move from a need to work, a sentence above each figure."""
