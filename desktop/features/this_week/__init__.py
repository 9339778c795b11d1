"""The week of a team's administrators: meetings, minutes to take, papers to add, dates and people to enter."""
