"""Addresses of the room."""

from django.urls import path

from rinnalla.assessments import views, views_instruments, views_support
from rinnalla.assessments.ability import views as ability
from rinnalla.assessments.network import views as network
from rinnalla.assessments.results import views as results

app_name = "assessments"
_CASE = "cases/<uuid:case_uuid>/"
_ABILITY = _CASE + "ability/<uuid:ability_uuid>/"
_BESIDE = _CASE + "network/<uuid:network_actor_uuid>/"
urlpatterns = [
    path("figures/change/", results.change, name="change"),
    path(_CASE + "results/", results.results, name="results"),
    path(_CASE + "results/new/", results.result_new, name="result_new"),
    path(_CASE + "results/<uuid:result_uuid>/correction/", results.result_correction, name="result_correction"),
    path(_CASE + "situation/", results.situation, name="situation"),
    path(_CASE + "situation/new/", results.situation_new, name="situation_new"),
    path(_CASE + "network/", network.network, name="network"),
    path(_CASE + "network/new/", network.network_new, name="network_new"),
    path(_CASE + "network/review/", network.network_review, name="network_review"),
    path(_BESIDE, network.network_actor, name="network_actor"),
    path(_BESIDE + "ending/", network.network_ending, name="network_ending"),
    path("cases/reviews/", ability.due, name="due"),
    path(_CASE + "ability/", ability.ability, name="ability"),
    path(_CASE + "ability/new/", ability.ability_new, name="ability_new"),
    path(_ABILITY + "correction/", ability.ability_correction, name="ability_correction"),
    path(_ABILITY + "review/", ability.ability_review, name="ability_review"),
    path(_CASE + "reassessments/new/", ability.reassessment_new, name="reassessment_new"),
    path(_CASE + "reassessments/<uuid:reassessment_uuid>/settling/", ability.reassessment_settling,
         name="reassessment_settling"),
    path("cases/<uuid:case_uuid>/assessment/", views.assessment, name="assessment"),
    path("cases/<uuid:case_uuid>/assessment/draft/", views.start, name="start"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/", views.version, name="version"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/content/", views.content, name="content"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/correction/", views.correction, name="correction"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/support/", views_support.support, name="support"),
    path("handbook/instruments/", views_instruments.instruments, name="instruments"),
    path(
        "cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/instruments/", views_instruments.chosen,
        name="chosen_instruments",
    ),
    path(
        "cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/instruments/<uuid:use_uuid>/removal/",
        views_instruments.removal, name="instrument_removal",
    ),
    path(
        "cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/support/<slug:subject>/", views_support.choose,
        name="choose",
    ),
]
