#!/usr/bin/env bash
# Runs an experiment over HTTP: against `./lab serve`, with the models of `./lab provider`.
# Usage: examples/service/run.sh [SERVICE] [PROVIDER]
set -euo pipefail
API="${1:-http://127.0.0.1:3000}/api/v1"
PROVIDER="${2:-http://127.0.0.1:8089/v1}"

post() { curl -sS --fail-with-body -H 'Content-Type: application/json' -d "$2" "$API$1"; }
id() { sed 's/^{"id":"\([^"]*\)".*/\1/'; }

MODEL="$(post /models "{\"name\": \"simulated $$\", \"provider\": \"openai\",
  \"model_identifier\": \"simulated\", \"endpoint\": \"$PROVIDER\"}" | id)"
DATASET="$(post /datasets "{\"name\": \"questions $$\"}" | id)"
seq 1 300 | sed 's/.*/{"id": "q&", "question": "What is & times &?", "answer": "42"}/' \
  | curl -sS --fail-with-body -H 'Content-Type: application/jsonl' --data-binary @- \
    "$API/datasets/$DATASET/upload?expected=answer"
echo
PROMPT="$(post /prompts "{\"name\": \"plain $$\", \"text\": \"{{question}}\"}" | id)"
EXPERIMENT="$(post /experiments "{\"name\": \"times $$\", \"dataset_id\": \"$DATASET\",
  \"variants\": [{\"name\": \"plain\", \"model_id\": \"$MODEL\", \"prompt_id\": \"$PROMPT\"}],
  \"metrics\": [\"numeric_answer\"], \"execution\": {\"concurrency\": 5}}" | id)"

RUN="$(post "/experiments/$EXPERIMENT/start" '{}' | id)"
curl -sS -N "$API/runs/$RUN/events" | grep --line-buffered '^event: end'
curl -sS "$API/runs/$RUN/evaluations?limit=2"
echo
curl -sS "$API/runs/$RUN/summary"
echo

# A second run, stopped in the middle.
SECOND="$(post "/experiments/$EXPERIMENT/start" '{}' | id)"
post "/runs/$SECOND/stop" '{}'
echo
