PY := .venv/bin/python

.PHONY: messages
messages: ## gather sentences from code and templates, compile the catalogues
	$(PY) manage.py makemessages -l fr -l ja --no-location --no-obsolete --no-wrap -i .venv -i var
	@for l in fr ja; do f=config/locale/$$l/LC_MESSAGES/django.po; msgcat --sort-output --no-wrap $$f -o $$f; msgfmt --check-format $$f -o $${f%.po}.mo; done
	@for l in fr ja; do msgattrib --untranslated --no-wrap config/locale/$$l/LC_MESSAGES/django.po | grep -A1 ^msgid | head -60; done
