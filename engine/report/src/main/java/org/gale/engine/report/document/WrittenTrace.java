package org.gale.engine.report.document;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Laws between the trace of a storm and its report. They share no class with its writers, and read one event after
 * another. Used once.
 */
public final class WrittenTrace
{
    private static final int NS_DIGITS = 3;
    private static final double NS_PER_S = 1e9;
    /** Unit of the last digit of the time that a storm took. */
    private static final long US = 1_000;
    private static final String HANDLER = "handler";
    private static final String LEFT_OUT = "left out";
    private static final String COMMAND = "command";
    /** Processes of a trace that are of one engine: its lanes, itself, its PEs. */
    private static final int PROCESSES = 3;

    private final JsonNode report;
    private final boolean isVirtual;
    private final FileFaults faults = new FileFaults();
    private final Map<String, Long> counts = new HashMap<>();
    /** Times of what PEs did, by its name. */
    private final Map<String, Long> sums = new HashMap<>();
    /** Begins and ends of handlers. */
    private final Set<Long> begins = new HashSet<>();
    private final Set<Long> ends = new HashSet<>();
    /** Times from the first offer to the intended times of outliers on the wall clock, by engine and command. */
    private final Map<String, Long> intendedNs = new HashMap<>();
    /** By the number of an engine: the times of its trace less those of its outliers, and the end of its last batch. */
    private final Map<Long, Long> origins = new HashMap<>();
    private final Map<Long, Long> batches = new HashMap<>();
    private boolean isWhole = true;
    private long lastNs;
    private Event signal = new Event();

    private WrittenTrace(final JsonNode report)
    {
        this.report = report;
        this.isVirtual = report.has("modelled");
    }

    /** Fields of an event. */
    private static final class Event
    {
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, BigDecimal> numbers = new HashMap<>();

        String text(final String name)
        {
            return texts.getOrDefault(name, "");
        }

        /** {@return a time, ns; below 0 if there is none} */
        long ns(final String name)
        {
            final BigDecimal us = numbers.get(name);

            return us == null ? Long.MIN_VALUE : us.movePointRight(NS_DIGITS).longValue();
        }

        long number(final String name)
        {
            final BigDecimal number = numbers.get(name);

            return number == null ? -1 : number.longValue();
        }
    }

    /**
     * Returns the laws that a file breaks; none of a sound one, and of a storm that failed.
     *
     * @param stream of the file; the caller closes it
     */
    public static List<String> faults(final InputStream stream, final JsonNode report) throws IOException
    {
        final WrittenTrace laws = new WrittenTrace(report);
        if (FileFaults.isJudged(report) && !FileFaults.isResumed(report))
        {
            laws.intended();
            laws.read(stream);
        }

        return laws.faults.all();
    }

    private void intended()
    {
        final JsonNode outliers = report.path("outliers");
        for (int i = 0; i < outliers.size() && !isVirtual; i++)
        {
            final JsonNode host = report.path("host").path("outliers").path(i);
            intendedNs.put(host.path("engine").asLong() + " " + host.path(COMMAND).asLong(),
                outliers.get(i).path("at_ns").asLong() - outliers.get(i).path("response_ns").asLong());
        }
    }

