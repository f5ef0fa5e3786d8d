package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the report that the page of reports shows. */
class ReportPageTest
{
    private static final Path PAGE = Path.of("docs", "reports.md");
    private static final Pattern COMMAND = Pattern.compile("`gale (storm default --clock virtual [^`]*)`");
    private static final Pattern REPORT = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldWriteTheReportOfThePage() throws IOException
    {
        final String page = Files.readString(PAGE);
        final Matcher command = COMMAND.matcher(page);
        final Matcher report = REPORT.matcher(page);
        assertTrue(command.find() && report.find());
        final StringWriter out = new StringWriter();

        final int exit = GaleRun.of(out, new StringWriter(), (command.group(1) + " --quiet").split(" "));

        assertEquals(0, exit);
        assertEquals(withoutHost(report.group(1)), withoutHost(out.toString()));
    }

    private static JsonNode withoutHost(final String report) throws IOException
    {
        final ObjectNode json = (ObjectNode)new ObjectMapper().readTree(report);
        assertTrue(json.remove("host").isObject());

        return json;
    }
}
