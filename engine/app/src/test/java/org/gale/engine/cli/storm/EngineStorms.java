package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.StormRuns;

/** Storms of several engines in the process of a test, and what they wrote. */
final class EngineStorms
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Runs {@code gale storm}, and returns its exit code. */
    int storm(final String... arguments)
    {
        return storm(StormRun::new, arguments);
    }

    /** Runs {@code gale storm} with runs of the test, and returns its exit code. */
    int storm(final StormRuns runs, final String... arguments)
    {
        final List<String> words = new ArrayList<>(List.of("storm"));
        words.addAll(List.of(arguments));

        return GaleRun.with(new StormCommand(runs).commandLine(), out, err, words.toArray(new String[0]));
    }

    /** Returns the standard output so far. */
    String out()
    {
        return out.toString();
    }

    /** Returns the standard error output since it was forgotten. */
    String err()
    {
        return err.toString();
    }

    /** Forgets the standard error output so far. */
    void forget()
    {
        err.getBuffer().setLength(0);
    }

    /** Returns a report. */
    static JsonNode read(final Path file) throws IOException
    {
        return new ObjectMapper().readTree(file.toFile());
    }
}
