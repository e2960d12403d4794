# The device client. Built by the same script as on any machine.
#
#   docker build -f docker/device.Dockerfile -t greenhour-device .
#
# Settings, keys and durable state live in /data; settings are /data/device.toml or variables
# GREENHOUR_DEVICE__*. It listens on no port: it reaches the chain by p2p.

FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
ENV GREENHOUR_CACHE=/cache CARGO_HOME=/cache/cargo
RUN --mount=type=cache,target=/cache \
	scripts/build && install -D -t /out /cache/target/release/greenhour-device

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \
	&& rm -rf /var/lib/apt/lists/* && useradd --uid 1000 --create-home --home-dir /data greenhour
COPY --from=build /out/greenhour-device /usr/local/bin/
COPY docker/device-entrypoint.sh /usr/local/bin/
USER greenhour
VOLUME /data
ENTRYPOINT ["device-entrypoint.sh"]
