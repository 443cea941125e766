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
INSERT INTO "fact" VALUES(1,'01a2080ff7d27f2583436ce8e5b96642','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','CrateLoaded',1,'{"route_id": "01a2080f-f70a-7daf-880f-4ad1883771bd", "crate_id": "01a2080f-f709-7846-88a6-5227f0968258"}','0000000000000000000000000000000000000000000000000000000000000000','75ef13f24683d6cd8dfce0d9cdc01b8ba815f13c0d52974f47bc8831063ca87e','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a2080ff7d87d49bcc85191dc360d17','019000000000700080000000000000bb','2026-06-18T18:00:08.000000+00:00','OverrideGiven',1,'{"override_id": "01a2080f-f7d8-77e2-8347-6dbc77a7958a", "supervisor_id": "01900000-0000-7000-8000-0000000000cc", "action": "van_departed_incomplete", "reason": "damaged", "ref": "01a2080f-f70a-7daf-880f-4ad1883771bd", "without_network": false}','75ef13f24683d6cd8dfce0d9cdc01b8ba815f13c0d52974f47bc8831063ca87e','cc75692d20b2ed2f48675c7037c3b603eed1399ba4b5539eca960695a96c56f6','waiting',NULL);
INSERT INTO "fact" VALUES(3,'01a2080ff7d97926828ba7445358613f','019000000000700080000000000000bb','2026-06-18T18:00:08.000000+00:00','VanDeparted',1,'{"route_id": "01a2080f-f70a-7daf-880f-4ad1883771bd", "loaded": ["01a2080f-f709-7846-88a6-5227f0968258"], "missing": ["01a2080f-f709-7eb8-b59f-8ecb540f20b6"], "supervisor_id": "01900000-0000-7000-8000-0000000000cc", "reason": "damaged"}','cc75692d20b2ed2f48675c7037c3b603eed1399ba4b5539eca960695a96c56f6','252f3ee5652b3390525695365b0bbfaf8fa20ee89fb88d2dbc079624d523a288','waiting',NULL);
INSERT INTO "fact" VALUES(4,'01a2080ff7de76728a39748f1b1d2884','019000000000700080000000000000bb','2026-06-18T18:00:12.000000+00:00','CrateLoaded',1,'{"route_id": "01a2080f-f70a-737c-8918-476c8334ed83", "crate_id": "01a2080f-f709-7a97-8abf-36dd66bbc22a"}','252f3ee5652b3390525695365b0bbfaf8fa20ee89fb88d2dbc079624d523a288','9db43228625b3173816879e33f1cfeafcaee4e42ad9759fda5b2af5d64c6993b','waiting',NULL);
INSERT INTO "fact" VALUES(5,'01a2080ff7e07d92a634198d32f9c6ea','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','CrateLoaded',1,'{"route_id": "01a2080f-f70a-737c-8918-476c8334ed83", "crate_id": "01a2080f-f709-7054-8899-6fc4b18b0356"}','9db43228625b3173816879e33f1cfeafcaee4e42ad9759fda5b2af5d64c6993b','f297a677f34e343fa379462fb96f9c8e94a9f988f78dedfab81602e4466f9c17','waiting',NULL);
INSERT INTO "fact" VALUES(6,'01a2080ff7e27251be58070cf0728537','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','CrateLoaded',1,'{"route_id": "01a2080f-f70a-737c-8918-476c8334ed83", "crate_id": "01a2080f-f709-7317-84f7-f5e4166b27ff"}','f297a677f34e343fa379462fb96f9c8e94a9f988f78dedfab81602e4466f9c17','2daf14b4f9e1cb9310d7f8d8fb16a57cc5858f1c1b68fab0ac6b1b41f534ed21','waiting',NULL);
INSERT INTO "fact" VALUES(7,'01a2080ff7e47da8b9c12d81cee31c7a','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','CrateLoaded',1,'{"route_id": "01a2080f-f70a-737c-8918-476c8334ed83", "crate_id": "01a2080f-f709-73e1-b085-3de449c0e9e4"}','2daf14b4f9e1cb9310d7f8d8fb16a57cc5858f1c1b68fab0ac6b1b41f534ed21','5e9ec9028843c75129a3bc83a5e652a697c2e4bd3245a5f585dafd7c7481ace2','waiting',NULL);
INSERT INTO "fact" VALUES(8,'01a2080ff7e5730b85438223e5b0596a','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','CrateUnloaded',1,'{"route_id": "01a2080f-f70a-737c-8918-476c8334ed83", "crate_id": "01a2080f-f709-73e1-b085-3de449c0e9e4"}','5e9ec9028843c75129a3bc83a5e652a697c2e4bd3245a5f585dafd7c7481ace2','03d99fa0e1585c0f6546742d63ca76e6e862e3d4fd71251a3d84ac36a24dc69a','waiting',NULL);
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
INSERT INTO "load_scan" VALUES(1,'01a2080ff7cf7cd3b3b6a4ecdfe05418',NULL,'019000000000700080000000000000bb','2026-06-18T18:00:02.000000+00:00','7500010027','test','route_chosen','ok','{"route": 2, "van": "京A00002", "left_at": ""}');
INSERT INTO "load_scan" VALUES(2,'01a2080ff7d17876a4cd22bb529d4653','01a2080ff70a7daf880f4ad1883771bd','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','095200010000005015','test','stop_loaded','ok','{"crate": 1, "shop": "5号店", "crate_id": "01a2080f-f709-7846-88a6-5227f0968258", "route": 2, "van": "京A00002", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "4号店"}');
INSERT INTO "load_scan" VALUES(3,'01a2080ff7dc706f91d2df9f0113a006','01a2080ff70a7daf880f4ad1883771bd','019000000000700080000000000000bb','2026-06-18T18:00:10.000000+00:00','7500010010','test','route_chosen','ok','{"route": 1, "van": "京A00001", "left_at": ""}');
INSERT INTO "load_scan" VALUES(4,'01a2080ff7dd7dd4877a9a032efeb125','01a2080ff70a737c8918476c8334ed83','019000000000700080000000000000bb','2026-06-18T18:00:12.000000+00:00','095200010000003011','test','loaded','ok','{"crate": 1, "shop": "3号店", "crate_id": "01a2080f-f709-7a97-8abf-36dd66bbc22a", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 1, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(5,'01a2080ff7df738ca54624d2637b235f','01a2080ff70a737c8918476c8334ed83','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','095200010000003028','test','stop_loaded','ok','{"crate": 2, "shop": "3号店", "crate_id": "01a2080f-f709-7054-8899-6fc4b18b0356", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 0, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(6,'01a2080ff7e1731c8fbe930d45b3f314','01a2080ff70a737c8918476c8334ed83','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','095200010000002014','test','stop_loaded','ok','{"crate": 1, "shop": "2号店", "crate_id": "01a2080f-f709-7317-84f7-f5e4166b27ff", "route": 1, "van": "京A00001", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "1号店"}');
INSERT INTO "load_scan" VALUES(7,'01a2080ff7e37715b5b0a2a2b7c65977','01a2080ff70a737c8918476c8334ed83','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','095200010000001017','test','loaded','ok','{"crate": 1, "shop": "1号店", "crate_id": "01a2080f-f709-73e1-b085-3de449c0e9e4", "route": 1, "van": "京A00001", "left_at": "", "stop": 1, "left": 1, "next": 1, "next_shop": "1号店"}');
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
INSERT INTO "operator" VALUES('01a2080ff7c173f48290bb5f0866bf4f','小周','7700000323',1,0,'');
INSERT INTO "operator" VALUES('01a2080ff7c277d8ae2a65a40ed0f6d6','老孙','7700000330',0,1,'');
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
INSERT INTO "pin_proof" VALUES('019000000000700080000000000000cc','$argon2id$v=19$m=8,t=1,p=1$vbl2oOEm+1zveMeNa0+DXQ$swLDT8qqNWIzOyu1hTGAyPSWcp9B10PHuqeeuTlJiO0','2026-06-18T18:00:08.000000+00:00');
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
INSERT INTO "route" VALUES('01a2080ff70a737c8918476c8334ed83','01a2080ff7097ef08bbb6bbbc08dde91','7500010010',1,'V1',NULL,'','{"route_id":"01a2080f-f70a-737c-8918-476c8334ed83","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a2080f-f709-7ab0-a385-34769e998b16","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a2080f-f709-70ad-8258-8097dbbd8bdd","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a2080f-f709-760a-86d6-dfa611c43fa3","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]}');
INSERT INTO "route" VALUES('01a2080ff70a7daf880f4ad1883771bd','01a2080ff7097ef08bbb6bbbc08dde91','7500010027',2,'V2','2026-06-18T18:00:08.000000+00:00','月台 1','{"route_id":"01a2080f-f70a-7daf-880f-4ad1883771bd","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a2080f-f709-7101-8809-334fa91f8655","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a2080f-f709-7c5b-9015-4938a71e9924","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}');
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
INSERT INTO "route_plan" VALUES('01a2080ff7097ef08bbb6bbbc08dde91','01a2080ff7c371dd855bd434cb70e767',1,'2026-06-18T18:00:00.000000+00:00','{"plan_id":"01a2080f-f7c3-71dd-855b-d434cb70e767","cycle_id":"01a2080f-f709-7ef0-8bbb-6bbbc08dde91","version":1,"routes":[{"route_id":"01a2080f-f70a-737c-8918-476c8334ed83","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a2080f-f709-7ab0-a385-34769e998b16","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a2080f-f709-70ad-8258-8097dbbd8bdd","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a2080f-f709-760a-86d6-dfa611c43fa3","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]},{"route_id":"01a2080f-f70a-7daf-880f-4ad1883771bd","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a2080f-f709-7101-8809-334fa91f8655","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a2080f-f709-7c5b-9015-4938a71e9924","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}],"unserved":[]}');
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
INSERT INTO "stop" VALUES('01a2080ff7097ab0a38534769e998b16','01a2080ff7097ef08bbb6bbbc08dde91','P001',1,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a2080f-f709-7ab0-a385-34769e998b16","number":1,"cycle_id":"01a2080f-f709-7ef0-8bbb-6bbbc08dde91","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"1号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a2080f-f709-73e1-b085-3de449c0e9e4","sscc":"095200010000001017","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01a2080f-f709-73cf-90f2-999072ff54d7","sscc":"095200010000001024","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a2080ff70970ad82588097dbbd8bdd','01a2080ff7097ef08bbb6bbbc08dde91','P002',2,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a2080f-f709-70ad-8258-8097dbbd8bdd","number":2,"cycle_id":"01a2080f-f709-7ef0-8bbb-6bbbc08dde91","cycle_name":"6月18日 晚","pickup_point":{"code":"P002","name":"2号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a2080f-f709-7317-84f7-f5e4166b27ff","sscc":"095200010000002014","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a2080ff709760a86d6dfa611c43fa3','01a2080ff7097ef08bbb6bbbc08dde91','P003',3,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a2080f-f709-760a-86d6-dfa611c43fa3","number":3,"cycle_id":"01a2080f-f709-7ef0-8bbb-6bbbc08dde91","cycle_name":"6月18日 晚","pickup_point":{"code":"P003","name":"3号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a2080f-f709-7a97-8abf-36dd66bbc22a","sscc":"095200010000003011","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01a2080f-f709-7054-8899-6fc4b18b0356","sscc":"095200010000003028","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a2080ff70971018809334fa91f8655','01a2080ff7097ef08bbb6bbbc08dde91','P004',4,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a2080f-f709-7101-8809-334fa91f8655","number":4,"cycle_id":"01a2080f-f709-7ef0-8bbb-6bbbc08dde91","cycle_name":"6月18日 晚","pickup_point":{"code":"P004","name":"4号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a2080f-f709-7eb8-b59f-8ecb540f20b6","sscc":"095200010000004018","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a2080ff7097c5b90154938a71e9924','01a2080ff7097ef08bbb6bbbc08dde91','P005',5,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a2080f-f709-7c5b-9015-4938a71e9924","number":5,"cycle_id":"01a2080f-f709-7ef0-8bbb-6bbbc08dde91","cycle_name":"6月18日 晚","pickup_point":{"code":"P005","name":"5号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a2080f-f709-7846-88a6-5227f0968258","sscc":"095200010000005015","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":null}');
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
INSERT INTO "stop_crate" VALUES('01a2080ff70973e1b0853de449c0e9e4','01a2080ff7097ab0a38534769e998b16','095200010000001017',1,'chilled',8000,1,NULL,'unloaded','2026-06-18T18:00:18.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a2080ff70973cf90f2999072ff54d7','01a2080ff7097ab0a38534769e998b16','095200010000001024',2,'frozen',8000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a2080ff709731784f7f5e4166b27ff','01a2080ff70970ad82588097dbbd8bdd','095200010000002014',1,'chilled',8000,1,'01a2080ff70a737c8918476c8334ed83','loaded','2026-06-18T18:00:16.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a2080ff7097a978abf36dd66bbc22a','01a2080ff709760a86d6dfa611c43fa3','095200010000003011',1,'chilled',8000,1,'01a2080ff70a737c8918476c8334ed83','loaded','2026-06-18T18:00:12.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a2080ff709705488996fc4b18b0356','01a2080ff709760a86d6dfa611c43fa3','095200010000003028',2,'frozen',8000,1,'01a2080ff70a737c8918476c8334ed83','loaded','2026-06-18T18:00:14.000000+00:00','月台 1',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a2080ff7097eb8b59f8ecb540f20b6','01a2080ff70971018809334fa91f8655','095200010000004018',1,'chilled',8000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('01a2080ff709784688a65227f0968258','01a2080ff7097c5b90154938a71e9924','095200010000005015',1,'chilled',8000,1,'01a2080ff70a7daf880f4ad1883771bd','loaded','2026-06-18T18:00:04.000000+00:00','月台 1',NULL,'[]');
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
	hand_fresh INTEGER NOT NULL, hand_lot VARCHAR, hand_expiry VARCHAR(10), hand_weight_g INTEGER, wanted_by VARCHAR, handed_seq INTEGER, came_from VARCHAR, 
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
CREATE INDEX ix_print_job_crate_id ON print_job (crate_id);
CREATE INDEX ix_print_job_state ON print_job (state);
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
