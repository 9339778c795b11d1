"""Who looked at which file, the broken glass that is to be reviewed, and looks that deserve a question."""
