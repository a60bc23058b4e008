"""Addresses of the plan; the case is in every one of them."""

from django.urls import path

from rinnalla.plans import views
from rinnalla.plans import views_actions as acts
from rinnalla.plans import views_around as round_
from rinnalla.plans import views_figures as figures
from rinnalla.plans import views_papers as papers
from rinnalla.plans import views_shares as shares

app_name = "plans"
PLAN = "cases/<uuid:case_uuid>/plan/"
GOAL = PLAN + "goals/<uuid:goal_uuid>/"
ACTION = PLAN + "actions/<uuid:action_uuid>/"
urlpatterns = [
    path(PLAN, views.plan, name="plan"),
    path(PLAN + "new/", views.plan_start, name="plan_start"),
    path(PLAN + "review/", views.plan_change, name="plan_change"),
    path(PLAN + "goals/new/", acts.goal_new, name="goal_new"),
    path(GOAL, acts.goal_change, name="goal_change"),
    path(GOAL + "closure/", acts.goal_closure, name="goal_closure"),
    path(GOAL + "actions/new/", acts.action_new, name="action_new"),
    path(ACTION, acts.action_change, name="action_change"),
    path(ACTION + "acceptance/", acts.acceptance, name="acceptance"),
    path(ACTION + "done/", acts.done, name="done"),
    path(ACTION + "removal/", acts.drop, name="drop"),
    path(PLAN + "versions/new/", views.version_new, name="version_new"),
    path(PLAN + "versions/<int:number>/", views.version, name="version"),
    path(PLAN + "versions/<int:number>/approval/", views.approval_new, name="approval_new"),
    path(PLAN + "comments/", views.comment_new, name="comment_new"),
    path(PLAN + "print/", papers.print_plan, name="print"),
    path(PLAN + "packets/new/", papers.packet_new, name="packet_new"),
    path(PLAN + "packets/<uuid:packet_uuid>/", papers.packet, name="packet"),
    path(PLAN + "versions/<int:number>/part/", shares.part, name="part"),
    path(GOAL + "template/", shares.template, name="template"),
    path(PLAN + "copies/", shares.copies, name="copies"),
    path(PLAN + "copies/paper/", shares.copy_paper, name="copy_paper"),
    path(PLAN + "shares/", shares.shares, name="shares"),
    path(PLAN + "shares/<uuid:organisation_uuid>/", shares.share, name="share"),
    path(PLAN + "shares/<uuid:organisation_uuid>/entry/", shares.entry, name="entry"),
    path(PLAN + "host/", round_.host, name="host"),
    path(PLAN + "host/new/", round_.host_new, name="host_new"),
    path(PLAN + "host/paper/", round_.host_paper, name="host_paper"),
    path(PLAN + "host/storing/", round_.storing_new, name="storing_new"),
    path(PLAN + "ladder/new/", round_.ladder_new, name="ladder_new"),
    path(PLAN + "considerations/new/", round_.consideration_new, name="consideration_new"),
    path(
        PLAN + "considerations/<uuid:consideration_uuid>/removal/",
        round_.consideration_removal,
        name="consideration_removal",
    ),
    path(PLAN + "askers/new/", round_.asker_new, name="asker_new"),
    path(PLAN + "askers/<uuid:place_uuid>/removal/", round_.asker_removal, name="asker_removal"),
    path("cases/<uuid:case_uuid>/progress/", round_.progress, name="progress"),
    path("progress/", round_.progress_list, name="progress_list"),
    path("figures/plans/", figures.figures, name="figures"),
]
