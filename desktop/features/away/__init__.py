"""Who is away: noted by oneself, or by a manager for somebody of the team."""
