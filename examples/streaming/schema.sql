-- The live database of the streaming application: 57 tables and one view.
-- psql -v ON_ERROR_STOP=1 -f schema.sql loads it into an empty PostgreSQL 12 or newer.
-- It is the truth of this example: models, queries and documents are held against it.
-- Note that users_faves_directors has no primary key.
SET client_min_messages = warning;
BEGIN;

CREATE TABLE api_keys (
    id serial NOT NULL,
    users_id integer NOT NULL,
    key_name character varying(100) NOT NULL,
    api_key character varying(255) NOT NULL,
    api_secret character varying(255),
    permissions jsonb NOT NULL,
    rate_limit_per_hour integer NOT NULL,
    is_active boolean NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    PRIMARY KEY (id),
    UNIQUE (api_key)
);

CREATE TABLE content_reports (
    id serial NOT NULL,
    reported_by_users_id integer,
    media_id integer NOT NULL,
    report_type character varying(30) NOT NULL,
    description text NOT NULL,
    status character varying(20) NOT NULL,
    admin_notes text,
    resolved_by_users_id integer,
    resolved_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id)
);

CREATE TABLE credit_packages (
    id serial NOT NULL,
    name character varying(100) NOT NULL,
    description text,
    credit_amount integer NOT NULL,
    price_amount numeric(15,2) NOT NULL,
    currency character varying(3) NOT NULL,
    bonus_credits integer NOT NULL,
    is_active boolean NOT NULL,
    sort_order integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE credit_transactions (
    id serial NOT NULL,
    users_id integer NOT NULL,
    transaction_type character varying(20) NOT NULL,
    amount integer NOT NULL,
    balance_before integer NOT NULL,
    balance_after integer NOT NULL,
    description text,
    reference_type character varying(50),
    reference_id integer,
    payment_id integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE directors (
    id serial NOT NULL,
    name character varying,
    description text,
    profile_path character varying,
    tmdb_id integer,
    imdb_id character varying,
    gender integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE episodes (
    id serial NOT NULL,
    media_id integer NOT NULL,
    episode_number integer,
    name character varying(255),
    overview text,
    season_number integer,
    still_path character varying(255),
    air_date timestamp with time zone,
    vote_average real,
    vote_count integer,
    user_score character varying(255),
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE events (
    id bigserial NOT NULL,
    events_type_id integer NOT NULL,
    users_id integer,
    session_id character varying(255),
    ip_address inet,
    users_agent text,
    event_data jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE events_types (
    id serial NOT NULL,
    code character varying(50) NOT NULL,
    name character varying(100) NOT NULL,
    description text,
    is_tracked boolean NOT NULL,
    retention_days integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE files (
    id serial NOT NULL,
    media_id integer,
    episode_id integer,
    path character varying(500) NOT NULL,
    file_size bigint,
    label character varying(255),
    original_filename character varying(500),
    content_type character varying(255),
    external_id character varying(255),
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE genres (
    id serial NOT NULL,
    name character varying(255) NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE invitations (
    id serial NOT NULL,
    inviter_users_id integer NOT NULL,
    invited_email character varying(255) NOT NULL,
    invitation_token character varying(255) NOT NULL,
    status character varying(20) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_users_id integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE languages (
    id serial NOT NULL,
    code character varying(10) NOT NULL,
    name character varying(50) NOT NULL,
    native_name character varying(50),
    is_active boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE media (
    id serial NOT NULL,
    users_id integer NOT NULL,
    media_type_id integer NOT NULL,
    title character varying NOT NULL,
    description text,
    imdb_id character varying,
    imdb_rating numeric,
    tmdb_id integer,
    tmdb_rating numeric,
    tmdb_media_type character varying,
    tvdb_id integer,
    tvdb_rating numeric,
    other_id integer,
    other_rating numeric,
    user_score numeric,
    resolution character varying,
    filename_original character varying NOT NULL,
    filename_stored character varying NOT NULL,
    file_path character varying NOT NULL,
    file_size_bytes bigint NOT NULL,
    mime_type character varying NOT NULL,
    file_hash character varying,
    thumbnail_path character varying,
    preview_path character varying,
    metadata jsonb NOT NULL,
    tags character varying,
    is_public boolean NOT NULL,
    is_featured boolean NOT NULL,
    is_processed boolean NOT NULL,
    processing_status character varying NOT NULL,
    download_count integer NOT NULL,
    view_count integer NOT NULL,
    like_count integer NOT NULL,
    credit_cost integer NOT NULL,
    expires_at timestamp with time zone,
    added_date timestamp with time zone,
    backdrop_path character varying,
    content_id integer,
    content_type character varying,
    last_episode_air_date timestamp with time zone,
    name character varying,
    original_language character varying,
    original_name character varying,
    overview text,
    release_date timestamp with time zone,
    runtime integer,
    status character varying,
    still_path character varying,
    tagline character varying,
    total_episodes integer,
    total_seasons integer,
    trailer_id character varying,
    vote_average real,
    vote_count integer,
    trailer_url character varying,
    video_trailer_file_id integer,
    genre character varying,
    adult boolean NOT NULL,
    min_age integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    title_alternate character varying,
    title_for_sorting character varying,
    PRIMARY KEY (id)
);

CREATE TABLE media_backup (
    id serial NOT NULL,
    users_id integer NOT NULL,
    media_type_id integer NOT NULL,
    title character varying(255) NOT NULL,
    description text,
    filename_original character varying(500) NOT NULL,
    filename_stored character varying(500) NOT NULL,
    file_path character varying(1000) NOT NULL,
    file_size_bytes bigint NOT NULL,
    mime_type character varying(100) NOT NULL,
    file_hash character varying(255),
    thumbnail_path character varying(1000),
    preview_path character varying(1000),
    metadata jsonb NOT NULL,
    tags text[],
    is_public boolean NOT NULL,
    is_featured boolean NOT NULL,
    is_processed boolean NOT NULL,
    processing_status character varying(20) NOT NULL,
    download_count integer NOT NULL,
    view_count integer NOT NULL,
    like_count integer NOT NULL,
    credit_cost integer NOT NULL,
    expires_at timestamp with time zone,
    added_date timestamp with time zone,
    backdrop_path character varying(255),
    content_id integer,
    content_type character varying(255),
    last_episode_air_date timestamp with time zone,
    name character varying(255),
    original_language character varying(255),
    original_name character varying(255),
    overview text,
    release_date timestamp with time zone,
    runtime integer,
    status character varying(255),
    still_path character varying(255),
    tagline character varying(255),
    tmdb_id integer,
    total_episodes integer,
    total_seasons integer,
    trailer_id character varying(255),
    vote_average real,
    vote_count integer,
    trailer_url character varying(255),
    tmdb_media_type character varying(255),
    video_trailer_file_id integer,
    imdb_id character varying(255),
    genre character varying(255),
    adult boolean NOT NULL,
    min_age integer NOT NULL,
    user_score character varying(255),
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    tvdb_id integer,
    tmdb_rating numeric,
    imdb_rating numeric,
    PRIMARY KEY (id)
);

CREATE TABLE media_categories (
    id serial NOT NULL,
    parent_id integer,
    name character varying(100) NOT NULL,
    slug character varying(100) NOT NULL,
    description text,
    is_active boolean NOT NULL,
    sort_order integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE media_categories_assignments (
    id serial NOT NULL,
    media_id integer NOT NULL,
    category_id integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    created_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE media_directors (
    id serial NOT NULL,
    media_id integer,
    director_id integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE media_genres (
    id serial NOT NULL,
    media_id integer NOT NULL,
    genre_id integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    created_by integer,
    PRIMARY KEY (id),
    CONSTRAINT uq_media_genres_media_id_genre_id UNIQUE (media_id, genre_id)
);

CREATE TABLE media_ignore (
    id serial NOT NULL,
    imdb_id character varying,
    media_id integer,
    other_id character varying,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE media_performers (
    id serial NOT NULL,
    media_id integer NOT NULL,
    performer_id integer NOT NULL,
    character_name character varying,
    gender integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE media_quality_levels (
    id serial NOT NULL,
    media_id integer NOT NULL,
    quality_name character varying(20) NOT NULL,
    file_path character varying(1000) NOT NULL,
    file_size_bytes bigint NOT NULL,
    bitrate_kbps integer,
    resolution_width integer,
    resolution_height integer,
    codec character varying(50),
    is_default boolean NOT NULL,
    processing_status character varying(20) NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id)
);

CREATE TABLE media_subtitles (
    id serial NOT NULL,
    media_id integer NOT NULL,
    language_id integer NOT NULL,
    file_path character varying(1000) NOT NULL,
    file_size_bytes integer,
    mime_type character varying(100),
    is_default boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE media_types (
    id serial NOT NULL,
    code character varying(50) NOT NULL,
    name character varying(50) NOT NULL,
    description text,
    allowed_extensions text[],
    max_file_size_mb integer,
    requires_processing boolean NOT NULL,
    credit_cost integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    codes_imdb character varying,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TABLE notifications (
    id serial NOT NULL,
    users_id integer NOT NULL,
    notification_type character varying(50) NOT NULL,
    title character varying(255) NOT NULL,
    message text NOT NULL,
    action_url character varying(500),
    is_read boolean NOT NULL,
    is_sent boolean NOT NULL,
    priority character varying(10) NOT NULL,
    expires_at timestamp with time zone,
    metadata jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE payment_methods (
    id serial NOT NULL,
    code character varying(50) NOT NULL,
    name character varying(100) NOT NULL,
    description text,
    is_active boolean NOT NULL,
    configuration jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE payments (
    id serial NOT NULL,
    users_id integer NOT NULL,
    payment_method_id integer NOT NULL,
    credit_package_id integer,
    subscription_id integer,
    payment_status character varying(20) NOT NULL,
    amount numeric(15,2) NOT NULL,
    currency character varying(3) NOT NULL,
    credits_purchased integer,
    external_transaction_id character varying(255),
    gateway_response jsonb NOT NULL,
    processed_at timestamp with time zone,
    failed_reason text,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id),
    CONSTRAINT ck_payments_amount CHECK (amount >= 0)
);

CREATE TABLE performers (
    id serial NOT NULL,
    name character varying,
    imdb_cast_id character varying,
    profile_path character varying,
    tmdb_id integer,
    gender integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE playlists (
    id serial NOT NULL,
    users_id integer NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    is_public boolean NOT NULL,
    thumbnail_url character varying(1000),
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE playlists_media_items (
    id serial NOT NULL,
    playlist_id integer NOT NULL,
    media_id integer NOT NULL,
    sort_order integer NOT NULL,
    added_at timestamp with time zone,
    added_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE referral_codes (
    id serial NOT NULL,
    code character varying(50) NOT NULL,
    referrer_users_id integer NOT NULL,
    referred_users_id integer,
    usage_limit integer NOT NULL,
    current_uses integer NOT NULL,
    reward_type character varying(20),
    reward_value integer,
    expires_at timestamp with time zone,
    is_active boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TABLE resellers_assets (
    id serial NOT NULL,
    reseller_id integer NOT NULL,
    asset_type character varying(20) NOT NULL,
    asset_name character varying(255) NOT NULL,
    file_path character varying(500) NOT NULL,
    file_size_bytes integer,
    mime_type character varying(100),
    is_active boolean NOT NULL,
    sort_order integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE resellers_commissions (
    id serial NOT NULL,
    reseller_users_id integer NOT NULL,
    customer_users_id integer NOT NULL,
    transaction_type character varying(50) NOT NULL,
    reference_id integer,
    commission_rate numeric(5,4) NOT NULL,
    base_amount numeric(15,2) NOT NULL,
    commission_amount numeric(15,2) NOT NULL,
    currency character varying(3) NOT NULL,
    status character varying(20) NOT NULL,
    notes text,
    approved_at timestamp with time zone,
    paid_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE resellers_details (
    id serial NOT NULL,
    users_id integer NOT NULL,
    users_counter integer NOT NULL,
    users_max integer NOT NULL,
    business_name character varying(255),
    tax_id character varying(50),
    website_url character varying(500),
    commission_rate numeric(5,4) NOT NULL,
    min_payout_amount numeric(15,2) NOT NULL,
    payout_method character varying(50),
    payout_details jsonb NOT NULL,
    total_referrals integer NOT NULL,
    total_earnings numeric(15,2) NOT NULL,
    pending_earnings numeric(15,2) NOT NULL,
    paid_earnings numeric(15,2) NOT NULL,
    is_approved boolean NOT NULL,
    approval_date timestamp with time zone,
    notes text,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE resellers_settings (
    id serial NOT NULL,
    reseller_id integer NOT NULL,
    setting_key character varying(100) NOT NULL,
    setting_value text,
    setting_type character varying(20) NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id),
    CONSTRAINT uq_resellers_settings_key UNIQUE (reseller_id, setting_key)
);

CREATE TABLE subscriptions (
    id serial NOT NULL,
    users_id integer NOT NULL,
    subscriptions_plan_id integer NOT NULL,
    start_date timestamp with time zone NOT NULL,
    end_date timestamp with time zone NOT NULL,
    status character varying(20) NOT NULL,
    auto_renew boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE subscriptions_history (
    id serial NOT NULL,
    subscription_id integer NOT NULL,
    users_id integer NOT NULL,
    subscriptions_plan_id integer NOT NULL,
    action_type character varying(20) NOT NULL,
    old_status character varying(20),
    new_status character varying(20),
    old_end_date timestamp with time zone,
    new_end_date timestamp with time zone,
    reason text,
    created_at timestamp with time zone DEFAULT now(),
    created_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE subscriptions_plans (
    id serial NOT NULL,
    name character varying(100) NOT NULL,
    description text,
    price numeric(15,2) NOT NULL,
    currency character varying(3) NOT NULL,
    duration_days integer NOT NULL,
    max_storage_mb integer,
    max_uploads integer,
    features jsonb NOT NULL,
    is_active boolean NOT NULL,
    sort_order integer NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE support_tickets (
    id serial NOT NULL,
    users_id integer NOT NULL,
    assigned_to_users_id integer,
    subject character varying(255) NOT NULL,
    description text,
    status character varying(20) NOT NULL,
    priority character varying(10) NOT NULL,
    category character varying(50),
    last_activity_at timestamp with time zone,
    closed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE system_settings (
    id serial NOT NULL,
    setting_key character varying(100) NOT NULL,
    setting_value text,
    setting_type character varying(20) NOT NULL,
    description text,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id),
    UNIQUE (setting_key)
);

CREATE TABLE tickets_messages (
    id serial NOT NULL,
    ticket_id integer NOT NULL,
    users_id integer NOT NULL,
    message text NOT NULL,
    is_internal boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE transactions (
    id serial NOT NULL,
    sender_users_id integer,
    receiver_users_id integer,
    transactions_type_id integer NOT NULL,
    amount numeric(15,2) NOT NULL,
    currency character varying(3) NOT NULL,
    payment_method_id integer,
    status character varying(20) NOT NULL,
    external_transaction_id character varying(255),
    notes text,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE transactions_types (
    id serial NOT NULL,
    code character varying(50) NOT NULL,
    name character varying(100) NOT NULL,
    description text,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE tv_channels (
    id serial NOT NULL,
    name character varying(255) NOT NULL,
    channel_number integer,
    logo_url character varying(500),
    stream_url character varying(1000) NOT NULL,
    description text,
    category_id integer,
    is_active boolean NOT NULL,
    geo_restriction jsonb NOT NULL,
    requires_subscriptions_plan_id integer,
    credit_cost integer NOT NULL,
    metadata jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE user_media_affinity (
    id serial NOT NULL,
    user_id integer NOT NULL,
    genre_id integer NOT NULL,
    affinity_score double precision NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE users (
    id serial NOT NULL,
    users_type_id integer NOT NULL,
    parent_id integer,
    referred_by_users_id integer,
    payee_id integer,
    username character varying(100) NOT NULL,
    email character varying(255) NOT NULL,
    pw_hashed character varying(255) NOT NULL,
    name_first character varying(100),
    name_last character varying(100),
    name_display character varying(150),
    phone character varying(20),
    address_1 character varying(255),
    address_2 character varying(255),
    city character varying(100),
    state character varying(100),
    postal_zip character varying(20),
    country character varying(100),
    about_users text,
    avatar_url character varying(500),
    user_score_limit character varying(10),
    credit_balance integer NOT NULL,
    total_storage_used_mb integer NOT NULL,
    is_active boolean NOT NULL,
    is_verified boolean NOT NULL,
    is_verified_email boolean NOT NULL,
    is_verified_phone boolean NOT NULL,
    preferences jsonb NOT NULL,
    new_episode_notification boolean NOT NULL,
    notification_settings jsonb NOT NULL,
    timezone character varying(50),
    language_preference character varying(10),
    last_login_at timestamp with time zone,
    failed_login_attempts integer NOT NULL,
    is_locked_out boolean NOT NULL,
    lockout_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    password_reset_token character varying(255),
    password_reset_expiration timestamp with time zone,
    PRIMARY KEY (id),
    UNIQUE (username),
    UNIQUE (email),
    CONSTRAINT ck_users_credit_balance CHECK (credit_balance >= 0)
);

CREATE TABLE users_actions (
    id serial NOT NULL,
    users_id integer NOT NULL,
    action_type character varying(50) NOT NULL,
    target_type character varying(50),
    target_id integer,
    action_data jsonb NOT NULL,
    ip_address inet,
    users_agent text,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    action_category character varying(50) NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE users_devices (
    id serial NOT NULL,
    users_id integer NOT NULL,
    device_fingerprint character varying(255) NOT NULL,
    device_name character varying(255),
    device_type character varying(50),
    browser_info jsonb NOT NULL,
    is_trusted boolean NOT NULL,
    last_used_at timestamp with time zone,
    ip_address inet,
    location_info jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id)
);

CREATE TABLE users_faves_directors (
    id serial NOT NULL,
    user_id integer,
    director_id integer,
    weight integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer
);

CREATE TABLE users_faves_genres (
    id serial NOT NULL,
    user_id integer NOT NULL,
    genre_id integer NOT NULL,
    weight integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE users_faves_performers (
    id serial NOT NULL,
    user_id integer,
    performer_id integer,
    weight integer,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id)
);

CREATE TABLE users_favorites (
    id serial NOT NULL,
    users_id integer,
    media_id integer,
    favorite_type character varying(20),
    notes text,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id)
);

CREATE TABLE users_media_affinity (
    id bigserial NOT NULL,
    users_id integer NOT NULL,
    media_id integer NOT NULL,
    affinity_score real NOT NULL,
    affinity_type character varying(50) NOT NULL,
    explanation text,
    last_calculated_at timestamp with time zone,
    affinity_metadata jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id)
);

CREATE TABLE users_media_history (
    id bigserial NOT NULL,
    users_id integer NOT NULL,
    media_id integer NOT NULL,
    action_type character varying(20) NOT NULL,
    playback_position_seconds integer NOT NULL,
    completion_percentage integer NOT NULL,
    credits_spent integer NOT NULL,
    quality_level character varying(20),
    device_type character varying(50),
    ip_address inet,
    device_info jsonb NOT NULL,
    updated_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now(),
    PRIMARY KEY (id)
);

CREATE TABLE users_ratings (
    id serial NOT NULL,
    users_id integer NOT NULL,
    media_id integer NOT NULL,
    user_score integer NOT NULL,
    review_text text,
    is_public boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id),
    CONSTRAINT uq_users_ratings_users_id_media_id UNIQUE (users_id, media_id),
    CONSTRAINT ck_users_ratings_user_score CHECK (user_score BETWEEN 1 AND 10)
);

CREATE TABLE users_referral_earnings (
    id serial NOT NULL,
    referrer_users_id integer NOT NULL,
    referred_users_id integer NOT NULL,
    referral_code_id integer,
    earning_type character varying(30) NOT NULL,
    amount numeric(15,2) NOT NULL,
    currency character varying(3) NOT NULL,
    credits_awarded integer NOT NULL,
    reference_transaction_id integer,
    status character varying(20) NOT NULL,
    paid_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id)
);

CREATE TABLE users_sessions (
    id serial NOT NULL,
    users_id integer NOT NULL,
    session_token character varying(255) NOT NULL,
    device_info jsonb NOT NULL,
    ip_address inet,
    is_active boolean NOT NULL,
    last_activity_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    PRIMARY KEY (id)
);

CREATE TABLE users_types (
    id serial NOT NULL,
    code character varying(50) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    max_uploads integer NOT NULL,
    max_storage_mb integer NOT NULL,
    can_resell boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone,
    created_by integer,
    updated_by integer,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE INDEX ix_episodes_media_id ON episodes (media_id);
CREATE INDEX ix_events_users_id_created_at ON events (users_id, created_at);
CREATE INDEX ix_files_media_id ON files (media_id);
CREATE INDEX ix_media_imdb_id ON media (imdb_id);
CREATE INDEX ix_media_title ON media (title);
CREATE INDEX ix_users_media_history_users_id_created_at ON users_media_history (users_id, created_at);

ALTER TABLE api_keys ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE api_keys ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE content_reports ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE content_reports ADD FOREIGN KEY (reported_by_users_id) REFERENCES users (id);
ALTER TABLE content_reports ADD FOREIGN KEY (resolved_by_users_id) REFERENCES users (id);
ALTER TABLE credit_packages ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE credit_packages ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE credit_transactions ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE credit_transactions ADD FOREIGN KEY (payment_id) REFERENCES payments (id);
ALTER TABLE credit_transactions ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE credit_transactions ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE episodes ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE episodes ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE episodes ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE events ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE events ADD FOREIGN KEY (events_type_id) REFERENCES events_types (id);
ALTER TABLE events ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE events ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE events_types ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE events_types ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE files ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE files ADD FOREIGN KEY (episode_id) REFERENCES episodes (id);
ALTER TABLE files ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE files ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE genres ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE genres ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE invitations ADD FOREIGN KEY (accepted_users_id) REFERENCES users (id);
ALTER TABLE invitations ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE invitations ADD FOREIGN KEY (inviter_users_id) REFERENCES users (id);
ALTER TABLE invitations ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE languages ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE languages ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE media ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE media ADD FOREIGN KEY (media_type_id) REFERENCES media_types (id);
ALTER TABLE media ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE media ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE media ADD FOREIGN KEY (video_trailer_file_id) REFERENCES files (id);
ALTER TABLE media_categories ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE media_categories ADD FOREIGN KEY (parent_id) REFERENCES media_categories (id);
ALTER TABLE media_categories ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE media_categories_assignments ADD FOREIGN KEY (category_id) REFERENCES media_categories (id);
ALTER TABLE media_categories_assignments ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE media_categories_assignments ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE media_directors ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE media_directors ADD FOREIGN KEY (director_id) REFERENCES directors (id);
ALTER TABLE media_directors ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE media_directors ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE media_genres ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE media_genres ADD FOREIGN KEY (genre_id) REFERENCES genres (id);
ALTER TABLE media_genres ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE media_performers ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE media_quality_levels ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE media_subtitles ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE media_subtitles ADD FOREIGN KEY (language_id) REFERENCES languages (id);
ALTER TABLE media_subtitles ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE media_subtitles ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE media_types ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE media_types ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE notifications ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE notifications ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE payment_methods ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE payment_methods ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE payments ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE payments ADD FOREIGN KEY (credit_package_id) REFERENCES credit_packages (id);
ALTER TABLE payments ADD FOREIGN KEY (payment_method_id) REFERENCES payment_methods (id);
ALTER TABLE payments ADD FOREIGN KEY (subscription_id) REFERENCES subscriptions (id);
ALTER TABLE payments ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE payments ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE playlists ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE playlists ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE playlists ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE playlists_media_items ADD FOREIGN KEY (added_by) REFERENCES users (id);
ALTER TABLE playlists_media_items ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE playlists_media_items ADD FOREIGN KEY (playlist_id) REFERENCES playlists (id);
ALTER TABLE referral_codes ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE referral_codes ADD FOREIGN KEY (referred_users_id) REFERENCES users (id);
ALTER TABLE referral_codes ADD FOREIGN KEY (referrer_users_id) REFERENCES users (id);
ALTER TABLE referral_codes ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE resellers_assets ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE resellers_assets ADD FOREIGN KEY (reseller_id) REFERENCES users (id);
ALTER TABLE resellers_assets ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE resellers_commissions ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE resellers_commissions ADD FOREIGN KEY (customer_users_id) REFERENCES users (id);
ALTER TABLE resellers_commissions ADD FOREIGN KEY (reseller_users_id) REFERENCES users (id);
ALTER TABLE resellers_commissions ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE resellers_details ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE resellers_details ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE resellers_details ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE resellers_settings ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE resellers_settings ADD FOREIGN KEY (reseller_id) REFERENCES users (id);
ALTER TABLE resellers_settings ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE subscriptions ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE subscriptions ADD FOREIGN KEY (subscriptions_plan_id) REFERENCES subscriptions_plans (id);
ALTER TABLE subscriptions ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE subscriptions ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE subscriptions_history ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE subscriptions_history ADD FOREIGN KEY (subscription_id) REFERENCES subscriptions (id);
ALTER TABLE subscriptions_history ADD FOREIGN KEY (subscriptions_plan_id) REFERENCES subscriptions_plans (id);
ALTER TABLE subscriptions_history ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE subscriptions_plans ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE subscriptions_plans ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE support_tickets ADD FOREIGN KEY (assigned_to_users_id) REFERENCES users (id);
ALTER TABLE support_tickets ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE support_tickets ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE support_tickets ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE tickets_messages ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE tickets_messages ADD FOREIGN KEY (ticket_id) REFERENCES support_tickets (id);
ALTER TABLE tickets_messages ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE tickets_messages ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE transactions ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE transactions ADD FOREIGN KEY (payment_method_id) REFERENCES payment_methods (id);
ALTER TABLE transactions ADD FOREIGN KEY (receiver_users_id) REFERENCES users (id);
ALTER TABLE transactions ADD FOREIGN KEY (sender_users_id) REFERENCES users (id);
ALTER TABLE transactions ADD FOREIGN KEY (transactions_type_id) REFERENCES transactions_types (id);
ALTER TABLE transactions ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE transactions_types ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE transactions_types ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE tv_channels ADD FOREIGN KEY (category_id) REFERENCES media_categories (id);
ALTER TABLE tv_channels ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE tv_channels ADD FOREIGN KEY (requires_subscriptions_plan_id) REFERENCES subscriptions_plans (id);
ALTER TABLE tv_channels ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE user_media_affinity ADD FOREIGN KEY (genre_id) REFERENCES genres (id);
ALTER TABLE user_media_affinity ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE users ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE users ADD FOREIGN KEY (parent_id) REFERENCES users (id);
ALTER TABLE users ADD FOREIGN KEY (payee_id) REFERENCES users (id);
ALTER TABLE users ADD FOREIGN KEY (referred_by_users_id) REFERENCES users (id);
ALTER TABLE users ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE users ADD FOREIGN KEY (users_type_id) REFERENCES users_types (id);
ALTER TABLE users_actions ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE users_actions ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE users_actions ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE users_devices ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE users_faves_directors ADD FOREIGN KEY (director_id) REFERENCES directors (id);
ALTER TABLE users_faves_directors ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE users_faves_genres ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE users_faves_genres ADD FOREIGN KEY (genre_id) REFERENCES genres (id);
ALTER TABLE users_faves_genres ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE users_faves_genres ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE users_faves_performers ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE users_faves_performers ADD FOREIGN KEY (performer_id) REFERENCES performers (id);
ALTER TABLE users_faves_performers ADD FOREIGN KEY (updated_by) REFERENCES users (id);
ALTER TABLE users_faves_performers ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE users_favorites ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE users_favorites ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE users_media_affinity ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE users_media_affinity ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE users_media_history ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE users_media_history ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE users_ratings ADD FOREIGN KEY (media_id) REFERENCES media (id);
ALTER TABLE users_ratings ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE users_referral_earnings ADD FOREIGN KEY (referral_code_id) REFERENCES referral_codes (id);
ALTER TABLE users_referral_earnings ADD FOREIGN KEY (referred_users_id) REFERENCES users (id);
ALTER TABLE users_referral_earnings ADD FOREIGN KEY (referrer_users_id) REFERENCES users (id);
ALTER TABLE users_sessions ADD FOREIGN KEY (users_id) REFERENCES users (id);
ALTER TABLE users_types ADD FOREIGN KEY (created_by) REFERENCES users (id);
ALTER TABLE users_types ADD FOREIGN KEY (updated_by) REFERENCES users (id);

CREATE VIEW active_users_with_types AS
SELECT u.id, u.username, u.email, u.name_first, u.name_last, u.credit_balance, u.is_active, u.created_at,
       ut.code AS user_type_code, ut.name AS user_type_name, ut.can_resell
FROM users u
JOIN users_types ut ON ut.id = u.users_type_id
WHERE u.is_active;

-- A few rows, so that statements about the data (is a column unique, is it free of NULL)
-- have something to read.
INSERT INTO users_types (code, name, max_uploads, max_storage_mb, can_resell) VALUES
    ('admin', 'Administrator', 1000, 500000, true),
    ('reseller', 'Reseller', 100, 50000, true),
    ('viewer', 'Viewer', 10, 1000, false);

INSERT INTO users (users_type_id, parent_id, username, email, pw_hashed, name_first, name_last,
                   user_score_limit, credit_balance, total_storage_used_mb, is_active, is_verified,
                   is_verified_email, is_verified_phone, preferences, new_episode_notification,
                   notification_settings, failed_login_attempts, is_locked_out) VALUES
    (1, NULL, 'ada', 'ada@example.org', 'x', 'Ada', 'Ngata', NULL,
     500, 0, true, true, true, false, '{}', true, '{}', 0, false),
    (2, 1, 'bo', 'bo@example.org', 'x', 'Bo', 'Lindqvist', 'PG-13',
     120, 3500, true, true, true, true, '{"theme": "dark"}', true, '{"email": true}', 0, false),
    (3, 2, 'chidi', 'chidi@example.org', 'x', 'Chidi', NULL, 'R',
     0, 0, true, false, false, false, '{}', false, '{}', 2, false),
    (3, 2, 'dunya', 'dunya@example.org', 'x', NULL, NULL, NULL,
     15, 0, false, false, true, false, '{}', true, '{}', 5, true);

INSERT INTO genres (name, created_by) VALUES
    ('Drama', 1), ('Comedy', 1), ('Documentary', 1), ('Animation', 2);
INSERT INTO languages (code, name, native_name, is_active) VALUES
    ('en', 'English', 'English', true),
    ('de', 'German', 'Deutsch', true),
    ('eo', 'Esperanto', 'Esperanto', false);
INSERT INTO directors (name, tmdb_id) VALUES
    ('Lotte Reiniger', 1001), ('Georges Franju', 1002), ('Ida Lupino', 1003);
INSERT INTO performers (name, gender) VALUES ('Asta Nielsen', 1), ('Max Linder', 2);
INSERT INTO media_types (code, name, allowed_extensions, max_file_size_mb, requires_processing, credit_cost,
                         codes_imdb) VALUES
    ('movie', 'Movie', '{mp4,mkv}', 20000, true, 5, 'movie,tvMovie'),
    ('series', 'Series', '{mp4,mkv}', 20000, true, 2, 'tvSeries,tvMiniSeries'),
    ('clip', 'Clip', '{mp4,webm}', 500, false, 0, NULL);

INSERT INTO media (users_id, media_type_id, title, imdb_id, imdb_rating, filename_original, filename_stored,
                   file_path, file_size_bytes, mime_type, metadata, is_public, is_featured, is_processed,
                   processing_status, download_count, view_count, like_count, credit_cost, adult,
                   min_age) VALUES
    (2, 1, 'The Adventures of Prince Achmed', 'tt0015532', 7.8, 'achmed.mkv', 'a1.mkv', '/srv/media/a1.mkv',
     734003200, 'video/x-matroska', '{"restored": 1999}', true, true, true, 'done', 12, 340, 51, 5, false, 0),
    (2, 1, 'The Hitch-Hiker', 'tt0045877', 6.9, 'hitch.mp4', 'b7.mp4', '/srv/media/b7.mp4',
     524288000, 'video/mp4', '{}', true, false, true, 'done', 3, 90, 8, 5, false, 12),
    (3, 3, 'Test upload', NULL, NULL, 'test.webm', 'c3.webm', '/srv/media/c3.webm',
     1048576, 'video/webm', '{}', false, false, false, 'pending', 0, 0, 0, 0, false, 0);

INSERT INTO media_genres (media_id, genre_id, created_by) VALUES (1, 4, 2), (2, 1, 2);
INSERT INTO media_directors (media_id, director_id) VALUES (1, 1), (2, 3);
INSERT INTO media_performers (media_id, performer_id, updated_at) VALUES (2, 1, now());
INSERT INTO users_ratings (users_id, media_id, user_score, review_text, is_public) VALUES
    (3, 1, 9, 'Paper and scissors, nothing else.', true), (4, 1, 8, NULL, true), (3, 2, 7, NULL, false);
INSERT INTO users_faves_directors (user_id, director_id, weight) VALUES (2, 1, 5), (3, 1, 3), (3, 3, 4);
INSERT INTO users_faves_genres (user_id, genre_id, weight) VALUES (2, 1, 2), (3, 4, 5);
INSERT INTO users_sessions (users_id, session_token, device_info, ip_address, is_active, last_activity_at,
                            expires_at) VALUES
    (2, 'not-a-real-token', '{"os": "Linux"}', '192.0.2.17', true, now(), now() + interval '1 day');
INSERT INTO users_actions (users_id, action_type, target_type, target_id, action_data, ip_address,
                           action_category) VALUES
    (3, 'play', 'media', 1, '{"position": 0}', '2001:db8::17', 'playback');
INSERT INTO notifications (users_id, notification_type, title, message, is_read, is_sent, priority,
                           metadata) VALUES
    (3, 'welcome', 'Welcome', 'Your account is ready.', false, true, 'normal', '{}');
INSERT INTO subscriptions_plans (name, price, currency, duration_days, features, is_active, sort_order) VALUES
    ('Monthly', 9.90, 'EUR', 30, '{"hd": true}', true, 1);
INSERT INTO tv_channels (name, channel_number, stream_url, is_active, geo_restriction, credit_cost,
                         metadata) VALUES
    ('Open Channel', 1, 'https://tv.example.org/open.m3u8', true, '{}', 0, '{}');
COMMIT;
