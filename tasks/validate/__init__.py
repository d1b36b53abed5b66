"""The gate between the stages and the warehouse."""
