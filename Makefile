# tidu: one program, two commands for people (make run, make test), the rest for developers.
#   make            build/tidu
#   make run        install what is missing, build, create var/tidu.db with a demonstration, serve
#   make test       the same for the tests, then all of them            SAN=address,undefined  with sanitizers
#   make bench | fuzz | format | lint | clean
# `V` is the build's folder: another flavour (SAN=…) never mixes its objects with the plain one.

SHELL := /bin/bash
.DEFAULT_GOAL := all

CC ?= gcc
HOSTCC := gcc
SAN ?=
V := build$(if $(SAN),/san)
GEN := build/gen

FLOORS := base domain store document service web page transport cli
PKGS := sqlite3 libcjson libcrypto libargon2 xlsxwriter libzip expat pangocairo libqrencode \
	libmicrohttpd zlib libcurl
RUN_PACKAGES := gcc make pkg-config libc6-dev libsqlite3-dev libcjson-dev libssl-dev libargon2-dev \
	libxlsxwriter-dev libzip-dev libexpat1-dev libcairo2-dev libpango1.0-dev libqrencode-dev \
	libmicrohttpd-dev libfcgi-dev libmagic-dev zlib1g-dev libcurl4-openssl-dev fonts-noto-cjk
TEST_PACKAGES := $(RUN_PACKAGES) git openssl libcmocka-dev python3 nginx-light chromium nodejs npm poppler-utils \
	libreoffice-writer-nogui libreoffice-calc-nogui clang libclang-rt-14-dev clang-format sqlite3 \
	curl wrk unzip file python3-aiosmtpd

WARN := -Wall -Wextra -Wshadow -Wconversion -Wcast-qual -Wswitch-enum -Wformat=2 -Wundef -Wvla \
	-Wmissing-prototypes -Werror
HARDEN := $(if $(SAN),,-D_FORTIFY_SOURCE=3) -fstack-protector-strong -fPIE
# Lazy, so that `make run` can install pkg-config before it is asked.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)) -lfcgi -lmagic -lpthread)$(PKG_LIBS)
# With sanitizers half the time goes into compiling: what their reports need, not what a release needs.
CFLAGS ?= $(if $(SAN),-O1 -g1,-O2 -g)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(CFLAGS) $(WARN) $(HARDEN) \
	$(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all) \
	-Iinclude -I$(GEN) $(PKG_CFLAGS) -MMD -MP
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack $(if $(SAN),-fsanitize=$(SAN)) $(LDFLAGS)

