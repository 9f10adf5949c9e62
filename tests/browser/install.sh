#!/usr/bin/env bash
# Installs what the browser tests need: a Chromium of the system, and the packages of package-lock.json.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
  as_root=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium
fi
npm ci --no-audit --no-fund --ignore-scripts
