"""Texts as they leave the house: clean, certified, compared, as files of others."""
