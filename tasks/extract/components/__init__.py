"""One file a spaCy component."""
