"""`python -m tools.data_register`: the register of processing (Art. 30 DSGVO) from `docs/data-register.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
REGISTER = Path("docs/data-register.toml")
TOLD = (("Wofür", "purpose"), ("Rechtsgrundlage", "basis"), ("Wie lange", "kept"), ("Empfänger", "recipients"))


def known_columns(root: Path) -> dict[str, set[str]]:
    """{table: its columns in the register}"""
    register = tomllib.loads((root / REGISTER).read_text(encoding="utf-8"))
    return {table: set(names.split()) for tables in register["columns"].values() for table, names in tables.items()}


def differences(root: Path, tables: Mapping[str, Iterable[str]]) -> list[str]:
    """Columns without an entry, and entries without a column (R-DS-1)."""
    known, real = known_columns(root), {table: set(columns) for table, columns in tables.items()}
    findings = []
    for table in sorted(known.keys() | real.keys()):
        for column in sorted(real.get(table, set()) ^ known.get(table, set())):
            where = "has no entry" if column in real.get(table, set()) else "is gone"
            findings.append(f"{REGISTER}: {table}.{column} {where}")
    return findings


def as_text(root: Path) -> str:
    """The register for people, a section for each kind of data."""
    register = tomllib.loads((root / REGISTER).read_text(encoding="utf-8"))
    parts = ["# Verzeichnis der Verarbeitungstätigkeiten\n"]
    for kind, told in register["kinds"].items():
        tables = register["columns"].get(kind, {})
        lines = [f"- {label}: {told[key]}" for label, key in TOLD]
        lines += [f"- {table}: {', '.join(names.split())}" for table, names in tables.items()]
        parts.append(f"## {kind}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    print(as_text(ROOT))
