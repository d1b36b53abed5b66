"""Articles to mentions, relations and money: the coder."""
