// Document 002, from the information form to the number in the national library, as every role plays it in a browser:
// figures that are summed from projects and quarters, a certificate that another enterprise has listed too, a visit that
// the document compels, ten working days of publicity. Without scripts the enterprise's part is played.
import { check } from './lib.mjs';
import { expectUrl, go, press, said, type, words } from './people.mjs';
import { Play, download, flat, office, pdfWords, playAll } from './play.mjs';

const FILING = '2025-07-01T09:00:00+08:00', SUBMITTING = '2025-07-03T09:00:00+08:00', PUBLIC = '2025-07-07T09:00:00+08:00',
	AFTER = '2025-07-18T09:00:00+08:00', ANNOUNCING = '2025-10-21T09:00:00+08:00';
const LAST_YEAR = 2024;
const CITY = ['shi1', 'shi2'], PROVINCE = ['sheng1', 'sheng2'];
const CERTIFICATE = 'GR202341000001', DOCUMENT = '豫科企〔2025〕30号';
const FIRM = { name: '郑州微衡泵业科技有限公司（虚构）', city: '410100', county: '410102', serial: 21, login: 'weiheng', legal: '李志远',
	contact: '张晓梅', body: 'gxshi', signer: 'weiheng-fr', industry: '3441', product: '微型离心泵', score: '90',
	asked: ['licence', 'cover', 'hightech_proof'], answers: {
		people: {},
		economy: { 'revenue-2024': '1206', 'cost_expense-2024': '1000', 'total_assets-2024': '900', rd_basis: 'revenue' },
		output: {},
		direct: {} } };
const PROJECTS = [['叶轮', '50'], ['泵壳', '22.5']];
const QUARTERS = [[20, 20, 6, 6], [20, 22, 6, 6], [22, 22, 6, 7], [22, 23, 7, 7]];

class Tech extends Play {
	constructor(javaScript) {
		super(javaScript, { batchTitle: '2025年度', receipt: /HNKJHZ20250701\d{6}/, due: '2025年10月20日' });
	}

	// Projects, quarters and products: each saved by itself; sum and averages are counted and cannot be typed.
	async year(firm) {
		const page = await this.as(firm.login, `/e/projects/${LAST_YEAR}`);
		await this.look(page, 'year without anything');
		const save = (act) => press(page, page.locator(`main button[name=act][value=${act}]`));
		for (const [name, expense] of PROJECTS) {
			await type(page, { name, expense });
			await save('project');
		}
		await this.says(page, '费用合计 72.5');
		await type(page, Object.fromEntries(QUARTERS.flatMap((row, q) => ['staff-begin', 'staff-end', 'tech-begin', 'tech-end']
			.map((word, i) => [`q${q + 1}-${word}`, String(row[i])]))));
		await save('quarters');
		await this.says(page, '21.375', 'the mean of the quarters');
		await type(page, { name1: '离心泵', field1: '先进制造与自动化' });
		await save('products');
		check('the year is kept', !await page.locator('.errors').count(), await said(page));
		await this.look(page, 'year filled in');
	}
	// 《信息表》 on paper, with the undertaking.
	async information(firm) {
		const page = await this.as(firm.login, `${firm.app}/receipt`);
		const inPdf = pdfWords((await download(page, page.locator('a[href$="/self-evaluation.pdf"]'), 'information.pdf')).path);
		const inWord = flat(office((await download(page, page.locator('a[href$="/application.docx"]'), 'information.docx')).path,
			'txt:Text (encoded):UTF8', 'information.txt'));
		for (const part of ['系统填报号', '企业注册地区', '研发项目情况', '叶轮', '72.5', '职工总数和科技人员数', '21.375', '先进制造与自动化',
			'2022SR0001', '数据真实性承诺书']) {
			check(`信息表 PDF: ${part}`, inPdf.includes(part), inPdf.slice(0, 1500));
			check(`信息表 DOCX: ${part}`, inWord.includes(part), inWord.slice(0, 1500));
		}
		check('信息表 DOCX: the undertaking in full', inWord.includes('愿承担取消本年度评价资格且三年内不得参与评价等责任'));
	}
	// What the body reads beside the claim: on what certificate it rests, and that nothing speaks against it.
	async claims(firm) {
		const page = await this.as(CITY[0], `/o/app/${firm.id}`);
		for (const part of ['直通条件核验', `编号 ${CERTIFICATE}`, '2026-11-21', `名称应为“${firm.name}”`, '系统未发现疑点', '清单与计入情况']) {
			await this.says(page, part);
		}
	}
	// Who verified the enterprise is of the other line: its file is none of theirs.
	async otherLine(firm) {
		const page = await this.as(firm.body, '/o');
		const answer = await page.goto(`${this.site.url}/o/app/${firm.id}`);
		check('the other line does not find the file', answer.status() === 404, String(answer.status()));
		page.problems.length = 0;
	}
	async published(firm) {
		const page = await this.as('visitor', '/news');
		await go(page, page.locator('main a[href^="/news/"]'));
		await this.says(page, '入库名单的公告');
		const number = /2025410102A0\d{6}/.exec(flat(await words(page)))?.[0] ?? '';
		check('the number has its 18 positions', number.length === 18, await words(page));
		await this.look(page, 'announcement');
		await this.entry(firm, number, { from: '2025-10-21', to: '2025-12-31', printed: ['入库登记编号', '信息库'] });
		const verified = await this.as('visitor', `/verify/${number}`);
		await this.says(verified, '截至2025年10月21日：有效');
		await this.look(verified, 'number that is verified');
	}

