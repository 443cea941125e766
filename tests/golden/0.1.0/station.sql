BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE bin (
	code VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	use VARCHAR NOT NULL, 
	aisle VARCHAR NOT NULL, 
	level INTEGER NOT NULL, 
	x_cm INTEGER NOT NULL, 
	y_cm INTEGER NOT NULL, 
	path INTEGER NOT NULL, 
	most_weight_g INTEGER NOT NULL, 
	volume_ml INTEGER NOT NULL, 
	turnover VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_bin PRIMARY KEY (code), 
	CONSTRAINT uq_bin_number UNIQUE (number)
);
CREATE TABLE box (
	number VARCHAR(8) NOT NULL, 
	crate_id CHAR(32), 
	body TEXT NOT NULL, 
	CONSTRAINT pk_box PRIMARY KEY (number)
);
CREATE TABLE code_miss (
	id INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	means VARCHAR NOT NULL, 
	cleared BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_code_miss PRIMARY KEY (id)
);
CREATE TABLE collection (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	means VARCHAR NOT NULL, 
	operator_name VARCHAR NOT NULL, 
	station_id CHAR(32) NOT NULL, 
	station_name VARCHAR NOT NULL, 
	undone_at VARCHAR(32), 
	undone_reason TEXT, 
	CONSTRAINT pk_collection PRIMARY KEY (ordinal), 
	CONSTRAINT uq_collection_id UNIQUE (id)
);
CREATE TABLE collection_line (
	collection_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_collection_line PRIMARY KEY (collection_id, sku), 
	CONSTRAINT fk_collection_line_collection_id_collection FOREIGN KEY(collection_id) REFERENCES collection (id)
);
CREATE TABLE count_line (
	id INTEGER NOT NULL, 
	count_id CHAR(32) NOT NULL, 
	scan_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	CONSTRAINT pk_count_line PRIMARY KEY (id), 
	CONSTRAINT uq_count_line_scan_id UNIQUE (scan_id)
);
CREATE TABLE count_task (
	id CHAR(32) NOT NULL, 
	bin VARCHAR NOT NULL, 
	sku VARCHAR, 
	state VARCHAR NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	own_seq INTEGER, 
	CONSTRAINT pk_count_task PRIMARY KEY (id)
);
CREATE TABLE crate (
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	sscc VARCHAR(18) NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	closed_at VARCHAR(32), reopened_at VARCHAR(32), 
	CONSTRAINT pk_crate PRIMARY KEY (id), 
	CONSTRAINT fk_crate_wave_id_wave FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_crate_sscc UNIQUE (sscc)
);
INSERT INTO "crate" VALUES('01a208d89671713abef65ad0b7556bce','01a208d8962a75038351c23efd6b0eee','095200010000000010',1,'ambient','open',NULL,NULL);
INSERT INTO "crate" VALUES('01a208d8967179ba8ff6d792e2271be6','01a208d8962a75038351c23efd6b0eee','095200010000000027',2,'ambient','open',NULL,NULL);
CREATE TABLE crate_line (
	crate_id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_crate_line PRIMARY KEY (crate_id, order_id, sku), 
	CONSTRAINT fk_crate_line_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
INSERT INTO "crate_line" VALUES('01a208d89671713abef65ad0b7556bce','01a208d8962a70f094c0a95b5b42470b','S1',2);
INSERT INTO "crate_line" VALUES('01a208d8967179ba8ff6d792e2271be6','01a208d8962a723a9627922e05bd467b','S1',1);
INSERT INTO "crate_line" VALUES('01a208d8967179ba8ff6d792e2271be6','01a208d8962a723a9627922e05bd467b','S2',1);
CREATE TABLE crate_step (
	ordinal INTEGER NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	detail TEXT NOT NULL, 
	"by" VARCHAR NOT NULL, 
	CONSTRAINT pk_crate_step PRIMARY KEY (ordinal)
);
CREATE TABLE crate_weighing (
	ordinal INTEGER NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	weight_g INTEGER NOT NULL, 
	planned_g INTEGER NOT NULL, 
	tolerance_g INTEGER NOT NULL, 
	verdict VARCHAR NOT NULL, 
	let_pass_by VARCHAR NOT NULL, 
	CONSTRAINT pk_crate_weighing PRIMARY KEY (ordinal)
);
CREATE TABLE delivery (
	wave_id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	state VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	completed_at VARCHAR(32), 
	body TEXT NOT NULL, 
	CONSTRAINT pk_delivery PRIMARY KEY (wave_id)
);
CREATE TABLE delivery_crate (
	crate_id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	sscc VARCHAR(18) NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	left_behind BOOLEAN NOT NULL, 
	received_at VARCHAR(32), 
	received_by VARCHAR DEFAULT '' NOT NULL, 
	moved_at VARCHAR(32), 
	declared_missing_at VARCHAR(32), emptied_at VARCHAR(32), 
	CONSTRAINT pk_delivery_crate PRIMARY KEY (crate_id)
);
CREATE TABLE device (
	id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	address TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_device PRIMARY KEY (id)
);
CREATE TABLE device_setting (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_device_setting PRIMARY KEY ("key")
);
CREATE TABLE device_sight (
	address TEXT NOT NULL, 
	seen_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_device_sight PRIMARY KEY (address)
);
CREATE TABLE fact (
	seq INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	operator_id CHAR(32), 
	happened_at VARCHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	previous_hash VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	state VARCHAR NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_fact PRIMARY KEY (seq), 
	CONSTRAINT uq_fact_id UNIQUE (id)
);
INSERT INTO "fact" VALUES(1,'01a208d8968174b99509e795b1bc8be5','019000000000700080000000000000aa','2026-06-18T18:00:00.000000+00:00','WaveStarted',1,'{"wave_id": "01a208d8-962a-7503-8351-c23efd6b0eee", "lease_id": "01a208d8-962a-72b3-865c-4568eb4d109b", "crates": [{"crate_id": "01a208d8-9671-713a-bef6-5ad0b7556bce", "sscc": "095200010000000010", "number": 1, "zone": "ambient", "lines": [{"order_id": "01a208d8-962a-70f0-94c0-a95b5b42470b", "sku": "S1", "quantity": 2}], "parcels": []}, {"crate_id": "01a208d8-9671-79ba-8ff6-d792e2271be6", "sscc": "095200010000000027", "number": 2, "zone": "ambient", "lines": [{"order_id": "01a208d8-962a-723a-9627-922e05bd467b", "sku": "S1", "quantity": 1}, {"order_id": "01a208d8-962a-723a-9627-922e05bd467b", "sku": "S2", "quantity": 1}], "parcels": []}]}','0000000000000000000000000000000000000000000000000000000000000000','752c53c6ddcc87255f5e12f9e5d0356757dc2767ba9c4f9bed480b88129b4811','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a208d897427039bb7510c9426b4068','019000000000700080000000000000aa','2026-06-18T18:00:04.000000+00:00','ItemPut',1,'{"wave_id": "01a208d8-962a-7503-8351-c23efd6b0eee", "crate_id": "01a208d8-9671-713a-bef6-5ad0b7556bce", "put_id": "01a208d8-972d-74ef-8cce-8c667942b415", "sku": "S1", "quantity": 1, "bin": null, "lot": "", "expiry": null, "weight_g": 0, "order_id": null}','752c53c6ddcc87255f5e12f9e5d0356757dc2767ba9c4f9bed480b88129b4811','162e6b41bd7e9a053866d69419d13a3cf7664ca0343522f6eab75a7efb4d935b','waiting',NULL);
CREATE TABLE gift_box (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	label INTEGER, 
	copies INTEGER NOT NULL, 
	operator_id CHAR(32), 
	made_at VARCHAR(32), 
	made_seq INTEGER, 
	undone_at VARCHAR(32), 
	undone_seq INTEGER, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_gift_box PRIMARY KEY (ordinal), 
	CONSTRAINT uq_gift_box_id UNIQUE (id)
);
CREATE TABLE gift_box_job (
	cycle_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	missing VARCHAR, 
	body TEXT NOT NULL, 
	news TEXT, 
	CONSTRAINT pk_gift_box_job PRIMARY KEY (cycle_id, sku)
);
CREATE TABLE gift_box_scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	box_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	verdict VARCHAR NOT NULL, 
	sku VARCHAR, 
	quantity INTEGER NOT NULL, 
	parts TEXT NOT NULL, 
	undone_at VARCHAR(32), 
	CONSTRAINT pk_gift_box_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_gift_box_scan_id UNIQUE (id)
);
CREATE TABLE goods_receipt (
	id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	document_id CHAR(32), 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	condition VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	photo VARCHAR(64), 
	bin VARCHAR, 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	undone_at VARCHAR(32), 
	undone_seq INTEGER, 
	CONSTRAINT pk_goods_receipt PRIMARY KEY (id), 
	CONSTRAINT uq_goods_receipt_seq UNIQUE (seq)
);
CREATE TABLE inbox (
	name VARCHAR NOT NULL, 
	cursor INTEGER NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (name)
);
CREATE TABLE label_choice (
	label_kind VARCHAR NOT NULL, 
	address TEXT NOT NULL, 
	CONSTRAINT pk_label_choice PRIMARY KEY (label_kind)
);
CREATE TABLE load_scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	route_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	code TEXT NOT NULL, 
	device VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	"values" TEXT NOT NULL, 
	CONSTRAINT pk_load_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_load_scan_id UNIQUE (id)
);
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_notice PRIMARY KEY (id)
);
CREATE TABLE operator (
	id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	badge VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, supervisor BOOLEAN DEFAULT '0' NOT NULL, skills VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_operator PRIMARY KEY (id)
);
CREATE TABLE order_news (
	wave_id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	order_no VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	heard_at VARCHAR(32), 
	CONSTRAINT pk_order_news PRIMARY KEY (wave_id, order_id)
);
CREATE TABLE parcel (
	crate_id CHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	code VARCHAR(22) NOT NULL, 
	CONSTRAINT pk_parcel PRIMARY KEY (crate_id, place), 
	CONSTRAINT fk_parcel_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id), 
	CONSTRAINT uq_parcel_code UNIQUE (code)
);
CREATE TABLE photo (
	hash VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	taken_at VARCHAR(32) NOT NULL, 
	sent_at VARCHAR(32), 
	refused TEXT, 
	CONSTRAINT pk_photo PRIMARY KEY (hash)
);
CREATE TABLE pick_face (
	sku VARCHAR NOT NULL, 
	bin VARCHAR NOT NULL, 
	CONSTRAINT pk_pick_face PRIMARY KEY (sku)
);
CREATE TABLE pickup_line (
	order_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, 
	zone VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_pickup_line PRIMARY KEY (order_id, sku, crate_id), 
	CONSTRAINT fk_pickup_line_order_id_pickup_order FOREIGN KEY(order_id) REFERENCES pickup_order (order_id)
);
CREATE TABLE pickup_order (
	order_id CHAR(32) NOT NULL, 
	order_no VARCHAR NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	customer VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	phone_tail VARCHAR(4) NOT NULL, 
	customer_mac VARCHAR(64) NOT NULL, 
	code_mac VARCHAR(64) NOT NULL, 
	qr_mac VARCHAR(64) NOT NULL, 
	done BOOLEAN DEFAULT '0' NOT NULL, 
	missing TEXT NOT NULL, 
	CONSTRAINT pk_pickup_order PRIMARY KEY (order_id)
);
CREATE TABLE pickup_parcel (
	code VARCHAR(22) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	CONSTRAINT pk_pickup_parcel PRIMARY KEY (code)
);
CREATE TABLE pickup_point (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_pickup_point PRIMARY KEY (code)
);
CREATE TABLE pickup_scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	shown TEXT NOT NULL, 
	device VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	"values" TEXT NOT NULL, 
	CONSTRAINT pk_pickup_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_pickup_scan_id UNIQUE (id)
);
CREATE TABLE pin_miss (
	id INTEGER NOT NULL, 
	operator_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_pin_miss PRIMARY KEY (id)
);
CREATE TABLE pin_proof (
	operator_id CHAR(32) NOT NULL, 
	hash VARCHAR NOT NULL, 
	proved_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_pin_proof PRIMARY KEY (operator_id)
);
CREATE TABLE "print_job" (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	document VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	crate_id CHAR(32), 
	copy_number INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	printer VARCHAR, 
	CONSTRAINT pk_print_job PRIMARY KEY (ordinal), 
	CONSTRAINT uq_print_job_id UNIQUE (id)
);
INSERT INTO "print_job" VALUES(1,'01a208d896b37f0f910e6d0b79ba07cf','crate_label','三元梅园 1/2','01a208d89671713abef65ad0b7556bce',1,'{"brand":"优邻站","pickup_point":"三元梅园","pickup_code":"P001","address":"北京市海淀区","number":1,"total":2,"zone":"ambient","zone_text":"Ambient","route":"","facts":["1 orders · 2 pieces","1.0 kg"],"cycle":"6月18日 晚","sscc":"095200010000000010","copy_mark":""}','waiting','',0,'2026-06-18T18:00:00.000000+00:00','2026-06-18T18:00:00.000000+00:00',NULL);
INSERT INTO "print_job" VALUES(2,'01a208d896b4718797154c4e4dd1b502','crate_label','三元梅园 2/2','01a208d8967179ba8ff6d792e2271be6',1,'{"brand":"优邻站","pickup_point":"三元梅园","pickup_code":"P001","address":"北京市海淀区","number":2,"total":2,"zone":"ambient","zone_text":"Ambient","route":"","facts":["1 orders · 2 pieces","1.0 kg"],"cycle":"6月18日 晚","sscc":"095200010000000027","copy_mark":""}','waiting','',0,'2026-06-18T18:00:00.000000+00:00','2026-06-18T18:00:00.000000+00:00',NULL);
CREATE TABLE product (
	sku VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, body TEXT, plu VARCHAR, picture VARCHAR(64), 
	CONSTRAINT pk_product PRIMARY KEY (sku)
);
CREATE TABLE product_gtin (
	gtin VARCHAR(14) NOT NULL, 
	sku VARCHAR NOT NULL, 
	CONSTRAINT pk_product_gtin PRIMARY KEY (gtin)
);
CREATE TABLE purchase (
	document_id CHAR(32) NOT NULL, 
	code VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	supplier_name VARCHAR NOT NULL, 
	closed_at VARCHAR(32), 
	own_seq INTEGER, 
	body TEXT NOT NULL, 
	news TEXT, 
	CONSTRAINT pk_purchase PRIMARY KEY (document_id)
);
CREATE TABLE put (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	fresh INTEGER NOT NULL, 
	scan_id CHAR(32) NOT NULL, 
	undone_at VARCHAR(32), lot VARCHAR, expiry VARCHAR(10), weight_g INTEGER DEFAULT '0' NOT NULL, handed BOOLEAN DEFAULT '0' NOT NULL, order_id CHAR(32), 
	CONSTRAINT pk_put PRIMARY KEY (ordinal), 
	CONSTRAINT fk_put_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id), 
	CONSTRAINT fk_put_wave_id_wave FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_put_id UNIQUE (id), 
	CONSTRAINT uq_put_scan_id UNIQUE (scan_id)
);
INSERT INTO "put" VALUES(1,'01a208d8972d74ef8cce8c667942b415','01a208d8962a75038351c23efd6b0eee','01a208d89671713abef65ad0b7556bce','S1',1,1,'01a208d8972d77daa3546340a001e836',NULL,NULL,NULL,0,0,NULL);
CREATE TABLE put_taken (
	put_id CHAR(32) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	bin VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_put_taken PRIMARY KEY (put_id, ordinal)
);
CREATE TABLE reslot_move (
	ordinal INTEGER NOT NULL, 
	exchange INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	from_bin VARCHAR NOT NULL, 
	to_bin VARCHAR NOT NULL, 
	saved_cm INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	moved TEXT NOT NULL, 
	CONSTRAINT pk_reslot_move PRIMARY KEY (ordinal)
);
CREATE TABLE route (
	id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	code VARCHAR(10) NOT NULL, 
	number INTEGER NOT NULL, 
	van VARCHAR NOT NULL, 
	departed_at VARCHAR(32), 
	departed_by VARCHAR DEFAULT '' NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route PRIMARY KEY (id), 
	CONSTRAINT uq_route_code UNIQUE (code)
);
CREATE TABLE route_draft (
	ordinal INTEGER NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	act VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route_draft PRIMARY KEY (ordinal)
);
CREATE TABLE route_plan (
	cycle_id CHAR(32) NOT NULL, 
	plan_id CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route_plan PRIMARY KEY (cycle_id)
);
CREATE TABLE scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	code TEXT NOT NULL, 
	device VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	"values" TEXT NOT NULL, 
	CONSTRAINT pk_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_scan_id UNIQUE (id)
);
INSERT INTO "scan" VALUES(1,'01a208d8970a7f8ea667efd7cdf56fb3','01a208d8962a75038351c23efd6b0eee','019000000000700080000000000000aa','2026-06-18T18:00:02.000000+00:00','6900000000014','test','product_ok','ok','{"quantity": 1}');
INSERT INTO "scan" VALUES(2,'01a208d8972d77daa3546340a001e836','01a208d8962a75038351c23efd6b0eee','019000000000700080000000000000aa','2026-06-18T18:00:04.000000+00:00','095200010000000010','test','put_ok','ok','{"crate": 1, "quantity": 1, "product": "商品1 500g"}');
INSERT INTO "scan" VALUES(3,'01a208d8974f77dc83cb7105ca997173','01a208d8962a75038351c23efd6b0eee','019000000000700080000000000000aa','2026-06-18T18:00:06.000000+00:00','6900000000014','test','product_ok','ok','{"quantity": 1}');
CREATE TABLE serial_block (
	id INTEGER NOT NULL, 
	extension_digit INTEGER NOT NULL, 
	company_prefix VARCHAR NOT NULL, 
	next INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_serial_block PRIMARY KEY (id)
);
INSERT INTO "serial_block" VALUES(1,0,'9520001',3,1000);
CREATE TABLE slot (
	crate_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	planned INTEGER NOT NULL, 
	put INTEGER NOT NULL, 
	short INTEGER NOT NULL, 
	CONSTRAINT pk_slot PRIMARY KEY (crate_id, sku), 
	CONSTRAINT fk_slot_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
INSERT INTO "slot" VALUES('01a208d89671713abef65ad0b7556bce','S1',2,1,0);
INSERT INTO "slot" VALUES('01a208d8967179ba8ff6d792e2271be6','S1',1,0,0);
INSERT INTO "slot" VALUES('01a208d8967179ba8ff6d792e2271be6','S2',1,0,0);
CREATE TABLE slotting_demand (
	name VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT pk_slotting_demand PRIMARY KEY (name)
);
CREATE TABLE station (
	id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	warehouse VARCHAR NOT NULL, 
	warehouse_name VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	brand VARCHAR NOT NULL, 
	cloud_url VARCHAR NOT NULL, 
	enrolled_at VARCHAR(32) NOT NULL, 
	lease_asked CHAR(32), roles VARCHAR DEFAULT 'warehouse' NOT NULL, pickup_point VARCHAR, pickup_point_name VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_station PRIMARY KEY (id)
);
INSERT INTO "station" VALUES('01900000000070008000000000000001','工位 1','warehouse','W1','一号仓','Asia/Shanghai','优邻站','http://127.0.0.1:1','2026-06-18T18:00:00.000000+00:00',NULL,'warehouse',NULL,'');
CREATE TABLE stock (
	bin VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	CONSTRAINT pk_stock PRIMARY KEY (bin, sku, lot, expiry)
);
CREATE TABLE stock_move (
	seq INTEGER NOT NULL, 
	side INTEGER NOT NULL, 
	bin VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	CONSTRAINT pk_stock_move PRIMARY KEY (seq, side)
);
CREATE TABLE stock_news (
	bin VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	rewinds INTEGER NOT NULL, 
	CONSTRAINT pk_stock_news PRIMARY KEY (bin, sku, lot, expiry)
);
CREATE TABLE stop (
	wave_id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	pickup_point VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_stop PRIMARY KEY (wave_id)
);
CREATE TABLE stop_crate (
	crate_id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	sscc VARCHAR(18) NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	weight_g INTEGER NOT NULL, 
	closed BOOLEAN NOT NULL, 
	route_id CHAR(32), 
	moved VARCHAR, 
	moved_at VARCHAR(32), 
	moved_by VARCHAR DEFAULT '' NOT NULL, weighed VARCHAR, cancelled TEXT DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_stop_crate PRIMARY KEY (crate_id), 
	CONSTRAINT fk_stop_crate_wave_id_stop FOREIGN KEY(wave_id) REFERENCES stop (wave_id)
);
CREATE TABLE surplus_crate (
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32), 
	sscc VARCHAR(18) NOT NULL, 
	pickup_point VARCHAR, 
	at VARCHAR(32) NOT NULL, 
	undone_at VARCHAR(32), 
	CONSTRAINT pk_surplus_crate PRIMARY KEY (id)
);
CREATE TABLE van (
	code VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	away BOOLEAN DEFAULT '0' NOT NULL, 
	unsent BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_van PRIMARY KEY (code)
);
CREATE TABLE void_label (
	sscc VARCHAR(18) NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_void_label PRIMARY KEY (sscc)
);
CREATE TABLE warehouse_site (
	code VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_warehouse_site PRIMARY KEY (code)
);
CREATE TABLE wave (
	id CHAR(32) NOT NULL, 
	lease_id CHAR(32) NOT NULL, 
	lease_until VARCHAR(32) NOT NULL, 
	lost_to VARCHAR, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	taken_at VARCHAR(32) NOT NULL, 
	started_at VARCHAR(32), 
	ended_at VARCHAR(32), 
	hand_sku VARCHAR, 
	hand_quantity INTEGER NOT NULL, 
	hand_fresh INTEGER NOT NULL, hand_lot VARCHAR, hand_expiry VARCHAR(10), hand_weight_g INTEGER, wanted_by VARCHAR, handed_seq INTEGER, came_from VARCHAR, beside_id CHAR(32), 
	CONSTRAINT pk_wave PRIMARY KEY (id)
);
INSERT INTO "wave" VALUES('01a208d8962a75038351c23efd6b0eee','01a208d8962a72b3865c4568eb4d109b','2026-06-18T18:30:00.000000+00:00',NULL,1,'started','{"id":"01a208d8-962a-7503-8351-c23efd6b0eee","number":1,"part":0,"cycle_id":"01a208d8-962a-7ad0-b8c4-1bbdbd29b8c9","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"三元梅园","warehouse":"W1","address":"北京市海淀区","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":[{"order_id":"01a208d8-962a-70f0-94c0-a95b5b42470b","order_no":"2606180000000001","paid_at":"2026-06-18T16:01:00Z","lines":[{"sku":"S1","quantity":2}],"customer":"","phone_tail":""},{"order_id":"01a208d8-962a-723a-9627-922e05bd467b","order_no":"2606180000000002","paid_at":"2026-06-18T16:02:00Z","lines":[{"sku":"S1","quantity":1},{"sku":"S2","quantity":1}],"customer":"","phone_tail":""}],"products":[{"sku":"S1","name":"商品1","spec":"500g","gtins":["06900000000014"],"zone":"ambient","weight_g":500,"volume_ml":500,"bin":"A-01-01","path":1,"scan_rule":"each","goods":"piece","category":"","supplier":null,"units":[],"cost_fen":0,"active":true,"plu":null,"weight_tolerance_percent":null,"substitutes":[],"components":[],"picture":null},{"sku":"S2","name":"商品2","spec":"500g","gtins":["06900000000021"],"zone":"ambient","weight_g":500,"volume_ml":500,"bin":"A-01-02","path":2,"scan_rule":"each","goods":"piece","category":"","supplier":null,"units":[],"cost_fen":0,"active":true,"plu":null,"weight_tolerance_percent":null,"substitutes":[],"components":[],"picture":null}]}','2026-06-18T18:00:00.000000+00:00','2026-06-18T18:00:00.000000+00:00',NULL,'S1',1,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE INDEX ix_fact_state_seq ON fact (state, seq);
CREATE INDEX ix_operator_badge ON operator (badge);
CREATE INDEX ix_product_gtin_sku ON product_gtin (sku);
CREATE INDEX ix_scan_wave_id ON scan (wave_id);
CREATE INDEX ix_wave_state ON wave (state);
CREATE INDEX ix_crate_wave_id ON crate (wave_id);
CREATE INDEX ix_put_wave_id ON put (wave_id);
CREATE INDEX ix_stop_cycle_id ON stop (cycle_id);
CREATE INDEX ix_stop_crate_route_id ON stop_crate (route_id);
CREATE INDEX ix_stop_crate_sscc ON stop_crate (sscc);
CREATE INDEX ix_stop_crate_wave_id ON stop_crate (wave_id);
CREATE INDEX ix_route_cycle_id ON route (cycle_id);
CREATE INDEX ix_route_draft_cycle_id ON route_draft (cycle_id);
CREATE INDEX ix_load_scan_route_id ON load_scan (route_id);
CREATE INDEX ix_delivery_cycle_id ON delivery (cycle_id);
CREATE INDEX ix_delivery_crate_sscc ON delivery_crate (sscc);
CREATE INDEX ix_delivery_crate_wave_id ON delivery_crate (wave_id);
CREATE INDEX ix_surplus_crate_wave_id ON surplus_crate (wave_id);
CREATE INDEX ix_pickup_order_code_mac_done ON pickup_order (code_mac, done);
CREATE INDEX ix_pickup_order_customer_mac_done ON pickup_order (customer_mac, done);
CREATE INDEX ix_pickup_order_done ON pickup_order (done);
CREATE INDEX ix_pickup_order_order_no ON pickup_order (order_no);
CREATE INDEX ix_pickup_order_phone_tail_done ON pickup_order (phone_tail, done);
CREATE INDEX ix_pickup_order_qr_mac ON pickup_order (qr_mac);
CREATE INDEX ix_pickup_order_wave_id ON pickup_order (wave_id);
CREATE INDEX ix_collection_order_id ON collection (order_id);
CREATE INDEX ix_code_miss_at ON code_miss (at);
CREATE INDEX ix_print_job_state ON print_job (state);
CREATE INDEX ix_print_job_crate_id ON print_job (crate_id);
CREATE INDEX ix_product_plu ON product (plu);
CREATE INDEX ix_pick_face_bin ON pick_face (bin);
CREATE INDEX ix_stock_sku ON stock (sku);
CREATE INDEX ix_stock_move_place ON stock_move (sku, bin);
CREATE INDEX ix_purchase_code ON purchase (code);
CREATE INDEX ix_goods_receipt_document_id ON goods_receipt (document_id);
CREATE INDEX ix_count_task_state ON count_task (state);
CREATE INDEX ix_count_line_count_id ON count_line (count_id);
CREATE INDEX ix_pin_miss_operator_id ON pin_miss (operator_id);
CREATE INDEX ix_crate_weighing_crate_id ON crate_weighing (crate_id);
CREATE INDEX ix_crate_step_crate_id ON crate_step (crate_id);
CREATE INDEX ix_void_label_crate_id ON void_label (crate_id);
CREATE INDEX ix_box_crate_id ON box (crate_id);
CREATE INDEX ix_pickup_parcel_order_id ON pickup_parcel (order_id);
CREATE INDEX ix_scan_at ON scan (at);
CREATE INDEX ix_gift_box_made_at ON gift_box (made_at);
CREATE INDEX ix_gift_box_made_seq ON gift_box (made_seq);
CREATE INDEX ix_gift_box_undone_seq ON gift_box (undone_seq);
CREATE INDEX ix_gift_box_scan_box_id ON gift_box_scan (box_id);
CREATE INDEX ix_gift_box_scan_at ON gift_box_scan (at);
COMMIT;
