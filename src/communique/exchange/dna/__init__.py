"""Files of Discourse Network Analyzer 3 (``.dna``), in and out.

A ``.dna`` file is an SQLite database. What it says of documents, types, variables, entities, attributes, statements,
coders and regular expressions has its place in a project; the rest (settings, the entities that stand for "not coded",
links between variables) is kept as the project's remainder, so that writing the file again loses nothing.
"""
