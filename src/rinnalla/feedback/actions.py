"""Asking clients for feedback, answering by name or by nobody, and who may publish the words."""

import hmac
import json
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import system
from rinnalla.access.actions import SIGNS
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.cases.actions import locked
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.feedback import questions
from rinnalla.feedback.models import FeedbackAnswer, FeedbackRequest
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.plans.paths.models import Phase
from rinnalla.servicemodels.codes import due, of_case
from rinnalla.services.models import ServiceEpisode

INSTALLATION = ("installation", 0)
MOST_IN_MONTH = 3  # of a client's own initiative: one person's view does not outweigh the others'


# Asking ---------------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(
    *, case: Case, moment: str, by: Actor, episode: ServiceEpisode | None = None, phase: Phase | None = None
) -> FeedbackRequest | None:
    """Ask the client at a point of the path, once at each (L-57). None when the client has no own pages to answer on,
    or was asked already: of the same service or phase, at the same end, or along the way since `feedback_mid`.
    """
    held = locked(case.pk)
    clients = list(User.objects.filter(person_id=held.person_id, is_active=True).values_list("pk", flat=True))
    if not clients or _asked_already(held, moment, episode, phase):
        return None
    mailed = FeedbackRequest.objects.filter(case=held).open().exists()
    request = FeedbackRequest.objects.create(
        case=held, moment=moment, episode=episode, phase=phase, made_by_id=by.user_id,
        expires_on=due(of_case(held), "feedback_open"),
    )
    _note("feedback.asked", request, held, by, moment=moment)
    for user_id in [] if mailed else clients:  # one mail is enough while something still waits
        outbox.promise("feedback.tell_client", user_id, by=by)
    return request


def _asked_already(case: Case, moment: str, episode: ServiceEpisode | None, phase: Phase | None) -> bool:
    rows = FeedbackRequest.objects.filter(case=case, moment=moment, episode=episode, phase=phase)
    newest = rows.order_by("-asked_on").first()
    if newest is None or moment != questions.MID:
        return newest is not None
    return due(of_case(case), "feedback_mid", newest.asked_on) > dates.today()


# Answering ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    *, request: FeedbackRequest, by: Actor, marks: Mapping[str, int], words: str = "", publish: bool = False,
    by_name: bool = False,
) -> str:
    """The client answers, without a name unless `by_name`. Returns the receipt with which the leave to publish
    anonymous words can be taken back; it is shown once and kept nowhere; "" when there is none.

    Only that an answer came is known of the case. Raises Refused: answered or expired already, nothing said.
    """
    case = locked(request.case_id)
    held = FeedbackRequest.objects.select_related("episode").get(pk=request.pk)
    if not held.allows("answer"):
        raise Refused(_("Tähän on jo vastattu, tai vastausaika on ohi. Voit antaa palautetta myös muuten."))
    marks, words = _said(held, marks, words)
    publish = publish and bool(words)
    receipt = new_receipt() if publish and not by_name else ""
    if by_name:
        FeedbackAnswer.objects.create(
            case=case, request=held, marks=marks, words=words, publish=publish, made_by_id=by.user_id
        )
        FeedbackRequest.objects.filter(pk=held.pk).update(answered_in=dates.today().replace(day=1))
        if case.responsible_worker_id:
            outbox.promise("feedback.tell_worker", case.responsible_worker_id, by=by)
    else:
        _put(held, marks, words, publish, receipt)
    _note("feedback.answered", held, case, by)
    return receipt


def _said(request: FeedbackRequest, marks: Mapping[str, int], words: str) -> tuple[dict[str, int], str]:
    """What was said of what was asked. Raises Refused for an answer that is not on the scale, and for nothing."""
    asked = {one.key: one for one in questions.asked_at(request.moment)}
    kept = {}
    for key, value in marks.items():
        item = asked.get(key)
        if item is None or item.kind != "scale" or not item.lowest <= value <= item.highest:
            raise Refused(_("Valitse vastaus luettelosta."), field=key)
        kept[key] = value
    words = words.strip() if questions.WORDS in asked else ""
    if not kept and not words:
        raise Refused(_("Vastaa ainakin yhteen kysymykseen. Muut voit jättää väliin."))
    return kept, words


