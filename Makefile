# `make demo` and `make test` are each enough on a fresh Debian 12 with Swift 6.3: they install what is missing, build and run.
BUILD = swift build -j 2 --explicit-target-dependency-import-check error
# The tests run what is shipped: sources with the optimiser, in debug builds they take three times as long. The tests themselves
# are not optimised (Package.swift).
OPTIMIZED = -c release -Xswiftc -enable-testing
TEST = sh scripts/test swift test -j 2 $(OPTIMIZED) --explicit-target-dependency-import-check error
STATIC = PKG_CONFIG_PATH="$(CURDIR)/scripts/static" GATEHOUSE_STATIC=1
.DEFAULT_GOAL = help
.PHONY: help demo test check-deep test-times build release static dist check-dist check-reproducible check lint format golden bench fuzz docs setup clean

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# A debug build: from a fresh clone on two cores the first verdict comes after 39 and 35 s, with a release build after
# 115 and 107 s (in turn, the machine otherwise idle).
demo: setup ## judge the example pull request: what blocks, who owns it, and what turns the gate green
	$(BUILD) --product gatehouse
	@sh examples/shop/demo.sh .build/debug/gatehouse

test: setup ## build and run the whole test suite
	$(TEST)

# ThreadSanitizer is not a target: it does not know Swift's Mutex on Linux, so it reports what any two bodies of `withLock`
# do. Run by hand over the pools, the threads and merging it had 105 such reports and none of an access without the lock.
check-deep: setup ## run the tests with everything they can try, where `make test` takes a sample
	GATEHOUSE_DEEP=1 $(TEST)

test-times: setup ## print the slowest tests, run one after the other
	@sh scripts/test-times

check: setup lint ## what a pull request must pass besides the tests
	$(BUILD) $(OPTIMIZED) --build-tests
	sh scripts/check-sources
	sh scripts/check-workflows
	.build/release/gatehouse policy check .gatehouse
	.build/release/gatehouse policy test .gatehouse

build: setup ## build .build/debug/gatehouse
	$(BUILD)

release: setup ## build .build/release/gatehouse
	$(BUILD) -c release --product gatehouse

# The hashes of the modules, by which the compiler knows what it need not compile again, depend on the folder of the sources, and
# so does the id of the build, which is a hash of all. Nothing reads them later; without them the bytes are the same anywhere.
static: setup ## build .build-static/release/gatehouse, which needs only libc, libm, libstdc++ and libgcc of the host
	$(STATIC) $(BUILD) -c release --product gatehouse --scratch-path .build-static \
	  --static-swift-stdlib --disable-local-rpath -Xlinker --gc-sections -Xlinker -s
	objcopy --remove-section .swift_modhash --remove-section .note.gnu.build-id .build-static/release/gatehouse
	sh scripts/check-libraries .build-static/release/gatehouse

dist: static ## put the files of a release into dist/: archive, bill of materials, provenance, checksums
	sh scripts/package dist

check-dist: dist ## start the release in bare Debian systems and with its libraries alone; needs root
	sh scripts/check-dist dist

check-reproducible: dist ## build the release again in another folder; the bytes must be the same
	sh scripts/check-reproducible dist

lint: ## check the formatting, as .swift-format has it
	swift format lint --strict -r Sources Tests Package.swift

format: ## put the formatting right
	swift format -i -r Sources Tests Package.swift

golden: setup ## rewrite the golden files; read the diff as you read code
	GATEHOUSE_GOLDEN=write $(TEST)
	git status --short Tests policies README.md

docs: release ## rewrite the pages that are printed from the code
	sh scripts/docs

bench: static ## compare with other tools in one run: make bench RIVALS=folder; see bench/README.md
	GATEHOUSE_BENCH=1 $(STATIC) $(BUILD) -c release --product bench-sarif --scratch-path .build-static \
	  --static-swift-stdlib -Xlinker --gc-sections -Xlinker -s
	python3 bench/run.py $(RIVALS) $(BENCH)

fuzz: setup ## feed the readers of JSON, XML and CSV from libFuzzer, a minute each
	sh scripts/fuzz

setup: ## install the Debian packages that a build needs and that are missing
	@sh scripts/setup

clean: ## remove everything that was built
	rm -rf .build .build-static .build-fuzz dist
