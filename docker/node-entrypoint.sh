#!/bin/sh
# Starts a node on /data. GREENHOUR_CHAIN is a preset or a spec file; further arguments are passed on.
set -eu
exec greenhour-node \
	--base-path /data \
	--chain "${GREENHOUR_CHAIN:?set GREENHOUR_CHAIN to a preset or a chain specification}" \
	--prometheus-external \
	--no-telemetry \
	"$@"
