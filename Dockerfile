# A static binary that runs as nobody, and no shell beside it.
#
#   docker build -t plumbline .
#   docker run --rm plumbline verify
#   docker run --rm -p 127.0.0.1:4010:4010 plumbline simulate --listen 0.0.0.0:4010
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /plumbline ./cmd/plumbline

FROM scratch
# Targets and subscribers of notifications may have certificates.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /plumbline /plumbline
USER 65532:65532
EXPOSE 4010
ENTRYPOINT ["/plumbline"]
