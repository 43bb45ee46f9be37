/*
 * web: what browsers are shown.
 *
 * Pages are HTML files that tools/pagec.awk makes into functions of a view struct; a
 * handler fills the view and answers with the page.  Everything works without scripts,
 * and nothing is loaded from anywhere else.
 *
 * May include base, json, eval, policy, record, visit, people, app, http, os.
 */
#ifndef VESTIBULE_WEB_H
#define VESTIBULE_WEB_H

#include "web/called.h"
#include "web/site.h"

/*
 * Fill in what a server must be told to serve `site`, which must outlast it.  Where it
 * listens is for the caller to say, and to put the server into site->server.  The table
 * lives in `arena`.
 */
void web_settings(
    struct arena *arena, struct site *site, struct http_settings *settings);

/* Read the protocols anew and record what is new of them; when anything is wrong, the
 * ones in force stay (false).  Either is told as an event. */
bool web_reload(struct site *site);

/* Write the protocols that the program carries into a folder, but for those that it has
 * already. */
bool web_copy_documents(str folder, struct err *err) MUST_USE;

#endif
