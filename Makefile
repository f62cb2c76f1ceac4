# Targets for people and for CI. `make help` lists them.

GO              ?= go
BIN             := $(CURDIR)/bin
GOLANGCI        := v2.15.0
ACTIONLINT      := v1.7.12
REDOCLY         := 2.77.0
PRISM           := 5.14.2
PLAYWRIGHT      := 1.65.1
MITMPROXY       := 11.0.2
AXE             := 4.14.1
FUZZTIME        ?= 20s
RUNS            ?= 20
FIRST           ?= 1
VENDORS         := akinon altazion bridge deliveryoptimizer komet
GENERATED       := generated clients/python/src/plumbline_client/contract.py clients/typescript/src/contract.ts
# What has concurrency of ours. The judge's libraries take minutes to build with
# the race detector, so packages that link them are left to `make race-all`.
RACE            := ./report ./specs/... ./simulator/... ./contract ./internal/contract/compiled

# One cache for all: tests and the release are compiled alike, without C. The race
# detector alone needs it.
export CGO_ENABLED := 0

.PHONY: help site consumers release-dry vet-others ferretdb generate check-generated lint-specs build test test-crash test-services test-million soak supply supply-update race race-all lint fuzz attack power mutants hostile bench bench-peers bench-proxy bench-watched test-axe traffic bench-go bench-judges ci clean test-own-api test-stub test-clients

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/plumbline
	$(GO) build -o $(BIN)/plumbline ./cmd/plumbline

site: build ## make the documentation's site in bin/site, and check its links
	cd tools && $(GO) build -o $(BIN)/site-tool ./site
	$(BIN)/site-tool -plumbline $(BIN)/plumbline -out $(BIN)/site

release-dry: ## make the release of this machine's platform, publish nothing, print sizes
	tools/release/dry.sh

consumers: $(BIN)/consumers/node_modules ## install what others read reports with, for the tests of report (needs Node.js 20)

$(BIN)/consumers/node_modules: tools/consumers/package.json tools/consumers/package-lock.json tools/consumers/read.mjs
	mkdir -p $(BIN)/consumers && cp $^ $(BIN)/consumers/
	cd $(BIN)/consumers && npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

vet-others: ## compile everything, tests too, for Windows and macOS, and vet it (some minutes)
	GOOS=windows $(GO) vet ./...
	GOOS=darwin GOARCH=arm64 $(GO) vet ./...

ferretdb: $(BIN)/ferretdb ## build bin/ferretdb, the MongoDB of the tests (the first time some three minutes)

