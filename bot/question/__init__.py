"""What a question asks for, as far as its words tell."""
