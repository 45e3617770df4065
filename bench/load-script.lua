-- Each request is an event of its own. WRK_RUN makes events of two rounds differ, WRK_TEMPLATE is the event's text.
local template = os.getenv("WRK_TEMPLATE")
local before, after = template:match("^(.-)NUMBER(.*)$")
local run = os.getenv("WRK_RUN")
local count = 0
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("thread", threads)
end

function request()
  count = count + 1
  local body = before .. run .. "-" .. thread .. "-" .. count .. after
  return wrk.format("POST", nil, { ["content-type"] = "application/json" }, body)
end
