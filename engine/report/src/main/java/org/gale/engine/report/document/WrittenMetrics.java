package org.gale.engine.report.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws between a file of metrics and the report of a storm. They share no class with its writer: each gauge has its
 * place in the report and its unit here. Used once.
 */
public final class WrittenMetrics
{
    private static final String PREFIX = "gale_storm_";
    private static final String SECONDS = "_seconds";
    private static final int NS_DIGITS = 9;
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]++)\\{(.*)} (-?[0-9]++(?:\\.[0-9]++)?)");
    /** Kinds of the text format: scrapers that know no OpenMetrics refuse a file with another one. */
    private static final Pattern TYPE = Pattern.compile("# TYPE [a-z0-9_]++ (?:gauge|counter)");
    private static final Pattern LABEL = Pattern.compile("([a-z]++)=\"((?:[^\"\\\\]|\\\\.)*+)\"(?:,|$)");
    private static final Set<String> KEYS =
        Set.of("p50", "p90", "p99", "p99_9", "p99_99", "max", "mean", "count");
    private static final Set<String> WHOLE = Set.of("response", "handled", "service", "request");
    private static final Set<String> STAGES = Set.of("late", "queued", "translated", "signalled", "woken", "waiting",
        "acknowledged", "deactivated", "softirq", "thread");
    /** Latencies and counts that groups and phases have. */
    private static final Set<String> LATENCIES_OF_PARTS = Set.of("response", "handled", "request");
    private static final Set<String> COUNTS =
        Set.of("offered", "delivered", "coalesced", "pending", "remainder", "held");
    private static final Map<String, String> PLACES = new HashMap<>(Map.of(
        "rate", "/rate_per_s",
        "acted", "/controls/acted",
        "reached", "/generator/reached_per_s",
        "lag_p99_seconds", "/generator/lag_p99_ns",
        "refused", "/generator/refused",
        "journal_bytes", "/host/journal/bytes",
        "journal_bytes_per_command", "/host/journal/bytes_per_command",
        "replay_rate", "/host/replay/rate_per_s",
        "elapsed_s", "/elapsed_s"));
    /** Places of gauges of groups, and of those of phases, and of groups in phases. */
    private static final Map<String, String> OF_GROUPS = new HashMap<>();
    private static final Map<String, String> OF_PHASES = new HashMap<>();

    static
    {
        WrittenMigrations.places(KEYS, SECONDS).forEach(PLACES::put);
        PLACES.put("exit", "/exit");
        PLACES.put("spurious", "/controls/spurious");
        PLACES.put("function_plugs_completed", "/actions/plugs/completed");
        PLACES.put("vector_moves_drawn", "/actions/vector_moves/completed");
        PLACES.put("vector_moves_spread", "/actions/affinity_offline_every/completed");
        PLACES.put("managed_vectors_shut_down", "/actions/affinity_offline_managed/completed");
        PLACES.put("managed_vectors_waited", "/actions/affinity_offline_for/due");
        PLACES.put("vector_moves_balanced", "/actions/affinity_every/completed");
        WHOLE.forEach(name -> latency(PLACES, name, "/latency_ns/"));
        STAGES.forEach(name -> latency(PLACES, name, "/latency_ns/stages/"));
        LATENCIES_OF_PARTS.forEach(name -> latency(OF_PHASES, name, "/latency_ns/"));
        COUNTS.forEach(name -> OF_PHASES.put(name, "/accounting/" + name));
        COUNTS.forEach(name -> PLACES.put(name, "/accounting/" + name));
        OF_PHASES.put("rejected", "/accounting/rejected");
        OF_GROUPS.putAll(OF_PHASES);
        final Map<String, String> others = Map.of(
            "completions_per_s", "/completions_per_s",
            "interrupts_per_s", "/interrupts_per_s",
            "deferred_mean_seconds", "/deferred_ns/mean",
            "saturated", "/saturation/saturated");
        OF_GROUPS.putAll(others);
        PLACES.putAll(others);
    }

    private final JsonNode report;
    private final FileFaults faults = new FileFaults();
    private final Set<String> seen = new HashSet<>();

    private WrittenMetrics(final JsonNode report)
    {
        this.report = report;
    }

    /**
     * Returns the laws that a file breaks; none of a sound one, and of a storm that failed.
     *
     * @param stream of the file; the caller closes it
     */
    public static List<String> faults(final InputStream stream, final JsonNode report) throws IOException
    {
        final WrittenMetrics laws = new WrittenMetrics(report);
        if (FileFaults.isJudged(report))
        {
            laws.lines(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
            laws.missing();
        }

        return laws.faults.all();
    }

    private static void latency(final Map<String, String> places, final String name, final String place)
    {
        KEYS.forEach(key -> places.put(name + '_' + key + (key.equals("count") ? "" : SECONDS),
            place + name + '/' + key));
    }

    private void lines(final BufferedReader reader) throws IOException
    {
        String last = "";
        for (String line = reader.readLine(); line != null; line = reader.readLine())
        {
            last = line;
            if (!line.startsWith("#"))
            {
                sample(line);
            }
            else if (line.startsWith("# TYPE"))
            {
                final String type = line;
                faults.must(TYPE.matcher(type).matches(), () -> "'" + type + "' is no type of the text format");
            }
        }
        final String end = last;
        faults.must(end.equals("# EOF"), () -> "it ends with '" + end + "' in place of '# EOF'");
    }

    private void sample(final String line)
    {
        final Matcher sample = SAMPLE.matcher(line);
        final boolean isSample = sample.matches() && sample.group(1).startsWith(PREFIX);
        faults.must(isSample, () -> "'" + line + "' is no sample");
        if (isSample)
        {
            final Map<String, String> labels = labels(sample.group(2));
            final String name = sample.group(1).substring(PREFIX.length());
            final String job = report.at("/config/job").asText();
            faults.must(job.equals(labels.get("job")), () -> "'" + line + "': /config/job is " + job);
            if (name.equals("info"))
            {
                final String seed = report.path("seed").asText();
                faults.must(seed.equals(labels.get("seed")), () -> "'" + line + "': /seed is " + seed);
            }
            else
            {
                gauge(name, labels.getOrDefault("group", ""), labels.getOrDefault("phase", ""),
                    new BigDecimal(sample.group(3)));
            }
        }
    }

    private void gauge(final String name, final String group, final String phase, final BigDecimal value)
    {
        final String key = key(name, group, phase);
        faults.must(seen.add(key), () -> key + " is there twice");
        final String place = places(group, phase).get(name);
        faults.must(place != null, () -> key + " is no figure");
        if (place != null)
        {
            final JsonNode figure = part(group, phase).at(place);
            final BigDecimal scaled = name.endsWith(SECONDS) ? value.movePointRight(NS_DIGITS) : value;
            faults.must(figure.isNumber() && figure.decimalValue().compareTo(scaled) == 0,
                () -> key + " is " + value.toPlainString() + ", and " + place + " of the report is " + figure);
        }
    }

    /** Checks that each number of the report that has a gauge is there. A single group is the storm itself. */
    private void missing()
    {
        missing(report, "", "");
        final boolean hasGroups = ofVms(report);
        groups(report, "", hasGroups);
        for (final JsonNode phase : report.path("phases"))
        {
            final String name = phase.path("name").asText();
            missing(phase, "", name);
            groups(phase, name, hasGroups);
        }
    }

    /** {@return whether there are several groups; one of events that reached no VM is none of the job} */
    private static boolean ofVms(final JsonNode report)
    {
        int count = 0;
        for (final JsonNode group : report.path("groups"))
        {
            count += group.path("vms").asInt() > 0 ? 1 : 0;
        }

        return count > 1;
    }

    private void groups(final JsonNode part, final String phase, final boolean hasGroups)
    {
        for (final JsonNode group : part.path("groups"))
        {
            if (hasGroups && group.path("vms").asInt() > 0)
            {
                missing(group, group.path("name").asText(), phase);
            }
        }
    }

    private void missing(final JsonNode part, final String group, final String phase)
    {
        places(group, phase).forEach((name, place) ->
        {
            final JsonNode figure = part.at(place);
            final JsonNode count = part.at(place.substring(0, place.lastIndexOf('/')) + "/count");
            final boolean isShown =
                figure.isNumber() && (place.endsWith("/count") || !count.isNumber() || count.asLong() > 0);
            faults.must(!isShown || seen.contains(key(name, group, phase)),
                () -> key(name, group, phase) + " is missing, and " + place + " of the report is " + figure);
        });
    }

    private static Map<String, String> places(final String group, final String phase)
    {
        return !phase.isEmpty() ? OF_PHASES : group.isEmpty() ? PLACES : OF_GROUPS;
    }

    private JsonNode part(final String group, final String phase)
    {
        return named(named(report, "phases", phase), "groups", group);
    }

    private static JsonNode named(final JsonNode whole, final String list, final String name)
    {
        JsonNode found = name.isEmpty() ? whole : whole.path("");
        for (final JsonNode part : whole.path(list))
        {
            found = !name.isEmpty() && part.path("name").asText().equals(name) ? part : found;
        }

        return found;
    }

    private static String key(final String name, final String group, final String phase)
    {
        return PREFIX + name + (group.isEmpty() ? "" : " of group " + group) +
            (phase.isEmpty() ? "" : " of phase " + phase);
    }

    private Map<String, String> labels(final String text)
    {
        final Map<String, String> labels = new HashMap<>();
        final Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find(end) && label.start() == end && end < text.length())
        {
            labels.put(label.group(1),
                label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\"));
            end = label.end();
        }
        final boolean isWhole = end == text.length();
        faults.must(isWhole, () -> "'" + text + "' are no labels");

        return labels;
    }
}
