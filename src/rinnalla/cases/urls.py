"""Addresses of the case's own pages; the case is in every one of them."""

from django.urls import path

from rinnalla.cases import views, views_account, views_closing, views_load, views_roles
from rinnalla.cases import views_merging as merging
from rinnalla.cases import views_person as of_person
from rinnalla.cases import views_responsibility as responsibility
from rinnalla.cases import views_versions as versions

app_name = "cases"
CASE = "cases/<uuid:case_uuid>/"
PROPOSAL = CASE + "responsible/<uuid:proposal_uuid>/"
PAIR = "people/duplicates/<uuid:person_uuid>/<uuid:other_uuid>/"
urlpatterns = [
    path("team/", views_load.board, name="board"),
    path("team/limits/<uuid:user_uuid>/", views_load.limit, name="limit"),
    path("team/development/new/", views_load.development_new, name="development_new"),
    path("team/development/<uuid:developmentaction_uuid>/done/", views_load.development_done, name="development_done"),
    path("worktime/", views_load.week, name="week"),
    path("cases/handover/", views_load.hand_over_all, name="hand_over_all"),
    path(CASE + "weight/", views_load.weight, name="weight"),
    path(CASE + "step/", views.step, name="step"),
    path(CASE + "wish/", views.wish, name="wish"),
    path(CASE + "contacts/", views.contacts, name="contacts"),
    path(CASE + "contacts/new/", views.contact_new, name="contact_new"),
    path(CASE + "team/", views.team, name="team"),
    path(CASE + "team/new/", views.member_new, name="member_new"),
    path(CASE + "team/<uuid:member_uuid>/leaving/", views.member_leave, name="member_leave"),
    path(CASE + "roles/new/", views_roles.role_new, name="role_new"),
    path(CASE + "roles/<uuid:assignment_uuid>/ending/", views_roles.role_end, name="role_end"),
    path(CASE + "closing/", views_closing.closing, name="closing"),
    path(CASE + "closing/<uuid:organisation_uuid>/", views_closing.handover, name="closing_handover"),
    path(CASE + "return/", views.return_, name="return"),
    path(CASE + "service-model/", versions.case_version, name="service_model"),
    path("models/cases/", versions.region_versions, name="models"),
    path(CASE + "person/", views.person, name="person"),
    path(CASE + "person/identity-code/", views.hetu, name="hetu"),
    path(CASE + "person/identity-code/change/", of_person.identity_code, name="hetu_change"),
    path(CASE + "person/protection/", of_person.protection, name="protection"),
    path(CASE + "person/contacts/", of_person.contacts, name="protected_contacts"),
    path(CASE + "account/", views_account.account, name="account"),
    path(CASE + "account/opening/", views_account.account_open, name="account_open"),
    path(CASE + "account/closure/", views_account.account_close, name="account_close"),
    path(CASE + "person/history/", of_person.history, name="person_history"),
    path(CASE + "person/merges/<uuid:merge_uuid>/undoing/", merging.undoing, name="merge_undo"),
    path("people/duplicates/", merging.duplicates, name="duplicates"),
    path(PAIR, merging.compare, name="duplicate"),
    path(PAIR + "telling-apart/", merging.told_apart, name="told_apart"),
    path(CASE + "responsible/new/", responsibility.propose, name="propose"),
    path(PROPOSAL, responsibility.proposal, name="proposal"),
    path(PROPOSAL + "worker-answer/", responsibility.worker_answer, name="worker_answer"),
    path(PROPOSAL + "client-answer/", responsibility.client_answer, name="client_answer"),
    path(PROPOSAL + "joint-meeting/", responsibility.joint_meeting, name="joint_meeting"),
    path(PROPOSAL + "withdrawal/", responsibility.withdrawal, name="withdrawal"),
]