def _put(request: FeedbackRequest, marks: dict[str, int], words: str, publish: bool, receipt: str) -> None:
    """The owner's function marks the request answered and puts numbers and words where no case is known."""
    values: list[Any] = [request.pk, dates.today().replace(day=1), json.dumps(marks), words, publish,
              digest(receipt) if receipt else None]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select feedback_put(%s, %s, %s::jsonb, %s, %s, %s)", values)
        if not cursor.fetchone()[0]:
            raise Refused(_("Tähän on jo vastattu, tai vastausaika on ohi. Voit antaa palautetta myös muuten."))


@transaction.atomic
def answer_any_time(
    *, case: Case, by: Actor, marks: Mapping[str, int], words: str = "", publish: bool = False, by_name: bool = False,
    key: UUID | None = None,
) -> str:
    """Feedback on the client's own initiative (L-57); as `answer`, and only so many in a month."""
    held, today = locked(case.pk), dates.today()

    def make() -> FeedbackRequest:
        return FeedbackRequest.objects.create(
            case=held, moment=questions.ANY_TIME, expires_on=today, made_by_id=by.user_id, form_key=key
        )

    rows = FeedbackRequest.objects.filter(case=held, moment=questions.ANY_TIME, asked_on__gte=today.replace(day=1))
    if rows.exclude(form_key=key).count() >= MOST_IN_MONTH:
        raise Refused(_("Kiitos, olet jo antanut palautetta tässä kuussa. Kiireisessä asiassa soita meille."))
    request, _new = once(FeedbackRequest.objects.all(), key, make, case_id=case.pk)
    if not request.allows("answer"):
        return ""
    return answer(request=request, by=by, marks=marks, words=words, publish=publish, by_name=by_name)


# Publishing -----------------------------------------------------------------------------------------------------------


def new_receipt() -> str:
    """A code of twelve signs that are easy to copy: 59 bits."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(3))


def digest(receipt: str) -> bytes:
    """What is kept of a receipt. Spaces, hyphens and capitals do not matter."""
    plain = "".join(sign for sign in receipt.lower() if sign.isalnum())
    return hmac.digest(settings.SECRET_KEY.encode(), f"feedback:{plain}".encode(), sha256)


@transaction.atomic
def take_back(*, answer: FeedbackAnswer, by: Actor) -> None:
    """The client takes back the leave to publish one's own words: they are picked no more. Twice is once."""
    case = locked(answer.case_id)
    rows = FeedbackAnswer.objects.filter(pk=answer.pk, publish=True)
    if rows.update(publish=False, picked_on=None, taken_back_on=dates.today()):
        _note("feedback.publishing_withdrawn", answer.request, case, by)


@transaction.atomic
def take_back_by_receipt(*, receipt: str) -> None:
    """Whoever holds the receipt of anonymous words takes back the leave to publish them. The log tells that it was
    done, not by whom. Raises Refused for a code that nothing stands behind."""
    with connection.cursor() as cursor:
        cursor.execute("select feedback_take_back(%s)", [digest(receipt)])
        if not cursor.fetchone()[0]:
            raise Refused(_("Koodilla ei löydy sanoja, joita voisi julkaista. Tarkista koodi."), field="receipt")
    record("feedback.publishing_withdrawn", by=system("feedback_receipt"), stream=INSTALLATION)


@transaction.atomic
def pick(*, quote: UUID, by: Actor, picked: bool) -> None:
    """A leader picks a client's words to be published, or leaves them out again. The database takes only words whose
    writer has given leave (I-41). Raises Refused."""
    if not by.can(Permission.FIGURES_VIEW):
        raise Refused(_("Sitaatit valitsee alueen johtaja."))
    with connection.cursor() as cursor:
        cursor.execute("select feedback_pick(%s, %s)", [quote, dates.today() if picked else None])
        if not cursor.fetchone()[0]:
            raise Refused(_("Näihin sanoihin ei ole julkaisulupaa. Ehkä lupa on peruttu. Päivitä sivu."))
    record("feedback.quote_picked" if picked else "feedback.quote_left_out", by=by, stream=INSTALLATION, quote=quote)


def _note(verb: str, request: FeedbackRequest, case: Case, by: Actor, **details: Any) -> None:
    record(
        verb, by=by, stream=("case", case.pk), obj=("feedback_request", request.pk), case_id=case.pk,
        person_id=case.person_id, **details,
    )
