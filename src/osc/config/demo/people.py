"""Who is who in the demo: log-ins that exist, number pairs that nobody has registered."""

import json
from dataclasses import dataclass
from typing import Any

from osc.config.demo.environment import DemoPlan


@dataclass(frozen=True)
class DemoPeople:
    """What the first import wrote down."""

    registered: list[dict[str, Any]]
    staff: list[dict[str, Any]]
    unregistered: list[dict[str, Any]]
    # customers of the portal before this one
    old_logins: list[dict[str, Any]]

    @classmethod
    def read(cls, plan: DemoPlan) -> "DemoPeople":
        """From the data directory."""
        return cls(**json.loads((plan.data_dir / "people.json").read_text()))

    def card(self) -> dict[str, Any]:
        """The part of demo.json that says who is who."""
        return {"registered": self.registered, "staff": self.staff, "unregistered": self.unregistered,
                "old_logins": self.old_logins}  # fmt: skip

    def welcome(self, plan: DemoPlan, *, seconds: float) -> str:
        """What to open and whom to be."""
        person, pair = self.registered[0], self.unregistered[0]
        old = "".join(f"\n  Old portal {each['user_name']}, mail to {each['email']}" for each in self.old_logins[:1])
        return f"""
Online-Service-Center, demo with {plan.accounts} contract accounts, ready after {seconds:.1f} s

  Open       {plan.base_url}/
  Sign in    {person["email"]}  /  {person["password"]}   ({person["name"]})
  Staff      {self.staff[0]["email"]}  /  {self.staff[0]["password"]}   ({plan.base_url}/team/)
             second factor: `osc demo-code --data-dir {plan.data_dir}` prints the code of the moment
  Register   contract account {pair["contract_account"]}, meter {pair["meter_number"]}, any e-mail address{old}
  Mails      {plan.utility_url}/demo/post/
  Everything else is in {plan.data_dir / "demo.json"}

Stop with Ctrl-C."""
