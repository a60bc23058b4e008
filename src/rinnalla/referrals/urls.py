"""Addresses of the room. An act that is not add, change or remove is a noun of its own."""

from django.urls import path

from rinnalla.referrals import (
    consultation_views,
    decline_views,
    figure_views,
    following_views,
    network_views,
    outside_views,
    peer_views,
    reply_views,
    triage_views,
    unit_views,
    views,
)

app_name = "referrals"
urlpatterns = [
    path("inbox/", triage_views.inbox, name="inbox"),
    path("referrals/", views.sent, name="sent"),
    path("referrals/new/", views.refer, name="refer"),
    path("referrals/new/health-check/", views.health_check, name="health_check"),
    path("referrals/<uuid:referral_uuid>/", views.referral, name="referral"),
    path("referrals/<uuid:referral_uuid>/rating/", views.rating, name="rating"),
    path("referrals/<uuid:referral_uuid>/answer/", triage_views.answer_more, name="answer_more"),
    path("referrals/<uuid:referral_uuid>/first-contact/", triage_views.contact, name="contact"),
    path("referrals/<uuid:referral_uuid>/acceptance/", triage_views.accept, name="accept"),
    path("referrals/<uuid:referral_uuid>/question/", triage_views.ask_more, name="ask_more"),
    path("referrals/<uuid:referral_uuid>/transfer/", triage_views.pass_on, name="pass_on"),
    path("referrals/<uuid:referral_uuid>/decline/", triage_views.decline, name="decline"),
    path("referrals/<uuid:referral_uuid>/routing/", triage_views.route, name="route"),
    path("referrals/<uuid:referral_uuid>/amendment/", following_views.amend, name="amend"),
    path("referrals/<uuid:referral_uuid>/withdrawal/", following_views.withdraw, name="withdraw"),
    path("referrals/<uuid:referral_uuid>/result/", following_views.tell, name="tell"),
    path("referrals/<uuid:referral_uuid>/outside/", outside_views.ask, name="ask_outside"),
    path(
        "referrals/<uuid:referral_uuid>/outside/<uuid:outside_question_uuid>/resending/", outside_views.resend,
        name="resend_outside",
    ),
    path(
        "referrals/<uuid:referral_uuid>/outside/<uuid:outside_question_uuid>/withdrawal/", outside_views.end,
        name="end_outside",
    ),
    path(
        "referrals/<uuid:referral_uuid>/outside/<uuid:outside_question_uuid>/confirmation/", outside_views.confirm,
        name="confirm_outside",
    ),
    path("reply/", reply_views.reply, name="reply"),
    path("reply/code/", reply_views.code, name="reply_code"),
    path("reply/proof/", reply_views.proof, name="reply_proof"),
    path("reply/answer/", reply_views.answer, name="reply_answer"),
    path("cases/<uuid:case_uuid>/arrival/", views.arrival, name="arrival"),
    path("cases/<uuid:case_uuid>/declines/", decline_views.declined, name="declined"),
    path(
        "cases/<uuid:case_uuid>/declines/<uuid:decline_notice_uuid>/seen/", decline_views.decline_seen,
        name="decline_seen",
    ),
    path("cases/<uuid:case_uuid>/referrals/new/", views.refer_known, name="refer_known"),
    path(
        "cases/<uuid:case_uuid>/referrals/new/health-check/", views.health_check_known, name="health_check_known"
    ),
    path("cases/<uuid:case_uuid>/consultations/new/", consultation_views.ask_about, name="ask_about"),
    path("services/units/<uuid:unit_uuid>/", unit_views.unit, name="unit"),
    path("consultations/", consultation_views.consultations, name="consultations"),
    path("consultations/new/", consultation_views.ask, name="ask"),
    path("consultations/network/", network_views.network, name="network"),
    path("consultations/network/roster/", network_views.roster, name="roster"),
    path("consultations/network/<uuid:roster_entry_uuid>/end/", network_views.leave, name="leave_roster"),
    path("consultations/library/", network_views.library, name="library"),
    path(
        "consultations/library/<uuid:shared_answer_uuid>/withdrawal/", network_views.withdrawal,
        name="shared_withdrawal",
    ),
    path("consultations/<uuid:consultation_uuid>/sharing/", network_views.sharing, name="sharing"),
    path("consultations/<uuid:consultation_uuid>/step/", network_views.step, name="step"),
    path("consultations/<uuid:consultation_uuid>/", consultation_views.consultation, name="consultation"),
    path("consultations/<uuid:consultation_uuid>/answer/", consultation_views.answer, name="answer"),
    path("consultations/<uuid:consultation_uuid>/referral/", consultation_views.refer_from, name="refer_from"),
    path("team/discussions/", peer_views.discussions, name="discussions"),
    path("team/discussions/new/", peer_views.discussion_new, name="discussion_new"),
    path("team/discussions/<uuid:peer_question_uuid>/", peer_views.discussion, name="discussion"),
    path(
        "team/discussions/<uuid:peer_question_uuid>/answer/", peer_views.discussion_answer, name="discussion_answer"
    ),
    path(
        "team/discussions/<uuid:peer_question_uuid>/closure/", peer_views.discussion_closure,
        name="discussion_closure",
    ),
    path("identification/", views.identify, name="identify"),
    path("identification/<uuid:identification_uuid>/", views.identification, name="identification"),
    path("guidance/", views.guidance, name="guidance"),
    path("figures/way-in/", figure_views.figures_page, name="figures"),
]
