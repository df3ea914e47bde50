"""The public pages of feedback. Reading changes nothing; what changes is a POST.

No CSRF token is asked for: who writes to us needs no cookie, and in a conversation the right lies in the signed
link. A forged request from elsewhere can do nothing that its sender could not do himself.
"""
