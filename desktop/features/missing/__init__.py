"""What is missing about the children on one's list, how complete it was over time, and lists by stage."""
