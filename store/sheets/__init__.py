"""Excel and CSV in and out: what a clerk keeps in a sheet, and what the tables hold.

One rule: a sheet is taken whole or not at all. Every cell that cannot be read is named by its row and column.
"""
