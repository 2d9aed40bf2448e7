"""Corrections that readers propose, that an operator accepts or refuses, and that outlive every new reading."""
