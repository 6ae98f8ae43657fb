// The first batch of 2023 of one province's programme, from registering to the published list, as every role plays
// it in a browser: once with scripts and once without. The clock is moved with --now; nothing is written to the
// database behind the program's back. What is downloaded is opened with other programs than ours and compared with
// the two annexes of the notice, which stand here as they are printed.
import { execFileSync } from 'node:child_process';
import { check } from './lib.mjs';
import { FIRM, type, press, go, uscc } from './people.mjs';
import { Play, download, flat, inOrder, office, pdfWords, playAll } from './play.mjs';

const FILING = '2023-02-01T09:00:00+08:00', DECIDING = '2023-02-06T10:00:00+08:00', PUBLIC = '2023-02-08T10:00:00+08:00',
	AFTER = '2023-02-14T09:00:00+08:00', ANNOUNCING = '2023-03-20T09:00:00+08:00';
const EXTRA = { name: '石家庄沐屹自动化仪表有限公司（虚构）', city: '130100', county: '130104', serial: 2, login: 'muyi',
	legal: '陈国栋', contact: '沈雅静' };
const SCORED = { ...FIRM, area: '石家庄市长安区', body: 'xianji', signer: 'tianbao-fr', industry: '3441', product: '磁力驱动化工泵',
	score: '90', direct: '否', answers: {
		economy: { 'revenue-2022': '1206', 'revenue-2021': '1100', 'main_revenue-2022': '1000', 'main_revenue-2021': '900',
			'total_assets-2022': '2480', 'total_liabilities-2022': '1000' },
		innovation: { 'rd_expense-2022': '60.3', ip_high: '0', ip_class1_own: '1', ip_class1: '1', ip_class2: '3' },
		specialisation: { sei_field: 'true' },
		direct: { award_national_rank_3y: '0', award_provincial_rank_3y: '0', hightech_valid: 'false', innovation_honour_valid: 'false',
			provincial_institution: 'false', 'equity_financing-2022': '0', 'equity_financing-2021': '0', 'equity_financing-2020': '0' } } };
// Fewer than 60 points, and a valid high-tech certificate: the direct way.
const DIRECT = { ...EXTRA, area: '石家庄市桥西区', body: 'linxian', signer: 'muyi-fr', industry: '4011', product: '智能压力变送器',
	score: '50', direct: '是', answers: { ...SCORED.answers,
		innovation: { 'rd_expense-2022': '6', ip_high: '0', ip_class1_own: '0', ip_class1: '0', ip_class2: '0' },
		specialisation: { sei_field: 'false' }, direct: { ...SCORED.answers.direct, hightech_valid: 'true' } } };
const FIRMS = [SCORED, DIRECT];
// 附件1 and 附件2 as printed; blanks of the typesetting are left out.
const ANNEX1 = { title: '2023年第一批河北省创新型中小企业推荐汇总表', seal: '市级工业和信息化主管部门（盖章）：',
	heads: ['序号', '企业名称', '企业统一社会信用代码', '所在市县（区）', '是否符合直通条件', '评分'] };
const ANNEX2 = ['附件2', '河北省创新型中小企业评价申报书',
	'1.河北省创新型中小企业自评表', '在培育平台填写后下载打印，相关数据须与培育平台申报系统保持一致，在“真实性声明”处由法定代表人签字，并在封面加盖公章',
	'2.企业营业执照复印件',
	'2021、2022年度审计报告（含研发费用），如无年度审计报告，则提供从电子税务局下载的2021年度、2022年度纳税申报表（含研发费用，加盖企业公章）',
	'4.自评标准条件的必要佐证材料', '（含直通条件佐证材料或评分指标相关佐证材料，需加盖企业公章）'];

class Batch extends Play {
	constructor(javaScript) {
		super(javaScript, { batchTitle: '2023年第一批', receipt: /HBHZ20230201\d{6}/, due: '2023年2月27日' });
	}

