"""People and the model: asking, answering, the ends of the program."""
