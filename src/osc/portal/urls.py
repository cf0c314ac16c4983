"""Paths of the customer pages; names in German, because customers see them."""

from django.urls import path

from osc.portal.cases import views as cases
from osc.portal.documents import views as documents
from osc.portal.help import views as help_
from osc.portal.inbox import views as inbox
from osc.portal.overview import views as overview
from osc.portal.readings import views as readings
from osc.portal.registration import views as registration
from osc.portal.sign_in import views as sign_in

app_name = "portal"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("anmelden/", sign_in.sign_in_page, name="sign_in"),
    path("abmelden/", sign_in.sign_out, name="sign_out"),
    path("sprache/", sign_in.set_language, name="set_language"),
    path("darstellung/", sign_in.set_theme, name="set_theme"),
    path("registrieren/", registration.register, name="register"),
    path("registrieren/gesendet/", registration.register_sent, name="register_sent"),
    path("registrieren/link/<str:token>/", registration.register_link, name="register_link"),
    path("zaehlerstand/", readings.choose_meter, name="readings"),
    path("zaehlerstand/<uuid:meter_id>/", readings.enter_reading, name="enter_reading"),
    path("zaehlerstand/<uuid:meter_id>/pruefen/", readings.check_reading, name="check_reading"),
    path("zaehlerstand/<uuid:meter_id>/einschaetzen/", readings.judge_reading, name="judge_reading"),
    path("zaehlerstand/<uuid:meter_id>/verlauf/", readings.history, name="reading_history"),
    path("zaehlerstand/<uuid:meter_id>/verlauf.csv", readings.history_csv, name="reading_history_csv"),
    path("verwaltung/vorgaenge/", cases.list_cases, name="cases"),
    path("verwaltung/vorgaenge/<uuid:case_id>/", cases.show_case, name="case"),
    path("verwaltung/vorgaenge/<uuid:case_id>/zuruecknehmen/", cases.undo_case, name="undo_case"),
    path("postfach/", inbox.inbox, name="inbox"),
    path("postfach/<uuid:letter_id>/", inbox.show_letter, name="letter"),
    path("dokumente/<uuid:document_id>/", documents.download, name="document"),
    path("menue/", help_.menu, name="menu"),
    path("hilfe/", help_.help_page, name="help"),
    path("impressum/", help_.imprint, name="imprint"),
    path("datenschutz/", help_.privacy, name="privacy"),
    path("barrierefreiheit/", help_.accessibility, name="accessibility"),
    path("lizenzen/", help_.licences, name="licences"),
    path("nutzungsbedingungen/", help_.terms, name="terms"),
]
