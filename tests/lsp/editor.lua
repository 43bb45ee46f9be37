-- What a person does in Neovim, key by key, and TAP points about what is then seen.
--
-- Nothing here speaks the protocol: keys are pressed, and buffers, cursors, lists and
-- windows are looked at.  Whatever the server answers is waited for, not timed.
local points, failed = 0, 0

local function point(passed, name, ...)
  points = points + 1
  io.stdout:write((passed and "ok " or "not ok ") .. points .. " - " .. name .. "\n")
  if passed then return end
  failed = failed + 1
  for _, seen in ipairs({ ... }) do
    io.stdout:write("# " .. vim.inspect(seen):gsub("\n", "\n# ") .. "\n")
  end
end

-- Longer than anything takes: only a test that fails waits so long.
local function comes(condition) return vim.wait(60000, condition, 10) end

local function keys(typed)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(typed, true, false, true), "mx", false)
end

local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n") end
local function line() return vim.api.nvim_get_current_line() end

local function codes()
  local list = {}
  for _, found in ipairs(vim.diagnostic.get(0)) do table.insert(list, found.code) end
  table.sort(list)
  return table.concat(list, " ")
end

-- Put the cursor on the nth place of some words.
local function go(words, nth)
  vim.fn.cursor(1, 1)
  local flags = "cW"
  for _ = 1, nth or 1 do
    vim.fn.search("\\V" .. vim.fn.escape(words, "\\"), flags)
    flags = "W"
  end
end

local function replace(words, by)
  local lines = vim.split((text():gsub(vim.pesc(words), (by:gsub("%%", "%%%%")), 1)), "\n")
  vim.api.nvim_buf_set_lines(0, 0, -1, true, lines)
end

-- What a floating window shows.
local function floats()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), "\n")
    end
  end
  return ""
end

local function hover(words, nth)
  go(words, nth)
  keys("K")
  comes(function() return floats() ~= "" end)
  local shown = floats()
  vim.cmd("silent! only")
  return shown
end

