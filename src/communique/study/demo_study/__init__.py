"""The material of the demo study: pages and codings of a tram dispute in the invented town of Orlamere."""
