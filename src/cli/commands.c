/*
 * Every command, in the order of the help page.
 */
#include "cli/command.h"
#include "json/json.h"

#define MANY UINT32_MAX
#define FACTS_OPTIONS                                                \
    ((option_set)1 << OPTION_AT | (option_set)1 << OPTION_CALENDAR | \
        (option_set)1 << OPTION_ZONE)

/* clang-format off */
static const struct command rows[] = {
    {.name = STR_INIT("check"),
     .summary = STR_INIT("compile a protocol, run its examples, prove its properties"),
     .usage = STR_INIT("DOC..."),
     .about = STR_INIT("Reports every mistake, gap, conflict and dead rule, with a caret under it and what to "
        "do about it; then how many states there are, how many lead to each value, and what an interview costs."),
     .exits = STR_INIT("0  every document is good\n1  some document is not"),
     .example = STR_INIT("vestibule check protocols/chicago.md"),
     .least = 1, .most = MANY, .run = run_check},
    {.name = STR_INIT("decide"),
     .summary = STR_INIT("the decision for facts, with its grounds, duties and words"),
     .usage = STR_INIT("DOC|IMAGE [FACTS.json] [NAME=VALUE...]"),
     .about = STR_INIT("Facts that are not given are unknown; while they could still change the answer it is open, "
        "and the questions left are listed, best first."),
     .exits = STR_INIT("0  decided, or open\n3  the document or a fact is wrong"),
     .example = STR_INIT("vestibule decide protocols/chicago.md emergency=no agency=ice paper=i200"),
     .options = FACTS_OPTIONS, .least = 1, .most = MANY, .run = run_decide},
    {.name = STR_INIT("ask"),
     .summary = STR_INIT("the interview: one question at a time, best first"),
     .usage = STR_INIT("DOC|IMAGE"),
     .about = STR_INIT("Answer with a number or a name. \"I don't know\" is always an answer. b goes back, "
        "w says why this is asked, q ends. Answers may come from a file, a line each."),
     .exits = STR_INIT("0  decided, or open"),
     .example = STR_INIT("vestibule ask protocols/chicago.md"),
     .options = FACTS_OPTIONS | (option_set)1 << OPTION_OUTCOME, .least = 1, .most = 1, .run = run_ask},
    {.name = STR_INIT("why-not"),
     .summary = STR_INIT("the least changes that would lead to another value"),
     .usage = STR_INIT("DOC OUTCOME=VALUE [FACTS.json] [NAME=VALUE...]"),
     .about = STR_INIT("Every way is minimal: no part of it is enough. Facts that no paper can change "
        "(fixed) are left as they are."),
     .exits = STR_INIT("0  there is a way\n1  there is none\n3  the document or a fact is wrong"),
     .example = STR_INIT("vestibule why-not protocols/chicago.md entry=admit where=desk agency=ice"),
     .options = FACTS_OPTIONS, .least = 2, .most = MANY, .run = run_why_not},
    {.name = STR_INIT("prove"),
     .summary = STR_INIT("prove one property over all states, or refute it"),
     .usage = STR_INIT("DOC 'never|always \"NAME\": CONDITION'"),
     .about = STR_INIT("A refuted property comes with a smallest example. The statement is - for standard input."),
     .exits = STR_INIT("0  it holds\n1  it is refuted\n3  the document or the statement is wrong"),
     .example = STR_INIT("vestibule prove protocols/chicago.md 'never \"x\": emergency and entry is wait'"),
     .least = 2, .most = 2, .run = run_prove},
    {.name = STR_INIT("diff"),
     .summary = STR_INIT("what two editions decide differently"),
     .usage = STR_INIT("OLD NEW"),
     .about = STR_INIT("Counts the states that are decided differently, more permissively and more "
        "protectively, and gives a smallest table of cases that covers exactly them."),
     .exits = STR_INIT("0  they decide the same\n1  they differ\n3  a document is wrong"),
     .example = STR_INIT("git show HEAD:protocols/chicago.md | vestibule diff - protocols/chicago.md"),
     .options = (option_set)1 << OPTION_FAIL_IF_LOOSER, .least = 2, .most = 2, .run = run_diff},
    {.name = STR_INIT("replay"),
     .summary = STR_INIT("decide many cases, a line each, in order"),
     .usage = STR_INIT("DOC|IMAGE FACTS.jsonl | --record DIR"),
     .about = STR_INIT("Each line is a facts object; each line of the answer a decision in JSON. A bad line "
        "is answered by an error object. What a line's \"at\" does not say, the clock does not add: "
        "give --at to supply it. With --record every decision of a record is decided again by its own "
        "edition, and must agree: vestibule replay --record DIR."),
     .exits = STR_INIT("0  every line was decided; or every decision agrees\n1  some recorded decision does "
        "not agree, or its edition is missing\n3  some line was not"),
     .example = STR_INIT("echo '{\"facts\": {\"emergency\":true}}' | vestibule replay protocols/chicago.md -"),
     .options = FACTS_OPTIONS | (option_set)1 << OPTION_RECORD | (option_set)1 << OPTION_SUMMARY | (option_set)1 << OPTION_VALUE,
     .least = 0, .most = 2, .run = run_replay},
    {.name = STR_INIT("cases"),
     .summary = STR_INIT("a smallest set of cases that tries everything, as a table"),
     .usage = STR_INIT("DOC"),
     .about = STR_INIT("Together the cases take every edge of the diagrams: an example table to read, "
        "correct and keep in the document."),
     .exits = STR_INIT("0  done\n3  the document is wrong"),
     .example = STR_INIT("vestibule cases protocols/chicago.md"),
     .least = 1, .most = 1, .run = run_cases},
    {.name = STR_INIT("draw"),
     .summary = STR_INIT("the flow chart"),
     .usage = STR_INIT("DOC"),
     .about = STR_INIT("Draws one outcome: the first, or --outcome."),
     .exits = STR_INIT("0  done\n3  the document is wrong"),
     .example = STR_INIT("vestibule draw protocols/chicago.md -o chicago.svg"),
     .options = (option_set)1 << OPTION_FORMAT | (option_set)1 << OPTION_OUTCOME | (option_set)1 << OPTION_OUTPUT,
     .least = 1, .most = 1, .run = run_draw},
    {.name = STR_INIT("fmt"),
     .summary = STR_INIT("lay out the formal blocks and example tables"),
     .usage = STR_INIT("DOC..."),
     .about = STR_INIT("Prints the document; with --write changes it, with --check only tells. "
        "What cannot be read stays as it is."),
     .exits = STR_INIT("0  done, or nothing to change\n1  with --check: something would change"),
     .example = STR_INIT("vestibule fmt --check protocols/*.md"),
     .options = (option_set)1 << OPTION_CHECK | (option_set)1 << OPTION_WRITE, .least = 1, .most = MANY, .run = run_fmt},
    {.name = STR_INIT("build"),
     .summary = STR_INIT("compile to an image, which decide, ask and replay also read"),
     .usage = STR_INIT("DOC -o IMAGE"),
     .about = STR_INIT("The same document gives the same bytes; their SHA-256 names the edition."),
     .exits = STR_INIT("0  done\n3  the document is wrong"),
     .example = STR_INIT("vestibule build protocols/chicago.md -o chicago.image"),
     .options = (option_set)1 << OPTION_OUTPUT, .least = 1, .most = 1, .run = run_build},
    {.name = STR_INIT("strings"),
     .summary = STR_INIT("a gettext template of every text a person sees"),
     .usage = STR_INIT("DOC"),
     .about = STR_INIT("Translate it with any gettext editor; the catalogues stand beside the document."),
     .exits = STR_INIT("0  done\n3  the document is wrong"),
     .example = STR_INIT("vestibule strings protocols/chicago.md -o chicago.pot"),
     .options = (option_set)1 << OPTION_OUTPUT, .least = 1, .most = 1, .run = run_strings},
    {.name = STR_INIT("day"),
     .summary = STR_INIT("replay a day: what was known when, and what followed"),
     .usage = STR_INIT("DAY.json"),
     .about = STR_INIT("Tells a recorded visit again, fact by fact, with the decision after each, the calls "
        "that became due and the claims that disagree; then what would have changed it. With --record it "
        "is told into a record instead, as an exercise, and published; told twice, it is there once."),
     .exits = STR_INIT("0  done\n3  the day or its protocol is wrong"),
     .example = STR_INIT("vestibule day protocols/days/hamline-2025-01-24.json"),
     .options = (option_set)1 << OPTION_RECORD | (option_set)1 << OPTION_ORIGIN,
     .least = 1, .most = 1, .run = run_day},
    {.name = STR_INIT("lsp"),
     .summary = STR_INIT("the language server, for editors"),
     .about = STR_INIT("Speaks the Language Server Protocol over standard input and output: mistakes with "
        "quick fixes, hover, definitions, renaming, completion, layout. An editor starts it; docs/editor.md "
        "says how."),
     .exits = STR_INIT("0  the editor said goodbye\n1  the editor left without a word\n3  the input is no "
        "language server protocol"),
     .example = STR_INIT("vestibule lsp"),
     .options = (option_set)1 << OPTION_STDIO, .least = 0, .most = 0, .run = run_lsp},
    {.name = STR_INIT("log new"),
     .summary = STR_INIT("make a record, and the key that signs it"),
     .usage = STR_INIT("DIR ORIGIN"),
     .about = STR_INIT("ORIGIN names the record for ever: a host and a path that nobody else uses. Prints the "
        "key by which others check the record; give it to them before they need it."),
     .exits = STR_INIT("0  done\n2  this cannot be an origin\n6  there is a record already"),
     .example = STR_INIT("vestibule log new record school.example/vestibule"),
     .least = 2, .most = 2, .run = run_log_new},
    {.name = STR_INIT("log add"),
     .summary = STR_INIT("record one event, given as JSON"),
     .usage = STR_INIT("DIR EVENT.json"),
     .about = STR_INIT("An event is {\"kind\": ..., \"visit\": ..., \"fields\": {...}}, as docs/record.md lists "
        "them; - reads it from standard input. Sent again with the same \"key\", a UUID, it is recorded once. "
        "Once this answers, the event is on the disk."),
     .exits = STR_INIT("0  it is recorded\n3  this is no event\n6  the key was used for something else, or the "
        "record is in use"),
     .example = STR_INIT("vestibule log add record event.json --json"),
     .least = 2, .most = 2, .run = run_log_add},
    {.name = STR_INIT("log publish"),
     .summary = STR_INIT("sign what was recorded, for everyone to check"),
     .usage = STR_INIT("DIR"),
     .about = STR_INIT("Writes what is new to DIR/public, which any web server can serve, reads it back, signs "
        "it, and prints the checkpoint. When the record has witnesses and none answers, nothing is signed, unless "
        "--without-witness says why and --by who answers for it."),
     .exits = STR_INIT("0  done, or nothing was new\n4  no witness answers\n6  the record is in use\n9  what is kept is damaged or was "
        "rolled back; nothing is signed"),
     .example = STR_INIT("vestibule log publish record"),
     .options = (option_set)1 << OPTION_BY | (option_set)1 << OPTION_WITHOUT_WITNESS, .least = 1, .most = 1, .run = run_log_publish},
    {.name = STR_INIT("log tail"),
     .summary = STR_INIT("what was recorded, the newest last"),
     .usage = STR_INIT("DIR"),
     .about = STR_INIT("Shows sealed fields as far as they are there, so it is for those who keep the record. "
        "Works while another process writes. With --json, a line an event."),
     .exits = STR_INIT("0  done\n5  there is no such record, or visit\n9  an event is damaged"),
     .example = STR_INIT("vestibule log tail record --last 5"),
     .options = (option_set)1 << OPTION_LAST | (option_set)1 << OPTION_VISIT, .least = 1, .most = 1, .run = run_log_tail},
    {.name = STR_INIT("log prove"),
     .summary = STR_INIT("one event and its proof, as two files to give away"),
     .usage = STR_INIT("DIR SEQ"),
     .about = STR_INIT("Writes the signed event to FILE (event-SEQ unless -o says otherwise) and its proof to "
        "FILE.tlog-proof. Neither holds a sealed field. DIR may also be an export."),
     .exits = STR_INIT("0  done\n5  there is no such event, or it is not published yet\n9  what is kept is damaged"),
     .example = STR_INIT("vestibule log prove record 1 -o arrival"),
     .options = (option_set)1 << OPTION_OUTPUT, .least = 2, .most = 2, .run = run_log_prove},
    {.name = STR_INIT("log export"),
     .summary = STR_INIT("a copy of what is published, checked while it is made"),
     .usage = STR_INIT("DIR TO"),
     .about = STR_INIT("TO gets checkpoint, tile/..., tile/entries/... and vkey (C2SP tlog-tiles): all that "
        "others need to check the record, and no sealed field. An earlier copy in TO is brought up to date."),
     .exits = STR_INIT("0  done\n5  nothing is published\n6  TO holds something else, or another version of "
        "the record\n9  the files are damaged"),
     .example = STR_INIT("vestibule log export record copy"),
     .least = 2, .most = 2, .run = run_log_export},
    {.name = STR_INIT("log import"),
     .summary = STR_INIT("bring back what the database has lost, from public files"),
     .usage = STR_INIT("FROM DIR"),
     .about = STR_INIT("FROM is an export, or DIR/public itself. After an old backup of the database was "
        "restored, or when it is damaged: then a new one is made, and all that can be read of the old one is "
        "taken over. Sealed fields are in no public file. An event says that it was done, and --by whom."),
     .exits = STR_INIT("0  done\n2  nothing is missing\n6  the files are another version of the record, or it is "
        "in use\n9  the files are damaged too"),
     .example = STR_INIT("vestibule log import record/public record --by 'District clerk'"),
     .options = (option_set)1 << OPTION_BY, .least = 2, .most = 2, .run = run_log_import},
    {.name = STR_INIT("log fsck"),
     .summary = STR_INIT("compare all that a record keeps with all the rest"),
     .usage = STR_INIT("DIR"),
     .about = STR_INIT("Leaves, signatures, visits, the rows beside them, tiles, checkpoints, public files, sealed "
        "fields, erasures, keys: each damage is named, and what repairs it. Changes nothing without --repair, "
        "and signs nothing with it."),
     .exits = STR_INIT("0  all of it agrees\n1  something is damaged\n9  --repair: the events are not those "
        "that were signed"),
     .example = STR_INIT("vestibule log fsck record"),
     .options = (option_set)1 << OPTION_REPAIR, .least = 1, .most = 1, .run = run_log_fsck},
    {.name = STR_INIT("log verify"),
     .summary = STR_INIT("check a record, or one entry of it, from files and a key alone"),
     .usage = STR_INIT("DIR|FILE.tlog-proof|BUNDLE.json"),
     .about = STR_INIT("Hashes every entry of a log (C2SP tlog-tiles) and compares every tile with what was "
        "signed; damage is named. Or checks a proof, with the entry beside it, in FILE; or a bundle that "
        "`log disclose` made, all by itself. The key comes from "
        "--key or --policy; the file vkey beside a log shows only that the log agrees with itself."),
     .exits = STR_INIT("0  it holds\n1  it does not\n3  the checkpoint or the proof is malformed\n4  the "
        "checkpoint is not signed by those who must"),
     .example = STR_INIT("vestibule log verify record/public --key \"$(cat our.vkey)\""),
     .options = (option_set)1 << OPTION_KEY | (option_set)1 << OPTION_LEAF_KEY | (option_set)1 << OPTION_POLICY |
        (option_set)1 << OPTION_TSA_CA, .least = 1, .most = 1, .run = run_log_verify},
    {.name = STR_INIT("log disclose"),
     .summary = STR_INIT("an answer to who asks for records: some fields, proofs, reasons"),
     .usage = STR_INIT("DIR EVENT... [--field NAME]... [--withhold NAME=REASON]..."),
     .about = STR_INIT("Makes one file that anybody can check by `log verify` without asking again: the events "
        "by number, or all of a --visit; their fields, all or those named by --field; a proof for each event; "
        "a reason for each field that is withheld. NAME/1 is a field's first paragraph. What is neither laid "
        "open nor given a reason is refused. --page makes a page to print as well; --request records the release."),
     .exits = STR_INIT("0  done\n5  there is no such event, or it is not under a checkpoint yet"),
     .example = STR_INIT("vestibule log disclose hamline 5 --withhold by='staff' -o answer.json"),
     .options = (option_set)1 << OPTION_FIELD | (option_set)1 << OPTION_WITHHOLD | (option_set)1 << OPTION_VISIT | (option_set)1 << OPTION_PAGE |
        (option_set)1 << OPTION_OUTPUT | (option_set)1 << OPTION_REQUEST | (option_set)1 << OPTION_BY,
     .least = 1, .most = MANY, .run = run_log_disclose},
    {.name = STR_INIT("log erase"),
     .summary = STR_INIT("make recorded values unreadable for good, and say so in the log"),
     .usage = STR_INIT("DIR EVENT [--field NAME]... --schedule CODE --by WHO"),
     .about = STR_INIT("Overwrites the sealed fields of an event, all or those named, with an event that says "
        "which line of the retention schedule asked for it; digests stay, so every proof still holds. What is "
        "under a hold is refused. Done twice it is done once; interrupted, do it again. Then the record is "
        "published."),
     .exits = STR_INIT("0  it is gone\n4  a hold forbids it\n5  there is no such event or field"),
     .example = STR_INIT("vestibule log erase hamline 5 --schedule 'visits, 1 year' --by registrar"),
     .options = (option_set)1 << OPTION_FIELD | (option_set)1 << OPTION_SCHEDULE | (option_set)1 << OPTION_BY | (option_set)1 << OPTION_AUTHORITY |
        (option_set)1 << OPTION_REASON,
     .least = 2, .most = 2, .run = run_log_erase},
    {.name = STR_INIT("log hold"),
     .summary = STR_INIT("forbid erasing an event or a visit, until the hold is lifted"),
     .usage = STR_INIT("DIR [EVENT | --visit ID | --end NUMBER]"),
     .about = STR_INIT("Places a hold, with --reason and --by, or lifts one, which the log tells; without either "
        "it lists them."),
     .exits = STR_INIT("0  done\n5  there is no such event, visit or hold"),
     .example = STR_INIT("vestibule log hold hamline 6 --reason 'Doe v. District' --by counsel"),
     .options = (option_set)1 << OPTION_VISIT | (option_set)1 << OPTION_END | (option_set)1 << OPTION_REASON | (option_set)1 << OPTION_BY,
     .least = 1, .most = 2, .run = run_log_hold},
    {.name = STR_INIT("log cosign"),
     .summary = STR_INIT("publish the record, and ask its witnesses to cosign"),
     .usage = STR_INIT("DIR"),
     .about = STR_INIT("Asks the witnesses in DIR/witnesses (C2SP tlog-policy) what they saw last. Nothing is signed when "
        "one of them saw more, or another tree: then an old backup was restored, or another copy signs. Signs what is "
        "new, publishes it, and asks for cosignatures, and --tsa for a timestamp; who does not answer is named and "
        "holds nothing up."),
     .exits = STR_INIT("0  published, and cosigned as the policy wants\n1  published, but too few have cosigned, or it is not stamped\n4  no "
        "witness answers\n9  a witness has seen another version of this record"),
     .example = STR_INIT("vestibule log cosign record"),
     .options = (option_set)1 << OPTION_BY | (option_set)1 << OPTION_TSA | (option_set)1 << OPTION_WITHOUT_WITNESS, .least = 1, .most = 1, .run = run_log_cosign},
    {.name = STR_INIT("log rotate-key"),
     .summary = STR_INIT("let another key sign the record from now on"),
     .usage = STR_INIT("DIR --by WHO --why planned|lost|stolen | DIR --retire"),
     .about = STR_INIT("Makes a key; the old one signs the event that names it. When it was planned, both sign "
        "checkpoints until --retire; when others may have the old key, it is removed at once. A key counts for a "
        "range of sizes, as a thief can back-date: public/vkeys has them. When the old key itself is lost, and its file gone, "
        "the new one signs the event; then those who check need both keys from people. The record must not be open elsewhere."),
     .exits = STR_INIT("0  done\n1  there is no old key to retire\n3  there is no such reason\n6  another process has "
        "the record open"),
     .example = STR_INIT("vestibule log rotate-key record --by 'District clerk' --why planned"),
     .options = (option_set)1 << OPTION_BY | (option_set)1 << OPTION_RETIRE | (option_set)1 << OPTION_WHY, .least = 1, .most = 1,
     .run = run_log_rotate_key},
    {.name = STR_INIT("log watch"),
     .summary = STR_INIT("follow another log, and notice when it is rewritten"),
     .usage = STR_INIT("URL FILE"),
     .about = STR_INIT("Fetches URL/checkpoint and verifies, by the log's tiles, that it continues the one in FILE, which "
        "is then replaced. One that does not is kept beside it: two signed checkpoints that contradict each other are "
        "proof. Run it regularly, from a place that the log's keeper does not rule."),
     .exits = STR_INIT("0  it is new, the same, or grew\n1  it is smaller, or does not continue what was seen\n4  the "
        "checkpoint is not signed by those who must"),
     .example = STR_INIT("vestibule log watch https://school.example/record seen --key $(cat our.vkey)"),
     .options = (option_set)1 << OPTION_KEY | (option_set)1 << OPTION_POLICY, .least = 2, .most = 2, .run = run_log_watch},
    {.name = STR_INIT("backup"),
     .summary = STR_INIT("copy a record, or a served folder, also while it is in use"),
     .usage = STR_INIT("DIR TO"),
     .about = STR_INIT("Copies the database as it is at one moment, then the keys, then writes a manifest with "
        "the size and SHA-256 of each file (`sha256sum -c manifest` checks them too). All or nothing. Of a "
        "folder that `serve` keeps, people.db and its key come along; protocols and sign-in.conf are the operator's."),
     .exits = STR_INIT("0  done\n6  TO has something in it\n9  the database is damaged"),
     .example = STR_INIT("vestibule backup record backups/2025-01-24"),
     .least = 2, .most = 2, .run = run_backup},
    {.name = STR_INIT("restore"),
     .summary = STR_INIT("put a backup back, and go on from what was published"),
     .usage = STR_INIT("TO DIR"),
     .about = STR_INIT("Verifies the manifest first. With --published, events that were published after the backup "
        "are added from there, and what they say was erased is erased here too; so the log goes on, and no second "
        "version of it is ever signed; an event says that it was done, and --by whom. Without --published that is only "
        "for who knows that nothing was published since: then --by may be left out."),
     .exits = STR_INIT("0  done\n3  this is no backup\n6  DIR has something in it\n9  the backup is damaged, or "
        "does not belong to what was published"),
     .example = STR_INIT("vestibule restore backups/2025-01-24 again --published record/public --by me"),
     .options = (option_set)1 << OPTION_BY | (option_set)1 << OPTION_PUBLISHED, .least = 2, .most = 2, .run = run_restore},
    {.name = STR_INIT("callouts audit"),
     .summary = STR_INIT("whether everybody was called who had to be"),
     .about = STR_INIT("Adds every visit of the record up again and works out which step of a call-out was due when. Names what was "
        "late by more than 10 seconds or left out, and letters of which nothing is known. Also while the desk is served."),
     .exits = STR_INIT("0  every duty ended answered, or with the desk told to telephone, in time\n1  something else was found"),
     .example = STR_INIT("vestibule callouts audit --data vestibule-data"),
     .options = (option_set)1 << OPTION_DATA, .least = 0, .most = 0, .run = run_callouts_audit},
    {.name = STR_INIT("people invite"),
     .summary = STR_INIT("make an account, and a link for its person"),
     .usage = STR_INIT("LOGIN NAME --role ROLE[@SCHOOL]... --by WHO"),
     .about = STR_INIT("Roles are desk, principal, law, safety, records, communications, author, auditor and operator; "
        "without a school a role is for the whole district. The link is shown once, counts once, and ends after a "
        "day. The record keeps an event about it. Stop `vestibule serve` first."),
     .exits = STR_INIT("0  done\n3  the login, the name or a role cannot be one\n6  the login is taken, or the record is in use"),
     .example = STR_INIT("vestibule people invite m.okafor 'M. Okafor' --role desk@Hamline --by IT"),
     .options = (option_set)1 << OPTION_DATA | (option_set)1 << OPTION_ROLE | (option_set)1 << OPTION_BY,
     .least = 2, .most = 2, .run = run_people_invite},
    {.name = STR_INIT("people reset"),
     .summary = STR_INIT("a link by which somebody chooses a new password"),
     .usage = STR_INIT("LOGIN --by WHO"),
     .about = STR_INIT("The old password counts until the link is used; then the second step goes with it. First make "
        "sure that it is them who ask. Also sends an invitation again. Stop `vestibule serve` first."),
     .exits = STR_INIT("0  done\n6  the account is locked or has left, or the record is in use"),
     .example = STR_INIT("vestibule people reset m.okafor --by IT"),
     .options = (option_set)1 << OPTION_DATA | (option_set)1 << OPTION_BY, .least = 1, .most = 1, .run = run_people_reset},
    {.name = STR_INIT("people lock"),
     .summary = STR_INIT("let somebody in no longer; whoever is in is out"),
     .usage = STR_INIT("LOGIN --by WHO"),
     .about = STR_INIT("Ends sessions and links at once. The last operator of the district cannot be locked. Stop "
        "`vestibule serve` first."),
     .exits = STR_INIT("0  done\n6  it is the last operator, or the record is in use"),
     .example = STR_INIT("vestibule people lock m.okafor --by IT"),
     .options = (option_set)1 << OPTION_DATA | (option_set)1 << OPTION_BY, .least = 1, .most = 1, .run = run_people_lock},
    {.name = STR_INIT("people unlock"),
     .summary = STR_INIT("let somebody in again"),
     .usage = STR_INIT("LOGIN --by WHO"),
     .about = STR_INIT("With the password from before. Stop `vestibule serve` first."),
     .exits = STR_INIT("0  done\n6  they have left or never chose a password, or the record is in use"),
     .example = STR_INIT("vestibule people unlock m.okafor --by IT"),
     .options = (option_set)1 << OPTION_DATA | (option_set)1 << OPTION_BY, .least = 1, .most = 1, .run = run_people_unlock},
    {.name = STR_INIT("people list"),
     .summary = STR_INIT("who has an account, as what, and in which state"),
     .about = STR_INIT("Also while the desk is being served."),
     .exits = STR_INIT("0  done"),
     .example = STR_INIT("vestibule people list --data vestibule-data"),
     .options = (option_set)1 << OPTION_DATA, .least = 0, .most = 0, .run = run_people_list},
    {.name = STR_INIT("roster show"),
     .summary = STR_INIT("who is on the roster, how they are reached, who has duty"),
     .about = STR_INIT("Also while the desk is being served. Shows addresses, so it is for those who run the desk."),
     .exits = STR_INIT("0  done"),
     .example = STR_INIT("vestibule roster show --data vestibule-data"),
     .options = (option_set)1 << OPTION_DATA, .least = 0, .most = 0, .run = run_roster_show},
    {.name = STR_INIT("roster gaps"),
     .summary = STR_INIT("when nobody would be on duty, or nobody who can be reached"),
     .about = STR_INIT("Looks 14 days ahead, or --days, while schools are open by calendar.conf (Monday to Friday from "
        "07:00 to 18:00 without it), for every role on the roster or in the order of calling. Also while "
        "the desk is being served."),
     .exits = STR_INIT("0  there is none\n1  there are some"),
     .example = STR_INIT("vestibule roster gaps --days 30 --json"),
     .options = (option_set)1 << OPTION_DATA | (option_set)1 << OPTION_DAYS | (option_set)1 << OPTION_ZONE, .least = 0, .most = 0, .run = run_roster_gaps},
    {.name = STR_INIT("roster import"),
     .summary = STR_INIT("take those who lead schools from OneRoster files"),
     .usage = STR_INIT("FOLDER"),
     .about = STR_INIT("FOLDER has orgs.csv, users.csv and, of OneRoster 1.2, roles.csv. Rows of students and families are "
        "refused; a folder with a column for place of birth, nationality or immigration status is refused whole."),
     .exits = STR_INIT("0  done\n1  done, and some rows were refused\n3  a file has a mistake\n4  the folder is refused\n6  the record is in use"),
     .example = STR_INIT("vestibule roster import oneroster --by IT"),
     .options = (option_set)1 << OPTION_DATA | (option_set)1 << OPTION_BY, .least = 1, .most = 1, .run = run_roster_import},
    {.name = STR_INIT("serve"),
     .summary = STR_INIT("the desk in the browser: visits, boards, records"),
     .usage = STR_INIT("[--data DIR] [--listen ADDRESS:PORT]"),
     .about = STR_INIT("Keeps everything in DIR, which is made the first time: the record, under --origin or for trying "
        "out, and copies of the protocols in DIR/protocols. SIGHUP reads them anew; with mistakes "
        "the old ones stay. Prints a link for the first account."),
     .exits = STR_INIT("0  stopped\n3  a protocol has mistakes\n6  another process has the record open, or the port is taken"),
     .example = STR_INIT("vestibule serve --data school --listen 127.0.0.1:0"),
     .options = (option_set)1 << OPTION_CERTIFICATE | (option_set)1 << OPTION_DATA | (option_set)1 << OPTION_EXERCISE |
        (option_set)1 << OPTION_LIMIT | (option_set)1 << OPTION_LISTEN | (option_set)1 << OPTION_ORIGIN | (option_set)1 << OPTION_PRIVATE_KEY | (option_set)1 << OPTION_ZONE |
        (option_set)1 << OPTION_PROXY_USER_HEADER | (option_set)1 << OPTION_PROXY_SECRET_FILE | (option_set)1 << OPTION_PROXY_PEER |
        (option_set)1 << OPTION_SAMPLE,
     .least = 0, .most = 0, .run = run_serve},
    {.name = STR_INIT("witness"),
     .summary = STR_INIT("cosign the checkpoints of other people's logs"),
     .usage = STR_INIT("DIR VKEY... --listen ADDRESS:PORT"),
     .about = STR_INIT("Answers as a witness (C2SP tlog-witness) for the logs with these keys: it cosigns a checkpoint "
        "only when that is shown to continue the last one, which it keeps in DIR. Its own key is made the first time, "
        "under --name. Put a server with TLS before it."),
     .exits = STR_INIT("6  another process is this witness"),
     .example = STR_INIT("vestibule witness w $(<record/public/vkey) --listen 127.0.0.1:0 --name me/w"),
     .options = (option_set)1 << OPTION_LISTEN | (option_set)1 << OPTION_NAME, .least = 2, .most = MANY, .run = run_witness},
    {.name = STR_INIT("codes"),
     .summary = STR_INIT("what the codes of mistakes mean"),
     .usage = STR_INIT("[CODE...]"),
     .about = STR_INIT("Codes are stable: a number never gets another meaning."),
     .exits = STR_INIT("0  done"),
     .example = STR_INIT("vestibule codes P042"),
     .least = 0, .most = MANY, .run = run_codes},
    {.name = STR_INIT("completion"),
     .summary = STR_INIT("a completion script for a shell"),
     .usage = STR_INIT("bash|zsh|fish"),
     .about = STR_INIT("Load it in the shell's start file, or install it where the shell looks."),
     .exits = STR_INIT("0  done"),
     .example = STR_INIT("source <(vestibule completion bash)"),
     .least = 1, .most = 1, .run = run_completion},
    {.name = STR_INIT("help"),
     .summary = STR_INIT("this page, or one command's"),
     .usage = STR_INIT("[COMMAND]"),
     .about = STR_INIT("The manual, vestibule(1), says the same at length; the language is in "
        "vestibule-protocol(5)."),
     .exits = STR_INIT("0  done"),
     .example = STR_INIT("vestibule help decide"),
     .options = (option_set)1 << OPTION_ALL, .least = 0, .most = 2, .run = run_help},
    {.name = STR_INIT("version"),
     .summary = STR_INIT("which version this is"),
     .about = STR_INIT("Also the version of the images it reads and writes."),
     .exits = STR_INIT("0  done"),
     .example = STR_INIT("vestibule version"),
     .least = 0, .most = 0, .run = run_version},
};
/* clang-format on */

