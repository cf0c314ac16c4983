"""The Jinja2 environment: strict about unknown names, translated, with the formats of both languages."""

from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape

from osc.cases.kinds import title_of
from osc.config import formats
from osc.design import marks
from osc.design.language import NAMES, gettext, ngettext
from osc.design.paths import path_to
from osc.design.speaking_templates import EveryLanguage, FixedTexts, OneLanguage
from osc.foundation.german_output import mask_contract_account
from osc.foundation.identifiers import mask_iban
from osc.payments.rules.iban import group_iban
from osc.portal import labels
from osc.portal.contracts.presenters import notice_sentence


def environment(**options: Any) -> Environment:
    """Django's door to the templates, in the language being spoken."""
    # mails have plain text templates: only pages are escaped
    options["autoescape"] = select_autoescape(("html",), default=False)
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return EveryLanguage(lambda language: _in_one_language(language, options), **options)


def _in_one_language(language: str, options: dict[str, Any]) -> OneLanguage:
    env = OneLanguage(language, extensions=[FixedTexts], **options)
    # a sentence may be broken into lines where it is written
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined] - added by the extension
    env.globals["_"] = gettext
    env.globals["mail_colours"] = marks.mail_colours
    # a filter on a constant is worked out once, when the template is read
    env.filters |= {
        "static": marks.asset,
        "url": path_to,
        "icon": marks.icon,
        "dot": marks.dot,
        "commodity_icon": marks.commodity_icon,
        "commodity_name": marks.commodity_name,
        "case_title": title_of,
        "phone_link": marks.phone_link,
        "language_name": NAMES.__getitem__,
        "number": formats.number,
        "cents": formats.cents,
        "money": formats.money,
        "euros": formats.euros,
        "quantity": formats.quantity,
        "in_unit": formats.in_unit,
        "date": formats.date_short,
        "date_long": formats.date_long,
        "clock_time": formats.clock_time,
        "instant": formats.instant,
        "month_name": formats.month_name,
        "day_before": formats.day_before,
        "meter_number": formats.meter_number,
        "account_number": formats.account_number,
        "account_name": labels.account_name,
        "masked_iban": mask_iban,
        "grouped_iban": group_iban,
        "account_masked": mask_contract_account,
        "notice_period": notice_sentence,
    }
    return env
