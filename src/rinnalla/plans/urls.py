"""Addresses of the plan; the case is in every one of them."""

from django.urls import path

from rinnalla.plans import views
from rinnalla.plans import views_actions as acts
from rinnalla.plans import views_papers as papers

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
]
