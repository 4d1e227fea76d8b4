"""A meeting in session: items, votes, verdicts, resolutions."""
