# The node: validator or full node. Built by the same script as on any machine.
#
#   docker build -f docker/node.Dockerfile -t greenhour-node .
#
# Chain data lives in /data. Ports: 30333 peers, 9944 RPC, 9615 metrics.

FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
ENV GREENHOUR_CACHE=/cache CARGO_HOME=/cache/cargo
RUN --mount=type=cache,target=/cache \
	scripts/build && install -D -t /out /cache/target/release/greenhour-node

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 libstdc++6 curl \
	&& rm -rf /var/lib/apt/lists/* && useradd --uid 1000 --create-home --home-dir /data greenhour
COPY --from=build /out/greenhour-node /usr/local/bin/
COPY docker/node-entrypoint.sh /usr/local/bin/
USER greenhour
VOLUME /data
EXPOSE 30333 9944 9615
HEALTHCHECK --interval=30s --timeout=5s CMD curl -fsS http://127.0.0.1:9944/health
ENTRYPOINT ["node-entrypoint.sh"]
