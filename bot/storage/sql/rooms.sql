-- What platforms tell about their chats: who may be written to first, what was taken back.

-- name: switch_of
SELECT is_on FROM push_switches WHERE channel = :channel AND address = :address;

-- name: turn_switch
INSERT INTO push_switches (channel, address, is_on, changed_at) VALUES (:channel, :address, :is_on, :now)
ON CONFLICT (channel, address) DO UPDATE SET is_on = excluded.is_on, changed_at = excluded.changed_at
WHERE push_switches.is_on <> excluded.is_on;

-- name: told_residents
SELECT ticket FROM outbox WHERE cause >= :first AND cause < :after AND purpose = 'result' AND ticket IS NOT NULL
ORDER BY id LIMIT 1;
