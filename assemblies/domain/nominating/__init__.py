"""Candidates found by nomination: proposed, agreed, examined, announced, confirmed."""
