#!/bin/sh
# tools/pagec.awk: what it makes of a small page, and what it says of mistakes.
set -u

points=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

point() { # RESULT NAME
    points=$((points + 1))
    if [ "$1" = 0 ]; then
        echo "ok $points - $2"
    else
        echo "not ok $points - $2"
        sed 's/^/#   /' "$work/out" "$work/err" | head -n 20
    fi
}

generate() { # FORM FILE...
    form=$1
    shift
    (cd "$work" && awk -v form="$form" -f "$top/tools/pagec.awk" "$@") \
        >"$work/out" 2>"$work/err"
}

golden() { # NAME: the wanted text is standard input
    cat >"$work/wanted"
    diff "$work/wanted" "$work/out" >"$work/err"
    point $? "$1"
}

refused() { # NAME WHERE-AND-WHAT: the inside of a page is standard input
    { echo '{% page view_wrong(const struct wrong_view *view) %}' && cat && echo '{% end %}'; } >"$work/wrong.html"
    generate source wrong.html
    got=$?
    [ "$got" = 1 ] && [ ! -s "$work/out" ] && grep -qxF "wrong.html:$2" "$work/err"
    point $? "$1"
}

top=$(pwd)
cat >"$work/greet.html" <<'END'
{# For whoever reads the source. #}
{% page view_greet(const struct greet_view *view) %}
<p title="{{ view->note }}"{% if view->calm %} class='calm {{ view->tone }}'{% end %}>
  {{ _"Good \"morning\", %1", view->name }}
  {% for size_t i = 0; i < view->count; i++ %}
    <a href="{{ view->links[i] }}">{{ number i }}</a><a href="/x/{{ view->id }}?a={{ view->q }}">
  {% end %}
{% if view->safe %}{{ safe view->body }}{% else if view->x %}{{ _ view->key }}{% else %}{{ view->key }}{% end %}
{% call view_rest(&view->rest) %}
<script src="{{ view->script }}"></script>
<p title="{{ _"Words" }}">What?</p>
{% end %}

{% page view_rest(const struct rest_view *view) %}
<!-- {kept} --><br>{{ view->a }}
{% end %}
END

generate header greet.html
sed -i "/#include \"web\/views_/d" "$work/out" # as many as there are
golden "pages are declared" <<'END'
/* Made by tools/pagec.awk from src/web/pages; change the page there. */
#ifndef VESTIBULE_WEB_PAGES_H
#define VESTIBULE_WEB_PAGES_H

#include "web/views.h"

void view_greet(struct html *html, const struct greet_view *view);
void view_rest(struct html *html, const struct rest_view *view);

#endif
END

generate source greet.html
cp "$work/out" "$work/whole"
sed -e '/^#line/d' -e 's/^ *//' "$work/whole" >"$work/out"
golden "and made, escaped by where a value stands" <<'END'
/* Made by tools/pagec.awk from src/web/pages; change the page there. */
#include "web/pages.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

void view_greet(struct html *html, const struct greet_view *view)
{
html_raw(html, STR("<p title=\""));
html_value(html,
view->note
);
html_raw(html, STR("\""));
if (
view->calm
) {
html_raw(html, STR(" class='calm "));
html_value(html,
view->tone
);
html_raw(html, STR("'"));
}
html_raw(html, STR(">\n"));
html_words(html,
SAY("Good \"morning\", %1"), (const str[]){ view->name}, sizeof((const str[]){ view->name}) / sizeof(str)
);
html_raw(html, STR("\n"));
for (
size_t i = 0; i < view->count; i++
) {
html_raw(html, STR("<a href=\""));
html_address(html,
view->links[i]
);
html_raw(html, STR("\">"));
html_number(html,
i
);
html_raw(html, STR("</a><a href=\"/x/"));
html_part(html,
view->id
);
html_raw(html, STR("\?a="));
html_part(html,
view->q
);
html_raw(html, STR("\">\n"));
}
if (
view->safe
) {
html_safe(html,
view->body
);
} else if (
view->x
) {
html_words(html,
view->key, NULL, 0
);
} else {
html_text(html,
view->key
);
}
html_raw(html, STR("\n"));
view_rest(html,
&view->rest
);
html_raw(html, STR("<script src=\""));
html_address(html,
view->script
);
html_raw(html, STR("\"></script>\n<p title=\""));
html_words_value(html,
SAY("Words"), NULL, 0
);
html_raw(html, STR("\">What\?</p>\n"));
}

void view_rest(struct html *html, const struct rest_view *view)
{
html_raw(html, STR("<!-- {kept} --><br>"));
html_text(html,
view->a
);
html_raw(html, STR("\n"));
}
END

# A compiler names the page, its line and the column of the value.
{ echo 'struct html; struct rest_view { int a; };'; sed 's/^#include.*//' "$work/whole"; } >"$work/whole.c"
gcc -fsyntax-only -w "$work/whole.c" >"$work/out" 2>"$work/err"
grep -q '^greet.html:3:18: error: ' "$work/err"
point $? "a compiler points to the page"

refused "an unquoted value" "2:10: quote this attribute's value" <<'END'
<p class={{ view->a }}>
END
refused "the rest of an unquoted value" "2:11: quote this attribute's value" <<'END'
<p class=a{{ view->a }}>
END
refused "a script's inside" "2:31: no value can stand in a <script>" <<'END'
<script src="/a.js">let name='{{ view->a }}'</script>
END
refused "a script in a page" "2:8: no <script> in a page: put it into src/web/assets" <<'END'
<script>f()</script>
END
refused "a style in a page" "2:7: no <style> in a page: put it into src/web/assets" <<'END'
<STYLE>p { color: red }</STYLE>
END
refused "a style attribute" "2:9: no style in a page: put it into src/web/assets" <<'END'
<p style="color: red">
END
refused "an event's handler" "2:11: no onclick in a page: put it into src/web/assets" <<'END'
<p onClick="{{ view->a }}">
END
refused "a document in an attribute" "2:15: no srcdoc in a page: put it into src/web/assets" <<'END'
<iframe srcdoc="{{ view->a }}">
END
refused "a comment's inside" "2:6: no value can stand in a comment" <<'END'
<!-- {{ view->a }} -->
END
refused "a name of an attribute" "2:4: no value can be a name; use {% if %}" <<'END'
<p {{ view->a }}>
END
refused "a value that no escaping makes safe" "2:14: no value can stand in srcset" <<'END'
<img srcset="{{ view->a }} 2x">
END
refused "an address of another scheme" "2:24: an address is http, https, tel, mailto or relative" <<'END'
<a href="javascript:f()">
END
refused "words as an address" "2:10: no words can be an address" <<'END'
<a href="{{ _"Words" }}">
END
refused "safe HTML in an attribute" "2:11: safe HTML can only stand between tags" <<'END'
<p title="{{ safe view->a }}">
END
refused "branches that end elsewhere" \
    "2:17: a branch must end where it began: this one began at line 2 in text and ends in tag" <<'END'
{% if a %}<p b c{% end %}>
END
refused "a branch that changes a tag's name" "2:13: a blank must stand behind the name of a tag" <<'END'
<p{% if a %}re{% end %}>
END
refused "a page that ends inside a tag" \
    "3:1: a branch must end where it began: this one began at line 1 in text and ends in tag" <<'END'
<p class="a"
END
refused "a < that is none" "2:4: write &lt; for a < that begins no tag" <<'END'
1  < 2
END
refused "a hole without an end" "2:4: this does not end on its line with }}" <<'END'
<p>{{ view->a }
END
refused "a statement that is none" "2:1: a statement is page, if, else, for, call or end" <<'END'
{% while 1 %}
END
refused "a page in a page" "2:1: a page cannot stand in a page" <<'END'
{% page view_a(const struct a_view *view) %}
END
refused "a block without an end" "1: this has no {% end %}" <<'END'
{% if a %}
{% if b %}
{% end %}
END

printf '<p>\n' >"$work/bare.html"
generate source bare.html
grep -qxF "bare.html:1:1: this stands outside of a {% page ... %}" "$work/err"
point $? "HTML outside of a page is refused"

echo "1..$points"
