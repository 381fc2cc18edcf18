-- Athanor in Neovim 0.7 and newer: save as lua/athanor.lua below your configuration, and `require('athanor')` in init.lua.
-- It attaches to Python that names freetensor, C++ that names sycl, OpenCL C and athanor.toml, beside whatever other server you use.

-- Python servers (pyright, basedpyright, pylsp) report names and syntax, and complete names. Without one, write `false`.
local beside_python_server = true
local repeated = { ['undefined-name'] = 'off', ['syntax-error'] = 'off' }

local function starts_client(buf)
  if vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':t') == 'athanor.toml' then
    return true
  end
  local word = ({ python = 'freetensor', cpp = 'sycl', opencl = '' })[vim.bo[buf].filetype]
  if not word then
    return false
  end
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buf, 0, -1, false)) do
    if line:find(word, 1, true) then
      return true
    end
  end
  return false
end

-- The folder of the nearest athanor.toml, else the git repository, else the file's own folder.
local function root_of(buf)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':p:h')
  local config = vim.fn.findfile('athanor.toml', folder .. ';')
  if config ~= '' then
    return vim.fn.fnamemodify(config, ':p:h')
  end
  local git = vim.fn.finddir('.git', folder .. ';')
  return git ~= '' and vim.fn.fnamemodify(git, ':p:h:h') or folder
end

local clients = {}

local function attach(buf)
  if vim.api.nvim_buf_get_name(buf) == '' or not starts_client(buf) then
    return
  end
  local root = root_of(buf)
  local settings = {
    athanor = {
      severity = beside_python_server and repeated or nil,
      completion = { names = not beside_python_server },
    },
  }
  local config = {
    name = 'athanor',
    cmd = { 'athanor', 'lsp', '--stdio' },
    root_dir = root,
    settings = settings,
    init_options = settings, -- Neovim 0.7 sends no others
  }
  if vim.lsp.start then -- 0.8 and newer
    vim.lsp.start(config, { bufnr = buf })
    return
  end
  config.on_exit = function()
    clients[root] = nil
  end
  clients[root] = clients[root] or vim.lsp.start_client(config)
  if clients[root] then
    vim.lsp.buf_attach_client(buf, clients[root])
  end
end

vim.api.nvim_create_autocmd({ 'FileType', 'BufWritePost' }, {
  group = vim.api.nvim_create_augroup('athanor', {}),
  pattern = { 'python', 'cpp', 'opencl', 'toml', '*.py', '*.cpp', 'athanor.toml' },
  callback = function(event)
    attach(event.buf)
  end,
})
