# demo and test are each enough on a fresh Debian 12 with Swift 6.3: they install what is missing, build and run.
BUILD = swift build -j 2 --explicit-target-dependency-import-check error
STATIC = PKG_CONFIG_PATH=$(CURDIR)/scripts/static GATEHOUSE_STATIC=1
.PHONY: demo test build release static check lint format golden bench fuzz docs setup clean

demo: release ## judge the example pull request: what blocks, whose it is, and the way to green
	@sh examples/shop/demo.sh .build/release/gatehouse

test: setup ## build and run the whole test suite
	swift test -j 2 --explicit-target-dependency-import-check error

build: setup ## a debug build
	$(BUILD)

release: setup ## .build/release/gatehouse
	$(BUILD) -c release --product gatehouse

static: setup ## .build-static/release/gatehouse, which needs no library of the host but libc, libm, libstdc++ and libgcc
	$(STATIC) $(BUILD) -c release --product gatehouse --scratch-path .build-static \
	  --static-swift-stdlib -Xlinker --gc-sections -Xlinker -s

check: setup lint ## what a pull request must pass besides the tests
	$(BUILD) --build-tests
	sh scripts/check-house

lint: ## formatting, as .swift-format has it
	swift format lint --strict -r Sources Tests Package.swift

format: ## put the formatting right
	swift format -i -r Sources Tests Package.swift

golden: setup ## rewrite the golden files; read the diff as code
	GATEHOUSE_GOLDEN=write swift test -j 2
	git status --short Tests

bench: static ## compare with rivals in one run: make bench RIVALS=folder; bench/README.md tells how
	GATEHOUSE_BENCH=1 $(STATIC) $(BUILD) -c release --product bench-sarif --scratch-path .build-static \
	  --static-swift-stdlib -Xlinker --gc-sections -Xlinker -s
	python3 bench/run.py $(RIVALS) $(BENCH)

fuzz: setup ## feed the readers of JSON, XML and CSV with what libFuzzer makes up, a minute each
	sh scripts/fuzz

docs: release ## rewrite the pages that are printed from the code
	sh scripts/docs

setup:
	@sh scripts/setup

clean:
	rm -rf .build .build-static .build-fuzz
