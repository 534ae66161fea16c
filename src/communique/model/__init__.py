"""The words of the field as plain records, enums and protocols. Imports nothing of ours."""
