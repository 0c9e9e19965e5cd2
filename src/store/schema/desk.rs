//! The tables of the moderators' lists and notes, and of the desk's figures.

diesel::table! {
    queue_entries (comment_id, queue) {
        comment_id -> BigInt,
        queue -> Text,
        site_id -> BigInt,
        thread_id -> BigInt,
        author_key -> BigInt,
        language -> Nullable<Text>,
        entered_at -> BigInt,
        severity -> Integer,
        reach -> Integer,
        age -> Integer,
        priority -> BigInt,
        next_step_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    queue_counts (site_id, queue) {
        site_id -> BigInt,
        queue -> Text,
        entries -> BigInt,
    }
}

diesel::table! {
    queue_visits (id) {
        id -> BigInt,
        site_id -> BigInt,
        queue -> Text,
        comment_id -> BigInt,
        entered_at -> BigInt,
        left_at -> BigInt,
        decided_by -> Nullable<BigInt>,
        decision_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    claims (id) {
        id -> BigInt,
        site_id -> BigInt,
        comment_id -> BigInt,
        queue -> Text,
        account_id -> BigInt,
        claimed_at -> BigInt,
        until -> BigInt,
    }
}

diesel::table! {
    second_looks (id) {
        id -> BigInt,
        site_id -> BigInt,
        comment_id -> BigInt,
        decision_id -> BigInt,
        first_by -> BigInt,
        first_verdict -> Text,
        first_reason -> Nullable<Text>,
        created_at -> BigInt,
        second_by -> Nullable<BigInt>,
        verdict -> Nullable<Text>,
        reason -> Nullable<Text>,
        looked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    target_breaches (id) {
        id -> BigInt,
        site_id -> BigInt,
        queue -> Text,
        target_minutes -> Integer,
        oldest_at -> BigInt,
        began_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    exposures (site_id, account_id, day, comment_id) {
        site_id -> BigInt,
        account_id -> BigInt,
        day -> BigInt,
        comment_id -> BigInt,
    }
}

diesel::table! {
    author_notes (id) {
        id -> BigInt,
        site_id -> BigInt,
        author_key -> BigInt,
        body -> Text,
        created_by -> BigInt,
        created_at -> BigInt,
    }
}
