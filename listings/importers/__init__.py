"""Bringing listings in from files: a reader yields rows, a mapping makes them listings, a writer stores them.

reading.py    a file -> rows of text by column name
reading_json.py  a JSON file -> its records, one in memory at a time
reso.py       RESO records -> the fields of a listing, its features, pictures and people
private.py    what is stored nowhere
mapping.py    a mapping file -> for each row, the fields of a listing or the reason why not
values.py     one cell of text -> the value a field of Listing stores
doubts.py     flags for rows that are hard to believe
writing.py    mapped rows -> created, updated or unchanged listings, in batches
people.py     listing agents and offices by their key
quarantine.py rows that could not be used, kept until their key comes in well
importing.py  START HERE: the whole run, and its counts
"""
