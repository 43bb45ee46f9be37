// The entry rule of protocols/chicago.md for engines that do not know Vestibule: a list
// of [condition, answer], the first that holds decides.  peers.js makes each engine's own
// form of it.  Dates are days, times minutes.
"use strict";

const is = (fact, value) => ["is", fact, value];
const among = (fact, ...values) => ["among", fact, values];
const yes = (fact) => ["yes", fact];
const most = (a, b) => ["most", a, b]; // a <= b, facts or numbers
const and = (...parts) => ["and", ...parts];
const or = (...parts) => ["or", ...parts];
const not = (part) => ["not", part];

const warrant = among("paper", "search_warrant", "arrest_warrant");
const identified = and(among("credentials", "read", "verified"), yes("reason"));
const whole = and(yes("copy"), yes("attachments"), is("fits", "ours"));
const expired = and(is("paper", "search_warrant"), not(most("today", "execute_by")));
const inTime = or(is("paper", "arrest_warrant"),
  and(most("today", "execute_by"), most("issued", "today"), most("today", ["plus", "issued", 14]),
    or(yes("any_hour"), and(most(360, "now"), most("now", 1320)))));
const confirmed = is("law", "confirmed");
const good = and(warrant, is("court", "federal"), is("signer", "federal_judge"), whole, inTime);
const hopeless = or(not(warrant), among("signer", "nobody", "officer"), is("court", "none"), is("fits", "other"), expired);

exports.otherwise = "admit";
exports.chain = [
  [yes("emergency"), "admit"],
  [among("agency", "none", "responder"), "admit"],
  [and(is("agency", "child_protection"), identified), "admit"],
  [is("agency", "child_protection"), "wait"],
  [and(is("agency", "police"), yes("called_911")), "admit"],
  [and(is("agency", "police"), confirmed, identified, warrant, among("court", "state", "federal"),
    among("signer", "state_judge", "federal_judge"), whole, not(yes("beyond"))), "admit"],
  [is("agency", "police"), "wait"],
  [and(is("agency", "federal_staff"), confirmed, identified, yes("appointment")), "admit"],
  [is("agency", "federal_staff"), "wait"],
  [or(hopeless, is("law", "rejected")), "refuse"],
  [not(and(confirmed, identified, good)), "wait"],
  [yes("beyond"), "refuse"],
];
