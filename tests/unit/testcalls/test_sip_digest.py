"""Digest answers against the examples of the standards."""

import pytest

from testcalls.sip_digest import Credentials, DigestError, authorization

RFC7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
RFC2617 = 'Digest realm="testrealm@host.com",qop="auth,auth-int",nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'


@pytest.mark.parametrize(
    ("challenge", "password", "cnonce", "answer"),
    [
        (  # RFC 7616 section 3.9.1
            RFC7616,
            "Circle of Life",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            "8ca523f5e9506fed4657c9700eebdbec",
        ),
        (RFC2617, "Circle Of Life", "0a4f113b", "6629fae49393a05397450978507c4ef1"),  # RFC 2617 section 3.5
        (  # RFC 2069 as corrected by erratum 749: without qop
            'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
            "CircleOfLife",
            "unused",
            "1949323746fe6a43ef61f9606e7febea",
        ),
    ],
)
def test_the_standards_examples(challenge: str, password: str, cnonce: str, answer: str) -> None:
    value = authorization(challenge, Credentials("Mufasa", password), "GET", "/dir/index.html", cnonce=cnonce)
    assert f'response="{answer}"' in value
    assert ('opaque="' in value) == ("opaque" in challenge)


@pytest.mark.parametrize(
    "challenge",
    [
        'Basic realm="a"',
        'Digest realm="a"',
        'Digest realm="a", nonce="n", algorithm=SHA-256',
        'Digest realm="a", nonce="n", qop="auth-int"',
    ],
)
def test_other_challenges_are_not_answered(challenge: str) -> None:
    with pytest.raises(DigestError):
        authorization(challenge, Credentials("a", "b"), "INVITE", "sip:x", cnonce="c")
