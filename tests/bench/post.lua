-- Submissions for wrk: every request signs and submits another file. `posts` is a file of lines
-- "path <tab> cookie <tab> body"; the connections of several threads share it by turns.
local threads = 0
function setup(thread)
	thread:set("turn", threads)
	threads = threads + 1
	thread:set("posts", os.getenv("BENCH_POSTS"))
	thread:set("step", tonumber(os.getenv("BENCH_THREADS") or "1"))
end
function init(args)
	jobs, at, good, bad = {}, 0, 0, 0
	local n = 0
	for line in io.lines(posts) do
		if n % step == turn then
			jobs[#jobs + 1] = line
		end
		n = n + 1
	end
end
function request()
	at = at + 1
	local line = jobs[at]
	if not line then -- the file was too short: shows as refused
		line = jobs[#jobs]
	end
	local path, cookie, body = line:match("^(.-)\t(.-)\t(.*)$")
	return wrk.format("POST", path, {
		["Host"] = "127.0.0.1",
		["Cookie"] = cookie,
		["Content-Type"] = "application/x-www-form-urlencoded",
	}, body)
end
function response(status)
	if status == 303 then
		good = good + 1
	else
		bad = bad + 1
	end
end
local all = {}
local old = setup
function setup(thread)
	old(thread)
	all[#all + 1] = thread
end
function done(summary, latency)
	local good, bad, used = 0, 0, 0
	for _, t in ipairs(all) do
		good, bad = good + t:get("good"), bad + t:get("bad")
		used = math.max(used, t:get("at") * #all)
	end
	io.write(string.format("RESULT good=%d bad=%d used=%d us=%d p50=%d p99=%d\n", good, bad, used, summary.duration,
		latency:percentile(50), latency:percentile(99)))
end
