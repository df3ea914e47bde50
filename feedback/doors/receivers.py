"""What lower slices reach up here for, registered at start."""

from feedback.answering.carriers import social
from feedback.doors.social import back as mastodon

social.register("mastodon", mastodon.owe)
