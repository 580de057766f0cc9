"""Reading passages for the answer to a question, and telling when it is not there."""
