/*
 * called: the link by which somebody who was called answers.
 */
#ifndef VESTIBULE_WEB_CALLED_H
#define VESTIBULE_WEB_CALLED_H

#include "web/site.h"

/* Add the address that answers a letter; `context` is the site.  Nothing where no address
 * of ours is known (sign-in.conf: origin), or no person is written to. */
void called_add_link(void *context, const struct post_place *place, struct text *link);

#endif
