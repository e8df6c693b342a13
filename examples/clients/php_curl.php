<?php
// A try-on with PHP's curl: php php_curl.php PERSON GARMENT RESULT. DRAPE_URL and DRAPE_KEY say where the service is and who asks.
[, $person, $garment, $result] = $argv;

function call(string $path, array $body): array
{
    $url = getenv('DRAPE_URL') . $path;
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_CUSTOMREQUEST, "POST");
    curl_setopt($curl, CURLOPT_URL, $url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    # Request headers
    $headers = array(
        'Content-Type: application/json',
        'Cache-Control: no-cache',
        'Ocp-Apim-Subscription-Key: ' . getenv('DRAPE_KEY'),
    );
    curl_setopt($curl, CURLOPT_HTTPHEADER, $headers);
    # Request body: json_encode escapes every slash
    curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
    $resp = curl_exec($curl);
    curl_close($curl);
    $reply = json_decode((string) $resp, true);
    if (!isset($reply['data'])) exit("$resp\n");
    return $reply['data'];
}

$task = call('/kling-ai-vton/v1/getVirtualTryOnTask', [
    'human_image' => base64_encode(file_get_contents($person)),
    'cloth_image' => base64_encode(file_get_contents($garment)),
    'callback_url' => '',
]);
var_dump($task);
while ($task['task_status'] !== 'succeed') {
    if ($task['task_status'] === 'failed') exit($task['task_status_msg'] . "\n");
    sleep(1);
    $task = call('/kling-ai-polling/v1/getVirtualTryOnStatus', ['task_id' => $task['task_id']]);
}
file_put_contents($result, file_get_contents($task['task_result']['images'][0]['url']));