-- The menu of fixes, where a person takes the one that is wanted.
local offered = {}
local function take(wanted)
  offered = {}
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do table.insert(offered, (options.format_item(item))) end
    choose(items[wanted])
  end
  keys("gra")
  comes(function() return #offered > 0 end)
end

local function listed(count)
  comes(function() return #vim.fn.getqflist() == count end)
  local list = {}
  for _, item in ipairs(vim.fn.getqflist()) do table.insert(list, item.lnum) end
  vim.cmd("cclose")
  return table.concat(list, " ")
end

-- Stay in insert mode until some word has come; then leave it.
local function write(typed, word)
  local timer = vim.loop.new_timer()
  local turns = 0
  timer:start(10, 10, vim.schedule_wrap(function()
    turns = turns + 1
    if turns % 6000 ~= 0 and line():find(word, 1, true) == nil then return end
    timer:stop()
    vim.api.nvim_input("<Esc>")
  end))
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(typed, true, false, true), "mx!", false)
  timer:close()
end

local function mistakes()
  vim.cmd("edit " .. vim.env.WORK .. "/door.md")
  point(comes(function() return codes() == "P042 P064" end), "mistakes are shown", codes())
  local found = vim.diagnostic.get(0, { lnum = 25 })
  point(#found == 1 and found[1].col == 59 and found[1].end_col == 65, "where they are", found)
  point(found[1] ~= nil and found[1].message:find("did you mean `danger`?", 1, true) ~= nil, "with their hint", found)
  go("dangre")
  take(1)
  point(comes(function() return codes() == "P064" end), "a fix mends one", offered, text())
  point(line():find("danger or danger$") ~= nil, "as it was meant", line())
  go("= court")
  take(1)
  point(comes(function() return codes():find("P101") ~= nil end), "and then the conflict is found", codes(), text())
  go("rule help")
  keys("w")
  take(1)
  point(#offered == 2, "which has two ways out", offered)
  point(comes(function() return codes() == "" end), "and what is taken mends it", codes(), text())
end

local function meaning()
  local fact = hover("danger", 3)
  point(fact:find("Is someone in danger", 1, true) ~= nil, "K on a fact shows its question", fact)
  local rule = hover("usual", 2)
  point(rule:find("Visitors wait at the desk.", 1, true) ~= nil, "on a rule its quotation", rule)
  local property = hover("helpers come in")
  point(property:find("Proved", 1, true) ~= nil, "on a property whether it is proved", property)
  go("danger", 3)
  keys("gd")
  point(comes(function() return line():find("^fact danger") ~= nil end), "gd goes to the declaration", line())
  keys("grr")
  point(listed(6) == "11 26 26 28 30 34", "grr lists the uses", vim.fn.getqflist())
  vim.cmd("buffer door.md")
  keys("gO")
  comes(function() return #vim.fn.getqflist() > 8 end)
  local outline = {}
  for _, item in ipairs(vim.fn.getqflist()) do table.insert(outline, item.text) end
  vim.cmd("cclose")
  point(table.concat(outline, " "):find("Rules.*usual.*court.*help") ~= nil, "gO is the outline", outline)
end

local function writing()
  vim.cmd("buffer door.md")
  go("rule help")
  write("osay \"Come in.\" if dan<C-X><C-O>", "danger")
  point(line() == 'say "Come in." if danger', "names are completed", line())
  vim.ui.input = function(_, done) done("in_danger") end
  go("fact danger")
  keys("w")
  keys("grn")
  point(comes(function() return text():find("fact in_danger", 1, true) ~= nil end), "grn renames", text())
  point(text():find("if in_danger\n", 1, true) ~= nil and text():find("| Example | paper | in_danger |", 1, true) ~= nil,
    "everywhere, in tables too", text())
  point(text():find("[^_]danger[^ \"?]") == nil, "and leaves none", text())
  replace("  refuse = ", " refuse   =   ")
  keys("gq")
  point(comes(function() return text():find("\n  refuse = ", 1, true) ~= nil end), "gq lays out", text())
  point(comes(function() return codes() == "" end), "and nothing is wrong", codes())
end

local function prose()
  vim.cmd("edit " .. vim.env.WORK .. "/letter.md")
  vim.api.nvim_buf_set_lines(0, 0, -1, true, { "# A letter", "", "rule a: nothing formal", "" })
  vim.cmd("buffer door.md")
  replace("if in_danger", "if in_dagner")
  comes(function() return codes() == "P042" end)
  vim.cmd("buffer letter.md")
  point(codes() == "", "Markdown in which nothing is formal is left alone", codes())
end

local door = assert(io.open(vim.env.WORK .. "/door.md", "w"))
door:write([[
# Door

```protocol
edition 2025-01-24, in force from 2025-01-24

role principal: "Principal"

fact paper: "What paper do they have?"
  none  = "None"
  court = "A court's"
fact danger: yes/no "Is someone in danger?"

outcome entry: "May they come in?"
  refuse = "No."
  admit  = "Yes."
  until known: refuse
```

## Rules

> Visitors wait at the desk.

```protocol
rule usual: entry is refuse
rule court, exception to usual: entry is refuse if paper = court
rule help, exception to usual: entry is admit if danger or dangre
duty call: "Call the principal" to principal
  if danger
always "helpers come in":
  if danger then entry is admit
say "Show it to the principal." if paper is court
```

| Example | paper | danger | → entry |
|---|---|---|---|
| help | none | yes | admit |
]])
door:close()
local done, why = pcall(function()
  mistakes()
  meaning()
  writing()
  prose()
end)
point(done, "the session comes to its end", why)
io.stdout:write("1.." .. points .. "\n")
io.stdout:flush()
vim.cmd(failed == 0 and "qall!" or "cquit")
