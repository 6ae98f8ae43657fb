// Document 004, from the cluster's statistics to the plaque, as every role plays it in a browser: one filing enters the
// pool and is chosen from it, the county compares the originals, the city recommends with the summary table of 附件2,
// two experts mark a material that names nobody. Without scripts the enterprise's part is played.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './lib.mjs';
import { FIRM as COMMON, expectUrl, go, press, type, uscc, words } from './people.mjs';
import { Play, download, flat, inOrder, office, pdfWords, playAll } from './play.mjs';

const POOLING = '2023-07-20T09:00:00+08:00', CHOOSING = '2023-07-26T09:00:00+08:00', REVIEWING = '2023-07-31T09:00:00+08:00',
	PROPOSING = '2023-08-11T09:00:00+08:00', PUBLIC = '2023-08-14T09:00:00+08:00', ANNOUNCING = '2023-08-21T09:00:00+08:00';
const COUNTY = 'xianji', CITY = ['shi1', 'shi2'], PROVINCE = ['sheng1', 'sheng2'];
const CLUSTER = '石家庄装备制造产业集群', DOCUMENT = '冀工信民经函〔2023〕401号', HONOUR = '省级企业技术中心';
const FIRM = { ...COMMON, serial: 41, login: 'hengli', signer: 'hengli-fr', body: COUNTY, industry: '3441', product: '离心泵',
	score: '所选方向的专项条件 满足', asked: ['licence', 'audit_y1', 'share', 'ip', 'contracts', 'no_accident', 'responsibility', 'direction_proof'],
	answers: {
		direction: { direction: 'innovation' },
		economy: { 'revenue-2022': '12000', 'revenue-2021': '10000', 'revenue-2020': '9000', 'main_revenue-2022': '11000',
			'main_revenue-2021': '9500', 'main_revenue-2020': '8600', 'net_profit-2022': '1500', 'net_profit-2021': '1200',
			'net_profit-2020': '900', 'rd_expense-2022': '700', 'staff-2022': '200', market_share: '15' } } };
const HEADS = ['序号', '企业名称', '统一社会信用代码', '所属行业', '申报类型', '申报方向', '具体专项条件', '联系人', '联系电话'];
const EXPERTS = [{ name: '何教授', employer: '燕山大学', fields: '34 35', login: 'zj1', points: [9, 18, 17, 22, 8, 13] },
	{ name: '高研究员', employer: '省机械科学研究院', fields: '33 34', login: 'zj2', points: [8, 17, 18, 21, 9, 12] }];
const CRITERIA = ['introduction', 'finance', 'market', 'research', 'management', 'direction'];

const REPORT = {
	introduction: '公司属石家庄装备制造产业集群，主导产品为离心泵，信用良好，股东为两名自然人。',
	finance: '近三年营业收入分别为9000万元、10000万元、12000万元，利润和上交税金同步增长。',
	market: '主导产品占省内市场的15%，与集群内十余家企业有稳定合作。',
	research: '建有省级企业技术中心，研发强度约6%，与两所高校开展产学研合作。',
	management: '从业人员200人，通过质量管理体系认证，积极履行社会责任。',
	direction: '2021年6月首次获得省级企业技术中心，长期有效，2023年3月复核通过。' };

class Leader extends Play {
	constructor(javaScript) {
		super(javaScript, { batchTitle: '2023年度', programme: '“领跑者”', receipt: /HBLPHZ20230720\d{6}/, due: '2023年7月30日' });
	}

