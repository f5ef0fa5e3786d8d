package org.gale.engine.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.command.Commands;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.machine.Outputs;
import org.gale.engine.replay.ReplayCursor;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.Intid;

/**
 * Trace of a window of a journal in the JSON that Perfetto reads: events of the lanes at their intended times, batches
 * of the engine from one send time to the next, and acknowledges of each PE. The journal holds no times of the engine,
 * so what the engine did has the send time of its batch. The last batch has no end and is an instant. Used once, by one
 * thread.
 */
public final class PerfettoTrace
{
    /** Limit of the events of a trace. */
    public static final int EVENT_LIMIT = 500_000;

    private static final long BASE_MASK = -1L >>> 4;
    private static final int LANES = 1;
    private static final int ENGINE = 2;
    private static final int PES = 3;
    /** Threads of the engine. */
    private static final int BATCHES = 0;
    private static final int OTHER_COMMANDS = 1;
    private static final int PROCESSES = 3;
    private static final Map<Integer, String> CATEGORIES = Map.of(LANES, "lane", ENGINE, "engine", PES, "pe");

    private final ReplayCursor cursor;
    private final JsonGenerator json;
    private final PerfettoJson perfetto;
    private final int firstProcess;
    private final String names;
    private long events;
    private long baseNs;
    private long sentNs;
    private long beginNs = Long.MIN_VALUE;
    private long batchFrom;
    private final BitSet namedPes = new BitSet();
    private boolean hasNamedOthers;

    /**
     * Creates the writer of the tracks of one engine.
     *
     * @param engine number of the engine
     * @param names  beginning of the names of its tracks; empty of a storm of one engine
     * @param events that were written before
     */
    private PerfettoTrace(
        final ReplayCursor cursor, final JsonGenerator json, final int engine, final String names, final long events)
    {
        this.cursor = cursor;
        this.json = json;
        this.perfetto = new PerfettoJson(json);
        this.firstProcess = PROCESSES * engine;
        this.names = names;
        this.events = events;
    }

    /** Opener of the cursors of the journals of several engines. */
    @FunctionalInterface
    public interface Cursors
    {
        /** Opens the cursor of an engine. */
        ReplayCursor open(int engine) throws IOException;
    }

    /**
     * Writes the commands after a cursor.
     *
     * @param toSequence last command of the window
     * @return the number of events
     * @throws OutcomeException if the window has more events than {@link #EVENT_LIMIT}
     */
    public static long write(final ReplayCursor cursor, final long toSequence, final Writer writer) throws IOException
    {
        final AtomicLong events = new AtomicLong();
        JsonText.plain(writer, json ->
        {
            final PerfettoTrace trace = new PerfettoTrace(cursor, json, 0, "", 0);
            trace.perfetto.beginEvents();
            trace.run(toSequence);
            trace.perfetto.endEvents();
            events.set(trace.events);
        });

        return events.get();
    }

    /**
     * Writes the traffic of a whole storm. The commands that set the machine up are left out.
     *
     * @throws OutcomeException if it has more events than {@link #EVENT_LIMIT}
     */
    public static void writeTraffic(final ReplayCursor cursor, final Writer writer) throws IOException
    {
        skipSetup(cursor);
        write(cursor, Long.MAX_VALUE, writer);
    }

    /**
     * Writes the traffic of a whole storm with tracks for each of its engines, as {@link #writeTraffic(ReplayCursor,
     * Writer)} does for one.
     *
     * @throws OutcomeException if all have more events than {@link #EVENT_LIMIT}
     */
    public static void writeTraffic(final int engines, final Cursors cursors, final Writer writer) throws IOException
    {
        JsonText.plain(writer, json ->
        {
            final PerfettoJson perfetto = new PerfettoJson(json);
            perfetto.beginEvents();
            long events = 0;
            for (int engine = 0; engine < engines; engine++)
            {
                try (ReplayCursor cursor = cursors.open(engine))
                {
                    skipSetup(cursor);
                    final PerfettoTrace trace =
                        new PerfettoTrace(cursor, json, engine, "engine " + engine + ": ", events);
                    trace.run(Long.MAX_VALUE);
                    events = trace.events;
                }
            }
            perfetto.endEvents();
        });
    }

    private static void skipSetup(final ReplayCursor cursor) throws IOException
    {
        while (cursor.nextWord(0) != 0 && CommandWord.opcode(cursor.nextWord(0)) != CommandWord.TIME)
        {
            cursor.step();
        }
    }

    private void run(final long toSequence) throws IOException
    {
        perfetto.process(firstProcess + LANES, names + "lanes");
        perfetto.process(firstProcess + ENGINE, names + "engine");
        perfetto.process(firstProcess + PES, names + "PEs (a VPE each, where resident)");
        perfetto.thread(firstProcess + LANES, 0, "events");
        perfetto.thread(firstProcess + ENGINE, BATCHES, "batches");
        commands(toSequence);
    }

