# make            build/kb
# make deps site  install what is missing, build, render content/ into public/
# make check-deps check
#                 the same for the tests, and run them all
# Other targets: asan (sanitizers over all tests), tsan (races between threads), archive (the archive test alone), gold (the reader against labels made by eye),
# census (how many blocks of each kind the archive holds), bench (what building costs; bench-scale: how that grows; bench-search: how well it finds, beside others),
# pathological (how slow it can be made), soak (building anew, for long), valid (the Nu checker's word on the HTML), lighthouse (Lighthouse's), install, clean.

.SUFFIXES:
.DEFAULT_GOAL = all

BUILD  = build
PREFIX = /usr/local
BINDIR = $(PREFIX)/bin

CC        = cc
CFLAGS   ?= -O3 -g
WARNINGS  = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion
CPPFLAGS += -Isrc -I$(BUILD)

# The libraries come from the system. pkg-config is asked where it is there; the plain names serve where it is not.
PKG_CONFIG = pkg-config
LIBRARIES   = libcmark yaml-0.1 libutf8proc libxxhash libdeflate libbrotlienc libzstd libzip nettle libmicrohttpd
LIB_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(LIBRARIES) 2>/dev/null)
LIBS       := $(shell $(PKG_CONFIG) --libs $(LIBRARIES) 2>/dev/null || echo -lcmark -lyaml -lutf8proc -lxxhash -ldeflate -lbrotlienc -lzstd -lzip -lnettle -lmicrohttpd) -lstemmer -lm
CMOCKA     := $(shell $(PKG_CONFIG) --libs cmocka libbrotlidec 2>/dev/null || echo -lcmocka -lbrotlidec)

COMPILE = $(CC) -std=c11 $(WARNINGS) $(CPPFLAGS) $(LIB_CFLAGS) $(CFLAGS) -pthread -MMD -MP

# As many compilers side by side as there are processors, where make was not told how many.
PARALLEL = $(if $(filter -j%, $(MAKEFLAGS)),, -j$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1))

