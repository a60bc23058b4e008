"""Addresses of matching: a vacancy's people, a client's vacancies, what they stand on."""

from django.urls import path

from rinnalla.employment.matching import views

app_name = "matching"
_ONE = "cases/<uuid:case_uuid>/coaching/<uuid:episode_uuid>/"
urlpatterns = [
    path("coaching/vacancies/<uuid:vacancy_uuid>/", views.people, name="people"),
    path("coaching/needs/<uuid:employerneed_uuid>/", views.need, name="need"),
    path(_ONE + "vacancies/", views.vacancies, name="vacancies"),
    path(_ONE + "vacancies/<uuid:vacancy_uuid>/", views.decision, name="decision"),
    path(_ONE + "answers/<uuid:matchanswer_uuid>/seen/", views.answer_seen, name="answer_seen"),
    path(_ONE + "profile/picks/", views.picks, name="picks"),
    path(_ONE + "profile/disclosure/", views.disclosure, name="disclosure"),
]
