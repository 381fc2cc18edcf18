-- Runs inside a headless Neovim: ATHANOR_CONFIG is the file for users, ATHANOR_OUT takes one line of JSON for each check.
local out = assert(io.open(os.getenv('ATHANOR_OUT'), 'w'))
local select = nil
vim.ui.select = function(items, options, choose)
  for _, item in ipairs(items) do
    local title = options.format_item and options.format_item(item) or tostring(item)
    if select and title:find(select, 1, true) then
      choose(item)
      return
    end
  end
  choose(nil)
end

local function check(name, work)
  local ok, said = pcall(work)
  out:write(vim.fn.json_encode({ name = name, ok = ok, said = ok and (said or '') or tostring(said) }) .. '\n')
  out:flush()
end
-- For a machine that does much else.
local LIMIT = 60000
local function wait(what, ask)
  assert(vim.wait(LIMIT, ask, 20), 'waited for ' .. what)
end
local function open(name)
  vim.cmd('silent edit ' .. name)
  return vim.api.nvim_get_current_buf()
end
local function text(buf)
  return table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n') .. '\n'
end
local function found(buf)
  local list = {}
  for _, d in ipairs(vim.diagnostic.get(buf)) do
    local code = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
    table.insert(list, string.format('%d:%d %s', d.lnum + 1, d.col + 1, code))
  end
  table.sort(list)
  return list
end
-- The cursor on `word` in the first line that holds `line`.
local function to(buf, line, word)
  for number, content in ipairs(vim.api.nvim_buf_get_lines(buf, 0, -1, false)) do
    if content:find(line, 1, true) then
      local from = content:find(line, 1, true)
      local column = content:find(word, from, true)
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return
    end
  end
  error('no line with ' .. line)
end
local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

local loaded, problem = pcall(function()
  vim.cmd('filetype on')
  vim.cmd('luafile ' .. os.getenv('ATHANOR_CONFIG'))
  vim.o.hidden = true
end)
if not loaded then
  io.stderr:write(tostring(problem) .. '\n')
  vim.cmd('cquit 1')
end

check('Python without freetensor has no client', function()
  local buf = open('plain.py')
  vim.wait(300)
  assert(#vim.lsp.buf_get_clients(buf) == 0, 'a client was attached')
end)
check('diagnostics', function()
  local buf = open('faults.py')
  local wanted = vim.fn.json_decode(io.open('expected.json'):read('*a'))
  -- Settings may come after the first findings.
  vim.wait(LIMIT, function()
    return vim.deep_equal(found(buf), wanted)
  end, 20)
  assert(vim.deep_equal(found(buf), wanted), vim.inspect(found(buf)))
  return #wanted .. ' findings'
end)
check('hover', function()
  local buf = open('faults.py')
  to(buf, 'y[i, j] = (x[i, j]', 'x[i')
  vim.lsp.buf.hover()
  wait('a window', floating)
  local said = text(vim.api.nvim_win_get_buf(floating()))
  vim.api.nvim_win_close(floating(), true)
  assert(said:find('float32', 1, true), said)
end)
check('definition', function()
  local buf = open('faults.py')
  to(buf, 'y[i, j] = (x[i, j]', 'x[i')
  vim.lsp.buf.definition()
  wait('a jump', function()
    return vim.api.nvim_win_get_cursor(0)[1] == 11
  end)
  assert(vim.deep_equal(vim.api.nvim_win_get_cursor(0), { 11, 11 }), vim.inspect(vim.api.nvim_win_get_cursor(0)))
end)
check('definition into the operator library', function()
  local buf = open('longformer.py')
  to(buf, 'ft.softmax(score)', 'softmax')
  vim.lsp.buf.definition()
  wait('a jump', function()
    return vim.api.nvim_get_current_buf() ~= buf
  end)
  wait('a text', function()
    return text(0):find('def softmax', 1, true)
  end)
  return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':t')
end)
check('rename of a label', function()
  local buf = open('labels.py')
  local before = text(buf)
  wait('a client', function()
    local _, client = next(vim.lsp.buf_get_clients(buf))
    return client and client.initialized
  end)
  to(buf, '#! label: rows', 'rows')
  vim.lsp.buf.rename('lines')
  wait('a change', function()
    return text(buf) ~= before
  end)
  assert(text(buf) == before:gsub('rows', 'lines'), text(buf))
  vim.cmd('silent undo')
  assert(text(buf) == before, 'undo')
end)
check('code action', function()
  local buf = open('faults.py')
  local before = text(buf)
  to(buf, 'y[i] = max(y[i], x[i, j])', 'max')
  select = 'ft.max'
  vim.lsp.buf.code_action()
  wait('a change', function()
    return text(buf) ~= before
  end)
  assert(text(buf):find('y[i] = ft.max(y[i], x[i, j])', 1, true), 'another change')
  wait('the finding to go', function()
    return not vim.tbl_contains(found(buf), '41:20 trap-builtin-minmax')
  end)
  vim.cmd('silent undo')
  wait('the finding to come back', function()
    return vim.tbl_contains(found(buf), '41:20 trap-builtin-minmax')
  end)
end)
check('a fusion is applied, undone as one, applied again; then it is offered no more', function()
  local buf = open('fusable.py')
  local before = text(buf)
  wait('a client', function()
    return #vim.lsp.buf_get_clients(buf) > 0
  end)
  local function apply()
    to(buf, '    for i in range(64)', 'for')
    select = 'Fuse with consume'
    vim.lsp.buf.code_action()
    wait('a change', function()
      return text(buf) ~= before
    end)
    return text(buf)
  end
  local once = apply()
  assert(once:find('#! nid: loop_i\n    for i in range(64):\n        t[i]', 1, true), once)
  assert(once:find('s = ft.Schedule(two)\ns.fuse("loop_i", "consume")', 1, true), once)
  vim.cmd('silent undo')
  assert(text(buf) == before, 'more than one undo')
  assert(apply() == once, 'another change')
  to(buf, '    for i in range(64)', 'for')
  vim.lsp.buf.code_action()
  vim.wait(2000)
  assert(text(buf) == once, 'changed a second time')
  assert(#found(buf) == 0, vim.inspect(found(buf)))
end)
out:close()
vim.cmd('qall!')
