"""What each counted field is called, in the words of its form, and which optional fields are put aside and why.

A test fails for an optional field that is in neither list: a new one can't be shown by its code name, nor be forgotten.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Name = str | Promise
# By the model: what a record is called, and its fields that a form asks for and lets be.
NAMES: Mapping[str, tuple[Name, Mapping[str, Name]]] = {
    "people.Person": (_("Asiakkaan perustiedot"), {
        "interpreter": _("Tulkki"), "phone": _("Puhelin"), "email": _("Sähköposti"),
    }),
    "cases.Case": (_("Asia"), {
        "wish": _("Asiakkaan toive omin sanoin"), "motivation": _("Kuinka tärkeää se on nyt, 0–10"),
        "next_step": _("Seuraava askel"), "next_step_on": _("Seuraavan askeleen päivä"),
        "review_on": _("Kokonaisuus tarkistetaan viimeistään"),
    }),
    "cases.ResponsibleProposal": (_("Ehdotus asiakasvastaavaksi"), {
        "reason": _("Miksi juuri hän"), "stays_beside_until": _("Entinen vastaava jatkaa rinnalla asti"),
        "client_words": _("Mitä asiakas itse sanoo"),
    }),
    "cases.ContactNote": (_("Kirjaus"), {
        "text": _("Mitä sovittiin"), "minutes": _("Kesto minuutteina"),
        "client_rating": _("Asiakkaan arvio ensimmäisestä kontaktista"),
    }),
    "cases.Closing": (_("Asian päättäminen"), {"client_words": _("Mitä asiakas itse sanoo")}),
    "cases.Escalation": (_("Kysymys vahvemmalle tuelle"), {"question": _("Mitä kysyt")}),
    "cases.ClosingHandover": (_("Kuka jatkaa päättämisen jälkeen"), {
        "what": _("Mitä taho jatkaa"), "contact_person": _("Kuka siellä vastaa"),
        "contact": _("Miten hänet tavoittaa"),
    }),
    "assessments.WorkAbilityAssessment": (_("Arvio työkyvystä"), {
        "organisation": _("Missä organisaatiossa"), "task": _("Mitä tehtävää katsottiin"), "place": _("Missä"),
        "source_whom": _("Keneltä tai mistä asiakirjasta"), "valid_until": _("Voimassa asti"),
    }),
    "assessments.AbilityReview": (_("Arvion tarkistus"), {"note": _("Mitä katsottiin")}),
    "assessments.NetworkActor": (_("Henkilö tai taho asiakkaan verkostossa"), {
        "contact_person": _("Yhteyshenkilö"), "phone": _("Puhelin"), "since": _("Mistä alkaen"),
        "own_words": _("Asiakkaan sanoin"), "source_whom": _("Keneltä tai mistä asiakirjasta"),
    }),
    "assessments.InstrumentResult": (_("Mittarin tulos"), {"outcome": _("Miten kävi?")}),
    "assessments.NeedsAssessment": (_("Kartoitus"), {
        "network": _("Verkosto"), "goal": _("Tavoite"), "resources": _("Voimavarat"),
        "wish": _("Asiakkaan toive omin sanoin"), "motivation": _("Kuinka paljon asiakas haluaa muutosta, 0–10"),
        "health_notes": _("Terveys ja työ"), "unemployment_spells": _("Työttömyysjaksoja"),
        "unemployment_months": _("Työttömänä yhteensä, kuukautta"),
    }),
    "assessments.InstrumentUse": (_("Käytetty mittari"), {"note": _("Lisätieto")}),
    "plans.Plan": (_("Suunnitelma"), {"support_months": _("Arvio: kuinka monta kuukautta tukea tarvitaan")}),
    "plans.Goal": (_("Asiakkaan tavoite"), {"importance": _("Kuinka tärkeää se on asiakkaalle, 0–10")}),
    "plans.GoalClosure": (_("Tavoitteen päättäminen"), {"reason": _("Kerro lisää")}),
    "plans.Action": (_("Sovittu toimi"), {
        "due_on": _("Milloin viimeistään"), "follow_up_on": _("Milloin katsotaan, miten kävi"),
    }),
    "plans.ActionDone": (_("Tehty toimi"), {"what_came": _("Mitä siitä tuli")}),
    "plans.Approval": (_("Asiakkaan vastaus suunnitelmaan"), {"words": _("Asiakkaan omat sanat")}),
    "plans.HostPlan": (_("Lain mukainen suunnitelma"), {
        "ends_on": _("Voimassa asti"), "reference": _("Tunniste"),
    }),
    "plans.PathStep": (_("Polun askel"), {"due_on": _("Milloin viimeistään")}),
    "plans.StepProposal": (_("Ehdotettu askel"), {"due_on": _("Milloin viimeistään")}),
    "plans.Phase": (_("Vaihe"), {"planned_end_on": _("Päättyy arviolta")}),
    "services.Benefit": (_("Etuus"), {
        "payer": _("Maksaja tai työnantaja"), "applied_on": _("Haettu"), "decision": _("Missä vaiheessa se on"),
        "decided_on": _("Päätös annettu"), "starts_on": _("Alkaa"), "ends_on": _("Päättyy"),
        "next_decision_on": _("Seuraava päätös"), "next_step": _("Seuraava askel"),
    }),
    "services.UnmetNeed": (_("Tarve, johon ei löytynyt palvelua"), {"words": _("Millainen palvelu auttaisi")}),
    "services.AccompaniedVisit": (_("Käynti yhdessä"), {"words": _("Mitä käynti toi")}),
    "services.ServiceObservation": (_("Havainto palvelusta"), {
        "public_words": _("Sanasi palvelun laaturaporttiin"),
    }),
    "services.ServiceEpisode": (_("Palvelu"), {
        "planned_on": _("Suunniteltu alkavaksi"), "subject": _("Tarkempi nimi"),
        "partner": _("Työnantaja tai oppilaitos"), "ground": _("Millä perusteella"),
        "agreed_until": _("Sovittu kestämään"), "outcome_words": _("Mihin palvelu johti, omin sanoin"),
    }),
    "services.ServiceInterruption": (_("Palvelun keskeytys"), {
        "words": _("Mitä tapahtui"), "support_offered": _("Mitä tukea tarjottiin"),
    }),
    "services.OnwardGuidance": (_("Ohjaus toiseen palveluun"), {
        "receiver_name": _("Kuka vastaanottajan puolella vastasi"), "answer_words": _("Lisätieto tai syy"),
    }),
    "services.Expectation": (_("Mitä palvelulta odotettiin"), {
        "words": _("Mitä asiakas sanoi tai toivoi"), "answer_words": _("Asiakkaan omin sanoin"),
        "fits": _("Sopiiko palvelu asiakkaalle?"),
    }),
    "services.Continuation": (_("Miten jatketaan palvelun jälkeen"), {"words": _("Mitä sovitte asiakkaan kanssa")}),
    "meetings.MeetingTask": (_("Selvitettävä ennen tapaamista"), {"what_came": _("Mitä selvisi tai mitä sovit")}),
    "meetings.MinuteLine": (_("Pöytäkirjan rivi"), {"speaker": _("Kuka sanoi")}),
    "meetings.TeamDecision": (_("Tiimin ratkaisu"), {"words": _("Perustelu")}),
    "meetings.Meeting": (_("Tapaaminen"), {
        "place": _("Paikka"), "video_url": _("Videokokouksen osoite"), "tried_solutions": _("Mitä on jo kokeiltu"),
        "talked": _("Mitä puhuttiin"), "client_summary": _("Koonti asiakkaalle"),
        "client_words": _("Mitä asiakas haluaa tästä"), "support_person": _("Tukihenkilön nimi"),
        "recording_words": _("Mitä muuta kirjaamisesta sovittiin"),
    }),
    "employers.Employer": (_("Työnantaja"), {
        "other_names": _("Muut nimet"), "business_id": _("Y-tunnus"), "size": _("Koko"),
        "trade_code": _("Toimialan koodi"), "trade": _("Toimiala"),
    }),
    "employers.Workplace": (_("Työpaikka"), {"street": _("Katuosoite"), "phone": _("Puhelin")}),
    "employers.EmployerPerson": (_("Työnantajan yhteyshenkilö"), {
        "task": _("Tehtävä"), "phone": _("Työpuhelin"), "email": _("Työsähköposti"), "language": _("Asiointikieli"),
    }),
    "employers.EmployerContact": (_("Yhteydenotto työnantajaan"), {"text": _("Mitä sovittiin")}),
    "employers.EmployerNeed": (_("Työnantajan tarve"), {
        "starts_on": _("Työ alkaisi"), "text": _("Mitä työ on ja mitä siinä voi järjestää"),
        "occupation": _("Ammattiryhmä"),
    }),
    "employers.ToldToEmployer": (_("Työnantajalle kerrottu"), {"receiver": _("Kenelle")}),
    "employers.Vacancy": (_("Avoin paikka"), {
        "text": _("Mitä työssä tehdään"), "occupation": _("Ammattiryhmä"),
        "hours_from": _("Tunteja viikossa vähintään"), "hours_to": _("Tunteja viikossa enintään"),
        "starts_on": _("Työ alkaa"), "deadline": _("Viimeinen hakupäivä"),
    }),
    "employment.JobProfile": (_("Työprofiili"), {
        "wish": _("Millaista työtä toivot?"), "content": _("Mitä haluaisit tehdä työpäivänä?"),
        "skills": _("Mitä osaat jo?"), "motivation": _("Miksi työ on sinulle tärkeää nyt?"),
        "limits": _("Mitä työssä ei voi olla?"), "adaptations": _("Mikä auttaisi jaksamaan työssä?"),
        "hours": _("Kuinka paljon ja mihin aikaan?"), "area": _("Missä?"),
        "tell": _("Mitä työnantajalle saa kertoa?"), "keep": _("Mitä työnantajalle ei kerrota?"),
        "hours_from": _("Tunteja viikossa vähintään"), "hours_to": _("Tunteja viikossa enintään"),
    }),
    "employment.CoachingEpisode": (_("Työhönvalmennus"), {
        "client_group": _("Mistä asiakas tuli"), "next_step": _("Seuraava askel"),
        "next_on": _("Seuraavan askeleen päivä"), "next_at": _("Seuraavan askeleen kellonaika"),
        "next_place": _("Seuraavan askeleen paikka"),
        "outcome_words": _("Mihin valmennus johti, omin sanoin"),
    }),
    "employment.Job": (_("Työ"), {
        "hours_week": _("Tunteja viikossa"), "contract": _("Kuinka pitkäksi aikaa"),
        "normal_pay": _("Onko palkka työehtosopimuksen mukainen"),
        "open_to_all": _("Olisiko kuka tahansa voinut saada tämän työn"),
        "matches_client": _("Asiakas: vastaako työ osaamistasi?"),
        "matches_coach": _("Valmentaja: vastaako työ asiakkaan osaamista?"), "learnt": _("Mitä tästä opittiin"),
    }),
    "employment.Application": (_("Työhakemus"), {"words": _("Mikä sopii, mikä ei")}),
    "employment.CoachingContact": (_("Valmennuskerta"), {"text": _("Mitä sovittiin")}),
    "employment.FollowAlong": (_("Tuen tarkistus"), {"client_words": _("Mitä asiakas sanoo")}),
    "employment.ProgressMove": (_("Askel kohti työtä"), {"words": _("Kerro tarvittaessa lisää")}),
    "employment.MatchDecision": (_("Mitä avoimesta paikasta päätettiin"), {"words": _("Miksi")}),
    "employment.MatchAnswer": (_("Mitä asiakas sanoi ehdotetusta työstä"), {"words": _("Haluatko kertoa lisää?")}),
    "employment.StudyRecord": (_("Opinnot"), {"started_on": _("Mistä alkaen")}),
    "employment.WorkAdaptation": (_("Työn mukautus"), {"review_on": _("Katsotaan, toimiiko")}),
    "employment.AdaptationLook": (_("Toimiiko mukautus"), {"words": _("Mitä asiakas sanoo")}),
    "employment.AgreementVersion": (_("Kolmen osapuolen sopimus"), {"ends_on": _("Päättyy")}),
    "feedback.FeedbackAnswer": (_("Asiakkaan palaute"), {"words": _("Asiakkaan omat sanat")}),
    "feedback.ExpertSupport": (_("Kokemusasiantuntijan tuki"), {"wish": _("Mitä toivot häneltä?")}),
    "network.Placement": (_("Ostopalvelun jakso"), {"with_diagnosis": _("Diagnoosi on")}),
}  # fmt: skip
MODELS: Mapping[str, Name] = {label: name for label, (name, _fields) in NAMES.items()}
FIELDS: Mapping[str, Name] = {
    f"{label}.{field}": name for label, (_name, fields) in NAMES.items() for field, name in fields.items()
}


def _of(text: str) -> frozenset[str]:
    """`Room.Model a b` on each line: room.Model.a, room.Model.b."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return frozenset(f"{label}.{field}" for label, *fields in lines for field in fields)


