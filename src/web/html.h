/*
 * html: what a page is written to, and how values get into it.
 *
 * The functions are called by the C that tools/pagec.awk makes of the pages: it knows
 * where a value stands, and chooses.  Nobody else writes HTML.
 */
#ifndef VESTIBULE_WEB_HTML_H
#define VESTIBULE_WEB_HTML_H

#include "web/tongue.h"

struct html {
    struct text text;
    const struct tongue *tongue;
};

/* HTML that this program made itself, to be taken as it stands. */
struct safe_html {
    str bytes;
};

/* The page's own text. */
void html_raw(struct html *html, str bytes);
void html_safe(struct html *html, struct safe_html safe);

/* A value between tags, and in a quoted attribute. */
void html_text(struct html *html, str value);
void html_value(struct html *html, str value);
/* Whether all of a value is marked as of another language: where no element can say so
 * an attribute must. */
bool html_is_marked(str value);
void html_number(struct html *html, uint64_t value);

/*
 * An address, in a quoted attribute: http, https, tel, mailto, or relative to this host.
 * Any other becomes "#", which leads nowhere.
 */
void html_address(struct html *html, str address);

/* A part of an address: a name between slashes, or a value of a query. */
void html_part(struct html *html, str part);

/*
 * Words for people, between tags and in a quoted attribute: `english` in the page's
 * language, with values in place of %1, %2 ...
 */
void html_words(struct html *html, str english, const str *values, size_t count);
void html_words_value(struct html *html, str english, const str *values, size_t count);

#endif
