"""What an article says of itself: title, date, outlet, agency, author, address, language."""
