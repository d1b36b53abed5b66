"""Reads sources into raw documents."""
