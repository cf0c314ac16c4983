"""The repository keeps its promises: two commands, locked packages, a demo that production can't switch on."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_make_alone_explains_every_command() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert [target for target in targets if f"make {target}" not in shown] == []


def test_ci_runs_what_the_readme_says() -> None:
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text()
    readme = (ROOT / "README.md").read_text()
    assert "make demo" in readme and "make test" in readme


@pytest.mark.parametrize("name", ["run", "demo", "dev"])
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / f"requirements/{name}.lock").read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(packages) > 30
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text


def test_lock_files_know_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {"run": project["dependencies"], **project["optional-dependencies"]}
    for name, requirements in wanted.items():
        locked = (ROOT / f"requirements/{name}.lock").read_text().lower()
        for requirement in requirements:
            bare = re.split(r"[\[<>=]", requirement)[0].lower()
            assert re.search(rf"^{re.escape(bare)}==", locked, re.MULTILINE), f"{bare} is not in {name}.lock"


SHOW = "import django; django.setup(); from django.conf import settings; print(settings.DEMO, settings.CLOCK.__name__)"


def start(code: str = SHOW, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith("OSC_") and name != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, "-c", code], env={**clean, "DJANGO_SETTINGS_MODULE": "osc.config.settings.production", "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


COMPLETE = {
    "OSC_SECRET_KEY": "x" * 50, "OSC_FIELD_KEY": "a1:" + "x" * 40, "DATABASE_URL": "postgresql:///osc", "OSC_BILLING_URL": "https://billing.example",
    "OSC_BASE_URL": "https://portal.example",
}  # fmt: skip


def test_the_operations_guide_names_every_variable() -> None:
    guide = (ROOT / "docs/operations.md").read_text()
    sources = [
        path.read_text()
        for path in (ROOT / "src/osc").rglob("*.py")
        if "demo" not in path.relative_to(ROOT).parts and path.name != "demo.py"
    ]
    read = set(re.findall(r'"(OSC_[A-Z_]+|DATABASE_URL)["\s]', "\n".join(sources)))
    assert len(read) > 20
    assert sorted(name for name in read if name not in guide) == []


@pytest.mark.parametrize("name", ["lindenau", "sonnenberg"])
def test_shipped_utilities_name_a_brand_that_exists(name: str) -> None:
    from osc.config.utility import read_utility
    from osc.design.brand.file import brand_folder, read_brand

    utility = read_utility(ROOT / f"src/osc/config/utilities/{name}.toml")
    assert read_brand(brand_folder(utility.brand)).name == utility.name


def test_production_has_no_demo_switches() -> None:
    started = start(**COMPLETE, OSC_DEMO_DIR="/tmp")
    assert started.stdout.split() == ["False", "system_clock"], started.stderr


def test_r_ds_14_web3_production_demands_tls_for_two_years_and_for_every_cookie() -> None:
    code = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.RESPONSE_HEADERS['Strict-Transport-Security'], s.SESSION_COOKIE, s.DEVICE_COOKIE, s.CSRF_COOKIE_NAME, "
        "s.CSRF_COOKIE_SECURE, s.BASE_URL)"
    )
    words = start(code, **COMPLETE).stdout.split()
    assert words == [
        "max-age=63072000;",
        "includeSubDomains",
        "__Host-osc_session",
        "__Host-device",
        "__Host-osc_csrf",
        "True",
        COMPLETE["OSC_BASE_URL"],
    ]


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_refuses_to_start_half_configured(missing: str) -> None:
    started = start(**{name: value for name, value in COMPLETE.items() if name != missing})
    assert started.returncode != 0
    assert missing in started.stderr


@pytest.mark.parametrize(
    ("environment", "said"), [({}, "DATABASE_URL"), (COMPLETE, "none.ndjson: there is no such file")]
)
def test_a_command_that_cannot_run_says_why_in_one_line(environment: dict[str, str], said: str) -> None:
    clean = {name: value for name, value in os.environ.items() if name == "PATH"}
    ran = subprocess.run(
        [sys.executable, "-m", "osc.config.cli", "import", "none.ndjson"], capture_output=True, text=True, check=False,
        env={**clean, "PYTHONPATH": str(ROOT / "src"), **environment},
    )  # fmt: skip
    assert ran.returncode == 1 and said in ran.stderr and "Traceback" not in ran.stderr


def test_a_utility_file_with_a_mistake_is_explained(tmp_path: Path) -> None:
    from osc.config.utility import SettingsRefused, explain, read_utility

    source = ROOT / "src/osc/config/utilities/lindenau.toml"
    good = read_utility(source)
    explained = [line for line in explain(good) if line]
    assert any(re.match(r'registration_mode = "faq_compat"  # \w', line) for line in explained)
    assert [line for line in explained if not re.search(r"  # \S", line)] == []
    broken = tmp_path / "utility.toml"
    broken.write_text(source.read_text().replace("answer_days = 5", "answer_days = 99"))
    with pytest.raises(SettingsRefused, match="answer_days"):
        read_utility(broken)
    broken.write_text(source.read_text().replace("[portal]", '[portal]\ntypo = "x"'))
    with pytest.raises(SettingsRefused, match="typo"):
        read_utility(broken)
    with pytest.raises(SettingsRefused, match="OSC_UTILITY"):
        read_utility(tmp_path / "none.toml")
