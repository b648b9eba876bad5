-- wrk -t1 -c64 -d10s -s provider-simulator/src/test/wrk/chat.lua http://127.0.0.1:PORT/v1/chat/completions
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"model":"simulated","messages":[{"role":"user","content":"What is the capital of France?"}]}'
