"""From a specification over an incidence to a network, with its evidence."""
