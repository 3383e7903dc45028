# The UI alone. Settings are environment variables: docker run -e KRATOS_PUBLIC_URL=… -p 4455:4455 …
# `RUN --mount` wants BuildKit: Docker 23 has it on, an older one by DOCKER_BUILDKIT=1; Podman builds it as it is.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
# All packages with their hashes checked; none needs a compiler, on amd64 and arm64. The image below takes from them
# only what the server needs.
COPY requirements.lock ./
RUN pip download --no-cache-dir --only-binary=:all: --require-hashes -r requirements.lock -d /wheels
COPY . .
RUN pip install --no-cache-dir --no-index --find-links /wheels hatchling babel editables \
 && pip wheel --no-cache-dir --no-deps --no-build-isolation -w /wheels .

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels 'kratos-selfservice-ui-flask[database,otel]' \
 && useradd --system --no-create-home --uid 10001 ui
USER 10001
WORKDIR /tmp
EXPOSE 4455
# The certificate names the outside; from in here only "alive" counts.
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import os, ssl, urllib.request as r; e = os.environ; \
tls = ssl._create_unverified_context() if e.get('TLS_CERT_PATH') else None; \
r.urlopen(f\"http{'s' if tls else ''}://127.0.0.1:{e.get('PORT') or 4455}/health/alive\", \
timeout=2, context=tls)"]
CMD ["kratos-ui", "run"]
