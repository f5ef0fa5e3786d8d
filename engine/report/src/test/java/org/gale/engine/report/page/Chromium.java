package org.gale.engine.report.page;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Chromium of the host without a screen, driven by the DevTools protocol over a pipe: JSON messages that end with a
 * zero. Used by one thread.
 */
public final class Chromium implements AutoCloseable
{
    /** Reason why tests that need the browser are skipped. */
    public static final String NOT_INSTALLED = "no chromium or google-chrome is installed: no page is opened";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES =
        List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final int HEIGHT = 900;
    private static final long END_LIMIT_S = 10;

    private final Process process;
    private final List<String> errors = new ArrayList<>();
    private String session;
    private int lastId;
    private boolean isLoaded;

    private Chromium(final Process process)
    {
        this.process = process;
    }

    /**
     * Returns the browser of the search path.
     *
     * @return null if there is none
     */
    public static Path find()
    {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).filter(entry -> !entry.isEmpty())
            .flatMap(entry -> NAMES.stream().map(name -> Path.of(entry, name))).filter(Files::isExecutable)
            .findFirst().orElse(null);
    }

    /**
     * Starts the browser with one empty page.
     *
     * @param directory for its profile and its log
     */
    public static Chromium start(final Path directory) throws IOException
    {
        final Process process = new ProcessBuilder("/bin/sh", "-c",
            "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >&2", find().toString(), "--headless", "--no-sandbox",
            "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
            "--user-data-dir=" + directory.resolve("profile"))
            .redirectError(directory.resolve("chromium.log").toFile()).start();
        final Chromium chromium = new Chromium(process);
        final JsonNode target = chromium.call("Target.createTarget", Map.of("url", "about:blank"));
        chromium.session = chromium.call("Target.attachToTarget", Map.of("targetId",
            target.path("targetId").asText(), "flatten", true)).path("sessionId").asText();
        for (final String domain : List.of("Page", "Runtime", "Log"))
        {
            chromium.call(domain + ".enable", Map.of());
        }

        return chromium;
    }

    /**
     * Opens a page and waits until it is loaded.
     *
     * @param width  of the screen, CSS pixels
     * @param scheme {@code light} or {@code dark}
     */
    public void open(final Path page, final int width, final String scheme) throws IOException
    {
        look(width, scheme);
        open(page.toUri().toString());
    }

    /**
     * Sets the screen of the pages that are opened from now on.
     *
     * @param width  CSS pixels
     * @param scheme {@code light} or {@code dark}
     */
    public void look(final int width, final String scheme) throws IOException
    {
        call("Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        call("Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Opens an address with the size and colours of the last page, and waits until it is loaded. */
    public void open(final String url) throws IOException
    {
        isLoaded = false;
        call("Page.navigate", Map.of("url", url));
        while (!isLoaded)
        {
            event(read());
        }
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
    }

    /** Evaluates an expression in the page, waits for it if it is a promise, and returns its value. */
    public JsonNode evaluate(final String expression) throws IOException
    {
        final JsonNode answer = call("Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (answer.has("exceptionDetails"))
        {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }

        return answer.path("result").path("value");
    }

    /** Moves the mouse to a place of the window, CSS pixels. */
    public void move(final double x, final double y) throws IOException
    {
        mouse("mouseMoved", x, y, 0);
    }

    /** Clicks at a place of the window. */
    public void click(final double x, final double y) throws IOException
    {
        drag(x, x, y);
    }

    /** Drags from one place to another one on its right. */
    public void drag(final double from, final double to, final double y) throws IOException
    {
        move(from, y);
        mouse("mousePressed", from, y, 1);
        mouse("mouseMoved", to, y, 1);
        mouse("mouseReleased", to, y, 1);
    }

    /** Turns the wheel at a place of the window, down for a positive number of CSS pixels. */
    public void wheel(final double x, final double y, final int down) throws IOException
    {
        call("Input.dispatchMouseEvent",
            Map.of("type", "mouseWheel", "x", x, "y", y, "deltaX", 0, "deltaY", down));
    }

    /** Presses a key of a name, such as {@code ArrowRight} or {@code +}; Enter presses the button with the focus. */
    public void key(final String key) throws IOException
    {
        call("Input.dispatchKeyEvent", key.equals("Enter") ?
            Map.of("type", "keyDown", "key", key, "text", "\r", "windowsVirtualKeyCode", 13) :
            Map.of("type", "keyDown", "key", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** Presses a key with Shift. */
    public void shiftKey(final String key) throws IOException
    {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "modifiers", 8));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "modifiers", 8));
    }

    /** Returns the page as PDF. */
    public byte[] print() throws IOException
    {
        final JsonNode printed = call("Page.printToPDF", Map.of("printBackground", true));

        return Base64.getDecoder().decode(printed.path("data").asText());
    }

    /** Returns what pages wrote to the console, their exceptions, and what their policies refused. */
    public List<String> errors()
    {
        return errors;
    }

    @Override
    public void close() throws IOException
    {
        process.getOutputStream().close();
        try
        {
            process.onExit().get(END_LIMIT_S, TimeUnit.SECONDS);
        }
        catch (final TimeoutException | ExecutionException | InterruptedException ex)
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void mouse(final String type, final double x, final double y, final int buttons) throws IOException
    {
        call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button",
            type.equals("mouseMoved") && buttons == 0 ? "none" : "left", "buttons", buttons, "clickCount", 1));
    }

    private JsonNode call(final String method, final Map<String, ?> parameters) throws IOException
    {
        final int id = ++lastId;
        final OutputStream out = process.getOutputStream();
        out.write(JSON.writeValueAsBytes(session == null ? Map.of("id", id, "method", method, "params", parameters) :
            Map.of("id", id, "method", method, "params", parameters, "sessionId", session)));
        out.write(0);
        out.flush();
        while (true)
        {
            final JsonNode message = read();
            if (message.path("id").asInt() == id)
            {
                if (message.has("error"))
                {
                    throw new IOException(method + ": " + message.path("error"));
                }
                return message.path("result");
            }
            event(message);
        }
    }

    private JsonNode read() throws IOException
    {
        final ByteArrayOutputStream message = new ByteArrayOutputStream();
        final InputStream in = process.getInputStream();
        int letter = in.read();
        while (letter > 0)
        {
            message.write(letter);
            letter = in.read();
        }
        if (letter < 0)
        {
            throw new IOException("the browser ended: " + message.toString(StandardCharsets.UTF_8));
        }

        return JSON.readTree(message.toByteArray());
    }

    private void event(final JsonNode event)
    {
        switch (event.path("method").asText())
        {
            case "Page.loadEventFired" -> isLoaded = true;
            case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                errors.add(event.path("params").toString());
            default ->
            {
                // Says nothing about the page.
            }
        }
    }
}
