// A try-on with HttpURLConnection: java VirtualTryOn.java PERSON GARMENT RESULT. DRAPE_URL and DRAPE_KEY say where the service is
// and who asks.
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class VirtualTryOn {
    public static void main(String[] args) throws Exception {
        String task = call("/kling-ai-vton/v1/getVirtualTryOnTask", "{ \"human_image\": \"" + readBase64(args[0])
            + "\", \"cloth_image\": \"" + readBase64(args[1]) + "\", \"callback_url\": \"\" }");
        System.out.println(task);
        String id = field(task, "task_id");
        while (!field(task, "task_status").equals("succeed")) {
            if (field(task, "task_status").equals("failed")) throw new Exception(field(task, "task_status_msg"));
            Thread.sleep(1000);
            task = call("/kling-ai-polling/v1/getVirtualTryOnStatus", "{ \"task_id\": \"" + id + "\" }");
        }
        try (InputStream picture = new URL(field(task, "url")).openStream()) {
            Files.copy(picture, Path.of(args[2]), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static String call(String path, String body) throws Exception {
        URL url = new URL(System.getenv("DRAPE_URL") + path);
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        // Request headers
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Cache-Control", "no-cache");
        connection.setRequestProperty("Ocp-Apim-Subscription-Key", System.getenv("DRAPE_KEY"));
        connection.setRequestMethod("POST");
        // Request body
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes());
        BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream()));
        String inputLine;
        StringBuffer content = new StringBuffer();
        while ((inputLine = in.readLine()) != null) {
            content.append(inputLine);
        }
        in.close();
        connection.disconnect();
        return content.toString();
    }

    static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }

    static String readBase64(String path) throws Exception {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(path)));
    }
}
