"""The DuckDB warehouse: tables, views, macros, marts, checks, and safe publishing."""
