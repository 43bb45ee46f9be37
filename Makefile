# Vestibule's build: one file, not recursive; everything made goes to build/.
#
#   make         the program, build/vestibule          make V=1   show commands
#   make help    every target worth typing
#
# Each variant of the program has its objects in build/<variant>/.

PROGRAM = build/vestibule
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 4
SOAK_SECONDS ?= 600
SOAK_ROUNDS ?= 50

.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(JOBS)
endif

Q = $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $@;)

# ---- sources: one folder of src/ is one module ---------------------------------

sources = $(sort $(wildcard src/*/*.c))
headers = $(sort $(wildcard src/*/*.h))
test_sources = $(sort $(wildcard tests/*.[ch] tests/*/*.[ch]))
main = src/cli/main.c
pure = base callout diagram eval ledger note oidc policy record visit study lsp
wasm_sources = $(sort $(wildcard src/eval/*.c)) \
    $(addprefix src/base/,date.c err.c json_out.c mem.c str.c text.c)
tests = $(patsubst %.c,build/asan/%,$(sort $(wildcard tests/*/*_test.c)))
# Programs that the scripts run, besides the one that they test.
peers = $(patsubst %.c,build/asan/%,$(sort $(wildcard tests/*/*_peer.c)))
scripts = $(sort $(shell find tests -name '*.sh' -perm -u+x 2>/dev/null))
# Every test program is linked with the harness: what stands in tests/ itself.
harness = $(patsubst %.c,build/asan/%.o,$(sort $(wildcard tests/*.c)))
# C made of the SQL of a folder: sql.h names the statements, sql.c holds them.
sql_folders = $(patsubst src/%/schema/001.sql,%,$(sort $(wildcard src/*/schema/001.sql)))
sql = src/db/sql/schema.sql $(sort $(wildcard src/$(1)/schema/*.sql)) \
    $(sort $(wildcard src/$(1)/sql/*.sql))
sql_generated = $(sql_folders:%=build/gen/%/sql.c)
# C made of pages and of what they need; their headers declare them.
pages = $(sort $(wildcard src/web/pages/*.html))
assets = $(sort $(wildcard src/web/assets/*)) build/vestibule.wasm
documents = $(sort $(wildcard protocols/chicago.md protocols/roles.md protocols/calling.conf \
    protocols/days/hamline-2025-01-24.json)) \
    $(patsubst %.po,build/gen/%.mo,$(sort $(wildcard protocols/chicago.*.po protocols/roles.*.po)))
# What people read, in other languages.
tongues = $(sort $(wildcard po/*.po))
generated = $(sql_generated) $(pages:src/web/pages/%.html=build/gen/web/page_%.c) \
    build/gen/web/assets.c build/gen/web/documents.c build/gen/web/tongues.c
objects = $(sources:%.c=build/$(1)/%.o) $(generated:build/%.c=build/$(1)/%.o)
fuzzers = $(patsubst tests/fuzz/%.c,build/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))

# ---- compilers and flags ---------------------------------------------------------

CC_release = gcc
CC_clang = clang-14
CC_asan = clang-14
CC_wasm = clang-14

warnings = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
    -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla -Wundef -Wcast-align \
    -Wimplicit-fallthrough -Werror
common = -std=c17 $(warnings) -Isrc -Ibuild/gen \
    -ffp-contract=off -ffile-prefix-map=$(CURDIR)=.
native = $(common) -D_POSIX_C_SOURCE=200809L -g
harden = -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
# Not position-independent: clang 14's address sanitizer wants a fixed range that a
# randomly placed program may overlap.  The coverage counters serve the fuzzers.
sanitize = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-pie

CFLAGS_release = $(native) $(harden)
CFLAGS_clang = $(native) $(harden)
CFLAGS_asan = $(native) -O1 $(sanitize) -fsanitize=fuzzer-no-link -Itests
CFLAGS_wasm = $(common) --target=wasm32 -nostdlib -ffreestanding -O2 -flto -mbulk-memory \
    -fvisibility=hidden
LDFLAGS_release = -pie -Wl,-z,relro,-z,now,--as-needed
LDFLAGS_asan = -fsanitize=address,undefined -no-pie
LDFLAGS_wasm = --target=wasm32 -nostdlib -Wl,--no-entry,--strip-all,--lto-O2
LIBS = -lcmark-gfm-extensions -lcmark-gfm -ljansson -lcrypto -lsodium -lsqlite3 -lmicrohttpd -lcurl -lunistring \
    -lqrencode -lfido2 -lcjose -lm

build/asan/tests/fuzz/%.o: private CFLAGS_asan += -Wno-missing-prototypes

define variant
build/$(1)/%.o: %.c Makefile
	$$(call say,CC)mkdir -p $$(@D) && $$(CC_$(1)) $$(CFLAGS_$(1)) -MMD -MP -c -o $$@ $$<
build/$(1)/gen/%.o: build/gen/%.c Makefile
	$$(call say,CC)mkdir -p $$(@D) && $$(CC_$(1)) $$(CFLAGS_$(1)) -MMD -MP -c -o $$@ $$<
$(filter $(foreach f,$(sql_folders),build/$(1)/src/$(f)/%) build/$(1)/gen/%,$(call objects,$(1))): \
    | $(sql_generated:.c=.h)
$(filter build/$(1)/src/web/% build/$(1)/gen/web/%,$(call objects,$(1))): \
    | build/gen/web/pages.h
endef
$(foreach v,release clang asan wasm,$(eval $(call variant,$(v))))
-include $(foreach v,release clang asan wasm,$(wildcard build/$(v)/src/*/*.d \
    build/$(v)/gen/*/*.d))
-include $(wildcard build/asan/tests/*.d build/asan/tests/*/*.d)

define sql_tables
build/gen/$(1)/sql.h: private form = header
build/gen/$(1)/sql.c: private form = source
build/gen/$(1)/sql.h build/gen/$(1)/sql.c: tools/sqlgen.awk $(call sql,$(1))
	$$(call say,GEN)mkdir -p $$(@D) && awk -v form=$$(form) -v folder=$(1) -f $$^ >$$@
endef
$(foreach folder,$(sql_folders),$(eval $(call sql_tables,$(folder))))

build/gen/web/pages.h: tools/pagec.awk $(pages)
	$(call say,GEN)mkdir -p $(@D) && awk -v form=header -f tools/pagec.awk $(pages) >$@
build/gen/web/page_%.c: src/web/pages/%.html tools/pagec.awk
	$(call say,GEN)mkdir -p $(@D) && awk -v form=source -f tools/pagec.awk $< >$@
build/gen/web/assets.c: tools/assetgen.sh $(assets)
	$(call say,GEN)mkdir -p $(@D) && tools/assetgen.sh web_assets $(assets) >$@
build/gen/protocols/%.mo: protocols/%.po
	$(call say,GEN)mkdir -p $(@D) && msgfmt --no-hash -o $@ $<
build/gen/web/documents.c: tools/assetgen.sh $(documents)
	$(call say,GEN)mkdir -p $(@D) && tools/assetgen.sh web_documents $(documents) >$@
build/gen/web/tongues.c: tools/tonguegen.sh $(tongues)
	$(call say,GEN)mkdir -p $(@D) && tools/tonguegen.sh $(tongues) >$@
$(patsubst %.c,build/asan/%.o,$(wildcard tests/unit/web_*.c tests/web/*.c tests/fuzz/web_*.c)): | \
    build/gen/web/pages.h

# ---- programs ------------------------------------------------------------------

all: $(PROGRAM) ## the program, build/vestibule (what plain `make` does)
.DEFAULT_GOAL = all

$(PROGRAM): $(call objects,release)
	$(call say,LINK)gcc $(LDFLAGS_release) -o $@ $^ $(LIBS)

build/clang/vestibule: $(call objects,clang)
	$(call say,LINK)clang-14 $(LDFLAGS_release) -o $@ $^ $(LIBS)

# What other people's software reads our output with.
build/npm/installed: Makefile
	$(call say,NPM)mkdir -p $(@D) && cd $(@D) && npm install --prefix . --loglevel=error \
	    --no-save --no-package-lock --no-audit --no-fund $(test_modules) >installed.log && touch installed

build/vestibule.wasm: $(wasm_sources:%.c=build/wasm/%.o)
	$(call say,LINK)clang-14 $(LDFLAGS_wasm) -o $@ $^

build/asan/vestibule.a: $(filter-out $(main:%.c=build/asan/%.o),$(call objects,asan))
	$(call say,AR)rm -f $@ && ar rcsD $@ $^

build/asan/vestibule: build/asan/src/cli/main.o build/asan/vestibule.a
	$(call say,LINK)clang-14 $(LDFLAGS_asan) -o $@ $^ $(LIBS)

build/asan/tests/%_test: build/asan/tests/%_test.o $(harness) build/asan/vestibule.a
	$(call say,LINK)clang-14 $(LDFLAGS_asan) -o $@ $^ $(LIBS) $(if $(filter z3/%,$*),-lz3)

build/asan/tests/%_peer: build/asan/tests/%_peer.o build/asan/tests/load.o build/asan/vestibule.a
	$(call say,LINK)clang-14 $(LDFLAGS_asan) -o $@ $^ $(LIBS)

# A key and certificate for the servers that tests start, and one of somebody else.
build/tls/made: Makefile
	$(call say,TLS)rm -rf $(@D) && mkdir -p $(@D) && for name in server other; do \
	    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
	    -subj "/CN=$$name" -addext "subjectAltName=IP:127.0.0.1" \
	    -keyout $(@D)/$$name.key -out $(@D)/$$name.pem 2>$(@D)/log || exit 1; done && touch $@
build/asan/tests/unit/fetch_test build/asan/tests/unit/http_tls_test: | build/tls/made

build/fuzz/%_fuzz: build/asan/tests/fuzz/%_fuzz.o build/asan/vestibule.a
	$(call say,LINK)mkdir -p $(@D) && clang-14 $(LDFLAGS_asan) -fsanitize=fuzzer -o $@ $^ $(LIBS)

build/fuzz/oidc_fuzz: build/asan/tests/token_signer.o
build/fuzz/passkey_fuzz: build/asan/tests/authenticator.o

# What measures the record and its store, by bench/*.sh.
build/bench/%_bench: bench/%.c bench/disk.c bench/disk.h tests/load.c tests/load.h \
    $(filter-out $(main:%.c=build/release/%.o),$(call objects,release))
	$(call say,LINK)mkdir -p $(@D) && gcc $(native) $(harden) -Itests $(LDFLAGS_release) -o $@ \
	    $(filter %.c %.o,$^) $(LIBS)
build/bench/desk_bench: bench/wire.c bench/wire.h

# ---- what must be installed (Debian 12) ------------------------------------------

build_packages = gcc libc6-dev pkg-config libcmark-gfm-dev libcmark-gfm-extensions-dev \
    libjansson-dev libssl-dev libsodium-dev libsqlite3-dev libmicrohttpd-dev \
    libcurl4-openssl-dev libunistring-dev libqrencode-dev libfido2-dev libcjose-dev msgfmt:gettext \
    clang-14 lld-14
test_packages = $(build_packages) libclang-rt-14-dev clang-format-14 \
    clang-tidy-14 libz3-dev mandoc prove:perl awk:mawk node:nodejs npm:npm dot:graphviz \
    xmllint:libxml2-utils nvim:neovim go:golang-go golang-golang-x-mod-dev \
    strace openssl curl chromium python3 python3-cryptography \
    python3-aiosmtpd faketime
# From npm, into build/: read our output as others would.
test_modules = @sd-jwt/core@0.14.1 ajv@8.20.0 axe-core@4.14.1 canonicalize@2.1.0 \
    http_ece@1.2.0 oidc-provider@8.8.1 playwright-core@1.57.0 standardwebhooks@1.1.1 web-push@3.6.7
bench_packages = $(build_packages) node:nodejs npm:npm script:bsdutils chromium

deps: ## install the packages that building needs, if any is missing
	@tools/deps.sh $(build_packages)
deps-test: ## the same for `make test`
	@tools/deps.sh $(test_packages)
deps-bench:
	@tools/deps.sh $(bench_packages)
# ---- everyday ------------------------------------------------------------------

run: deps ## install what is needed, build, replay the reference day and seal it
	@$(MAKE) -s all
	@tools/run.sh $(PROGRAM) protocols/days/hamline-2025-01-24.json

install: all ## program, manual, completions, protocols under PREFIX (and DESTDIR)
	install -D $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/vestibule
	$(foreach page,$(wildcard man/*.[1-9]),install -Dm644 $(page) \
	    $(DESTDIR)$(PREFIX)/share/man/man$(subst .,,$(suffix $(page)))/$(notdir $(page));)
	$(foreach doc,$(wildcard protocols/*.md protocols/*/*.json),install -Dm644 $(doc) \
	    $(DESTDIR)$(PREFIX)/share/vestibule/$(doc);)
	$(foreach file,$(wildcard contrib/completion/*/*),install -Dm644 $(file) \
	    $(DESTDIR)$(PREFIX)/share/$(file:contrib/completion/%=%);)

clean: ## remove build/
	$(Q)rm -rf build

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

# Words for people: those of the pages and those that C marks, in one template.
xgettext = xgettext --language=C --from-code=UTF-8 --keyword --keyword=SAY \
    --keyword=SAY_INIT --keyword=SAY_COUNT:1,2 --add-comments --add-location=file \
    --sort-by-file --package-name=Vestibule
spoken = $(filter build/gen/web/page_%,$(generated)) $(sources)
build/gen/vestibule.pot: $(spoken) Makefile
	$(call say,GEN)$(xgettext) -o - $(spoken) | sed '/^"POT-Creation-Date/d' >$@

po: build/gen/vestibule.pot ## take new words into po/: the template, and what is to be translated
	@cp $< po/vestibule.pot
	@for po in $(tongues); do msgmerge --quiet --update --no-fuzzy-matching --backup=none \
	    --add-location=file --sort-by-file $$po $< && msgattrib --no-obsolete -o $$po $$po && \
	    printf '%s: ' $$po && msgfmt --statistics -o build/gen/statistics.mo $$po; done

# ---- tests: cheapest first; every step can be run by itself ------------------------

steps = format layers headers size banned strict globals clang asan wasm programs fuzz \
    manual reproducible lint

test: deps-test ## install what is needed, build, and check everything
	@rm -rf build/tap
	@for step in $(steps); do tools/step.sh $$step $(MAKE) $$step; done
	@find build/tap -type f ! -name '*.log' | sort | xargs awk -f tools/tally.awk

format: ## is all C laid out as .clang-format says?
	@clang-format-14 --dry-run --Werror $(sources) $(headers) $(test_sources)
fix-format: ## lay it out so
	@clang-format-14 -i $(sources) $(headers) $(test_sources)
layers: ## do the includes follow LAYERS?
	@awk -f tools/layers.awk LAYERS $(sources) $(headers)
headers: build/gen/web/pages.h $(sql_generated:.c=.h) ## does every header compile alone?
	@printf '%s\n' $(headers) | xargs -r -P$(JOBS) -n1 gcc $(native) -fsyntax-only -x c
size: ## files of 500 lines, functions of 60, at most
	@awk -f tools/size.awk $(sources) $(headers) $(test_sources)
banned: ## calls and macros that we do without
	@awk -f tools/banned.awk $(sources) $(headers) $(test_sources)
strict: $(PROGRAM) ## the program by gcc, all warnings being errors
globals: $(sources:%.c=build/release/%.o) ## no writable data in the pure folders
	@tools/globals.sh $(foreach f,$(pure),$(filter build/release/src/$(f)/%,$^))
clang: build/clang/vestibule ## the program by clang, all warnings being errors
asan: $(tests) $(peers) build/asan/vestibule ## all tests and the program with sanitizers
wasm: build/vestibule.wasm ## the evaluator as WebAssembly

prove = VESTIBULE=$(CURDIR)/$(PROGRAM) PERL_TEST_HARNESS_DUMP_TAP=$(CURDIR)/build/tap \
    ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
    timeout 2400 prove -j$(JOBS) --exec ''
programs: $(tests) $(peers) $(PROGRAM) build/gen/vestibule.pot build/vestibule.wasm build/npm/installed build/tls/made ## run the test programs and scripts
	@mkdir -p build/tap && $(prove) $(tests) $(scripts)

fuzz: $(fuzzers) ## replay old findings, look FUZZ_SECONDS for new ones
	@printf '%s\n' $(fuzzers) | xargs -r -P$(JOBS) -I@ tools/fuzz.sh @ $(FUZZ_SECONDS)
manual: ## do the manual pages pass mandoc?
	@printf '%s\n' $(wildcard man/*.[1-9]) | xargs -r mandoc -Tlint -W warning

# Build the sources a second time elsewhere: the digests must agree.
reproducible: build/reproducible.ok ## are two builds the same, byte for byte?
build/reproducible.ok: $(PROGRAM) build/vestibule.wasm
	@rm -rf build/again && mkdir -p build/again/in/a/longer/path
	@cp -R Makefile po protocols src tools build/again/in/a/longer/path
	@TZ=Asia/Tokyo $(MAKE) -C build/again/in/a/longer/path $^
	@for made in $^; do cmp $$made build/again/in/a/longer/path/$$made || exit 1; done
	@rm -rf build/again && touch $@

lint: $(sources:%.c=build/lint/%.ok) ## clang-tidy, only where something changed
build/lint/%.ok: %.c build/release/%.o .clang-tidy
	@mkdir -p $(@D) && said=$$(clang-tidy-14 --quiet $< -- $(native) 2>&1) || \
	    { printf '%s\n' "$$said"; exit 1; }; touch $@

bless: $(tests) $(peers) $(PROGRAM) build/npm/installed ## rewrite the expectations of the cases; the diff is the review
	@mkdir -p build/tap && BLESS=1 $(prove) $(tests) $(scripts)

soak: deps-test ## SOAK_ROUNDS of random tests, SOAK_SECONDS of each fuzzer
	@$(MAKE) -s asan
	@for round in $$(seq $(SOAK_ROUNDS)); do \
	    VESTIBULE=$(CURDIR)/build/asan/vestibule prove -Q -j$(JOBS) --exec '' $(tests) || exit 1; \
	done
	@TORN_ROUNDS=$(SOAK_ROUNDS) VESTIBULE=$(CURDIR)/$(PROGRAM) prove -Q --exec '' tests/fault/torn.sh
	@$(MAKE) fuzz FUZZ_SECONDS=$(SOAK_SECONDS)

bench: deps-bench ## the README's figures, measured on this machine
	@$(MAKE) -s all wasm build/bench/store_bench build/bench/record_bench build/bench/desk_bench build/bench/desk_people_bench build/npm/installed
	@node bench/run.js
	@bench/store.sh
	@bench/record.sh $(EVENTS)
	@bench/desk.sh
	@bench/calls.sh

.PHONY: all po deps deps-test deps-bench run install clean help test fix-format bless soak \
    bench $(steps)
