"""TLS certificates for tests, made by the `openssl` command: a right one, and one for each way to be wrong."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

SUBJECTS = {
    "right": ("127.0.0.1", "IP:127.0.0.1,DNS:localhost", "3650"),
    "other-host": ("elsewhere.example", "DNS:elsewhere.example", "3650"),
    "expired": ("127.0.0.1", "IP:127.0.0.1,DNS:localhost", "expired"),
}
"""Name → common name, alternative names, days."""


def make(folder: Path) -> Path:
    """An authority (`ca.pem`) and a certificate of it for each subject, and a self-signed one; the folder."""
    key, ca = folder / "key.pem", folder / "ca.pem"
    openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", str(key))
    openssl("req", "-x509", "-key", str(key), "-out", str(ca), "-days", "3650", "-subj", "/CN=itest test authority")
    for name, (common, names, days) in SUBJECTS.items():
        _issue(folder, name, common, names, days)
    leaf = folder / "self-signed.pem"
    names = "subjectAltName=IP:127.0.0.1"
    openssl("req", "-x509", "-key", str(key), "-out", str(leaf), "-days", "9", "-subj", "/CN=self", "-addext", names)
    return folder


def context(folder: Path, name: str) -> ssl.SSLContext:
    """The server side of a connection that shows the named certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / f"{name}.pem", folder / "key.pem")
    return made


def openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def _issue(folder: Path, name: str, common: str, names: str, days: str) -> None:
    request, extensions = folder / f"{name}.csr", folder / f"{name}.ext"
    extensions.write_text(f"subjectAltName={names}\n")
    openssl("req", "-new", "-key", str(folder / "key.pem"), "-subj", f"/CN={common}", "-out", str(request))
    # `x509` cannot go back in time before OpenSSL 3.4, and takes a validity of no days as expired since now.
    validity = ["-days", "-1"] if days == "expired" else ["-days", days]
    authority = ["-CA", str(folder / "ca.pem"), "-CAkey", str(folder / "key.pem"), "-CAcreateserial"]
    output = ["-extfile", str(extensions), "-out", str(folder / f"{name}.pem")]
    openssl("x509", "-req", "-in", str(request), *authority, *validity, *output)
