-- Sends the requests of a file (one after another, parted by a zero byte), and says at the end what came of them.
-- wrk -s wrk.lua URL -- FILE
local requests, sent = {}, 0

function init(args)
  local file = io.open(args[1], 'rb')
  for request in file:read('*a'):gmatch('([^%z]+)%z') do requests[#requests + 1] = request end
  file:close()
end

function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n@{"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"bad":%d,"timeouts":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.timeout, errors.connect + errors.read + errors.write))
end
