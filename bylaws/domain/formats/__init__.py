"""Texts as others keep them: read from their files and written for them. Free of Django."""
