"""Gathers the slices' models for Django."""

from faq.search.models import Document, Posting, Stat, Term, Word

__all__ = ["Document", "Posting", "Stat", "Term", "Word"]
