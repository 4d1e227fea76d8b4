"""What the minutes say, as plain data, read from the record alone: :func:`build_facts`."""

from assemblies.domain.writing.minutes_facts.build import build_facts, meeting_of
from assemblies.domain.writing.minutes_facts.shapes import MinutesFacts
from assemblies.domain.writing.minutes_facts.written import as_data, digest_of, read_back

__all__ = ["MinutesFacts", "as_data", "build_facts", "digest_of", "meeting_of", "read_back"]
