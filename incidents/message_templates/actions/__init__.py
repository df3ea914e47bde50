from incidents.message_templates.actions.deciding import approve, retire, send_back, submit
from incidents.message_templates.actions.using import begin
from incidents.message_templates.actions.writing import create, write

__all__ = ["approve", "begin", "create", "retire", "send_back", "submit", "write"]