    private void read(final InputStream stream) throws IOException
    {
        try (JsonParser parser = new ObjectMapper().createParser(stream))
        {
            JsonToken token = parser.nextToken();
            while (token != null && !"traceEvents".equals(parser.currentName()))
            {
                token = parser.nextToken();
            }
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT)
            {
                event(event(parser));
            }
            for (token = parser.nextToken(); token != null;)
            {
                token = parser.nextToken();                         // up to the end: it is a whole document
            }
            if (isVirtual)
            {
                ofModel();
            }
            else
            {
                ofJournal();
            }
        }
        catch (final JsonProcessingException ex)
        {
            faults.must(false, () -> "it is no JSON: " + ex.getOriginalMessage());
        }
    }

    /** Reads the fields of an event, and those of its arguments, which have other names or are the name of a track. */
    private static Event event(final JsonParser parser) throws IOException
    {
        final Event event = new Event();
        int depth = 1;
        while (depth > 0)
        {
            final JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT)
            {
                depth++;
            }
            else if (token == JsonToken.END_OBJECT || token == null)
            {
                depth--;
            }
            else if (token.isNumeric())
            {
                event.numbers.put(parser.currentName(), parser.getDecimalValue());
            }
            else if (token == JsonToken.VALUE_STRING)
            {
                event.texts.put((depth > 1 ? "args/" : "") + parser.currentName(), parser.getText());
            }
        }

        return event;
    }

    private void event(final Event event)
    {
        final String phase = event.text("ph");
        if (phase.equals("M"))
        {
            isWhole &= !event.text("args/name").contains(LEFT_OUT);
            return;
        }
        final String kind = phase + ' ' + event.text("cat");
        final long number = counts.merge(kind, 1L, Long::sum);
        final String name = "event " + number + " of kind '" + kind + "'";
        final long begin = event.ns("ts");
        final long length = phase.equals("X") ? event.ns("dur") : 0;
        faults.must(begin >= 0, () -> name + " begins at " + event.numbers.get("ts") + " us");
        faults.must(length >= 0, () -> name + " lasts " + event.numbers.get("dur") + " us");
        lastNs = Math.max(lastNs, begin + length);
        switch (kind)
        {
            case "X pe" ->
            {
                sums.merge(event.text("name"), length, Long::sum);
                if (event.text("name").equals(HANDLER))
                {
                    begins.add(begin);
                    ends.add(begin + length);
                }
            }
            case "s device" -> signal = event;
            case "f pe" -> faults.must(event.number("id") == signal.number("id") && event.number("id") == number &&
                begin >= signal.ns("ts"), () -> name + " is arrow " + event.number("id") + " to " + begin +
                " ns, after arrow " + signal.number("id") + " from " + signal.ns("ts") + " ns");
            case "X engine" -> batch(event, name, begin, begin + length);
            case "i lane" -> offer(event, name, begin);
            default -> command(event, name);
        }
    }

    /** Checks that a batch of an engine begins where the one before it ends: at a time at which something was sent. */
    private void batch(final Event event, final String name, final long begin, final long end)
    {
        final Long before = batches.put(event.number("pid"), end);
        faults.must(before == null || before == begin,
            () -> name + " begins at " + begin + " ns, and the one before it ends at " + before + " ns");
    }

    /** Checks that the offers of outliers are as far from one another as in the report. */
    private void offer(final Event event, final String name, final long begin)
    {
        command(event, name);
        final long engine = event.number("pid") / PROCESSES;
        final Long intended = intendedNs.get(engine + " " + event.number(COMMAND));
        if (intended != null && begin > 0)                      // what is older than the trace stands at its begin
        {
            final Long origin = origins.putIfAbsent(engine, begin - intended);
            faults.must(origin == null || origin == begin - intended, () -> name + ", of command " +
                event.number(COMMAND) + ", is at " + begin + " ns, and by /outliers of the report at " +
                (origin + intended) + " ns");
        }
    }

    private void command(final Event event, final String name)
    {
        final long command = event.number(COMMAND);
        final JsonNode last = report.at("/host/journal/commands");
        faults.must(command == -1 || (command > 0 && command <= last.asLong()),
            () -> name + " is of command " + command + ", and /host/journal/commands of the report is " + last);
    }

    private long count(final String kind)
    {
        return counts.getOrDefault(kind, 0L);
    }

    /** Checks the trace of a run in virtual time. */
    private void ofModel()
    {
        end();
        final long ways = count("s device");
        faults.must(ways == count("f pe") && ways == count("X device"), () -> "it has " + ways +
            " arrows from devices, " + count("f pe") + " to PEs, and " + count("X device") + " messages");
        if (isWhole)
        {
            report.path("pe_time_ns").properties().forEach(state -> faults.must(
                state.getKey().equals("idle") || sums.getOrDefault(state.getKey(), 0L) == state.getValue().asLong(),
                () -> state.getKey() + " adds up to " + sums.getOrDefault(state.getKey(), 0L) +
                " ns, and /pe_time_ns/" + state.getKey() + " of the report is " + state.getValue()));
            final JsonNode outliers = report.path("outliers");
            for (int i = 0; i < outliers.size(); i++)
            {
                final long at = outliers.get(i).path("at_ns").asLong();
                final JsonNode handler = outliers.get(i).at("/stages/deactivated");
                final String outlier = " ns, as that of /outliers/" + i + " of the report does";
                faults.must(begins.contains(at), () -> "no handler begins at " + at + outlier);
                faults.must(!handler.isNumber() || ends.contains(at + handler.asLong()),
                    () -> "no handler ends at " + (at + handler.asLong()) + outlier);
            }
            final JsonNode delivered = report.at("/accounting/delivered");
            faults.must(ways == delivered.asLong(), () -> "it has the ways of " + ways +
                " interrupts, and /accounting/delivered of the report is " + delivered);
        }
    }

    /** Checks the trace of a journal. */
    private void ofJournal()
    {
        final JsonNode delivered = report.at("/accounting/delivered");
        // pins of functions are acknowledged, too, and are in no account: storms with vectors have them
        final boolean hasPins = report.at("/accounting/held").isNumber();
        final long own = count("i pe");
        faults.must(own == delivered.asLong() || (hasPins && own > delivered.asLong()), () -> "it has " + own +
            " acknowledges, and /accounting/delivered of the report is " + delivered);
        final JsonNode sent = report.at("/accounting/sent");
        faults.must(count("i lane") == sent.asLong(), () -> "it has " + count("i lane") +
            " events of lanes, and /accounting/sent of the report is " + sent);
        end();
    }

    private void end()
    {
        final JsonNode elapsed = report.path("elapsed_s");
        faults.must(lastNs <= elapsed.asDouble() * NS_PER_S + US,
            () -> "it ends at " + lastNs + " ns, and /elapsed_s of the report is " + elapsed);
    }
}
