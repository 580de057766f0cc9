"""`dateline evaluate`: a set of questions, asked and scored."""
