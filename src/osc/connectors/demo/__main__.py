"""`python -m osc.connectors.demo serve|export`: the pretend utility as a process of its own."""

import argparse
import os
from datetime import date
from pathlib import Path

from osc.connectors.demo.batches import Batches
from osc.connectors.demo.server import serve
from osc.connectors.demo.utility import open_utility
from osc.connectors.demo.world.export import export_lines, world_lines


def main() -> None:
    """Reads the command line and runs until stopped."""
    parser = argparse.ArgumentParser(prog="osc.connectors.demo", description=__doc__)
    parser.add_argument("--accounts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat, required=True)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("serve", help="HTTP door, SMTP catcher and switches on 127.0.0.1")
    run.add_argument("--port", type=int, required=True)
    run.add_argument("--smtp-port", type=int, required=True)
    run.add_argument("--data-dir", type=Path, required=True)
    run.add_argument("--folder", type=Path, help="also work off this folder: the file door")
    write = commands.add_parser("export", help="write the world as one interchange file")
    write.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.command == "export":
        with arguments.out.open("wb") as file:
            file.writelines(
                export_lines(world_lines(arguments.accounts, arguments.seed, arguments.today), arguments.today)
            )
        return
    utility = open_utility(
        arguments.data_dir, accounts=arguments.accounts, seed=arguments.seed, today=arguments.today,
        token=os.environ["OSC_BILLING_TOKEN"],
    )  # fmt: skip
    utility.post.open(arguments.smtp_port)
    utility.post.print_room.open()
    if arguments.folder:
        Batches(utility, arguments.folder).open()
    serve(utility, arguments.port)


if __name__ == "__main__":
    main()
