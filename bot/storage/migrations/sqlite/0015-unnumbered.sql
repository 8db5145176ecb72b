-- Subscription notices that WeChat took without a number: what it says later finds them by this.
-- depends: 0001-house

CREATE INDEX IF NOT EXISTS outbox_unnumbered ON outbox (to_channel, to_address, id)
    WHERE platform_id = '' AND route = 'subscription' AND state = 'sent';
