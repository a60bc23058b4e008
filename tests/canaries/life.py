"""The open world: who stands how to whom changes at random, and every answer is held against the oracle."""

import itertools
import logging
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from psycopg.types.range import Range

from rinnalla import outbox
from rinnalla.access.models import Consent, Depth, Grant, Membership, User
from rinnalla.access.roles import ALL_GROUPS, PARTS
from rinnalla.access.routes import SIGN_IN, all_routes
from rinnalla.cases.mandates.models import Mandate
from rinnalla.lib import dates
from rinnalla.organisations.models import OrganisationAgreement
from tests.asking import fill, signed_in
from tests.canaries.channels import channels
from tests.canaries.oracle import may_see, opened, reader
from tests.canaries.planting import Canary, Planted
from tests.conftest import Browser
from tests.policy import policy
from tests.world import OWNER, OneClient, World

REPRESENTATIVES = ("client_representative", "other_representative", "former_representative")
NAMELESS = {"client_own", "other_client", *REPRESENTATIVES}
numbers = itertools.count(1)


class Kept(logging.Handler):
    """Everything the program logs, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def taken(self) -> str:
        text, self.lines = "\n".join(self.lines), []
        return text


@dataclass
class Life:
    """The world as it goes on; `leaks` are canaries seen by somebody who may not, and readings without a line."""

    world: World
    planted: Planted
    log: Kept
    lines: list[dict[str, Any]] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    telling: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        routes = [one for one in all_routes() if one["public"] != SIGN_IN and one["scope"]]
        self.reading = [one for one in routes if "GET" in one["methods"]]
        self.writing = [one for one in routes if "POST" in one["methods"]]
        self.papers = [one for one in self.reading if {"paper", "print", "paper.pdf"} & set(one["path"].split("/"))]
        self.names = sorted(self.world.people)
        self.staff = [name for name in self.names if name not in NAMELESS]

    def note_line(self, write: Callable[..., int], **line: Any) -> int:
        """A line of the access log, written and counted as ever."""
        answer = write(**line)
        self.lines.append(line)
        return answer

    # Who stands how to whom ------------------------------------------------------------------------------------------

    def relate(self, choose: random.Random) -> None:
        """A grant of any depth and groups, on the law or a consent: in force, past, ahead, or ending any moment."""
        client = self._client(choose)
        now = dates.now()
        in_force, ends = [(-3600, None)] * 4, [(-3600, 3600), (-3600, -1), (-3600, 1), (-1, 0.2)]
        starts, ends = choose.choice([*in_force, *ends, (3600, None)])
        values: dict[str, Any] = {"ground": "l381_15", "purpose": "work_ability_support"}
        if choose.random() < 0.3 and (consent := self._consent(client, choose)):
            values |= {"ground": "consent", "consent": consent}
        Grant.objects.using(OWNER).create(
            case=client.case, user=self.world.people[choose.choice(self.staff)], why=f"open{next(numbers)}",
            depth=choose.choice([Depth.KNOWS, Depth.BASICS, Depth.WORKS, Depth.WORKS]),
            field_groups=sorted({"basics", *choose.sample(sorted(ALL_GROUPS), choose.randint(0, len(ALL_GROUPS)))}),
            starts_at=now + timedelta(seconds=starts),
            ends_at=None if ends is None else now + timedelta(seconds=ends), **values,
        )  # fmt: skip

    def _consent(self, client: OneClient, choose: random.Random) -> Consent | None:
        """A consent in force of the client, for any body that has none yet."""
        live = Consent.objects.using(OWNER).filter(case=client.case, withdrawn_at__isnull=True).order_by("pk")
        return choose.choice([*live, None])

    def unrelate(self, choose: random.Random) -> None:
        """All that somebody had to a client ends now."""
        rows = Grant.objects.using(OWNER).filter(ended_at__isnull=True, user=self._user(choose))
        rows.filter(case=self._client(choose).case, starts_at__lte=dates.now()).update(ended_at=dates.now())

    def expire(self, choose: random.Random) -> None:
        """The last moment of somebody's leave was just now."""
        rows = Grant.objects.using(OWNER).filter(ended_at__isnull=True, user=self._user(choose))
        rows.filter(starts_at__lt=dates.now()).update(ends_at=dates.now())

    def withdraw(self, choose: random.Random) -> None:
        """The client takes a leave back on the own page; whoever stood on it stands on nothing."""
        client = self._client(choose)
        name = "client_own" if client is self.world.mine else "other_client"
        live = Consent.objects.using(OWNER).filter(case=client.case, withdrawn_at__isnull=True).order_by("pk").first()
        if live is None:
            Consent.objects.using(OWNER).create(
                case=client.case, organisation=client.unit.organisation, field_groups=sorted(ALL_GROUPS), mode="online"
            )
            return
        answer = self.browser(name).post(f"/my/consents/{live.uuid}/withdrawal/")
        assert answer.status_code in (302, 303), answer.status_code
        still = Grant.objects.using(OWNER).filter(consent=live, ended_at__isnull=True)
        assert not still.exists(), "a grant outlived its consent"

    def mandate(self, choose: random.Random) -> None:
        """Somebody acts for a client from now on, in some parts, for a while or until it ends; or it ends now."""
        user, client, now = self.world.people[choose.choice(REPRESENTATIVES)], self._client(choose), dates.now()
        rows = Mandate.objects.using(OWNER).filter(user=user, ended_at__isnull=True)
        rows.filter(starts_at__lte=now).update(ended_at=now, ended_by=client.user, ended_why="client")
        rows.delete()
        if choose.random() < 0.7:
            starts, ends = choose.choice([(-3600, None), (-3600, 3600), (-3600, -1), (-3600, 1), (3600, None)])
            Mandate.objects.using(OWNER).create(
                case=client.case, user=user, kind="helper", name=user.name,
                parts=choose.sample(list(PARTS), choose.randint(1, len(PARTS))),
                starts_at=now + timedelta(seconds=starts),
                ends_at=None if ends is None else now + timedelta(seconds=ends),
            )
        for name in REPRESENTATIVES:  # whom one acts for is chosen anew
            self.browsers.pop(name, None)

    def membership(self, choose: random.Random) -> None:
        """A role in a unit ends, or the one that ended begins again."""
        rows = Membership.objects.using(OWNER).filter(user=self._user(choose))
        ended = rows.filter(ended_at__isnull=False)
        if ended.exists():
            ended.update(ended_at=None, ends_on=None)
        elif choose.random() < 0.3:
            rows.update(ended_at=dates.now())

    def agreement(self, choose: random.Random) -> None:
        """An organisation's agreement runs out yesterday, or is in force again."""
        client = self._client(choose)
        whole = Range(dates.today() - timedelta(days=900), None)
        past = Range(dates.today() - timedelta(days=900), dates.today())
        rows = OrganisationAgreement.objects.using(OWNER).filter(organisation=client.unit.organisation)
        rows.update(valid=choose.choice([*[whole] * 7, past]))

    def regroup(self, choose: random.Random) -> None:
        """A row of a client stands in another field group from now on."""
        client = self._client(choose)
        here = self._whose(client)
        labels = sorted({one.label for one in self.planted.by_word.values() if one.whose == here})
        label, group = choose.choice(labels), choose.choice(sorted(ALL_GROUPS))
        row = next(row for row in client.rows.values() if row._meta.label == label)
        self.planted.move(row, self._whose(client), group)

    # What they ask ---------------------------------------------------------------------------------------------------

    def look(self, choose: random.Random) -> None:
        """Anybody opens any page, of either client."""
        name, route, client = choose.choice(self.names), choose.choice(self.reading), self._client(choose)
        self.ask(name, "GET", fill(route, client))

    def look_close(self, choose: random.Random) -> None:
        """Somebody with a live leave opens a page the role may open, of that very client: most pages open only then.
        Papers are few among hundreds of pages, and are asked oftener than their share."""
        client = self._client(choose)
        live = Grant.objects.using(OWNER).live().filter(case=client.case, depth__gte=Depth.BASICS)
        ids = set(live.filter(user__memberships__ended_at__isnull=True).values_list("user_id", flat=True))
        names = [name for name in self.staff if self.world.people[name].pk in ids and "-" in name]
        if names:
            name = choose.choice(names)
            may = policy().permissions[name.partition("-")[2]]
            routes = [one for one in self.reading if one["permission"] in may]
            told = [one for one in routes if one["path"] in self.telling]
            papers = [one for one in routes if one in self.papers]
            liked = [part for part, odds in ((papers, 0.1), (told, 0.5)) if part and choose.random() < odds]
            self.look_at(name, choose.choice((liked or [routes])[0]), client)

    def look_at(self, name: str, route: dict[str, Any], client: OneClient) -> None:
        """Opens a page of a client; one that showed a word is opened oftener from then on: most are forms."""
        before = self.shown.total()
        self.ask(name, "GET", fill(route, client))
        if self.shown.total() > before:
            self.telling.add(route["path"])

    def look_at_own(self, choose: random.Random) -> None:
        """A client opens a page of one's own, also with the other client's things in the address."""
        name = choose.choice(["client_own", "other_client", *REPRESENTATIVES])
        routes = [one for one in (self.papers if choose.random() < 0.2 else self.reading) if one["scope"] == "own"]
        self.ask(name, "GET", fill(choose.choice(routes), self._client(choose)))

    def search(self, choose: random.Random) -> None:
        """Anybody looks for a client by the beginning of the name, where names are looked for."""
        person = self._client(choose).case.person
        route = choose.choice([one for one in self.reading if "<" not in one["path"]])
        for key in ("q", "name", "text"):
            self.ask(choose.choice(self.names), "GET", f"{route['path']}?{key}={person.family_name[:6]}")

    def send(self, choose: random.Random) -> None:
        """Anybody sends a form that can't be right: what the error says is searched too. Nothing is kept."""
        name, route, client = choose.choice(self.names), choose.choice(self.writing), self._client(choose)
        self.ask(name, "POST", fill(route, client), {"name": "x", "version": "0", "text": ""})

    def chores(self, choose: random.Random) -> None:
        """Promised work is done: mail holds no word of any client."""
        outbox.run_pending()
        for letter in mail.outbox:
            text = "\n".join([letter.subject, letter.body, *letter.to, str(letter.attachments)])
            self._nothing_of_anybody("mail", text)
        mail.outbox.clear()

    # The asking itself -----------------------------------------------------------------------------------------------

    def ask(self, name: str, method: str, address: str, data: dict[str, str] | None = None) -> None:
        browser, begun = self.browser(name), dates.now()
        with transaction.atomic():
            self.lines.clear()
            response = browser.generic(method, address) if data is None else browser.post(address, data)
            if response.headers.get("Location", "").startswith("/sign-in/"):  # the session is over, as sessions are
                self.browsers.pop(name)
            self._judge(name, f"{method} {address}", response, begun)
            transaction.set_rollback(True)
        self._nothing_of_anybody(f"log of {method} {address}", self.log.taken())

    def _judge(self, name: str, asked: str, response: HttpResponse, begun: datetime) -> None:
        self.done[f"status {response.status_code // 100}xx"] += 1
        who = reader(self.world.people[name].pk, begun)
        for channel, text in channels(response):
            for one in self.planted.found_in(text):
                case = self._of(one).case
                self.shown[channel.split(" ")[0]] += 1
                self.seen.add(one.word)
                if not may_see(who, one, case):
                    how = opened(who, case.pk) if who and who.role else who.parts if who and who.acts else "client"
                    self.leaks.append(f"{name} {how} {asked} [{channel}]: {one.label}.{one.name} ({one.group})")
                elif who and (who.role or who.acts) and one.wall != "inbox" and not self._has_line(case):
                    self.leaks.append(f"{name} {asked} [{channel}]: {one.label}.{one.name} shown without a line")

    def _nothing_of_anybody(self, channel: str, text: str) -> None:
        for one in self.planted.found_in(text):
            self.leaks.append(f"[{channel}]: {one.label}.{one.name}")

    def _has_line(self, case: Any) -> bool:
        """Whether a line about the case was written for this very answer (B1)."""
        return any(case.pk in line["case_ids"] or case.person_id in line["person_ids"] for line in self.lines)

    def browser(self, name: str) -> Browser:
        if name not in self.browsers:
            self.browsers[name] = signed_in(Browser(raise_request_exception=False), self.world.people[name])
        return self.browsers[name]

    def _client(self, choose: random.Random) -> OneClient:
        return choose.choice([self.world.mine, self.world.other])

    def _whose(self, client: OneClient) -> str:
        return "mine" if client is self.world.mine else "other"

    def _of(self, one: Canary) -> OneClient:
        return self.world.mine if one.whose == "mine" else self.world.other

    def _user(self, choose: random.Random) -> User:
        return self.world.people[choose.choice(self.staff)]
