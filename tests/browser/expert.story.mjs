// The pages of review by experts, at both ends: accessible, one heading, nothing sideways at 360 px, with and without scripts.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { accessible, check, closeBrowser, finish, person, root, scene, tidu } from './lib.mjs';

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
		for (const width of [1280, 360]) {
			await scene(`pages at ${width}${javaScript ? '' : ' without scripts'}`, async () => {
				for (const who of site.pages) {
					const page = await person({ width, javaScript });
					await page.context().addCookies([{ name: 'sid', value: who.sid, url: site.url }]);
					for (const path of who.paths) {
						const answer = await page.goto(site.url + path);
						check(`${path} answers`, answer.status() === 200 && new URL(page.url()).pathname === path, page.url());
						check(`${path} has one h1`, await page.locator('h1').count() === 1);
						if (javaScript) {
							await accessible(page, `${path} ${width}`);
							check(`${path} console`, page.problems.length === 0, page.problems.join('; '));
						}
					}
					await page.context().close();
				}
			});
		}
	}
} finally {
	await closeBrowser();
	held.stdin.end();
	await new Promise((done) => held.once('exit', done));
}
finish();
