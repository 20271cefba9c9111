"""Bringing listings in from files: a reader yields rows, a mapping makes them listings, a writer stores them.

reading.py    a file -> rows of text by column name
mapping.py    a mapping file -> for each row, the fields of a listing or the reason why not
values.py     one cell of text -> the value a field of Listing stores
doubts.py     flags for rows that are hard to believe
writing.py    mapped rows -> created, updated or unchanged listings, in batches
importing.py  START HERE: the whole run, and its counts
"""
