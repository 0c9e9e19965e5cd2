//! What readers and authors object to.

diesel::table! {
    reports (id) {
        id -> BigInt,
        site_id -> BigInt,
        comment_id -> BigInt,
        text_revision -> Integer,
        reporter_key -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        reason -> Text,
        detail -> Nullable<Text>,
        weight -> Integer,
        weight_because -> Text,
        outcome -> Nullable<Text>,
        decision_id -> Nullable<BigInt>,
        created_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reporters (site_id, reporter_key) {
        site_id -> BigInt,
        reporter_key -> BigInt,
        confirmed -> BigInt,
        dismissed -> BigInt,
    }
}

diesel::table! {
    appeals (id) {
        id -> BigInt,
        site_id -> BigInt,
        comment_id -> BigInt,
        first_decision_id -> BigInt,
        first_actor_id -> Nullable<BigInt>,
        statement -> Nullable<Text>,
        outcome -> Nullable<Text>,
        decision_id -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
    }
}
