"""`python -m tools.check`: every static house rule, one line per finding."""

import sys
from pathlib import Path

from tools import attacks, budgets, code_rules, repository_rules, rules, template_rules, translations

ROOT = Path(__file__).parents[1]
RULES = {
    "budgets": budgets.check,
    "code": code_rules.check,
    "templates": template_rules.check,
    "translations": translations.check,
    "repository": repository_rules.check,
    "rule book": rules.check,
    "attacks": attacks.check,
}


def main() -> int:
    """Prints findings and the figures of the budgets; 1 when there is a finding."""
    failed = False
    for name, rule in RULES.items():
        findings = rule(ROOT)
        failed = failed or bool(findings)
        print(f"{name}: {len(findings) or 'no'} findings")
        for finding in findings:
            print(f"  {finding}")
    print(budgets.figures(ROOT))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
