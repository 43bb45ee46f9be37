/*
 * base: the vocabulary every other folder speaks.
 *
 * Slices of text, growable text, arenas, errors, a map, calendar arithmetic, a
 * JSON writer, Base64.  Pure: no I/O, no clock, no globals.  Only arena.c and stop.c
 * need libc; the rest also runs as WebAssembly.
 */
#ifndef VESTIBULE_BASE_H
#define VESTIBULE_BASE_H

#include "base/arena.h"
#include "base/base64.h"
#include "base/date.h"
#include "base/err.h"
#include "base/failure.h"
#include "base/json_out.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#endif
