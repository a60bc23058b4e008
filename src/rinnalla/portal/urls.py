"""Addresses of the room: public pages, and the client's own under /my/."""

from django.urls import path

from rinnalla.portal import (
    views,
    views_as_client,
    views_before,
    views_behalf,
    views_coaching,
    views_copy,
    views_experts,
    views_guides,
    views_paper,
    views_path,
    views_phone,
    views_work,
)
from rinnalla.portal import views_change as changing
from rinnalla.portal import views_consents as leaves
from rinnalla.portal import views_feedback as feedback
from rinnalla.portal import views_mandates as mandates
from rinnalla.portal import views_messages as messages
from rinnalla.portal import views_own as own
from rinnalla.portal import views_plan as plan
from rinnalla.portal import views_rights as rights
from rinnalla.portal.keeping import views as keeping

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("received/", views.received, name="received"),
    path("find/", views.services, name="services"),
    path("find/<uuid:card_uuid>/", views.service, name="service"),
    path("path/", views_path.path, name="path"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("guide/", views.guide, name="guide"),
    path("my/", own.home, name="home"),
    path("my/plan/", plan.plan, name="plan"),
    path("my/plan/answer/", plan.answer, name="answer"),
    path("my/plan/comments/", plan.comment, name="comment"),
    path("my/plan/goals/new/", plan.goal_new, name="goal_new"),
    path("my/plan/actions/<uuid:action_uuid>/promise/", plan.action_promise, name="action_promise"),
    path("my/plan/actions/<uuid:action_uuid>/done/", plan.action_done, name="action_done"),
    path("my/messages/", messages.thread, name="messages"),
    path("my/messages/new/", messages.new, name="message_new"),
    path("my/messages/reading/", messages.reading, name="message_reading"),
    path("my/feedback/", feedback.feedback, name="feedback"),
    path("my/feedback/new/", feedback.any_time, name="feedback_new"),
    path("my/feedback/receipt/", feedback.receipt, name="feedback_receipt"),
    path("my/feedback/<uuid:feedbackrequest_uuid>/", feedback.answer, name="feedback_answer"),
    path("my/feedback/answers/<uuid:feedbackanswer_uuid>/publishing/", feedback.publishing, name="feedback_publishing"),
    path("my/panels/", views_experts.panels, name="panels"),
    path("my/expert/", views_experts.expert, name="expert"),
    path("my/expert/new/", views_experts.expert_new, name="expert_new"),
    path("my/expert/stop/", views_experts.expert_stop, name="expert_stop"),
    path("my/meetings/", own.meeting_list, name="meetings"),
    path("my/meetings/<uuid:meeting_uuid>/", own.meeting, name="meeting"),
    path("my/meetings/<uuid:meeting_uuid>/before/", views_before.before, name="before"),
    path("my/phone/", views_phone.phone, name="phone"),
    path("my/phone/code/", views_phone.phone_code, name="phone_code"),
    path("my/phone/stopping/", views_phone.phone_stop, name="phone_stop"),
    path("my/change/", changing.change, name="change"),
    path("my/notebook/", keeping.notebook, name="notebook"),
    path("my/notebook/new/", keeping.note_new, name="note_new"),
    path("my/notebook/<uuid:note_uuid>/", keeping.note, name="note"),
    path("my/notebook/<uuid:note_uuid>/sharing/", keeping.note_sharing, name="note_sharing"),
    path("my/notebook/<uuid:note_uuid>/removal/", keeping.note_removal, name="note_removal"),
    path("my/assessments/", keeping.assessments, name="assessments"),
    path("my/assessments/new/<slug:instrument_key>/", keeping.assessment_new, name="assessment_new"),
    path("my/assessments/<uuid:assessment_uuid>/sharing/", keeping.assessment_sharing, name="assessment_sharing"),
    path("my/assessments/<uuid:assessment_uuid>/removal/", keeping.assessment_removal, name="assessment_removal"),
    path("cases/<uuid:case_uuid>/as-client/", views_as_client.as_client, name="as_client"),
    path("cases/<uuid:case_uuid>/behalf/", views_behalf.behalf, name="behalf"),
    path("cases/<uuid:case_uuid>/behalf/plan/", views_behalf.behalf_plan, name="behalf_plan"),
    path(
        "cases/<uuid:case_uuid>/behalf/actions/<uuid:action_uuid>/promise/", views_behalf.behalf_promise,
        name="behalf_promise",
    ),
    path(
        "cases/<uuid:case_uuid>/behalf/actions/<uuid:action_uuid>/done/", views_behalf.behalf_done,
        name="behalf_done",
    ),
    path(
        "cases/<uuid:case_uuid>/behalf/meetings/<uuid:meeting_uuid>/", views_behalf.behalf_meeting,
        name="behalf_meeting",
    ),
    path(
        "cases/<uuid:case_uuid>/behalf/consents/<uuid:consent_uuid>/withdrawal/", views_behalf.behalf_withdrawal,
        name="behalf_withdrawal",
    ),
    path("cases/<uuid:case_uuid>/shared/", keeping.shared, name="shared"),
    path("my/guides/", views_guides.guides, name="guides"),
    path("my/helpers/", own.helpers, name="helpers"),
    path("my/consents/", leaves.own_consents, name="consents"),
    path("my/consents/new/", leaves.consent_new, name="consent_new"),
    path("my/consents/<uuid:consent_uuid>/", leaves.consent, name="consent"),
    path("my/consents/<uuid:consent_uuid>/change/", leaves.consent_change, name="consent_change"),
    path("my/consents/<uuid:consent_uuid>/withdrawal/", leaves.consent_withdrawal, name="consent_withdrawal"),
    path(
        "my/consents/<uuid:consent_uuid>/papers/<uuid:consentpaper_uuid>/", leaves.consent_paper, name="consent_paper"
    ),
    path("my/mandates/", mandates.mandates, name="mandates"),
    path("my/mandates/new/", mandates.mandate_new, name="mandate_new"),
    path("my/mandates/<uuid:mandate_uuid>/ending/", mandates.mandate_ending, name="mandate_ending"),
    path("my/acting/", mandates.acting_choose, name="acting_choose"),
    path("my/acting/ending/", mandates.acting_ending, name="acting_ending"),
    path("my/coaching/", views_coaching.coaching, name="coaching"),
    path("my/coaching/stop/", views_coaching.coaching_stop, name="coaching_stop"),
    path("my/agreements/", views_work.agreements, name="agreements"),
    path("my/agreements/<uuid:workagreement_uuid>/", views_work.agreement, name="agreement"),
    path("my/proposals/", views_work.proposals, name="proposals"),
    path("my/proposals/<uuid:matchdecision_uuid>/", views_work.proposal, name="proposal"),
    path("my/log/", rights.log, name="log"),
    path("my/data/", rights.data, name="data"),
    path("my/data/copy/", views_copy.copy, name="copy"),
    path("my/paper/", views_paper.paper, name="own_paper"),
    path("cases/<uuid:case_uuid>/paper/", views_paper.paper_of_case, name="paper"),
    path("my/log/paper/", views_copy.log_on_paper, name="log_paper"),
    path("my/requests/", rights.requests, name="requests"),
    path("my/requests/new/<slug:kind>/", rights.request_new, name="request_new"),
    path("my/requests/<uuid:request_uuid>/", rights.request, name="request"),
    path("my/responsible/<uuid:proposal_uuid>/", own.responsible, name="responsible"),
]
