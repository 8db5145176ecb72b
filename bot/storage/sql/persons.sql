-- What belongs to one resident, over all linked contacts.

-- name: tickets_of
-- Their own tickets and those of the family members whose appointments they manage.
SELECT * FROM tickets WHERE contact_id IN (
    SELECT id FROM contacts WHERE resident_id = :resident_id
    UNION
    SELECT others.id FROM contacts AS own
    JOIN proxies AS p ON p.proxy_id = own.id
    JOIN contacts AS member ON member.id = p.member_id
    JOIN contacts AS others ON others.resident_id = member.resident_id
    WHERE own.resident_id = :resident_id)
ORDER BY id;
