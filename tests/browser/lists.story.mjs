// The lists of an enterprise: an item with its certificate, a year of projects and quarters, with and without scripts; every
// page that has an address with a number in it is accessible and does not scroll sideways.
import { Site, person, scene, check, finish, look, lookAt, closeBrowser } from './lib.mjs';
import { PASSWORD, FIRM, signIn, register, press } from './people.mjs';

const NOW = '2023-02-01T09:00:00+08:00';
const site = Site.scratch();

async function listOne(page, list, kind, values, radios = []) {
	await page.goto(`${site.url}/e/${list}`);
	await page.selectOption('#kind', kind);
	await press(page, page.getByRole('button', { name: '登记一项' }));
	for (const [id, value] of Object.entries(values)) await page.fill(`#${id}`, value);
	for (const label of radios) await page.getByLabel(label, { exact: true }).check();
	await press(page, page.getByRole('button', { name: '保存' }));
}

try {
	site.init(NOW);
	await site.at(NOW);
	await scene('an enterprise lists what it has, without scripts', async () => {
		const page = await person({ javaScript: false });
		await register(page, site);
		await listOne(page, 'ip', 'invention',
			{ title: '一种叶轮', number: 'ZL201810000001.X', granted_on: '2018年5月6日', rank: '1' }, ['自主研发', '与主导产品（服务）相关']);
		check('the item stands in the list', await page.getByRole('link', { name: '一种叶轮' }).count() === 1);
		check('and says why it counts', await page.getByText('清单中这一类有 1 项，1 项计入').count() > 0);
		await listOne(page, 'honours', 'hightech', { title: '高新技术企业', number: 'GR1', granted_on: '2019-01-01', valid_until: '2022-01-01' });
		check('an expired certificate says so', await page.locator('body').textContent().then((t) => t.includes('已于 2022-01-01 到期')));
		await page.goto(`${site.url}/e/projects/2022`);
		await page.fill('#name', '叶轮研发');
		await page.fill('#expense', '36.5');
		await press(page, page.getByRole('button', { name: '登记项目' }));
		for (const q of [1, 2, 3, 4]) {
			for (const [what, n] of [['staff-begin', '20'], ['staff-end', '21'], ['tech-begin', '5'], ['tech-end', '5']]) await page.fill(`#q${q}-${what}`, n);
		}
		await press(page, page.getByRole('button', { name: '保存季度人数' }));
		check('the mean of the quarters', await page.getByText('20.5 人').count() > 0);
		await page.context().close();
	});
	await scene('its pages', async () => {
		const page = await person();
		await signIn(page, site, FIRM.login);
		for (const list of ['ip', 'honours']) {
			await lookAt(page, site, `/e/${list}`);
			const item = await page.locator('table a').first().getAttribute('href');
			await lookAt(page, site, item, `an item of ${list}`);
			await lookAt(page, site, `${item}/remove`, `${list} remove`);
		}
		await lookAt(page, site, '/e/ip/new?kind=invention');
		await press(page, page.getByRole('button', { name: '保存' }));
		page.problems = page.problems.filter((p) => !/status of 422/.test(p));
		await look(page, 'refused');
		check('a refusal names the field', await page.locator('a[href="#title"]').count() === 1);
		await lookAt(page, site, '/e/honours/new?kind=enterprise_center');
		await lookAt(page, site, '/e/projects/2022');
		await page.context().close();
	});
	await scene('an item is removed and taken back', async () => {
		const page = await person();
		await signIn(page, site, FIRM.login);
		await page.goto(`${site.url}/e/ip`);
		const item = await page.locator('table a').first().getAttribute('href');
		await page.goto(`${site.url}${item}/remove`);
		await press(page, page.getByRole('button', { name: '移除这一项' }));
		check('the list is empty', await page.getByText('清单还是空的', { exact: true }).count() === 1);
		await page.getByText('最近移除的（可以恢复）').click();
		await press(page, page.getByRole('button', { name: '恢复 一种叶轮' }));
		check('it is back', await page.getByRole('link', { name: '一种叶轮' }).count() === 1);
		await page.context().close();
	});
} finally {
	await closeBrowser();
	await site.done();
}
finish();
