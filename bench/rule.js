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

const visitor = among("agency", "reviewer", "recruiter");
const police = is("agency", "police"), childProtection = is("agency", "child_protection");
const inside = is("where", "inside");
const identified = and(among("credentials", "read", "verified"), yes("reason"));

const search = is("paper", "search_warrant");
const warrant = among("paper", "search_warrant", "arrest_warrant");
const courtPaper = among("paper", "search_warrant", "arrest_warrant", "court_order");
const immigrationForm = among("paper", "i200", "i205", "i247a", "i138", "i862", "immigration_court");
const expired = and(search, yes("dated"), not(most("today", "execute_by")));
const hopeless = or(among("signer", "nobody", "officer", "immigration_judge", "lawyer"), among("court", "none", "immigration"), is("fits", "other"), expired);
const couldBeGood = or(and(courtPaper, not(hopeless)), is("paper", "unclear"));
const within = (days) => and(most("issued", "today"), most("today", ["plus", "issued", days]));
const inTime = or(not(search), and(yes("dated"), most("today", "execute_by"), within(14),
  or(yes("any_hour"), and(most(360, "now"), most("now", 1320)))));
const whole = and(yes("copy"), yes("attachments"), is("fits", "ours"));
const confirmed = is("law", "confirmed"), rejected = is("law", "rejected");
const answeredFor = or(is("law", "despite"), and(confirmed, warrant, is("court", "federal"), is("signer", "federal_judge")));
const legible = and(among("court", "state", "other_district", "federal"), among("signer", "typed", "clerk", "state_judge", "federal_judge"));
const cleared = and(answeredFor, identified, courtPaper, legible, whole, inTime);
const stateWarrant = and(warrant, among("court", "state", "federal"), among("signer", "state_judge", "federal_judge"), whole, or(not(search), within(4)));
const steps = and(is("paper", "none"), or(not(is("about", "student")), and(yes("parents_told"), yes("adult_there"))));

exports.otherwise = "refuse";
exports.chain = [
  [yes("emergency"), "admit"],
  [among("where", "outside", "rumour"), "outside"],
  [among("agency", "none", "responder", "census"), "admit"],
  [and(childProtection, identified), "admit"],
  [and(childProtection, inside), "object"],
  [childProtection, "wait"],
  [and(police, yes("called_911")), "admit"],
  [and(police, confirmed, identified, or(and(stateWarrant, not(yes("beyond"))), steps)), "admit"],
  [and(police, inside), "object"],
  [police, "wait"],
  [and(visitor, confirmed, identified, yes("appointment")), "admit"],
  [visitor, "wait"],
  // From here on it is a federal agent.
  [and(cleared, not(yes("beyond"))), "admit"],
  [inside, "object"],
  [cleared, "refuse"],
  [and(couldBeGood, rejected), "refuse"],
  [or(couldBeGood, is("in_charge", "nobody"), is("where", "event")), "wait"],
  [rejected, "refuse"],
  [or(among("paper", "subpoena", "grand_jury"), and(yes("exigency"), not(immigrationForm))), "wait"],
];