$(BIN)/ferretdb: tools/ferretdb/go.mod tools/ferretdb/go.sum $(wildcard tools/ferretdb/*.go)
	cd tools/ferretdb && $(GO) build -o $(BIN)/ferretdb .

generate: ## renew the code that is generated from the specs
	cd tools && $(GO) build -o $(BIN)/oapi-codegen github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen
	@for v in $(VENDORS) control; do \
		echo "generate $$v"; \
		(cd generated/$$v && $(BIN)/oapi-codegen -config config.yaml ../../specs/$$v/openapi.yaml) || exit 1; \
	done
	cd tools && $(GO) build -o $(BIN)/clients-tool ./clients
	$(BIN)/clients-tool

check-generated: generate ## fail when generated code and specs have drifted apart
	@git diff --exit-code -- $(GENERATED) || { echo "generated code has drifted: run make generate and commit"; exit 1; }
	@test -z "$$(git status --porcelain -- $(GENERATED))" || { git status --porcelain -- $(GENERATED); exit 1; }

lint-specs: ## lint the OpenAPI documents (needs Node.js)
	REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
		npx --yes @redocly/cli@$(REDOCLY) lint $(foreach v,$(VENDORS) control,specs/$(v)/openapi.yaml)

# Every defect of every vendor is judged: some four minutes on two cores, more
# than Go's ten where the machine is busy.
test: ## run the tests
	$(GO) test -timeout 30m ./...

test-crash: ## kill a process that writes to a file store 200 times, and look at what is left
	PLUMBLINE_TEST_CRASHES=200 $(GO) test -count=1 -timeout 10m -v -run '^TestKilled$$' ./simulator/store/file

test-services: test-crash $(BIN)/ferretdb ## test the stores, and the suite on them, against real servers (redis-server has to be installed)
	PLUMBLINE_REQUIRE_SERVICES=1 $(GO) test -count=1 ./simulator/store/... ./simulator/deliveryoptimizer/mongodb/...
	PLUMBLINE_REQUIRE_SERVICES=1 $(GO) test -count=1 -run '^TestAReplicaIsKilled$$' ./simulator
	PLUMBLINE_REQUIRE_SERVICES=1 $(GO) test -count=1 -run '^TestEveryBackendGivesTheSameVerdicts$$' ./internal/vendors
	PLUMBLINE_REQUIRE_SERVICES=1 PLUMBLINE_TEST_OUTAGE=10s $(GO) test -count=1 -v -run '^(TestOrdersSurviveTheProcess|TestTwoProcessesAreOne|TestRedis.*|TestABatchIsCutOff|TestTheLiveTierIsReallyLost|TestMongoDBAway|TestManyOrders)$$' ./internal/cli

test-million: $(BIN)/ferretdb ## the same with a million orders of one tenant (some half an hour)
	PLUMBLINE_REQUIRE_SERVICES=1 PLUMBLINE_TEST_ORDERS=1000000 $(GO) test -count=1 -timeout 90m -v -run '^TestManyOrders$$' ./internal/cli

test-stub: $(BIN)/prism-$(PRISM)/node_modules/.bin/prism ## judge mock servers of the contracts that others wrote (needs Node.js)
	PLUMBLINE_PRISM=$< $(GO) test -count=1 -run '^TestPrism' ./internal/cli

$(BIN)/prism-$(PRISM)/node_modules/.bin/prism:
	npm install --silent --no-audit --no-fund --prefix $(BIN)/prism-$(PRISM) @stoplight/prism-cli@$(PRISM)

test-clients: build ## test the Python and TypeScript clients and the quickstarts against bin/plumbline (needs Python 3.11 and Node.js 20)
	GO="$(GO)" tools/clients/test.sh $(BIN)

race: ## run the tests of what has concurrency of ours with the race detector
	CGO_ENABLED=1 $(GO) test -timeout 30m -race $(RACE)

race-all: ## run all tests with the race detector (the first time some ten minutes of compiling)
	CGO_ENABLED=1 $(GO) test -race ./...

lint: $(BIN)/golangci-lint $(BIN)/actionlint ## look for mistakes; changes nothing
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "not gofmt'ed: $$unformatted"; exit 1; }
	$(BIN)/golangci-lint run ./...
	$(GO) mod tidy -diff
	cd tools && $(GO) mod tidy -diff
	cd tools/ferretdb && $(GO) vet . && $(GO) mod tidy -diff
	tools/release/lint-action.sh $(BIN)/actionlint

$(BIN)/actionlint:
	GOBIN=$(BIN) $(GO) install github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT)

$(BIN)/golangci-lint:
	GOBIN=$(BIN) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI)

fuzz: ## run every fuzz target for FUZZTIME each
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || exit 1; \
		done; \
	done

attack: ## be hostile to judge and simulator in every way that is known: targets, control APIs, files, stores, signals, clients (some minutes)
	PLUMBLINE_ATTACK=1 $(GO) test ./internal/cli -run 'TestAttack|TestSecretsOfAllLengths' -count=1 -v -timeout 30m

supply: ## check the licences of all dependencies, and run govulncheck where its database can be reached
	cd tools && $(GO) build -o $(BIN)/supply ./supply && $(BIN)/supply

supply-update: ## list the licences and modules anew, after a look at what is new
	cd tools && $(GO) build -o $(BIN)/supply ./supply && $(BIN)/supply -update

SOAK            ?= 60m
soak: build ## let two simulators work for SOAK (60m), kill one again and again, and see that nothing grows
	cd tools && $(GO) build -o $(BIN)/soak ./soak
	nice -n 19 $(BIN)/soak -plumbline $(BIN)/plumbline -for $(SOAK)

power: ## break the simulators in every way, judge each, and write docs/power.md (an hour or more)
	$(GO) test ./internal/vendors -timeout 4h -run 'WithoutDefect|EveryDefect|EveryReading|EveryHole|Strictness|Hostile|Legal|EachAlternative|AllPairs|PowerMatrix|ADialectComesBack|PowerTable' -power -update

mutants: ## put each bug that no rule's defect stands for before its simulator, and judge it (some ten minutes)
	$(GO) test ./internal/vendors -timeout 60m -run Mutants -power -v

hostile: ## judge RUNS legal worlds of each vendor, from the random seed FIRST on; each is told as it ends, on the terminal and in bin/hostile.log
	$(GO) test -c -o $(BIN)/vendors.test ./internal/vendors
	cd internal/vendors && { { PLUMBLINE_TEST_WORLDS=$(FIRST)+$(RUNS) $(BIN)/vendors.test -test.timeout 0 -test.run LegalWorlds; echo $$? >$(BIN)/hostile.exit; } 2>&1 | tee -a $(BIN)/hostile.log; exit $$(cat $(BIN)/hostile.exit); }

bench: build ## measure the simulator as a process beside a bare handler (some two minutes)
	cd tools && $(GO) build -o $(BIN)/bench ./bench
	$(BIN)/bench -plumbline $(BIN)/plumbline

bench-proxy: build ## measure what plumbline proxy adds to a request (half a minute)
	cd tools && $(GO) build -o $(BIN)/bench ./bench
	$(BIN)/bench -plumbline $(BIN)/plumbline -proxy -connections 8

bench-watched: build ## measure what the log and ten open consoles cost (a minute)
	cd tools && $(GO) build -o $(BIN)/bench ./bench
	$(BIN)/bench -plumbline $(BIN)/plumbline -watched

test-axe: ## look at every panel of the console with axe-core (needs Node.js and Chromium)
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(BIN)/axe axe-core@$(AXE)
	PLUMBLINE_AXE=$(BIN)/axe/node_modules/axe-core/axe.min.js PLUMBLINE_REQUIRE_SERVICES=1 $(GO) test -count=1 -run '^TestAxe$$' ./simulator/console/browser

traffic: build ## record the traffic of a page in Chromium anew, by Playwright, mitmproxy and plumbline proxy (needs Node.js, Python and Chromium)
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(BIN)/playwright playwright-core@$(PLAYWRIGHT)
	python3 -m venv $(BIN)/mitmproxy && $(BIN)/mitmproxy/bin/pip install --quiet mitmproxy==$(MITMPROXY)
	cd $(BIN)/playwright && node $(CURDIR)/tools/traffic/record.mjs $(BIN)/plumbline $(BIN)/mitmproxy/bin/mitmdump $(CURDIR)/internal/vendors/testdata/traffic

bench-peers: build ## the same beside other mock servers (needs Node.js)
	cd tools && $(GO) build -o $(BIN)/bench ./bench
	$(BIN)/bench -plumbline $(BIN)/plumbline -peers

bench-judges: $(BIN)/schemathesis/bin/schemathesis ## measure what is found of the planted faults of examples/own-api, beside Schemathesis (needs Python; some ten minutes)
	cd examples/own-api && PLUMBLINE_TABLE=1 $(GO) test -count=1 -timeout 20m -v -run TestFaults .
	cd examples/own-api && $(GO) build -o $(BIN)/own-api . && python3 ../../tools/judges/bench.py $< $(BIN)/own-api openapi.yaml

$(BIN)/schemathesis/bin/schemathesis: tools/judges/requirements.txt
	python3 -m venv $(BIN)/schemathesis
	$(BIN)/schemathesis/bin/pip install --quiet --requirement $<

bench-go: ## run the Go benchmarks, with allocations
	$(GO) test -run '^$$' -bench . -benchmem ./simulator/... ./contract/... ./internal/contract/...

# The release of CI keeps the paths of this machine: what -trimpath leaves out of a
# package is another package, and all of them would be compiled once more.
ci: export RELEASE_FLAGS := -buildvcs=auto
test-own-api: ## build the module of examples/own-api, and run its vendor in Go in the five places
	cd examples/own-api && $(GO) vet ./... && $(GO) mod tidy -diff && $(GO) test -count=1 -run '^Test(Power|Rules|Verify|Report|Simulate)$$' .

ci: check-generated lint-specs lint $(BIN)/ferretdb consumers test test-own-api test-clients release-dry test-crash race ## what CI runs

clean: ## remove what was built
	rm -rf $(BIN)
