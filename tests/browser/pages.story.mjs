// Every page that a role can open: accessible by axe-core, no sideways scrolling at 1280 and 360 px, no complaint in the
// console; then the same in the senior edition. The list of pages is the program's own.
import { Site, person, scene, check, finish, lookAt, closeBrowser } from './lib.mjs';
import { PASSWORD, FIRM, signIn, register, identify, verify, uscc, press } from './people.mjs';

const NOW = '2023-02-01T09:00:00+08:00';
const site = Site.scratch();
const routes = site.cli(['routes']).split('\n').slice(1).map((l) => l.split('\t')).filter((r) => r[0] === 'GET')
	.map((r) => ({ path: r[1], roles: r[2].split(',') }));
// Downloads, interfaces, a redirect to an older address, and the switch that is a redirect.
const notPages = /\.(csv|json|txt|xlsx|docx|pdf|css|js|py|zip)$|^\/(senior|o\/batches$|healthz|static)/;

function plain(role, more = []) {
	// What everybody can open is looked at once, by the visitor.
	return routes.filter((r) => r.roles.includes(role) && (role === 'public' || !r.roles.includes('public')) &&
		!r.path.includes('{') && !notPages.test(r.path))
		.map((r) => r.path).concat(more);
}
async function walk(role, login, more, senior) {
	const page = await person();
	if (login) await signIn(page, site, login);
	if (senior) await page.goto(site.url + '/senior?to=/');
	for (const path of plain(role, more)) {
		await lookAt(page, site, path, `${role} ${path}${senior ? ' 长辈版' : ''}`);
	}
	await page.context().close();
}

try {
	site.init(NOW);
	for (const [login, role, code] of [['xianji', 'county', `miit-${FIRM.county}`], ['shiji', 'city', 'miit-130100'],
		['shengji', 'province', 'miit-130000'], ['jiandu', 'auditor', 'miit-130000']]) site.user(login, role, '王五', ['--agency', code], PASSWORD);
	site.user('guanli', 'admin', '赵六', [], PASSWORD);
	await site.at(NOW);
	const app = [];
	await scene('an enterprise is there to look with', async () => {
		const page = await person();
		await register(page, site);
		await lookAt(page, site, '/identity');
		await identify(page, site);
		const county = await person();
		await signIn(county, site, 'xianji');
		await verify(county, site);
		await county.context().close();
		await page.goto(site.url + '/e');
		await press(page, page.locator('form[action$="/e/start"] button').first());
		const base = new URL(page.url()).pathname;
		const links = await page.locator(`main a[href*="${base}/s/"]`).evaluateAll((a) => a.map((x) => x.getAttribute('href')));
		app.push(base, ...new Set(links.map((l) => l.split('#')[0])), ...['score', 'gap', 'check', 'files', 'log', 'withdraw'].map((p) => `${base}/${p}`));
		check('the file has its sections', links.length >= 4, app.join(' '));
		await page.context().close();
	});
	await site.stop();
	site.user('farenren', 'legal_rep', FIRM.legal, ['--enterprise', uscc(FIRM.county, FIRM.serial)], PASSWORD);
	await site.at(NOW);
	const open = ['/calc/innovative', '/guide/innovative', '/check/innovative', '/help/enterprise', '/verify?no=1'];
	await scene('public pages', () => walk('public', null, open));
	await scene('enterprise pages', () => walk('filler', FIRM.login, app));
	await scene('county pages', () => walk('county', 'xianji', []));
	await scene('city pages', () => walk('city', 'shiji', []));
	await scene('province pages', () => walk('province', 'shengji', []));
	await scene("overseer's pages", () => walk('auditor', 'jiandu', ['/s/acts?kind=pairs', '/s/clocks?body=1&state=city']));
	await scene("administrator's pages", () => walk('admin', 'guanli', []));
	await scene('senior edition', () => walk('public', null, open, true));
	await scene('sign-in and one section by keyboard alone', async () => {
		const page = await person();
		const tabTo = async (css) => {
			for (let i = 0; i < 120; i++) {
				await page.keyboard.press('Tab');
				if (await page.evaluate((c) => document.activeElement.matches(c), css)) return;
			}
			throw new Error(`Tab does not reach ${css} on ${page.url()}`);
		};
		await page.goto(site.url + '/login');
		await tabTo('main [name=login]');
		await page.keyboard.type(FIRM.login);
		await tabTo('main [name=password]');
		await page.keyboard.type(PASSWORD);
		await page.keyboard.press('Enter');
		await page.waitForURL((u) => !u.pathname.startsWith('/login'));
		await page.goto(site.url + app[0] + '/s/economy');
		for (const [name, value] of [['revenue-2021', '1100'], ['revenue-2022', '1206']]) {
			await page.locator('body').evaluate(() => document.activeElement.blur());
			await tabTo(`[name="${name}"]`);
			await page.keyboard.press('Control+A');
			await page.keyboard.type(value);
		}
		await tabTo('main button[name=go]');
		await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
		await page.goto(site.url + app[0] + '/s/economy');
		check('typed by keyboard and kept', await page.locator('[name="revenue-2022"]').inputValue() === '1206');
	});
	await scene('sign-in and one section without scripts', async () => {
		const page = await person({ javaScript: false });
		await signIn(page, site, FIRM.login);
		await page.goto(site.url + app[0] + '/s/economy');
		await page.locator('[name="main_revenue-2022"]').fill('1000');
		await press(page, page.locator('main button[name=go]').first());
		await page.goto(site.url + app[0] + '/s/economy');
		check('typed without scripts and kept', await page.locator('[name="main_revenue-2022"]').inputValue() === '1000');
	});
} finally {
	await closeBrowser();
	await site.done();
}
finish();
