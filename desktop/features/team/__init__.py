"""The team: how full everybody is, by what that is measured, and how it was over the year."""
