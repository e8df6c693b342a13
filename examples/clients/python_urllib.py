"""A try-on with urllib: python_urllib.py PERSON GARMENT RESULT. DRAPE_URL and DRAPE_KEY say where the service is and who asks."""

import base64
import json
import os
import sys
import time
import urllib.request


def call(path, body):
    hdr = {
        # Request headers
        "Content-Type": "application/json",
        "Cache-Control": "no-cache",
        "Ocp-Apim-Subscription-Key": os.environ["DRAPE_KEY"],
    }
    data = json.dumps(body)
    req = urllib.request.Request(os.environ["DRAPE_URL"] + path, headers=hdr, data=bytes(data.encode("utf-8")))
    req.get_method = lambda: "POST"
    response = urllib.request.urlopen(req)
    return json.loads(response.read())["data"]


def read_base64(path):
    with open(path, "rb") as file:
        return base64.b64encode(file.read()).decode("ascii")


person, garment, result = sys.argv[1:]
task = call(
    "/kling-ai-vton/v1/getVirtualTryOnTask",
    {"human_image": read_base64(person), "cloth_image": read_base64(garment), "callback_url": ""},
)
print(task)
while True:
    task = call("/kling-ai-polling/v1/getVirtualTryOnStatus", {"task_id": task["task_id"]})
    if task["task_status"] == "failed":
        sys.exit(task["task_status_msg"])
    if task["task_status"] == "succeed":
        break
    time.sleep(1)
urllib.request.urlretrieve(task["task_result"]["images"][0]["url"], result)
