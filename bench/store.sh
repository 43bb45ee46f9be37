#!/bin/sh
# What durability costs: events a second that are on the disk, in fdatasyncs.  Run by
# `make bench`, which builds what it needs.
set -eu

work=build/bench/store
rm -rf "$work"
mkdir -p "$work"
echo "the record's store"
build/bench/store_bench "$work"
rm -rf "$work"
