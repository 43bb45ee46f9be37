/*
 * plain: a text as a search compares it, without case and without accents.
 *
 * "ÉCOLE", "école" and "ecole" are the same then, in whichever way they are spelt.
 * Nothing that is recorded or shown is ever plain.
 */
#ifndef VESTIBULE_RECORD_PLAIN_H
#define VESTIBULE_RECORD_PLAIN_H

#include "base/base.h"

/* Make it in `arena`.  What is no UTF-8 stays as it is. */
str record_plain(struct arena *arena, str s);

#endif
