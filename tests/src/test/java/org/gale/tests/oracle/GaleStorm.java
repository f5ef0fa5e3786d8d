package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.replay.JournalDump;

/**
 * Storm that is judged: what the commands of gale say of it.
 *
 * @param report its report in JSON
 * @param dump   the text of its journal
 */
record GaleStorm(JsonNode report, String dump)
{
    /** Runs a job in a directory, which is empty before and after it. */
    static GaleStorm run(final String job, final Path directory) throws IOException
    {
        final Path file = directory.resolve("job.yaml");
        final Path journal = directory.resolve("journal");
        final Path json = directory.resolve("report.json");
        Files.writeString(file, job);
        gale("storm", file.toString(), "--journal", journal.toString(), "--json", json.toString(), "--no-replay");
        final ByteArrayOutputStream dump = new ByteArrayOutputStream();
        JournalDump.write(journal, dump, 0, Long.MAX_VALUE, Set.of(), null);
        final JsonNode report = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .readTree(json.toFile());
        clear(directory);

        return new GaleStorm(report, dump.toString(StandardCharsets.UTF_8));
    }

    private static String gale(final String... words)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int code = GaleRun.of(out, err, words);
        if (code != 0 && code != 4)
        {
            throw new IllegalStateException("gale " + String.join(" ", words) + " ends with " + code + ": " + err);
        }

        return out.toString();
    }

    /** Empties a directory. */
    static void clear(final Path directory) throws IOException
    {
        final List<Path> paths;
        try (Stream<Path> all = Files.walk(directory))
        {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : paths)
        {
            if (!path.equals(directory))
            {
                Files.delete(path);
            }
        }
    }
}