# Not counted, each with its reason: leaving it out of a form would not make that form shorter for anybody.
ASIDE: Mapping[str, frozenset[str]] = {
    "the program writes it: from the clock, a template, another row or another system": _of("""
        people.Person birth_date
        cases.Case naming_due_on last_contact_on
        cases.ContactNote waited_days
        cases.Disclosure receiver statute channel
        cases.Escalation answer_due_on answer_group
        cases.Message answer_by
        assessments.InstrumentResult subject
        plans.ServicePath template leader_role
        plans.PathStep key what stage owner_role planned_on
        plans.StepMove from_on
        services.Benefit limit_on told_of seen_to
        services.UnmetNeed met_on
        services.ServiceEpisode waits_since
        employers.Employer looked_up_on
        employers.SurveyReply how
        employers.Vacancy foreign_id
        employment.CoachingEpisode statute voluntary_on waits_since
        employment.ProgressMove from_step sex
        feedback.FeedbackRequest answered_in
        feedback.FeedbackAnswer picked_on
    """),
    "a later act fills it: an answer, a beginning, an ending, a correction; without the act nothing is asked": _of("""
        cases.ResponsibleProposal meeting_on worker_answer worker_reason client_answer
        cases.Escalation answer
        cases.NetworkInvitation advice
        cases.Mandate ended_why
        cases.Message settled_how
        assessments.WorkAbilityAssessment correction_reason
        assessments.Reassessment settled_reason
        assessments.NetworkActor ended_on
        assessments.InstrumentResult correction_reason
        assessments.Situation correction_reason
        assessments.NeedsAssessment correction_reason
        plans.ServicePath end_reason
        plans.StepProposal answer answer_reason
        plans.Phase ended_on condition_met end_reason
        services.Benefit returned_on
        services.ServiceEpisode started_on ended_on outcome closing_talk_on
        services.ServiceInterruption support_on to_on
        services.OnwardGuidance accepted sheet_gone_on
        services.Expectation gone_on answer answered_on
        meetings.MinuteLine struck_reason
        meetings.Misdelivery opened
        meetings.Meeting absence_reason cancel_reason withdraw_reason
        meetings.Correction talked
        meetings.JointService ended_on
        employers.Employer ended_on
        employers.Workplace ended_on
        employers.EmployerNeed outcome
        employers.Vacancy outcome
        employment.CoachingEpisode started_on review_on talk talk_on ended_on outcome
        employment.CoachAssignment to_on
        employment.Job ends_on
        employment.ProgressMove withdrawn_reason
        employment.StudyRecord completed_on broken_off_on followed_on work_from
        employment.WorkAdaptation done done_on works ended_on
        employment.WorkAgreement ended_on ended_why
        employment.AgreementQuestion reply
        feedback.FeedbackAnswer taken_back_on
        network.Participation to_on
        network.Placement solved ended_on
    """),
    "asked only with another answer of the same form, which is then not longer for the others": _of("""
        cases.Mandate authority reference decided_on
        cases.Message text
        cases.Assignment reason
        assessments.NeedsAssessment responsible_reason
        assessments.InstrumentUse reason
        plans.Approval recorded_why
        services.ServiceEpisode own_name organiser_name no_talk_reason
        meetings.Booking open_reason
        meetings.Misdelivery outside_name
        employers.EmployerContact despite
        employment.CoachAssignment reason
        employment.Job pay_subsidy_ground
        employment.AgreementVersion subsidy_ground
        employment.AgreementAnswer words
    """),
    "the client's own page, where nobody at work is made slower": _of("""
        portal.OwnNote link
        portal.OwnAssessment words
    """),
}
