"""The path figure: a region's whole path from identification to outcome, drawn from its definitions (V-26, F-46).

`content` says what stands in the figure, `layout` where. Neither asks the database; numbers are handed in.
"""