static const struct command_group groups[] = {
    {STR_INIT("callouts"), STR_INIT("calling people: audit")},
    {STR_INIT("log"),
        STR_INIT("the record: verify, prove, export, disclose, erase, ...")},
    {STR_INIT("people"),
        STR_INIT("who may sign in at the desk: list, invite, reset, lock")},
    {STR_INIT("roster"),
        STR_INIT("who is called when somebody has to act: show, gaps, import")},
};

const struct command *command_rows(size_t *count)
{
    *count = COUNT_OF(rows);
    return rows;
}

const struct command_group *group_find(str name)
{
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (str_equal(groups[i].name, name))
            return &groups[i];
    return NULL;
}

str command_first(const struct command *command)
{
    return str_slice(command->name, 0, str_find_byte(command->name, ' ', 0));
}

str command_second(const struct command *command)
{
    return str_slice(
        command->name, str_find_byte(command->name, ' ', 0) + 1, command->name.len);
}

const struct command *command_find(const str *words, size_t count, size_t *used)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str second = command_second(&rows[i]);

        if (count == 0 || !str_equal(words[0], command_first(&rows[i])))
            continue;
        *used = second.len > 0 ? 2 : 1;
        if (second.len == 0 || (count > 1 && str_equal(words[1], second)))
            return &rows[i];
    }
    return NULL;
}

bool command_missing(str words, struct err *err)
{
    str names[COUNT_OF(rows)];
    size_t near;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        names[i] = rows[i].name;
    near = json_nearest(words, names, COUNT_OF(rows));
    err_set(err, ERR_USAGE, STR("there is no command `"));
    err_add(err, words);
    err_add(err, STR("`; "));
    if (near == COUNT_OF(rows))
        return err_add(err, STR("`vestibule help` lists them"));
    err_add(err, STR("did you mean `"));
    err_add(err, names[near]);
    return err_add(err, STR("`?"));
}
