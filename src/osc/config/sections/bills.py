"""[bills] of utility.toml."""

from typing import Annotated

from msgspec import Meta, Struct


class Bills(Struct, frozen=True, forbid_unknown_fields=True):
    """Bills, inbox, paperless and paper letters."""

    paperless_text: Annotated[
        str, Meta(min_length=1, max_length=20, description="version of the words customers agree to")
    ] = "2026-11"
    announce_days: Annotated[
        int, Meta(ge=1, le=60, description="older bills are not announced by mail, so a first import is quiet")
    ] = 14
    consumer_service: Annotated[str, Meta(description="whom customers may ask besides you (§ 40(2) EnWG)")] = (
        "Verbraucherservice der Bundesnetzagentur, Postfach 8001, 53105 Bonn, 030 22480-500"
    )
    energy_advice: Annotated[str, Meta(description="who advises on saving energy (§ 40(2) EnWG)")] = (
        "www.verbraucherzentrale-energieberatung.de"
    )
