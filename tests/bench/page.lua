-- GET of one address with a session's cookie; answers other than 200 are counted.
local all = {}
function setup(thread)
	all[#all + 1] = thread
end
function init(args)
	bad = 0
	wrk.headers["Cookie"] = os.getenv("BENCH_COOKIE")
end
function response(status)
	if status ~= 200 then
		bad = bad + 1
	end
end
function done(summary, latency)
	local bad = 0
	for _, t in ipairs(all) do
		bad = bad + t:get("bad")
	end
	io.write(string.format("RESULT n=%d bad=%d us=%d p50=%d p99=%d errors=%d\n", summary.requests, bad,
		summary.duration, latency:percentile(50), latency:percentile(99),
		summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
