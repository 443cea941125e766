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
CREATE TABLE crate_line (
	crate_id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_crate_line PRIMARY KEY (crate_id, order_id, sku), 
	CONSTRAINT fk_crate_line_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
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
INSERT INTO "fact" VALUES(1,'01a208d89f407cefb505aa61ca4ae072','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','CrateLoaded',1,'{"route_id": "01a208d8-9a5b-7695-9435-9e05a7e2f2ba", "crate_id": "01a208d8-9a5b-7767-bcc3-e96039e71992"}','0000000000000000000000000000000000000000000000000000000000000000','90dda1575baeafddf0da48d81cee52c620d1e43c62e2f4ad50f83f425ed678cb','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a208d89f6b7fd7b03d7e74c1ecf344','019000000000700080000000000000bb','2026-06-18T18:00:08.000000+00:00','OverrideGiven',1,'{"override_id": "01a208d8-9f6a-7043-bd33-651221b4d0ef", "supervisor_id": "01900000-0000-7000-8000-0000000000cc", "action": "van_departed_incomplete", "reason": "damaged", "ref": "01a208d8-9a5b-7695-9435-9e05a7e2f2ba", "without_network": false}','90dda1575baeafddf0da48d81cee52c620d1e43c62e2f4ad50f83f425ed678cb','a3c3f05a64d5d1e767d57797ab776b952c97a34829e2d3d1214514feb4f713ed','waiting',NULL);
INSERT INTO "fact" VALUES(3,'01a208d89f6b714a8cfd9002aca7a1ef','019000000000700080000000000000bb','2026-06-18T18:00:08.000000+00:00','VanDeparted',1,'{"route_id": "01a208d8-9a5b-7695-9435-9e05a7e2f2ba", "loaded": ["01a208d8-9a5b-7767-bcc3-e96039e71992"], "missing": ["01a208d8-9a5b-7ac9-bb4a-08b9bfdce0d5"], "supervisor_id": "01900000-0000-7000-8000-0000000000cc", "reason": "damaged"}','a3c3f05a64d5d1e767d57797ab776b952c97a34829e2d3d1214514feb4f713ed','7798f9c9e1265824684d5d284a1d8bb3dd82dca57576487e393485677af91df1','waiting',NULL);
INSERT INTO "fact" VALUES(4,'01a208d89f8772bab44eaa2e96f81c94','019000000000700080000000000000bb','2026-06-18T18:00:12.000000+00:00','CrateLoaded',1,'{"route_id": "01a208d8-9a5b-7644-b96e-cbb617c15342", "crate_id": "01a208d8-9a5b-77c8-86c1-ef7e3f7ca339"}','7798f9c9e1265824684d5d284a1d8bb3dd82dca57576487e393485677af91df1','78f69160d017b798e8c7df677f42f92008f3534c4d95e151ef685f1fd14aae88','waiting',NULL);
INSERT INTO "fact" VALUES(5,'01a208d89f8e712d861d6c250eee8d27','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','CrateLoaded',1,'{"route_id": "01a208d8-9a5b-7644-b96e-cbb617c15342", "crate_id": "01a208d8-9a5b-759f-b9de-38c27d600936"}','78f69160d017b798e8c7df677f42f92008f3534c4d95e151ef685f1fd14aae88','5007df6d7dc880432736489a2878caf5570a5033f2ef5ef32f83aa37be802167','waiting',NULL);
INSERT INTO "fact" VALUES(6,'01a208d89fa07e24bd788bd6de566b11','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','CrateLoaded',1,'{"route_id": "01a208d8-9a5b-7644-b96e-cbb617c15342", "crate_id": "01a208d8-9a5b-728e-aa5b-4618342352fb"}','5007df6d7dc880432736489a2878caf5570a5033f2ef5ef32f83aa37be802167','3bbeb36e4e7617f2282d51293e5776a43b23d0f79a8cbf8822e62e56ad3f2214','waiting',NULL);
INSERT INTO "fact" VALUES(7,'01a208d89fa974aeb349721de57b9f26','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','CrateLoaded',1,'{"route_id": "01a208d8-9a5b-7644-b96e-cbb617c15342", "crate_id": "01a208d8-9a5b-7b53-b87c-6dc992780000"}','3bbeb36e4e7617f2282d51293e5776a43b23d0f79a8cbf8822e62e56ad3f2214','7a2f97fdec85b67c19cc22485742cbc93af9d40e9914bea6e20ff9d60d2aa9bb','waiting',NULL);
INSERT INTO "fact" VALUES(8,'01a208d89fb67d00b53e6154b06c10a6','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','CrateUnloaded',1,'{"route_id": "01a208d8-9a5b-7644-b96e-cbb617c15342", "crate_id": "01a208d8-9a5b-7b53-b87c-6dc992780000"}','7a2f97fdec85b67c19cc22485742cbc93af9d40e9914bea6e20ff9d60d2aa9bb','8e3627c0837ccbb7ed40a3cbe4e40bce305e73196e10fddfd7ac0604dc5ae0fe','waiting',NULL);
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
INSERT INTO "inbox" VALUES('changes',11);
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
INSERT INTO "load_scan" VALUES(1,'01a208d89f277bdf8a5bb524313a4699',NULL,'019000000000700080000000000000bb','2026-06-18T18:00:02.000000+00:00','7500010027','test','route_chosen','ok','{"route": 2, "van": "京A00002", "left_at": ""}');
INSERT INTO "load_scan" VALUES(2,'01a208d89f3d74d78ae3ebcb8a8677c0','01a208d89a5b769594359e05a7e2f2ba','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','095200010000005015','test','stop_loaded','ok','{"crate": 1, "shop": "5号店", "crate_id": "01a208d8-9a5b-7767-bcc3-e96039e71992", "route": 2, "van": "京A00002", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "4号店"}');
INSERT INTO "load_scan" VALUES(3,'01a208d89f83780f920d190bc9203ea5','01a208d89a5b769594359e05a7e2f2ba','019000000000700080000000000000bb','2026-06-18T18:00:10.000000+00:00','7500010010','test','route_chosen','ok','{"route": 1, "van": "京A00001", "left_at": ""}');
INSERT INTO "load_scan" VALUES(4,'01a208d89f8676d78b3eff6c6019177d','01a208d89a5b7644b96ecbb617c15342','019000000000700080000000000000bb','2026-06-18T18:00:12.000000+00:00','095200010000003011','test','loaded','ok','{"crate": 1, "shop": "3号店", "crate_id": "01a208d8-9a5b-77c8-86c1-ef7e3f7ca339", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 1, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(5,'01a208d89f8d73b5a2ecc888b2ee050c','01a208d89a5b7644b96ecbb617c15342','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','095200010000003028','test','stop_loaded','ok','{"crate": 2, "shop": "3号店", "crate_id": "01a208d8-9a5b-759f-b9de-38c27d600936", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 0, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(6,'01a208d89f9f722f8024de652be36718','01a208d89a5b7644b96ecbb617c15342','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','095200010000002014','test','stop_loaded','ok','{"crate": 1, "shop": "2号店", "crate_id": "01a208d8-9a5b-728e-aa5b-4618342352fb", "route": 1, "van": "京A00001", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "1号店"}');
INSERT INTO "load_scan" VALUES(7,'01a208d89fa873afa201a3c145fdbe81','01a208d89a5b7644b96ecbb617c15342','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','095200010000001017','test','loaded','ok','{"crate": 1, "shop": "1号店", "crate_id": "01a208d8-9a5b-7b53-b87c-6dc992780000", "route": 1, "van": "京A00001", "left_at": "", "stop": 1, "left": 1, "next": 1, "next_shop": "1号店"}');
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
INSERT INTO "operator" VALUES('019000000000700080000000000000cc','陈主管','7700000316',1,1,'');
INSERT INTO "operator" VALUES('01a208d89ebf7058933f16eafddedaf6','小周','7700000323',1,0,'');
INSERT INTO "operator" VALUES('01a208d89ec57784bf8b23b0f27ace79','老孙','7700000330',0,1,'');
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
INSERT INTO "pin_proof" VALUES('019000000000700080000000000000cc','$argon2id$v=19$m=8,t=1,p=1$wI4Bea3U/dtTsB96lUdxqg$2/VvE0p0wTQfsnCOPQ1uNostRQ37fUItZMpERbYRwQY','2026-06-18T18:00:08.000000+00:00');
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
INSERT INTO "route" VALUES('01a208d89a5b7644b96ecbb617c15342','01a208d89a5b741b980c92d47c5cb633','7500010010',1,'V1',NULL,'','{"route_id":"01a208d8-9a5b-7644-b96e-cbb617c15342","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a208d8-9a5b-7c77-a24f-bf71b21b0ad6","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a208d8-9a5b-7e16-850f-93f016911851","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a208d8-9a5b-7987-8ac3-e1e51643b5a2","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]}');
INSERT INTO "route" VALUES('01a208d89a5b769594359e05a7e2f2ba','01a208d89a5b741b980c92d47c5cb633','7500010027',2,'V2','2026-06-18T18:00:08.000000+00:00','月台 1','{"route_id":"01a208d8-9a5b-7695-9435-9e05a7e2f2ba","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a208d8-9a5b-77c3-999d-ab7e6f78d31e","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a208d8-9a5b-7888-8f9f-21e2b7667b1a","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}');
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
INSERT INTO "route_plan" VALUES('01a208d89a5b741b980c92d47c5cb633','01a208d89ece7c4aa30ef0cf524e40af',1,'2026-06-18T18:00:00.000000+00:00','{"plan_id":"01a208d8-9ece-7c4a-a30e-f0cf524e40af","cycle_id":"01a208d8-9a5b-741b-980c-92d47c5cb633","version":1,"routes":[{"route_id":"01a208d8-9a5b-7644-b96e-cbb617c15342","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a208d8-9a5b-7c77-a24f-bf71b21b0ad6","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a208d8-9a5b-7e16-850f-93f016911851","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a208d8-9a5b-7987-8ac3-e1e51643b5a2","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]},{"route_id":"01a208d8-9a5b-7695-9435-9e05a7e2f2ba","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a208d8-9a5b-77c3-999d-ab7e6f78d31e","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a208d8-9a5b-7888-8f9f-21e2b7667b1a","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}],"unserved":[]}');
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
CREATE TABLE serial_block (
	id INTEGER NOT NULL, 
	extension_digit INTEGER NOT NULL, 
	company_prefix VARCHAR NOT NULL, 
	next INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_serial_block PRIMARY KEY (id)
);
CREATE TABLE slot (
	crate_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	planned INTEGER NOT NULL, 
	put INTEGER NOT NULL, 
	short INTEGER NOT NULL, 
	CONSTRAINT pk_slot PRIMARY KEY (crate_id, sku), 
	CONSTRAINT fk_slot_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
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
INSERT INTO "station" VALUES('01900000000070008000000000000011','月台 1','warehouse','W1','一号仓','Asia/Shanghai','优邻站','http://127.0.0.1:1','2026-06-18T18:00:00.000000+00:00',NULL,'warehouse',NULL,'');
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
INSERT INTO "stop" VALUES('01a208d89a5b7c77a24fbf71b21b0ad6','01a208d89a5b741b980c92d47c5cb633','P001',1,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a208d8-9a5b-7c77-a24f-bf71b21b0ad6","number":1,"cycle_id":"01a208d8-9a5b-741b-980c-92d47c5cb633","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"1号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a208d8-9a5b-7b53-b87c-6dc992780000","sscc":"095200010000001017","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01a208d8-9a5b-7f1c-a7ac-8ce5fe562dee","sscc":"095200010000001024","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null,"bags":0}');
INSERT INTO "stop" VALUES('01a208d89a5b7e16850f93f016911851','01a208d89a5b741b980c92d47c5cb633','P002',2,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a208d8-9a5b-7e16-850f-93f016911851","number":2,"cycle_id":"01a208d8-9a5b-741b-980c-92d47c5cb633","cycle_name":"6月18日 晚","pickup_point":{"code":"P002","name":"2号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a208d8-9a5b-728e-aa5b-4618342352fb","sscc":"095200010000002014","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null,"bags":0}');
INSERT INTO "stop" VALUES('01a208d89a5b79878ac3e1e51643b5a2','01a208d89a5b741b980c92d47c5cb633','P003',3,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a208d8-9a5b-7987-8ac3-e1e51643b5a2","number":3,"cycle_id":"01a208d8-9a5b-741b-980c-92d47c5cb633","cycle_name":"6月18日 晚","pickup_point":{"code":"P003","name":"3号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a208d8-9a5b-77c8-86c1-ef7e3f7ca339","sscc":"095200010000003011","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01a208d8-9a5b-759f-b9de-38c27d600936","sscc":"095200010000003028","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null,"bags":0}');
INSERT INTO "stop" VALUES('01a208d89a5b77c3999dab7e6f78d31e','01a208d89a5b741b980c92d47c5cb633','P004',4,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a208d8-9a5b-77c3-999d-ab7e6f78d31e","number":4,"cycle_id":"01a208d8-9a5b-741b-980c-92d47c5cb633","cycle_name":"6月18日 晚","pickup_point":{"code":"P004","name":"4号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a208d8-9a5b-7ac9-bb4a-08b9bfdce0d5","sscc":"095200010000004018","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null,"bags":0}');
INSERT INTO "stop" VALUES('01a208d89a5b78888f9f21e2b7667b1a','01a208d89a5b741b980c92d47c5cb633','P005',5,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a208d8-9a5b-7888-8f9f-21e2b7667b1a","number":5,"cycle_id":"01a208d8-9a5b-741b-980c-92d47c5cb633","cycle_name":"6月18日 晚","pickup_point":{"code":"P005","name":"5号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a208d8-9a5b-7767-bcc3-e96039e71992","sscc":"095200010000005015","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null,"bags":0}');
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
INSERT INTO "stop_crate" VALUES('01a208d89a5b7b53b87c6dc992780000','01a208d89a5b7c77a24fbf71b21b0ad6','095200010000001017',1,'chilled',8000,1,NULL,'unloaded','2026-06-18T18:00:18.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a208d89a5b7f1ca7ac8ce5fe562dee','01a208d89a5b7c77a24fbf71b21b0ad6','095200010000001024',2,'frozen',8000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a208d89a5b728eaa5b4618342352fb','01a208d89a5b7e16850f93f016911851','095200010000002014',1,'chilled',8000,1,'01a208d89a5b7644b96ecbb617c15342','loaded','2026-06-18T18:00:16.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a208d89a5b77c886c1ef7e3f7ca339','01a208d89a5b79878ac3e1e51643b5a2','095200010000003011',1,'chilled',8000,1,'01a208d89a5b7644b96ecbb617c15342','loaded','2026-06-18T18:00:12.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a208d89a5b759fb9de38c27d600936','01a208d89a5b79878ac3e1e51643b5a2','095200010000003028',2,'frozen',8000,1,'01a208d89a5b7644b96ecbb617c15342','loaded','2026-06-18T18:00:14.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a208d89a5b7ac9bb4a08b9bfdce0d5','01a208d89a5b77c3999dab7e6f78d31e','095200010000004018',1,'chilled',8000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a208d89a5b7767bcc3e96039e71992','01a208d89a5b78888f9f21e2b7667b1a','095200010000005015',1,'chilled',8000,1,'01a208d89a5b769594359e05a7e2f2ba','loaded','2026-06-18T18:00:04.000000+00:00','月台 1',NULL,'[]');
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
INSERT INTO "van" VALUES('V1','{"code":"V1","plate":"京A00001","warehouse":"W1","driver":"司机1","phone":"","weight_g":1,"volume_ml":1,"shift_from":"04:00","shift_until":"11:00","max_stops":0,"fixed_cost_fen":0,"cost_km_fen":150,"cost_hour_fen":4000,"active":true}',0,0);
INSERT INTO "van" VALUES('V2','{"code":"V2","plate":"京A00002","warehouse":"W1","driver":"司机2","phone":"","weight_g":1,"volume_ml":1,"shift_from":"04:00","shift_until":"11:00","max_stops":0,"fixed_cost_fen":0,"cost_km_fen":150,"cost_hour_fen":4000,"active":true}',0,0);
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
