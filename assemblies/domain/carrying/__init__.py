"""After the meeting: resolutions carried out and published, papers filed, goals, archive."""
