"""Addresses of studies."""

from django.urls import path

from rinnalla.employment.studies import views

app_name = "studies"
_CASE = "cases/<uuid:case_uuid>/studies/"
_ONE = _CASE + "<uuid:studyrecord_uuid>/"
urlpatterns = [
    path("studies/waiting/", views.waiting, name="waiting"),
    path(_CASE, views.studies, name="studies"),
    path(_CASE + "new/", views.new, name="new"),
    path(_ONE + "correction/", views.correction, name="correction"),
    path(_ONE + "completion/", views.completion, name="completion"),
    path(_ONE + "break-off/", views.break_off, name="break_off"),
    path(_ONE + "follow-up/", views.follow_up, name="follow_up"),
]
