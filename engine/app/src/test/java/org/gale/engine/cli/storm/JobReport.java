package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Report or answer of the job of a test, {@code job.yaml} in its directory. */
final class JobReport
{
    private JobReport()
    {
    }

    /** Runs the job with more words, which has to end well, and returns what it wrote as JSON. */
    static JsonNode of(final Path directory, final String... more) throws IOException
    {
        final StringWriter err = new StringWriter();
        final Path json = directory.resolve("made.json");
        final List<String> words = new ArrayList<>(List.of(
            "storm", directory.resolve("job.yaml").toString(), "--quiet", "--json", json.toString()));
        words.addAll(List.of(more));
        assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), err, words.toArray(new String[0])), err.toString());

        return new ObjectMapper().readTree(Files.readString(json));
    }
}
