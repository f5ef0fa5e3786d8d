package org.gale.tests.storm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Browser of the host, driven without a screen. Stateless. */
final class Browser
{
    /** Reason why tests that need a browser are skipped. */
    static final String NOT_INSTALLED = "no chromium, google-chrome or chrome is installed: the page is not opened";

    private static final List<String> NAMES =
        List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final String LOG = "browser.log";
    private static final String CONSOLE = ":CONSOLE";
    private static final long LIMIT_S = 300;

    private Browser()
    {
    }

    /**
     * Returns the browser that is found first on a search path.
     *
     * @param path of directories, as in {@code PATH}
     * @return null if there is none
     */
    static Path find(final String path)
    {
        return Stream.of(path.split(File.pathSeparator, -1)).filter(directory -> !directory.isEmpty())
            .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
            .filter(Files::isExecutable).findFirst().orElse(null);
    }

    /**
     * Opens a page and returns its document after it was laid out, as HTML.
     *
     * @param options beside those that every page needs
     */
    static String document(final Path browser, final Path page, final Path directory, final String... options)
        throws IOException, InterruptedException
    {
        final Path out = directory.resolve("document.html");
        final List<String> command = new ArrayList<>(List.of(browser.toString(), "--headless", "--no-sandbox",
            "--disable-gpu", "--disable-background-networking", "--enable-logging=stderr",
            "--user-data-dir=" + directory.resolve("profile"), "--window-size=1280,4000"));
        command.addAll(List.of(options));
        command.add("--dump-dom");
        command.add(page.toUri().toString());
        final Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
            .redirectError(directory.resolve(LOG).toFile()).start();
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS))
        {
            process.destroyForcibly();
            throw new AssertionError("the browser did not end: " + Files.readString(directory.resolve(LOG)));
        }

        return Files.readString(out);
    }

    /** Returns what the page that was opened last wrote to the console: errors, and requests that it may not make. */
    static List<String> console(final Path directory) throws IOException
    {
        return Files.readString(directory.resolve(LOG)).lines().filter(line -> line.contains(CONSOLE)).toList();
    }
}