	// Filler's papers: the form by itself and the whole with the items of 附件2, as PDF and as DOCX.
	async papers(firm) {
		const page = await this.as(firm.login, firm.app + '/receipt');
		const form = pdfWords((await download(page, page.locator('a[href$="/self-evaluation.pdf"]'), 'form.pdf')).path);
		const values = [firm.name, uscc(firm.county, firm.serial), firm.legal, firm.product, '1,206万元', '真实性声明', '法定代表人（签字）', '企业（盖章）',
			`总分${firm.score}`];
		for (const part of [ANNEX2[2].slice(2), '企业名称（盖章）', ...values]) check(`自评表: ${part}`, form.includes(flat(part)), form.slice(0, 1500));
		const whole = (await download(page, page.locator('a[href$="/application.pdf"]'), 'application.pdf')).path;
		const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [whole], { encoding: 'utf8' }))[1]);
		const inPdf = pdfWords(whole);
		check('every page has its number', inPdf.includes(`第1页`) && inPdf.includes(`第${pages}页`) && inPdf.includes(`共${pages}页`), String(pages));
		const docx = page.locator('a[href$="/application.docx"]');
		const inWord = flat(office((await download(page, docx, 'application.docx')).path, 'txt:Text (encoded):UTF8', 'application.txt'));
		for (const [kind, text] of [['PDF', inPdf], ['DOCX', inWord]]) {
			for (const part of ANNEX2) check(`申报书 ${kind}: ${part}`, text.includes(part), text.slice(0, 1500));
			for (const part of values) check(`申报书 ${kind}: ${part}`, text.includes(flat(part)));
			for (const slot of firm.slots) check(`申报书 ${kind}: ${slot}.pdf`, text.includes(`${slot}.pdf`));
			const order = inOrder(text, ['1.河北省', '2.企业营业执照复印件', '4.自评标准条件']);
			check(`申报书 ${kind}: items in order`, !order, order);
		}
	}
	async meeting() {
		const page = await this.hub('shiji1', 'meeting');
		await type(page, { held_on: '2023-02-06', place: '三楼会议室', chair: '周主持', participants: '周主持、吴处长、郑干部、王干部',
			minutes: '对照评价标准逐家研究，形成一致意见。' });
		await this.look(page, 'meeting');
		await press(page, page.locator('main button[name=act][value=preview]').first());
		await this.says(page, '将同意 2 家');
		await press(page, page.locator('main button[name=act][value=record]'));
		await this.says(page, '同意 2 家');
		await go(page, page.locator('main a[href^="/o/meeting/"]'));
		await this.look(page, 'minutes');
	}
	// The second of five days, and what is asked of an objection.
	async objectable() {
		const page = await this.public(FIRMS, ['第 2/5 天', '2023年2月13日'], '/');
		await go(page, page.locator('main a[href*="/object"]'));
		await this.look(page, 'objection');
	}
	// 推荐汇总表 in three forms, each opened by another program.
	async summary() {
		const page = await this.as('shiji2', this.recommendation);
		const get = async (kind) => {
			const file = await download(page, page.locator(`a[href$="/summary.${kind}"]`), `summary.${kind}`);
			check(`the ${kind} bears the title`, file.name.includes(ANNEX1.title), file.name);
			return file.path;
		};
		// By division code, as the list is printed: 长安区 before 桥西区.
		const rows = FIRMS.map((f, i) => [String(i + 1), f.name, uscc(f.county, f.serial), f.area, f.direct, f.score]);
		const table = office(await get('xlsx'), 'csv:Text - txt - csv (StarCalc):44,34,76', 'summary.csv').split('\n').map((l) => l.replace(/"/g, '').split(','));
		check('XLSX: title', table[0][0] === ANNEX1.title, table[0].join());
		check('XLSX: seal and date', table[1].join('').includes(ANNEX1.seal) && /年\s*月\s*日/.test(table[1].join('')), table[1].join());
		check('XLSX: columns of 附件1', JSON.stringify(table[2]) === JSON.stringify(ANNEX1.heads), table[2].join());
		rows.forEach((r, i) => check(`XLSX: row of ${r[1]}`, JSON.stringify(table[3 + i].map((x, k) => k === 5 ? String(Number(x)) : x)) === JSON.stringify(r), table[3 + i].join()));
		const word = office(await get('docx'), 'txt:Text (encoded):UTF8', 'summary.txt');
		const paper = pdfWords(await get('pdf'));
		for (const [kind, text] of [['DOCX', flat(word)], ['PDF', paper]]) {
			check(`${kind}: head`, !inOrder(text, ['附件1', ANNEX1.title, ANNEX1.seal, '年月日']), text.slice(0, 300));
			// A head of two lines is torn apart by pdftotext: its order is told by the others.
			check(`${kind}: columns of 附件1`, !inOrder(text, kind === 'DOCX' ? ANNEX1.heads : ANNEX1.heads.slice(0, 4)), text.slice(0, 300));
			for (const head of ANNEX1.heads) check(`${kind}: ${head}`, text.includes(head));
			const wrong = inOrder(text.slice(text.indexOf('评分')), rows.flat());
			check(`${kind}: rows`, !wrong, `${wrong} in ${text}`);
		}
	}
	async published() {
		const page = await this.as('visitor', '/news');
		await go(page, page.locator('main a[href^="/news/"]'));
		await this.says(page, '关于公布2023年第一批河北省创新型中小企业名单的公告');
		await this.says(page, '冀工信企业〔2023〕12号');
		await this.look(page, 'announcement');
		for (const [i, f] of FIRMS.entries()) {
			await this.entry(f, `冀创新202301${String(i + 1).padStart(5, '0')}`, { from: '2023-03-20', to: '2026-03-19',
				printed: ['河北省创新型中小企业', '2023年3月20日至2026年3月19日', '河北省工业和信息化厅'] });
		}
	}
	async run() {
		this.site.init(FILING);
		this.staff(['xianji', 'county', '韩立新', 'miit-130102'], ['linxian', 'county', '杨春生', 'miit-130104'],
			['shiji1', 'city', '冯建国', 'miit-130100'], ['shiji2', 'city', '褚海燕', 'miit-130100'],
			['shengji', 'province', '卫文博', 'miit-130000']);
		await this.at(FILING);
		for (const f of FIRMS) {
			await this.step(`${f.login} registers and is verified from the licence`, async () => { await this.register(f); await this.verify(f); });
			await this.step(`${f.login} fills in profile, every group and evidence`, async () => {
				await this.profile(f);
				await this.evaluate(f);
				await this.evidence(f);
			});
			await this.step(`${f.login}: the legal representative signs and submits`, async () => { await this.signer(f); await this.submit(f); });
		}
		await this.step('自评表 and 申报书 have the items of 附件2', () => this.papers(SCORED));
		for (const f of FIRMS) await this.step(`the county passes ${f.login}`, () => this.pass(f, f.body));
		await this.at(DECIDING);
		for (const f of FIRMS) await this.step(`the city passes ${f.login}`, () => this.pass(f, 'shiji1'));
		await this.step('集中研究', () => this.meeting());
		await this.step('publicity by two people', () => this.publicity('shiji1', 'shiji2', { contact: '市工信局中小企业处 0311-88888888' }));
		await this.at(PUBLIC);
		await this.step('the public reads the list', () => this.objectable());
		await this.at(AFTER);
		await this.step('recommendation by two people', () => this.recommend('shiji1', 'shiji2', '石工信〔2023〕7号', '已正式推荐 2 家'));
		await this.step('推荐汇总表 has the columns of 附件1', () => this.summary());
		await this.step('the province approves', () => this.approve('shengji', 2));
		await this.at(ANNOUNCING);
		await this.step('the province publishes', () => this.publish('shengji', '冀工信企业〔2023〕12号', '2023年3月20日'));
		await this.step('announcement, register and certificates', () => this.published());
	}
}

await playAll(Batch);
