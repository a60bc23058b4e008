"""Addresses of support at work."""

from django.urls import path

from rinnalla.employment.support import views, views_agreements, views_sums

app_name = "support"
_ONE = "cases/<uuid:case_uuid>/coaching/<uuid:episode_uuid>/support/"
_JOB = _ONE + "jobs/<uuid:job_uuid>/"
_ADAPTATION = _ONE + "adaptations/<uuid:adaptation_uuid>/"
_AGREEMENT = _ONE + "agreements/<uuid:agreement_uuid>/"
urlpatterns = [
    path("supports/", views_sums.supports, name="supports"),
    path("supports/<slug:support_key>/", views_sums.support, name="sum"),
    path(_ONE, views.whole, name="whole"),
    path(_ONE + "talks/new/", views.talk_new, name="talk_new"),
    path(_JOB + "hours/", views.hours, name="hours"),
    path(_JOB + "subsidy/", views.subsidy, name="subsidy"),
    path(_JOB + "adaptations/new/", views.adaptation_new, name="adaptation_new"),
    path(_ADAPTATION + "done/", views.adaptation_done, name="adaptation_done"),
    path(_ADAPTATION + "look/", views.adaptation_look, name="adaptation_look"),
    path(_ONE + "agreements/new/<slug:kind>/", views_agreements.new, name="agreement_new"),
    path(_AGREEMENT, views_agreements.agreement, name="agreement"),
    path(_AGREEMENT + "change/", views_agreements.change, name="agreement_change"),
    path(_AGREEMENT + "answers/<slug:party>/", views_agreements.answer, name="agreement_answer"),
    path(
        _AGREEMENT + "questions/<uuid:agreementquestion_uuid>/", views_agreements.question, name="agreement_question"
    ),
    path(_AGREEMENT + "ending/", views_agreements.ending, name="agreement_ending"),
    path(_AGREEMENT + "paper.pdf", views_agreements.paper, name="agreement_paper"),
]
