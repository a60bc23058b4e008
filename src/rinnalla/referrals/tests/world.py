"""What the tests of this room share."""

from rinnalla.referrals import actions
from rinnalla.referrals.identity import Identity

OSKARI = Identity("Oskari", "Lehto", "040 555 0199")


def send(cast, by=None, **more):
    """A referral of Oskari from the employment services to the team, unless told otherwise."""
    given = {"who": OSKARI, "unit": cast.team, "wish": "Haluan takaisin keittiöön.", "extra": "Selkä on kipeä.", **more}
    return actions.send_referral(by=by or cast.a_timo, **given)
