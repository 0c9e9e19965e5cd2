//! The tables of mail: what is owed, whom to tell and what they were told.

diesel::table! {
    outbox (id) {
        id -> BigInt,
        site_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        recipient -> Text,
        kind -> Text,
        notice -> Text,
        dedupe_key -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> BigInt,
        leased_until -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        decision_id -> Nullable<BigInt>,
        guest_id -> Nullable<BigInt>,
        notification_id -> Nullable<BigInt>,
        failure -> Nullable<Text>,
        domain -> Text,
    }
}

diesel::table! {
    guests (id) {
        id -> BigInt,
        site_id -> BigInt,
        email -> Text,
        email_canonical -> Text,
        name -> Text,
        preferences -> Text,
        created_at -> BigInt,
        asked_at -> Nullable<BigInt>,
        confirmed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    follows (id) {
        id -> BigInt,
        site_id -> BigInt,
        thread_id -> BigInt,
        comment_id -> BigInt,
        account_id -> Nullable<BigInt>,
        guest_id -> Nullable<BigInt>,
        muted -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    ignores (account_id, author_key) {
        account_id -> BigInt,
        author_key -> BigInt,
        comment_id -> BigInt,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    notifications (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        guest_id -> Nullable<BigInt>,
        site_id -> Nullable<BigInt>,
        thread_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        decision_id -> Nullable<BigInt>,
        kind -> Text,
        notice -> Text,
        dedupe_key -> Nullable<Text>,
        visible_at -> BigInt,
        digest_at -> Nullable<BigInt>,
        mail_id -> Nullable<BigInt>,
        read_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    fan_outs (comment_id) {
        comment_id -> BigInt,
        site_id -> BigInt,
        thread_id -> BigInt,
        after -> BigInt,
        due_at -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    suppressions (email_canonical) {
        email_canonical -> Text,
        reason -> Text,
        detail -> Text,
        mail_id -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    spent_links (token_hash) {
        token_hash -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    mail_templates (site_id, mail, locale) {
        site_id -> BigInt,
        mail -> Text,
        locale -> Text,
        subject -> Text,
        body -> Text,
        revision -> Integer,
        changed_at -> BigInt,
    }
}
