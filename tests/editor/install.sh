#!/usr/bin/env bash
# Installs what the editor tests need: the packages of package-lock.json; node has to be there.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --ignore-scripts
