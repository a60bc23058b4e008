"""Addresses of the path; the case is in every one of them."""

from django.urls import path

from rinnalla.plans.paths import views
from rinnalla.plans.paths import views_phases as phases
from rinnalla.plans.paths import views_steps as steps

app_name = "paths"
PATH = "cases/<uuid:case_uuid>/path/"
STEP = PATH + "steps/<uuid:step_uuid>/"
PHASE = PATH + "phases/<uuid:phase_uuid>/"
PROPOSAL = PATH + "proposals/<uuid:proposal_uuid>/"
urlpatterns = [
    path(PATH, views.path, name="path"),
    path(PATH + "new/", views.choose, name="choose"),
    path(PATH + "new/<slug:template_key>/", views.begin, name="begin"),
    path(PATH + "running/<uuid:path_uuid>/ending/", views.ending, name="ending"),
    path(PATH + "steps/new/", steps.step_new, name="step_new"),
    path(STEP, steps.step, name="step"),
    path(STEP + "change/", steps.step_change, name="step_change"),
    path(STEP + "done/", steps.step_done, name="step_done"),
    path(STEP + "day/", steps.step_day, name="step_day"),
    path(STEP + "omission/", steps.step_omission, name="step_omission"),
    path(PATH + "proposals/new/", steps.proposal_new, name="proposal_new"),
    path(PROPOSAL, steps.proposal, name="proposal"),
    path(PROPOSAL + "refusal/", steps.proposal_refusal, name="proposal_refusal"),
    path(PATH + "phases/new/", phases.phase_new, name="phase_new"),
    path(PHASE, phases.phase_change, name="phase_change"),
    path(PHASE + "ending/", phases.phase_end, name="phase_end"),
]