    private void commands(final long toSequence) throws IOException
    {
        cursor.watch(this::acknowledges);
        batchFrom = cursor.sequence() + 1;
        while (cursor.sequence() < toSequence)
        {
            final long word = cursor.nextWord(0);
            if (word == 0)
            {
                break;
            }
            if (CommandWord.opcode(word) == CommandWord.TIME)
            {
                time(word & BASE_MASK, cursor.nextWord(1));
            }
            final long second = CommandWord.opcode(word) == CommandWord.MSI_LONG ? cursor.nextWord(1) : 0;
            final String text = cursor.step();
            if (CommandWord.isEvent(word))
            {
                instant(LANES, 0, baseNs + (word & Commands.TIME_MASK), event(word, second), cursor.sequence());
            }
            else if (CommandWord.opcode(word) != CommandWord.TIME && CommandWord.opcode(word) != CommandWord.TURN)
            {
                nameOthers();
                instant(ENGINE, OTHER_COMMANDS, sentNs, text, cursor.sequence());
            }
        }
        if (hasBatch())
        {
            begin("i", ENGINE, BATCHES, sentNs, batchName());
            json.writeStringField("s", "t");
            endBatch();
        }
    }

    private static String event(final long word, final long second)
    {
        final long ids = Commands.eventIds(word, second);
        final int its = Commands.eventIts(word);
        if (its == Commands.NO_ITS)
        {
            return "TRIGGER function " + (ids >>> Integer.SIZE) + " vector " + (int)ids;
        }

        return (its == 0 ? "MSI device " : "MSI ITS " + its + " device ") + (ids >>> Integer.SIZE) + " event " +
            Integer.toUnsignedString((int)ids);
    }

    /** Notes the times of the events that follow. Batches that were sent at one time are one. */
    private void time(final long newBaseNs, final long newSentNs) throws IOException
    {
        final boolean isFirst = beginNs == Long.MIN_VALUE;
        if (isFirst)
        {
            beginNs = Math.min(newBaseNs, newSentNs);
        }
        if (isFirst || newSentNs - sentNs > 0)
        {
            batch(newSentNs);
            sentNs = newSentNs;
        }
        baseNs = newBaseNs;
    }

    /** Ends the batch in hand, if it has a command and a time. */
    private void batch(final long endNs) throws IOException
    {
        if (hasBatch())
        {
            begin("X", ENGINE, BATCHES, sentNs, batchName());
            perfetto.duration(endNs - sentNs);
            endBatch();
        }
        batchFrom = cursor.sequence() + 1;
    }

    private boolean hasBatch()
    {
        return cursor.sequence() >= batchFrom && sentNs != 0;
    }

    private String batchName()
    {
        return NumberText.counted(cursor.sequence() + 1 - batchFrom, "command");
    }

    private void endBatch() throws IOException
    {
        json.writeObjectFieldStart("args");
        json.writeNumberField("first", batchFrom);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void nameOthers() throws IOException
    {
        if (!hasNamedOthers)
        {
            hasNamedOthers = true;
            perfetto.thread(firstProcess + ENGINE, OTHER_COMMANDS, "other commands");
        }
    }

    private void acknowledges(final Outputs outputs)
    {
        final long[] words = new long[outputs.words()];
        final int count = outputs.copy(0, words);
        for (int at = 0; at < count; at += Outputs.length(words[at]))
        {
            if (Outputs.kind(words[at]) == Outputs.ACK)
            {
                acknowledge(Outputs.pe(words[at]), Outputs.value(words[at]));
            }
        }
    }

    private void acknowledge(final int pe, final int intid)
    {
        try
        {
            if (!namedPes.get(pe))
            {
                namedPes.set(pe);
                perfetto.thread(firstProcess + PES, pe, "PE " + pe);
            }
            instant(PES, pe, sentNs, "acknowledge " + Intid.id(intid), cursor.sequence() + 1);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void instant(
        final int process, final int thread, final long ns, final String name, final long command) throws IOException
    {
        begin("i", process, thread, ns, name);
        json.writeStringField("s", "t");
        json.writeObjectFieldStart("args");
        json.writeNumberField("command", command);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void begin(final String phase, final int process, final int thread, final long ns, final String name)
        throws IOException
    {
        events++;
        if (events > EVENT_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, "the window has more than " + NumberText.count(EVENT_LIMIT) +
                " events: it ends at command " + NumberText.count(cursor.sequence()) + " at the latest");
        }
        perfetto.begin(phase, CATEGORIES.get(process), firstProcess + process, thread,
            Math.max(0, ns - (beginNs == Long.MIN_VALUE ? 0 : beginNs)), name);
    }
}
