"""A log of a training, matched with what the catalogue's runs look like. Trains nothing but for its records."""
