# `make` alone lists the targets. CI runs .ci/run, which is made of the same ones.

swift_files := Sources Tests Package.swift
scripts := $(wildcard .ci/* examples/*.sh Tests/*/*.sh)

.PHONY: help setup build test laws fuzz lint format demo release bench clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

setup: ## install what the build needs and the machine lacks
	@.ci/setup

build: setup ## build everything, for debugging
	swift build

test: ## run all tests, those against programs in Python first
	@.ci/setup python
	Tests/PythonClient/run.sh
	Tests/YAMLDifferential/run.sh
	Tests/MarkdownChecks/run.sh
	Tests/SARIFChecks/run.sh
	swift test --disable-xctest

laws: setup ## check the laws of comparison over 10,000 random pairs of jobs
	JOBDRIFT_LAW_PAIRS=10000 swift test --disable-xctest --filter 'JobDiffTests\.LawTests'

fuzz: setup ## give hostile bytes to the readers: SECONDS_EACH=60 to each, or to the one of ENTRY=yaml
	SECONDS_EACH=$(or $(SECONDS_EACH),60) Tests/Fuzzing/run.sh $(ENTRY)

lint: ## check the format of the sources, and the scripts where shellcheck is installed
	swift format lint --strict --parallel --recursive $(swift_files)
	@if command -v shellcheck >/dev/null; then shellcheck $(scripts); else echo "no shellcheck: scripts not checked"; fi

format: ## format the sources
	swift format format --in-place --parallel --recursive $(swift_files)

demo: build ## compare the examples with a stand-in of the API
	@examples/demo.sh "$$(swift build --show-bin-path)"

release: setup ## build jobdrift for use, with the Swift libraries in it
	swift build -c release --static-swift-stdlib --product jobdrift

bench: setup ## time the stages of a run over made-up jobs
	swift build -c release --product Benchmarks
	"$$(swift build -c release --show-bin-path)/Benchmarks"

clean: ## remove what was built
	swift package clean
