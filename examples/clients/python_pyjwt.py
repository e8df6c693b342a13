"""A try-on by front B: python_pyjwt.py PERSON GARMENT RESULT, with DRAPE_URL, DRAPE_ACCESS_KEY and DRAPE_SECRET_KEY. Wants PyJWT."""

import base64
import json
import os
import sys
import time
import urllib.request

import jwt


def encode_jwt_token(ak, sk):
    headers = {"alg": "HS256", "typ": "JWT"}
    payload = {"iss": ak, "exp": int(time.time()) + 1800, "nbf": int(time.time()) - 5}
    return jwt.encode(payload, sk, headers=headers)


def call(method, path, body=None):
    token = encode_jwt_token(os.environ["DRAPE_ACCESS_KEY"], os.environ["DRAPE_SECRET_KEY"])
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    data = None if body is None else json.dumps(body).encode("utf-8")
    request = urllib.request.Request(os.environ["DRAPE_URL"] + path, headers=headers, data=data, method=method)
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read())["data"]


def read_base64(path):
    with open(path, "rb") as file:
        return base64.b64encode(file.read()).decode("ascii")


TASKS = "/v1/images/kolors-virtual-try-on"
person, garment, result = sys.argv[1:]
task = call("POST", TASKS, {"human_image": read_base64(person), "cloth_image": read_base64(garment)})
while task["task_status"] != "succeed":
    if task["task_status"] == "failed":
        sys.exit(task["task_status_msg"])
    time.sleep(1)
    task = call("GET", f"{TASKS}/{task['task_id']}")
urllib.request.urlretrieve(task["task_result"]["images"][0]["url"], result)
