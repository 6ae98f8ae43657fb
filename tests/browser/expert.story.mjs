// The pages of review by experts, at both ends: accessible, one heading, nothing sideways at 360 px, with and without scripts.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { check, closeBrowser, finish, lookAt, person, root, scene, tidu } from './lib.mjs';

// The scenario test stops half-way and holds its site open.
const held = spawn('python3', [join(root, 'tests/scenario/test_expert.py'), tidu, '--hold'], { stdio: ['pipe', 'pipe', 'inherit'] });
const line = await new Promise((done) => {
	createInterface({ input: held.stdout }).once('line', done);
	held.once('exit', () => done(''));
});

try {
	const site = JSON.parse(line || '{"pages":[]}');
	check('a panel is there to look with', site.pages.length > 0);
	for (const javaScript of [true, false]) {
		await scene(`pages${javaScript ? '' : ' without scripts'}`, async () => {
			for (const who of site.pages) {
				const page = await person({ javaScript });
				await page.context().addCookies([{ name: 'sid', value: who.sid, url: site.url }]);
				for (const path of who.paths) {
					await lookAt(page, site, path, path, { scripts: javaScript });
					check(`${path} leads nowhere else`, new URL(page.url()).pathname === path, page.url());
				}
				await page.context().close();
			}
		});
	}
} finally {
	await closeBrowser();
	held.stdin.end();
	await new Promise((done) => held.once('exit', done));
}
finish();
