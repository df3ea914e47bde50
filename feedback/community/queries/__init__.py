"""Reads of the community: the list, a conversation, what was hidden, and where we are silent."""
