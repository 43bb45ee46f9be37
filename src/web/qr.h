/*
 * qr: words as a picture that a telephone reads, ISO/IEC 18004.
 */
#ifndef VESTIBULE_WEB_QR_H
#define VESTIBULE_WEB_QR_H

#include "web/html.h"

/* Draw `words` as SVG of its own, black on white whatever the page's colours; `label`
 * says what it is to those who do not see it, in plain words without < & or quotes.
 * Empty when the words are too long for one. */
struct safe_html qr_draw(struct arena *arena, str words, str label);

#endif
