"""Accepted rows into the warehouse."""
