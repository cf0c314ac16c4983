"""The embedded PostgreSQL of demo, development and tests. Never for production."""

from osc.config.postgres.binaries import BinariesNotFound, find_binaries
from osc.config.postgres.server import EmbeddedPostgres

__all__ = ["BinariesNotFound", "EmbeddedPostgres", "find_binaries"]
