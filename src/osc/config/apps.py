"""Start-up wiring: which records come in, who hears of results. Order is dependency order."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "osc.config"
    label = "config"

    def ready(self) -> None:
        from osc.audit.retention import forgets, old_entries
        from osc.billing import inbound as billing
        from osc.billing.invoices.notices import mail_came_back
        from osc.billing.invoices.recipients import ask_for_recipients
        from osc.billing.prices.announcing import price_mail_came_back
        from osc.cases import inbound as cases
        from osc.contracts import inbound as contracts
        from osc.correspondence import inbound as correspondence
        from osc.correspondence.bounces import on_bounce
        from osc.correspondence.retention import old_letters, old_mails
        from osc.identity.recipients import login_of_account
        from osc.interchange import inbound as interchange
        from osc.leaving import inbound as leaving
        from osc.metering import inbound as metering
        from osc.moving import inbound as moving
        from osc.payments import inbound as payments
        from osc.submissions import inbound as submissions

        for room in (contracts, metering, payments, billing, correspondence, interchange):
            room.register_kinds()
        cases.register()
        submissions.register()
        payments.register_decisions()
        leaving.register()
        moving.register()
        ask_for_recipients(login_of_account)
        on_bounce(mail_came_back)
        on_bounce(price_mail_came_back)
        forgets("trace", old_entries)
        forgets("mails", old_mails)
        forgets("paper letters", old_letters)
