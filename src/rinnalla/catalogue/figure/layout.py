"""Where everything of the figure stands. Pure: the same content and numbers always give the same drawing.

Left those who come and those who notice, the hub, the stages with their boxes, right the directions, below what goes
along all the way. The size of type is fixed; the sheet is made as wide as it must be to have the shape of an A3.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from rinnalla.catalogue.figure import boxes, panel, strands
from rinnalla.catalogue.figure.boxes import PAD
from rinnalla.catalogue.figure.content import (
    FOLLOW_UP,
    IDENTIFICATION,
    INITIAL,
    MAPPING,
    SERVICES,
    Box,
    Content,
    Entry,
    Step,
)
from rinnalla.catalogue.figure.parts import (
    DIGIT,
    HEADING,
    NUMBER,
    SMALL,
    STAGE,
    STRONG,
    Anchor,
    Area,
    Asked,
    Drawing,
    Part,
    PlacedPanel,
    Shape,
    Spot,
    Words,
    shape,
    words,
)

NARROWEST, WIDEST, STEP_WIDER = 1560, 2100, 12
SHEET = 1.56  # width to height of what an A3 leaves for the drawing under its heading
MARGIN, GAP = 10.0, 18.0
HUB, NODE = 54.0, 21.0  # radius
FORK = 76.0  # from the last node on the trunk to the boxes of the directions
FIXED = 362.0  # margins, hub and the room of the strands; the rest is shared by the columns
SHARES = (212.0, 236.0, 256.0, 600.0)  # senders, initial service, mapping, directions


def draw(asked: Asked) -> Drawing:
    """The figure on the narrowest sheet that has the shape of an A3: narrow means large type."""
    wide = NARROWEST
    while True:
        drawing = _Sheet(asked, wide).drawing()
        if drawing.width / drawing.height >= SHEET or wide >= WIDEST:
            return drawing
        # About the same area in the right shape; never less than a step, so that it ends.
        fitting = sqrt(drawing.width * drawing.height * SHEET)
        wide = min(WIDEST, max(wide + STEP_WIDER, round(wide + (fitting - wide) * 0.8)))


class _Sheet:
    """One drawing being made: columns first, then what joins them."""

    def __init__(self, asked: Asked, wide: float) -> None:
        self.asked, self.content, self.wide = asked, asked.content, wide
        share = (wide - FIXED) / sum(SHARES)
        self.left_wide, initial, mapping, self.right_wide = (part * share for part in SHARES)
        self.hub_x = MARGIN + self.left_wide + 118
        self.right_x = wide - MARGIN - self.right_wide
        self.middle = self._middle(self.hub_x + HUB + 18, initial, mapping)
        self.shapes: list[Shape] = []
        self.cards: list[Shape] = []
        self.parts: list[Part] = []
        self.floor = 0.0

    def _middle(self, left: float, initial: float, mapping: float) -> dict[str, tuple[float, float]]:
        """Left and width of the boxes of the middle stages the region uses; one alone stands in the middle."""
        used = [key for key in (INITIAL, MAPPING) if key in self.content.steps]
        if len(used) == 1:
            wide = max(initial, mapping) * 1.2
            return {used[0]: (left + (initial + mapping + GAP - wide) / 2, wide)}
        return {key: place for key, place in zip((INITIAL, MAPPING), ((left, initial), (left + initial + GAP, mapping)),
                                                 strict=True) if key in used}  # fmt: skip

    def drawing(self) -> Drawing:
        content = self.content
        self.hub_y = self._hub_height()
        people = self._people() if content.populations else None
        hub = self._hub()
        middle = [self._stage_box(key, left, wide) for key, (left, wide) in self.middle.items()]
        free = self._panel()
        directions, anchors = self._directions()
        senders_top = (people[1] if people else self.hub_y + HUB) + 40
        bottom = max(self.floor, senders_top + 34 * len(content.senders) + 40)
        if people:
            people[0].parts.append(self._senders(senders_top, bottom))
        self.parts += [part for part in (people and people[0], hub, *middle, directions) if part]
        height = self._base(bottom + 30)
        self._trunk(anchors, bottom + 30)
        return Drawing(self.wide, height, (*self.shapes, *self.cards), tuple(self.parts), free)

    # Those who come

    def _hub_height(self) -> float:
        """The height of the trunk: as high as what stands over it allows."""
        over = words(self.content.hub, 0, 0, STAGE, room=210).height
        over += words(self.content.hub_note, 0, 0, SMALL, room=190).height + HUB + 26
        steps, notes = self.content.steps, self.asked.sayings.notes
        stages = [
            words(steps[key].name, 0, 0, STAGE, room=120).height
            + words(notes.get(key, ""), 0, 0, SMALL, room=120).height + 86
            for key in (INITIAL, MAPPING, SERVICES) if key in steps
        ]  # fmt: skip
        return max(over, *stages, self._people_height(), 190)

    def _people_height(self) -> float:
        """How high the hub must be for the first stage's name and the first population to stand over its strand."""
        people, step = self.content.populations, self.content.steps.get(IDENTIFICATION)
        if not people or not step:
            return 0.0
        head = words(step.name, 0, 0, STAGE, room=self.left_wide - 10).height
        head += words(self.asked.sayings.notes.get(step.key, ""), 0, 0, SMALL, room=self.left_wide).height
        more = len(words(people[0].text, 0, 0, STRONG, room=self.left_wide - 50).lines) - 1
        return head + 66 + (len(people) - 1) * 34.0 + 20 * more

    def _stage_head(self, step: Step, x: float, y: float) -> Part:
        """A stage's number in its ring and its name beside it (V-27)."""
        self.cards.append(shape("circle", "fg-node", cx=x + 17, cy=y + 17, r=17))
        part = Part(heading=words(step.name, x + 46, y + 25, STAGE, room=self.left_wide - 10, level=2), row=step.row)
        assert part.heading  # noqa: S101  # just made
        part.notes.append(words(str(step.number), x + 17, y + 25.4, DIGIT, anchor="middle"))
        if note := self.asked.sayings.notes.get(step.key):
            part.notes.append(words(note, x + 46, part.heading.bottom + 14, SMALL, room=self.left_wide))
        return part

    def _people(self) -> tuple[Part, float]:
        """Stage 1 with the populations, whose strands run to the hub."""
        part = self._stage_head(self.content.steps[IDENTIFICATION], MARGIN, 8)
        listed, count = Part(), len(self.content.populations)
        room = self.left_wide + 20
        for place, entry in enumerate(self.content.populations):
            y = self.hub_y + (place - (count - 1) / 2) * 68
            said = self.asked.numbers.get(entry.key)
            name = _standing(entry.text, MARGIN, y - 13, room - (NUMBER.wide(said) + 14 if said else 0))
            number = words(said, MARGIN + room, y - 13, NUMBER, anchor="end") if said else None
            weight = 3.5 + 8 * self.asked.weights.get(entry.key, 0.25)
            end = MARGIN + room
            self.shapes.append(strands.joining((MARGIN, y), end + 4, (self.hub_x - HUB + 6, self.hub_y), weight))
            area = (MARGIN - 8, name.area[1] - 4, end + 8, y + 8)
            listed.spots.append(Spot(entry, name, area, number))
        part.parts.append(listed)
        return part, self.hub_y + (count - 1) / 2 * 68 + 24

    def _senders(self, top: float, bottom: float) -> Part:
        """Those who notice, spread over the height that is left (V-31…V-40)."""
        part = Part(heading=words(self.asked.sayings.noticing, MARGIN, top, SMALL, room=self.left_wide + 60, level=3))
        assert part.heading  # noqa: S101  # just made
        first = part.heading.bottom + 26
        entries = self.content.senders
        apart = min(58.0, (bottom - 14 - first) / max(1, len(entries) - 1))
        dot = MARGIN + self.left_wide + 6
        ends = strands.spread(self.hub_x, 36, len(entries))
        numbers = [self.asked.numbers[one.key] for one in entries if one.key in self.asked.numbers]
        column = max((NUMBER.wide(one) + 12 for one in numbers), default=0.0)
        for place, entry in enumerate(entries):
            y = first + place * apart
            weight = 1.8 + 7 * self.asked.weights.get(entry.key, 0.2)
            self.shapes.append(strands.rising((dot, y), (ends[place], self.hub_y + HUB - 8), weight))
            name = _standing(entry.text, MARGIN, y + 5, self.left_wide - 12 - column, middle=True)
            said = self.asked.numbers.get(entry.key)
            number = words(said, dot - 14, y + 5, NUMBER, anchor="end") if said else None
            area = (MARGIN - 8, name.area[1] - 5, dot + 8, name.bottom + 4)
            part.spots.append(Spot(entry, name, area, number, (shape("circle", "fg-dot", cx=dot, cy=y, r=4.5),)))
        return part

    def _hub(self) -> Part:
        """The team in the middle, which belongs to no one body (V-41)."""
        x, y = self.hub_x, self.hub_y
        note = words(self.content.hub_note, x, 0, SMALL, room=190, anchor="middle")
        note = replace(note, y=y - HUB - note.height)
        name = words(self.content.hub, x, 0, STAGE, room=210, anchor="middle", level=2)
        name = replace(name, y=note.y - 24 - name.height + STAGE.line)
        self.labelled = max(name.area[2], note.area[2])
        self.cards += strands.hub(x, y, HUB)
        return Part(name, [note], row="V-41")

    # The stages in the middle

    def _stage_box(self, key: str, left: float, wide: float) -> Part:
        """A stage on the trunk and the box that hangs from it."""
        x, y, step = left + wide / 2, self._node_y(key), self.content.steps[key]
        part = self._node(step, x, y, min(wide - 10, 2 * (x - self.labelled - 12)))
        top = self.hub_y + (58 if key == INITIAL else 78)
        self.cards.append(shape("path", "fg-cut", d=f"M{x:.1f} {y + NODE}V{top}"))
        inner, y = wide - 2 * PAD, top + 14
        if key == INITIAL:
            for one in self.content.intake:
                listed, y = boxes.listing(one, left + PAD, y, inner, self.asked.numbers, self.asked.chosen, 3)
                part.parts.append(listed)
            y = self._pills(part, self.content.extras, left, y, wide)
        else:
            spots, y = boxes.bullets(self.content.mapping, left + PAD, y, inner, self.asked.numbers, self.asked.chosen)
            part.spots += spots
            y = self._paper(part, left, y + 8, wide)
        self.cards.insert(0, boxes.frame((left, top, left + wide, y)))
        self.floor = max(self.floor, y)
        self.last = (left, y, wide)
        return part

    def _node_y(self, key: str) -> float:
        return self.hub_y + {INITIAL: -30, MAPPING: 4}.get(key, -8)

    def _node(self, step: Step, x: float, y: float, room: float, *, leftward: bool = False) -> Part:
        """A stage's number on the trunk with its name above; leftward where a strand rises on the right."""
        note = self.asked.sayings.notes.get(step.key, "")
        anchor: Anchor = "end" if leftward else "middle"
        side = x + 26 if leftward else x
        lower = words(note, side, 0, SMALL, room=room, anchor=anchor)
        base = y - NODE - 14 - max(0, len(lower.lines) - 1) * SMALL.line
        name = words(step.name, side, 0, STAGE, room=room, anchor=anchor, level=2)
        top = base - (20 if note else 0) - (len(name.lines) - 1) * STAGE.line
        self.cards.append(shape("circle", "fg-node", cx=x, cy=y, r=NODE))
        part = Part(replace(name, y=top), row=step.row)
        part.notes.append(words(str(step.number), x, y + 8.4, DIGIT, anchor="middle"))
        if note:
            part.notes.append(replace(lower, y=base))
        self.labelled = max(one.area[2] for one in (name, lower))
        return part

    def _pills(self, part: Part, entries: Sequence[Entry], left: float, y: float, wide: float) -> float:
        """What helps at once, without waiting for the rest (V-52, V-53)."""
        if not entries:
            return y
        self.cards.append(shape("path", "fg-cut", d=f"M{left:.1f} {y:.1f}H{left + wide:.1f}"))
        y += 12
        inside = Part()
        for entry in entries:
            said = self.asked.numbers.get(entry.key)
            column = NUMBER.wide(said) + 12 if said else 0.0
            name = words(entry.text, left + 28, y + 21, STRONG, room=wide - 56 - column)
            area = (left + 12, y, left + wide - 12, name.bottom + 8)
            number = words(said, left + wide - 26, y + 21, NUMBER, anchor="end") if said else None
            chosen = " fg-sel" if entry.services & self.asked.chosen else ""
            inside.spots.append(Spot(entry, name, area, number, (), f"fg-pill{chosen}" if entry.offered else "fg-off"))
            y = area[3] + 10
        part.parts.append(inside)
        return y + 4

    def _paper(self, part: Part, left: float, y: float, wide: float) -> float:
        """The product of mapping, as a paper (V-58)."""
        inside = Part()
        for entry in self.content.products:
            self.cards.append(shape("path", "fg-cut", d=f"M{left:.1f} {y:.1f}H{left + wide:.1f}"))
            name = words(entry.text, left + 74, y + 32, HEADING, room=wide - 74 - 14)
            high = max(name.height, 46)
            chosen = "fg-sel" if entry.services & self.asked.chosen else ""
            area = (left + 10, y + 8, left + wide - 10, y + high + 24)
            inside.spots.append(Spot(entry, name, area, None, strands.paper(left + 22, y + 16), chosen))
            y = area[3] + 8
        part.parts.append(inside)
        return y

    def _panel(self) -> PlacedPanel | None:
        """The chosen card, the prompts or the way to make contact, under the last box of the middle."""
        given = self.asked.panel
        if given is None or not self.middle:
            return None
        left, above, wide = self.last
        placed = panel.place(given, left, above + GAP + 4, wide)
        self.floor = max(self.floor, placed.area[3])
        return placed

    # The directions and what goes along

    def _directions(self) -> tuple[Part | None, list[strands.Target]]:
        """The boxes of the services stage: a row each, or two in a row when both have but one list."""
        step = self.content.steps.get(SERVICES)
        if step is None:
            return None, []
        x = self.right_x - FORK
        part = self._node(step, x, self._node_y(SERVICES), x + 10 - self.labelled, leftward=True)
        anchors: list[strands.Target] = []
        y, rows = 8.0, _rows(self.content)
        for row in rows:
            gap = 0.0 if len(row) == 1 else 14.0
            pair = self.right_wide - 16
            wides = [self.right_wide] if len(row) == 1 else [pair * 0.55, pair * 0.45]
            x, y = self.right_x, y + gap
            drawn = []
            for given, wide in zip(row, wides, strict=True):
                drawn.append(boxes.box(given, x, y, wide, self.asked.numbers, self.asked.chosen))
                x += wide + 16
            bottom = max(area[3] for _, area in drawn)
            for place, (given, (one, area)) in enumerate(zip(row, drawn, strict=True)):
                area = (*area[:3], bottom)
                one.notes += self._remark(given.key, area, one)
                self.cards.insert(0, boxes.frame(area))
                part.parts.append(one)
                weight = self.asked.weights.get(f"box:{given.key}", 0.4)
                anchors.append(strands.Target(area, y - 15 if place else None, weight))
            y = bottom + GAP
        self.floor = max(self.floor, y - GAP)
        return part, anchors

    def _remark(self, key: str, area: Area, part: Part) -> list[Words]:
        """What is said at the foot of a box, where it has the room."""
        text = self.asked.sayings.remarks.get(key, "")
        said = words(text, area[0] + PAD, 0, SMALL, room=area[2] - area[0] - 2 * PAD)
        said = replace(said, y=area[3] - said.height + 2)
        return [said] if text and said.area[1] > max(one.bottom for one in part.texts()) + 12 else []

    def _base(self, top: float) -> float:
        """What goes along all the way (V-92…V-99), and the last stage at its end. Returns the height of the sheet."""
        right = self.wide - MARGIN
        part = Part(words(self.asked.sayings.along, MARGIN + 20, top + 36, HEADING, level=2), css="fg-along")
        entries = self.content.companions
        column = (right - MARGIN - 24) / max(1, len(entries))
        floor = top + 44
        for place, entry in enumerate(entries):
            x = MARGIN + 20 + place * column
            name = words(entry.text, x + 16, top + 66, STRONG, room=column - 30)
            dot = shape("circle", "fg-brown", cx=x + 4, cy=top + 61, r=4.5)
            part.spots.append(Spot(entry, name, (x - 8, top + 46, x + column - 12, name.bottom + 6), None, (dot,)))
            floor = max(floor, name.bottom)
        bottom = floor + 16
        band = shape("rect", "fg-band", x=MARGIN, y=top + 3, width=right - MARGIN, height=bottom - top - 3)
        self.cards.insert(0, band)
        if step := self.content.steps.get(FOLLOW_UP):
            part.parts.append(self._last(step, right, top))
        self.parts.append(part)
        return bottom + 6

    def _last(self, step: Step, right: float, top: float) -> Part:
        """The last stage at the right end of the two lines, its name to the left of its ring."""
        x = right - NODE - 6
        self.cards.append(shape("circle", "fg-node", cx=x, cy=top, r=NODE))
        note = self.asked.sayings.notes.get(step.key, "")
        name = words(step.name, x - NODE - 14, top + 34, HEADING, anchor="end", level=3)
        part = Part(name, [words(str(step.number), x, top + 8.4, DIGIT, anchor="middle")], row=step.row)
        if note:
            part.notes.append(words(note, name.area[0] - 12, top + 34, SMALL, anchor="end"))
        return part

    def _trunk(self, anchors: list[strands.Target], base: float) -> None:
        """The person's line and the one beside it, from the hub over the stages to the boxes and along the base."""
        knots = [(self.hub_x, self.hub_y)]
        knots += [(left + wide / 2, self._node_y(key)) for key, (left, wide) in self.middle.items()]
        fork = (self.right_x - FORK, self._node_y(SERVICES))
        goes_on = FOLLOW_UP in self.content.steps
        if SERVICES in self.content.steps:
            knots.append(fork)
        self.shapes += strands.trunk(knots)
        end = self.wide - MARGIN - (NODE + 6 if goes_on else 0)
        last = (self.wide - MARGIN - NODE - 6, base)
        if SERVICES in self.content.steps:
            self.shapes += strands.fork(fork, anchors, last if goes_on else None)
        self.shapes.append(shape("path", "fg-beside", d=f"M{MARGIN} {base:.1f}H{end:.1f}", stroke_width=5))


def _standing(text: str, x: float, base: float, room: float, *, middle: bool = False) -> Words:
    """A strong text whose last line stands on `base`, or whose middle does."""
    more = len(words(text, x, base, STRONG, room=room).lines) - 1
    return words(text, x, base - more * STRONG.line / (2 if middle else 1), STRONG, room=room)


def _rows(content: Content) -> list[list[Box]]:
    """The boxes in rows: neighbours with one list each share one."""
    rows: list[list[Box]] = []
    for one in content.boxes:
        if rows and len(one.lists) == 1 and len(rows[-1]) == 1 and len(rows[-1][0].lists) == 1:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows
