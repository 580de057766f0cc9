"""What of a page is not the article: judged line by line, by position, and by repetition."""
