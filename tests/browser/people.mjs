// What a person does with the pages of this program, in steps that both kinds of browser can take
// (with scripts and without): nothing here touches the database.
import { check } from './lib.mjs';

export const PASSWORD = 'ceshi-Mima-2023';
// Invented, and said so in the name, as in the demonstration.
export const FIRM = { name: '石家庄恒砺泵业有限公司（虚构）', city: '130100', county: '130102', serial: 1, login: 'tianbao',
	legal: '李志远', contact: '张晓梅' };

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
export async function said(page) {
	const t = await page.locator('.errors, .banner').allInnerTexts();
	return `${page.url()} ${t.join(' / ').slice(0, 400)}`;
}
export async function expectUrl(page, pattern, what) {
	if (!pattern.test(new URL(page.url()).pathname)) throw new Error(`${what}: ${await said(page)}`);
}
// A form that saves itself may be held back until that is done: what counts is the page that comes.
export async function press(page, button) {
	await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), button.click()]);
}
export const go = (page, link) => press(page, link.first());
export async function words(page) {
	return (await page.locator('body').innerText()).replace(/\s+/g, ' ');
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

export async function register(page, site, firm = FIRM) {
	await page.goto(site.url + '/register');
	await type(page, { city: firm.city });
	await press(page, page.locator('main form button[type=submit]').first());
	const kind = await page.locator('main [name="kind"] option').nth(1).getAttribute('value');
	await type(page, { division_code: firm.county, kind, uscc: uscc(firm.county, firm.serial), name: firm.name,
		legal_rep: firm.legal, contact: firm.contact, contact_phone: '0311-88888888', login: firm.login, password: PASSWORD,
		again: PASSWORD, agree: true });
	await press(page, page.locator('main form[action="/register"] button[type=submit]'));
	await expectUrl(page, /^\/identity$/, 'registration');
}

export async function upload(page, action, name, text) {
	const form = page.locator(`form[action$="${action}"]`).first();
	await form.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/pdf', buffer: pdf(text) });
	await press(page, form.locator('button[value=add], button[type=submit]').first());
}
// The licence is uploaded and the enterprise asks to be verified.
export async function identify(page, site, firm = FIRM) {
	await page.goto(site.url + '/identity');
	await upload(page, '/identity/files/licence', '营业执照.pdf', `licence ${firm.serial}`);
	await press(page, page.locator('main form[action="/identity"] button[type=submit]'));
	await expectUrl(page, /^\/identity$/, 'identity');
}
// The body in charge opens the case from its queue, reads the licence and agrees.
export async function verify(officer, site, firm = FIRM) {
	await officer.goto(site.url + '/o/identity');
	await go(officer, officer.locator('main a', { hasText: firm.name }));
	await press(officer, officer.locator('main button[name=act][value=verify]'));
	check(`${firm.name} is verified`, (await words(officer)).includes('已通过认证'), await said(officer));
}
