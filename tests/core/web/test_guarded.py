"""Addresses other people chose must not lead into our own network (W02, W06, W08)."""

import ipaddress
import time

import pytest

from core.web import guarded


@pytest.fixture
def client():
    client = guarded.Client()
    yield client
    client.close()


INSIDE = [
    "file:///etc/passwd",
    "gopher://example.com/",
    "ftp://example.com/",
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::]/",
    "http://0.0.0.0/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://172.31.255.255/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://198.18.0.1/",
    "http://user@93.184.216.34/",
    "http://user:password@93.184.216.34/",
    "http://93.184.216.34\\@127.0.0.1/",
    "http://93.184.216.34/\r\nHost: inside",
    "http://93.184.216.34:99999/",
    "http:///nothing",
    "http://",
    "",
    "93.184.216.34",
    "//93.184.216.34/",
]


@pytest.mark.parametrize("url", INSIDE)
def test_w08_what_leads_inside_is_refused_in_one_wording(url):
    with pytest.raises(guarded.AddressRefused) as refusal:
        guarded.check_url(url)

    assert str(refusal.value) == "This address can't be called. Give a public http:// or https:// address."


@pytest.mark.parametrize(
    "url", ["http://93.184.216.34/hook", "https://8.8.8.8:8443/x?y=1", "http://[2606:4700::1111]/"]
)
def test_public_addresses_pass(url):
    guarded.check_url(url)


def test_a_name_nobody_knows_may_be_kept_because_it_is_checked_when_called():
    guarded.check_url("https://hooks.example.invalid/")


@pytest.mark.parametrize("url", INSIDE)
def test_what_leads_inside_is_not_called_either(client, url):
    with pytest.raises(guarded.AddressRefused):
        client.request("POST", url, seconds=1)


@pytest.mark.parametrize(
    ("entry", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.0.0.0/8", True),
        ("127.0.0.1:9000", True),
        ("127.0.0.1:9001", False),
        ("10.0.0.0/8", False),
    ],
)
def test_an_allowance_names_a_network_or_one_port(settings, entry, allowed):
    settings.OUTBOUND_ALLOW = [entry]

    assert guarded.is_allowed(ipaddress.ip_address("127.0.0.1"), 9000) is allowed


def test_w06_at_most_64_kilobytes_are_read(client, webhook_receiver):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 8192)
        except OSError:
            return True

    webhook_receiver.behave = endless
    reply = client.request("POST", webhook_receiver.url)

    assert len(reply.body) == guarded.MOST_BYTES
    assert reply.truncated


def test_w06_a_byte_a_second_ends_in_time(client, webhook_receiver):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for _ in range(20):
                handler.wfile.write(b"x")
                time.sleep(0.2)
        except OSError:
            pass
        return True

    webhook_receiver.behave = drip
    began = time.monotonic()
    reply = client.request("POST", webhook_receiver.url, seconds=1)

    assert time.monotonic() - began < 3
    assert (reply.status, reply.truncated) == (200, True)


def test_w02_no_redirect_is_followed(client, webhook_receiver):
    webhook_receiver.last = (307, {"Location": webhook_receiver.url + "/elsewhere"})

    assert client.request("POST", webhook_receiver.url).status == 307
    assert [call.path for call in webhook_receiver.calls] == ["/"]


def test_no_proxy_of_the_environment_is_used(client, webhook_receiver, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert client.request("GET", webhook_receiver.url).status == 200


def test_a_connection_closed_while_idle_is_opened_again(client, webhook_receiver):
    webhook_receiver.behave = lambda handler: setattr(handler, "close_connection", True)

    for _ in range(3):
        assert client.request("POST", webhook_receiver.url, body=b"{}").status == 200
