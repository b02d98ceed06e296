# `make` alone lists the targets. CI runs .ci/run, which is made of the same ones.

swift_files := Sources Tests Package.swift
scripts := $(wildcard .ci/* examples/*.sh Tests/*/*.sh)

.PHONY: help setup build test laws threads fuzz lint format demo release instructions bench clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

setup: ## install what the build needs and the machine lacks
	@.ci/setup

build: setup ## build everything, for debugging
	swift build

test: ## run all tests, those in and against programs in Python first
	@.ci/setup python workflows
	Tests/PythonClient/run.sh
	Tests/YAMLDifferential/run.sh
	Tests/SARIFChecks/run.sh
	Tests/CIExamples/run.sh
	Tests/MarkdownChecks/run.sh
	swift test --disable-xctest

laws: setup ## check the laws of comparison over 10,000 random pairs of jobs
	JOBDRIFT_LAW_PAIRS=10000 swift test --disable-xctest --filter 'JobDiffTests\.LawTests'

threads: setup ## plan with several threads under ThreadSanitizer
	swift test --disable-xctest --sanitize=thread --scratch-path .build/threads --filter 'WorkerTests|ArrivalTests|ArrivedJobsTests'

fuzz: setup ## give hostile bytes to the readers: SECONDS_EACH=60 to each, or to the one of ENTRY=yaml
	SECONDS_EACH=$(or $(SECONDS_EACH),60) Tests/Fuzzing/run.sh $(ENTRY)

lint: ## check the format of the sources, and the scripts where shellcheck is installed
	swift format lint --strict --parallel --recursive $(swift_files)
	@if command -v shellcheck >/dev/null; then shellcheck $(scripts); else echo "no shellcheck: scripts not checked"; fi

format: ## format the sources
	swift format format --in-place --parallel --recursive $(swift_files)

demo: build ## compare the examples with a stand-in of the API
	@examples/demo.sh "$$(swift build --show-bin-path)"

release: setup ## build jobdrift for use, with the Swift libraries and libyaml in it
	.ci/release

instructions: ## count the instructions of parts of a run, and hold them against thresholds: UPDATE=1 notes new ones
	@.ci/setup instructions
	UPDATE=$(UPDATE) Tests/InstructionCounts/run.sh

bench: ## measure jobdrift beside what it is held against: JOBS=n JSON=path PLOT=path QUICK=1 ONLY=section
	@.ci/setup python instructions
	Tests/Benchmarks/run.sh $(if $(JOBS),--jobs $(JOBS)) $(if $(JSON),--json $(JSON)) $(if $(PLOT),--plot $(PLOT)) \
	  $(if $(QUICK),--quick) $(foreach section,$(ONLY),--only $(section))

clean: ## remove what was built
	swift package clean
