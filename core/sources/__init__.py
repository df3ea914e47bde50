"""Sources: other people's programs that hand something in to us, each with a key and, if wished, a signature.

A slice that takes from programs derives its model from `models.Source`, and its door, buttons and REST moves from
`door`, `admin` and `api` here; what the program's words mean stays in the slice.
"""
