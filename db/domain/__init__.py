"""Plain values and rules of the work, without database or window, so that both halves speak one language."""
