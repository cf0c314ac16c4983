"""[bills] of utility.toml."""

from typing import Annotated

import msgspec


class Bills(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bills, inbox, paperless and paper letters.

    `paperless_text`: version of the words customers agree to. `announce_days`: how old a bill may be to be
    announced by mail, so that a first import announces nothing. `consumer_service` and `energy_advice`: whom a
    customer may ask besides the utility (§ 40(2) EnWG).
    """

    paperless_text: Annotated[str, msgspec.Meta(min_length=1, max_length=20)] = "2026-11"
    announce_days: Annotated[int, msgspec.Meta(ge=1, le=60)] = 14
    consumer_service: str = "Verbraucherservice der Bundesnetzagentur, Postfach 8001, 53105 Bonn, 030 22480-500"
    energy_advice: str = "www.verbraucherzentrale-energieberatung.de"
