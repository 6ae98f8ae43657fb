// The demonstration, where every room is lived in: each page that each role can reach by links, one example of every route.
// Accessible by axe-core, one h1, no sideways scrolling at 1280 and 360 px, no complaint in the console. Pages that
// are empty on a fresh database are in pages.story.mjs.
import { Site, person, scene, check, finish, lookAt, closeBrowser } from './lib.mjs';
import { signIn } from './people.mjs';

const PASSWORD = 'tidu-demo-only';
const NOW = '2026-11-21T10:00:00+08:00';
const ROLES = {
	public: [null],
	filler: ['demo-enterprise3', 'demo-enterprise', 'demo-enterprise2', 'demo-st-enterprise', 'demo-b-enterprise'],
	legal_rep: ['demo-legal', 'demo-legal2'],
	county: ['demo-county'],
	city: ['demo-city-a', 'demo-st-city-a', 'demo-b-city-a', 'demo-b-st-city-a'],
	province: ['demo-province-a', 'demo-st-province-a', 'demo-b-province-a', 'demo-b-st-province-a'],
	expert: ['demo-expert'],
	auditor: ['demo-auditor'],
	admin: ['demo-admin'],
};
// What no link of the demonstration leads to, and why. Everything else must have an example.
const UNLINKED = {
	'/objection/{id}': 'a receipt that only who objected has; henan.story opens it',
	'/report/{code}': 'a receipt that only who reported has',
	'/e/objection/{id}': 'the accounts of the demonstration have no objection against them; test_batch.py opens it',
	'/ask/receipt/{id}': 'a receipt that only who asked has',
	'/verify/{no}': 'printed as a QR code; /verify?no= is the same page',
	'/verify-paper/{hash}': 'printed as a QR code',
	'county /o/survey/{id}': 'the procedures with a survey know no county bodies',
	'/e/app/{id}/report/{section}': 'the filings with a report belong to nobody who signs in; leader.story writes it',
	'/o/panel/{id}/assign': 'everything is assigned; leader.story and expert.story open it',
	'province /o/meeting/{id}': 'the minutes are the city\'s; the province gets the recommendation',
	'city /o/cases/lift/{id}': 'who has shut an enterprise out lifts it: the province',
	'/e/inspection/{id}': 'who is drawn follows from the numbers, and is none of the accounts; test_inspection.py opens it',
	'county /o/inspection/{id}': 'the inspectors of the demonstration are the province\'s',
	'city /o/inspection/{id}': 'the inspectors of the demonstration are the province\'s',
	'city /o/inspectors/{key}': 'the inspectors of the demonstration are the province\'s',
	'province /o/site/{id}': 'only where the province visits; henan.story opens it',
};
// Downloads, interfaces, redirects: no pages.
const notPages = /\.(csv|json|txt|xlsx|docx|pdf|css|js|py|zip)$|^\/(senior|o\/batches$|healthz|static)|\/(file|photo|voice-file|attachment|list-file|case-file)\/\{/;
const notLooked = /\/(cert|recommendation\/\{id\})\/\{|\/\{(file|paper)\}/;
const PER_WAY = 12; // addresses of one route that are read in search of links, from pages of one other route

const site = Site.scratch();
const routes = site.cli(['routes']).split('\n').slice(1).map((l) => l.split('\t')).filter((r) => r[0] === 'GET')
	.map((r) => ({ path: r[1], roles: r[2].split(','), holes: (r[1].match(/\{/g) || []).length,
		is: new RegExp('^' + r[1].replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+') + '$') }))
	.sort((a, b) => a.holes - b.holes);
const routeOf = (path, role) => routes.find((r) => r.is.test(path) && (r.roles.includes(role) || r.roles.includes('public')));
// What everybody can open is looked at once, by the visitor; what both sides of an enterprise can open, by who fills in.
const ONCE = { public: [], legal_rep: ['public', 'filler'] };
const wanted = (role) => routes.filter((r) => r.roles.includes(role) && !(ONCE[role] || ['public']).some((x) => r.roles.includes(x)) &&
	!notPages.test(r.path) && !notLooked.test(r.path));
// Forms that only ask a question: the first answer of each list.
function* asked(text) {
	for (const [, action, body] of text.matchAll(/<form method="get" action="(\/[^"#?]*)"[^>]*>(.*?)<\/form>/gs)) {
		for (const [, name, options] of body.matchAll(/<select\b[^>]*\sname="([^"]+)"[^>]*>(.*?)<\/select>/gs)) {
			const value = options.match(/value="([^"]+)"/);
			if (value) yield `${action}?${name}=${encodeURIComponent(value[1])}`;
		}
	}
}

// Reads pages without drawing them and follows their links; first example of every route that is a page.
async function crawl(page, role, found) {
	const seen = new Set(), perWay = new Map();
	const queue = routes.filter((r) => !r.holes && r.roles.includes(role)).map((r) => [r.path, '']);
	while (queue.length) {
		const [address, from] = queue.shift(), path = address.split('?')[0], route = routeOf(path, role);
		if (!route || seen.has(address) || (role !== 'public' && route.roles.includes('public')) || notPages.test(route.path) || notLooked.test(route.path)) continue;
		seen.add(address);
		const way = `${from} ${route.path}`, n = perWay.get(way) || 0;
		if (n >= PER_WAY) continue;
		perWay.set(way, n + 1);
		const answer = await page.request.get(site.url + address, { maxRedirects: 0 });
		if (answer.status() === 302 || answer.status() === 303) {
			if (!route.holes) found.set(route.path, null); // leads to the newest of its kind
			queue.push([answer.headers().location, route.path]);
			continue;
		}
		check(`${role} ${address} answers`, answer.status() === 200, `${answer.status()}, linked from ${from}`);
		if (answer.status() !== 200 || !(answer.headers()['content-type'] || '').startsWith('text/html')) continue;
		const text = await answer.text();
		if (!found.get(route.path)) found.set(route.path, address);
		for (const address of asked(text)) queue.push([address, route.path]);
		for (const [, href] of text.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g)) queue.push([href.replaceAll('&amp;', '&'), route.path]);
	}
}
try {
	site.cli(['demo', '--db', site.db, '--now', NOW]);
	await site.at(NOW);
	for (const [role, logins] of Object.entries(ROLES)) {
		await scene(`every room of ${role}`, async () => {
			const all = new Set();
			for (const login of logins) {
				const page = await person(), found = new Map();
				if (login) await signIn(page, site, login, PASSWORD);
				await crawl(page, role, found);
				for (const r of wanted(role)) {
					if (all.has(r.path) || !found.has(r.path)) continue;
					all.add(r.path);
					if (found.get(r.path)) await lookAt(page, site, found.get(r.path), `${login || role} ${found.get(r.path)} (${r.path})`);
				}
				await page.context().close();
			}
			for (const r of wanted(role)) {
				const why = UNLINKED[`${role} ${r.path}`] || UNLINKED[r.path];
				check(`${role} ${r.path} has an example`, all.has(r.path) || why, 'no page links to one');
			}
		});
	}
} finally {
	await closeBrowser();
	await site.done();
}
finish();
