"""Texts as lists of provisions: numbered, compared, changed. Free of Django."""
