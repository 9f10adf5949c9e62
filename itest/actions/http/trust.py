"""TLS: whom a connection trusts, what the other side showed, and why it was turned down, in plain words."""

from __future__ import annotations

import ssl
import threading
from datetime import UTC, datetime
from typing import Any

from itest.actions.http.attempt import Broken
from itest.actions.http.request import Trust
from itest.model.values import Value


class Contexts:
    """One TLS context for each trust: making one costs 20 ms."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contexts: dict[Trust, ssl.SSLContext] = {}

    def of(self, trust: Trust) -> ssl.SSLContext:
        with self._lock:
            context = self._contexts.get(trust)
            if context is None:
                context = self._contexts[trust] = _context(trust)
            return context


def _context(trust: Trust) -> ssl.SSLContext:
    if trust.ca:
        try:
            context = ssl.create_default_context(cafile=trust.ca)
        except OSError as error:
            raise Broken("tls", f"{trust.ca} holds no certificates (PEM): {error}", "IT206", "tls") from error
    else:
        import certifi  # only where TLS is used

        # The system's authorities, where it has any, and the ones that come with httpx.
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
    # The same under every Python: newer ones refuse authorities without a key identifier by default, older ones those
    # that another has signed, though they are named here.
    context.verify_flags = (context.verify_flags | ssl.VERIFY_X509_PARTIAL_CHAIN) & ~ssl.VERIFY_X509_STRICT
    if not trust.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    return context


def describe(secured: ssl.SSLSocket) -> dict[str, Value]:
    """The result field `tls`, once the hands are shaken."""
    cipher = secured.cipher()
    if secured.context.verify_mode == ssl.CERT_NONE:
        # Under a context that verifies nothing, Python keeps to itself what a certificate says.
        secured.context = _READER
    found: dict[str, Value] = {"version": secured.version() or "", "cipher": cipher[0] if cipher else ""}
    certificate: dict[str, Any] = secured.getpeercert() or {}
    if certificate:
        found |= {
            "subject": _name(certificate.get("subject", ())),
            "issuer": _name(certificate.get("issuer", ())),
            "names": [name for _, name in certificate.get("subjectAltName", ())],
            "not_before": _moment(certificate["notBefore"]),
            "not_after": _moment(certificate["notAfter"]),
            "serial": certificate.get("serialNumber", ""),
        }
    return found


_READER = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""A context under which what a certificate says can be read."""


def _name(parts: tuple[tuple[tuple[str, str], ...], ...]) -> dict[str, Value]:
    return {key: value for group in parts for key, value in group}


def _moment(text: str) -> str:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_VERDICTS = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate's chain ends in a self-signed certificate that is not trusted",
    20: "the certificate's issuer is not known",
    21: "the certificate's issuer is not known",
    23: "the certificate was revoked",
    62: "the certificate is for another host than {host}",
    64: "the certificate is for another address than {host}",
}
"""By OpenSSL's verification code (X509_V_ERR_…)."""

_HANDSHAKE = {
    "WRONG_VERSION_NUMBER": "the other side does not speak TLS",
    "HTTP_REQUEST": "the other side does not speak TLS",
    "UNKNOWN_PROTOCOL": "the other side does not speak TLS",
    "PACKET_LENGTH_TOO_LONG": "the other side does not speak TLS",
    "RECORD_LAYER_FAILURE": "the other side does not speak TLS",
    "UNSUPPORTED_PROTOCOL": "the other side offers only a TLS version that is no longer secure",
    "TLSV1_ALERT_PROTOCOL_VERSION": "the other side accepts no TLS version that is secure",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "the other side refused: no cipher that both accept, or no client certificate",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "the other side asks for a client certificate",
    "DH_KEY_TOO_SMALL": "the other side's key is too small",
}


def handshake_words(error: OSError, host: str) -> str:
    """Why a handshake failed, as a sentence."""
    if isinstance(error, ssl.SSLCertVerificationError):
        verdict = _VERDICTS.get(error.verify_code, f"the certificate was rejected: {error.verify_message}")
        return verdict.format(host=host)
    if isinstance(error, ssl.SSLError) and error.reason in _HANDSHAKE:
        return _HANDSHAKE[error.reason]
    if isinstance(error, (ssl.SSLEOFError, ConnectionError)):
        return "the connection was closed during the TLS handshake"
    return f"the TLS handshake failed: {getattr(error, 'reason', None) or error}".replace("_", " ").lower()
