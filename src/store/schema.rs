//! One schema for both backends, as the migrations of both trees create it. The lists and the figures have a file.

mod desk;
mod mail;
mod objections;

pub use desk::{
    author_notes, claims, exposures, queue_counts, queue_entries, queue_visits, second_looks, target_breaches,
};
pub use mail::{fan_outs, follows, guests, ignores, mail_templates, notifications, outbox, spent_links, suppressions};
pub use objections::{appeals, reporters, reports};

diesel::table! {
    accounts (id) {
        id -> BigInt,
        email -> Nullable<Text>,
        email_canonical -> Nullable<Text>,
        display_name -> Text,
        password_hash -> Nullable<Text>,
        role -> Text,
        preferences -> Text,
        created_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        account_id -> BigInt,
        user_agent -> Nullable<Text>,
        created_at -> BigInt,
        last_used_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Text,
        session_id -> BigInt,
        issued_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        token_hash -> Text,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    links (id) {
        id -> BigInt,
        purpose -> Text,
        account_id -> Nullable<BigInt>,
        email_canonical -> Text,
        payload -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sites (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        origins -> Text,
        rules -> Text,
        revision -> Integer,
        created_at -> BigInt,
        brand -> Text,
    }
}

diesel::table! {
    moderators (site_id, account_id) {
        site_id -> BigInt,
        account_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    threads (id) {
        id -> BigInt,
        site_id -> BigInt,
        url -> Text,
        title -> Nullable<Text>,
        published_at -> Nullable<BigInt>,
        state -> Text,
        policy -> Nullable<Text>,
        comment_count -> BigInt,
        revision -> Integer,
        created_at -> BigInt,
        sensitive -> Bool,
        slow_mode_seconds -> Nullable<Integer>,
    }
}

diesel::table! {
    comments (id) {
        id -> BigInt,
        site_id -> BigInt,
        thread_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        root_id -> BigInt,
        depth -> Integer,
        account_id -> Nullable<BigInt>,
        author_kind -> Text,
        author_key -> BigInt,
        network_key -> Nullable<BigInt>,
        guest_name -> Nullable<Text>,
        guest_email -> Nullable<Text>,
        guest_website -> Nullable<Text>,
        body -> Text,
        body_html -> Text,
        fingerprint -> BigInt,
        status -> Text,
        revision -> Integer,
        follow -> Bool,
        score -> BigInt,
        reply_count -> BigInt,
        shown -> Bool,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        reviewed_at -> Nullable<BigInt>,
        language -> Nullable<Text>,
        pinned_at -> Nullable<BigInt>,
        escalated_at -> Nullable<BigInt>,
        edit_asked_at -> Nullable<BigInt>,
        staff_edited_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    comment_revisions (comment_id, revision) {
        comment_id -> BigInt,
        revision -> Integer,
        site_id -> BigInt,
        body -> Text,
        created_at -> BigInt,
        by_staff -> Bool,
    }
}

diesel::table! {
    findings (id) {
        id -> BigInt,
        site_id -> BigInt,
        comment_id -> BigInt,
        revision -> Integer,
        check_name -> Text,
        effect -> Text,
        reason -> Text,
        message -> Text,
        span_start -> Nullable<BigInt>,
        span_end -> Nullable<BigInt>,
        score -> Integer,
        field -> Nullable<Text>,
    }
}

diesel::table! {
    decisions (id) {
        id -> BigInt,
        site_id -> BigInt,
        comment_id -> BigInt,
        revision -> Integer,
        actor -> Text,
        actor_id -> Nullable<BigInt>,
        from_status -> Nullable<Text>,
        to_status -> Text,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        created_at -> BigInt,
        action -> Text,
        former -> Nullable<Text>,
        undoes -> Nullable<BigInt>,
        sequence -> BigInt,
        previous_hash -> Text,
        hash -> Text,
        note_salt -> Nullable<Text>,
        note_hash -> Nullable<Text>,
    }
}

diesel::table! {
    log_heads (site_id) {
        site_id -> BigInt,
        sequence -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    canned_texts (id) {
        id -> BigInt,
        site_id -> BigInt,
        locale -> Text,
        title -> Text,
        body -> Text,
        reason -> Nullable<Text>,
        revision -> Integer,
        created_at -> BigInt,
    }
}

diesel::table! {
    votes (comment_id, account_id) {
        comment_id -> BigInt,
        account_id -> BigInt,
        site_id -> BigInt,
        value -> Integer,
        created_at -> BigInt,
    }
}

diesel::table! {
    sanctions (id) {
        id -> BigInt,
        site_id -> Nullable<BigInt>,
        target -> Text,
        account_id -> Nullable<BigInt>,
        author_key -> Nullable<BigInt>,
        network_key -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        kind -> Text,
        reason -> Text,
        until -> Nullable<BigInt>,
        created_by -> BigInt,
        created_at -> BigInt,
        acknowledged_at -> Nullable<BigInt>,
        lifted_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    purges (sanction_id) {
        sanction_id -> BigInt,
        site_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        author_key -> Nullable<BigInt>,
        network_key -> Nullable<BigInt>,
        days -> Integer,
        reason -> Text,
        note -> Text,
        created_by -> BigInt,
        created_at -> BigInt,
        after_id -> BigInt,
        done -> BigInt,
        state -> Text,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    idempotency_keys (scope, idempotency_key) {
        scope -> Text,
        idempotency_key -> Text,
        fingerprint -> Text,
        status -> Integer,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    authors (site_id, author_key) {
        site_id -> BigInt,
        author_key -> BigInt,
        published -> BigInt,
        rejected -> BigInt,
        spam -> BigInt,
    }
}

diesel::table! {
    signatures (comment_id) {
        comment_id -> BigInt,
        site_id -> BigInt,
        group_id -> BigInt,
        band_a -> BigInt,
        band_b -> BigInt,
        band_c -> BigInt,
        band_d -> BigInt,
        author_key -> BigInt,
    }
}

diesel::table! {
    checkers (site_id, checker) {
        site_id -> BigInt,
        checker -> Text,
        settings -> Text,
        sealed_secret -> Text,
        key_state -> Text,
        verify_at -> Nullable<BigInt>,
        verify_attempts -> Integer,
        last_error -> Nullable<Text>,
        revision -> Integer,
        changed_at -> BigInt,
    }
}

diesel::table! {
    remote_checks (id) {
        id -> BigInt,
        site_id -> BigInt,
        comment_id -> BigInt,
        revision -> Integer,
        checker -> Text,
        task -> Text,
        state -> Text,
        aim -> Nullable<Text>,
        attempts -> Integer,
        next_attempt_at -> BigInt,
        leased_until -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        said -> Nullable<Text>,
        user_ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        referrer -> Nullable<Text>,
        decision_id -> Nullable<BigInt>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    accounts, sessions, refresh_tokens, api_tokens, links, sites, moderators, threads, comments, comment_revisions,
    findings, decisions, log_heads, canned_texts, votes, sanctions, purges, outbox, idempotency_keys, author_notes,
    authors, signatures, reports, reporters, appeals, queue_entries, queue_counts, queue_visits, claims,
    second_looks, target_breaches, exposures, checkers, remote_checks, guests, follows, ignores, notifications, fan_outs,
    suppressions, spent_links, mail_templates,
}
