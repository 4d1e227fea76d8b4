"""Papers as Word files, and what somebody changed in one."""
