"""Articles and feeds from the web, fetched politely."""
