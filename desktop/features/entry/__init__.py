"""Writing an entry, or a new version of one."""
