"""Addresses of development work; they stand in the room's own list."""

from django.urls import path

from rinnalla.network.contacts import views as contacts
from rinnalla.network.development import views, views_log, views_stories
from rinnalla.network.partners import views as partners
from rinnalla.network.partnerships import views as partnerships
from rinnalla.network.projects import views as projects
from rinnalla.network.projects import views_clients as clients
from rinnalla.network.projects import views_contacted as contacted
from rinnalla.network.projects import views_parts as parts

_ROOT = "development/"
_PARTNER = _ROOT + "partners/<uuid:partner_uuid>/"
_CONTACT = _ROOT + "contacts/<uuid:cooperationcontact_uuid>/"
_PARTNERSHIP = _ROOT + "partnerships/<uuid:partnership_uuid>/"
_PROJECT = _ROOT + "projects/<uuid:project_uuid>/"
_CONTACTED = _PROJECT + "contacted/"
_PERSON = _CONTACTED + "<uuid:contactedperson_uuid>/"
_JOINED = "cases/<uuid:case_uuid>/projects/"
_PART = _JOINED + "<uuid:participation_uuid>/"
_ACTION = _ROOT + "actions/<uuid:development_uuid>/"
_STORY = _ROOT + "stories/<uuid:successstory_uuid>/"

addresses = [
    path(_ROOT, views.development_work, name="development_work"),
    path(_ROOT + "partners/", partners.partners, name="partners"),
    path(_ROOT + "partners/new/", partners.partner_new, name="partner_new"),
    path(_PARTNER, partners.partner, name="partner"),
    path(_PARTNER + "edit/", partners.partner_edit, name="partner_edit"),
    path(_PARTNER + "rhythm/", partners.partner_rhythm, name="partner_rhythm"),
    path(_PARTNER + "ending/", partners.partner_end, name="partner_end"),
    path(_ROOT + "contacts/", contacts.contacts, name="contacts"),
    path(_ROOT + "contacts/new/", contacts.contact_new, name="contact_new"),
    path(_CONTACT, contacts.contact, name="contact"),
    path(_CONTACT + "holding/", contacts.contact_hold, name="contact_hold"),
    path(_CONTACT + "moving/", contacts.contact_move, name="contact_move"),
    path(_CONTACT + "cancelling/", contacts.contact_cancel, name="contact_cancel"),
    path(_CONTACT + "led/new/", contacts.contact_led, name="contact_led"),
    path(_ROOT + "partnerships/", partnerships.partnerships, name="partnerships"),
    path(_ROOT + "partnerships/new/", partnerships.partnership_new, name="partnership_new"),
    path(_PARTNERSHIP, partnerships.partnership, name="partnership"),
    path(_PARTNERSHIP + "edit/", partnerships.partnership_edit, name="partnership_edit"),
    path(_PARTNERSHIP + "turns/", partnerships.partnership_turns, name="partnership_turns"),
    path(_PARTNERSHIP + "ending/", partnerships.partnership_end, name="partnership_end"),
    path(_ROOT + "projects/", projects.projects, name="projects"),
    path(_ROOT + "projects/new/", projects.project_new, name="project_new"),
    path(_PROJECT, projects.project, name="project"),
    path(_PROJECT + "edit/", projects.project_edit, name="project_edit"),
    path(_PROJECT + "partners/new/", parts.project_partner, name="project_partner"),
    path(_PROJECT + "staff/new/", parts.project_worker, name="project_worker"),
    path(_PROJECT + "spending/new/", parts.project_spending, name="project_spending"),
    path(_PROJECT + "links/new/", parts.project_link, name="project_link"),
    path(_PROJECT + "pilots/new/", parts.project_pilot, name="project_pilot"),
    path(_PROJECT + "results/new/", parts.project_result, name="project_result"),
    path(_PROJECT + "results/<uuid:projectresult_uuid>/heir/", parts.project_heir, name="project_heir"),
    path(_PROJECT + "closing/", parts.project_close, name="project_close"),
    path(_PROJECT + "figures/", contacted.project_figures, name="project_figures"),
    path(_CONTACTED, contacted.contacted, name="contacted"),
    path(_CONTACTED + "new/", contacted.contacted_new, name="contacted_new"),
    path(_PERSON + "days/new/", contacted.contacted_again, name="contacted_again"),
    path(_PERSON + "outcome/", contacted.contacted_outcome, name="contacted_outcome"),
    path(_JOINED, clients.of_case, name="projects_of_case"),
    path(_JOINED + "new/", clients.join, name="project_join"),
    path(_PART + "ending/", clients.ending, name="participation_end"),
    path(_PART + "removal/", clients.removal, name="participation_removal"),
    path(_ROOT + "actions/", views.developments, name="developments"),
    path(_ROOT + "actions/new/", views.development_new, name="development_new"),
    path(_ACTION, views.development, name="development"),
    path(_ACTION + "edit/", views.development_edit, name="development_edit"),
    path(_ACTION + "step/", views.development_step, name="development_step"),
    path(_ROOT + "services/", views_log.service_logs, name="service_logs"),
    path(_ROOT + "services/<uuid:servicecard_uuid>/", views_log.service_log, name="service_log"),
    path(_ROOT + "notes/", views.notes, name="notes"),
    path(_ROOT + "notes/new/", views.note_new, name="note_new"),
    path(_ROOT + "stories/", views_stories.stories, name="stories"),
    path(_ROOT + "stories/new/", views_stories.story_new, name="story_new"),
    path(_STORY, views_stories.story, name="story"),
    path(_STORY + "edit/", views_stories.story_edit, name="story_edit"),
    path(_STORY + "consents/new/", views_stories.story_consent, name="story_consent"),
    path(_STORY + "publishing/", views_stories.story_publish, name="story_publish"),
    path(_STORY + "taking-back/", views_stories.story_take_back, name="story_take_back"),
]