	async enterprise() {
		await this.step('an enterprise registers and the body of its place verifies it', async () => { await this.register(FIRM); await this.verify(FIRM); });
		await this.step('it lists its rights and its certificate', async () => {
			await this.profile(FIRM);
			for (const n of [1, 2, 3, 4]) {
				await this.listed(FIRM, 'ip', 'software', { title: `控制软件${n}`, number: `2022SR000${n}`, granted_on: '2022-12-01', rank: '1',
					obtained: 'own', related: true, applied: true });
			}
			await this.listed(FIRM, 'honours', 'hightech', { title: '高新技术企业', number: CERTIFICATE, granted_on: '2023-11-22',
				valid_until: '2026-11-21' });
		});
		await this.step('it states projects, quarters and products', () => this.year(FIRM));
		await this.step('it fills in every group and the evidence', async () => { await this.evaluate(FIRM); await this.evidence(FIRM); });
		await this.step('its legal representative undertakes and submits', async () => { await this.signer(FIRM); await this.submit(FIRM); });
		await this.step('《信息表》 on paper', () => this.information(FIRM));
	}
	async run() {
		this.site.init(FILING);
		this.staff(['gxshi', 'city', '韩立新', 'miit-410100'], [CITY[0], 'city', '冯建国', 'st-410100'], [CITY[1], 'city', '褚海燕', 'st-410100'],
			[PROVINCE[0], 'province', '卫文博', 'st-410000'], [PROVINCE[1], 'province', '蒋一鸣', 'st-410000']);
		await this.at(FILING);
		await this.enterprise();
		if (!this.javaScript) return;
		await this.step('the other line sees nothing of it', () => this.otherLine(FIRM));
		await this.step('the body holds the claim against the certificate', () => this.claims(FIRM));
		await this.step('the body must visit who takes part for the first time', () => this.visitFirst(FIRM, CITY[0], '首次参评'));
		await this.step('the body passes', () => this.pass(FIRM, CITY[0]));
		await this.at(SUBMITTING);
		await this.step('submission to the province by two people', () => this.recommend(...CITY, '郑科〔2025〕7号', '已正式推荐 1 家'));
		await this.step('publicity by two people of the province', () => this.publicity(...PROVINCE, { contact: '企业创新处 0371-60000000' }));
		await this.at(PUBLIC);
		await this.step('the public reads the list', () => this.public([FIRM], ['第 2/10 个工作日', '2025年7月17日']));
		await this.at(AFTER);
		await this.at(ANNOUNCING);
		await this.step('the province announces', () => this.publish(PROVINCE[0], DOCUMENT, '2025年10月21日'));
		await this.step('announcement, number and register', () => this.published(FIRM));
	}
}

await playAll(Tech);
