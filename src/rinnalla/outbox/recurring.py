"""The one list of recurring work. Each is registered with `@outbox.recurring_job(name)` in a room's jobs.py."""

import logging
from dataclasses import dataclass

from rinnalla.outbox import registry

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recurring:
    """Work with its times: five fields of cron (minute first, UTC), or six with the seconds last."""

    name: str
    cron: str
    why: str

    def run(self, timestamp: int = 0) -> None:
        """Does the work once. A failure is logged, not raised: the next time comes soon."""
        try:
            registry.recurring_handler(self.name)()
        except Exception:
            logger.exception("recurring work failed: " + self.name)  # the name is no data; arguments are left out


RECURRING = (
    Recurring("eventlog.seal", "* * * * * */20", "seal the log, at most 60 s or 1,000 rows behind"),
    Recurring("outbox.sweep", "* * * * * */30", "keep promises whose wake-up was lost, and retry those that failed"),
    Recurring("outbox.forget", "12 2 * * *", "remove promises settled a month ago"),
    Recurring("cases.naming_alarms", "*/15 * * * *", "tell when a case has waited too long for a responsible worker"),
    Recurring("cases.consents_ending", "14 4 * * *", "remind of consents about to end, once"),
    Recurring("exchange.forget_lists", "*/5 * * * *", "throw away lists nobody said yes to within the hour"),
    Recurring("catalogue.tell_endings", "24 3 * * *", "tell of services that end soon, withdraw those that have ended"),
    Recurring("services.ending_again", "38 3 * * *", "tell of ending services those who have come to answer since"),
    Recurring("services.benefit_turns", "44 3 * * *", "tell of benefits about to end or to be decided anew"),
    Recurring("referrals.follow_silence", "6 * * * *", "remind of late first contacts, return what nobody answered"),
    Recurring("referrals.count_abandoned", "20 2 * * *", "count begun referrals left unsent, before they go"),
    Recurring("feedback.ask_along_the_way", "14 5 * * *", "ask clients along the way how it has been"),
    Recurring("feedback.mix", "50 1 * * *", "write anonymous answers anew in a drawn order"),
    Recurring("network.look_ahead", "34 4 * * *", "tell of agreements and letters of intent about to end, once"),
    Recurring("employers.read_market", "52 3 * * *", "read the job market's postings, where it is asked"),
    Recurring("employers.forget_people", "34 3 * * *", "forget contact people of employers nobody has confirmed"),
    Recurring("network.forget_contacted", "36 3 * * *", "forget who it was that a project contacted"),
    Recurring("retention.erase", "5 * * * *", "erase what the law lets nobody keep, once its last day is over"),
    Recurring("watch.much_reading", "* * * * * */20", "tell the officer within a minute of who reads very much"),
    Recurring("watch.look", "*/10 * * * *", "look in the access log for reading without a task"),
    Recurring("reports.count_changed", "* * * * * 40", "count the indicators of what has changed"),
    Recurring("reports.count_all", "20 3 * * *", "count all indicators anew and compare"),
    Recurring("reports.count_fields", "56 3 * * *", "count which fields nobody filled in the year that ended, once"),
    Recurring("access.clear_sessions", "32 2 * * *", "remove ended sessions"),
)


def missing() -> list[str]:
    """Names in the list that no room has registered."""
    return [one.name for one in RECURRING if one.name not in registry.recurring_names()]
