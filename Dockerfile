# Kravvakt as one container: web page, API and the workers that read letters.
# Build from the checkout: docker build -t kravvakt .

ARG PYTHON=3.13-slim-trixie

# The environment is put together apart, so that no build tool and no cache comes along.
FROM python:${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /app
COPY requirements.txt ./
# Every file that is fetched has its hash in the lock; nothing is built from source.
RUN /app/bin/pip install --require-hashes --only-binary :all: -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY parsers ./parsers
COPY checks ./checks
COPY service ./service
RUN /app/bin/pip install --no-deps --no-build-isolation --no-index . \
    && /app/bin/python -m compileall -q /app/lib \
    && /app/bin/pip uninstall --yes setuptools

FROM python:${PYTHON}
# Tesseract with Norwegian reads the letters; Pango and a font draw the objection as a PDF.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        fonts-dejavu-core \
        libharfbuzz-subset0 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        tesseract-ocr \
        tesseract-ocr-nor \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 kravvakt \
    && useradd --uid 10001 --gid kravvakt --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin kravvakt \
    && install --directory --owner=kravvakt --group=kravvakt --mode=0700 /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OMP_THREAD_LIMIT=1 \
    KRAVVAKT_DATA_DIR=/data \
    KRAVVAKT_HOST=0.0.0.0 \
    KRAVVAKT_PORT=8000
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["kravvakt"]
CMD ["serve"]
