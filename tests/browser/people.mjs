// What a person does with the pages of this program, in steps that both kinds of browser can take
// (with scripts and without): nothing here touches the database but `until`.
import { execFileSync } from 'node:child_process';
import { check } from './lib.mjs';

export const PASSWORD = 'ceshi-Mima-2023';
export const FIRM = { name: '测试水泵一号有限公司', city: '130100', county: '130102' };
const SCRIPT = `import sys,os
sys.argv=[sys.argv[0]]+sys.argv[1:]
import sqlite3
db=sqlite3.connect(sys.argv[1]); db.execute('PRAGMA foreign_keys=ON')
db.executescript(sys.argv[2]); db.commit()
`;
export function sql(site, text) { execFileSync('python3', ['-c', SCRIPT, site.db, text]); }

export function uscc(division, serial) {
	const chars = '0123456789ABCDEFGHJKLMNPQRTUWXY';
	const body = `91${division}MA0T${String(serial).padStart(5, '0')}`;
	let sum = 0, weight = 1;
	for (const c of body) { sum += chars.indexOf(c) * weight; weight = weight * 3 % 31; }
	return body + chars[(31 - sum % 31) % 31];
}

// A PDF of one page; the text makes its bytes differ.
export function pdf(text) {
	const stream = `BT /F 12 Tf 10 50 Td (${text}) Tj ET`;
	const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F << ' +
		'/Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>',
		`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`];
	let out = '%PDF-1.4\n';
	const at = objects.map((o, i) => { const n = out.length; out += `${i + 1} 0 obj\n${o}\nendobj\n`; return n; });
	const start = out.length;
	out += `xref\n0 5\n0000000000 65535 f \n${at.map((n) => String(n).padStart(10, '0') + ' 00000 n \n').join('')}`;
	return Buffer.from(`${out}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
}

// A banner or an error summary tells what went wrong, so that a story's failure can be read.
async function said(page) {
	const t = await page.locator('.errors, .banner').allInnerTexts();
	return `${page.url()} ${t.join(' / ').slice(0, 400)}`;
}
export async function expectUrl(page, pattern, what) {
	if (!pattern.test(new URL(page.url()).pathname)) throw new Error(`${what}: ${await said(page)}`);
}
export async function press(page, button) {
	await Promise.all([page.waitForLoadState('load'), button.click()]);
	await page.waitForLoadState('load');
}
export async function type(page, values) {
	for (const [name, value] of Object.entries(values)) {
		const all = page.locator(`main [name="${name}"]`);
		const first = all.first();
		const tag = await first.evaluate((n) => `${n.tagName} ${n.type}`);
		if (tag.startsWith('SELECT')) await first.selectOption(value);
		else if (tag.endsWith('radio')) await page.locator(`main [name="${name}"][value="${value}"]`).check();
		else if (tag.endsWith('checkbox')) {
			for (const v of [].concat(value)) {
				await (v === true ? first : page.locator(`main [name="${name}"][value="${v}"]`)).check();
			}
		} else await first.fill(value);
	}
}

export async function signIn(page, site, login, password = PASSWORD) {
	await page.goto(site.url + '/login');
	await type(page, { login, password });
	await press(page, page.locator('main form[action="/login"] button[type=submit]'));
	check(`${login} signs in`, !page.url().includes('/login'), await said(page));
}

export async function register(page, site, login, serial = 1) {
	await page.goto(site.url + '/register');
	await type(page, { city: FIRM.city });
	await press(page, page.locator('main form button[type=submit]').first());
	const kind = await page.locator('main [name="kind"] option').nth(1).getAttribute('value');
	await type(page, { division_code: FIRM.county, kind, uscc: uscc(FIRM.county, serial), name: FIRM.name, legal_rep: '李四',
		contact: '张三', contact_phone: '0311-88888888', login, password: PASSWORD, again: PASSWORD, agree: true });
	await press(page, page.locator('main form[action="/register"] button[type=submit]'));
	await expectUrl(page, /^\/identity$/, 'registration');
}

export async function upload(page, action, name, text) {
	const form = page.locator(`form[action$="${action}"]`).first();
	await form.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/pdf', buffer: pdf(text) });
	await press(page, form.locator('button[value=add], button[type=submit]').first());
}

// The county's answer is given in the register until its page is there.
export function verify(site, serial = 1) {
	sql(site, `UPDATE enterprise SET identity='verified' WHERE uscc='${uscc(FIRM.county, serial)}'`);
}
// The batch of the procedure's calendar, open for filing.
export function openBatch(site) {
	const ms = (t) => Date.parse(t);
	sql(site, `INSERT INTO batch (edition, year, no, title, opens_on, filing_ends_at, city_deadline, city_ends_at, state,
		province_agency_id, created_at) SELECT 'hebei-innovative-2023', 2023, 1, '2023年第一批', '2023-01-13',
		${ms('2023-02-28T00:00:00+08:00')}, '2023-02-27', ${ms('2023-02-28T00:00:00+08:00')}, 'open', id, 0 FROM agency
		WHERE code='miit-130000' AND NOT EXISTS (SELECT 1 FROM batch WHERE edition='hebei-innovative-2023' AND year=2023 AND no=1);
		UPDATE batch SET state='open' WHERE edition='hebei-innovative-2023' AND year=2023 AND no=1`);
}
