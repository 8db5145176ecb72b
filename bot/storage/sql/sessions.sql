-- Who is signed in to the pages for staff: one-time links, passwords, sessions. Hashes only.

-- name: add_link
INSERT INTO signin_links (token_hash, staff_name, expires_at) VALUES (:token_hash, :staff_name, :expires_at);

-- name: use_link
-- Single use: the row is gone with its first use.
DELETE FROM signin_links WHERE token_hash = :token_hash AND expires_at > :now RETURNING staff_name;

-- name: link_of
SELECT staff_name FROM signin_links WHERE token_hash = :token_hash AND expires_at > :now;

-- name: drop_links
DELETE FROM signin_links WHERE expires_at <= :now;

-- name: set_password
INSERT INTO staff_passwords (staff_name, password_hash, changed_at) VALUES (:staff_name, :password_hash, :now)
ON CONFLICT (staff_name) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at;

-- name: password_of
SELECT password_hash FROM staff_passwords WHERE staff_name = :staff_name;

-- name: open
INSERT INTO staff_sessions (id_hash, label, staff_name, device, practice, created_at, seen_at, expires_at)
VALUES (:id_hash, :label, :staff_name, :device, :practice, :now, :now, :expires_at);

-- name: find
SELECT * FROM staff_sessions WHERE id_hash = :id_hash AND expires_at > :now AND seen_at > :idle_since;

-- name: see
UPDATE staff_sessions SET seen_at = :now WHERE id_hash = :id_hash AND seen_at < :before;

-- name: of_staff
SELECT * FROM staff_sessions WHERE staff_name = :staff_name AND expires_at > :now AND seen_at > :idle_since
ORDER BY seen_at DESC;

-- name: close
DELETE FROM staff_sessions WHERE id_hash = :id_hash;

-- name: close_labelled
DELETE FROM staff_sessions WHERE staff_name = :staff_name AND label = :label;

-- name: close_all
DELETE FROM staff_sessions WHERE staff_name = :staff_name;

-- name: drop_sessions
DELETE FROM staff_sessions WHERE expires_at <= :now;
