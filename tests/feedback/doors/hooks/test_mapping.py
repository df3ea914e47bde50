"""Any body and any mapping: what is found is a customer's word, the rest is told."""

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.doors.hooks import mapping

JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(
    body=st.dictionaries(st.sampled_from(mapping.NAMES), JSON),
    paths=st.dictionaries(st.sampled_from(mapping.NAMES), st.text(max_size=30)),
)
def test_no_body_and_no_mapping_make_us_stumble(body, paths):
    try:
        said = mapping.read(body, paths)
    except mapping.Unreadable:
        return
    assert "\x00" not in said.text + said.id + said.author
