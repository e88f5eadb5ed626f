# One image for the API and the worker; docker-compose.yml says which command each runs.
FROM node:22-bookworm-slim AS build
WORKDIR /lookalike
COPY . .
RUN node scripts/setup.mjs && npm prune --omit=dev

FROM node:22-bookworm-slim
WORKDIR /lookalike
ENV NODE_ENV=production
COPY --from=build /lookalike/node_modules node_modules
COPY --from=build /lookalike/package.json ./
COPY --from=build /lookalike/packages packages
COPY --from=build /lookalike/apps apps
COPY --from=build /lookalike/prisma prisma
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4400
CMD ["node", "--enable-source-maps", "apps/api/dist/main.js"]
