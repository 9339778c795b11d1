"""Staff and teams, for administrators: who works here, as what, since when, and what was changed about them."""
