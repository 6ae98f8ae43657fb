// The pages of a draw at each of its steps: accessible, one heading, nothing sideways at 360 px, with and without scripts;
// the province freezes a frame and replaces one that cannot be visited.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { check, closeBrowser, finish, lookAt, person, root, scene, tidu } from './lib.mjs';

// The scenario test stops half-way and holds its site open.
const held = spawn('python3', [join(root, 'tests/scenario/test_draw.py'), tidu, '--hold'], { stdio: ['pipe', 'pipe', 'inherit'] });
const line = await new Promise((done) => {
	createInterface({ input: held.stdout }).once('line', done);
	held.once('exit', () => done(''));
});

async function signedIn(site, who, options) {
	const page = await person(options);
	if (who.sid) await page.context().addCookies([{ name: 'sid', value: who.sid, url: site.url }]);
	return page;
}

try {
	const site = JSON.parse(line || '{"pages":[]}');
	check('draws are there to look at', site.pages.length > 0);
	for (const javaScript of [true, false]) {
		await scene(`pages${javaScript ? '' : ' without scripts'}`, async () => {
			for (const who of site.pages) {
				const page = await signedIn(site, who, { javaScript });
				for (const path of who.paths) await lookAt(page, site, path, path, { scripts: javaScript });
				await page.context().close();
			}
		});
	}
	await scene('a frame is frozen and shown to everybody', async () => {
		const page = await signedIn(site, site.pages[0], { javaScript: false });
		await page.goto(`${site.url}/o/batch/${site.first}/draw`);
		await page.getByRole('button', { name: '冻结名单' }).click();
		check('the share is asked for', await page.getByText('文件没有规定比例').count() > 0);
		await page.locator('#share').fill('30');
		await page.getByRole('button', { name: '冻结名单' }).click();
		check('frozen', /\/o\/draw\/[\w-]+$/.test(page.url()), page.url());
		await page.getByRole('link', { name: '社会公众看到的抽查公开页' }).click();
		check('public', (await page.locator('main').innerText()).includes('名单校验码'));
		await page.context().close();
	});
	for (const javaScript of [true, false]) {
		await scene(`one is replaced${javaScript ? '' : ' without scripts'}`, async () => {
			const page = await signedIn(site, site.pages[0], { javaScript, width: 360 });
			await page.goto(site.url + site.drawn);
			const form = page.locator('section[id^="file-"]').first();
			await form.getByRole('button', { name: '无法核查，替补' }).click();
			check('a reason is asked for', await page.locator('.errors').count() === 1, page.url());
			const again = page.locator('section[id^="file-"]').first();
			await again.locator('textarea').fill('企业搬迁停产，现场无法核查');
			await again.getByRole('button', { name: '无法核查，替补' }).click();
			check('replaced', await page.getByText('已按规则替补').count() > 0, page.url());
			await page.context().close();
		});
	}
} finally {
	await closeBrowser();
	held.stdin.end();
	await new Promise((done) => held.once('exit', done));
}
finish();
