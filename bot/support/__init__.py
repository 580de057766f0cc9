"""Is a written sentence supported by what it cites? The one place that decides it.

Code holds four things against the cited hits: numbers and dates (`values`), names (`names`), what
is denied (`polarity`) and the meaning (`meaning`). `claim` puts them together for one sentence, and
`checker` decides what the sentence may cite.
"""
