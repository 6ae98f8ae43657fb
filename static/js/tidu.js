/* Comfort only: every page works without this file. No library, no inline code, no address but ours.
   data-autosave   a form that is saved while one fills it (docs/style.md has the protocol)
   data-alive      on body: signed in; warns five minutes before the session ends
   data-keys       a nav whose rel=prev and rel=next answer to K and J
   data-select-all a box that ticks the boxes of its table; data-selected shows how many
   data-copy       a button that copies its value; data-print prints; data-max bytes of a file input */
(function () {
	'use strict';
	if (!window.fetch || !window.URLSearchParams || !Element.prototype.closest) return;
	var doc = document;
	var MINUTE = 60000;

	function all(selector, root) {
		return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
	}
	function make(tag, className, text) {
		var el = doc.createElement(tag);
		if (className) el.className = className;
		if (text) el.textContent = text;
		return el;
	}
	function button(text, className, act) {
		var b = make('button', className || 'btn btn--second btn--small', text);
		b.type = 'button';
		b.addEventListener('click', act);
		return b;
	}
	function store(key, value) { /* undefined reads, null removes; storage may be forbidden */
		try {
			if (value === undefined) return localStorage.getItem(key);
			if (value === null) localStorage.removeItem(key);
			else localStorage.setItem(key, value);
			return value;
		} catch (e) { return null; }
	}
	function clock(ms) {
		var d = new Date(ms);
		return d.getHours() + ':' + ('0' + d.getMinutes()).slice(-2);
	}
	function loginHref(anchor) {
		return '/login?next=' + encodeURIComponent(location.pathname + location.search) + (anchor ? '#' + encodeURIComponent(anchor) : '');
	}

	/* --- the session's clock: shared between tabs --- */
	var IDLE = 30, WARN = 25;
	var signedIn = doc.body.hasAttribute('data-alive');
	var notice = null;
	function seen() {
		store('tidu:seen', String(Date.now()));
		if (notice) { notice.remove(); notice = null; }
	}
	function showNotice(kind, text, action) {
		var had = notice && notice.getAttribute('data-kind') === kind;
		if (had) return;
		if (notice) notice.remove();
		notice = make('div', 'banner banner--' + (kind === 'ended' ? 'bad' : 'warn'));
		notice.setAttribute('role', 'alert');
		notice.setAttribute('data-kind', kind);
		notice.appendChild(make('p', '', text));
		notice.appendChild(action);
		var main = doc.getElementById('main');
		main.insertBefore(notice, main.firstChild);
	}
	function signInLink() {
		var a = make('a', 'btn btn--small', '重新登录并回到本页');
		a.href = loginHref(doc.activeElement && doc.activeElement.id);
		return a;
	}
	function stayAlive() {
		fetch(doc.body.getAttribute('data-alive'), { method: 'HEAD', credentials: 'same-origin', cache: 'no-store' }).then(function (r) {
			if (r.ok && !r.redirected) seen();
			else showNotice('ended', '登录已超时。已填写的内容保存在本页，请不要关闭窗口。', signInLink());
		}, function () {
			showNotice('offline', '网络不通，请稍后再试。', button('重试', '', stayAlive));
		});
	}
	function watchSession() {
		seen();
		setInterval(function () {
			var idle = (Date.now() - Number(store('tidu:seen') || Date.now())) / MINUTE;
			if (idle >= IDLE) showNotice('ended', '登录已超时。已填写的内容保存在本页，请不要关闭窗口。', signInLink());
			else if (idle >= WARN) showNotice('warn', '您已有一段时间没有操作，登录将在 ' + Math.ceil(IDLE - idle) + ' 分钟内结束。', button('继续使用', 'btn btn--small', stayAlive));
			else if (notice && notice.getAttribute('data-kind') !== 'offline') { notice.remove(); notice = null; }
		}, 15000);
	}

	/* --- autosave: one request at a time, the newest state last; a failure is said and kept (L2) --- */
	function values(form) {
		var out = [];
		new FormData(form).forEach(function (value, name) {
			if (typeof value === 'string' && name !== '_csrf' && name !== '_once') out.push([name, value]);
		});
		return out;
	}
	function restore(form, pairs) {
		var named = {};
		pairs.forEach(function (p) { (named[p[0]] = named[p[0]] || []).push(p[1]); });
		all('input, select, textarea', form).forEach(function (el) {
			if (!el.name || el.name.charAt(0) === '_' || el.type === 'hidden' || el.type === 'file') return;
			var mine = named[el.name] || [];
			if (el.type === 'checkbox' || el.type === 'radio') el.checked = mine.indexOf(el.value) >= 0;
			else if (mine.length) el.value = mine.shift();
		});
	}
	function autosave(form) {
		var url = form.getAttribute('data-autosave');
		var key = 'tidu:draft:' + url;
		var line = form.querySelector('.saved');
		if (!line) {
			line = make('p', 'saved');
			line.setAttribute('role', 'status');
			(form.querySelector('.actions') || form).appendChild(line);
		}
		var sent = JSON.stringify(values(form)), busy = false, again = false, timer = 0, waiting = null, leaving = false;

		function say(text, failed) {
			var fresh = make('p', 'saved', text);
			fresh.setAttribute('role', failed ? 'alert' : 'status');
			line.replaceWith(fresh);
			line = fresh;
		}
		function failed(why, link) {
			store(key, JSON.stringify({ at: Date.now(), values: values(form) }));
			say('未能保存到服务器：' + why + '您填写的内容已保存在这台电脑上。', true);
			if (link) line.appendChild(link);
		}
		function answered(r) {
			if (r.redirected || r.status === 401 || r.status === 403) { failed('登录已超时，请重新登录。', signInLink()); return null; }
			if (r.status === 409) { failed('其他人刚刚修改了这一页，或本页已不能修改。请刷新后核对。'); return null; }
			if (r.status === 413 || r.status === 429) { failed('内容过多或保存过于频繁，请稍候。'); return null; }
			if (!r.ok && r.status !== 422) { failed('服务器暂时不能处理（' + r.status + '）。'); return null; }
			var version = r.headers.get('X-Version'), field = form.querySelector('[name=version]');
			if (version && field) field.value = version;
			store(key, null);
			seen();
			say('草稿已保存于 ' + (r.headers.get('X-Saved-At') || clock(Date.now())) + '，尚未报送');
			return r.text();
		}
		function panel(html) {
			if (!html) return;
			var page = new DOMParser().parseFromString(html, 'text/html');
			all('[id$="-panel"]', page).forEach(function (fresh) {
				var old = doc.getElementById(fresh.id);
				if (old) old.replaceWith(doc.importNode(fresh, true));
			});
		}
		function save() {
			clearTimeout(timer);
			var now = values(form), text = JSON.stringify(now);
			if (text === sent || leaving) return;
			if (busy) { again = true; return; }
			busy = true;
			var body = new URLSearchParams();
			now.forEach(function (p) { body.append(p[0], p[1]); });
			body.append('_csrf', (form.querySelector('[name=_csrf]') || {}).value || '');
			body.append('_autosave', '1');
			fetch(url, { method: 'POST', body: body, credentials: 'same-origin', headers: { 'Accept': 'text/html' } })
				.then(function (r) { if (r.ok) sent = text; return answered(r); })
				.then(panel, function () { failed('网络不通。恢复后会自动再试。'); timer = setTimeout(save, 20000); })
				.then(function () {
					busy = false;
					if (waiting) waiting();
					else if (again) { again = false; save(); }
				});
		}
		/* A form that overtakes its own autosave would carry the version before it and be told of a colleague. */
		function submit(e) {
			store(key, null);
			clearTimeout(timer);
			leaving = !busy || !form.requestSubmit;
			if (leaving) return;
			e.preventDefault();
			if (waiting) return;
			var button = e.submitter, limit = setTimeout(function () { waiting(); }, 5000);
			waiting = function () {
				clearTimeout(limit);
				waiting = null;
				busy = again = false;
				form.requestSubmit(button);
			};
		}
		function later() { clearTimeout(timer); timer = setTimeout(save, 1500); }
		form.addEventListener('change', save);
		form.addEventListener('input', later);
		form.addEventListener('submit', submit);
		window.addEventListener('pageshow', function () { leaving = false; });
		window.addEventListener('online', save);
		doc.addEventListener('visibilitychange', function () { if (doc.hidden) save(); });
		offer(form, key, save);
	}
	function offer(form, key, save) { /* a local copy from a failed save is offered, never put back silently */
		var kept;
		try { kept = JSON.parse(store(key) || 'null'); } catch (e) { kept = null; }
		if (!kept || Date.now() - kept.at > 7 * 24 * 60 * MINUTE) { store(key, null); return; }
		if (JSON.stringify(kept.values) === JSON.stringify(values(form))) { store(key, null); return; }
		var box = make('div', 'banner banner--warn');
		box.setAttribute('role', 'alert');
		box.appendChild(make('p', '', '这台电脑上有 ' + new Date(kept.at).toLocaleString('zh-CN') + ' 未能保存到服务器的内容。'));
		box.appendChild(button('恢复这些内容', 'btn btn--small', function () { restore(form, kept.values); box.remove(); save(); }));
		box.appendChild(button('不要了', '', function () { store(key, null); box.remove(); }));
		form.insertBefore(box, form.firstChild);
	}

	/* --- keyboard: can be switched off, silent while one types --- */
	function keys(nav) {
		var off = store('tidu:keys') === 'off';
		var hint = make('span', 'small muted keys');
		function label() {
			hint.textContent = '';
			if (!off) {
				hint.appendChild(make('kbd', '', 'K'));
				hint.appendChild(doc.createTextNode(' 上一件　'));
				hint.appendChild(make('kbd', '', 'J'));
				hint.appendChild(doc.createTextNode(' 下一件　'));
			}
			hint.appendChild(button(off ? '启用快捷键' : '停用快捷键', 'linklike', function () {
				off = !off;
				store('tidu:keys', off ? 'off' : null);
				label();
			}));
		}
		label();
		nav.appendChild(hint);
		doc.addEventListener('keydown', function (e) {
			if (off || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
			if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable) return;
			var rel = e.key === 'j' || e.key === 'J' ? 'next' : e.key === 'k' || e.key === 'K' ? 'prev' : '';
			var a = rel && nav.querySelector('a[rel=' + rel + ']');
			if (a) a.click();
		});
	}

	/* --- queues --- */
	function selectAll(master) {
		var table = master.closest('table'), form = master.form || doc;
		var boxes = all('tbody input[type=checkbox]', table);
		function show() {
			var n = boxes.filter(function (b) { return b.checked; }).length;
			master.checked = n > 0 && n === boxes.length;
			master.indeterminate = n > 0 && n < boxes.length;
			all('[data-selected]', form).forEach(function (el) { el.textContent = '已选 ' + n + ' 件'; });
		}
		master.addEventListener('change', function () {
			boxes.forEach(function (b) { b.checked = master.checked; });
			show();
		});
		boxes.forEach(function (b) { b.addEventListener('change', show); });
		show();
	}

	/* --- small things --- */
	function copyText(text) {
		if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
		var area = make('textarea', 'hide');
		area.value = text;
		doc.body.appendChild(area);
		area.select();
		var ok = doc.execCommand('copy');
		area.remove();
		return ok ? Promise.resolve() : Promise.reject(new Error('copy'));
	}
	function copier(b) {
		var was = b.textContent;
		b.hidden = false;
		b.addEventListener('click', function () {
			copyText(b.getAttribute('data-copy')).then(function () { b.textContent = '已复制'; }, function () { b.textContent = '请手工复制'; })
				.then(function () { b.focus(); setTimeout(function () { b.textContent = was; }, 2000); });
		});
	}
	function fileCheck(input) {
		var max = Number(input.getAttribute('data-max'));
		var line = make('p', 'error-text');
		line.setAttribute('role', 'alert');
		input.closest('.row, .field').insertAdjacentElement('afterend', line);
		input.addEventListener('change', function () {
			var big = Array.prototype.filter.call(input.files, function (f) { return f.size > max; });
			line.textContent = big.length ? '“' + big[0].name + '”超过 ' + Math.floor(max / 1048576) + ' MiB，上传会被拒绝，请压缩或分拆后再传。' : '';
		});
	}

	var errors = doc.getElementById('errors');
	if (errors) errors.focus();
	if (signedIn) watchSession();
	all('form[data-autosave]').forEach(autosave);
	all('[data-keys]').forEach(keys);
	all('[data-select-all]').forEach(selectAll);
	all('[data-copy]').forEach(copier);
	all('input[data-max]').forEach(fileCheck);
	all('[data-print]').forEach(function (b) {
		b.hidden = false;
		b.addEventListener('click', function () { window.print(); });
	});
})();
