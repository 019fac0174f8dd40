"""The lists that the county keeps: jobs, courses, workshops, stations, the posts of villages.

One rule: what a kind is made of stands in `store.sheets.kinds`, whose it is in `scope`, and nowhere else.
"""
