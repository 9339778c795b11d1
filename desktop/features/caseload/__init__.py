"""My children: one line a child, about the child."""
