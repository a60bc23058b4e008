"""The steps every region's story has in common, clicked through by its coordinator."""

from datetime import timedelta

from rinnalla.cases.models import Case
from rinnalla.lib import dates
from tests.browser.people import OWNER, Somebody


def day(more: int = 0) -> str:
    """A day from today as people write it."""
    return dates.d(dates.today() + timedelta(days=more))


def asked(visitor: Somebody, region: str, municipality: str, name: str, wish: str) -> None:
    """Somebody asks to be called, on the region's public page."""
    visitor.go(f"/?region={region}")
    visitor.fill(name=name, phone="040 555 0171", language="fi", municipality=municipality, wish=wish)
    visitor.press("phone")
    assert "/received/" in visitor.page.url


def taken_in(who: Somebody, name: str) -> str:
    """Called, taken in: the uuid of the case, which runs on the version in force."""
    given, _space, family = name.partition(" ")
    who.go("/day/")
    who.menu("/inbox/")
    who.page.locator('main a[href^="/referrals/"]', has_text=name).first.click()
    if who.page.locator('main form[action$="/first-contact/"]').count():
        who.press_to("/first-contact/")
    who.follow("/acceptance/")
    who.fill(given_names=given, family_name=family, naming_due_on=day(14))
    who.press("naming_due_on")
    who.page.locator('main a[href^="/cases/"]').first.click()
    return who.uuid_in_address()


def responsible(who: Somebody, case: str, name: str, username: str) -> None:
    """Proposed and willing; what the client said on the phone is recorded."""
    who.go(f"/cases/{case}/")
    who.follow("/responsible/new/")
    who.choose("membership", name)
    who.fill(decision_power="none", answer_due_on=day(7))
    who.press("decision_power")
    for field in ("worker-answer", "client-answer"):
        who.go(f"/cases/{case}/team/")
        who.page.locator(f'main a[href*="/cases/{case}/responsible/"]').first.click()
        who.fill(**{field: "yes"})
        who.press(field)
    assert Case.objects.using(OWNER).get(uuid=case).responsible_worker.username == username


def mapped(who: Somebody, case: str) -> None:
    """Who is beside the client: nobody yet, and that is said."""
    who.go(f"/cases/{case}/network/")
    who.fill(nobody=True)
    who.press_to("/network/review/")


def planned(who: Somebody, case: str, wish: str) -> None:
    """A goal in the client's words and the first version."""
    mapped(who, case)
    who.go(f"/cases/{case}/plan/")
    who.follow("/plan/new/")
    who.fill(made_in="team", review_on=day(60), support_months="12")
    who.press("review_on")
    who.go(f"/cases/{case}/plan/")
    who.follow("/goals/new/")
    who.fill(in_clients_words=wish, importance="9", purpose="employment", said_on=day())
    who.press("in_clients_words")
    who.go(f"/cases/{case}/plan/")
    who.follow("/versions/new/")
    who.fill(reason="Ensimmäinen suunnitelma.")
    who.press("reason")


def served(who: Somebody, case: str) -> None:
    """A service the region offers starts and ends."""
    who.go(f"/cases/{case}/services/")
    who.follow("/services/new/")
    who.press("card", button='button[value="start"]')
    who.go(f"/cases/{case}/services/")
    who.follow("/ending/")
    who.fill(outcome="employment", words="Sai paikan verstaalta.")
    who.press("outcome")


def go_on(who: Somebody) -> None:
    """From the closing page: what each body goes on with."""
    links = who.page.locator('main a.quiet[href*="/closing/"]:not([href$="/closing/"])').all()
    for address in [link.get_attribute("href") for link in links]:
        who.go(address)
        who.page.locator('main input[name="agreement"]').first.check()
        who.fill(what="Ottaa vastaan yhteydenoton.", contact_person="Outi Salmi", contact="06 218 4400")
        who.press("what")


def closed(who: Somebody, case: str) -> None:
    """With a solution; how each body goes on is agreed first."""
    who.go(f"/cases/{case}/")
    who.follow("/closing/")
    go_on(who)
    who.fill(solution_kind="employment", solved="Työ verstaalla.", stays_open="Ei mitään.", client_words="Kiitos.")
    who.press("solved")
    assert Case.objects.using(OWNER).get(uuid=case).closed_at
