"""The one text of each row that is hashed. A written version never changes: a new form gets a new name beside it.

The same SQL stands in the functions that write (migration 0001) and in the verifier, which brings its own copy so that
a function changed in the database can't vouch for a changed row. `e` and `a` are the row.
"""

_TIME = "to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"

EVENT_V1 = f"""jsonb_build_array('event-1', e.id, e.epoch, e.xid::text, e.stream_kind, e.stream_id, e.seq, e.verb,
  e.actor_kind, e.user_id, e.membership_id, e.role, e.organisation_id, e.unit_id, e.object_kind, e.object_id, e.case_id,
  e.person_id, e.details, {_TIME.format("e.happened_at")}, {_TIME.format("e.recorded_at")})::text"""

LINE_V1 = f"""jsonb_build_array('line-1', a.id, a.epoch, a.xid::text, a.actor_kind, a.user_id, a.membership_id, a.role,
  a.organisation_id, a.unit_id, a.session, a.route, a.action, a.person_ids, a.case_ids, a.field_groups, a.grounds,
  a.purpose, a.result, {_TIME.format("a.at")}, {_TIME.format("a.recorded_at")})::text"""

SEAL_V1 = f"""jsonb_build_array('seal-1', s.no, {_TIME.format("s.made_at")}, s.epoch, s.xid_low::text, s.xid_high::text,
  s.events, s.lines, s.events_total, s.lines_total, encode(s.merkle_root, 'hex'))::text"""

EVENT_HASH = f"sha256(e.prev_hash || convert_to({EVENT_V1}, 'UTF8'))"
LINE_LEAF = f"sha256(convert_to({LINE_V1}, 'UTF8'))"
SEAL_HASH = f"sha256(s.prev_hash || convert_to({SEAL_V1}, 'UTF8'))"

# Leaves of the Merkle tree: which table a hash comes from is part of the leaf (RFC 6962: 0x00 leaf, 0x01 inner node).
EVENT_PREFIX, LINE_PREFIX, NODE_PREFIX = b"\x00E", b"\x00L", b"\x01"
