// At an enrolled desk where nobody has signed in nothing else asks for anything: this lets
// the desk be heard, so that one that is off can be told from one that waits.

const PACE = 60000;

setInterval(() => fetch("/offline/state", {cache: "no-store", redirect: "manual"})
    .catch(() => {}), PACE);
