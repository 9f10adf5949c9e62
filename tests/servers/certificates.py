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
        _sign(folder, name, common, f"subjectAltName={names}", days)
    leaf = folder / "self-signed.pem"
    names = "subjectAltName=IP:127.0.0.1"
    openssl("req", "-x509", "-key", str(key), "-out", str(leaf), "-days", "9", "-subj", "/CN=self", "-addext", names)
    _issue_through(folder)
    return folder


def _issue_through(folder: Path) -> None:
    """`issued` by the authority `issuing` that `ca` signed, shown with its chain; and `barely` by `bare`, an authority
    without a key identifier."""
    names, key = "subjectAltName=IP:127.0.0.1", str(folder / "key.pem")
    _sign(folder, "issuing", "issuing authority", "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign")
    _sign(folder, "issued", "127.0.0.1", names, by="issuing")
    with (folder / "issued.pem").open("a") as chain:
        chain.write((folder / "issuing.pem").read_text())
    bare = ("-addext", "subjectKeyIdentifier=none", "-addext", "authorityKeyIdentifier=none")
    openssl("req", "-x509", "-key", key, "-out", str(folder / "bare.pem"), "-days", "9", "-subj", "/CN=bare", *bare)
    _sign(folder, "barely", "127.0.0.1", f"{names}\nsubjectKeyIdentifier=none\nauthorityKeyIdentifier=none", by="bare")


def context(folder: Path, name: str) -> ssl.SSLContext:
    """The server side of a connection that shows the named certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / f"{name}.pem", folder / "key.pem")
    return made


def openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def _sign(folder: Path, name: str, common: str, says: str, days: str = "3650", *, by: str = "ca") -> None:
    request, extensions = folder / f"{name}.csr", folder / f"{name}.ext"
    extensions.write_text(f"{says}\n")
    openssl("req", "-new", "-key", str(folder / "key.pem"), "-subj", f"/CN={common}", "-out", str(request))
    # `x509` cannot go back in time before OpenSSL 3.4, and takes a validity of no days as expired since now.
    validity = ["-days", "-1"] if days == "expired" else ["-days", days]
    authority = ["-CA", str(folder / f"{by}.pem"), "-CAkey", str(folder / "key.pem"), "-CAcreateserial"]
    output = ["-extfile", str(extensions), "-out", str(folder / f"{name}.pem")]
    openssl("x509", "-req", "-in", str(request), *authority, *validity, *output)
