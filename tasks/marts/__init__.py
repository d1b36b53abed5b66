"""Marts and macros over the tables."""
