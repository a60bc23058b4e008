"""Addresses of trainings, packages, needs and one's own learning."""

from django.urls import path

from rinnalla.network.learning import views, views_figures
from rinnalla.network.learning.needs import views as needs
from rinnalla.network.learning.seats import views as seats

_ONE = "trainings/<uuid:training_uuid>/"
_PACKAGE = "trainings/packages/<uuid:trainingpackage_uuid>/"
urlpatterns = [
    path("trainings/", views.trainings, name="trainings"),
    path("trainings/own/", seats.own, name="own_learning"),
    path("trainings/figures/", views_figures.learning_figures, name="learning_figures"),
    path("trainings/new/", views.training_new, name="training_new"),
    path("trainings/packages/", views.packages, name="packages"),
    path("trainings/packages/new/", views.package_new, name="package_new"),
    path(_PACKAGE, views.package, name="package"),
    path(_PACKAGE + "parts/new/", views.part_new, name="package_part_new"),
    path("trainings/needs/", needs.needs, name="needs"),
    path("trainings/needs/new/", needs.need_new, name="need_new"),
    path("trainings/needs/<uuid:competenceneed_uuid>/answer/", needs.need_meet, name="need_meet"),
    path("trainings/surveys/new/", needs.survey_new, name="need_survey_new"),
    path("trainings/surveys/<uuid:needsurvey_uuid>/answer/", needs.survey_answer, name="need_survey_answer"),
    path(_ONE, views.training, name="training"),
    path(_ONE + "change/", views.training_change, name="training_change"),
    path(_ONE + "cancellation/", views.training_cancel, name="training_cancel"),
    path(_ONE + "seat/", seats.sign_up, name="training_sign_up"),
    path(_ONE + "seat/giving-up/", seats.give_up, name="training_give_up"),
    path(_ONE + "attendance/", seats.attendance, name="training_attendance"),
    path(_ONE + "feedback/", seats.feedback, name="training_feedback"),
    path(_ONE + "rating/", seats.rating, name="training_rating"),
]
