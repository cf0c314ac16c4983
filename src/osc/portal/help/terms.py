"""The words of bills and of this portal, explained in one sentence each (R-RE-5, R-BF-11)."""

from django.utils.translation import gettext_noop

from osc.design.language import gettext

TERMS = (
    ("abschlag", gettext_noop("Abschlag"), gettext_noop("Was Sie jeden Monat zahlen, bis die Rechnung kommt.")),
    ("energy", gettext_noop("Arbeitspreis"), gettext_noop("Der Preis für jede verbrauchte Einheit, in Cent.")),
    ("brennwert", gettext_noop("Brennwert"), gettext_noop("Wie viel Energie in einem Kubikmeter Gas steckt.")),
    ("co2", gettext_noop("CO₂-Kosten"), gettext_noop("Was der Ausstoß von CO₂ kostet. Es steckt im Preis für Gas.")),
    ("einspeisung", gettext_noop("Einspeisung"), gettext_noop("Strom, den Ihre Anlage ins Netz gibt.")),
    ("base", gettext_noop("Grundpreis"), gettext_noop("Ein fester Preis für jeden Tag, auch ohne Verbrauch.")),
    ("gutschrift", gettext_noop("Gutschrift"),
     gettext_noop("Wir rechnen ab, was Sie uns liefern. Sie müssen dafür keine Rechnung schreiben.")),
    ("grundversorgung", gettext_noop("Grundversorgung"),
     gettext_noop("Der Tarif für alle, die nichts anderes wählen.")),
    ("htnt", gettext_noop("HT und NT"), gettext_noop("Zwei Zählwerke: Haupttarif am Tag, Nebentarif in der Nacht.")),
    ("kwh", gettext_noop("Kilowattstunde (kWh)"), gettext_noop("Die Einheit für Energie. 1 MWh sind 1.000 kWh.")),
    ("konzessionsabgabe", gettext_noop("Konzessionsabgabe"),
     gettext_noop("Geht an die Gemeinde, weil Leitungen in ihren Straßen liegen.")),
    ("malo", gettext_noop("Marktlokation"), gettext_noop("Die Nummer des Ortes, an dem Energie verbraucht wird.")),
    ("messstellenbetreiber", gettext_noop("Messstellenbetreiber"),
     gettext_noop("Baut den Zähler ein und liest ihn ab.")),
    ("netzentgelt", gettext_noop("Netzentgelt"), gettext_noop("Bezahlt die Leitungen. Es geht an den Netzbetreiber.")),
    ("papierlos", gettext_noop("Papierlos"), gettext_noop("Rechnungen kommen in Ihr Postfach statt per Brief.")),
    ("mandat", gettext_noop("SEPA-Mandat"), gettext_noop("Ihre Erlaubnis, dass wir von Ihrem Konto abbuchen.")),
    ("other", gettext_noop("Sonstige Position"), gettext_noop("Zum Beispiel Entlastungen, Nachlässe oder Gebühren.")),
    ("umlage", gettext_noop("Umlagen"), gettext_noop("Kosten, die das Gesetz auf alle verteilt, etwa für Windparks.")),
    ("fed_in", gettext_noop("Vergütung"), gettext_noop("Der Preis, den Sie für eingespeisten Strom bekommen.")),
    ("vertragskonto", gettext_noop("Vertragskonto"),
     gettext_noop("Fasst Verträge zusammen, die Sie gemeinsam bezahlen.")),
    ("vorgangsnummer", gettext_noop("Vorgangsnummer"), gettext_noop("Die Nummer für alles, was Sie uns mitteilen.")),
    ("zustandszahl", gettext_noop("Zustandszahl"),
     gettext_noop("Rechnet Gas auf gleichen Druck und gleiche Wärme um.")),
)  # fmt: skip


def explained_terms() -> list[tuple[str, str, str]]:
    """Id, word and meaning in the language being spoken, by the alphabet of that language."""
    found = [(id_, gettext(name), gettext(meaning)) for id_, name, meaning in TERMS]
    return sorted(found, key=lambda each: each[1].lower())
