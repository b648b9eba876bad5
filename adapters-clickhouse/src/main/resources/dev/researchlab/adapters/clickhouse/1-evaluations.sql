-- One row per trial, inserted once and never changed. The columns up to scores are narrow; output,
-- reason, details and tool_calls hold the texts, which only the reading of whole evaluations
-- touches.
-- Granules are small because pages are.
CREATE TABLE IF NOT EXISTS evaluations
(
    project_id    UUID,
    run_id        UUID,
    variant       LowCardinality(String),
    sample_id     String,
    epoch         Int32,
    id            UUID,
    outcome       LowCardinality(String),
    answered      Bool,
    cached        Bool,
    status        Nullable(Int32),
    input_tokens  Nullable(Int64),
    output_tokens Nullable(Int64),
    latency_nanos Nullable(Int64),
    time_to_first_byte_nanos Nullable(Int64),
    queue_wait_nanos Nullable(Int64),
    cost_unscaled Nullable(Int128),
    cost_scale    Nullable(Int32),
    attempts      Int32,
    completed_at  DateTime64(6, 'UTC'),
    metrics       Array(LowCardinality(String)),
    scores        Array(Nullable(Float64)),
    output        String,
    reason        String,
    details       Array(Nullable(String)),
    tool_calls    Array(Tuple(id String, name String, arguments String)),
    INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 4
)
ENGINE = MergeTree
ORDER BY (project_id, run_id, variant, sample_id, epoch)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;
