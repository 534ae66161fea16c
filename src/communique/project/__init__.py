"""The project file: tables, migrations, history, the flat statements relation. The only room that knows the tables."""
