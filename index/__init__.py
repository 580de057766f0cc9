"""Articles and the store: reading, chunking, embedding, indexing, retrieving."""
