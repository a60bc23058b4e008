"""The demo: five regions of invented people on this machine, made through the same actions people use.

`running.py` is the command; `building.py` makes the world, a process a region; `population.py` says who lives there,
`lives.py` and `deeds.py` how their time with us goes, `arrivals.py` how they come, `story.py` what the pictures tell.
"""

from rinnalla.demo.running import run_demo

__all__ = ["run_demo"]
