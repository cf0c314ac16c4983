"""Stadtwerke Lindenau: a complete pretend billing system in its own process, behind the HTTP door."""
