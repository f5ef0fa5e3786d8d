package org.gale.tests.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of a storm in a real browser, where one is installed. */
@Timeout(900)
@TestInstance(Lifecycle.PER_CLASS)
class StormPageInBrowserTest
{
    private static final Pattern CELL = Pattern.compile("data-json=\"([^\"]+)\">([^<]*)<");
    private static final int CHARTS = 4;

    @TempDir
    private Path directory;
    private Path page;
    private JsonNode json;

    /** Runs one storm, whose page all tests read. */
    @BeforeAll
    void makePage(@TempDir final Path storms) throws Exception
    {
        page = storms.resolve("report.html");
        try (StormProcess storm = new StormProcess(storms, "--count", "50k", "--rate", "50k", "--warmup", "0",
            "--html", page.toString(), "--json", storms.resolve("report.json").toString()))
        {
            assertEquals(0, storm.exitCode(), storm.err());
        }
        json = new ObjectMapper().readTree(storms.resolve("report.json").toFile());
    }

    @Test
    void shouldShowTheNumbersOfTheReportInABrowser() throws Exception
    {
        final Path browser = Browser.find(System.getenv("PATH"));
        assumeTrue(browser != null, Browser.NOT_INSTALLED);

        assertShown(Browser.document(browser, page, directory));
        assertEquals(List.of(), Browser.console(directory));
        assertPicture(browser, "light.png");
        assertPicture(browser, "dark.png", "--force-dark-mode");
    }

    @Test
    void shouldSeeARequestThatAPageMakes() throws Exception
    {
        final Path browser = Browser.find(System.getenv("PATH"));
        assumeTrue(browser != null, Browser.NOT_INSTALLED);
        final Path asking = Files.writeString(directory.resolve("asking.html"),
            Files.readString(page).replace("</body>", "<img src=\"http://a.invalid/\"/></body>"));

        Browser.document(browser, asking, directory);

        assertThat(Browser.console(directory)).isNotEmpty();
    }

    @Test
    void shouldShowTheNumbersOfTheReportInABrowserThatShowsWhatItIsGiven() throws Exception
    {
        final Path browsers = Files.createDirectories(directory.resolve("bin"));
        final Path plain = Files.writeString(browsers.resolve("chromium"), """
            #!/bin/sh
            for page; do :; done
            cat "${page#file://}"
            """);
        Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rwx------"));

        assertEquals(plain, Browser.find("/nowhere:" + browsers));
        assertNull(Browser.find("/nowhere:"));
        assertShown(Browser.document(plain, page, directory));
    }

    private void assertShown(final String document)
    {
        int cells = 0;
        final Matcher matcher = CELL.matcher(document);
        while (matcher.find())
        {
            final JsonNode value = json.at(matcher.group(1));
            if (value.isDouble())
            {
                assertEquals(value.asDouble(), Double.parseDouble(matcher.group(2)), matcher.group(1));
            }
            else
            {
                assertEquals(value.isIntegralNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) :
                    value.asText("-"), matcher.group(2), matcher.group(1));
            }
            cells++;
        }
        assertThat(cells).isGreaterThan(50);
        assertThat(document.split("<svg ", -1)).hasSize(CHARTS + 1);
        assertThat(document).contains("Content-Security-Policy").doesNotContain("<script").doesNotContain("src=\"http");
    }

    private void assertPicture(final Path browser, final String name, final String... options) throws Exception
    {
        final Path picture = directory.resolve(name);
        final String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = "--screenshot=" + picture;
        Browser.document(browser, page, directory, all);

        assertThat(Files.size(picture)).isGreaterThan(10_000);
    }
}
