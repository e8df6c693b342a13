#!/usr/bin/env bash
# A try-on with curl: curl.sh PERSON GARMENT RESULT. DRAPE_URL and DRAPE_KEY say where the service is and who asks.
set -euo pipefail
person=$1 garment=$2 result=$3
base64_of() { base64 < "$1" | tr -d '\n'; }
field() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/"; }

reply=$(printf '{ "human_image": "%s", "cloth_image": "%s", "callback_url": "" }' "$(base64_of "$person")" "$(base64_of "$garment")" |
  curl -sS -X POST "$DRAPE_URL/kling-ai-vton/v1/getVirtualTryOnTask" \
    -H "Content-Type: application/json" -H "Cache-Control: no-cache" -H "Ocp-Apim-Subscription-Key: $DRAPE_KEY" \
    --data-binary @-)
echo "$reply"
task_id=$(field task_id <<< "$reply")

while :; do
  reply=$(curl -sS -X POST "$DRAPE_URL/kling-ai-polling/v1/getVirtualTryOnStatus" \
    -H "Content-Type: application/json" -H "Cache-Control: no-cache" -H "Ocp-Apim-Subscription-Key: $DRAPE_KEY" \
    --data-raw "{ \"task_id\": \"$task_id\" }")
  case $(field task_status <<< "$reply") in
    succeed) break ;;
    failed) echo "$reply" >&2; exit 1 ;;
    *) sleep 1 ;;
  esac
done
curl -sS --fail -o "$result" "$(field url <<< "$reply")"
