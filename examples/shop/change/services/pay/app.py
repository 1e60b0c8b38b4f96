# Deliberately vulnerable: an example for a security gate. Never deploy it.
"""The payments service: rates in, search and exports out."""

import gzip
import shutil

import requests
import yaml
from flask import Flask, jsonify, request
from werkzeug.utils import secure_filename

import ledger
import settings

app = Flask(__name__)


@app.get("/search")
def search():
    return jsonify(ledger.search(request.args["text"]))


@app.get("/statement/<account>")
def statement(account):
    return jsonify(ledger.statement(account, request.args["month"]))


@app.post("/charge")
def charge():
    headers = {"Authorization": "Bearer " + settings.PROCESSOR_TOKEN}
    answer = requests.post(settings.PROCESSOR_URL, json=request.json, headers=headers, timeout=5)
    return answer.json(), answer.status_code


@app.post("/rates")
def load_rates():
    rates = yaml.load(request.data, Loader=yaml.Loader)
    return jsonify(loaded=len(rates))


@app.post("/export")
def export():
    path = settings.EXPORTS + secure_filename(request.args["name"])
    with open(path, "rb") as source, gzip.open(path + ".gz", "wb") as target:
        shutil.copyfileobj(source, target)
    return "", 204


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8080)
