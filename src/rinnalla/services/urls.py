"""Addresses of the room."""

from django.urls import path

from rinnalla.services import views, views_guidance, views_livelihood, views_news, views_told, views_visits

app_name = "services"
_EPISODE = "cases/<uuid:case_uuid>/services/<uuid:episode_uuid>/"
_BENEFIT = "cases/<uuid:case_uuid>/livelihood/<uuid:benefit_uuid>/"
urlpatterns = [
    path("cases/<uuid:case_uuid>/services/", views.service_list, name="list"),
    path("cases/<uuid:case_uuid>/services/new/", views.choose, name="choose"),
    path("cases/<uuid:case_uuid>/services/other/", views.other, name="other"),
    path(_EPISODE, views_visits.episode, name="episode"),
    path(_EPISODE + "details/", views_visits.details, name="details"),
    path(_EPISODE + "support/", views_visits.support, name="support"),
    path(_EPISODE + "visit/", views_visits.visit, name="visit"),
    path(_EPISODE + "observation/", views_visits.observation, name="observation"),
    path("cases/<uuid:case_uuid>/attendance/", views_visits.attendance, name="attendance"),
    path("services/unreached/", views_visits.unreached, name="unreached"),
    path("services/figures/", views_visits.figures_page, name="figures"),
    path(_EPISODE + "beginning/", views.beginning, name="beginning"),
    path(_EPISODE + "wait/", views.wait, name="wait"),
    path(_EPISODE + "interruption/", views.interruption, name="interruption"),
    path(_EPISODE + "resumption/", views.resumption, name="resumption"),
    path(_EPISODE + "ending/", views.ending, name="ending"),
    path(_EPISODE + "sheet/", views_told.sheet, name="sheet"),
    path(_EPISODE + "experience/", views_told.experience, name="experience"),
    path(_EPISODE + "continuation/", views_told.continuation, name="continuation"),
    path("cases/<uuid:case_uuid>/needs/", views_told.need_new, name="need_new"),
    path("cases/<uuid:case_uuid>/needs/<uuid:need_uuid>/met/", views_told.need_met, name="need_met"),
    path("cases/<uuid:case_uuid>/livelihood/", views_livelihood.page, name="livelihood"),
    path("cases/<uuid:case_uuid>/livelihood/new/", views_livelihood.benefit_new, name="benefit_new"),
    path(_BENEFIT + "change/", views_livelihood.benefit_change, name="benefit_change"),
    path(_BENEFIT + "turn/", views_livelihood.benefit_turn, name="benefit_turn"),
    path(_BENEFIT + "rest/", views_livelihood.pension_rest, name="pension_rest"),
    path(_BENEFIT + "return/", views_livelihood.pension_return, name="pension_return"),
    path(_BENEFIT + "removal/", views_livelihood.benefit_removal, name="benefit_removal"),
    path("services/news/", views_news.notices, name="notices"),
    path("services/news/<uuid:notice_uuid>/", views_news.notice, name="notice"),
    path("services/gaps/", views_news.gaps_page, name="gaps"),
    path("cases/<uuid:case_uuid>/guidance/", views_guidance.guidance_new, name="guidance_new"),
    path("cases/<uuid:case_uuid>/guidance/<uuid:guidance_uuid>/answer/", views_guidance.guidance_answer,
         name="guidance_answer"),
]
