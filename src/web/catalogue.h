/*
 * catalogue: looking words up in what msgfmt made of a translation, a MO file.
 *
 * gettext() of the C library knows one language a process and wants it in a folder of the
 * system; a desk speaks the language of whoever asks.  So the program holds the bytes
 * of the file and searches them; their order is that of the keys.
 */
#ifndef VESTIBULE_WEB_CATALOGUE_H
#define VESTIBULE_WEB_CATALOGUE_H

#include "base/base.h"

/* Whether `mo` is a whole catalogue in the order that a search needs: ERR_CORRUPT. */
bool catalogue_check(str mo, struct err *err) MUST_USE;

/* Find what a key is in a catalogue that passed the check, or in the empty one, which
 * knows nothing.  False: it has no such key, or no words for it.  Of a message that
 * counts it finds every form, each but the last ended by a NUL. */
bool catalogue_find(str mo, str key, str *said);

/* Find the first message whose key begins so. */
bool catalogue_begins(str mo, str start, str *key, str *said);

/* The key of words in a context, as msgctxt has it. */
str catalogue_key(struct arena *arena, str context, str english);

/* Of the forms of a message, the one with this number, or the last before it. */
str catalogue_form(str forms, size_t number);

/* Find a field of the catalogue's header, such as "Language". */
bool catalogue_field(str mo, str name, str *value);

#endif
