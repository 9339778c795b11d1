"""The people around a child: who they are, as a list and as a genogram, and what is added, corrected and ended."""