# --- sources, per floor -------------------------------------------------------------------------
GEN_H := $(GEN)/store/q.h $(GEN)/page/tmpl.h
GEN_C_store := $(GEN)/store/q.c
GEN_C_page := $(GEN)/page/tmpl.c
GEN_C_base := $(GEN)/base/embedded.c
define floor
SRC_$(1) := $$(sort $$(wildcard src/$(1)/*.c))
OBJ_$(1) := $$(SRC_$(1):src/%.c=$(V)/%.o) $$(GEN_C_$(1):$(GEN)/%.c=$(V)/gen/%.o)
$(V)/lib$(1).a: $$(OBJ_$(1))
	@rm -f $$@ && ar rcs $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call floor,$(f))))
ALL_OBJ := $(foreach f,$(FLOORS),$(OBJ_$(f)))
# Highest floor first: a floor links against the ones after it.
LINK_ORDER := cli transport page web document service store domain base
LIBS := $(LINK_ORDER:%=$(V)/lib%.a)

.PHONY: all run test bench fuzz format lint clean deps-run deps-test demo-db
all: build/tidu

$(V)/tidu: $(V)/main/main.o $(LIBS)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $< -Wl,--start-group $(LIBS) -Wl,--end-group $(PKG_LIBS)

$(V)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<
$(V)/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<
# Which floors may see generated headers.
$(OBJ_store) $(OBJ_service) $(OBJ_web) $(OBJ_page) $(OBJ_transport) $(OBJ_cli) $(V)/main/main.o: | $(GEN)/store/q.h
$(OBJ_page) $(OBJ_cli) $(V)/main/main.o: | $(GEN)/page/tmpl.h

# --- build-time programs ------------------------------------------------------------------------
HOST_CFLAGS = -std=c11 -D_GNU_SOURCE -O1 -g $(WARN) -Iinclude
# The host programs use the base floor's text and memory; not its drivers.
HOST_BASE := arena buf str vec map utf8 err msg
# A program of several files: x.c and x_*.c.
build/host/%: src/host/%.c $(wildcard src/host/*_*.c) $(HOST_BASE:%=src/base/%.c) $(wildcard include/base/*.h include/base/*.def src/host/*.h)
	@mkdir -p $(@D)
	@echo "  HOST  $@"
	@$(HOSTCC) $(HOST_CFLAGS) -o $@ $< $(wildcard src/host/$*_*.c) $(HOST_BASE:%=src/base/%.c)

SQL_QUERIES := $(sort $(wildcard sql/query/*.sql))
$(GEN)/store/q.h $(GEN)/store/q.c &: build/host/sqlc $(SQL_QUERIES)
	@mkdir -p $(GEN)/store
	@echo "  SQLC  $(words $(SQL_QUERIES)) files"
	@build/host/sqlc $(GEN)/store/q.h $(GEN)/store/q.c $(SQL_QUERIES)

TEMPLATES := $(sort $(shell find templates -name '*.html' 2>/dev/null))
$(GEN)/page/tmpl.h $(GEN)/page/tmpl.c &: build/host/tmplc $(TEMPLATES)
	@mkdir -p $(GEN)/page
	@echo "  TMPLC $(words $(TEMPLATES)) files"
	@build/host/tmplc templates $(GEN)/page/tmpl.h $(GEN)/page/tmpl.c $(TEMPLATES)

# Schema, reference data, static files and the manual travel inside the program.
EMBEDDED := $(sort $(shell find sql/schema sql/reference static docs/manual -type f 2>/dev/null))
$(GEN)/base/embedded.c: build/host/embed $(EMBEDDED)
	@mkdir -p $(GEN)/base
	@echo "  EMBED $(words $(EMBEDDED)) files"
	@build/host/embed $@ $(EMBEDDED)

ifneq ($(V),build)
build/tidu:
	$(MAKE) SAN= $@
endif

# --- people -------------------------------------------------------------------------------------
deps-run:
	@tests/tools/need-packages $(RUN_PACKAGES)
deps-test:
	@tests/tools/need-packages $(TEST_PACKAGES)

DB ?= var/tidu.db
LISTEN ?= 127.0.0.1:8080
run: deps-run
	@$(MAKE) --no-print-directory -j$$(nproc) build/tidu
	@if [ ! -e $(DB) ]; then mkdir -p $(dir $(DB)) && build/tidu demo --db $(DB); fi
	build/tidu serve --db $(DB) --listen $(LISTEN)

test: deps-test
	@SAN='$(SAN)' tests/run

bench: deps-test
	@$(MAKE) --no-print-directory -j$$(nproc) build/tidu
	@tests/bench/run

fuzz: deps-test
	@tests/fuzz/run

lint:
	@tests/lint/run

format:
	@git ls-files '*.c' '*.h' | xargs clang-format -i

clean:
	rm -rf build

# --- unit tests: one program per tests/unit/<floor>/test_*.c, linked to its floor and lower ones ---
UNIT := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN := $(UNIT:tests/unit/%.c=$(V)/unit/%)
BELOW_base := base
BELOW_domain := domain base
BELOW_store := store base
BELOW_document := document base
BELOW_service := service document store domain base
BELOW_web := web $(BELOW_service)
BELOW_page := page $(BELOW_web)
BELOW_transport := transport $(BELOW_page)
BELOW_cli := cli $(BELOW_transport)
define unit
$(V)/unit/$(1)/%: tests/unit/$(1)/%.c $(BELOW_$(1):%=$(V)/lib%.a)
	@mkdir -p $$(@D)
	@echo "  TEST  $$<"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $$@ $$< -Wl,--start-group $(BELOW_$(1):%=$(V)/lib%.a) \
		-Wl,--end-group $(PKG_LIBS) -lcmocka
endef
$(foreach f,$(FLOORS),$(eval $(call unit,$(f))))
.PHONY: unit
unit: $(UNIT_BIN)

# --- fuzz targets as plain programs over their corpus (tests/corpus/NAME/*) ---
REPLAY_BIN := $(patsubst tests/fuzz/fuzz_%.c,$(V)/replay/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
$(V)/replay/%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(LIBS)
	@mkdir -p $(@D)
	@echo "  REPLAY $<"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< tests/fuzz/replay.c -Wl,--start-group $(LIBS) \
		-Wl,--end-group $(PKG_LIBS)
.PHONY: replay
replay: $(REPLAY_BIN)

-include $(ALL_OBJ:.o=.d) $(V)/main/main.d
