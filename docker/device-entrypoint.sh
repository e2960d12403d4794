#!/bin/sh
# Makes keys at the first start, prints what the owner needs to register, then runs the device.
# Any argument replaces `run`, for example `status`.
set -eu
cd /data
[ -e keys.toml ] || greenhour-device keygen --key file:keys.toml --json
command="${1:-run}"
[ $# -eq 0 ] || shift
exec greenhour-device "$command" --config /data/device.toml "$@"
