"""Amounts as Chinese books write them, in groups of three; dates stay Django's."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
