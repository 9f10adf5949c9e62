"""The living documentation: pages about scenarios, built from what they say and what was seen when they last passed.

`recorder` keeps what a passed case showed; `records` reads it back and decides which of it stands in the documentation.
`chapters` puts scenarios and records together; the pages are made of `blocks`; `markdown` and `html` write them.
"""