	// The statistics' list as it is received, before anybody serves.
	members() {
		const file = join(this.site.dir, '集群统计名单.csv');
		writeFileSync(file, `企业名称,统一社会信用代码,集群名称,县（市、区）\n${FIRM.name},${uscc(FIRM.county, FIRM.serial)},${CLUSTER},${FIRM.county}\n`);
		this.site.cli(['import', 'clusters', file, '--year', '2022', '--db', this.site.db, '--now', POOLING]);
	}
	// 申请报告 by the outline of 附件3, from one section to the next.
	async report(firm) {
		const page = await this.as(firm.login, firm.app + '/report/introduction');
		for (const [section, text] of Object.entries(REPORT)) {
			await expectUrl(page, new RegExp(`/report/${section}$`), `section ${section}`);
			await this.look(page, `report: ${section}`);
			await type(page, { text });
			await press(page, page.locator('main button[name=go][value=next]'));
			await this.says(page, '已保存，尚未报送');
		}
	}
	// Recognition has its own days: before them the list can be looked at, not more.
	async early() {
		const page = await this.hub(CITY[0], 'list/select');
		await this.says(page, '这一步自2023年7月26日开始办理');
	}
	// 推荐汇总表 of 附件2: one row, in three forms.
	async summary() {
		const page = await this.as(CITY[1], this.recommendation);
		const get = async (kind) => (await download(page, page.locator(`a[href$="/summary.${kind}"]`), `leaders.${kind}`)).path;
		const csv = office(await get('xlsx'), 'csv:Text - txt - csv (StarCalc):44,34,76', 'leaders.csv').split('\n').map((l) => l.replace(/"/g, '').split(','));
		const row = csv[csv.findIndex((l) => l[0] === HEADS[0]) + 1] ?? [];
		check('XLSX: columns of 附件2', csv.some((l) => JSON.stringify(l) === JSON.stringify(HEADS)), csv.join('\n'));
		for (const cell of [FIRM.name, uscc(FIRM.county, FIRM.serial), '“领跑者”企业认定', '科技创新发展', FIRM.contact]) {
			check(`XLSX: ${cell}`, row.includes(cell), row.join());
		}
		check('XLSX: the honour', row.some((x) => x.includes(HONOUR)), row.join());
		const word = flat(office(await get('docx'), 'txt:Text (encoded):UTF8', 'leaders.txt'));
		check('DOCX: 附件2 and its columns in order', !inOrder(word, ['附件2', '申报汇总表', ...HEADS, uscc(FIRM.county, FIRM.serial), '注：申报类型分为']), word);
		const paper = pdfWords(await get('pdf'));
		for (const part of ['申报汇总表', uscc(FIRM.county, FIRM.serial)]) check(`PDF: ${part}`, paper.includes(part), paper);
	}

	// --- experts -------------------------------------------------------------------------------------
	async pool() {
		const page = await this.as(PROVINCE[0], '/o/experts');
		await this.look(page, 'empty pool of experts');
		for (const { login, points, ...person } of EXPERTS) {
			await page.goto(`${this.site.url}/o/experts`);
			await type(page, person);
			await press(page, page.locator('main button[name=act][value=save]'));
			await this.says(page, `已登记：${person.name}`);
			await page.goto(`${this.site.url}/o/experts`);
			await go(page, page.locator('main a', { hasText: person.name }));
			await this.look(page, 'one expert');
			await type(page, { login });
			await press(page, page.locator('main button[name=act][value=account]'));
			await this.look(page, 'account of an expert');
			const once = (await page.locator('.number').innerText()).trim();
			await this.firstSignIn(login, once, '/x');
		}
	}
	async panel() {
		const page = await this.hub(PROVINCE[0]);
		await go(page, page.locator('main a[href^="/o/panel/"]'));
		this.panelPath = new URL(page.url()).pathname;
		await this.look(page, 'panel to form');
		for (const box of await page.locator('main [name=experts]').all()) await box.check();
		await type(page, { ends_on: '2023-08-10' });
		await press(page, page.locator('main button[name=act][value=form]').first());
		await this.says(page, '未申明，不分派');
		for (const { login } of EXPERTS) {
			const expert = await this.as(login, '/x');
			await expectUrl(expert, /^\/x\/coi$/, 'nothing before the declaration');
			await this.look(expert, 'declaration');
			await type(expert, { none: '1', agree: true });
			await press(expert, expert.locator('main button[name=act][value=declare]'));
			await expectUrl(expert, /^\/x$/, 'declared');
		}
		await page.goto(`${this.site.url}${this.panelPath}/assign`);
		await this.look(page, 'assignment to confirm');
		await press(page, page.locator('main button[name=act][value=assign]'));
		await this.look(page, 'panel at work');
	}
	// What the expert sees names nobody.
	async mark({ login, points }) {
		const page = await this.as(login, '/x');
		await this.look(page, 'list of an expert');
		await go(page, page.locator('main a[href^="/x/r/"]'));
		const text = await words(page);
		for (const secret of [FIRM.name, FIRM.name.slice(3, 7), uscc(FIRM.county, FIRM.serial), FIRM.legal, FIRM.contact, ...EXPERTS.filter((x) => x.login !== login).map((x) => x.name)]) {
			check(`the sheet does not name ${secret}`, !text.includes(secret), text.slice(0, 2000));
		}
		await this.look(page, 'sheet of an expert');
		await type(page, Object.fromEntries(CRITERIA.flatMap((c, i) => [[`p-${c}`, String(points[i])], [`r-${c}`, '对照要点，材料属实，数据完整。']])));
		await press(page, page.locator('main button[name=act][value=submit]'));
		await expectUrl(page, /^\/x$/, 'marked');
	}
	async proposed() {
		const list = `${this.panelPath}/list`;
		const page = await this.as(PROVINCE[0], list);
		await this.look(page, 'results of the experts');
		await type(page, { top: '1', reason: '本年度择优名额一家，按专家评审结果确定' });
		await press(page, page.locator('main button[name=act][value=propose]'));
		await this.says(page, '等待另一位同事确认');
		check('who proposes does not confirm', !await page.locator('main button[value=confirm]').count());
		const other = await this.as(PROVINCE[1], list);
		await this.look(other, 'proposed list to confirm');
		await press(other, other.locator('main button[name=act][value=confirm]'));
		await this.says(other, '列入建议名单');
	}

	async published() {
		const page = await this.as('visitor', '/news');
		await go(page, page.locator('main a[href^="/news/"]'));
		await this.says(page, '关于认定2023年度河北省县域特色产业集群“领跑者”企业的通知');
		await this.look(page, 'announcement');
		await this.entry(FIRM, '冀领跑者202300001', { from: '2023-08-21', to: '', printed: ['领跑者', '河北省工业和信息化厅'] });
	}
	async enterprise() {
		await this.step('an enterprise of a cluster registers and its county verifies it', async () => { await this.register(FIRM); await this.verify(FIRM); });
		await this.step('it lists an honour of its direction', async () => {
			await this.profile(FIRM);
			await this.listed(FIRM, 'honours', 'enterprise_center', { title: HONOUR, number: '冀发改〔2021〕1号', granted_on: '2021-06-01',
				level: 'province' });
		});
		await this.step('it fills in one filing for both steps', async () => { await this.evaluate(FIRM); await this.evidence(FIRM); await this.report(FIRM); });
		await this.step('its legal representative signs and submits', async () => { await this.signer(FIRM); await this.submit(FIRM); });
	}
	async run() {
		this.site.init(POOLING);
		this.staff([COUNTY, 'county', '韩立新', 'miit-130102'], [CITY[0], 'city', '冯建国', 'miit-130100'], [CITY[1], 'city', '褚海燕', 'miit-130100'],
			[PROVINCE[0], 'province', '卫文博', 'miit-130000'], [PROVINCE[1], 'province', '蒋一鸣', 'miit-130000']);
		this.members();
		await this.at(POOLING);
		await this.enterprise();
		if (!this.javaScript) return;
		await this.step('the county compares and certifies', () => this.pass(FIRM, COUNTY));
		await this.step('the city takes it into the pool', () => this.pass(FIRM, CITY[0]));
		await this.step('nobody is chosen from the pool on its first day', () => this.early());
		await this.at(CHOOSING);
		await this.step('the city chooses from the pool', () => this.listAct(CITY[0], 'select', 'select', [FIRM]));
		await this.step('the city recommends by two people', () => this.recommend(...CITY, '石工信〔2023〕31号', '已正式推荐 1 家'));
		await this.step('推荐汇总表 has the columns of 附件2', () => this.summary());
		await this.at(REVIEWING);
		await this.step('the province has experts', () => this.pool());
		await this.step('a panel declares and is given the material', () => this.panel());
		await this.step('two experts mark it blind', async () => { for (const x of EXPERTS) await this.mark(x); });
		await this.at(PROPOSING);
		await this.step('the proposed list by two people', () => this.proposed());
		await this.step('publicity by two people, its days typed', () => this.publicity(...PROVINCE, { contact: '民营经济处 0311-87800000', days: '5', unit: 'calendar' }));
		await this.at(PUBLIC);
		await this.step('the public reads the list', () => this.public([FIRM], ['第 3/5 天', '2023年8月16日']));
		await this.at(ANNOUNCING);
		await this.step('the province recognises', () => this.publish(PROVINCE[0], DOCUMENT, '2023年8月21日'));
		await this.step('announcement, register and plaque', () => this.published());
	}
}

await playAll(Leader);
