"""Case discussions that are agreed: for managers of the team, for workers of their own children."""
