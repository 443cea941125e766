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
INSERT INTO "fact" VALUES(1,'01a208d89a1e722a8f459eb9589c6c65','019000000000700080000000000000bb','2026-06-18T14:00:00.000000+00:00','RoutesPublished',1,'{"plan_id": "01a208d8-9a03-782f-b868-cd3e744466c0", "cycle_id": "01900000-0000-7000-8000-00000000c001", "version": 1, "routes": [{"route_id": "01a208d8-9a03-70b0-9560-11d1ffb9bc29", "number": 1, "code": "7527870642", "van": "V1", "departs_at": "2026-06-18T20:00:00Z", "returns_at": "2026-06-18T20:38:01Z", "metres": 18014, "stops": [{"wave_id": "01900000-0000-7000-8000-000000000001", "pickup_point": "P001", "arrives_at": "2026-06-18T20:05:21Z", "leaves_at": "2026-06-18T20:10:21Z", "metres_before": 3002, "weight_g": 100000, "volume_ml": 400000}, {"wave_id": "01900000-0000-7000-8000-000000000003", "pickup_point": "P003", "arrives_at": "2026-06-18T20:19:50Z", "leaves_at": "2026-06-18T20:24:50Z", "metres_before": 6005, "weight_g": 100000, "volume_ml": 400000}]}, {"route_id": "01a208d8-9a03-72bd-85f3-29855a50c03d", "number": 2, "code": "7553845331", "van": "V2", "departs_at": "2026-06-18T20:00:00Z", "returns_at": "2026-06-18T20:45:58Z", "metres": 24019, "stops": [{"wave_id": "01900000-0000-7000-8000-000000000002", "pickup_point": "P002", "arrives_at": "2026-06-18T20:09:29Z", "leaves_at": "2026-06-18T20:14:29Z", "metres_before": 6005, "weight_g": 100000, "volume_ml": 400000}, {"wave_id": "01900000-0000-7000-8000-000000000004", "pickup_point": "P004", "arrives_at": "2026-06-18T20:23:58Z", "leaves_at": "2026-06-18T20:28:58Z", "metres_before": 6005, "weight_g": 100000, "volume_ml": 400000}]}], "unserved": []}','0000000000000000000000000000000000000000000000000000000000000000','e05e968a76cf569f9e73a8cc8de7af6a48bbf3f0511801ce6786df3c2278a2c4','waiting',NULL);
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
INSERT INTO "route" VALUES('01a208d89a0370b0956011d1ffb9bc29','0190000000007000800000000000c001','7527870642',1,'V1',NULL,'','{"route_id":"01a208d8-9a03-70b0-9560-11d1ffb9bc29","number":1,"code":"7527870642","van":"V1","departs_at":"2026-06-18T20:00:00Z","returns_at":"2026-06-18T20:38:01Z","metres":18014,"stops":[{"wave_id":"01900000-0000-7000-8000-000000000001","pickup_point":"P001","arrives_at":"2026-06-18T20:05:21Z","leaves_at":"2026-06-18T20:10:21Z","metres_before":3002,"weight_g":100000,"volume_ml":400000},{"wave_id":"01900000-0000-7000-8000-000000000003","pickup_point":"P003","arrives_at":"2026-06-18T20:19:50Z","leaves_at":"2026-06-18T20:24:50Z","metres_before":6005,"weight_g":100000,"volume_ml":400000}]}');
INSERT INTO "route" VALUES('01a208d89a0372bd85f329855a50c03d','0190000000007000800000000000c001','7553845331',2,'V2',NULL,'','{"route_id":"01a208d8-9a03-72bd-85f3-29855a50c03d","number":2,"code":"7553845331","van":"V2","departs_at":"2026-06-18T20:00:00Z","returns_at":"2026-06-18T20:45:58Z","metres":24019,"stops":[{"wave_id":"01900000-0000-7000-8000-000000000002","pickup_point":"P002","arrives_at":"2026-06-18T20:09:29Z","leaves_at":"2026-06-18T20:14:29Z","metres_before":6005,"weight_g":100000,"volume_ml":400000},{"wave_id":"01900000-0000-7000-8000-000000000004","pickup_point":"P004","arrives_at":"2026-06-18T20:23:58Z","leaves_at":"2026-06-18T20:28:58Z","metres_before":6005,"weight_g":100000,"volume_ml":400000}]}');
CREATE TABLE route_draft (
	ordinal INTEGER NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	act VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route_draft PRIMARY KEY (ordinal)
);
INSERT INTO "route_draft" VALUES(1,'0190000000007000800000000000c001','2026-06-18T14:00:00.000000+00:00','base','{"verdict": "cycle_chosen", "values": {}, "routes": {"V1": [], "V2": []}, "unserved": {"01900000-0000-7000-8000-000000000001": "not_planned", "01900000-0000-7000-8000-000000000002": "not_planned", "01900000-0000-7000-8000-000000000003": "not_planned", "01900000-0000-7000-8000-000000000004": "not_planned"}, "locked_stops": [], "locked_vans": []}');
INSERT INTO "route_draft" VALUES(2,'0190000000007000800000000000c001','2026-06-18T14:00:00.000000+00:00','planned','{"verdict": "planned", "values": {"stops": 4, "routes": 2, "km": "42.0", "left": 0}, "routes": {"V1": ["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000003"], "V2": ["01900000-0000-7000-8000-000000000002", "01900000-0000-7000-8000-000000000004"]}, "unserved": {}, "locked_stops": [], "locked_vans": []}');
INSERT INTO "route_draft" VALUES(3,'0190000000007000800000000000c001','2026-06-18T14:00:00.000000+00:00','edited','{"verdict": "moved", "values": {"stop": "店1", "position": 1, "van": "V2"}, "routes": {"V1": ["01900000-0000-7000-8000-000000000003"], "V2": ["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002", "01900000-0000-7000-8000-000000000004"]}, "unserved": {}, "locked_stops": [], "locked_vans": []}');
CREATE TABLE route_plan (
	cycle_id CHAR(32) NOT NULL, 
	plan_id CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route_plan PRIMARY KEY (cycle_id)
);
INSERT INTO "route_plan" VALUES('0190000000007000800000000000c001','01a208d89a03782fb868cd3e744466c0',1,'2026-06-18T14:00:00.000000+00:00','{"plan_id":"01a208d8-9a03-782f-b868-cd3e744466c0","cycle_id":"01900000-0000-7000-8000-00000000c001","version":1,"routes":[{"route_id":"01a208d8-9a03-70b0-9560-11d1ffb9bc29","number":1,"code":"7527870642","van":"V1","departs_at":"2026-06-18T20:00:00Z","returns_at":"2026-06-18T20:38:01Z","metres":18014,"stops":[{"wave_id":"01900000-0000-7000-8000-000000000001","pickup_point":"P001","arrives_at":"2026-06-18T20:05:21Z","leaves_at":"2026-06-18T20:10:21Z","metres_before":3002,"weight_g":100000,"volume_ml":400000},{"wave_id":"01900000-0000-7000-8000-000000000003","pickup_point":"P003","arrives_at":"2026-06-18T20:19:50Z","leaves_at":"2026-06-18T20:24:50Z","metres_before":6005,"weight_g":100000,"volume_ml":400000}]},{"route_id":"01a208d8-9a03-72bd-85f3-29855a50c03d","number":2,"code":"7553845331","van":"V2","departs_at":"2026-06-18T20:00:00Z","returns_at":"2026-06-18T20:45:58Z","metres":24019,"stops":[{"wave_id":"01900000-0000-7000-8000-000000000002","pickup_point":"P002","arrives_at":"2026-06-18T20:09:29Z","leaves_at":"2026-06-18T20:14:29Z","metres_before":6005,"weight_g":100000,"volume_ml":400000},{"wave_id":"01900000-0000-7000-8000-000000000004","pickup_point":"P004","arrives_at":"2026-06-18T20:23:58Z","leaves_at":"2026-06-18T20:28:58Z","metres_before":6005,"weight_g":100000,"volume_ml":400000}]}],"unserved":[]}');
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
INSERT INTO "station" VALUES('019000000000700080000000000000d1','调度 1','dispatch','W1','朝阳仓','Asia/Shanghai','优邻站','http://127.0.0.1:1','2026-06-18T14:00:00.000000+00:00',NULL,'dispatch',NULL,'');
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
INSERT INTO "stop" VALUES('01900000000070008000000000000001','0190000000007000800000000000c001','P001',1,'packed','2026-06-18T14:00:00.000000+00:00','{"wave_id":"01900000-0000-7000-8000-000000000001","number":1,"cycle_id":"01900000-0000-7000-8000-00000000c001","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"店1","warehouse":"W1","address":"","phone":"","contact":"","latitude":39.92,"longitude":116.4,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":10,"pieces":40,"weight_g":100000,"volume_ml":400000,"zones":["ambient","chilled"],"state":"packed","crates":[{"crate_id":"01900000-0000-7000-8000-0000000c03e9","sscc":"095200010000001017","number":1,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01900000-0000-7000-8000-0000000c03ea","sscc":"095200010000001024","number":2,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":"2026-06-18T14:00:00Z","bags":0}');
INSERT INTO "stop" VALUES('01900000000070008000000000000002','0190000000007000800000000000c001','P002',2,'packed','2026-06-18T14:00:00.000000+00:00','{"wave_id":"01900000-0000-7000-8000-000000000002","number":2,"cycle_id":"01900000-0000-7000-8000-00000000c001","cycle_name":"6月18日 晚","pickup_point":{"code":"P002","name":"店2","warehouse":"W1","address":"","phone":"","contact":"","latitude":39.94,"longitude":116.4,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":10,"pieces":40,"weight_g":100000,"volume_ml":400000,"zones":["ambient","chilled"],"state":"packed","crates":[{"crate_id":"01900000-0000-7000-8000-0000000c07d1","sscc":"095200010000002014","number":1,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01900000-0000-7000-8000-0000000c07d2","sscc":"095200010000002021","number":2,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":"2026-06-18T14:00:00Z","bags":0}');
INSERT INTO "stop" VALUES('01900000000070008000000000000003','0190000000007000800000000000c001','P003',3,'packed','2026-06-18T14:00:00.000000+00:00','{"wave_id":"01900000-0000-7000-8000-000000000003","number":3,"cycle_id":"01900000-0000-7000-8000-00000000c001","cycle_name":"6月18日 晚","pickup_point":{"code":"P003","name":"店3","warehouse":"W1","address":"","phone":"","contact":"","latitude":39.96,"longitude":116.4,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":10,"pieces":40,"weight_g":100000,"volume_ml":400000,"zones":["ambient","chilled"],"state":"packed","crates":[{"crate_id":"01900000-0000-7000-8000-0000000c0bb9","sscc":"095200010000003011","number":1,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01900000-0000-7000-8000-0000000c0bba","sscc":"095200010000003028","number":2,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":"2026-06-18T14:00:00Z","bags":0}');
INSERT INTO "stop" VALUES('01900000000070008000000000000004','0190000000007000800000000000c001','P004',4,'packed','2026-06-18T14:00:00.000000+00:00','{"wave_id":"01900000-0000-7000-8000-000000000004","number":4,"cycle_id":"01900000-0000-7000-8000-00000000c001","cycle_name":"6月18日 晚","pickup_point":{"code":"P004","name":"店4","warehouse":"W1","address":"","phone":"","contact":"","latitude":39.98,"longitude":116.4,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"parcels":false,"active":true,"route":null},"orders":10,"pieces":40,"weight_g":100000,"volume_ml":400000,"zones":["ambient","chilled"],"state":"packed","crates":[{"crate_id":"01900000-0000-7000-8000-0000000c0fa1","sscc":"095200010000004018","number":1,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]},{"crate_id":"01900000-0000-7000-8000-0000000c0fa2","sscc":"095200010000004025","number":2,"zone":"ambient","pieces":10,"weight_g":9000,"closed":true,"void_labels":[],"weighed":null,"cancelled":[]}],"cut_off_at":"2026-06-18T14:00:00Z","bags":0}');
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
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c03e9','01900000000070008000000000000001','095200010000001017',1,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c03ea','01900000000070008000000000000001','095200010000001024',2,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c07d1','01900000000070008000000000000002','095200010000002014',1,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c07d2','01900000000070008000000000000002','095200010000002021',2,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c0bb9','01900000000070008000000000000003','095200010000003011',1,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c0bba','01900000000070008000000000000003','095200010000003028',2,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c0fa1','01900000000070008000000000000004','095200010000004018',1,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
INSERT INTO "stop_crate" VALUES('019000000000700080000000000c0fa2','01900000000070008000000000000004','095200010000004025',2,'ambient',9000,1,NULL,NULL,NULL,'',NULL,'[]');
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
INSERT INTO "van" VALUES('V1','{"code":"V1","plate":"京A·21301","warehouse":"W1","driver":"司机1","phone":"13800138000","weight_g":500000,"volume_ml":3000000,"shift_from":"04:00","shift_until":"11:00","max_stops":0,"fixed_cost_fen":0,"cost_km_fen":150,"cost_hour_fen":4000,"active":true}',0,0);
INSERT INTO "van" VALUES('V2','{"code":"V2","plate":"京A·21302","warehouse":"W1","driver":"司机2","phone":"13800138000","weight_g":500000,"volume_ml":3000000,"shift_from":"04:00","shift_until":"11:00","max_stops":0,"fixed_cost_fen":0,"cost_km_fen":150,"cost_hour_fen":4000,"active":true}',0,0);
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
INSERT INTO "warehouse_site" VALUES('W1','{"code":"W1","name":"朝阳仓","time_zone":"Asia/Shanghai","address":"","latitude":39.9,"longitude":116.4,"datum":"WGS-84"}');
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
