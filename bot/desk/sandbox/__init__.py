"""The sandbox: the whole centre on one page, without any account (mission section 9).

Its parts are imported one by one: a real centre looks into this folder and loads none of them.
"""
