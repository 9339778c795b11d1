"""The proceedings of a child: stage, hearings and parties, recorded beside their lists."""
