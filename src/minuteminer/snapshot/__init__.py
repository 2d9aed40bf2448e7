"""Snapshots to cite: a Frictionless Data Package of what the index holds, and the check that it is whole."""
