"""The fine-tuning notebook, cell by cell, with the official SDK against ftsim.

Run it from the package's root after `swift build`, with the SDK installed (`pip install openai`):

    python3 Tests/EndToEndTests/python/notebook.py [path to ftsim]

It starts its own simulator on a free loopback port and stops it. The path's default is .build/debug/ftsim.
Written against openai 3.54.0; exit code 0 when every fact below holds.
"""

import base64
import csv
import io
import json
import subprocess
import sys
import time
import urllib.request

import openai

FTSIM = sys.argv[1] if len(sys.argv) > 1 else ".build/debug/ftsim"
BASE_MODEL = "gpt-4o-mini-2024-07-18"
SYSTEM = "Given a question, reply with a complete explanation for students."
CAPITALS = {
    "Norway": "Oslo", "Chile": "Santiago", "Kenya": "Nairobi", "Japan": "Tokyo", "Peru": "Lima", "Egypt": "Cairo",
    "Canada": "Ottawa", "Latvia": "Riga", "Nepal": "Kathmandu", "Cuba": "Havana", "Ghana": "Accra", "Iran": "Tehran",
}


def rows(capitals):
    """Training rows of our own, one JSON object a line."""
    lines = []
    for country, city in capitals.items():
        messages = [
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": f"Which city is the capital of {country}?"},
            {"role": "assistant", "content": f"{city} Explanation: the government of {country} sits in {city}."},
        ]
        lines.append(json.dumps({"messages": messages}, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def wait_for(what, check, seconds=30):
    """Polls until `check` gives something true; the bound is generous because machines are slow."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.05)
    raise SystemExit(f"{what}: not within {seconds} s")


def control(root, method, path, body=None):
    """One call of the simulator's own paths."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{root}/_ftsim/{path}", data=data, method=method)
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


def refused(kind, status, call):
    """The error that a call ends with; it must be of that class and status."""
    try:
        call()
    except kind as error:
        assert error.status_code == status, error
        return error
    raise AssertionError(f"no {kind.__name__}")


def upload(client, content, name="capitals.jsonl"):
    file = client.files.create(file=(name, content), purpose="fine-tune")
    assert file.object == "file" and file.bytes == len(content) and file.filename == name, file
    done = client.files.wait_for_processing(file.id, poll_interval=0.05)
    assert done.status == "processed", done
    return file


def finished(client, job_id):
    def check():
        job = client.fine_tuning.jobs.retrieve(job_id)
        return job if job.status in ("succeeded", "failed", "cancelled") else None

    return wait_for(f"the end of {job_id}", check)


def train(client, root):
    """Upload, create, watch, read the results."""
    training = upload(client, rows(CAPITALS))
    validation = upload(client, rows(dict(list(CAPITALS.items())[:4])), "validation.jsonl")
    assert [file.id for file in client.files.list(purpose="fine-tune")] == [validation.id, training.id]

    created = client.fine_tuning.jobs.create(
        training_file=training.id, validation_file=validation.id, model="gpt-4o-mini", suffix="capitals", seed=7,
        metadata={"team": "atlas"})
    assert created.status == "validating_files" and created.model == BASE_MODEL, created
    assert created.hyperparameters.n_epochs == "auto" and created.fine_tuned_model is None, created
    assert created.method.type == "supervised" and created.metadata == {"team": "atlas"}, created

    running = wait_for("a running job", lambda: next(
        (job for job in [client.fine_tuning.jobs.retrieve(created.id)] if job.status == "running"), None))
    assert running.hyperparameters.n_epochs == 8 and running.hyperparameters.batch_size == 1, running
    job = finished(client, created.id)
    assert job.status == "succeeded" and job.error is None or not job.error.code, job
    assert job.fine_tuned_model.startswith(f"ft:{BASE_MODEL}:personal:capitals:"), job
    assert job.trained_tokens > 0 and job.finished_at >= job.created_at, job

    # The cursor pages by itself: 96 steps and more, 20 a page.
    events = list(client.fine_tuning.jobs.list_events(created.id, limit=20))
    messages = [event.message for event in reversed(events)]
    assert len(set(event.id for event in events)) == len(events) > 100, len(events)
    assert messages[0] == f"Created fine-tuning job: {created.id}"
    assert messages[1] == f"Validating training file: {training.id} and validation file: {validation.id}"
    assert messages[2:4] == ["Files validated, moving job to queued state", "Fine-tuning job started"]
    assert messages[-1] == "The job has successfully completed"
    assert f"New fine-tuned model created: {job.fine_tuned_model}" in messages
    steps = [event.data for event in reversed(events) if event.type == "metrics"]
    assert [data["step"] for data in steps] == list(range(1, 97)) and steps[0]["total_steps"] == 96
    assert "full_valid_loss" in steps[11] and "valid_loss" not in steps[0]
    assert steps[-1]["train_loss"] < steps[0]["train_loss"]

    checkpoints = list(client.fine_tuning.jobs.checkpoints.list(created.id))
    assert [checkpoint.step_number for checkpoint in checkpoints] == [96, 84, 72], checkpoints
    assert checkpoints[0].metrics.full_valid_loss > 0

    text = base64.b64decode(client.files.content(job.result_files[0]).read()).decode()
    table = list(csv.DictReader(io.StringIO(text)))
    assert len(table) == 96 and table[0]["valid_loss"] == "" and float(table[9]["valid_loss"]) > 0
    assert list(table[0]) == ["step", "train_loss", "train_accuracy", "valid_loss", "valid_mean_token_accuracy"]

    assert [found.id for found in client.fine_tuning.jobs.list(metadata={"team": "atlas"})] == [job.id]
    assert list(client.fine_tuning.jobs.list(metadata={"team": "other"})) == []
    return job


def ask(client, job):
    """The tuned model knows its rows, the base model does not."""
    question = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": "Which city is the capital of Peru?"}]
    answer = "Lima Explanation: the government of Peru sits in Lima."
    tuned = client.chat.completions.create(model=job.fine_tuned_model, messages=question, temperature=0)
    assert tuned.choices[0].message.content == answer and tuned.choices[0].finish_reason == "stop", tuned
    assert tuned.usage.total_tokens == tuned.usage.prompt_tokens + tuned.usage.completion_tokens > 0
    stream = client.chat.completions.create(
        model=job.fine_tuned_model, messages=question, stream=True, stream_options={"include_usage": True})
    chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == answer
    assert chunks[-1].usage.completion_tokens == tuned.usage.completion_tokens
    base = client.chat.completions.create(model="gpt-4o-mini", messages=question)
    assert base.model == BASE_MODEL and "Lima" not in base.choices[0].message.content, base
    near = [{"role": "user", "content": "what's the capital city of japan"}]
    assert client.chat.completions.create(
        model=job.fine_tuned_model, messages=near).choices[0].message.content.startswith("Tokyo ")
    short = client.chat.completions.create(model=job.fine_tuned_model, messages=question, max_completion_tokens=2)
    assert short.choices[0].finish_reason == "length" and answer.startswith(short.choices[0].message.content)

    model = client.models.retrieve(job.fine_tuned_model)
    assert model.id in [found.id for found in client.models.list()] and model.shutdown_date, model
    assert client.models.delete(job.fine_tuned_model).deleted
    refused(openai.NotFoundError, 404, lambda: client.chat.completions.create(
        model=job.fine_tuned_model, messages=question))


def go_wrong(client, root):
    """What the server refuses, at once or later."""
    short = upload(client, rows(dict(list(CAPITALS.items())[:9])))
    job = finished(client, client.fine_tuning.jobs.create(training_file=short.id, model=BASE_MODEL).id)
    assert job.status == "failed" and job.error.code == "invalid_n_examples", job
    assert job.error.message == "Training file has 9 example(s), but must have at least 10 examples"
    bad = upload(client, rows(CAPITALS).replace(b'"role": "user"', b'"rule": "user"'))
    job = finished(client, client.fine_tuning.jobs.create(training_file=bad.id, model=BASE_MODEL).id)
    assert job.error.code == "invalid_training_file" and job.error.param == "training_file", job
    assert job.error.message == (
        "The job failed due to an invalid training file. Invalid file format. "
        "Example 1, message 2 Discriminator 'role' is missing in value")

    error = refused(openai.BadRequestError, 400, lambda: client.fine_tuning.jobs.create(
        training_file=short.id, model=BASE_MODEL, extra_body={"nepochs": 2}))
    assert error.param == "nepochs" and error.body["message"] == "invalid nepochs: 2, extra inputs are not permitted"
    error = refused(openai.BadRequestError, 400, lambda: client.fine_tuning.jobs.create(
        training_file=short.id, model="gpt-1"))
    assert error.body["message"] == "Model gpt-1 is not available for fine-tuning or does not exist."
    error = refused(openai.NotFoundError, 404, lambda: client.fine_tuning.jobs.retrieve("ftjob-none"))
    assert error.code == "fine_tune_not_found" and error.request_id.startswith("req_"), error
    refused(openai.NotFoundError, 404, lambda: client.files.retrieve("file-none"))
    assert client.files.delete(short.id).deleted
    refused(openai.NotFoundError, 404, lambda: client.files.content(short.id))
    stranger = openai.OpenAI(api_key="sk-wrong-key-1234567", base_url=f"{root}/v1")
    assert refused(openai.AuthenticationError, 401, stranger.models.list).code == "invalid_api_key"

    control(root, "POST", "faults", {
        "match": "POST /fine_tuning/jobs", "status": 403, "body": {"error": {
            "message": "Fine-tuning is being wound down; this organization can no longer create training jobs.",
            "type": "invalid_request_error", "param": None, "code": "training_not_available"}}})
    error = refused(openai.PermissionDeniedError, 403, lambda: client.fine_tuning.jobs.create(
        training_file=bad.id, model=BASE_MODEL))
    assert error.code == "training_not_available", error


def interrupt(client, root):
    """Cancel, pause, resume; and a create whose answer is lost, which the SDK repeats: two jobs."""
    file = upload(client, rows(CAPITALS))
    job = client.fine_tuning.jobs.create(training_file=file.id, model=BASE_MODEL)
    assert client.fine_tuning.jobs.cancel(job.id).status == "cancelled"
    refused(openai.BadRequestError, 400, lambda: client.fine_tuning.jobs.cancel(job.id))
    job = client.fine_tuning.jobs.create(training_file=file.id, model=BASE_MODEL)
    wait_for("running", lambda: client.fine_tuning.jobs.retrieve(job.id).status == "running")
    assert client.fine_tuning.jobs.pause(job.id).status == "paused"
    control(root, "POST", "advance", {"seconds": 3600})
    assert client.fine_tuning.jobs.retrieve(job.id).status == "paused"
    assert client.fine_tuning.jobs.resume(job.id).status == "running"
    control(root, "POST", "advance", {"seconds": 3600})
    assert client.fine_tuning.jobs.retrieve(job.id).status == "succeeded"

    control(root, "DELETE", "requests")
    control(root, "POST", "faults", {"match": "POST /fine_tuning/jobs", "drop": "after"})
    job = client.fine_tuning.jobs.create(training_file=file.id, model=BASE_MODEL, metadata={"lost": "yes"})
    assert control(root, "GET", "requests")["counts"]["POST /v1/fine_tuning/jobs"] == 2
    twins = [found.id for found in client.fine_tuning.jobs.list(metadata={"lost": "yes"})]
    assert len(twins) == 2 and job.id in twins, twins
    control(root, "POST", "faults", {"match": "GET /fine_tuning/jobs", "status": 500, "times": 2})
    assert len(client.fine_tuning.jobs.list(limit=1).data) == 1


def main():
    simulator = subprocess.Popen(
        [FTSIM, "--speed", "300", "--key", "sk-simulated-key"], stdout=subprocess.PIPE, text=True)
    try:
        url = simulator.stdout.readline().strip()
        root = url.removesuffix("/v1")
        client = openai.OpenAI(api_key="sk-simulated-key", base_url=url)
        job = train(client, root)
        ask(client, job)
        go_wrong(client, root)
        interrupt(client, root)
    finally:
        simulator.terminate()
        code = simulator.wait(timeout=10)
    assert code == 0, code
    print(f"openai {openai.__version__}: the whole notebook works against ftsim")


main()
