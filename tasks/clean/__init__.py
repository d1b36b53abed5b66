"""Raw documents to cleaned articles, sentences and near-duplicate clusters."""
