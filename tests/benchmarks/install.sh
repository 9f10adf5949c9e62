#!/usr/bin/env bash
# Installs what counts instructions: valgrind.
set -euo pipefail

if ! command -v valgrind >/dev/null; then
  as_root=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends valgrind
fi
