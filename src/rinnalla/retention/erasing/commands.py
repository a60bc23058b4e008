"""The command `erase`, and what the server does before it serves."""

import json
import sys

from rinnalla.retention.erasing import actions


def erase(*, after_a_pause: bool = False, as_json: bool = False) -> int:
    """Erase what is due now and print counts by clock. Returns 1, and says why, when the day can't be trusted."""
    try:
        done = actions.run(after_a_pause=after_a_pause)
    except actions.Paused as reason:
        print(reason, file=sys.stderr)
        return 1
    told = {"on": done.on.isoformat(), "erased": dict(done.counts), "stuck": dict(done.stuck)}
    print(json.dumps(told) if as_json else _in_words(told["on"], done))
    return 1 if done.stuck else 0


def _in_words(on: str, done: actions.Erased) -> str:
    lines = [f"{on}: {sum(done.counts.values())} erased."]
    lines += [f"- {clock}: {number}" for clock, number in sorted(done.counts.items())]
    lines += [f"- NOT ERASED, something points to it: {clock}: {n}" for clock, n in sorted(done.stuck.items())]
    return "\n".join(lines)
