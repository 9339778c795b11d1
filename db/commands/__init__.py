"""What a person does: one frozen value and one function for each act, answering with what changed."""