SOURCES := $(filter-out src/main.c src/embed.c, $(wildcard src/*.c src/*/*.c src/*/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/theme_files.o
THEME   := $(sort $(shell find templates static -type f ! -name '*~'))

all: $(BUILD)/kb

$(BUILD)/kb: $(BUILD)/obj/main.o $(BUILD)/libkb.a
	$(CC) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $(BUILD)/obj/main.o $(BUILD)/libkb.a $(LIBS)

$(BUILD)/libkb.a: $(OBJECTS)
	rm -f $@
	$(AR) rc $@ $(OBJECTS)

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# The default theme becomes part of the program: embed writes templates/ and static/ as one C file.
$(BUILD)/embed: src/embed.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARNINGS) $(CFLAGS) -o $@ src/embed.c

$(BUILD)/theme_files.c: $(BUILD)/embed $(THEME) templates static
	$(BUILD)/embed $(THEME) >$@.tmp
	mv $@.tmp $@

$(BUILD)/obj/theme_files.o: $(BUILD)/theme_files.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# --- the site -------------------------------------------------------------------------------------------------------

site:
	$(MAKE) $(PARALLEL) $(BUILD)/kb
	$(BUILD)/kb build

# --- tests ----------------------------------------------------------------------------------------------------------

UNIT  := $(patsubst tests/unit/%.c, $(BUILD)/tests/%, $(wildcard tests/unit/test_*.c))
TOOLS := $(patsubst tests/%.c, $(BUILD)/tests/%, $(wildcard tests/spec/*.c tests/archive/*.c tests/gold/*.c \
         tests/bench/*.c tests/pathological/pathological.c))

# What is tested is compiled as it will run; a unit test itself need not be fast, and is compiled faster so.
$(BUILD)/tests/test_%: tests/unit/test_%.c $(BUILD)/libkb.a
	@mkdir -p $(@D)
	$(subst -O3,-O1,$(COMPILE)) -Itests/unit $(LDFLAGS) -o $@ $< $(BUILD)/libkb.a $(LIBS) $(CMOCKA)

$(BUILD)/tests/%: tests/%.c $(BUILD)/libkb.a
	@mkdir -p $(@D)
	$(COMPILE) $(LDFLAGS) -o $@ $(filter %.c, $^) $(BUILD)/libkb.a $(LIBS)

$(BUILD)/tests/pathological/pathological: tests/pathological/inputs.c tests/pathological/inputs.h

# Building anew: the tests, a stand-in for kb that tests them, and a library that makes calls fail.
REGENERATE := $(addprefix $(BUILD)/tests/regenerate/, regenerate standin faults.so)

$(BUILD)/tests/regenerate/regenerate: $(filter-out %/standin.c %/faults.c, $(wildcard tests/regenerate/*.c)) $(wildcard tests/regenerate/*.h)
$(BUILD)/tests/regenerate/standin: $(addprefix tests/regenerate/, tree.c files.c regenerate.h)

# Without sanitizers, also in a build that has them: those bring such a library themselves.
$(BUILD)/tests/regenerate/faults.so: tests/regenerate/faults.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARNINGS) -O1 -g -fPIC -shared -o $@ $< -ldl

programs: $(BUILD)/kb $(UNIT) $(TOOLS) $(REGENERATE)

check:
	$(MAKE) $(PARALLEL) programs
	BUILD=$(BUILD) sh tests/run.sh

archive: programs
	BUILD=$(BUILD) sh tests/run.sh archive

gold: $(BUILD)/tests/gold/gold
	BUILD=$(BUILD) sh tests/gold/gold.sh

census: $(BUILD)/tests/gold/census
	BUILD=$(BUILD) sh tests/gold/census.sh

# Pages by the Nu checker, which is fetched from npm on the first call.
valid: $(BUILD)/kb
	BUILD=$(BUILD) sh tests/run.sh valid

# Pages by Lighthouse, which is fetched from npm on the first call: 100 in all categories. FORM=desktop: as a desktop shows them, not a phone.
lighthouse: $(BUILD)/kb
	BUILD=$(BUILD) sh tests/run.sh lighthouse

# Building anew, for as long as you like: SEEDS sites (default 10) with STEPS edits each (default 2000), every error at every call, and mistakes made
# on purpose, which the tests must find.
soak: $(BUILD)/kb $(REGENERATE)
	BUILD=$(BUILD) SOAK=1 sh tests/regenerate/regenerate.sh

# Inputs built to be slow: what each takes, against a limit. (`make check` tries whether any takes more than linear time.)
pathological: $(BUILD)/tests/pathological/pathological
	$(BUILD)/tests/pathological/pathological

# How fast: what a build costs beside a copy of it (CORPUS=DIR, OUT=DIR; see tests/bench/build.sh), how that grows, and the parser and the search alone.
BENCH_TOOLS := $(addprefix $(BUILD)/tests/bench/, measure floor generate)

bench: $(BUILD)/kb $(BENCH_TOOLS)
	BUILD=$(BUILD) sh tests/bench/build.sh

bench-scale bench-peers: bench-%: $(BUILD)/kb $(BENCH_TOOLS)
	BUILD=$(BUILD) sh tests/bench/$*.sh

bench-parse bench-search: bench-%: $(BUILD)/kb $(BUILD)/tests/bench/%
	BUILD=$(BUILD) sh tests/bench/$*.sh

asan:
	$(MAKE) BUILD=$(BUILD)/asan CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' programs
	BUILD=$(BUILD)/asan LIGHT=1 sh tests/run.sh

# Races between threads, over the sample site and the archive.
tsan:
	$(MAKE) BUILD=$(BUILD)/tsan CFLAGS='-O1 -g -fsanitize=thread -fno-omit-frame-pointer' $(BUILD)/tsan/kb
	BUILD=$(BUILD)/tsan sh tests/threads.sh

deps:
	@sh tests/deps.sh build

check-deps:
	@sh tests/deps.sh check

install: $(BUILD)/kb
	mkdir -p $(DESTDIR)$(BINDIR)
	cp $(BUILD)/kb $(DESTDIR)$(BINDIR)/kb

clean:
	rm -rf $(BUILD) public .public.kb*

.PHONY: all site programs check archive gold census bench bench-scale bench-peers bench-parse bench-search soak pathological valid lighthouse asan tsan deps check-deps install clean

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
