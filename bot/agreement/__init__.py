"""Do the retrieved sources agree on what is asked? The one place that decides it.

`asked` reads what a question wants: a number, a time, a name, or yes or no. `statements` finds the
sentences that give one, with `quantities`, `moments`, `persons` and `verdicts` for the values, and
`comparison` puts equal values together and tells an update from a contradiction. Where it is not
sure that two sentences are about the same thing, they are taken to agree: an editor who twice sees
a disagreement where there is none stops reading.
"""
