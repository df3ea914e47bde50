"""Search over short articles in three languages: one analyser, one ranking, ordinary tables (docs/adr/0040).

Knows documents by number and scope, not what they are; whoever owns them calls `actions` in the same transaction.
"""
