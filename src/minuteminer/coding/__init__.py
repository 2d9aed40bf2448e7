"""Coding by hand: passages out to an annotation tool, labels back, and how far two coders agree."""
