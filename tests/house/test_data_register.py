"""The register of processing knows every column of every table (R-DS-1)."""

from pathlib import Path

from tools.data_register import as_text, differences

from tests.house.test_models import own_models

ROOT = Path(__file__).parents[2]


def real_columns() -> dict[str, list[str]]:
    return {model._meta.db_table: [field.column for field in model._meta.concrete_fields] for model in own_models()}


def test_r_ds_1_every_column_has_a_purpose_a_basis_an_end_and_its_recipients() -> None:
    assert differences(ROOT, real_columns()) == []


def test_r_ds_1_a_new_column_and_a_gone_one_are_seen() -> None:
    changed = real_columns()
    changed["identity_portaluser"] = [*changed["identity_portaluser"], "shoe_size"]
    del changed["limits_counter"]
    found = differences(ROOT, changed)
    assert "docs/data-register.toml: identity_portaluser.shoe_size has no entry" in found
    assert {each for each in found if "limits_counter" in each} == {
        f"docs/data-register.toml: limits_counter.{column} is gone" for column in real_columns()["limits_counter"]
    }


def test_it_can_be_read_by_people() -> None:
    text = as_text(ROOT)
    assert text.count("\n## ") == 10 and text.count("- Rechtsgrundlage: ") == 10
    assert "payments_sepamandate: " in text and "(§ 257 HGB, § 147 AO, § 14b UStG)" in text
