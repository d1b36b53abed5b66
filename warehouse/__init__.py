"""The DuckDB warehouse: tables, marts, macros, checks, and safe publishing."""
