package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.replay.JournalDump;
import org.gale.engine.storm.virtual.LawRun;

/**
 * Storm that is judged: what the commands of gale say of it.
 *
 * @param report its report in JSON
 * @param dump   the text of its journal
 * @param traces that it offered, by their hashes
 */
record GaleStorm(JsonNode report, String dump, Map<String, Trace> traces)
{
    /** Exit code of storms whose guests drop interrupts. */
    private static final int DROPPED = 7;
    /** Exit code of storms that a condition ended. */
    private static final int STOPPED = 3;

    private static final List<String> FORMS = List.of("json", "html", "csv", "hlog", "hgrm", "samples");
    /** Lines of the text that name a host, a journal, a command or an engine. */
    private static final Pattern OF_HOST = Pattern.compile("^(journal|replay|digest|engines) |gale replay");

    /** Runs a job in a directory, which is empty before and after it. A trace is named by its number. */
    static GaleStorm run(final ObjectNode drawn, final Path directory) throws IOException
    {
        final Map<String, Trace> traces = new HashMap<>();
        final Path file = file(drawn, directory, traces);
        final Path journal = directory.resolve("journal");
        final Path json = directory.resolve("report.json");
        gale("storm", file.toString(), "--journal", journal.toString(), "--json", json.toString(), "--no-replay");
        final ByteArrayOutputStream dump = new ByteArrayOutputStream();
        JournalDump.write(journal, dump, 0, Long.MAX_VALUE, Set.of(), null);
        final JsonNode report = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .readTree(json.toFile());
        clear(directory);

        return new GaleStorm(report, dump.toString(StandardCharsets.UTF_8), traces);
    }

    /** Returns the counters of the witnesses of a job, by the names of their laws, in a directory as above. */
    static Map<String, Long> witnessed(final ObjectNode drawn, final Path directory) throws IOException
    {
        final Path file = file(drawn, directory, new HashMap<>());
        final Map<String, Long> counts = new TreeMap<>(LawRun.of(Files.readString(file)).counts());
        clear(directory);

        return counts;
    }

    /** Writes the file of a job, and those of its traces, into a directory. */
    private static Path file(final ObjectNode drawn, final Path directory, final Map<String, Trace> traces)
        throws IOException
    {
        final ObjectNode job = drawn.deepCopy();
        for (final JsonNode traffic : job.findValues("traffic"))
        {
            if (traffic.has("file"))
            {
                final Trace trace = Trace.of(traffic.get("file").asLong());
                final Path file = imported(trace, directory.resolve("trace" + traffic.get("file").asText()));
                traces.put(hash(file), trace);
                ((ObjectNode)traffic).put("file", file.toString());
            }
        }
        final Path file = directory.resolve("job.yaml");
        Files.writeString(file, job.toString());

        return file;
    }

    /**
     * Returns all forms of the report of a job that some engines run without a journal, each without what is of the
     * host. The directory is empty before and after it.
     *
     * @param engines their number, 0 to give none
     */
    static Map<String, String> forms(
        final ObjectNode drawn, final Path directory, final int engines, final String... more) throws IOException
    {
        return forms(file(drawn, directory, new HashMap<>()).toString(), directory, engines, more);
    }

    /**
     * Returns the same of a storm that has a name.
     *
     * @param storm profile or file
     */
    static Map<String, String> forms(
        final String storm, final Path directory, final int engines, final String... more) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("storm", storm, "--journal", "none"));
        for (final String form : FORMS)
        {
            words.addAll(List.of("--" + form, directory.resolve(form).toString()));
        }
        if (engines > 0)
        {
            words.addAll(List.of("--engines", Integer.toString(engines)));
        }
        words.addAll(List.of(more));
        final Map<String, String> forms = new TreeMap<>();
        forms.put("text", gale(words.toArray(new String[0])).lines().filter(line -> !OF_HOST.matcher(line).find())
            .collect(Collectors.joining("\n")));
        try (Stream<Path> files = Files.list(directory))
        {
            for (final Path file : files.filter(file -> FORMS.stream().anyMatch(
                form -> file.getFileName().toString().startsWith(form))).toList())
            {
                final String text = Files.readString(file);
                final String name = file.getFileName().toString();
                forms.put(name, name.equals("json") ? withoutHost(text) :
                    name.equals("html") ? document(text) : text);
            }
        }
        clear(directory);

        return forms;
    }

    /** Returns the report of a share of a job, in JSON. The directory is empty before and after it. */
    static String report(final ObjectNode drawn, final Path directory, final int engines, final String share)
        throws IOException
    {
        final Path json = directory.resolve("report.json");
        gale("storm", file(drawn, directory, new HashMap<>()).toString(), "--journal", "none", "--json",
            json.toString(), "--engines", Integer.toString(engines), "--share", share);
        final String text = Files.readString(json);
        clear(directory);

        return text;
    }

    /** Returns the text of a report in JSON up to its host, with which it ends. */
    static String withoutHost(final String json)
    {
        return json.substring(0, json.indexOf("\n  \"host\" : {"));
    }

    /** Returns the document of a page up to its host. */
    private static String document(final String page)
    {
        final int begin = page.indexOf("{\"page\":\"storm\"");

        return page.substring(begin, page.indexOf(",\"host\":{", begin));
    }

    private static Path imported(final Trace trace, final Path file) throws IOException
    {
        final Path csv = file.resolveSibling("trace.csv");
        Files.writeString(csv, trace.csv());
        gale("import", "csv", csv.toString(), "-o", file.toString(), "--force");

        return file;
    }

    private static String hash(final Path file) throws IOException
    {
        try
        {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    static String gale(final String... words)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int code = GaleRun.of(out, err, words);
        if (code != 0 && code != STOPPED && code != 4 && code != DROPPED)
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
