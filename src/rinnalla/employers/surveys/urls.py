"""Addresses of the surveys to employers."""

from django.urls import path

from rinnalla.employers.surveys import answering, views

app_name = "surveys"
_ONE = "employers/<uuid:employer_uuid>/"
urlpatterns = [
    path("employers/surveys/", views.home, name="home"),
    path("employers/surveys/new/", views.new, name="new"),
    path("employers/surveys/attitudes/new/", views.attitude_new, name="attitude_new"),
    path("employers/surveys/<uuid:surveyround_uuid>/", views.round, name="round"),
    path("employers/surveys/<uuid:surveyround_uuid>/end/", views.end, name="end"),
    path(_ONE + "survey/asking/", views.asking, name="asking"),
    path(_ONE + "survey/answer/", views.answer, name="answer"),
    path(_ONE + "services/new/", views.use_new, name="use_new"),
    path("survey/", answering.survey, name="survey"),
    path("survey/answer/", answering.answer, name="survey_answer"),
]
