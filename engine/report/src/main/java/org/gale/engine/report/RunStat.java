package org.gale.engine.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;
import org.gale.engine.counters.CountersFile;
import org.gale.engine.counters.RunCounter;

/** Counters of live runs as a table, as JSON, or as OpenMetrics text. Used by one thread. */
public final class RunStat
{
    /** Name and version of the JSON schema. */
    public static final String SCHEMA = "gale.stat/1";

    private static final String PREFIX = "gale_";
    private static final double NS_PER_S = 1e9;
    private static final int PROFILE_WIDTH = 13;
    private static final int PROFILE_WIDTH_LIMIT = 41;

    private final Map<Path, CountersFile> before = new HashMap<>();

    /** Returns whether a table had a row for a run. */
    public boolean hasShown(final CountersFile run)
    {
        return before.containsKey(run.file());
    }

    /** Writes a row for each run, with rates since the last table, or since the first offer in the first one. */
    public void table(final List<CountersFile> runs, final PrintWriter out)
    {
        final int width = Math.min(PROFILE_WIDTH_LIMIT, Math.max(PROFILE_WIDTH,
            1 + runs.stream().mapToInt(run -> plain(run.profile()).length()).max().orElse(0)));
        final String name = "  %-" + width + "." + (width - 1) + 's';
        out.println(String.format(Locale.ROOT, "%8s" + name + "%9s%12s%17s%12s%6s%13s  %s",
            "pid", "profile", "elapsed", "rate", "delivered", "pending", "lane", "journal", "state"));
        for (int i = 0; i < runs.size(); i++)
        {
            final CountersFile run = runs.get(i);
            final List<CountersFile> engines = runs.stream().filter(run::isBeside).toList();
            if (engines.size() > 1 && engines.get(0).file().equals(run.file()))
            {
                row(name, CountersFile.sum(engines), out);
            }
            row(name, run, out);
        }
        out.flush();
    }

    private void row(final String name, final CountersFile run, final PrintWriter out)
    {
        final CountersFile last = before.put(run.file(), run);
        out.println(String.format(Locale.ROOT, "%8d" + name + "%9s%12s%17s%12s%6s%13s  %s", run.pid(),
            plain(run.profile()), NumberText.seconds(run.value(RunCounter.ELAPSED_NS)),
            NumberText.rate(deliveredPerS(last, run)), NumberText.count(run.value(RunCounter.DELIVERED)),
            NumberText.count(run.value(RunCounter.PENDING)), laneShare(run),
            NumberText.mebibytes(run.value(RunCounter.JOURNAL_BYTES)), run.isAlive() ? "alive" : "died"));
        for (final CountersFile.DistinctError error : run.errors())
        {
            out.println("          " + NumberText.count(error.count()) + " \u00d7 " + plain(error.text()));
        }
    }

    /** Writes one JSON object and a line feed. The writer is flushed, not closed. */
    public static void json(final List<CountersFile> runs, final Writer writer) throws IOException
    {
        writer.write(JsonText.line(json ->
        {
            json.writeStringField("schema", SCHEMA);
            json.writeArrayFieldStart("runs");
            for (final CountersFile run : runs)
            {
                run(json, run);
            }
            json.writeEndArray();
        }));
        writer.write('\n');
        writer.flush();
    }

    /** Writes OpenMetrics text, with its end. */
    public static void openMetrics(final List<CountersFile> runs, final PrintWriter out)
    {
        for (final RunCounter counter : RunCounter.ALL)
        {
            final String name = PREFIX + counter.label();
            out.print("# TYPE " + name + ' ' + (counter.isTotal() ? "counter" : "gauge") + '\n');
            out.print("# HELP " + name + ' ' + counter.help() + '\n');
            for (final CountersFile run : runs)
            {
                out.print(name + (counter.isTotal() ? "_total" : "") + labels(run) + ' ' + run.value(counter) + '\n');
            }
        }
        out.print("# TYPE gale_alive gauge\n# HELP gale_alive 1 while the process of the run lives.\n");
        for (final CountersFile run : runs)
        {
            out.print("gale_alive" + labels(run) + ' ' + (run.isAlive() ? 1 : 0) + '\n');
        }
        out.print("# EOF\n");
        out.flush();
    }

    private static void run(final JsonGenerator json, final CountersFile run) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("pid", run.pid());
        json.writeBooleanField("alive", run.isAlive());
        json.writeNumberField("began_ms", run.beganMs());
        json.writeStringField("profile", run.profileOfStorm());
        if (run.engine() >= 0)
        {
            json.writeNumberField("engine", run.engine());
        }
        json.writeStringField("journal", run.journal());
        json.writeObjectFieldStart("counters");
        for (final Map.Entry<RunCounter, Long> counter : run.counters().entrySet())
        {
            json.writeNumberField(counter.getKey().label(), counter.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("errors");
        for (final CountersFile.DistinctError error : run.errors())
        {
            json.writeStartObject();
            json.writeNumberField("count", error.count());
            json.writeNumberField("first_ms", error.firstMs());
            json.writeNumberField("last_ms", error.lastMs());
            json.writeStringField("text", error.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static double deliveredPerS(final CountersFile last, final CountersFile run)
    {
        final long sinceNs = last == null ? 0 : last.value(RunCounter.ELAPSED_NS);
        final long sinceCount = last == null ? 0 : last.value(RunCounter.DELIVERED);
        final long ns = run.value(RunCounter.ELAPSED_NS) - sinceNs;

        return ns <= 0 ? 0 : (run.value(RunCounter.DELIVERED) - sinceCount) * NS_PER_S / ns;
    }

    private static String laneShare(final CountersFile run)
    {
        return 100 * run.value(RunCounter.LANE_WORDS) / Math.max(1, run.value(RunCounter.LANE_CAPACITY_WORDS)) + " %";
    }

    private static String labels(final CountersFile run)
    {
        return "{pid=\"" + run.pid() + "\",profile=\"" + label(run.profileOfStorm()) + "\",journal=\"" +
            label(run.journal()) + '"' + (run.engine() < 0 ? "" : ",engine=\"" + run.engine() + '"') +
            (run.number() == 1 ? "" : ",storm=\"" + run.number() + '"') + '}';
    }

    private static String label(final String text)
    {
        return plain(text).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String plain(final String text)
    {
        return TerminalText.line(text);
    }
}
