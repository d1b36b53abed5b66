"""How the shipped relation model is made."""
