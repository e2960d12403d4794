# shellcheck shell=bash
# Sourced by every script: one toolchain, one target directory, one set of build variables.
#
# An ordinary machine with rustup and the wasm32v1-none target is used as it is (the target is added
# when it is missing and rustup can fetch it). Elsewhere Debian's own Rust packages are used, and
# `core`/`alloc` for wasm32v1-none are compiled once from their source package into a private sysroot.
#
# Inputs:  GREENHOUR_CACHE (default ~/.cache/greenhour), CARGO_TARGET_DIR (default in the cache).
# Output:  PATH, CARGO_TARGET_DIR, WASM_BUILD_WORKSPACE_HINT and friends are exported.

GREENHOUR_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
GREENHOUR_CACHE="${GREENHOUR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/greenhour}"
export GREENHOUR_ROOT GREENHOUR_CACHE

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Installs the Debian packages named in the arguments that are not there yet.
install_packages() {
	local missing=() package
	for package in "$@"; do
		dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
	done
	[ ${#missing[@]} -eq 0 ] && return 0
	command -v apt-get >/dev/null || die "please install: ${missing[*]}"
	say "installing ${missing[*]}"
	local sudo=()
	[ "$(id -u)" -eq 0 ] || sudo=(sudo)
	"${sudo[@]}" apt-get update -qq
	"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Is there a rustup toolchain that already has (or can fetch) the Wasm target?
rustup_has_wasm() {
	command -v rustup >/dev/null || return 1
	rustup target list --installed 2>/dev/null | grep -qx wasm32v1-none && return 0
	timeout 60 rustup target add wasm32v1-none >/dev/null 2>&1
}

# Builds the private sysroot for wasm32v1-none beside Debian's compiler, once per compiler version.
private_wasm_toolchain() {
	install_packages rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-22
	local rustc=/usr/bin/rustc version toolchain scratch sysroot
	version="$($rustc -vV | sed -n 's/^release: //p')"
	toolchain="$GREENHOUR_CACHE/toolchain-$version"
	if [ ! -e "$toolchain/complete" ]; then
		say "building core and alloc for wasm32v1-none (rustc $version, once)"
		scratch="$(mktemp -d)"
		sysroot="$($rustc --print sysroot)"
		mkdir -p "$scratch/src"
		printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[lib]\n[profile.release]\npanic = "abort"\n' >"$scratch/Cargo.toml"
		printf '#![no_std]\n' >"$scratch/src/lib.rs"
		(
			cd "$scratch" || exit
			env -u RUSTC PATH="/usr/bin:$PATH" CARGO_TARGET_DIR="$scratch/target" RUSTC_BOOTSTRAP=1 \
				RUSTFLAGS="-C embed-bitcode=yes" /usr/bin/cargo build --quiet --release \
				--target wasm32v1-none -Z build-std=core,alloc
		)
		rm -rf "$toolchain"
		mkdir -p "$toolchain/bin" "$toolchain/lib/rustlib/wasm32v1-none/lib"
		local entry
		for entry in "$sysroot"/lib/rustlib/*; do
			ln -sfn "$entry" "$toolchain/lib/rustlib/$(basename "$entry")"
		done
		local crate
		for crate in core alloc compiler_builtins; do
			cp "$scratch"/target/wasm32v1-none/release/deps/lib$crate-*.rlib "$toolchain/lib/rustlib/wasm32v1-none/lib/"
		done
		printf '#!/bin/sh\nexec /usr/bin/rustc --sysroot "%s" "$@"\n' "$toolchain" >"$toolchain/bin/rustc"
		chmod +x "$toolchain/bin/rustc"
		local tool
		for tool in cargo rustfmt rustdoc clippy-driver cargo-clippy cargo-fmt; do
			[ -x "/usr/bin/$tool" ] && ln -sfn "/usr/bin/$tool" "$toolchain/bin/$tool"
		done
		rm -rf "$scratch"
		# The Wasm builder keeps artifacts linked against the old rlibs and does not notice.
		rm -rf "$CARGO_TARGET_DIR/release/wbuild"
		touch "$toolchain/complete"
	fi
	export PATH="$toolchain/bin:$PATH"
	# clippy-driver looks for the standard library by itself and would miss the private one. Set for every
	# script alike, because build scripts watch it: a change rebuilds half of the node.
	export SYSROOT="$toolchain"
}

# Everything a build needs. Safe to call again and again.
prepare_build() {
	export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$GREENHOUR_CACHE/target}"
	mkdir -p "$GREENHOUR_CACHE" "$CARGO_TARGET_DIR"
	unset RUSTC RUSTC_WRAPPER RUSTUP_TOOLCHAIN RUSTFLAGS
	install_packages build-essential pkg-config clang libclang-dev protobuf-compiler cmake libssl-dev ca-certificates jq
	if rustup_has_wasm; then
		say "using rustup's toolchain: $(rustc --version)"
	else
		private_wasm_toolchain
	fi
	export OPENSSL_NO_VENDOR=1
	export WASM_BUILD_WORKSPACE_HINT="$GREENHOUR_ROOT"
	export CARGO_TERM_PROGRESS_WHEN=never
}
