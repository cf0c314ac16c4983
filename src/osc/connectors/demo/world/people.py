"""Names, streets and numbers of pretend people; every one of them carries marks nobody else has."""

from dataclasses import dataclass
from random import Random

FIRST = ("Anna", "Bernd", "Charlotte", "Dieter", "Elif", "Frank", "Gisela", "Hakan", "Ingrid", "Jürgen", "Katarzyna",
         "Lukas", "Mehmet", "Nadja", "Otto", "Petra", "Quirin", "Renate", "Şeyma", "Thomas", "Ute", "Volker",
         "Waltraud", "Xenia", "Yusuf", "Zoë")  # fmt: skip
LAST = ("Albers", "Bäcker", "Çelik", "Dvořák", "Ehlers", "Fröhlich", "Großmann", "Hüttenhölscher", "Iwanow", "Jansen",
        "Kowalski", "Łukasz", "Müller", "Nowak", "Öztürk", "Peters", "Quast", "Rößler", "Schmidt", "Thiele", "Uhl",
        "Vogt", "Weiß", "Yıldız", "Zimmermann-Achterberg")  # fmt: skip
STREETS = ("Ahornweg", "Bachstraße", "Dorfanger", "Eichenallee", "Feldgasse", "Gartenweg", "Heidestraße", "Kirchplatz",
           "Lindenallee", "Mühlenweg", "Parkstraße", "Ringstraße", "Schulstraße", "Talweg", "Uferstraße")  # fmt: skip
LOCATIONS = ("Keller links", "Keller rechts", "Flur, neben der Tür", "Hausanschlussraum", "Abstellraum")
CONSONANTS, VOWELS = "bdfgklmnprstvw", "aeiou"


@dataclass(frozen=True, slots=True)
class Person:
    """A partner with a canary in name and street; `email` is None when none is on file."""

    id: str
    first_name: str | None
    last_name: str | None
    company: str | None
    email: str | None
    phone: str
    street: str
    house_number: str

    @property
    def name(self) -> str:
        return self.company or f"{self.first_name} {self.last_name}"

    @property
    def tax_number(self) -> str:
        """Of a pretend tax office; who delivers is named with it (§ 14(4) Nr. 2 UStG)."""
        return f"231/{self.id[2:5]}/{self.id[5:]}"


def canary(index: int) -> str:
    """A speakable word that no other index gets: `Bodafa` style, reversible and never a real name."""
    word, rest = "", index
    for _ in range(4):
        rest, consonant = divmod(rest, len(CONSONANTS))
        rest, vowel = divmod(rest, len(VOWELS))
        word += CONSONANTS[consonant] + VOWELS[vowel]
    return word.capitalize()


def invent_person(index: int, random: Random, *, company: bool, email: bool) -> Person:
    """The pretend partner number `index`."""
    mark = canary(index)
    first, last = random.choice(FIRST), random.choice(LAST)
    return Person(
        id=f"GP{index:07}",
        first_name=None if company else first,
        last_name=None if company else f"{last}-{mark}",
        company=f"{last} & {mark} Gebäudetechnik GmbH" if company else None,
        email=f"{mark.lower()}@example.org" if email else None,
        phone=f"03220 {100000 + index}",
        street=f"{mark}-{random.choice(STREETS)}",
        house_number=str(random.randint(1, 120)) + random.choice(("", "", "", "a", "b")),
    )


def iban(index: int) -> str:
    """A German IBAN with right check digits and an account number nobody else has (EX-2)."""
    basic = f"37040044{index:010}"
    check = 98 - int(basic + "131400") % 97
    return f"DE{check:02}{basic}"
