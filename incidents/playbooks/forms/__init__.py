"""What people type about playbooks."""

from incidents.playbooks.forms.chart import ChartForm
from incidents.playbooks.forms.heading import BeginForm, CopyForm, HeadingForm, ImportForm, PublishForm

__all__ = ["BeginForm", "ChartForm", "CopyForm", "HeadingForm", "ImportForm", "PublishForm"]
