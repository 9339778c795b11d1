"""What tables show: ordered keys in memory, lines on demand, and the words of each cell."""
